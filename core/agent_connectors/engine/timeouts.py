"""How long to wait."""

from dataclasses import dataclass

__all__ = ["Timeouts"]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds.

    Args:
        total: For the whole call: retries, waiting for the rate limit and all pages included.
        connect: For a connection.
        read: For the next bytes of an answer.
        write: For the next bytes of a request to leave.
    """

    total: float = 120.0
    connect: float = 5.0
    read: float = 30.0
    write: float = 30.0

    @classmethod
    def of(cls, timeout: "float | Timeouts | None") -> "Timeouts":
        """A number stands for the whole call; None for the defaults."""
        if timeout is None:
            return cls()
        return timeout if isinstance(timeout, Timeouts) else cls(total=float(timeout))
