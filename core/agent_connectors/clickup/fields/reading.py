"""Reads a value as a custom field takes it, by the type of the field."""

from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.clickup.fields.choices import label_ids, option_id
from agent_connectors.clickup.fields.dates import read_date
from agent_connectors.clickup.fields.forms import Around, Field, NotTaken, Written, as_json, opened
from agent_connectors.clickup.fields.members import MEMBERS, change
from agent_connectors.clickup.fields.plain import PLAIN

__all__ = ["KNOWN_TYPES", "NOT_SET", "read_value"]

NOT_SET: Mapping[str, str] = {
    "app_object": "It belongs to an app, which fills it.",
    "app_object_property": "It belongs to an app, which fills it.",
    "automatic_progress": "ClickUp works it out from subtasks, checklists and comments.",
    "formula": "ClickUp computes it from other fields.",
    "multi_key": "ClickUp fills it by itself.",
    "signature": "Only a person can sign, in ClickUp.",
    "votes": "Only a person can vote, in ClickUp.",
}
"""Types of which no value can be set through the API, and why."""

_SYNC: Mapping[str, Callable[[Field, Any], Any]] = {
    **PLAIN,
    "drop_down": option_id,
    "labels": label_ids,
}

KNOWN_TYPES = {"date", *_SYNC, *MEMBERS, *NOT_SET}
"""Types that have a reader; the values of others are passed on as they are."""


async def read_value(
    field: Field, value: Any, around: Around, *, whole_day: bool = False
) -> Written:
    """A value as it is sent.

    Args:
        field: The definition of the field.
        value: What was given.
        around: What else is needed.
        whole_day: Whether a date is to be a day, whatever time of it is given.

    Raises:
        NotTaken: The field takes no such value.
        LookupError: It has no such option, or there is no such person.
    """
    kind = str(field.get("type"))
    if kind in NOT_SET:
        raise NotTaken(field, "no value through the API", value, NOT_SET[kind])
    if value is None:
        return Written(None)
    value = opened(field, value)
    if value == "" and kind not in {"text", "short_text"}:
        more = "To empty it, use `custom_fields.remove`."
        raise NotTaken(field, "a value", value, more)
    if kind in _SYNC:
        return Written(_SYNC[kind](field, value))
    if kind == "date":
        return await read_date(field, value, around, whole_day=whole_day)
    if kind in MEMBERS:

        async def held() -> Any:
            return await around.held(field)

        return Written(await change(field, value, around.directory, held))
    return Written(as_json(field, value))
