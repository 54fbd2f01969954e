"""Which custom fields a call can mean: those of the task, or of the place that it goes to."""

import re
from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.fields.forms import Field
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.engine.values.names import match

__all__ = ["NoPlace", "field_named", "fields_for", "is_uuid"]

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

_PLACES = (("list_ids", "list_id"), ("project_ids", "folder_id"), ("space_ids", "space_id"))
"""Parameters that say in which places is searched, and the parameter that asks for their fields."""


class NoPlace(LookupError):
    """The call does not say where it goes."""


def is_uuid(value: Any) -> bool:
    """Whether a value is the id of a custom field or an option, rather than its name."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def field_named(wanted: str, fields: list[Field]) -> Field:
    """The custom field of that id or name.

    Raises:
        LookupError: There is none, or there are several.
    """
    for field in fields:
        if str(field.get("id")).lower() == wanted.strip().lower():
            return field
    found = match(wanted, fields, lambda field: (str(field.get("name")),))
    if found.only is not None:
        return found.only
    if found.exact:
        listed = ", ".join(f"{f.get('id')} ({f.get('type')})" for f in found.exact)
        raise LookupError(f"several custom fields are called {wanted!r}; use an id: {listed}")
    names = ", ".join(sorted(f"`{field.get('name')}`" for field in found.close or fields))
    raise LookupError(f"there is no custom field {wanted!r} here. Valid: {names or 'none'}")


async def fields_for(checked: Mapping[str, Any], directory: Directory) -> list[Field]:
    """The custom fields that can be meant where a call goes.

    Args:
        checked: The parameters of the call, places among them by id.
        directory: What there is.

    Raises:
        NoPlace: The call does not say where it goes.
        ConnectorError: They could not be looked up.
    """
    if "task_id" in checked:
        return _definitions((await directory.task(checked)).get("custom_fields"))
    if "list_id" in checked:
        return _definitions(await directory.fields(list_id=str(checked["list_id"])))
    found: dict[str, Field] = {}
    for plural, single in _PLACES:
        for identifier in checked.get(plural) or ():
            fields = _definitions(await directory.fields(**{single: str(identifier)}))
            found |= {str(field["id"]): field for field in fields}
    if found:
        return list(found.values())
    if "team_id" in checked:
        return _definitions(await directory.fields(team_id=str(checked["team_id"])))
    raise NoPlace("custom fields can be given by name only together with a list or a task")


def _definitions(listed: Any) -> list[Field]:
    """The definitions in an answer; whatever else is in it is none."""
    fields = listed if isinstance(listed, list | tuple) else ()
    return [field for field in fields if isinstance(field, Mapping) and "id" in field]
