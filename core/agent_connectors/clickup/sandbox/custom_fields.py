"""Custom field values as ClickUp takes them; `payloads.field_values` has how it shows them.

The two differ for most types: a drop-down takes an option's id and shows its position, a People
field takes `{add, rem}` and shows users.
"""

from collections.abc import Callable
from math import isfinite
from typing import Any

from agent_connectors.clickup.sandbox.errors import ApiError
from agent_connectors.clickup.sandbox.http import whole_number
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.workspace import Workspace

Stored = Any


def field_unknown() -> ApiError:
    """A field that no task of the List has."""
    return ApiError(400, "Custom field does not exist in the task location hierarchy", "FIELD_115")


def _invalid() -> ApiError:
    return ApiError(400, "Invalid Value", "FIELD_342")


def option_id(field: CustomField, value: Any) -> str:
    """The id of an option, given its id or its position.

    Raises:
        ApiError: 400 where the field has no such option.
    """
    for position, option in enumerate(field.config["options"]):
        is_position = isinstance(value, int) and not isinstance(value, bool) and value == position
        if is_position or value == option["id"]:
            return str(option["id"])
    raise ApiError(400, "Value must be an option index or uuid", "FIELD_011")


def _option(field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    return option_id(field, value)


def _labels(field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    if not isinstance(value, list):
        raise _invalid()
    return tuple(dict.fromkeys(option_id(field, label) for label in value))


def _text(_field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    if not isinstance(value, (str, int, float)):
        raise _invalid()
    return str(value)


def _url(field: CustomField, value: Any, before: Stored, workspace: Workspace) -> Stored:
    # Not a validator: it only tells a link from a sentence.
    if not isinstance(value, str) or "." not in value or " " in value.strip():
        raise _invalid()
    return _text(field, value, before, workspace)


def _email(field: CustomField, value: Any, before: Stored, workspace: Workspace) -> Stored:
    if not isinstance(value, str) or "@" not in value:
        raise _invalid()
    return _text(field, value, before, workspace)


def _number(_field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    if isinstance(value, bool):
        raise _invalid()
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise _invalid() from None
    if not isfinite(number):
        raise _invalid()
    return int(number) if number.is_integer() else number


def _date(_field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    number = None if isinstance(value, bool) else whole_number(str(value))
    if number is None:
        # ClickUp itself answers 500 to this.
        raise ApiError(500, "Value is not a valid date", "FIELD_017")
    return number


def _checkbox(_field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    if value not in (True, False, "true", "false"):
        raise _invalid()
    return value in (True, "true")


def _button(_field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    # A click; nothing is kept of it.
    if value is not True:
        raise _invalid()
    return None


def _rating(field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    in_range = isinstance(value, int) and 0 <= value <= field.config["count"]
    if not in_range or isinstance(value, bool):
        raise _invalid()
    return value


def _progress(field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    current = value.get("current") if isinstance(value, dict) else None
    if not isinstance(current, (int, float)) or isinstance(current, bool):
        raise _invalid()
    if not field.config["start"] <= current <= field.config["end"]:
        raise _invalid()
    return current


def _location(_field: CustomField, value: Any, _before: Stored, _workspace: Workspace) -> Stored:
    if not isinstance(value, dict) or not isinstance(value.get("location"), dict):
        raise _invalid()
    return {
        key: value[key] for key in ("location", "formatted_address", "place_id") if key in value
    }


def _changed(value: Any, before: Stored) -> list[Any]:
    if not isinstance(value, dict):
        raise _invalid()
    added, removed = value.get("add") or [], value.get("rem") or []
    if not isinstance(added, list) or not isinstance(removed, list):
        raise _invalid()
    # Removing wins where an id is in both.
    ids = [x for x in (*(before or ()), *added) if isinstance(x, (str, int))]
    return [x for x in dict.fromkeys(ids) if x not in removed]


def _people(_field: CustomField, value: Any, before: Stored, workspace: Workspace) -> Stored:
    return tuple(n for n in _changed(value, before) if isinstance(n, int) and n in workspace.users)


def _relation(_field: CustomField, value: Any, before: Stored, workspace: Workspace) -> Stored:
    return tuple(t for t in _changed(value, before) if isinstance(t, str) and t in workspace.tasks)


def _files(_field: CustomField, value: Any, before: Stored, workspace: Workspace) -> Stored:
    files = workspace.files.by_id
    known = {file.shown_id: name for name, file in files.items()}
    held = [files[name].shown_id for name in before or () if name in files]
    return tuple(known[shown] for shown in _changed(value, held) if shown in known)


_ACCEPT: dict[str, Callable[[CustomField, Any, Stored, Workspace], Stored]] = {
    "attachment": _files,
    "button": _button,
    "checkbox": _checkbox,
    "currency": _number,
    "date": _date,
    "drop_down": _option,
    "email": _email,
    "emoji": _rating,
    "labels": _labels,
    "location": _location,
    "manual_progress": _progress,
    "number": _number,
    "phone": _text,
    "short_text": _text,
    "list_relationship": _relation,
    "tasks": _relation,
    "text": _text,
    "url": _url,
    "users": _people,
}


def accept(field: CustomField, value: Any, before: Stored, workspace: Workspace) -> Stored:
    """The value to store.

    Args:
        field: Whose value it is.
        value: What the request sent; not `None`, which clears a value.
        before: What is stored now, to which `{add, rem}` apply.
        workspace: Where people and tasks are looked up.

    Raises:
        ApiError: The value is not one the field can have.
    """
    if field.type not in _ACCEPT:
        raise _invalid()
    return _ACCEPT[field.type](field, value, before, workspace)
