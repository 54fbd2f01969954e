"""What may be done: with a connector, as its owner has set it, and by a client."""

from collections.abc import Awaitable, Callable, Container, Sequence
from typing import NamedTuple, Protocol

from agent_connectors.engine.declare.patterns import covered
from agent_connectors.engine.errors import OperationNotAllowed
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.refusals import DatabaseAway
from agent_connectors.hosted.store.connectors import KeptConnector
from agent_connectors.hosted.store.database import AWAY
from agent_connectors.hosted.tenancy import Caller, Tenancy

__all__ = ["Asked", "Permissions", "permit"]


class Asked(Protocol):
    """What somebody wants to do: an operation, or a question to a store."""

    @property
    def name(self) -> str:
        """Such as `tasks.list`."""

    @property
    def entity(self) -> str:
        """The kind of object."""

    @property
    def effect(self) -> str:
        """What it does to the product."""


class _Owner(NamedTuple):
    """Whose list of operations says what is allowed, and where it is set."""

    name: str
    set_by: str


_CONNECTOR = _Owner("connector", "Its `operations` on the server decide.")
_CLIENT = _Owner("client", "`serve admin client change` sets what it may do.")


def permit(
    caller: Caller, kept: KeptConnector, operation: Asked, only_by_name: Container[str] = ()
) -> None:
    """Lets an operation pass, if the connector and the client allow it.

    Args:
        caller: Who calls.
        kept: The connector.
        operation: What is to be done.
        only_by_name: Operations that are allowed only where the connector names their entity.

    Raises:
        OperationNotAllowed: They do not.
    """
    _listed(_CONNECTOR, kept.operations, operation)
    _listed(_CLIENT, caller.client.operations, operation)
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
    if operation.name in only_by_name and not any(
        pattern.startswith(f"{operation.entity}.") for pattern in kept.operations or ()
    ):
        raise OperationNotAllowed(
            "This lets others in, and is switched off.",
            hint=f"Nothing was sent. `{operation.entity}.*` in the `operations` of the connector "
            "allows it, beside `*.*` for all the rest.",
            operation=operation.name,
        )


def _listed(owner: _Owner, patterns: Sequence[str] | None, operation: Asked) -> None:
    if patterns is None or covered(operation.name, patterns):
        return
    allowed = ", ".join(f"`{pattern}`" for pattern in patterns) or "nothing"
    verb = "allows" if owner is _CONNECTOR else "may do"
    raise OperationNotAllowed(
        f"This {owner.name} {verb} {allowed}.",
        hint=f"Nothing was sent. {owner.set_by}",
        operation=operation.name,
    )


class Permissions:
    """Asks what may be done, when a call begins and once more when it has waited.

    Args:
        kinds: Which operations are allowed only by name.
        tenancy: Knows who is let in.
        find: Gives a connector by organization and id, as it was a moment ago at most.
        same: Whether two states of a connector have the same credential.
    """

    def __init__(
        self,
        kinds: ConnectorKinds,
        tenancy: Tenancy,
        find: Callable[[tuple[str, str]], Awaitable[KeptConnector | None]],
        same: Callable[[KeptConnector, KeptConnector], bool],
    ) -> None:
        self._kinds = kinds
        self._tenancy = tenancy
        self._find = find
        self._same = same

    def ask(self, caller: Caller, kept: KeptConnector, operation: Asked) -> None:
        """Lets an operation pass, if the connector and the client allow it.

        Raises:
            OperationNotAllowed: They do not.
        """
        permit(caller, kept, operation, self._kinds.of(kept.definition_id).only_by_name)

    async def ask_again(self, caller: Caller, kept: KeptConnector, operation: Asked) -> None:
        """Lets a call go on, if it would be let in now.

        Raises:
            OperationNotAllowed: The client, the connector or what it allows has changed.
            DatabaseAway: That cannot be told.
        """
        try:
            who = await self._tenancy.again(caller)
            now = await self._find((caller.organization_id, kept.id))
        except AWAY:
            raise DatabaseAway(
                "The server's database is away, so nobody can tell whether this is still allowed.",
                hint="It was not carried out. Try again later.",
                operation=operation.name,
            ) from None
        if who is None:
            changed = "The client was shut out, or given another secret,"
        elif now is None or not who.reaches(now.workspace):
            changed = "The connector was removed"
        elif now.credentials != kept.credentials and not self._same(kept, now):
            changed = "The connector was given another credential"
        else:
            self.ask(who, now, operation)
            return
        raise OperationNotAllowed(
            f"{changed} while the call waited.",
            hint="It was not carried out.",
            operation=operation.name,
        )
