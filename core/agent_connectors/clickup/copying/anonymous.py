"""Names, addresses and texts of a copy, replaced: each word by the same other word everywhere.

What is replaced is not listed, what stays is: a property that nobody here knows is replaced.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

__all__ = ["Anonymous"]

_STAY = frozenset(
    [
        "access",
        "applied_objects",
        "at",
        "code_point",
        "color",
        "creator",
        "currency_type",
        "custom_id",
        "depends_on",
        "dir",
        "duration",
        "emoji",
        "end",
        "extension",
        "field",
        "id",
        "inherited_role",
        "mime_type",
        "mimetype",
        "object_type",
        "op",
        "orderindex",
        "parent",
        "parent_channel",
        "permission_level",
        "plan_name",
        "pretty_id",
        "priority",
        "reaction",
        "return_types",
        "role_key",
        "sorting",
        "source",
        "start",
        "status",
        "status_group",
        "subfield_type",
        "tag_bg",
        "tag_fg",
        "top_level_parent",
        "type",
        "userid",
        "visibility",
        "wid",
        "timezone",
        "content_type",
        "task_ids",
        "subcategory_ids",
        "tracking",
        "feature",
    ]
)
"""Properties whose texts stay: ids, kinds, colours, times, and the names of statuses."""

_NAMES = frozenset({"name", "title", "username", "label", "text", "content"})
"""Properties in which digits alone may be a name."""

_PLAIN = re.compile(
    r"-?[0-9]+(\.[0-9]+)?|#[0-9a-fA-F]{3,8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|true|false"
)

_PIECES = re.compile(
    r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<link>https?://[^\s/?#)>\"\]]+)|(?P<word>\w[\w-]*)"
)

_LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")

_CONSONANTS, _VOWELS, _DIGITS = "bdfgklmnprstvz", "aeiou", "0123456789"


class Anonymous:
    """Replaces what tells who and what a workspace is about.

    Args:
        ids: Ids, which stay wherever they stand, as in links.
        statuses: Names of statuses, which stay.
        key: What the replacements are drawn from; chance if not given. It is kept nowhere.
    """

    def __init__(
        self, ids: Iterable[str], statuses: Iterable[str], key: bytes | None = None
    ) -> None:
        self._ids, self._statuses = frozenset(ids), frozenset(statuses)
        self._key = secrets.token_bytes(32) if key is None else key
        self._known: dict[str, str] = {}
        self._given: set[str] = set()

    def record(self, value: Any, name: str = "") -> Any:
        """A JSON value with its texts replaced.

        Args:
            value: The value.
            name: The property that it is of.
        """
        if isinstance(value, Mapping):
            made = {key: self.record(one, str(key)) for key, one in value.items()}
            return self._fitting(value, made)
        if isinstance(value, list):
            return [self.record(one, name) for one in value]
        if name in {"lat", "lng"}:
            return 0.0
        return self.text(value) if isinstance(value, str) and self._tells(value, name) else value

    def text(self, text: str) -> str:
        """A text with its words, numbers, addresses and links replaced; marks between them stay.

        Args:
            text: The text.
        """
        return _PIECES.sub(self._piece, text)

    def _tells(self, text: str, name: str) -> bool:
        """Whether a text may tell who or what a workspace is about."""
        if name in _STAY or name.endswith("_id") or (name == "values" and text in self._statuses):
            return False
        return not _PLAIN.fullmatch(text) or name in _NAMES

    def _piece(self, found: re.Match[str]) -> str:
        piece = found[0]
        if found["mail"]:
            local, _, host = piece.rpartition("@")
            return f"{self._words(local)}@{self._host(host)}"
        if found["link"]:
            scheme, _, host = piece.partition("://")
            is_clickup = host == "clickup.com" or host.endswith(".clickup.com")
            return piece if is_clickup else f"{scheme}://{self._host(host)}"
        return piece if piece in self._ids else self._words(piece)

    def _host(self, host: str) -> str:
        """Another host, under a name that nobody can have."""
        return f"{self._words(host.rpartition('.')[0] or host).replace('_', '-')}.example"

    def _words(self, text: str) -> str:
        return _LETTERS_OR_DIGITS.sub(lambda found: self._word(found[0]), text)

    def _word(self, word: str) -> str:
        if len(word) == 1 and word.isascii():
            return word
        plain = word.casefold()
        other = self._known.get(plain)
        if other is None:
            other = self._known[plain] = self._new(plain)
        if word.isupper():
            return other.upper()
        return other.capitalize() if word[:1].isupper() else other

    def _new(self, word: str) -> str:
        """A word that stands for no other one; where all short ones do, a longer one."""
        length, tries = len(word), 0
        while True:
            drawn = blake2b(f"{tries}/{word}".encode(), key=self._key).digest()
            drawn *= 1 + length // len(drawn)
            made = "".join(
                _letter(n, byte, digits=word.isdigit()) for n, byte in enumerate(drawn[:length])
            )
            if made != word and made not in self._given:
                self._given.add(made)
                return made
            tries += 1
            length += tries % 20 == 0

    def _fitting(self, was: Mapping[str, Any], made: dict[str, Any]) -> dict[str, Any]:
        """Sees to it that what follows from a name still does."""
        name = made.get("username") or made.get("email")
        if isinstance(made.get("initials"), str) and isinstance(name, str):
            made["initials"] = "".join(word[0] for word in name.split()[:2]).upper()
        title, extension = was.get("title"), was.get("extension")
        if isinstance(title, str) and extension and title.endswith(f".{extension}"):
            made["title"] = f"{self.text(title.removesuffix(f'.{extension}'))}.{extension}"
        return made


def _letter(place: int, byte: int, *, digits: bool) -> str:
    if digits:
        # No zero in front, which would be lost from a number.
        return _DIGITS[1 + byte % 9] if place == 0 else _DIGITS[byte % 10]
    letters = _VOWELS if place % 2 else _CONSONANTS
    return letters[byte % len(letters)]
