"""The parts of records, short: people, times, statuses, custom fields and what is left."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, tzinfo
from datetime import time as clock
from typing import Any

from agent_connectors.clickup.compact.apart import by_name
from agent_connectors.clickup.compact.blocks import to_markdown
from agent_connectors.clickup.compact.names import group, person, place, somebody, something
from agent_connectors.engine.times.moment import datetime_at

__all__ = [
    "ZONE",
    "duration",
    "located",
    "reference",
    "shorten",
    "tells_time",
    "time",
    "total",
    "without_nothing",
]

ZONE: ContextVar[tuple[tzinfo, tzinfo]] = ContextVar("zone", default=(UTC, UTC))
"""The time zone in which times are told, and that of whole days."""

_NOISE = {
    "access", "access_token", "allows_anyone_to_invite", "approval_id", "avatar", "color",
    "columns", "divide", "editor_token", "features", "global_font_support", "hide_from_guests",
    "inbound_address", "initials", "is_locked", "last_action", "last_active",
    "multiple_assignees", "orderindex",
    "override_statuses", "permission_level", "profileInfo", "profilePicture", "project",
    "role_key", "role_subtype", "secret", "settings", "sharing", "source", "tag_bg", "tag_fg",
    "task_url", "team_sidebar", "type_config", "week_start_day", "wid",
}  # fmt: skip
"""Keys that say nothing to somebody who cannot see the screen, say it twice, or are secret."""

_TIMES = {
    "at", "date", "date_closed", "date_created", "date_done", "date_invited", "date_joined",
    "date_modified", "date_updated", "due_date", "end", "last_update", "since", "start",
    "start_date",
}  # fmt: skip
"""Keys that hold milliseconds since 1970."""

_DAYS = {"due_date", "start_date"}
"""Keys of times that may stand for a whole day: four in the morning, as ClickUp writes one."""

_DAY_BEGINS = clock(4)

_DURATIONS = {"duration", "time_estimate", "time_spent", "total_time_estimate"}
"""Keys that hold a number of milliseconds."""

_TEXTS = {"comment", "content", "description", "markdown_description", "text_content"}
"""Keys that hold long texts, left out in lists."""

_PLACES = {"folder", "list", "space", "task"}
"""Keys that hold an object of which only its name and id matter."""

_PEOPLE = {
    "assigned_by", "assignee", "author", "creator", "invited_by", "owner", "resolved_by",
    "updated_by", "userId", "user_id", "userid",
}  # fmt: skip
"""Keys that hold somebody, often by id alone."""

_PLACE_IDS = {
    "folder_id", "list_id", "new_list_id", "space_id", "team_id", "workspaceId", "workspace_id",
}  # fmt: skip
"""Keys that hold the id of a place."""

_PARENTS: Mapping[Any, str] = {4: "space", 5: "folder", 6: "list", 7: "everything", 12: "workspace"}
"""What ClickUp's numbers for kinds of places stand for."""

_NOTHING_IF_FALSE = {"archived", "deleted", "hidden", "private", "public", "resolved"}

_IN_LISTS: Mapping[str, tuple[str, ...]] = {
    "tasks": (
        "id", "custom_id", "name", "status", "priority", "due_date", "assignees", "tags", "list",
        "parent",
    ),
    "comments": ("id", "user", "date", "comment_text", "assignee", "resolved", "reply_count"),
    "spaces": ("id", "name", "private", "archived", "statuses"),
    "folders": ("id", "name", "archived", "deleted", "task_count", "lists"),
    "lists": (
        "id", "name", "folder", "space", "status", "due_date", "task_count", "archived", "deleted",
    ),
    "goals": ("id", "name", "due_date", "percent_completed", "owners", "archived"),
    "views": ("id", "name", "type"),
    "docs": ("id", "name", "parent", "creator", "date_updated", "archived", "deleted"),
    "tags": ("name",),
    "time_entry_tags": ("name",),
    "user_groups": ("id", "name", "handle", "members"),
    "attachments": ("id", "title", "size", "mime_type", "date_created", "url"),
}  # fmt: skip
"""What is shown of each record of a list; everything that is not noise, where nothing is said."""


