"""What an object holds although its making did not ask for it."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.fields.reading import NOT_SET
from agent_connectors.clickup.written.comparing import brief, is_nothing, letters
from agent_connectors.clickup.written.custom import is_change
from agent_connectors.clickup.written.forms import way_of
from agent_connectors.clickup.written.forms.base import MISSING, look
from agent_connectors.clickup.written.judging import Asked, subject
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body

__all__ = ["also_set", "unasked"]

_BLANK = (False, 0, "0", "false")

_NOTED: Mapping[str, tuple[str, ...]] = {
    "checklist_items.create": ("resolved", "parent"),
    "lists.create": (),
    "tasks.create": (),
}
"""Where more than was asked for is noted, with what is looked at beside the parameters.

Of whatever else is made, ClickUp chooses much by itself: colours, owners, settings, rights.
"""

_OF_A_LIST = {"custom_item_id"}
"""What a list decides on for all that is made in it."""


def also_set(asked: Asked, answer: Any, operation: Operation) -> list[str]:
    """What was set beside what was asked for, in sentences for people.

    Args:
        asked: The parameters of the write.
        answer: What ClickUp answered.
        operation: The write.
    """
    if operation.name not in _NOTED:
        return []
    there = subject(asked, answer, operation)
    return [
        f"ClickUp also set {name}: {brief(value, plain=True)}. This was not asked for; an "
        "automation, a template or a default may do it."
        for name, wanted, value in _beyond(asked, there, operation, _NOTED[operation.name])
        if wanted is None and name not in _OF_A_LIST
    ]


def unasked(asked: Asked, there: Mapping[str, Any], operation: Operation) -> list[str]:
    """The names of what an object holds beyond what its making asked for: others may write too.

    Args:
        asked: The parameters of the write that makes such an object.
        there: The object as it is now.
        operation: The write.
    """
    return [name for name, *_ in _beyond(asked, there, operation)]


def _beyond(
    asked: Asked, there: Mapping[str, Any], operation: Operation, further: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any, Any]]:
    """What an object holds beyond what was asked for: its name, what was asked, what is there."""
    fields = [name for name, p in operation.parameters.items() if isinstance(p.place, Body)]
    given = {name for name in fields if asked.get(name) is not None}
    covered = {place for name in given for place in way_of(operation, name).at}
    for name in (*fields, *further):
        way = way_of(operation, name)
        value = look(there, way.at)
        if value is MISSING or (name not in given and not covered.isdisjoint(way.at)):
            continue
        if way.mark.form == "field_values":
            yield from _fields(asked.get(name) or (), value)
        elif name not in given:
            covered |= set(way.at)
            if not _is_default(value):
                yield name, None, value
        elif _holds_more(asked[name], value):
            yield name, asked[name], value


def _is_default(value: Any) -> bool:
    """Whether a value is what ClickUp gives to whatever is made without one."""
    if isinstance(value, Mapping) and "status" in value:
        return value.get("type") == "open"  # a list has one such status, its first
    return is_nothing(value) or value in _BLANK or (isinstance(value, str) and not value.strip())


def _fields(wanted: Any, value: Any) -> Iterator[tuple[str, Any, Any]]:
    """Custom fields that hold more than was asked for, whatever fills itself aside."""
    asked = {str(entry.get("id")): entry.get("value") for entry in wanted}
    for field in value if isinstance(value, list) else ():
        if not isinstance(field, Mapping) or field.get("type") in NOT_SET:
            continue
        key, held = str(field.get("id")), field.get("value")
        name = f"custom_fields: {field.get('name')}"
        if key in asked:
            if _holds_more(asked[key], held):
                yield name, asked[key], held
        elif not _is_default(held) and held != (field.get("type_config") or {}).get("default"):
            yield name, None, held


def _holds_more(wanted: Any, value: Any) -> bool:
    """Whether more is there than was asked for, where something was."""
    if is_change(wanted):
        wanted = wanted.get("add") or ()
    if isinstance(value, list):
        many = wanted if isinstance(wanted, list | tuple | set) else [wanted]
        return len(value) > len({str(one) for one in many})
    if isinstance(wanted, str) and isinstance(value, str):
        # ClickUp takes marks out of a long text, and puts no words in.
        said = letters(wanted)
        return not all(letters(word) in said for word in value.split())
    return False
