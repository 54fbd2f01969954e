"""Leaves credentials with a server."""

from collections.abc import Mapping

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.executor.executor import Executor
from agent_connectors.engine.hosted.executor import HostedExecutor
from agent_connectors.engine.network.timeouts import Timeouts
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["create"]


async def create(
    executor: Executor,
    connector_type: str,
    credentials: Mapping[str, Secret],
    *,
    name: str,
    timeouts: Timeouts,
    read_only: bool,
    allow_destructive: bool,
) -> None:
    """Makes a connector on a server, which keeps the credentials, and uses it from now on.

    Args:
        executor: Goes through the server.
        connector_type: What servers call connectors of this kind.
        credentials: What the product lets in, by the names that the server takes them under.
        name: A name for the connector on the server.
        timeouts: How long to wait.
        read_only: Whether the server is to refuse everything that changes something.
        allow_destructive: Whether the server is to permit what cannot be undone.

    Raises:
        ConnectorError: It was not made, or that cannot be told.
    """
    if not isinstance(executor, HostedExecutor):
        raise ConfigurationError(
            "Making a connector needs a server, to leave the credentials there.",
            hint="Pass `airbyte_config=AirbyteAuthConfig(...)`.",
        )
    await only_ours(
        lambda: executor.create(
            connector_type,
            credentials,
            name=name,
            # What is off is not sent: servers have it off, and some know no such switch.
            allowed={"allow_destructive": True} if allow_destructive else {},
            forbidden={"read_only": True} if read_only else {},
            max_seconds=timeouts.total,
        ),
        "create",
        secrets=executor.secrets,
    )
