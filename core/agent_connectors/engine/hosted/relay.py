"""Errors on the wire: what happened behind a server is raised before it as the same error."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine import errors
from agent_connectors.engine.errors import ApiError, ConnectorError, OutcomeUnknown, RateLimited

__all__ = ["from_wire", "to_wire"]

_FIELDS = ("message", "hint", "operation", "status", "code", "said", "trace", "retry_after")


def to_wire(error: ConnectorError) -> dict[str, Any]:
    """An error as JSON."""
    fields = {name: getattr(error, name, None) for name in _FIELDS}
    return {
        "type": type(error).__name__,
        **{n: v for n, v in fields.items() if v not in (None, "")},
    }


def from_wire(body: Mapping[str, Any]) -> ConnectorError | None:
    """The error that a body passes on; None if it passes on none."""
    wire = body.get("error")
    if not isinstance(wire, Mapping):
        return None
    kind = getattr(errors, str(wire.get("type")), None)
    if not (isinstance(kind, type) and issubclass(kind, ConnectorError)):
        return None
    names = {"hint", "operation"}
    if issubclass(kind, ApiError):
        names |= {"status", "code", "said", "trace"}
    elif issubclass(kind, OutcomeUnknown):
        names |= {"status"}
    fields: dict[str, Any] = {name: wire[name] for name in names if name in wire}
    error = kind(str(wire.get("message", "")), **fields)
    wait = wire.get("retry_after")
    if isinstance(error, RateLimited) and isinstance(wait, int | float):
        error.retry_after = float(wait)
    return error
