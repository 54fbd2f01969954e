"""The custom fields of a copy, and their values: what a read shows, as it is stored."""

from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.clickup.sandbox.copied.answers import Answers, fields_in
from agent_connectors.clickup.sandbox.copied.files import add_file
from agent_connectors.clickup.sandbox.copied.people import People
from agent_connectors.clickup.sandbox.http import Fields
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["add_fields", "set_values"]

_TASK_TYPE = 19
"""The object type that stands for a custom task type."""


def add_fields(workspace: Workspace, answers: Answers) -> None:
    """Define the fields, each at the highest place that shows it."""
    found: dict[str, CustomField] = {}
    for kind in ("team_fields", "space_fields", "folder_fields", "list_fields"):
        for place, told in answers.items(kind):
            field = _field(told, place)
            found.setdefault(field.id, field)
    # Which of several comes first, only their lists tell; the oldest does.
    for field in sorted(found.values(), key=lambda field: field.created):
        workspace.fields[field.id] = field
    for place, told in answers.items("list_fields"):
        home, field = workspace.lists.get(place), found[str(told.get("id"))]
        if home is not None and field not in workspace.fields_of(home):
            field.further_lists = (*field.further_lists, place)
            workspace.changed()


def _field(told: Fields, place: str) -> CustomField:
    applied = fields_in(told.get("applied_objects"))
    types = (one.integer("object_id") for one in applied if one.get("object_type") == _TASK_TYPE)
    return CustomField(
        str(told.get("id")),
        told.text("name") or "",
        told.text("type") or "",
        dict(told.section("type_config").values),
        told.integer("date_created") or 0,
        place,
        tuple(number for number in types if number is not None),
        bool(told.flag("required")),
    )


def set_values(workspace: Workspace, task: Task, told: Fields, people: People) -> None:
    """Give a task the values that it shows."""
    values = {}
    for row in fields_in(told.get("custom_fields")):
        field = workspace.fields.get(str(row.get("id")))
        shown = row.get("value")
        if field is None or shown is None or field.type == "automatic_progress":
            continue
        keep = _KEEP.get(field.type)
        values[field.id] = shown if keep is None else keep(field, shown, workspace, people)
    if values:
        task.values = values
    if any(workspace.fields[key].type in {"list_relationship", "tasks"} for key in values):
        workspace.related = True


Keep = Callable[[CustomField, Any, Workspace, People], Any]


def _number(_field: CustomField, shown: Any, _workspace: Workspace, _people: People) -> Any:
    for kind in (int, float):
        try:
            number = kind(shown)
        except (OverflowError, TypeError, ValueError):
            continue
        # What would be shown otherwise stays as it is.
        if str(number) == str(shown):
            return number
    return shown


def _option(field: CustomField, shown: Any, _workspace: Workspace, _people: People) -> Any:
    options = fields_in(field.config.get("options"))
    for number, option in enumerate(options):
        if shown in (number, option.get("id")) and not isinstance(shown, bool):
            return option.get("id")
    return None


def _labels(_field: CustomField, shown: Any, _workspace: Workspace, _people: People) -> Any:
    return tuple(shown) if isinstance(shown, list) else ()


def _progress(_field: CustomField, shown: Any, _workspace: Workspace, _people: People) -> Any:
    return shown.get("current") if isinstance(shown, dict) else shown


def _tasks(_field: CustomField, shown: Any, _workspace: Workspace, _people: People) -> Any:
    return tuple(str(one.get("id")) for one in fields_in(shown))


def _users(_field: CustomField, shown: Any, _workspace: Workspace, people: People) -> Any:
    return tuple(user.id for user in people.all_in(shown))


def _files(field: CustomField, shown: Any, workspace: Workspace, people: People) -> Any:
    place = ("custom_fields", field.id)
    return tuple(add_file(workspace, one, place, people) for one in fields_in(shown))


_KEEP: Mapping[str, Keep] = {
    "attachment": _files,
    "checkbox": lambda _field, shown, _workspace, _people: shown in (True, "true"),
    "currency": _number,
    "date": _number,
    "drop_down": _option,
    "labels": _labels,
    "list_relationship": _tasks,
    "manual_progress": _progress,
    "number": _number,
    "tasks": _tasks,
    "users": _users,
}
"""By type, where what is stored is not what is shown."""
