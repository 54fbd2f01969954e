"""What an object holds although it was not asked for: then somebody else may have written it."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.fields.reading import NOT_SET
from agent_connectors.clickup.written.comparing import is_nothing, letters
from agent_connectors.clickup.written.rules import MISSING, Asked, shown, spelled
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.parameters import Body

__all__ = ["unasked"]

_BLANK = (False, 0, "0", "false")

_CHANGES = {"add", "rem"}


def unasked(asked: Asked, there: Mapping[str, Any], operation: Operation) -> list[str]:
    """The names of what an object holds beyond what its making asked for.

    Args:
        asked: The parameters of the write that makes such an object.
        there: The object as it is now.
        operation: The write.
    """
    fields = [name for name, p in operation.parameters.items() if isinstance(p.place, Body)]
    given = {name for name in fields if asked.get(name) is not None}
    covered = {place for name in given for place in spelled(name)}
    found = []
    for name in fields:
        if name not in given and not covered.isdisjoint(spelled(name)):
            continue
        value = shown(there, spelled(name))
        if value is MISSING:
            continue
        wanted = asked[name] if name in given else None
        if name == "custom_fields":
            more = _fields(wanted or (), value)
        elif wanted is None:
            more = not _is_default(value)
        else:
            more = _holds_more(wanted, value)
        if more:
            found.append(name)
    return found


def _is_default(value: Any) -> bool:
    """Whether a value is what ClickUp gives to whatever is made without one."""
    if isinstance(value, Mapping) and "status" in value:
        return value.get("type") == "open"  # a list has one such status, its first
    return is_nothing(value) or value in _BLANK or (isinstance(value, str) and not value.strip())


def _fields(wanted: Any, value: Any) -> bool:
    """Whether a custom field holds more than was asked for, whatever fills itself aside."""
    asked = {str(entry.get("id")): entry.get("value") for entry in wanted}
    for field in value if isinstance(value, list) else ():
        if not isinstance(field, Mapping) or field.get("type") in NOT_SET:
            continue
        key, held = str(field.get("id")), field.get("value")
        if _holds_more(asked[key], held) if key in asked else not _is_default(held):
            return True
    return False


def _holds_more(wanted: Any, value: Any) -> bool:
    """Whether more is there than was asked for, where something was."""
    if isinstance(wanted, Mapping) and wanted and wanted.keys() <= _CHANGES:
        wanted = wanted.get("add") or ()
    if isinstance(value, list):
        many = wanted if isinstance(wanted, list | tuple | set) else [wanted]
        return len(value) > len({str(one) for one in many})
    if isinstance(wanted, str) and isinstance(value, str):
        # ClickUp takes marks out of a long text, and puts no words in.
        said = letters(wanted)
        return not all(letters(word) in said for word in value.split())
    return False
