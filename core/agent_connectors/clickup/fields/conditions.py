"""Conditions on custom fields: what an operator takes, by the type of the field."""

from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.clickup.fields.choices import label_id, option_id
from agent_connectors.clickup.fields.date_conditions import read_date_condition
from agent_connectors.clickup.fields.forms import (
    Around,
    Field,
    NotTaken,
    as_json,
    opened,
)
from agent_connectors.clickup.fields.members import MEMBERS
from agent_connectors.clickup.fields.plain import NUMBER_FORM, PLAIN, progress_in

__all__ = ["read_condition"]

_UNARY = {"IS NULL", "IS NOT NULL"}
_SETS = {"ANY", "ALL", "NOT ANY", "NOT ALL"}
_EQUAL = {"=", "==", "!=", "!=="}

_NUMBERS = {"number", "currency", "emoji", "rating", "manual_progress", "automatic_progress"}
_ORDERED = _NUMBERS | {"date", "formula"}
"""Types whose values can be compared by size."""

_TEXTS = {"text", "short_text", "url", "email", "phone", "location"}
"""Types of which a condition may name a part."""

_RANGE_FORM = 'a pair for RANGE, `[low, high]` or `{"low_value": ..., "high_value": ...}`'


async def read_condition(
    field: Field, operator: str, value: Any, around: Around
) -> tuple[str, Any]:
    """The operator and the value of a condition as they are sent; None where it takes none.

    Args:
        field: The definition of the field.
        operator: How it is compared.
        value: What with.
        around: What else is needed to read it.

    Raises:
        NotTaken: The operator takes no such value, or does not go with the field.
        LookupError: There is no such option, or no such person.
    """
    kind = str(field.get("type"))
    value = opened(field, value)
    if operator in _UNARY:
        if value is True or _nothing(value):
            return operator, None
        raise NotTaken(field, f"no value with `{operator}`", value)
    if _nothing(value):
        more = "`IS NULL` finds what is empty."
        raise NotTaken(field, f"a value with `{operator}`", value, more)
    if operator in _SETS:
        listed = value if isinstance(value, list | tuple) else [value]
        if kind == "date":
            return await read_date_condition(field, operator, listed, around)
        return operator, [await _one(field, kind, one, around) for one in listed]
    if kind == "labels":
        more = f"`{operator}` does not go with labels: use ANY, ALL, NOT ANY or NOT ALL."
        raise NotTaken(field, "a list of labels", value, more)
    if operator not in _EQUAL and kind not in _ORDERED and kind in _NOT_ORDERED:
        other = "ANY or ALL" if kind in {"drop_down", *MEMBERS} else "`=` or `==`"
        more = f"Its values have no order; use {other}."
        raise NotTaken(field, f"no `{operator}`", value, more)
    if operator == "RANGE":
        return await _range(field, kind, value, around)
    if isinstance(value, list | tuple):
        if len(value) != 1:
            more = f"`{operator}` takes one; ANY takes several."
            raise NotTaken(field, "one value", value, more)
        value = value[0]
    if kind == "date":
        return await read_date_condition(field, operator, [value], around)
    return operator, await _one(field, kind, value, around)


_NOT_ORDERED = {"drop_down", "checkbox", "button", "votes", "signature", *_TEXTS, *MEMBERS}


async def _range(field: Field, kind: str, value: Any, around: Around) -> tuple[str, Any]:
    if kind == "date" and not isinstance(value, Mapping | list | tuple):
        value = [value, value]  # `last week` is a range by itself
    if isinstance(value, Mapping):
        if value.keys() != {"low_value", "high_value"}:
            raise NotTaken(field, _RANGE_FORM, value)
        value = [value["low_value"], value["high_value"]]
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise NotTaken(field, _RANGE_FORM, value)
    if kind == "date":
        return await read_date_condition(field, "RANGE", value, around)
    low = await _one(field, kind, value[0], around)
    high = await _one(field, kind, value[1], around)
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        raise NotTaken(field, _RANGE_FORM, value, "Its end is before its beginning.")
    return "RANGE", [low, high]


async def _one(field: Field, kind: str, value: Any, around: Around) -> Any:
    """One thing to compare with."""
    if kind in MEMBERS:
        return await MEMBERS[kind](field, value, around.directory)
    return _READERS.get(kind, as_json)(field, value)


def _number(field: Field, value: Any) -> float:
    number = progress_in(field, value)
    if number is None:
        raise NotTaken(field, NUMBER_FORM, value)
    return number


def _part(field: Field, value: Any) -> str:
    return str(PLAIN["text"](field, value)).strip()


def _nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple) and not value)


_READERS: Mapping[str, Callable[[Field, Any], Any]] = {
    **dict.fromkeys(_NUMBERS, _number),
    # A part of a text will do, so that it need not be a whole address or link.
    **dict.fromkeys(_TEXTS, _part),
    **dict.fromkeys(("button", "checkbox"), PLAIN["checkbox"]),
    "drop_down": option_id,
    "labels": label_id,
}
