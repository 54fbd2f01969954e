"""Values that are known from themselves alone: texts, numbers, truth, progress, places."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from agent_connectors.clickup.fields.forms import Field, NotTaken, number_in, number_meant

__all__ = ["NUMBER_FORM", "PLAIN", "progress_in", "truth"]

_TRUE = {"true", "yes", "on", "1", "checked"}
_FALSE = {"false", "no", "off", "0", "unchecked"}

_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_LINK = re.compile(
    r"([a-z][a-z0-9+.-]*://)?[^\s/]+[.:][^\s/]+(/\S*)?|[a-z][a-z0-9+-]*:[^\s/]\S*", re.IGNORECASE
)
_PHONE = re.compile(r"\+[0-9][0-9 ()./-]{4,28}( ?(x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)

_TEXT_FORM = "a text"
NUMBER_FORM = (
    "a number such as `8000` or `-28.5`, without a unit or a thousands separator (`1.500` as text "
    "may have one)"
)
_LINK_FORM = "a link such as `https://example.com/page`"
_EMAIL_FORM = "one e-mail address such as `jane@example.com`"
_PHONE_FORM = "a phone number with its country code, as text, such as `+1 201 555 0123`"
_PLACE_FORM = (
    '`{"location": {"lat": 51.92, "lng": 4.48}, "formatted_address": "Rotterdam, Netherlands"}`'
)


def _text(field: Field, value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    number = number_in(value)
    if number is None:
        raise NotTaken(field, _TEXT_FORM, value)
    return str(number)


def _matching(pattern: re.Pattern[str], form: str) -> Callable[[Field, Any], str]:
    def read(field: Field, value: Any) -> str:
        text = value.strip() if isinstance(value, str) else ""
        if not pattern.fullmatch(text):
            raise NotTaken(field, form, value)
        return text

    return read


def _number(field: Field, value: Any) -> float:
    number = number_meant(value)
    if number is None:
        raise NotTaken(field, NUMBER_FORM, value)
    return number


def truth(value: Any) -> bool | None:
    """True or false in the ways in which they are said; None for anything else."""
    word = str(value).strip().lower() if isinstance(value, str | bool | int) else ""
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


# Clients read the text `"true"` of what was written as a boolean.
def _checkbox(field: Field, value: Any) -> bool:
    said = truth(value)
    if said is None:
        raise NotTaken(field, "true or false (also `yes` and `no`)", value)
    return said


def _button(field: Field, value: Any) -> bool:
    if truth(value) is not True:
        raise NotTaken(field, "`true`, which clicks the button, and nothing else", value)
    return True


def _rating(field: Field, value: Any) -> int:
    most = number_in((field.get("type_config") or {}).get("count"))
    number = number_meant(value)
    if number is None or number != int(number) or number < 0 or number > (most or number):
        upto = f"to {most}" if most else "up"
        raise NotTaken(field, f"a whole number from 0 {upto}, such as `4`", value)
    return int(number)


def _ends(field: Field) -> list[int | float]:
    """Where progress begins and ends, as far as the field says it."""
    config = field.get("type_config") or {}
    ends = [number_in(config.get(name)) for name in ("start", "end")]
    return [end for end in ends if end is not None]


def progress_in(field: Field, value: Any) -> int | float | None:
    """How far progress is: a number, or a percentage of the way; None if it is neither."""
    given, known = value.get("current") if isinstance(value, Mapping) else value, _ends(field)
    if not (isinstance(given, str) and given.rstrip().endswith("%") and len(known) == 2):
        return number_meant(given)
    share = number_meant(given.rstrip()[:-1])
    if share is None:
        return None
    number = known[0] + (known[1] - known[0]) * share / 100
    return int(number) if number == int(number) else number


def _progress(field: Field, value: Any) -> dict[str, Any]:
    known, number = _ends(field), progress_in(field, value)
    extent = f" from {min(known)} to {max(known)}" if len(known) == 2 else ""
    form = f'a number{extent}, such as `{{"current": {known[-1] if known else 50}}}`'
    if number is None or (extent and not min(known) <= number <= max(known)):
        raise NotTaken(field, form, value)
    for key, told in value.items() if isinstance(value, Mapping) else ():
        # As ClickUp shows it, it says the same twice.
        width = known[1] - known[0] if len(known) == 2 else 0
        same = width and key == "percent_complete" and number_in(told) is not None
        if key != "current" and not (same and abs((number - known[0]) * 100 / width - told) < 1):
            more = f"`{key}` cannot be set, and is not what `current` comes to."
            raise NotTaken(field, form, value, more)
    return {"current": int(number) if number == int(number) else number}


def _location(field: Field, value: Any) -> dict[str, Any]:
    more = "An address alone is not looked up."
    if not isinstance(value, Mapping):
        raise NotTaken(field, _PLACE_FORM, value, more)
    inner = value.get("location", value)
    if not isinstance(inner, Mapping):
        raise NotTaken(field, _PLACE_FORM, value, more)
    point = {key: number_in(inner.get(key)) for key in ("lat", "lng")}
    latitude, longitude = point["lat"], point["lng"]
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise NotTaken(field, _PLACE_FORM, value, more)
    told = {key: value[key] for key in ("formatted_address", "place_id") if key in value}
    if any(not isinstance(text, str) for text in told.values()):
        raise NotTaken(field, _PLACE_FORM, value)
    unknown = value.keys() - {"location", "formatted_address", "place_id"}
    if inner is value:
        unknown -= point.keys()
    else:
        unknown |= inner.keys() - point.keys()
    if unknown:
        raise NotTaken(field, _PLACE_FORM, value, f"It has no `{min(map(str, unknown))}`.")
    return {"location": point, **told}


PLAIN: Mapping[str, Callable[[Field, Any], Any]] = {
    "button": _button,
    "checkbox": _checkbox,
    "currency": _number,
    "email": _matching(_EMAIL, _EMAIL_FORM),
    "emoji": _rating,
    "location": _location,
    "manual_progress": _progress,
    "number": _number,
    "phone": _matching(_PHONE, _PHONE_FORM),
    "rating": _rating,
    "short_text": _text,
    "text": _text,
    "url": _matching(_LINK, _LINK_FORM),
}
"""Readers by the type of field."""
