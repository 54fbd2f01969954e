"""What may be done with a connector, as its owner has set it."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConfigurationError, OperationNotAllowed
from agent_connectors.engine.values.names import nearest
from agent_connectors.hosted.store.connectors import KeptConnector

__all__ = ["check_patterns", "permit"]


def check_patterns(catalogue: Catalogue, patterns: Sequence[str] | None) -> None:
    """Refuses patterns that allow nothing, as they must be misspelt.

    Raises:
        ConfigurationError: No operation has such a name; the text names the nearest.
    """
    names = [operation.name for operation in catalogue]
    for pattern in patterns or ():
        if not any(fnmatchcase(name, pattern) for name in names):
            known = [*names, *(f"{entity}.*" for entity in catalogue.entities)]
            near = nearest(pattern, known)
            hint = f"Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
            raise ConfigurationError(f"No operation is called `{pattern}`.", hint=hint)


def permit(kept: KeptConnector, operation: Operation) -> None:
    """Lets an operation pass, if the connector allows it.

    Raises:
        OperationNotAllowed: It does not.
    """
    if kept.operations is not None and not any(
        fnmatchcase(operation.name, pattern) for pattern in kept.operations
    ):
        allowed = ", ".join(f"`{pattern}`" for pattern in kept.operations) or "nothing"
        raise OperationNotAllowed(
            f"This connector allows {allowed}.",
            hint="Nothing was sent. Its `operations` on the server decide.",
            operation=operation.name,
        )
    if kept.read_only and operation.effect != "read":
        raise OperationNotAllowed(
            "This connector is read-only.",
            hint="Nothing was sent. Its `read_only` on the server decides.",
            operation=operation.name,
        )
    if operation.effect == "destructive" and not kept.allow_destructive:
        raise OperationNotAllowed(
            "This cannot be undone, and is switched off.",
            hint="Nothing was sent. `allow_destructive` of the connector on the server decides.",
            operation=operation.name,
        )
