"""Whether custom fields hold what they were set to."""

import re
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any

from agent_connectors.clickup.written.comparing import is_nothing, kept
from agent_connectors.clickup.written.days import date_kept

__all__ = ["is_change", "value_kept"]

Field = Mapping[str, Any]


def value_kept(
    asked: Mapping[str, Any], field: Mapping[str, Any], zone: tzinfo | None = None
) -> bool | None:
    """Whether a custom field holds a value.

    Args:
        asked: The `value` that was sent, and its `value_options`.
        field: The field as the task shows it; empty if it does not.
        zone: The zone of the ClickUp user, whose days dates without a time are.

    Returns:
        None where that cannot be told.
    """
    value, there, kind = asked.get("value"), field.get("value"), str(field.get("type"))
    if kind == "button":
        return None
    if is_nothing(value) or is_nothing(there):
        return _asks_for_nothing(value) and is_nothing(there)
    try:
        if kind == "date":
            timed = bool((asked.get("value_options") or {}).get("time"))
            return date_kept(value, there, timed=timed, zone=zone)
        same = _SAME.get(kind)
        return kept(value, there) if same is None else same(value, field)
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError):
        return False  # a value of another shape is not the one that was asked for


def is_change(value: Any) -> bool:
    """Whether a value says what to add and what to remove, rather than what is to be held."""
    return isinstance(value, Mapping) and bool(value) and value.keys() <= {"add", "rem"}


def _asks_for_nothing(value: Any) -> bool:
    """Whether a value is one of which nothing may be shown: zero, or only something to take out."""
    if is_change(value):
        return not value.get("add")
    return is_nothing(value) or value in (0, False, {"current": 0})


def _option(value: Any, field: Field) -> bool:
    there = field["value"]
    options = field["type_config"]["options"]
    held = [o["id"] for n, o in enumerate(options) if there in (o["id"], o.get("orderindex", n))]
    return bool(value in held or value == there)


def _labels(value: Any, field: Field) -> bool:
    there = {one["id"] if isinstance(one, Mapping) else one for one in field["value"]}
    return set(value) == there


def _number(value: Any, field: Field) -> bool:
    return float(value) == float(field["value"])


def _progress(value: Any, field: Field) -> bool:
    return float(value["current"]) == float(field["value"]["current"])


def _location(value: Any, field: Field) -> bool:
    asked, there = value["location"], field["value"]["location"]
    if any(float(asked[key]) != float(there[key]) for key in ("lat", "lng")):
        return False
    return all(kept(text, field["value"].get(key)) for key, text in value.items() if text != asked)


def _phone(value: Any, field: Field) -> bool:
    return _BETWEEN.sub("", str(value)) == _BETWEEN.sub("", str(field["value"]))


_BETWEEN = re.compile(r"[ ().-]")
"""How the digits of a phone number may be grouped."""


def _link(value: Any, field: Field) -> bool:
    return field["value"] in {value, f"https://{value}", f"http://{value}"}


_SAME: Mapping[str, Callable[[Any, Field], bool]] = {
    "currency": _number,
    "drop_down": _option,
    "emoji": _number,
    "labels": _labels,
    "location": _location,
    "manual_progress": _progress,
    "number": _number,
    "phone": _phone,
    "rating": _number,
    "url": _link,
}
"""How a value is compared that is shown otherwise than it is sent, by type of field."""
