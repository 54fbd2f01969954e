"""What a model is told about the operations: a list within a few lines, details on request."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.operation import Operation

__all__ = ["DESCRIBE", "catalogue_text", "describe"]

_MORE = (
    'Action "describe" of an entity tells its optional params (of one action: params '
    '{"action": ...}). Lists take "limit"; "fields" picks fields, "detail": "full" shows all; '
    "meta.next holds the params that fetch the rest."
)

_WITH_PARAMS = "Entities and their actions, with the params each needs (a|b: one of them):"
_WITHOUT = "Entities and their actions:"

DESCRIBE = "describe"
"""The action that every entity has: it tells about the others."""


def catalogue_text(
    catalogue: Catalogue,
    room: int | None = None,
    *,
    highlights: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The operations, in as much detail as there is room for.

    What each needs is left out first where it is likely to be needed least: at the end of the
    catalogue.

    Args:
        catalogue: The operations.
        room: Characters; None for as many as it takes to name what each operation needs.
        highlights: Parameters to name although they are not needed, by operation.
    """
    telling = highlights or {}
    groups = list(_by_entity(catalogue))
    whole = [
        f"{entity}: {', '.join(_brief(op, telling.get(op.name, ())) for op in ops)}"
        for entity, ops in groups
    ]
    names = [f"{entity}: {', '.join(op.action for op in ops)}" for entity, ops in groups]
    for count in range(len(whole), 0, -1):
        text = _text(_WITH_PARAMS, whole[:count] + names[count:])
        if room is None or len(text) <= room:
            return text
    for count in range(len(names), 0, -1):
        others = [f"Others: {', '.join(catalogue.entities[count:])}"] if names[count:] else []
        text = _text(_WITHOUT, names[:count] + others)
        if len(text) <= (room or 0):
            return text
    return _text("Entities:", [", ".join(catalogue.entities)])


def _text(heading: str, lines: Iterable[str]) -> str:
    return "\n".join((heading, *lines, _MORE))


def describe(catalogue: Catalogue, entity: str, action: str | None) -> dict[str, Any]:
    """The actions of an entity, or all about one of them.

    Raises:
        UnknownOperation: There is no such entity or action.
    """
    if action is not None:
        operation = catalogue.get(entity, action)
        return {
            "operation": operation.name,
            "effect": operation.effect,
            "description": operation.description,
            "params": operation.schema,
        }
    return {
        "entity": entity,
        "actions": [
            {"signature": operation.signature, "summary": operation.summary}
            for operation in catalogue.of(entity)
        ],
    }


def _by_entity(catalogue: Catalogue) -> Iterable[tuple[str, list[Operation]]]:
    for entity in catalogue.entities:
        yield entity, list(catalogue.filter(entity=entity))


def _brief(operation: Operation, more: Sequence[str]) -> str:
    """An operation with the parameters it needs: `get(task_id)`, `list(folder_id|space_id)`."""
    needed = [p.name for p in operation.parameters.values() if p.required]
    if operation.one_of:
        needed.append("|".join(operation.one_of))
    if len(operation.endpoints) > 1:
        choices = dict.fromkeys(name for e in operation.endpoints for name in e.names)
        chosen = "|".join(
            name
            for name in choices
            if name not in needed and not operation.parameters[name].inferred
        )
        optional = any(operation.parameters[name].inferred for name in choices)
        needed.insert(0, f"{chosen}?" if optional and chosen else chosen)
    return f"{operation.action}({', '.join((*filter(None, needed), *(f'{n}?' for n in more)))})"
