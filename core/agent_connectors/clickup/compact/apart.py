"""Values by name, where several may have the same name."""

from collections.abc import Iterable
from typing import Any

__all__ = ["by_name"]


def by_name(named: Iterable[tuple[Any, Any, Any]]) -> dict[Any, Any]:
    """Values by their names; of several of one name, all but one have their ids added to it.

    The first that is not empty has the plain name.

    Args:
        named: Name, id (None where there is none) and value of each.
    """
    listed = list(named)
    first: dict[Any, int] = {}
    for position, (name, _, value) in enumerate(listed):
        held = first.get(name)
        if held is None or (_is_empty(listed[held][2]) and not _is_empty(value)):
            first[name] = position
    told: dict[Any, Any] = {}
    for position, (name, identifier, value) in enumerate(listed):
        key = name if first[name] == position else f"{name} ({identifier or position + 1})"
        while key in told or (key in first and first[key] != position):
            key = f"{key} ({position + 1})"
        told[key] = value
    return told


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})
