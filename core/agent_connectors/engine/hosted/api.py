"""The server's API: its paths, its own operations, and what its refusals mean."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.declare.endpoint import Answer
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import AuthenticationError
from agent_connectors.engine.executor.product import Product, Verdict, by_status
from agent_connectors.engine.hosted.auth import AIRBYTE_CLOUD
from agent_connectors.engine.hosted.relay import from_wire

__all__ = [
    "CHANGE",
    "CONNECTOR",
    "CONNECTORS",
    "CREATE",
    "HOSTED",
    "LOOK_UP",
    "REMOVE",
    "STORE",
    "TOKEN",
    "TOKEN_PATH",
]

TOKEN_PATH = "/api/v1/account/applications/token"  # noqa: S105 - a path

CONNECTORS = "/api/v1/integrations/connectors"

CONNECTOR = f"{CONNECTORS}/{{connector_id}}"
"""The path of one, with the name of its id."""


def _message(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """What the server said; frameworks for servers put it under `detail`."""
    for key in ("detail", "message", "error"):
        said = body.get(key)
        if isinstance(said, str) and said:
            return said, None
        if isinstance(said, list) and said:
            return "; ".join(str(item.get("msg", item)) for item in said), None
    return None, None


_HINTS: Mapping[int, str] = {
    404: "The server knows no such connector, or it is not this client's: check `connector_id`, "
    "the workspace and `base_url`, or make one with `create`.",
    409: "It is at odds with what the server holds. Nothing was changed: look at what it names, "
    "and change that or the call.",
    422: "The server does not take the call in this form. Nothing was changed: fix what it names; "
    "if it is right, the server is of another version than this package.",
}


def _judge(status: int, _code: str | None, _said: str | None) -> Verdict:
    if status == 401:
        return Verdict(AuthenticationError, "Check the client id and secret.")
    hint = _HINTS.get(status)
    return by_status(status) if hint is None else Verdict(by_status(status).error, hint)


HOSTED = Product(
    name="The connector server",
    base_url=AIRBYTE_CLOUD,
    message=_message,
    judge=_judge,
    trace_header="x-request-id",
    relayed=from_wire,
    rate=None,
)


async def _nothing() -> None:
    """Stands where an operation of the server itself has no method."""


def _own(action: str, effect: Any) -> Operation:
    operation = Operation(_nothing, effect=effect, endpoints=(), answer=Answer())
    return operation.altered(entity="connector server", action=action)


TOKEN = _own("token", "read")
"""Getting a token: changes nothing that matters, so it may be repeated."""

LOOK_UP = _own("look up", "read")

CREATE = _own("create", "write")

CHANGE = _own("change", "write")

REMOVE = _own("remove", "destructive")

STORE = _own("store", "read")
"""A question to a context store that the server keeps."""
