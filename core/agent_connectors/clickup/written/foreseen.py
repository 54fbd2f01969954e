"""What ClickUp will make of an object by a write: the object as it will be, in ClickUp's form.

Only what is certain is said. What depends on settings, on other objects or on how ClickUp reads a
text is left out, and is then shown to people as it was asked for.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from agent_connectors.clickup.written.custom import is_change
from agent_connectors.clickup.written.rules import spelled
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear, File

__all__ = ["foreseen"]

Record = Mapping[str, Any]
Sent = Mapping[str, Any]
Rule = Callable[[Any, Record, Sent], Record | None]
"""Takes a value, the object and all parameters; gives the object as it will be; None if unsure."""

_PRIORITIES = {1: "urgent", 2: "high", 3: "normal", 4: "low"}


def _as(key: str, form: Callable[[Any], Any] = lambda value: value) -> Rule:
    """Puts a value under a key of the object."""
    return lambda value, record, _: {**record, key: form(value)}


def _among(key: str) -> Rule:
    """Adds people or things to a list and takes others out."""

    def rule(value: Any, record: Record, _: Sent) -> Record | None:
        held = [one for one in record.get(key) or () if isinstance(one, Mapping)]
        if isinstance(value, Mapping):
            added, removed = value.get("add") or (), value.get("rem") or ()
        else:
            added, removed, held = value, (), []
        gone = {str(one) for one in removed}
        kept = [one for one in held if str(one.get("id")) not in gone]
        there = {str(one.get("id")) for one in kept}
        new = [
            {"id": one, "username": None, "name": None}
            for one in dict.fromkeys(added)
            if str(one) not in there | gone
        ]
        return {**record, key: kept + new}

    return rule


def _joined(key: str) -> Rule:
    return lambda value, record, sent: _among(key)({"add": value}, record, sent)


def _left(key: str) -> Rule:
    return lambda value, record, sent: _among(key)({"rem": _listed(value)}, record, sent)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any, record: Record, _: Sent) -> Record | None:
    keys = [k for k in _TEXTS["description"] if k in record]
    return {**record, **dict.fromkeys(keys or ["markdown_description"], value)}


def _list_text(value: Any, record: Record, _: Sent) -> Record | None:
    return {**record, "content": value}


def _content(value: Any, record: Record, sent: Sent) -> Record | None:
    """The text of a page; how ClickUp joins two texts is its own affair."""
    replaces = sent.get("content_edit_mode", "replace") == "replace"
    return {**record, "content": value} if replaces else None


def _status(value: Any, record: Record, _: Sent) -> Record:
    held = record.get("status")
    return {**record, "status": {**(held if isinstance(held, Mapping) else {}), "status": value}}


def _tags(value: Any, record: Record, sent: Sent) -> Record:
    """Tags of a task or a time entry, which are known by their names."""
    names = [one.get("name") if isinstance(one, Mapping) else one for one in value]
    held = [tag for tag in record.get("tags") or () if isinstance(tag, Mapping)]
    action = sent.get("tag_action", "replace")
    folded = {str(name).casefold() for name in names}
    if action == "replace":
        held = []
    elif action == "remove":
        return {**record, "tags": [t for t in held if str(t.get("name")).casefold() not in folded]}
    there = {str(tag.get("name")).casefold() for tag in held}
    new = [{"name": name, "tag_fg": None} for name in names if str(name).casefold() not in there]
    return {**record, "tags": held + new}


def _tagged(action: str) -> Rule:
    return lambda value, record, _: _tags([value], record, {"tag_action": action})


def _worked(_: Any, record: Record, sent: Sent) -> Record:
    """When work began and ended: the third of start, end and length follows from two."""
    start = int(sent.get("start", record.get("start")) or 0)
    end = sent.get("end", sent.get("stop"))
    if end is None and "duration" in sent:
        end = start + int(sent["duration"])
    if end is None:
        end = record.get("end")
    lasted = None if end is None else int(end) - start
    return {**record, "start": str(start), "end": end and str(end), "duration": lasted}


def _custom(value: Any, record: Record, sent: Sent) -> Record | None:
    """The value of a custom field of a task."""
    wanted = str(sent["field_id"])
    fields = [dict(f) for f in record.get("custom_fields") or () if isinstance(f, Mapping)]
    for field in fields:
        if str(field.get("id")) != wanted:
            continue
        form = _FIELD_FORMS.get(str(field.get("type")))
        if form is None or is_change(value):
            return None
        field["value"] = form(value)
        return {**record, "custom_fields": fields}
    return None


def _same(value: Any) -> Any:
    return value


_FIELD_FORMS: Mapping[str, Callable[[Any], Any]] = {
    "checkbox": _same,
    "date": str,
    "drop_down": _same,
    "email": _same,
    "emoji": _same,
    "labels": _same,
    "location": _same,
    "number": str,
    "short_text": _same,
    "text": _same,
    "url": _same,
}
"""How a task shows the value that a custom field was sent, by type; only what is certain."""


def _emptied(value: Any, record: Record, _: Sent) -> Record | None:
    fields = [dict(f) for f in record.get("custom_fields") or () if isinstance(f, Mapping)]
    for field in fields:
        if str(field.get("id")) == str(value):
            field.pop("value", None)
    return {**record, "custom_fields": fields}


def _user(key: str, form: Callable[[Any], Any] = lambda value: value) -> Rule:
    def rule(value: Any, record: Record, _: Sent) -> Record | None:
        user = record.get("user")
        return {**record, "user": {**user, key: form(value)}} if isinstance(user, Mapping) else None

    return rule


def _unseen(_: Any, record: Record, __: Sent) -> Record:
    """What only says how another parameter is meant."""
    return record


def _somebody(who: Any) -> dict[str, Any]:
    return {"id": who, "username": None}


def _never(*_: Any) -> None:
    """What comes of it cannot be told before."""


_RULES: Mapping[str, Rule] = {
    "add_owners": _joined("owners"),
    "archived": _as("archived"),
    "assignee": _as("assignee", _somebody),
    "assignees": _among("assignees"),
    "columns": _never,
    "content": _content,
    "custom_fields": _never,
    "description": _text,
    "divide": _never,
    "due_date_time": _unseen,
    "due_date": _as("due_date", str),
    "duration": _worked,
    "end": _worked,
    "events": lambda value, record, _: None if "*" in value else {**record, "events": value},
    "features": _never,
    "filters": _never,
    "fg_color": _as("tag_fg"),
    "bg_color": _as("tag_bg"),
    "group_assignees": _among("group_assignees"),
    "grouping": _never,
    "markdown_content": _text,
    "members": _among("members"),
    "owners": _among("owners"),
    "parent": _as("parent"),
    "priority": _as("priority", lambda n: {"id": str(n), "priority": _PRIORITIES.get(n, n)}),
    "rem_owners": _left("owners"),
    "settings": _never,
    "sorting": _never,
    "start": _worked,
    "start_date_time": _unseen,
    "start_date": _as("start_date", str),
    "status": _status,
    "stop": _worked,
    "tags": _tags,
    "team_sidebar": _never,
    "watchers": _among("watchers"),
}
"""What a parameter does to the object, if not put under its name as it is."""

_TEXTS = dict.fromkeys(
    ("description", "markdown_content"), ("markdown_description", "description", "text_content")
)
"""The forms in which a task shows its text; all are empty when it is emptied."""

_OF: Mapping[tuple[str, str], Rule] = {
    ("chat_channels.update", "description"): _as("description"),
    ("custom_fields.remove", "field_id"): _emptied,
    ("custom_fields.set", "value"): _custom,
    ("docs.create", "visibility"): _never,
    ("goals.create", "description"): _as("description"),
    ("goals.update", "description"): _as("description"),
    ("lists.create", "content"): _list_text,
    ("lists.create", "markdown_content"): _list_text,
    ("lists.remove_task", "list_id"): _left("locations"),
    ("lists.update", "content"): _list_text,
    ("lists.update", "markdown_content"): _list_text,
    ("tags.add", "tag_name"): _tagged("add"),
    ("tags.remove", "tag_name"): _tagged("remove"),
    ("tags.update", "name"): _as("name", str.lower),
    ("tasks.move", "list_id"): _as("list", lambda which: {"id": which}),
    ("time_entry_tags.update", "name"): _unseen,
    ("time_entry_tags.update", "new_name"): _as("name"),
    ("time_tracking.create", "assignee"): _as("user", _somebody),
    ("time_tracking.create", "description"): _as("description"),
    ("time_tracking.start", "description"): _as("description"),
    ("time_tracking.update", "description"): _as("description"),
    ("users.update", "admin"): _user("role", lambda admin: 2 if admin else 3),
    ("users.update", "username"): _user("username"),
    ("webhooks.update", "status"): _never,
}
"""The same for single operations."""


def foreseen(operation: Operation, sent: Sent, record: Record) -> Iterator[tuple[str, Record]]:
    """An object as it will be after a write, parameter by parameter.

    Args:
        operation: The write.
        sent: Its parameters, as they are sent.
        record: The object as it is; empty where it is still to be made.
    """
    made = not record
    for name, value in sent.items():
        parameter = operation.parameters[name]
        rule = _OF.get((operation.name, name))
        if isinstance(parameter.place, Clear):
            for cleared in value:
                # One at a time: a field that results show must not hide one that they do not.
                keys = [k for k in (*spelled(cleared), *_TEXTS.get(cleared, ())) if k in record]
                record = {**record, **dict.fromkeys(keys or [cleared])}
                yield name, record
            continue
        if rule is None and (not isinstance(parameter.place, Body) or isinstance(value, File)):
            continue
        if rule is None:
            rule = _RULES.get(name) or _plainly(name, parameter.wire_name, record, made=made)
        after = rule(value, record, sent)
        if after is not None:
            record = after
            yield name, record


def _plainly(name: str, wire_name: str, record: Record, *, made: bool) -> Rule:
    """Puts a value where the object shows it, if it does."""
    keys = (*spelled(name), wire_name.rpartition(".")[2])
    key = next((k for k in keys if k in record), keys[-1] if made else None)
    return _never if key is None else _as(key)
