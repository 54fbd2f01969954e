"""What to look at after a write of which nobody knows whether it was carried out."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import OutcomeUnknown

__all__ = ["explain"]

_NAMES = ("name", "title")
_LONGEST = 100


def explain(
    error: OutcomeUnknown,
    operation: Operation,
    checked: Mapping[str, Any],
    operations: Iterable[Operation],
) -> None:
    """Adds what the write should have changed, and the call that shows whether it did.

    Args:
        error: What was raised; changed here.
        operation: The write.
        checked: Its parameters.
        operations: All operations of the product.
    """
    ids = {name for endpoint in operation.endpoints for name in endpoint.names}
    told = {
        name: value
        for name, value in checked.items()
        if (name in ids or name in _NAMES or name.endswith(("_id", "_ids")))
        and isinstance(value, str | int)
        and len(str(value)) <= _LONGEST
    }
    if error.params or not told:
        return
    error.params = told
    shown = ", ".join(f"{name} {value!r}" for name, value in told.items())
    look = _look(operation, told, operations)
    error.message = f"{error.message} It was about {shown}."
    if look is not None:
        error.look = look
        name, params = look
        error.hint = (
            f"It was not repeated. `{name}` {json.dumps(params, ensure_ascii=False)} shows whether "
            "it was done: look first, and send it again only if it was not."
        )


def _look(
    operation: Operation, told: Mapping[str, Any], operations: Iterable[Operation]
) -> tuple[str, dict[str, Any]] | None:
    """The read that shows the object, or else the list that it should be in."""
    reads = {
        other.action: other
        for other in operations
        if other.entity == operation.entity and other.effect == "read"
    }
    for action in ("get", "list"):
        other = reads.get(action)
        if other is None:
            continue
        params = {name: told[name] for name in other.parameters if name in told}
        params = {name: value for name, value in params.items() if name not in _NAMES}
        needed = [name for name, parameter in other.parameters.items() if parameter.required]
        if params and all(name in params for name in needed):
            return other.name, params
    return None
