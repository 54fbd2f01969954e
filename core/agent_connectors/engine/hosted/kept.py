"""The connectors that a server keeps: looked at, and removed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.hosted.api import CONNECTOR, CONNECTORS, LOOK_UP, REMOVE
from agent_connectors.engine.hosted.auth import checked_id
from agent_connectors.engine.hosted.executor import HostedExecutor, read_connectors
from agent_connectors.engine.network.messages import Request, Response

__all__ = ["KeptConnector", "list_connectors", "path_of", "remove", "through_server"]

_PAGES = 1_000
"""Pages after which a server is taken to begin anew again and again."""


@dataclass(frozen=True, slots=True)
class KeptConnector:
    """A connector that a server keeps.

    Attributes:
        id: Its id, for `AirbyteAuthConfig(connector_id=...)`.
        name: Its name.
        told: All that the server says of it, such as `read_only`.
    """

    id: str
    name: str
    told: Mapping[str, Any]


def through_server(executor: object) -> HostedExecutor:
    """What goes through a server.

    Raises:
        ConfigurationError: It calls the product itself.
    """
    if isinstance(executor, HostedExecutor):
        return executor
    raise ConfigurationError(
        "This needs a server, which keeps the credentials.",
        hint="Pass `airbyte_config=AirbyteAuthConfig(...)`.",
    )


async def list_connectors(server: HostedExecutor, *, max_seconds: float) -> list[KeptConnector]:
    """The connectors of this kind in the workspace.

    Args:
        server: Goes through the server.
        max_seconds: Seconds that it may take.

    Raises:
        ConnectorError: They cannot be told.
    """
    deadline = asyncio.get_running_loop().time() + max_seconds
    found: dict[str, KeptConnector] = {}
    where = [server.auth.workspace, ("definition_id", server.definition_id)]
    cursor: list[tuple[str, str]] = []
    for _ in range(_PAGES):
        target = f"{CONNECTORS}?{urlencode([*where, *cursor])}"
        request = Request("GET", target, template=CONNECTORS)
        page = await server.exchange.run(LOOK_UP, request, read_connectors, deadline=deadline)
        for each in page.data:
            id_ = checked_id(each["id"])
            found[id_] = KeptConnector(id_, str(each.get("name", "")), each)
        if page.next is None:
            break
        cursor = [("cursor", page.next["cursor"])]
    return list(found.values())


async def remove(server: HostedExecutor, connector_id: str, *, deadline: float) -> None:
    """Removes a connector, and the credentials that the server keeps for it.

    Args:
        server: Goes through the server.
        connector_id: Its id.
        deadline: When to give up, in the event loop's time.

    Raises:
        ConnectorError: It was not removed, or that cannot be told.
    """
    request = Request("DELETE", path_of(connector_id), template=CONNECTOR)
    await server.exchange.run(REMOVE, request, _read_nothing, deadline=deadline)


def path_of(connector_id: str) -> str:
    """The path of a connector."""
    return f"{CONNECTORS}/{quote(checked_id(connector_id), safe='')}"


def _read_nothing(_: Response) -> Page:
    return Page(None)
