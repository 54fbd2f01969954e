"""Values of custom fields as people read them, with the number or the date that they are."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.engine.store.tables import Row

__all__ = ["field_values"]

_NUMBERS = {"number", "currency", "emoji", "formula", "automatic_progress"}


def field_values(task: Row) -> Iterator[dict[str, Any]]:
    """A row for each custom field of a task that is set.

    Args:
        task: The task, as ClickUp sent it.
    """
    fields = task.get("custom_fields")
    for field in fields if isinstance(fields, list) else []:
        value = field.get("value") if isinstance(field, dict) else None
        if value is None or value in ([], ""):
            continue
        kind = str(field.get("type"))
        yield {
            "task_id": task["id"],
            "field_id": field.get("id"),
            "field": field.get("name"),
            "type": kind,
            "value": _text(kind, value, field),
            "number": _number(kind, value),
            "date": value if kind == "date" else None,
        }


def _number(kind: str, value: Any) -> Any:
    if kind == "manual_progress" and isinstance(value, Mapping):
        return value.get("current")
    return value if kind in _NUMBERS else None


def _text(kind: str, value: Any, field: Mapping[str, Any]) -> str | None:
    if kind == "date":
        return None
    if kind in {"drop_down", "labels"}:
        return _options(value, field)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_called, value)))
    if isinstance(value, Mapping):
        return _called(value)
    if isinstance(value, bool) or str(value) in {"true", "false"}:
        return str(value).lower()
    return str(value)


def _options(value: Any, field: Mapping[str, Any]) -> str:
    """The names of the chosen options: by id, or, as drop-downs are read, by their number."""
    config = field.get("type_config")
    options = config.get("options") if isinstance(config, Mapping) else None
    known: dict[str, str] = {}
    for option in options if isinstance(options, list) else []:
        name = str(option.get("name") or option.get("label"))
        known[str(option.get("orderindex"))] = known[str(option.get("id"))] = name
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(known.get(str(one), str(one)) for one in chosen)


def _called(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return str(value)
    for key in ("username", "name", "title", "formatted_address", "current", "email", "id"):
        if value.get(key) is not None:
            return str(value[key])
    return None
