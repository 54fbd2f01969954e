"""Whether an answer is about the object that was asked about."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.declare.operation import Operation

__all__ = ["another"]

_CHANGES = {"GET", "PUT", "PATCH"}
"""Methods of which the answer is the object that the path ends with."""


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
