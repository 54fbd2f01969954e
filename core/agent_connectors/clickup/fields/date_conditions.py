"""Conditions on dates of custom fields, in which a day is all of that day."""

from collections.abc import Sequence
from typing import Any

from agent_connectors.clickup.fields.dates import Stretch, read_stretch
from agent_connectors.clickup.fields.forms import Around, Field, NotTaken

__all__ = ["read_date_condition"]

_SETS = {"ANY", "ALL"}

_ONE_STRETCH = "ClickUp takes one stretch of time in a condition on a date: ask for each by itself."

_NO_DAY = (
    "ClickUp compares to the millisecond and cannot leave out a whole day: ask for `<` and for `>` "
    "in two calls, or give the time of day."
)


async def read_date_condition(
    field: Field, operator: str, values: Sequence[Any], around: Around
) -> tuple[str, Any]:
    """An operator and a value as they are sent; equal to a day is between its ends.

    Args:
        field: The definition of the field.
        operator: How it is compared.
        values: What with: one, a pair for RANGE, or several for ANY and the like.
        around: Asked only where a time is said without a zone.

    Raises:
        NotTaken: It is no time, or ClickUp has no such condition.
    """
    ends = [values[1] if operator == "RANGE" else None, *[None] * (len(values) - 1)]
    pairs = zip(values, ends, strict=True)
    read = [await read_stretch(field, value, around, until=until) for value, until in pairs]
    if operator in {"<", ">"} and read[0].days is not None:
        raise NotTaken(field, f"one day with `{operator}`", values[0], _which(operator, read[0]))
    if operator in {"<", "<=", ">", ">="}:
        return operator, _bound(operator, read[0])
    if operator == "RANGE":
        low, high = _bound(">=", read[0]), _bound("<=", read[1])
        if low > high:
            told = [each.told or value for each, value in zip(read, values, strict=True)]
            more = f"Its end ({told[1]}) is before its beginning ({told[0]})."
            raise NotTaken(field, "a pair for RANGE", list(values), more)
        return operator, [low, high]
    if all(each.first == each.last for each in read):
        exact = [each.first for each in read]
        return operator, exact if operator.endswith(("ANY", "ALL")) else exact[0]
    if operator not in {"=", "==", *_SETS}:
        raise NotTaken(field, f"a time of day with `{operator}`", list(values), _NO_DAY)
    stretches = _joined(read) if operator == "ANY" else sorted(set(read))
    if len(stretches) > 1:
        raise NotTaken(field, f"one day with `{operator}`", list(values), _ONE_STRETCH)
    return "RANGE", list(stretches[0][:2])


def _which(operator: str, meant: Stretch) -> str:
    """How to say with or without several days what is before or after them."""
    first, last = meant.days or ("", "")
    near, far = (last, first) if operator == ">" else (first, last)
    way = "after" if operator == ">" else "before"
    return (
        f"These are several days ({meant.told}): ask for `{operator} {near}` for what is {way} "
        f"them, `{operator}= {far}` for them and what is {way} them."
    )


def _bound(operator: str, meant: Stretch) -> int:
    """The millisecond to compare with: what is after a day is after its last one."""
    if operator == "<":
        return meant.last + 1 if meant.edge == "end" else meant.first
    if operator == ">":
        return meant.first - 1 if meant.edge == "start" else meant.last
    return meant.first if operator == ">=" or meant.edge == "start" else meant.last


def _joined(read: Sequence[Stretch]) -> list[Stretch]:
    """Stretches of time in their order, those in one that follow one another at once."""
    joined: list[Stretch] = []
    for each in sorted(read, key=lambda one: one[:2]):
        if joined and each.first <= joined[-1].last + 1:
            before = joined.pop()
            joined.append(Stretch(before.first, max(before.last, each.last)))
        else:
            joined.append(each)
    return joined
