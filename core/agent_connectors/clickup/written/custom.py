"""Whether custom fields hold what they were set to."""

from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.clickup.written.comparing import around, is_nothing, kept

__all__ = ["value_kept"]

_DAY, _MINUTE = 86_400_000, 60_000

_NEAR = 1e-4
"""Degrees by which a place may be shown elsewhere: about ten metres."""

Field = Mapping[str, Any]


def value_kept(asked: Mapping[str, Any], field: Mapping[str, Any]) -> bool | None:
    """Whether a custom field holds a value.

    Args:
        asked: The `value` that was sent, and its `value_options`.
        field: The field as the task shows it; empty if it does not.

    Returns:
        None where that cannot be told.
    """
    value, there, kind = asked.get("value"), field.get("value"), str(field.get("type"))
    if kind == "button":
        return None
    if is_nothing(value) or is_nothing(there):
        return is_nothing(value) == is_nothing(there) or _asks_for_nothing(value)
    try:
        same = _SAME.get(kind)
        return kept(value, there) if same is None else same(value, field, asked)
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError):
        return None  # a value of another shape than expected proves nothing


def _asks_for_nothing(value: Any) -> bool:
    """Whether it was only asked to take something out."""
    return isinstance(value, Mapping) and value.keys() <= {"add", "rem"} and not value.get("add")


def _option(value: Any, field: Field, _: Field) -> bool:
    there = field["value"]
    options = field["type_config"]["options"]
    held = [o["id"] for n, o in enumerate(options) if there in (o["id"], o.get("orderindex", n))]
    return bool(value in held or value == there)


def _labels(value: Any, field: Field, _: Field) -> bool:
    there = {one["id"] if isinstance(one, Mapping) else one for one in field["value"]}
    return set(value) == there


def _date(value: Any, field: Field, asked: Field) -> bool:
    timed = bool((asked.get("value_options") or {}).get("time"))
    return around(_MINUTE if timed else _DAY)(value, field["value"])


def _amount(value: Any, field: Field, _: Field) -> bool:
    precision = int((field.get("type_config") or {}).get("precision") or 2)
    return abs(float(value) - float(field["value"])) < float(10**-precision)


def _progress(value: Any, field: Field, _: Field) -> bool:
    return float(value["current"]) == float(field["value"]["current"])


def _location(value: Any, field: Field, _: Field) -> bool:
    asked, there = value["location"], field["value"]["location"]
    return all(abs(float(asked[key]) - float(there[key])) < _NEAR for key in ("lat", "lng"))


def _phone(value: Any, field: Field, _: Field) -> bool:
    asked, there = ("".join(filter(str.isdigit, str(v))) for v in (value, field["value"]))
    return asked == there


def _link(value: Any, field: Field, _: Field) -> bool:
    asked, there = (str(v).rstrip("/").casefold() for v in (value, field["value"]))
    return asked.endswith(there) or there.endswith(asked)  # one of them without `https://`


_SAME: Mapping[str, Callable[[Any, Field, Field], bool]] = {
    "currency": _amount,
    "date": _date,
    "drop_down": _option,
    "labels": _labels,
    "location": _location,
    "manual_progress": _progress,
    "phone": _phone,
    "url": _link,
}
"""How a value is compared that is shown otherwise than it is sent, by type of field."""