def shorten(entity: str, record: Any, *, in_list: bool) -> Any:
    """A record, short, by what its parts look like.

    Args:
        entity: What it is.
        record: The record, as ClickUp sent it.
        in_list: Whether it is one of a list.
    """
    if not isinstance(record, Mapping):
        return _short("", record, in_list=in_list)
    keys = _IN_LISTS.get({"view_tasks": "tasks"}.get(entity, entity)) if in_list else None
    shown = {
        key: _short(key, value, in_list=in_list)
        for key, value in record.items()
        if key not in _NOISE and (keys is None or key in keys)
    }
    short = without_nothing(shown)
    if "comment_text" in short and "comment" in record:
        short["comment_text"] = to_markdown(record)
    for better, worse in (
        ("markdown_description", "description"),
        ("description", "text_content"),
        ("markdown_description", "text_content"),
        ("comment_text", "comment"),
    ):
        if better in short:
            short.pop(worse, None)
    return short


def without_nothing(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what says nothing: nulls, empty texts and lists, and usual answers."""
    return {
        key: value
        for key, value in record.items()
        if not (value in (None, "", [], {}) or (value is False and key in _NOTHING_IF_FALSE))
    }


def _short(key: str, value: Any, *, in_list: bool) -> Any:
    """A value, short."""
    if key in _TEXTS and in_list:
        return None
    if key in _TIMES:
        return time(value, whole_days=key in _DAYS)
    if key in _DURATIONS:
        return duration(value)
    if isinstance(value, list):
        if key == "custom_fields":
            fields = [field for field in value if isinstance(field, Mapping)]
            return by_name((f.get("name"), f.get("id"), _field_value(f)) for f in fields)
        return _items(value, in_list=in_list)
    return (
        _object(key, value, in_list=in_list) if isinstance(value, Mapping) else _named(key, value)
    )


def _named(key: str, value: Any) -> Any:
    """The id that a key holds with the name of what it stands for; any other value as it is."""
    if key in _PEOPLE:
        return somebody(value)
    if key in _PLACE_IDS:
        return place("", value)
    if key == "group_assignee":
        return group(value)
    return something(value) if key == "objectId" else value


def located(parent: Mapping[str, Any]) -> Any:
    """Where something is, of which the id and ClickUp's number for its kind are given."""
    if not parent.get("id"):
        return None
    return place(_PARENTS.get(parent.get("type"), "place"), parent["id"])


def _items(values: list[Any], *, in_list: bool) -> Any:
    """A list within a record."""
    if values and all(_is_status(value) for value in values):
        return by_name((one["status"], one.get("id"), one["type"]) for one in values)
    if in_list and all(isinstance(value, Mapping) and value.get("name") for value in values):
        return [reference(value) for value in values]
    return [_short("", value, in_list=in_list) for value in values]


def _object(key: str, value: Mapping[str, Any], *, in_list: bool) -> Any:
    """An object within a record: in a word where it is known, else without noise."""
    match value:
        case {"user": {"id": _, "username": _} as somebody} if "id" not in value:
            word: Any = person(somebody)
        case {"id": _, "username": _}:
            word = person(value)
        case {"status": str(status), "type": _}:
            word = status
        case {"priority": str(priority)}:
            word = priority
        case {"hidden": True}:
            word = None  # the folder that stands for "in no folder"
        case {"name": name, "tag_fg": _}:
            word = name
        case {"id": _, "type": int()} if key == "parent":
            word = located(value)
        case {"id": identifier} if key in _PLACES - {"task"} and not value.get("name"):
            word = place("", identifier)
        case _ if key in _PLACES:
            word = reference(value)
        case _:
            word = shorten("", value, in_list=in_list)
    return word


def reference(value: Mapping[str, Any]) -> Any:
    """Something by its name and id."""
    if "tag_fg" in value:
        return value["name"]  # a tag is known by its name
    name, identifier = value.get("name"), value.get("id")
    return f"{name} ({identifier})" if name and identifier else name or identifier


def _is_status(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("status"), str) and "type" in value


def _milliseconds(value: Any) -> int | None:
    """A number of milliseconds, which ClickUp sends as text or as a number."""
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and len(value) < 100:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def time(value: Any, *, whole_days: bool = False) -> Any:
    """Milliseconds since 1970 as ISO 8601; anything else as it is.

    Args:
        value: What a key holds.
        whole_days: Whether it may stand for a day, which is then told without a time.
    """
    milliseconds = _milliseconds(value)
    if milliseconds is None:
        return value
    zone, days = ZONE.get()
    try:
        moment = datetime_at(milliseconds, zone)
        day = moment.astimezone(days)
    except OverflowError:
        return value  # ClickUp keeps whatever it was given
    if whole_days and day.time() == _DAY_BEGINS:
        return day.date().isoformat()
    told = moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return told.replace("+00:00", "Z")


def tells_time(data: Any) -> bool:
    """Whether there are times in records, at any depth: numbers that are from 1973 to 2200.

    Args:
        data: A record or several, as ClickUp sent them.
    """
    if isinstance(data, Mapping):
        return any(tells_time(value) for key, value in data.items() if not _is_id(key))
    if isinstance(data, list):
        return any(map(tells_time, data))
    milliseconds = _milliseconds(data)
    return milliseconds is not None and 10**11 <= milliseconds < 7_258_118_400_000


def _is_id(key: Any) -> bool:
    return str(key) == "id" or str(key).endswith(("_id", "_ids"))


def duration(value: Any) -> Any:
    """Milliseconds as hours and minutes, such as `1h30m`; anything else as it is."""
    milliseconds = _milliseconds(value)
    if milliseconds is None:
        return value
    if milliseconds < 0:
        return "running"  # ClickUp's way of saying that a timer has not been stopped
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def total(entries: list[Any]) -> str:
    """How long time entries are together; a timer that is running is left out."""
    known = (_milliseconds(entry.get("duration")) or 0 for entry in entries)
    return duration(sum(length for length in known if length > 0)) or "0m"


def _field_value(field: Mapping[str, Any]) -> Any:
    """The value of a custom field, with the names of its options rather than their ids."""
    value = field.get("value")
    if value is None:
        return None
    show = _FIELD_KINDS.get(field.get("type", ""))
    try:
        return _short("", value, in_list=False) if show is None else show(field, value)
    except (KeyError, TypeError, AttributeError):
        return value  # a value of a kind that is not known yet is better than none


def _option(field: Mapping[str, Any], value: Any) -> Any:
    options = field["type_config"]["options"]
    found = (o["name"] for o in options if value in (o["orderindex"], o["id"]))
    return next(found, value)


def _labels(field: Mapping[str, Any], value: Any) -> Any:
    names = {option["id"]: option["label"] for option in field["type_config"]["options"]}
    return [names.get(label, label) for label in value]


def _several_kinds(field: Mapping[str, Any], value: Any) -> Any:
    """A value that ClickUp fills in itself; which kind it is of is in the field's settings."""
    is_date = field["type_config"]["subfield_type"] == "date"
    return time(value, whole_days=True) if is_date else _short("", value, in_list=False)


_FIELD_KINDS: Mapping[str, Callable[[Mapping[str, Any], Any], Any]] = {
    "drop_down": _option,
    "labels": _labels,
    "date": lambda _, value: time(value, whole_days=True),
    "checkbox": lambda _, value: str(value).lower() == "true",
    "location": lambda _, value: value["formatted_address"],
    "automatic_progress": lambda _, value: value["percent_complete"],
    "multi_key": _several_kinds,
}
