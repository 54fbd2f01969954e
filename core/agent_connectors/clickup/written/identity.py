"""Whether an answer is about the object that was asked about, and about one that is there."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.declare.operation import Operation

__all__ = ["another", "deleted"]

_CHANGES = {"GET", "PUT", "PATCH"}
"""Methods of which the answer is the object that the path ends with."""


_AROUND = ("list", "folder", "space")
"""What a record tells that it is in."""

_OWNERS = {"checklist_items": "checklist_id"}
"""What names the object in the answer, where that is the one that the written one is in."""


def another(operation: Operation, checked: Mapping[str, Any], answer: Any) -> str | None:
    """What to say of an answer about another object than was asked for; None if it is the same.

    Args:
        operation: What was carried out.
        checked: Its parameters.
        answer: The object in the answer.
    """
    endpoint = operation.endpoint_for(checked) if operation.endpoints else None
    if endpoint is None or not isinstance(answer, Mapping):
        return None
    for name in endpoint.names:
        asked = checked.get(name)
        ids = _ids(name, answer)
        if operation.entity == "views":
            ids += _parent(answer)
        if name == _OWNERS.get(operation.entity) or (
            endpoint.method in _CHANGES
            and endpoint.path.endswith(f"{{{name}}}")
            and operation.entity not in _OWNERS
        ):
            ids += _own(answer)
        if asked is None or not ids or _plain(asked) in ids:
            continue
        if checked.get("custom_task_ids") and not _shows_custom_id(answer):
            continue
        what = name.removesuffix("_id").replace("_", " ")
        own = _own(answer)
        whose = f", in an answer about {own[0]}" if own and own[0] != ids[0] else ""
        return f"it is about another {what}: asked for {asked}, it is {ids[0]}{whose}"
    return None


def _ids(name: str, answer: Mapping[str, Any]) -> list[str]:
    """The ids in an answer of what a parameter of the path names."""
    thing = answer.get(name.removesuffix("_id"))
    found = [answer.get(name), answer.get(f"new_{name}")]
    if isinstance(thing, Mapping):
        found += [thing.get("id"), thing.get("custom_id")]
    return [_plain(one) for one in found if isinstance(one, str | int) and one != ""]


def _parent(answer: Mapping[str, Any]) -> list[str]:
    """The id of the place that a view is in, whatever its kind."""
    parent = answer.get("parent")
    found = parent.get("id") if isinstance(parent, Mapping) else None
    return [_plain(found)] if isinstance(found, str | int) and found != "" else []


def _shows_custom_id(answer: Mapping[str, Any]) -> bool:
    """Whether an answer shows the custom id of a task, by which it may have been asked for."""
    task = answer.get("task")
    return bool(answer.get("custom_id") or (isinstance(task, Mapping) and task.get("custom_id")))


def _own(answer: Mapping[str, Any]) -> list[str]:
    """The ids of the object itself."""
    inner = answer.get("user")
    user = inner.get("id") if isinstance(inner, Mapping) and "id" not in answer else None
    found = [answer.get("id"), answer.get("custom_id"), user]
    return [_plain(one) for one in found if isinstance(one, str | int) and one != ""]


def _plain(identifier: Any) -> str:
    return str(identifier).casefold()


def deleted(operation: Operation, data: Any) -> list[str]:
    """Warnings where an object, or what it is in, has been deleted; ClickUp shows it all the same.

    Args:
        operation: What was carried out.
        data: The object.
    """
    if not isinstance(data, Mapping):
        return []
    noun = operation.entity.removesuffix("s").replace("_", " ")
    gone = [f"This {noun}"] if data.get("deleted") is True else []
    gone += [
        f"The {kind} that this {noun} is in"
        for kind in _AROUND
        if isinstance(data.get(kind), Mapping) and data[kind].get("deleted") is True
    ]
    end = "." if operation.effect == "read" else ": what was changed shows nowhere."
    return [f"{what} is deleted{end}" for what in gone]
