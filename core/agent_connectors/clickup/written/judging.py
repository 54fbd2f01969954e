"""Looks in an answer for what was asked for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from agent_connectors.clickup.written.comparing import Kept, is_nothing, kept, letters
from agent_connectors.clickup.written.custom import is_change, value_kept
from agent_connectors.clickup.written.forms import way_of
from agent_connectors.clickup.written.forms.base import MISSING, look
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body, Clear, File, InMarkdown

__all__ = ["Asked", "Shown", "by_custom_id", "judged", "subject"]

Asked = Mapping[str, Any]


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
        way = way_of(operation, name)
        if isinstance(parameter.place, Clear):
            yield from _cleared(value, there, operation)
        elif way.mark.form == "field_values":
            yield from _fields(value, look(there, way.at), zone)
        elif isinstance(parameter.place, File):
            yield from _file(name, value, asked, there)
        elif isinstance(parameter.place, Body):
            rule = way.form.rule(parameter, asked, zone)
            if parameter.markdown is not None:
                rule = _text(asked, parameter.markdown)
            if by_custom_id(name, asked, operation):
                yield name, value, Shown(value, look(there, way.at), _custom_id_kept)
                continue
            yield name, value, Shown(value, look(there, way.at), rule)


def by_custom_id(name: str, asked: Asked, operation: Operation) -> bool:
    """Whether a parameter names a task by its custom id, which few answers show."""
    return bool(asked.get("custom_task_ids")) and name in operation.naming("task")


def _custom_id_kept(asked: Any, there: Any) -> bool | None:
    """Whether a task has a custom id; None where only its own id is shown."""
    if not isinstance(there, Mapping) or "id" not in there:
        return False
    shown = there.get("custom_id")
    return None if shown is None else str(shown).casefold() == str(asked).casefold()


def _text(asked: Asked, markdown: InMarkdown) -> Kept:
    """How a text is compared that is Markdown unless another parameter says otherwise."""
    if markdown.unless is not None and asked.get(markdown.unless[0]) == markdown.unless[1]:
        return kept
    from agent_connectors.clickup.written.prose import prose

    return lambda text, there: kept(text, there) or prose(text, there, plain=markdown.plain)


def _cleared(
    names: Any, held: Mapping[str, Any], operation: Operation
) -> Iterator[tuple[str, Any, Shown]]:
    """What was to be emptied."""
    for name in names:
        there = look(held, way_of(operation, name).at)
        yield name, None, Shown(None, there, lambda _, value: is_nothing(value) or not value)


def _file(
    name: str, value: Any, asked: Asked, there: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Shown]]:
    """What a file is called and how many bytes it has, as far as the answer shows it."""
    text = isinstance(value, str)
    called = asked.get("name") if text else getattr(value, "name", None)
    size = len(value.encode()) if text else getattr(value, "size", None)
    for key, wanted, rule in (("title", called, _called), ("size", size, kept)):
        held = look(there, (key,))
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
