"""Puts together what carries out ClickUp's operations: directly, or through a server."""

from functools import cache
from importlib.metadata import version
from typing import Any

from agent_connectors.clickup.access.auth import ClickupApiAuthConfig
from agent_connectors.clickup.access.product import CLICKUP
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.executor.executor import DirectExecutor, Executor
from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
from agent_connectors.engine.hosted.executor import HostedExecutor
from agent_connectors.engine.network.messages import Request
from agent_connectors.engine.network.timeouts import Timeouts
from agent_connectors.engine.network.transport import HttpTransport
from agent_connectors.engine.pacing.pacer import Budget, Budgets
from agent_connectors.engine.pacing.shared import budget_for, key_of
from agent_connectors.engine.running.last_resort import only_ours

__all__ = ["CONNECTOR_TYPE", "DEFINITION_ID", "create", "make_executor"]

CONNECTOR_TYPE = "Clickup-Api"
"""What servers call this connector."""

DEFINITION_ID = "311a7a27-3fb5-4f7e-8265-5e4afe258b66"
"""The id of this kind of connector on Airbyte's servers."""


def make_executor(
    auth: ClickupApiAuthConfig | AirbyteAuthConfig,
    base_url: str,
    *,
    timeouts: Timeouts,
    connections: int,
    budget: Budget | Budgets | None = None,
    app: Any = None,
) -> Executor:
    """What carries out operations with these credentials.

    Args:
        auth: The credentials; their kind decides.
        base_url: Where to send the calls.
        timeouts: How long to wait.
        connections: How many connections one event loop may hold.
        budget: How many requests may be sent directly, and when: a budget, or budgets by
            credential; the one that the process has for this credential if not given.
        app: An ASGI application to call instead of the network.
    """
    agent = _agent()
    if isinstance(auth, AirbyteAuthConfig):
        return HostedExecutor(
            auth,
            base_url,
            DEFINITION_ID,
            timeouts=timeouts,
            connections=connections,
            user_agent=agent,
            app=app,
            another=CLICKUP.another,
        )

    def headers(_: Request) -> dict[str, str]:
        return {
            "Authorization": auth.authorization(),
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": agent,
        }

    transport = HttpTransport(
        base_url, headers, timeouts=timeouts, connections=connections, app=app
    )
    shared = budget_for(key_of(base_url, auth.authorization()), budget, app)
    return DirectExecutor(CLICKUP, transport, budget=shared, secrets=lambda: (auth.secret,))


@cache
def _agent() -> str:
    """What to call oneself; finding out the version takes reading files."""
    return f"agent-connectors/{version('agent-connectors')}"


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
