"""What a sandbox notes of each request."""

from dataclasses import dataclass

from agent_connectors.clickup.sandbox.faults import FaultKind

__all__ = ["RequestRecord"]


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A request that came in, without its headers and body.

    Attributes:
        method: The HTTP method.
        path: The URL path, percent-encoded as it came.
        query: The query string, as it came.
        status: The HTTP status it was answered with; `None` where a fault left it unanswered.
        fault: The kind of the failure it met, of those that `fail` sets up.
    """

    method: str
    path: str
    query: str
    status: int | None
    fault: FaultKind | None = None
