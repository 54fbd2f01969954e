"""What reading the value of a custom field has in common, whatever its type."""

import math
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from agent_connectors.clickup.naming.directory import Directory

__all__ = [
    "Around",
    "Field",
    "NotTaken",
    "Now",
    "Written",
    "as_json",
    "as_list",
    "number_in",
    "number_meant",
    "opened",
    "shown",
]

Field = Mapping[str, Any]
"""The definition of a custom field, as ClickUp gives it."""

Now = Callable[[], Awaitable[datetime]]
"""Gives the time now, in the time zone of whoever says a time without one."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)

_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""May be one and a half or fifteen hundred: 1.500 is written for both."""

_TEXTS = {"text", "short_text"}
"""Types of which a value that looks like JSON is a text all the same."""

_DEPTH = 20
"""How many lists and objects may be in one another."""


@dataclass(frozen=True)
class Around:
    """What it takes beside a value to read it.

    Attributes:
        directory: Who and what there is.
        now: Gives the time, in the zone of times that are said without one.
        held: Gives what a field holds now, as ClickUp shows it.
    """

    directory: Directory
    now: Now
    held: Callable[[Field], Awaitable[Any]]


class NotTaken(ValueError):
    """A custom field does not take a value; says what it takes.

    Args:
        field: The field.
        form: What it takes.
        value: What was given.
        more: What else to say, in a sentence.
    """

    def __init__(self, field: Field, form: str, value: Any, more: str = "") -> None:
        taken = f"`{field.get('name')}` ({field.get('type')}) takes {form}"
        self.takes = f"{taken}. {more}".strip()
        super().__init__(f"{taken}, not {shown(value)}. {more}".strip())


class Written(NamedTuple):
    """A value as it is sent."""

    value: Any
    options: Mapping[str, Any] | None = None
    """What is sent as `value_options` beside it, unless the caller gave some."""


def shown(value: Any) -> str:
    """A value for an error, short."""
    try:
        text = repr(value)
    except ValueError:  # a number of too many digits
        text = "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}..."


def opened(field: Field, value: Any) -> Any:
    """A value out of what callers wrap it in: JSON as text, and `{"value": ...}`.

    Args:
        field: The definition of the field.
        value: What was given.

    Raises:
        NotTaken: It says that it is of another field.
    """
    kind = str(field.get("type"))
    for _ in range(_WRAPS):
        if isinstance(value, str) and kind not in _TEXTS and value.lstrip()[:1] in {"{", "["}:
            from agent_connectors.engine.values.json_text import parse

            try:
                value = parse(value)
            except ValueError:
                return value
        if not (isinstance(value, Mapping) and "value" in value and value.keys() <= _WRAPPING):
            return value
        for key, told in value.items():
            if key != "value" and str(told).strip() != str(field.get(key)):
                more = f"This is a value of the field with the {key} {shown(told)}."
                raise NotTaken(field, "a value of its own", value, more)
        value = value["value"]
    return value


_WRAPS = 4
"""How often a value may be wrapped."""

_WRAPPING = {"value", "id", "name", "type"}
"""Keys of a whole entry where only its value is wanted."""


def number_in(value: Any) -> int | float | None:
    """A number, also as text; None if it is none, or none that JSON has."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text) or len(text) > 50:
            return None
        value = float(text) if any(mark in text for mark in ".eE") else int(text)
    if isinstance(value, Decimal):
        value = float(value) if value.is_finite() else None
    if not isinstance(value, int | float):
        return None
    try:
        if not math.isfinite(value):
            return None
    except OverflowError:  # a whole number of hundreds of digits
        return None
    return value


def number_meant(value: Any) -> int | float | None:
    """As `number_in`; None also for a text that may be a number of thousands, such as `1.500`."""
    if isinstance(value, str) and _THOUSANDS.fullmatch(value.strip()):
        return None
    return number_in(value)


def as_list(value: Any) -> list[Any]:
    """One thing or several, as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


def as_json(field: Field, value: Any) -> Any:
    """A value of a field of which nothing is known, if it is JSON.

    Raises:
        NotTaken: It is none.
    """
    if not _is_json(value, _DEPTH):
        form = "text, numbers, true or false, lists and objects as far as is known here"
        raise NotTaken(field, form, value)
    return value


def _is_json(value: Any, depth: int) -> bool:
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int | float):
        return number_in(value) is not None
    if depth and isinstance(value, list | tuple):
        return all(_is_json(item, depth - 1) for item in value)
    if depth and isinstance(value, Mapping):
        return all(isinstance(k, str) and _is_json(v, depth - 1) for k, v in value.items())
    return False
