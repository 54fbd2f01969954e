"""Ids in ClickUp's formats, from counters.

The same calls in the same order give the same ids, which is what makes a sandbox reproducible.
"""

from hashlib import blake2b

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# The starting points only have to look like ClickUp's: a shard number in front, and as many digits.
_FIRST_TASK = int("c7k2000", 36)
_TASK_STEP = 61
_FIRST_SPACE = 90159451300
_FIRST_FOLDER = 901513787500
_FIRST_LIST = 901520401700
_FIRST_COMMENT = 90150188973000
_FIRST_TIME_ENTRY = 4927022626604154715
_FIRST_HISTORY = 4926521628030751467
_FIRST_DOCUMENT = 13153
_FIRST_USER = 10700051
_FIRST_CHANNEL = 901530117400
_FIRST_MESSAGE = 80150012870000
_DOCUMENT_PREFIX = "8cdu22c"


class Ids:
    """Makes the ids of one workspace.

    Args:
        seed: Sets the UUIDs apart from those of other workspaces.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._counts: dict[str, int] = {}

    def _next(self, kind: str) -> int:
        count = self._counts.get(kind, 0)
        self._counts[kind] = count + 1
        return count

    def task(self) -> str:
        """Nine characters, such as `86c7mc19h`; later tasks sort after earlier ones."""
        number = _FIRST_TASK + self._next("task") * _TASK_STEP
        letters = ""
        while number:
            number, digit = divmod(number, 36)
            letters = _DIGITS[digit] + letters
        return f"86{letters:0>7}"

    def space(self) -> str:
        """Eleven digits."""
        return str(_FIRST_SPACE + self._next("space") * 7)

    def folder(self) -> str:
        """Twelve digits."""
        return str(_FIRST_FOLDER + self._next("folder") * 13)

    def list(self) -> str:
        """Twelve digits."""
        return str(_FIRST_LIST + self._next("list") * 18)

    def comment(self) -> int:
        """A number above 2**46."""
        return _FIRST_COMMENT + self._next("comment") * 3

    def time_entry(self) -> str:
        """Nineteen digits."""
        return str(_FIRST_TIME_ENTRY + self._next("time entry") * 1141667539)

    def history(self) -> str:
        """Nineteen digits."""
        return str(_FIRST_HISTORY + self._next("history") * 104729)

    def document(self) -> str:
        """Of a Doc, a page or a view: a prefix and a number, such as `8cdu22c-13153`."""
        return f"{_DOCUMENT_PREFIX}-{_FIRST_DOCUMENT + self._next('document') * 20}"

    def user(self) -> int:
        """Eight digits."""
        return _FIRST_USER + self._next("user") * 1097

    def channel(self) -> str:
        """Of a channel in no place of its own, such as `6-901530117400-8`."""
        return f"6-{_FIRST_CHANNEL + self._next('channel') * 18}-8"

    def message(self) -> str:
        """Fourteen digits."""
        return str(_FIRST_MESSAGE + self._next("message") * 7)

    def uuid(self, kind: str) -> str:
        """A version 4 UUID in form; in truth a digest of the seed, the kind and a count."""
        name = f"{self._seed}/{kind}/{self._next(kind)}"
        h = blake2b(name.encode(), digest_size=16).hexdigest()
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"

    def suffix(self, kind: str) -> str:
        """Eight letters that tell statuses apart, such as `DCnaeiSB`."""
        return self.uuid(kind)[:8]
