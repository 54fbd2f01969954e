"""ClickUp through a server that holds the token."""

from typing import Any

from agent_connectors.clickup.access.auth import ClickupApiAuthConfig
from agent_connectors.clickup.access.product import CLICKUP
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.executor.executor import Executor
from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
from agent_connectors.engine.hosted.executor import HostedExecutor
from agent_connectors.engine.network.timeouts import Timeouts
from agent_connectors.engine.running.last_resort import only_ours

__all__ = ["CONNECTOR_TYPE", "DEFINITION_ID", "create", "hosted_executor"]

CONNECTOR_TYPE = "Clickup-Api"
"""What servers call this connector."""

DEFINITION_ID = "311a7a27-3fb5-4f7e-8265-5e4afe258b66"
"""The id of this kind of connector on Airbyte's servers."""


def hosted_executor(
    auth: AirbyteAuthConfig,
    base_url: str,
    *,
    timeouts: Timeouts,
    connections: int,
    app: Any = None,
) -> Executor:
    """What carries out operations through a server that holds the token.

    Args:
        auth: Who calls, and in which workspace.
        base_url: Where the server is.
        timeouts: How long to wait.
        connections: How many connections one event loop may hold.
        app: An ASGI application to call instead of the network.
    """
    return HostedExecutor(
        auth,
        base_url,
        DEFINITION_ID,
        timeouts=timeouts,
        connections=connections,
        app=app,
        another=CLICKUP.another,
    )


async def create(
    executor: Executor,
    auth: ClickupApiAuthConfig,
    *,
    name: str,
    timeouts: Timeouts,
    read_only: bool,
    allow_destructive: bool,
) -> None:
    """Makes a connector on a server, which keeps the token, and uses it from now on.

    Args:
        executor: Goes through the server.
        auth: The token.
        name: A name for the connector on the server.
        timeouts: How long to wait.
        read_only: Whether the server is to refuse everything that changes something.
        allow_destructive: Whether the server is to permit what cannot be undone.

    Raises:
        ConnectorError: It was not made, or that cannot be told.
    """
    if not isinstance(executor, HostedExecutor):
        raise ConfigurationError(
            "Making a connector needs a server, and a ClickUp token to leave there.",
            hint="Pass `airbyte_config=AirbyteAuthConfig(...)` and "
            "`auth_config=ClickupApiAuthConfig(...)`.",
        )
    await only_ours(
        lambda: executor.create(
            CONNECTOR_TYPE,
            auth.parts,
            name=name,
            # What is off is not sent: servers have it off, and some know no such switch.
            allowed={"allow_destructive": True} if allow_destructive else {},
            forbidden={"read_only": True} if read_only else {},
            patience=timeouts.total,
        ),
        "create",
        secrets=executor.secrets,
    )
