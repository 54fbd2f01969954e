"""Values of a workspace as texts for people: an option by its name, a moment as a moment."""

from collections.abc import Callable, Mapping
from json import dumps
from typing import Any, Final

from agent_connectors.clickup.sandbox.payloads.places import PRIORITIES
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Shown", "field_value", "rows", "shown"]

Shown = dict[str, Any]
"""A value: `text` or `time` (milliseconds since the epoch) or `span` (milliseconds), and `cut`, how
many characters of the text were left out."""

_MOMENTS: Final = {"due", "start", "end", "date", "created", "joined", "invited"}
_SPANS: Final = {"time_estimate", "time_spent"}
_LONGEST: Final = 600
_DONE: Final = {False: "\u2610", True: "\u2611"}


def shown(name: str, value: Any) -> Shown | None:
    """A value of a fact; `None` where there is none.

    Args:
        name: Of the field, as the facts call it.
        value: Its value.
    """
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(name, value)
    if name == "comment" and isinstance(value, list):
        return _text("".join(str(block.get("text", "")) for block in value))
    if name == "items" and isinstance(value, list):
        return _text(", ".join(f"{_DONE[bool(one['resolved'])]} {one['name']}" for one in value))
    return _text(value)


def _number(name: str, value: int) -> Shown:
    if name in _MOMENTS or name.endswith("_date") or name.startswith("date_"):
        return {"time": value}
    if name in _SPANS:
        return {"span": value}
    if name == "priority" and value in PRIORITIES:
        return _text(PRIORITIES[value]["priority"])
    return _text(value)


def rows(name: str, before: Any, after: Any, workspace: Workspace) -> list[dict[str, Any]]:
    """The lines that show how a field changed: one, but for the custom fields one each.

    Args:
        name: Of the field, as the facts call it.
        before: Its value before; `None` for none.
        after: Its value after.
        workspace: Where custom fields are looked up.
    """
    if name != "custom_fields":
        return _row(name, shown(name, before), shown(name, after))
    before, after, found = before or {}, after or {}, []
    for key in {**before, **after}:
        field = workspace.fields.get(key)
        was, now = before.get(key), after.get(key)
        if was != now:
            called = key if field is None else field.name
            told = [
                None if one is None else field_value(field, one, workspace) for one in (was, now)
            ]
            found += _row(called, *told)
    return found


def _row(name: str, before: Shown | None, after: Shown | None) -> list[dict[str, Any]]:
    if before is None and after is None:
        return []
    return [{"name": name, "before": before, "after": after}]


def field_value(field: CustomField | None, stored: Any, workspace: Workspace) -> Shown | None:
    """The value of a custom field, as it is stored."""
    if stored is None:
        return None
    tell = None if field is None else _TELL.get(field.type)
    return _text(stored) if field is None or tell is None else tell(field, stored, workspace)


def _options(field: CustomField, stored: Any, _workspace: Workspace) -> Shown:
    named = {one["id"]: one.get("name") or one.get("label") for one in field.config["options"]}
    chosen = [stored] if isinstance(stored, str) else stored
    return _text(", ".join(str(named.get(one, one)) for one in chosen))


def _people(_field: CustomField, stored: Any, workspace: Workspace) -> Shown:
    return _text(", ".join(one.username or one.email for one in workspace.people(stored)))


def _tasks(_field: CustomField, stored: Any, workspace: Workspace) -> Shown:
    known = [workspace.tasks[one].name for one in stored if one in workspace.tasks]
    return _text(", ".join(known))


def _files(_field: CustomField, stored: Any, workspace: Workspace) -> Shown:
    files = workspace.files.by_id
    return _text(", ".join(files[one].title for one in stored if one in files))


def _money(field: CustomField, stored: Any, _workspace: Workspace) -> Shown:
    return _text(f"{stored} {field.config.get('currency_type', '')}".strip())


def _progress(field: CustomField, stored: Any, _workspace: Workspace) -> Shown:
    return _text(f"{stored} of {field.config.get('end')}")


_TELL: Final[Mapping[str, Callable[[CustomField, Any, Workspace], Shown]]] = {
    "attachment": _files,
    "checkbox": lambda _field, stored, _workspace: _text("yes" if stored else "no"),
    "currency": _money,
    "date": lambda _field, stored, _workspace: {"time": int(stored)},
    "drop_down": _options,
    "labels": _options,
    "list_relationship": _tasks,
    "manual_progress": _progress,
    "tasks": _tasks,
    "users": _people,
}


def _text(value: Any, longest: int = _LONGEST) -> Shown:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ", ".join(value)
    told = value if isinstance(value, str) else dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bool):
        told = "yes" if value else "no"
    told = str(told)
    cut = len(told) - longest
    return {"text": told[:longest], "cut": cut} if cut > 0 else {"text": told}
