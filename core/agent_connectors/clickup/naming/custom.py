"""Puts ids in the place of names of custom fields and their options in a call."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.fields import field_named, field_value, people_ids
from agent_connectors.clickup.naming.resolve import looks_like_name
from agent_connectors.engine.errors import ConnectorError, InvalidParams
from agent_connectors.engine.operation import Operation

__all__ = ["resolve_custom_fields"]

_CONDITIONS = ("custom_fields", "custom_field")


async def resolve_custom_fields(
    operation: Operation,
    checked: dict[str, Any],
    directory: Directory,
    zone: Callable[[], Awaitable[tzinfo]],
    *,
    every: bool = False,
) -> dict[str, Any]:
    """The parameters with ids where custom fields and options were named.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked; places among them by id.
        directory: What there is.
        zone: Gives the time zone of times that are said without one.
        every: Whether to look values up too where the field is given by its id.

    Raises:
        InvalidParams: There is no such field or option, or more than one.
    """
    entries = [
        entry
        for name in _CONDITIONS
        if name in checked
        for entry in (checked[name] if isinstance(checked[name], list | tuple) else [checked[name]])
    ]
    keys = [entry.get("id") or entry.get("field_id") for entry in entries]
    if "field_id" in checked:
        keys.append(checked["field_id"])
    # What looks like an id is sent as one first: ClickUp says itself what it does not know, and
    # `finish` looks again where nothing was found.
    if not keys or not (every or any(map(looks_like_name, keys))):
        return checked
    try:
        fields = await _fields(checked, directory)
    except LookupError as unknown:
        raise InvalidParams(f"{unknown.args[0]}.", operation=operation.name) from None
    except ConnectorError:
        return checked  # then ClickUp will say what it makes of them
    try:
        changed: dict[str, Any] = {}
        for name in _CONDITIONS:
            if name in checked:
                value = checked[name]
                listed = value if isinstance(value, list | tuple) else [value]
                known = [await _entry(entry, fields, directory, zone) for entry in listed]
                changed[name] = known if isinstance(value, list | tuple) else known[0]
        if "field_id" in checked:
            field = field_named(str(checked["field_id"]), fields)
            changed["field_id"] = field["id"]
            if "value" in checked and "value" in operation.parameters:
                value = await field_value(field, checked["value"], directory, await zone())
                changed["value"] = value
    except LookupError as unknown:
        problem = f"{unknown.args[0]}".rstrip(".")
        raise InvalidParams(
            f"{problem[:1].upper()}{problem[1:]}.", operation=operation.name
        ) from None
    return checked | changed


async def _entry(
    entry: Mapping[str, Any],
    fields: list[Mapping[str, Any]],
    directory: Directory,
    zone: Callable[[], Awaitable[tzinfo]],
) -> dict[str, Any]:
    key = "id" if "id" in entry else "field_id"
    field = field_named(str(entry[key]), fields)
    known = {**entry, key: field["id"]}
    if "value" in entry:
        if key == "field_id" and field.get("type") == "users":
            # A condition takes ids as they are; a value has lists to add and to remove.
            known["value"] = await people_ids(entry["value"], directory)
        else:
            known["value"] = await field_value(field, entry["value"], directory, await zone())
    return known


async def _fields(checked: Mapping[str, Any], directory: Directory) -> list[Mapping[str, Any]]:
    """The custom fields that can be meant where a call goes.

    Raises:
        LookupError: The call does not say where it goes.
    """
    if "task_id" in checked:
        return list((await directory.task(checked)).get("custom_fields") or ())
    if "list_id" in checked:
        return await directory.fields(list_id=str(checked["list_id"]))
    found: dict[str, Mapping[str, Any]] = {}
    for plural, single in (
        ("list_ids", "list_id"), ("project_ids", "folder_id"), ("space_ids", "space_id"),
    ):  # fmt: skip
        for identifier in checked.get(plural) or ():
            fields = await directory.fields(**{single: str(identifier)})
            found |= {field["id"]: field for field in fields}
    if found:
        return list(found.values())
    if "team_id" in checked:
        return await directory.fields(team_id=str(checked["team_id"]))
    raise LookupError("custom fields can be given by name only together with a list or a task")
