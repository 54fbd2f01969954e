"""Puts ids and values as ClickUp takes them into a call that names custom fields."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.fields.conditions import read_condition
from agent_connectors.clickup.fields.definitions import Definitions
from agent_connectors.clickup.fields.forms import Around, Field, NotTaken, Now, as_json
from agent_connectors.clickup.fields.known import is_uuid
from agent_connectors.clickup.fields.reading import KNOWN_TYPES, read_value
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import InvalidParams

__all__ = ["FIELD", "resolve_custom_fields", "unread", "what_they_take"]

FIELD = "field"
"""What the ids of custom fields are annotated as.

A parameter holds one of them, with its value beside it, or entries: a field and its value, or a
field and a condition.
"""


async def resolve_custom_fields(
    operation: Operation,
    checked: dict[str, Any],
    directory: Directory,
    now: Now,
    *,
    strict: bool = False,
    fresh: bool = False,
) -> dict[str, Any]:
    """The parameters with fields by id, and with values as their fields take them.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked; places among them by id.
        directory: What there is.
        now: Gives the time, in the zone of times that are said without one.
        strict: Whether a condition on what does not exist is an error, although ClickUp takes it.
        fresh: Whether to ask even for definitions that are known.

    Raises:
        InvalidParams: There is no such field, or it does not take such a value.
    """
    if checked.keys().isdisjoint(operation.naming(FIELD)):
        return checked
    writes = operation.effect != "read"
    definitions = Definitions(checked, directory, writes=writes, strict=strict, fresh=fresh)

    around = Around(directory, now, definitions.held)
    try:
        try:
            return await _resolved(operation, checked, definitions, around)
        except (LookupError, NotTaken):
            # An option or a field may have been made since they were asked for.
            if not await definitions.again():
                raise
            return await _resolved(operation, checked, definitions, around)
    except (LookupError, NotTaken) as wrong:
        problem = str(wrong.args[0]).rstrip(".")
        raise InvalidParams(
            f"{problem[:1].upper()}{problem[1:]}.", operation=operation.name
        ) from None


async def _resolved(
    operation: Operation, checked: dict[str, Any], definitions: Definitions, around: Around
) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name in operation.naming(FIELD):
        value = checked.get(name)
        if isinstance(value, str):
            field = await definitions.get(value, checked.get("value"), condition=False)
            changed[name] = value if field is None else field["id"]
            if "value" in checked:
                given = {part: checked[part] for part in _VALUE if part in checked}
                changed |= await _value(field, value, given, around)
        elif value is not None:
            listed = value if isinstance(value, list | tuple) else [value]
            known = [await _entry(entry, definitions, around) for entry in listed]
            _once_each(known)
            changed[name] = known if isinstance(value, list | tuple) else known[0]
    return checked | changed


_VALUE = ("value", "value_options")

_WITH_OPTIONS = {"date", None}
"""Types of which a value has options."""


async def _entry(
    entry: Mapping[str, Any], definitions: Definitions, around: Around
) -> dict[str, Any]:
    """A field and its value, or a condition."""
    if "field_id" in entry:
        key = str(entry["field_id"])
        field = await definitions.get(key, entry.get("value"), condition=True)
        return await _condition(field, key, entry, around)
    key = str(entry["id"])
    field = await definitions.get(key, entry.get("value"), condition=False)
    identifier = key if field is None else field["id"]
    return {**entry, "id": identifier, **await _value(field, key, entry, around)}


async def _value(
    field: Field | None, key: str, given: Mapping[str, Any], around: Around
) -> dict[str, Any]:
    """A value and its options."""
    if field is None:
        return {"value": as_json(_unknown(key), given["value"])}
    options = given.get("value_options") or {}
    whole_day = options.get("time") is False
    written = await read_value(field, given["value"], around, whole_day=whole_day)
    if options and field.get("type") not in _WITH_OPTIONS:
        more = "`value_options` are for dates alone."
        raise NotTaken(field, "a value without options", options, more)
    read: dict[str, Any] = {"value": written.value}
    if written.options is not None and "value_options" not in given:
        read["value_options"] = dict(written.options)
    return read


async def _condition(
    field: Field | None, key: str, entry: Mapping[str, Any], around: Around
) -> dict[str, Any]:
    value = entry.get("value")
    if field is None:
        return {**entry, **({"value": as_json(_unknown(key), value)} if "value" in entry else {})}
    operator, read = await read_condition(field, entry["operator"], value, around)
    plain = {name: part for name, part in entry.items() if name != "value"}
    condition = {**plain, "field_id": field["id"], "operator": operator}
    return condition if read is None else {**condition, "value": read}


def _unknown(key: str) -> Field:
    return {"id": key, "name": key, "type": "not known"}


def _once_each(entries: list[dict[str, Any]]) -> None:
    """Refuses two values for one field; two conditions on one are well.

    Raises:
        LookupError: There are two.
    """
    seen = set()
    for entry in entries:
        if "field_id" not in entry:
            if entry["id"] in seen:
                raise LookupError(f"`custom_fields`: the field {entry['id']} is given twice")
            seen.add(entry["id"])


def unread(operation: Operation, checked: Mapping[str, Any], directory: Directory) -> list[str]:
    """What to say of values that were sent as they were given.

    Args:
        operation: What was carried out.
        checked: The parameters that were sent.
        directory: What is known; nothing is asked for.
    """
    said = []
    for key in _keys(operation, checked):
        field = directory.known_field(key)
        if field is None:
            if not is_uuid(key):
                continue  # ClickUp says of itself that there is no such field
            said.append(
                f"What kind of custom field `{key}` is could not be looked up here, so its value "
                "was sent as it was given."
            )
        elif field.get("type") not in KNOWN_TYPES:
            said.append(
                f"`{field.get('name')}` is a custom field of the type `{field.get('type')}`, of "
                "which is not known what it takes: the value was sent as it was given."
            )
    return said


def _keys(operation: Operation, checked: Mapping[str, Any]) -> Iterator[str]:
    """The fields of which a call has values."""
    for name in operation.naming(FIELD):
        value = checked.get(name)
        if isinstance(value, str) and "value" in checked:
            yield value
        for entry in value if isinstance(value, list | tuple) else [value]:
            if isinstance(entry, Mapping) and "value" in entry:
                yield str(entry.get("id") or entry.get("field_id"))


async def what_they_take(
    operation: Operation, checked: Mapping[str, Any], directory: Directory, now: Now
) -> str:
    """What the fields take of which a call has values, in sentences; empty where not known."""
    around = Around(directory, now, Definitions(checked, directory).held)
    said = []
    for key in _keys(operation, checked):
        field = directory.known_field(key)
        if field is not None and field.get("type") in KNOWN_TYPES:
            try:
                await read_value(field, object(), around)
            except NotTaken as refused:
                said.append(refused.takes)
    return " ".join(said[:5])
