"""What a connector may do: the switches it was made with, and what its class says."""

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import OperationNotAllowed
from agent_connectors.engine.values.settings import switch

__all__ = ["Permissions"]


class Permissions:
    """What may be done.

    Args:
        read_only: Refuse everything that changes something.
        allow_destructive: Permit operations that cannot be undone.
    """

    def __init__(self, *, read_only: bool, allow_destructive: bool) -> None:
        self._read_only = switch("read_only", read_only)
        self._allow_destructive = switch("allow_destructive", allow_destructive)

    @property
    def read_only(self) -> bool:
        """Whether everything that changes something is refused."""
        return self._read_only

    @property
    def allow_destructive(self) -> bool:
        """Whether operations that cannot be undone are permitted."""
        return self._allow_destructive

    def allows(self, operation: Operation) -> bool:
        """Whether this connector may carry out an operation; a subclass may refuse more."""
        if operation.effect == "read":
            return True
        # By the names that only this class has: a subclass may have attributes of its own.
        return not self._read_only and (operation.effect == "write" or self._allow_destructive)

    def permits(self, operation: Operation) -> bool:
        """Whether the switches let an operation pass, and the connector's class too.

        Where a subclass has its own `allows`, the switches count all the same.
        """
        return Permissions.allows(self, operation) and self.allows(operation)

    def permit(self, operation: Operation) -> None:
        """Lets an operation pass, if this connector may carry it out.

        Raises:
            OperationNotAllowed: It is switched off.
        """
        if self.permits(operation):
            return
        if Permissions.allows(self, operation):
            raise OperationNotAllowed(
                f"`{type(self).__name__}` does not allow this.",
                hint="Nothing was sent. Its own method `allows` decides it.",
                operation=operation.name,
            )
        if self._read_only:
            raise OperationNotAllowed(
                "This connector is read-only.",
                hint="Nothing was sent. Set `read_only=False` to allow changes.",
                operation=operation.name,
            )
        raise OperationNotAllowed(
            "This cannot be undone, and is switched off.",
            hint="Nothing was sent. Set `allow_destructive=True` on the connector to allow it.",
            operation=operation.name,
        )
