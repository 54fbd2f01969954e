"""Custom fields by name, and their values as people put them."""

import re
from collections.abc import Mapping
from datetime import datetime, time, tzinfo
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.people import person_id
from agent_connectors.engine.matching import match
from agent_connectors.engine.moments import Moment
from agent_connectors.engine.timestamps import to_milliseconds

__all__ = ["field_named", "field_value", "is_uuid", "people_ids"]

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_uuid(value: Any) -> bool:
    """Whether a value is the id of a custom field or an option, rather than its name."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def field_named(wanted: str, fields: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The custom field of that id or name.

    Raises:
        LookupError: There is none, or there are several.
    """
    for field in fields:
        if field["id"] == wanted:
            return field
    found = match(wanted, fields, lambda field: (str(field["name"]),))
    if found.only is not None:
        return found.only
    if found.exact:
        ids = ", ".join(str(field["id"]) for field in found.exact)
        raise LookupError(f"several custom fields are called {wanted!r}; use an id: {ids}")
    names = ", ".join(sorted(f"`{field['name']}`" for field in found.close or fields))
    raise LookupError(f"there is no custom field {wanted!r} here. Valid: {names or 'none'}")


async def field_value(
    field: Mapping[str, Any], value: Any, directory: Directory, zone: tzinfo
) -> Any:
    """A value as ClickUp takes it.

    Args:
        field: The definition of the custom field.
        value: Option names, people's names, and times as people put them, or what ClickUp takes.
        directory: Who there is.
        zone: The time zone of times that are said without one.

    Raises:
        LookupError: The field has no such option, or there is no such person.
    """
    kind = field.get("type")
    known = value
    if kind == "drop_down" and isinstance(value, str | list):
        one = [value] if isinstance(value, str) else value
        known = [_option(field, v, "name") if _is_option_name(v) else v for v in one]
        known = known[0] if isinstance(value, str) else known
    elif kind == "labels" and isinstance(value, str | list):
        labels = [value] if isinstance(value, str) else value
        known = [v if is_uuid(v) else _option(field, str(v), "label") for v in labels]
    elif kind == "users" and value is not None:
        known = await _people(value, directory)
    elif kind == "date" and isinstance(value, str):
        known = to_milliseconds(value)
        if isinstance(known, Moment):
            known = known.at(datetime.now(zone), clock=time(4))
    elif kind == "checkbox" and str(value).lower() in {"true", "false"}:
        known = str(value).lower() == "true"
    return known


def _is_option_name(value: Any) -> bool:
    return isinstance(value, str) and not is_uuid(value)


def _option(field: Mapping[str, Any], wanted: str, key: str) -> str:
    """The id of an option."""
    options = (field.get("type_config") or {}).get("options") or []
    found = match(wanted, options, lambda option: (str(option[key]),))
    if len(found.exact) > 1:
        ids = ", ".join(str(option["id"]) for option in found.exact)
        raise LookupError(f"`{field['name']}` has several options {wanted!r}; use an id: {ids}")
    if found.only is None:
        names = ", ".join(f"`{option[key]}`" for option in options)
        raise LookupError(f"`{field['name']}` has no option {wanted!r}. Valid: {names}")
    return str(found.only["id"])


async def _people(value: Any, directory: Directory) -> Any:
    """People to add and to remove, by id."""
    if isinstance(value, Mapping):
        return {key: await people_ids(people, directory) for key, people in value.items()}
    return {"add": await people_ids(value, directory)}


async def people_ids(people: Any, directory: Directory) -> list[int]:
    """People, one or several, by id."""
    listed = people if isinstance(people, list) else [people]
    return [await person_id(directory, str(person)) for person in listed]
