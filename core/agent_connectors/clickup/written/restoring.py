"""What gives an object the values back that it had: answers of ClickUp as parameters of writes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from agent_connectors.engine.calls.hooks import Remaking, Restoring
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear

__all__ = ["remaking", "restoring"]

Record = Mapping[str, Any]

_PRIORITIES: Final = {"urgent": 1, "high": 2, "normal": 3, "low": 4}

# What has no value of its own to send: it is emptied, or it cannot be given back.
_NOTHING: Any = object()
_LOST: Any = object()

Rule = Callable[[Record, Record | None, Any], Any]
"""Takes the object before and after and what was sent; gives what is to be sent instead."""


def _key(name: str, form: Callable[[Any], Any] = lambda value: value) -> Rule:
    """The value under a key of the object."""

    def rule(before: Record, _: Record | None, __: Any) -> Any:
        value = before.get(name, _LOST)
        if value is _LOST:
            return _LOST
        return _NOTHING if value is None or value == "" else form(value)

    return rule


def _whole(value: Any) -> int:
    return int(value)


def _priority(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return int(value["id"]) if "id" in value else _PRIORITIES[value["priority"]]


def _inner(name: str) -> Callable[[Any], Any]:
    return lambda value: value[name] if isinstance(value, Mapping) else value


def _ids(held: Any) -> list[Any]:
    return [one["id"] if isinstance(one, Mapping) else one for one in held or ()]


def _people(name: str) -> Rule:
    """People of a list that are to be put back into it and taken out of it."""

    def rule(before: Record, after: Record | None, sent: Any) -> Any:
        if name not in before:
            return _LOST
        had = _ids(before[name])
        if after is not None and name in after:
            has = _ids(after[name])
        else:
            added, removed = (
                sent.get("add") or (),
                sent.get("rem") or () if isinstance(sent, Mapping) else (),
            )
            gone = {str(one) for one in removed}
            has = [*(one for one in had if str(one) not in gone), *added]
        held = {str(one) for one in has}
        wanted = {str(one) for one in had}
        change = {
            "add": [one for one in had if str(one) not in held],
            "rem": [one for one in has if str(one) not in wanted],
        }
        return {name: people for name, people in change.items() if people}

    return rule


def _joined(name: str, *, back: bool) -> Rule:
    """People who were added by one parameter are taken out by another, and the reverse."""

    def rule(before: Record, after: Record | None, sent: Any) -> Any:
        change = _people(name)(before, after, {"rem": sent} if back else {"add": sent})
        return _LOST if change is _LOST else change.get("add" if back else "rem") or _NOTHING

    return rule


def _parent(before: Record, _: Record | None, __: Any) -> Any:
    # ClickUp makes no subtask a task again.
    return before.get("parent") or _LOST


def _times(name: str) -> Rule:
    return _key(name, _whole)


_TASK_TEXT = _key("markdown_description")

_RULES: Final[Mapping[str, Rule]] = {
    "add_owners": _joined("owners", back=False),
    "admin": lambda before, _, __: (before.get("user") or {}).get("role") in (1, 2),
    "assignee": _key("assignee", _inner("id")),
    "assignees": _people("assignees"),
    "bg_color": _key("tag_bg"),
    "content": _key("content"),
    "custom_role_id": lambda before, _, __: _inner("id")(
        (before.get("user") or {}).get("custom_role") or _LOST
    ),
    "description": _key("description"),
    "due_date": _times("due_date"),
    "duration": _times("duration"),
    "end": _times("end"),
    "fg_color": _key("tag_fg"),
    "group_assignees": _people("group_assignees"),
    "markdown_content": _key("content"),
    "members": _people("members"),
    "new_name": _key("name"),
    "parent": _parent,
    "priority": _key("priority", _priority),
    "rem_owners": _joined("owners", back=True),
    "start": _times("start"),
    "start_date": _times("start_date"),
    "status": _key("status", _inner("status")),
    "tags": lambda before, _, __: [{"name": tag["name"]} for tag in before.get("tags") or ()],
    "task_id": lambda before, _, __: (before.get("task") or {}).get("id") or _LOST,
    "tag_bg": _key("tag_bg"),
    "tag_fg": _key("tag_fg"),
    "time_estimate": _times("time_estimate"),
    "username": lambda before, _, __: (before.get("user") or {}).get("username") or _LOST,
    "watchers": _people("watchers"),
}
"""How ClickUp shows what it takes, by parameter, where that is not the same under the same name."""

_OF: Final[Mapping[tuple[str, str], Rule]] = {
    # A page without one does not show it.
    ("doc_pages.update", "sub_title"): lambda before, *_: before.get("sub_title") or _LOST,
    ("tasks.update", "description"): _TASK_TEXT,
    ("tasks.update", "markdown_content"): _TASK_TEXT,
    # ClickUp takes an empty one for none given.
    ("time_tracking.update", "description"): lambda before, *_: before.get("description") or _LOST,
}

_OTHERS: Final[Mapping[tuple[str, str], str]] = {
    ("goals.update", "add_owners"): "rem_owners",
    ("goals.update", "rem_owners"): "add_owners",
    ("lists.update", "content"): "markdown_content",
    ("tasks.update", "description"): "markdown_content",
    ("time_tracking.update", "duration"): "end",
}
"""Parameters whose values are given back by another one."""

# How a value is taken, rather than a value.
_MANNERS: Final = frozenset({"content_edit_mode", "content_format", "due_date_time", "tag_action"})
_MANNERS_OF_TIME: Final = frozenset({"start_date_time", "unset_status", "custom_task_ids"})

# What empties where ClickUp takes a value for nothing.
_EMPTY: Final[Mapping[str, Any]] = {
    "content": "",
    "description": "",
    "markdown_content": "",
    "name": "",
    "sub_title": "",
    "tags": [],
    "topic": "",
}


def restoring(
    operation: Operation, sent: Mapping[str, Any], before: Record, after: Record | None
) -> Restoring:
    """The parameters that give an object back what it had.

    Args:
        operation: What restores it.
        sent: The parameters of the write that changed it.
        before: The object as it was.
        after: The object as the write left it; None if that is not known.
    """
    if operation.entity == "custom_fields":
        return _custom_field(sent, before)
    params: dict[str, Any] = {}
    missing: list[str] = []
    clear = next((p for p in operation.parameters.values() if isinstance(p.place, Clear)), None)
    emptied = list(sent.get(clear.name, ())) if clear is not None else []
    for name in _asked(operation, (*sent, *emptied)):
        rule = _OF.get((operation.name, name)) or _RULES.get(name) or _key(name)
        value = rule(before, after, sent.get(name))
        back = _OTHERS.get((operation.name, name), name)
        if value is _LOST:
            missing.append(f"`{name}` cannot be given back.")
        elif value is not _NOTHING:
            params[back] = _known(value, operation, back)
        elif clear is not None and back in clear.choices:
            params[clear.name] = [*params.get(clear.name, ()), back]
        elif back in _EMPTY:
            params[back] = _EMPTY[back]
        elif back == "status" and "unset_status" in operation.parameters:
            params["unset_status"] = True
        elif name not in {"add_owners", "rem_owners"}:
            missing.append(f"`{name}` cannot be emptied.")
    if operation.name == "doc_pages.update" and "content" in params:
        params["content_edit_mode"] = "replace"
    if operation.name == "time_tracking.update" and {"start", "end"} & params.keys():
        params |= {name: int(before[name]) for name in ("start", "end") if before.get(name)}
    if operation.name == "time_tracking.update" and "tags" in params:
        params["tag_action"] = "replace"
    return Restoring(params, tuple(missing))


def _asked(operation: Operation, names: Iterable[str]) -> list[str]:
    """Those of some parameters that hold a value of the object."""
    known = operation.parameters
    manners = _MANNERS | _MANNERS_OF_TIME
    return [
        name
        for name in dict.fromkeys(names)
        if name in known and isinstance(known[name].place, Body) and name not in manners
    ]


def _known(value: Any, operation: Operation, name: str) -> Any:
    """A value without the keys that ClickUp shows and does not take."""
    whole = operation.schema
    types: Mapping[str, Any] = whole.get("$defs", {})

    def pruned(value: Any, schema: Mapping[str, Any]) -> Any:
        schema = types.get(str(schema.get("$ref", "")).rpartition("/")[2], schema)
        known = schema.get("properties")
        if not isinstance(value, Mapping) or not known:
            return value
        return {name: pruned(one, known[name]) for name, one in value.items() if name in known}

    return pruned(value, whole["properties"].get(name, {}))


def _custom_field(sent: Mapping[str, Any], before: Record) -> Restoring:
    """The value that a custom field had, or none."""
    fields = [one for one in before.get("custom_fields") or () if isinstance(one, Mapping)]
    held = next((one for one in fields if str(one.get("id")) == str(sent["field_id"])), None)
    which = {"field_id": sent["field_id"]}
    if held is None:
        return Restoring({}, ("The task did not show the field.",))
    if held.get("value") in (None, [], "", {}):
        return Restoring(which, (), "custom_fields.remove")
    form = _FIELD_FORMS.get(str(held.get("type")))
    if form is None:
        return Restoring({}, (f"A value of the type {held.get('type')} cannot be given back.",))
    return Restoring({**which, "value": form(held)}, (), "custom_fields.set")


def _option(field: Record) -> Any:
    """The option of a drop-down, which ClickUp shows by its place."""
    options = (field.get("type_config") or {}).get("options") or ()
    value = field["value"]
    found = [one for one in options if value in (one.get("id"), one.get("orderindex"))]
    return found[0]["id"] if found else value


def _members(field: Record) -> Any:
    return [one["id"] if isinstance(one, Mapping) else one for one in field["value"]]


def _plain(field: Record) -> Any:
    return field["value"]


_FIELD_FORMS: Final[Mapping[str, Callable[[Record], Any]]] = {
    "checkbox": lambda field: field["value"] in (True, "true"),
    "currency": lambda field: float(field["value"]),
    "date": lambda field: int(field["value"]),
    "drop_down": _option,
    "email": _plain,
    "emoji": lambda field: int(field["value"]),
    "labels": _plain,
    "location": _plain,
    "manual_progress": lambda field: {"current": float(field["value"]["current"])},
    "number": lambda field: float(field["value"]),
    "phone": _plain,
    "short_text": _plain,
    "text": _plain,
    "url": _plain,
    "users": _members,
}
"""How a value that a task shows is sent, by the type of the field."""


def remaking(operation: Operation, record: Record) -> Remaking:
    """The parameters that make an object again.

    Args:
        operation: What makes it.
        record: The object as it was.
    """
    params: dict[str, Any] = {}
    for name in _asked(operation, operation.parameters):
        rule = _MAKING.get((operation.name, name)) or _RULES.get(name) or _key(name)
        value = rule(record, None, {})
        needed = operation.parameters[name].required
        if value not in (_LOST, _NOTHING, None) and (value != [] or needed):
            params[name] = _known(value, operation, name)
    if operation.name == "tasks.create":
        params.pop("description", None)
        params["custom_fields"] = [*_custom_values(record)]
    if operation.name == "lists.create":
        params.pop("content", None)
        folder = record.get("folder") or {}
        loose = folder.get("hidden", True)
        params |= {"space_id": record["space"]["id"]} if loose else {"folder_id": folder["id"]}
    if operation.name == "views.create":
        params[_PLACES[int(record["parent"]["type"])]] = record["parent"]["id"]
    if operation.name == "time_tracking.create":
        params.pop("duration", None)
    return Remaking(params)


def _custom_values(record: Record) -> Iterable[dict[str, Any]]:
    for field in record.get("custom_fields") or ():
        form = _FIELD_FORMS.get(str(field.get("type")))
        if form is not None and field.get("value") not in (None, "", [], {}):
            yield {"id": field["id"], "value": form(field)}


def _everybody(name: str) -> Rule:
    return lambda before, _, __: _ids(before.get(name))


_PLACES: Final = {4: "space_id", 5: "folder_id", 6: "list_id", 7: "team_id"}

_MAKING: Final[Mapping[tuple[str, str], Rule]] = {
    ("goals.create", "owners"): _everybody("owners"),
    ("tasks.create", "assignees"): _everybody("assignees"),
    ("tasks.create", "group_assignees"): _everybody("group_assignees"),
    ("tasks.create", "markdown_content"): _TASK_TEXT,
    ("tasks.create", "tags"): lambda before, _, __: [t["name"] for t in before.get("tags") or ()],
    ("tasks.create", "custom_fields"): lambda *_: _NOTHING,
    ("tasks.create", "links_to"): lambda *_: _NOTHING,
    ("time_tracking.create", "assignee"): lambda before, _, __: (
        (before.get("user") or {}).get("id") or _LOST
    ),
    ("user_groups.create", "members"): _everybody("members"),
}
"""How an object shows what it is made with, where that is not as for changing it."""
