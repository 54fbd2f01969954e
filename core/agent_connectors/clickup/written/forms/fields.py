"""Values of custom fields, by the type of the field."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from agent_connectors.clickup.written.custom import is_change
from agent_connectors.clickup.written.forms.base import NOTHING, At, Later, Plain, Record, Sent
from agent_connectors.clickup.written.forms.people import inner

__all__ = ["EmptiedField", "FieldValue", "FieldValues", "field_of", "sent_as"]


def _fields(record: Record) -> list[Record]:
    return [one for one in record.get("custom_fields") or () if isinstance(one, Mapping)]


def field_of(record: Record, field_id: Any) -> Record | None:
    """A custom field of a task; None if the task does not show it."""
    return next((one for one in _fields(record) if str(one.get("id")) == str(field_id)), None)


def sent_as(field: Record) -> Any:
    """How the value that a task shows is sent: `NOTHING` where there is none.

    Raises:
        LookupError: How values of its type are sent is not known.
    """
    if field.get("value") in (None, "", [], {}):
        return NOTHING
    return _SENT[str(field.get("type"))](field)


class FieldValues(Later):
    """Values of several custom fields."""

    def again(self, at: At, record: Record) -> Any:
        """The values that can be sent."""
        return [*_again(record)] or NOTHING


class FieldValue(Plain):
    """The value of a custom field."""

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The task with the value, where its form is certain."""
        field = field_of(record, sent["field_id"])
        form = _SHOWN.get(str(field.get("type"))) if field is not None else None
        if form is None or is_change(value):
            return None
        return _with(record, sent["field_id"], {"value": form(value)})


class EmptiedField(Plain):
    """A custom field that is emptied."""

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The task without the value."""
        return _with(record, value, {})


def _with(record: Record, field_id: Any, value: Mapping[str, Any]) -> Record:
    """A task in which a custom field has another value."""
    fields = [
        {**{k: v for k, v in one.items() if k != "value"}, **value}
        if str(one.get("id")) == str(field_id)
        else one
        for one in _fields(record)
    ]
    return {**record, "custom_fields": fields}


def _again(record: Record) -> Iterator[dict[str, Any]]:
    for field in _fields(record):
        try:
            value = sent_as(field)
        except LookupError:
            continue  # a type of which nothing is known
        if value is not NOTHING:
            yield {"id": field["id"], "value": value}


def _option(field: Record) -> Any:
    """The option of a drop-down, which ClickUp shows by its place."""
    options = (field.get("type_config") or {}).get("options") or ()
    value = field["value"]
    found = [one for one in options if value in (one.get("id"), one.get("orderindex"))]
    return found[0]["id"] if found else value


def _same(value: Any) -> Any:
    return value


def _plain(field: Record) -> Any:
    return field["value"]


_SENT: Final[Mapping[str, Callable[[Record], Any]]] = {
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
    "users": lambda field: [inner(one) for one in field["value"]],
}
"""How a value that a task shows is sent, by the type of the field."""

_SHOWN: Final[Mapping[str, Callable[[Any], Any]]] = {
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
"""How a task shows a value that is sent, by the type of the field; only what is certain."""
