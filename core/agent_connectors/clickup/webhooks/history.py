"""History items: what changed, by whom, and the values before and after.

What is missing or of another kind than expected is None; nothing that ClickUp adds or changes makes
an item unreadable, and `raw` holds it as it came.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from datetime import UTC, datetime, timedelta
from typing import Any

from agent_connectors.engine.times.moment import datetime_at

__all__ = [
    "AssigneeItem",
    "Comment",
    "CommentItem",
    "DateItem",
    "EstimateItem",
    "FieldItem",
    "HistoryItem",
    "MoveItem",
    "Person",
    "Place",
    "PriorityItem",
    "Status",
    "StatusItem",
    "TagItem",
    "TimeItem",
    "TrackedTime",
    "item_of",
]

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody."""

    id: int
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """A step of a List's workflow; `type` is `open`, `custom`, `done` or `closed`."""

    name: str | None
    type: str | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A List, with the Folder and the Space that it is in."""

    list_id: str
    list_name: str | None = None
    folder_id: str | None = None
    space_id: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a task.

    Attributes:
        id: Its id.
        text: All that it says, as plain text.
        author: Who wrote it.
        mentions: The ids of the people that it mentions.
        blocks: Its text in pieces, as ClickUp has them.
    """

    id: str
    text: str
    author: Person | None = None
    mentions: tuple[int, ...] = ()
    blocks: tuple[Raw, ...] = part(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class TrackedTime:
    """A time entry; `end` is None while it runs."""

    id: str
    start: datetime | None = None
    end: datetime | None = None
    length: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """What changed of an object.

    Attributes:
        id: Its id; the same in each event that tells of this change.
        field: What changed, such as `status` or `content`.
        at: When.
        by: Who has changed it.
        parent_id: The List of a task.
        before: The value before.
        after: The value after.
        raw: The item as it came.
    """

    id: str
    field: str
    at: datetime | None = None
    by: Person | None = None
    parent_id: str | None = None
    before: Any = None
    after: Any = None
    raw: Raw = part(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusItem(HistoryItem):
    """Another status: `status`."""

    before: Status | None = None
    after: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityItem(HistoryItem):
    """Another priority, by its name: `priority`."""

    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssigneeItem(HistoryItem):
    """Somebody assigned (`after`) or no longer (`before`): `assignee_add`, `assignee_rem`."""

    before: Person | None = None
    after: Person | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateItem(HistoryItem):
    """Another date: `due_date`, `start_date`."""

    before: datetime | None = None
    after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagItem(HistoryItem):
    """Tags that were added (`after`) or taken off (`before`): `tag`, `tag_removed`."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveItem(HistoryItem):
    """Another List: `section_moved`."""

    before: Place | None = None
    after: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentItem(HistoryItem):
    """A comment that was written or edited, as it is now: `comment`."""

    comment: Comment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateItem(HistoryItem):
    """Another time estimate: `time_estimate`."""

    before: timedelta | None = None
    after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeItem(HistoryItem):
    """Time that was tracked: `time_spent`."""

    before: TrackedTime | None = None
    after: TrackedTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldItem(HistoryItem):
    """Another value of a custom field, as ClickUp keeps it: `custom_field`."""

    field_id: str | None = None
    field_name: str | None = None
    field_type: str | None = None


def item_of(raw: Raw) -> HistoryItem:
    """A history item, of the type that its field has.

    Args:
        raw: The item as it came.
    """
    name = _text(raw.get("field")) or ""
    kind, read = _KINDS.get(name, (HistoryItem, _as_it_is))
    further: dict[str, Any] = {}
    if kind is CommentItem:
        further["comment"] = comment_of(raw.get("comment"))
    elif kind is FieldItem:
        field = raw.get("custom_field")
        told = field if isinstance(field, Mapping) else {}
        further = {f"field_{key}": _text(told.get(key)) for key in ("id", "name", "type")}
    return kind(
        id=_text(raw.get("id")) or "",
        field=name,
        at=_moment(raw.get("date")),
        by=_person(raw.get("user")),
        parent_id=_text(raw.get("parent_id")),
        before=read(raw.get("before")),
        after=read(raw.get("after")),
        raw=raw,
        **further,
    )


def comment_of(raw: Any) -> Comment | None:
    """A comment; some deliveries hold its text in pieces alone."""
    if isinstance(raw, list):
        raw = {"comment": raw}
    if not isinstance(raw, Mapping):
        return None
    pieces = raw.get("comment")
    blocks = tuple(b for b in pieces if isinstance(b, Mapping)) if isinstance(pieces, list) else ()
    text = _text(raw.get("text_content"))
    if text is None:
        text = "".join(_text(block.get("text")) or "" for block in blocks)
    mentioned = (_person(block.get("user")) for block in blocks if block.get("type") == "tag")
    mentions = dict.fromkeys(person.id for person in mentioned if person is not None)
    author = _person(raw.get("user"))
    return Comment(_text(raw.get("id")) or "", text, author, tuple(mentions), blocks)


def _as_it_is(value: Any) -> Any:
    return value


def _text(value: Any) -> str | None:
    """A text; ids are numbers in some places."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Any) -> int | None:
    text = _text(value)
    # No more digits than a number of milliseconds or an id ever has.
    is_number = text is not None and text.isascii() and text.removeprefix("-").isdigit()
    return int(text) if text and is_number and len(text) <= 20 else None


def _moment(value: Any) -> datetime | None:
    number = _number(value)
    try:
        return None if number is None else datetime_at(number, UTC)
    except OverflowError:
        return None


def _length(value: Any) -> timedelta | None:
    number = _number(value)
    try:
        return None if number is None else timedelta(milliseconds=number)
    except OverflowError:
        return None


def _person(value: Any) -> Person | None:
    told = value if isinstance(value, Mapping) else {}
    number = _number(told.get("id"))
    if number is None:
        return None
    return Person(number, _text(told.get("username")), _text(told.get("email")))


def _status(value: Any) -> Status | None:
    if not isinstance(value, Mapping):
        return None
    return Status(*(_text(value.get(key)) for key in ("status", "type", "color")))


def _priority(value: Any) -> str | None:
    return _text(value.get("priority")) if isinstance(value, Mapping) else None


def _tags(value: Any) -> tuple[str, ...]:
    tags = value if isinstance(value, list) else []
    names = (_text(tag.get("name")) for tag in tags if isinstance(tag, Mapping))
    return tuple(name for name in names if name is not None)


def _place(value: Any) -> Place | None:
    if not isinstance(value, Mapping) or (own := _text(value.get("id"))) is None:
        return None
    folder, space = (
        part if isinstance(part, Mapping) else {}
        for part in (value.get("category"), value.get("project"))
    )
    return Place(own, _text(value.get("name")), _text(folder.get("id")), _text(space.get("id")))


def _tracked(value: Any) -> TrackedTime | None:
    if not isinstance(value, Mapping) or (own := _text(value.get("id"))) is None:
        return None
    times = (_moment(value.get("start")), _moment(value.get("end")))
    return TrackedTime(own, *times, _length(value.get("time")))


_KINDS: Mapping[str, tuple[type[HistoryItem], Callable[[Any], Any]]] = {
    "status": (StatusItem, _status),
    "priority": (PriorityItem, _priority),
    "assignee_add": (AssigneeItem, _person),
    "assignee_rem": (AssigneeItem, _person),
    "due_date": (DateItem, _moment),
    "start_date": (DateItem, _moment),
    "tag": (TagItem, _tags),
    "tag_removed": (TagItem, _tags),
    "section_moved": (MoveItem, _place),
    "comment": (CommentItem, _as_it_is),
    "time_estimate": (EstimateItem, _length),
    "time_spent": (TimeItem, _tracked),
    "custom_field": (FieldItem, _as_it_is),
}
