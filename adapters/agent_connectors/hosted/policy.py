"""What may be done with a connector, as its owner has set it."""

from collections.abc import Awaitable, Callable, Sequence
from fnmatch import fnmatchcase

from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    ConfigurationError,
    ConnectionFailed,
    OperationNotAllowed,
)
from agent_connectors.engine.values.names import nearest
from agent_connectors.hosted.store.connectors import KeptConnector
from agent_connectors.hosted.store.database import AWAY
from agent_connectors.hosted.tenancy import Caller, Tenancy

__all__ = ["Permissions", "check_patterns", "permit"]


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


class Permissions:
    """Asks once more what was asked when a call began: it may have waited since.

    Args:
        tenancy: Knows who is let in.
        find: Gives a connector by organization and id, as it was a moment ago at most.
        same: Whether two states of a connector have the same credential.
    """

    def __init__(
        self,
        tenancy: Tenancy,
        find: Callable[[tuple[str, str]], Awaitable[KeptConnector | None]],
        same: Callable[[KeptConnector, KeptConnector], bool],
    ) -> None:
        self._tenancy = tenancy
        self._find = find
        self._same = same

    async def ask_again(self, caller: Caller, kept: KeptConnector, operation: Operation) -> None:
        """Lets a call go on, if it would be let in now.

        Raises:
            OperationNotAllowed: The client, the connector or what it allows has changed.
            ConnectionFailed: That cannot be told.
        """
        try:
            let_in = await self._tenancy.lets_in(caller)
            now = await self._find((caller.organization_id, kept.id))
        except AWAY:
            raise ConnectionFailed(
                "The server's database is away, so nobody can tell whether this is still allowed.",
                hint="It was not carried out. Try again later.",
                operation=operation.name,
            ) from None
        if not let_in:
            changed = "The client was shut out, or given another secret,"
        elif now is None:
            changed = "The connector was removed"
        elif now.credentials != kept.credentials and not self._same(kept, now):
            changed = "The connector was given another credential"
        else:
            permit(now, operation)
            return
        raise OperationNotAllowed(
            f"{changed} while the call waited.",
            hint="It was not carried out.",
            operation=operation.name,
        )
