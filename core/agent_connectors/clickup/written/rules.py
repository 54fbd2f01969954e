"""Where an answer shows what was asked for, and what ClickUp puts otherwise than it was sent."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import Any

from agent_connectors.clickup.written.comparing import (
    Kept,
    among,
    folded,
    is_nothing,
    kept,
    kept_as,
    letters,
)
from agent_connectors.clickup.written.custom import is_change, value_kept
from agent_connectors.clickup.written.days import date_kept
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear, File, InMarkdown

__all__ = ["MISSING", "Asked", "Shown", "judged", "shown", "spelled", "subject"]

Asked = Mapping[str, Any]

MISSING: Any = object()
"""Stands for what an object does not show."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer shows of one thing that was asked for.

    Attributes:
        asked: What was asked for.
        value: What is there.
        rule: How they are compared.
    """

    asked: Any
    value: Any
    rule: Callable[[Any, Any], bool | None]

    def kept(self) -> bool | None:
        """Whether it is there; None where the answer does not show it."""
        return None if self.value is MISSING else self.rule(self.asked, self.value)


def _priority(asked: Any, there: Any) -> bool:
    if isinstance(there, Mapping):
        # A list has the word of its priority only.
        there = there["id"] if "id" in there else _PRIORITIES[there["priority"]]
    return kept(asked, there)


_PRIORITIES = {"urgent": 1, "high": 2, "normal": 3, "low": 4}


def _events(asked: Any, there: Any) -> bool:
    every = asked == "*" or (not isinstance(asked, str) and "*" in asked)
    return bool(there) if every else set(asked) == set(there)


def _estimates(asked: Any, there: Any) -> bool:
    times = {str(one["assignee"]): one["time"] for one in asked}
    return all(kept(time, there.get(who)) for who, time in times.items())


def _all_estimates(asked: Any, there: Any) -> bool:
    known = {str(one["assignee"]) for one in asked}
    return _estimates(asked, there) and not any(
        time for who, time in there.items() if who not in known
    )


def _no_longer(asked: Any, there: Any) -> bool:
    return not any(among([one], there) for one in asked)


def _steps(asked: Any, there: Any) -> bool:
    before, taken = there["steps_before_float"], there["steps_taken_float"]
    return bool(float(before) + float(taken) == float(asked))


def _linked(asked: Any, there: Any) -> bool:
    # Each link names both of its tasks.
    return any(asked in {one["task_id"], one["link_id"]} for one in there)


def _public(asked: Any, there: Any) -> bool:
    return there is (asked == "PUBLIC")


def _role(asked: Any, there: Any) -> bool:
    return (there in (1, 2)) is asked


def _in_order(asked: Any, there: Any) -> bool:
    fields = zip(asked.get("fields", ()), there.get("fields") or (), strict=False)
    return kept(asked, there) and all(kept(one, other) for one, other in fields)


_names = kept_as("name")

_RULES: Mapping[str, Kept] = {
    "add_owners": among,
    "admin": _role,
    "bg_color": kept_as("id"),
    "color": kept_as("id"),
    "columns": _in_order,
    "estimates": _estimates,
    "events": _events,
    "fg_color": kept_as("id"),
    "links_to": _linked,
    "priority": _priority,
    "rem_owners": _no_longer,
    "sorting": _in_order,
    "status": kept_as("status"),
    "tags": _names,
}
"""How things are compared that are shown otherwise than they were sent, by parameter."""

_DATES = {"due_date", "start_date"}
"""Parameters that are days, unless another says that their time of day counts."""


def _tags_among(asked: Any, there: Any) -> bool:
    return among(folded(asked), folded(there), "name")


def _tags_gone(asked: Any, there: Any) -> bool:
    return not any(_tags_among([{"name": one["name"]}], there) for one in asked)


_TAGGED: Mapping[str, Kept] = {"add": _tags_among, "remove": _tags_gone, "replace": _names}
"""How tags are compared by what was to be done with them."""

_SPELLED: Mapping[str, tuple[str, ...]] = {
    "add_owners": ("owners",),
    "admin": ("role",),
    "assignee": ("assignee", "user"),
    "color": ("color",),
    "custom_role_id": ("custom_role",),
    "list_ids": ("subcategory_ids", "list_ids"),
    "links_to": ("linked_tasks",),
    "location_id": ("parent.id",),
    "markdown_content": ("description", "content"),
    "new_name": ("name",),
    "parent_page_id": ("parent_page_id", "parent_id"),
    "rem_owners": ("owners",),
    "stop": ("end",),
    "task_id": ("task", "task_id"),
    "visibility": ("visibility",),
}
"""Where an answer shows a parameter, if not under its own name."""

_OF: Mapping[tuple[str, str], tuple[tuple[str, ...], Kept]] = {
    ("docs.create", "visibility"): (("public",), _public),
    ("time_estimates.update", "estimates"): (("updated_estimates",), _estimates),
    ("time_estimates.replace", "estimates"): (("assignee_estimates",), _all_estimates),
    ("key_results.update", "note"): (("last_action.note",), kept),
    ("key_results.update", "steps_current"): (("last_action",), _steps),
    ("chat_messages.create", "post_title"): (("post_data.title",), kept),
    ("tags.update", "name"): (("tag.name", "name"), _names),
}
"""The same for single operations, with how they are compared."""

_INSIDE = ("task", "list", "folder", "checklist", "user", "member", "guest")
"""Under what an answer may hold the object that was written."""


def _item(asked: Asked, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The item that was made or changed, in the checklist that it is in."""
    items = list(_items(answer.get("items")))
    if "checklist_item_id" in asked:
        mine = [item for item in items if item.get("id") == asked["checklist_item_id"]]
    else:
        mine = [item for item in items if kept(asked.get("name"), item.get("name"))]
    return mine[-1] if mine else {"name": None}


