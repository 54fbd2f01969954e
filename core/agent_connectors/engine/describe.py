"""What a model is told about the operations: a list within a few lines, details on request."""

from collections.abc import Iterable
from typing import Any

from agent_connectors.engine.catalogue import Catalogue
from agent_connectors.engine.operation import Operation

__all__ = ["DESCRIBE", "catalogue_text", "describe"]

DESCRIBE = "describe"
"""The action that every entity has: it tells about the others."""


def catalogue_text(catalogue: Catalogue) -> str:
    """The operations, a line an entity, with the parameters that each one needs."""
    lines = [
        "Operations by entity, with the parameters that each needs (`a|b`: one of the two):",
        *(
            f"- {entity}: {', '.join(_brief(operation) for operation in operations)}"
            for entity, operations in _by_entity(catalogue)
        ),
        (
            f'Most take further, optional parameters: the action "{DESCRIBE}" of any entity '
            'lists them, for a single action with params {"action": "..."}.'
        ),
        'Lists take "limit"; `meta.next` of a result holds the params that fetch the rest.',
    ]
    return "\n".join(lines)


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
            for operation in catalogue.filter(entity=entity)
        ],
    }


def _by_entity(catalogue: Catalogue) -> Iterable[tuple[str, list[Operation]]]:
    for entity in catalogue.entities:
        yield entity, list(catalogue.filter(entity=entity))


def _brief(operation: Operation) -> str:
    """An operation with the parameters it needs: `get(task_id)`, `list(folder_id|space_id)`."""
    needed = [p.name for p in operation.parameters.values() if p.required]
    if len(operation.endpoints) > 1:
        choices = dict.fromkeys(name for e in operation.endpoints for name in e.names)
        needed.insert(0, "|".join(name for name in choices if name not in needed))
    return f"{operation.action}({', '.join(needed)})"
