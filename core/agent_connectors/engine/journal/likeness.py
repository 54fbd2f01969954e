"""Whether what a product shows is what was expected, or may have come of what was sent."""

from collections.abc import Mapping
from re import compile as pattern
from typing import Any
from unicodedata import normalize

__all__ = ["emptied", "may_be", "shows"]

_PLAIN = 100
"""Characters up to which a text without marks is shown whole."""

_MARKS = pattern(r"[^\w\s.,;'-]")
"""What may be a mark of formatting or the name of a picture, which is shown in other ways."""

_A_DAY = 86_400_000
"""Milliseconds."""


def shows(expected: Any, there: Any, *, loosely: bool = False) -> bool:
    """Whether a value is the expected one, as far as that is known.

    Args:
        expected: The value.
        there: What is there.
        loosely: Take for equal what a product may show for either.
    """
    if isinstance(expected, Mapping) and isinstance(there, Mapping):
        known = {name: value for name, value in expected.items() if value is not None}
        # Of an object that is only named, the rest is not known.
        meant = known if len(known) == 1 else expected
        return all(shows(v, there.get(name), loosely=loosely) for name, v in meant.items())
    if isinstance(expected, list) and isinstance(there, list):
        return _in_any_order(expected, there, loosely=loosely)
    if _is_empty(expected, loosely=loosely) or _is_empty(there, loosely=loosely):
        return _is_empty(expected, loosely=loosely) and _is_empty(there, loosely=loosely)
    return str(expected) == str(there) or (loosely and _nearly(str(expected), str(there)))


def emptied(expected: Any, was: Any) -> Any:
    """An expected object whose parts say of what they had before, and lose, that it is empty."""
    if isinstance(expected, Mapping) and isinstance(was, Mapping):
        return {name: emptied(value, was.get(name)) for name, value in expected.items()}
    if isinstance(expected, list) and isinstance(was, list) and len(expected) == len(was):
        pairs = zip(expected, was, strict=True)
        return [{**dict.fromkeys(o), **one} if _same_id(one, o) else one for one, o in pairs]
    return expected


def _same_id(one: Any, other: Any) -> bool:
    both = isinstance(one, Mapping) and isinstance(other, Mapping)
    return both and one.get("id") is not None and str(one["id"]) == str(other.get("id"))


def _in_any_order(expected: list[Any], there: list[Any], *, loosely: bool) -> bool:
    left = list(there)
    for one in expected:
        found = next((n for n, o in enumerate(left) if shows(one, o, loosely=loosely)), None)
        if found is None:
            return False
        del left[found]
    return not left


def _nearly(one: str, other: str) -> bool:
    if one.isdecimal() and other.isdecimal() and 11 < len(one) < 15 and 11 < len(other) < 15:
        return abs(int(one) - int(other)) < _A_DAY  # a product may keep the day alone
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _is_empty(value: Any, *, loosely: bool) -> bool:
    if loosely and (value in (0, "0") or (isinstance(value, str) and not value.strip())):
        return True
    return value is None or (isinstance(value, str | list | Mapping) and not value)


def may_be(sent: str, shown: Any) -> bool:
    """Whether a text may have been sent, which a product may show in other letters or marks."""
    wanted, there = _letters(sent), _letters(shown)
    if not wanted or not there or wanted == there:
        return True  # of a text that is all marks nothing can be told
    if len(sent) <= _PLAIN and not _MARKS.search(sent):
        return False
    return _within(there, wanted) or _within(wanted, there)


def _within(some: str, letters: str) -> bool:
    """Whether letters are left of others if some are taken out."""
    rest = iter(letters)
    return all(letter in rest for letter in some)


def _letters(text: Any) -> str:
    folded = normalize("NFKC", str(text or "")).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
