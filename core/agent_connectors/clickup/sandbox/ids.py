"""Ids in ClickUp's formats, from counters.

The same calls in the same order give the same ids, which is what makes a sandbox reproducible.
"""

from collections.abc import Callable, Iterable
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

    _seed: int
    _counts: dict[str, int]
    _taken: set[str]

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._counts = {}
        self._taken = set()

    def _next(self, kind: str) -> int:
        count = self._counts.get(kind, 0)
        self._counts[kind] = count + 1
        return count

    def _fresh(self, kind: str, form: Callable[[int], str]) -> str:
        """The next id of a kind that nothing has."""
        made = form(self._next(kind))
        while made in self._taken:
            made = form(self._next(kind))
        return made

    def pass_over(self, known: Iterable[str]) -> None:
        """Leave out ids that are there already, of a workspace that was not made with these.

        Args:
            known: Ids of all kinds.
        """
        self._taken.update(known)

    def task(self) -> str:
        """Nine characters, such as `86c7mc19h`; later tasks sort after earlier ones."""
        return self._fresh("task", _task)

    def space(self) -> str:
        """Eleven digits."""
        return self._fresh("space", lambda count: str(_FIRST_SPACE + count * 7))

    def folder(self) -> str:
        """Twelve digits."""
        return self._fresh("folder", lambda count: str(_FIRST_FOLDER + count * 13))

    def list(self) -> str:
        """Twelve digits."""
        return self._fresh("list", lambda count: str(_FIRST_LIST + count * 18))

    def comment(self) -> int:
        """A number above 2**46."""
        return int(self._fresh("comment", lambda count: str(_FIRST_COMMENT + count * 3)))

    def time_entry(self) -> str:
        """Nineteen digits."""
        return self._fresh("time entry", lambda count: str(_FIRST_TIME_ENTRY + count * 1141667539))

    def history(self) -> str:
        """Nineteen digits."""
        return self._fresh("history", lambda count: str(_FIRST_HISTORY + count * 104729))

    def document(self) -> str:
        """Of a Doc, a page or a view: a prefix and a number, such as `8cdu22c-13153`."""
        return self._fresh(
            "document", lambda count: f"{_DOCUMENT_PREFIX}-{_FIRST_DOCUMENT + count * 20}"
        )

    def user(self) -> int:
        """Eight digits."""
        return int(self._fresh("user", lambda count: str(_FIRST_USER + count * 1097)))

    def channel(self) -> str:
        """Of a channel in no place of its own, such as `6-901530117400-8`."""
        return self._fresh("channel", lambda count: f"6-{_FIRST_CHANNEL + count * 18}-8")

    def message(self) -> str:
        """Fourteen digits."""
        return self._fresh("message", lambda count: str(_FIRST_MESSAGE + count * 7))

    def uuid(self, kind: str) -> str:
        """A version 4 UUID in form; in truth a digest of the seed, the kind and a count."""
        return self._fresh(kind, lambda count: _uuid(f"{self._seed}/{kind}/{count}"))

    def suffix(self, kind: str) -> str:
        """Eight letters that tell statuses apart, such as `DCnaeiSB`."""
        return self.uuid(kind)[:8]


def _task(count: int) -> str:
    number, letters = _FIRST_TASK + count * _TASK_STEP, ""
    while number:
        number, digit = divmod(number, 36)
        letters = _DIGITS[digit] + letters
    return f"86{letters:0>7}"


def _uuid(name: str) -> str:
    h = blake2b(name.encode(), digest_size=16).hexdigest()
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"
