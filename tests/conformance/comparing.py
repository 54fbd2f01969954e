"""Where a recorded body and another one differ: in keys, in types, in the order of keys."""

from typing import Any

__all__ = ["differences", "reordered"]


def types_of(value: Any, place: str, found: dict[str, set[str]]) -> dict[str, set[str]]:
    """The types of everything in a JSON value, by place; the items of an array share one."""
    # To JSON a whole number is a number like any other.
    kind = "number" if type(value) in {int, float} else type(value).__name__
    found.setdefault(place, set()).add(kind)
    if isinstance(value, dict):
        for key, item in value.items():
            types_of(item, f"{place}.{key}" if place else key, found)
    elif isinstance(value, list):
        for item in value:
            types_of(item, f"{place}[]", found)
    return found


def comparable(place: str, types: dict[str, set[str]]) -> bool:
    """Whether the other side shows what would be at a place: not inside an empty array or null."""
    while place:
        parent, dot, _ = place.rpartition(".")
        parent = parent if dot else (place[:-2] if place.endswith("[]") else "")
        if place.endswith("[]") and place not in types:
            return False
        if parent in types and "dict" not in types[parent] and not place.endswith("[]"):
            return False
        place = parent
    return True


def differences(recorded: Any, answered: Any) -> set[str]:
    """Places whose keys or types differ."""
    one, other = types_of(recorded, "", {}), types_of(answered, "", {})
    found = {place for place in one.keys() - other.keys() if comparable(place, other)}
    found |= {place for place in other.keys() - one.keys() if comparable(place, one)}
    for place in one.keys() & other.keys():
        if not (
            one[place] - {"NoneType"} <= other[place] or other[place] - {"NoneType"} <= one[place]
        ):
            found.add(place)
    return found


def reordered(recorded: Any, answered: Any, place: str = "") -> set[str]:
    """Places of objects whose common keys come in another order."""
    found: set[str] = set()
    if isinstance(recorded, dict) and isinstance(answered, dict):
        common = [key for key in recorded if key in answered]
        if common != [key for key in answered if key in recorded]:
            found.add(place)
        for key in common:
            within = f"{place}.{key}" if place else key
            found |= reordered(recorded[key], answered[key], within)
    elif isinstance(recorded, list) and isinstance(answered, list) and recorded:
        for item in answered:
            # Objects of several kinds share an array; each is like one of them at least.
            orders = [reordered(like, item, f"{place}[]") for like in recorded]
            found |= min(orders, key=len)
    return found