def _items(listed: Any) -> Iterator[Mapping[str, Any]]:
    """Items of a checklist, and those under them."""
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, Mapping):
            yield item
            yield from _items(item.get("children"))


def _invited(asked: Asked, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Somebody who was invited, among the members of the workspace."""
    for member in answer.get("members") or ():
        user = member.get("user") or {}
        if kept(asked.get("email"), user.get("email")):
            return {**member, **user}
    return {"email": None}


_SUBJECTS: Mapping[str, Callable[[Asked, Mapping[str, Any]], Mapping[str, Any]]] = {
    "checklist_items.create": _item,
    "checklist_items.update": _item,
    "guests.invite": _invited,
    "users.invite": _invited,
}
"""Operations of which the answer is an object that the one written is a part of."""


def judged(
    asked: Asked, answer: Any, operation: Operation, zone: tzinfo | None
) -> Iterator[tuple[str, Any, Shown]]:
    """Everything that was asked for, with what the answer shows of it."""
    there = subject(asked, answer, operation)
    for name, value in asked.items():
        parameter = operation.parameters.get(name)
        if parameter is None:
            continue
        if isinstance(parameter.place, Clear):
            yield from _cleared(value, there)
        elif name == "custom_fields":
            yield from _fields(value, shown(there, (name,)), zone)
        elif isinstance(parameter.place, File):
            yield from _file(name, value, asked, there)
        elif isinstance(parameter.place, Body):
            names, rule = _OF.get((operation.name, name)) or (
                _SPELLED.get(name, (parameter.wire_name,)),
                _RULES.get(name, kept),
            )
            if parameter.markdown is not None:
                rule = _text(asked, parameter.markdown)
            if name in _DATES:
                rule = partial(date_kept, timed=asked.get(f"{name}_time") is True, zone=zone)
            if name == "tags" and "tag_action" in asked:
                rule = _TAGGED[asked["tag_action"]]
            yield name, value, Shown(value, shown(there, names), rule)


def _text(asked: Asked, markdown: InMarkdown) -> Kept:
    """How a text is compared that is Markdown unless another parameter says otherwise."""
    if markdown.unless is not None and asked.get(markdown.unless[0]) == markdown.unless[1]:
        return kept
    from agent_connectors.clickup.written.prose import prose

    return lambda text, there: kept(text, there) or prose(text, there, plain=markdown.plain)


def _cleared(names: Any, held: Mapping[str, Any]) -> Iterator[tuple[str, Any, Shown]]:
    """What was to be emptied."""
    for name in names:
        there = shown(held, spelled(name))
        yield name, None, Shown(None, there, lambda _, value: is_nothing(value) or not value)


def _file(
    name: str, value: Any, asked: Asked, there: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Shown]]:
    """What a file is called and how many bytes it has, as far as the answer shows it."""
    text = isinstance(value, str)
    called = asked.get("name") if text else getattr(value, "name", None)
    size = len(value.encode()) if text else getattr(value, "size", None)
    for key, wanted, rule in (("title", called, _called), ("size", size, kept)):
        held = shown(there, (key,))
        if held is not MISSING and wanted is not None:
            yield f"{name}: {key}", wanted, Shown(wanted, held, rule)


def _called(asked: Any, there: Any) -> bool:
    # Marks may be put otherwise in the name of a file.
    return letters(str(asked)) == letters(str(there))


def _fields(entries: Any, there: Any, zone: tzinfo | None) -> Iterator[tuple[str, Any, Shown]]:
    """Values of custom fields, each on its own."""
    known = {
        str(field.get("id")): field
        for field in (there if isinstance(there, list) else ())
        if isinstance(field, Mapping)
    }
    for entry in entries:
        field = known.get(str(entry.get("id")))
        name = f"custom_fields: {entry.get('id') if field is None else field.get('name')}"
        value = MISSING if there is MISSING else (field or {}).get("value")
        asked = entry.get("value")
        # What is made holds nothing before, so it is to hold what was added and nothing else.
        whole = {**entry, "value": asked.get("add")} if is_change(asked) else entry
        yield name, asked, Shown(entry, value, _held(whole, field, zone))


def _held(
    entry: Mapping[str, Any], field: Mapping[str, Any] | None, zone: tzinfo | None
) -> Callable[..., Any]:
    return lambda *_: value_kept(entry, field or {}, zone)


def subject(asked: Asked, answer: Any, operation: Operation) -> Mapping[str, Any]:
    """The object that was written, in an answer."""
    if not isinstance(answer, Mapping):
        return {}
    find = _SUBJECTS.get(operation.name)
    if find is not None:
        try:
            return dict(find(asked, answer))
        except (AttributeError, TypeError):
            return {}
    inner = [answer[key] for key in _INSIDE if isinstance(answer.get(key), Mapping)]
    if len(answer) <= 2 or "id" not in answer:
        for one in inner:
            answer = {**one, **answer}
    return dict(answer)


def spelled(name: str) -> tuple[str, ...]:
    """Under which names an object may show a parameter."""
    return _SPELLED.get(name, (name,))


def shown(held: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """What an object shows under the first of some names that it has."""
    for path in names:
        there: Any = held
        for key in path.split("."):
            there = there.get(key, MISSING) if isinstance(there, Mapping) else MISSING
        if there is not MISSING:
            return there
    return MISSING
