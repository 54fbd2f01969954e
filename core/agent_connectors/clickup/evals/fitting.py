"""Compares what there is with what was wanted."""

from collections.abc import Callable
from typing import Any

__all__ = ["empty", "fits", "short"]


def fits(value: Any, wanted: Any) -> bool:
    """Whether a value is what was wanted.

    Args:
        value: What there is.
        wanted: A function that tells whether a value will do; a text, whatever its capitals and
            spaces; a collection, in any order; or any other value.
    """
    if isinstance(wanted, Callable):  # type: ignore[arg-type]
        try:
            return bool(wanted(value))
        except (TypeError, ValueError, AttributeError, LookupError):
            return False  # a value of another kind
    if isinstance(wanted, str):
        return isinstance(value, str) and _folded(value) == _folded(wanted)
    if isinstance(wanted, list | tuple | set | frozenset):
        return isinstance(value, list) and sorted(map(_folded, value)) == sorted(
            map(_folded, wanted)
        )
    return bool(value == wanted)


def _folded(value: Any) -> str:
    return " ".join(str(value).casefold().split())


def empty(value: Any) -> bool:
    """Whether a value is none: what a new object has of what nobody gave it."""
    return value is None or value is False or value in (0, "", [], {}, ())


def short(value: Any) -> str:
    """A value, short enough for a line."""
    told = repr(value)
    return told if len(told) <= 80 else f"{told[:80]}..."
