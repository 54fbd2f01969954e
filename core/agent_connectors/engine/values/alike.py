"""Whether two values are the same, for values of any kind."""

from collections.abc import Hashable
from typing import Any

__all__ = ["alike"]


class _Itself:
    """Equals what holds the very same object, and keeps it, so that no other takes its place."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self._value is other._value

    def __hash__(self) -> int:
        return id(self._value)


def alike(value: Any) -> Hashable:
    """Equal for values of one type that are equal; what may change is equal to itself alone."""
    try:
        hash(value)
    except TypeError:
        return _Itself(value)
    return (type(value), value)
