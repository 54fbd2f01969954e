"""How long to wait, and over how many connections at once."""

from dataclasses import dataclass, fields
from typing import Any

from agent_connectors.engine.errors import ConfigurationError, InvalidCall
from agent_connectors.engine.values.settings import seconds
from agent_connectors.engine.values.unseen import unseen_fields

__all__ = ["CONNECTIONS", "Timeouts"]

CONNECTIONS = 64
"""How many one event loop may open, if nothing else is said."""


@unseen_fields
@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds.

    Args:
        total: For the whole call: retries, waiting for the rate limit and all pages included.
        connect: For a connection.
        read: For the next bytes of an answer.
        write: For the next bytes of a request to leave.

    Raises:
        ConfigurationError: One of them is no number of seconds above 0.
    """

    total: float = 120.0
    connect: float = 5.0
    read: float = 30.0
    write: float = 30.0

    def __post_init__(self) -> None:
        for field in fields(self):
            seconds(field.name, getattr(self, field.name))

    @classmethod
    def of(cls, timeout: "float | Timeouts | None") -> "Timeouts":
        """A number stands for the whole call; None for the defaults.

        Raises:
            ConfigurationError: It is something else, or no number of seconds above 0.
        """
        if timeout is None:
            return cls()
        return timeout if isinstance(timeout, Timeouts) else cls(total=seconds("timeout", timeout))

    def within(self, timeout: Any) -> float:
        """Seconds that a call may take that asks for at most so many; None asks for nothing.

        Raises:
            InvalidCall: It is no number of seconds above 0.
        """
        if timeout is None:
            return self.total
        try:
            return min(seconds("timeout", timeout), self.total)
        except ConfigurationError as error:
            hint = "Nothing was sent. Leave it out for as long as the connector allows."
            raise InvalidCall(error.message, hint=hint) from None
