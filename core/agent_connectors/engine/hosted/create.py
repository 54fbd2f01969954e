"""Leaves credentials with a server."""

import asyncio
from collections.abc import Mapping
from typing import NoReturn

from pydantic_core import to_json

from agent_connectors.engine.declare.endpoint import Page, has
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.executor.executor import read_json
from agent_connectors.engine.hosted.api import CHANGE, CONNECTOR, CONNECTORS, CREATE
from agent_connectors.engine.hosted.auth import checked_id
from agent_connectors.engine.hosted.executor import HostedExecutor
from agent_connectors.engine.hosted.kept import list_connectors, path_of, remove, through_server
from agent_connectors.engine.network.messages import Request, Response
from agent_connectors.engine.paging import WrongShape
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["create"]


async def create(
    executor: object,
    connector_type: str,
    credentials: Mapping[str, Secret],
    *,
    name: str,
    max_seconds: float,
    read_only: bool,
    allow_destructive: bool,
    replace: bool = False,
) -> None:
    """Makes a connector on a server, which keeps the credentials, and uses it from now on.

    Args:
        executor: Goes through the server.
        connector_type: What servers call connectors of this kind.
        credentials: What the product lets in, by the names that the server takes them under.
        name: A name for the connector on the server.
        max_seconds: Seconds that it may take.
        read_only: Whether the server is to refuse everything that changes something.
        allow_destructive: Whether the server is to permit what cannot be undone.
        replace: Whether to change the one of that kind and name, if there is one.

    Raises:
        ConfigurationError: The server does not keep `read_only`.
        ConnectorError: It was not made, or that cannot be told.
    """
    server = through_server(executor)
    server.leave(credentials)
    making = _Making(server, connector_type, credentials, name, max_seconds)

    async def work() -> None:
        if replace and (found := await making.same()):
            # All that it says is what holds from now on.
            switches = {"read_only": read_only, "allow_destructive": allow_destructive}
            server.use(await making.change(found, switches))
            return
        # What is off is not sent: servers have it off, and some know no such switch.
        allowed = {"allow_destructive": True} if allow_destructive else {}
        server.use(await making.make(allowed, {"read_only": True} if read_only else {}))

    await only_ours(work, "create", secrets=server.secrets)


class _Making:
    """A connector that is left with a server.

    Args:
        server: Goes through the server.
        connector_type: The server's name for this kind of connector.
        credentials: The product's credential.
        name: A name for the connector.
        max_seconds: Seconds that it may take.
    """

    def __init__(
        self,
        server: HostedExecutor,
        connector_type: str,
        credentials: Mapping[str, Secret],
        name: str,
        max_seconds: float,
    ) -> None:
        self._server = server
        self._kind = connector_type
        self._credentials = credentials
        self._name = name
        self._seconds = max_seconds
        self._deadline = asyncio.get_running_loop().time() + max_seconds

    async def same(self) -> str | None:
        """The id of the connector of this kind and name, if there is one."""
        found = await list_connectors(self._server, max_seconds=self._seconds)
        return next((each.id for each in found if each.name == self._name), None)

    async def make(self, allowed: Mapping[str, bool], forbidden: Mapping[str, bool]) -> str:
        """Makes it; gives its id.

        Args:
            allowed: Switches that permit more, for the server to keep.
            forbidden: Switches that permit less. The server must confirm each; where it does
                not, the connector is removed again.

        Raises:
            ConfigurationError: The server does not keep one of the switches.
        """
        body = {
            "customer_name": self._server.auth.workspace[1],
            "connector_type": self._kind,
            "definition_id": self._server.definition_id,
            "name": self._name,
            **allowed,
            **forbidden,
        }
        told = _with_credentials(body, self._credentials)
        request = Request("POST", CONNECTORS, told, template=CONNECTORS)
        exchange = self._server.exchange
        page = await exchange.run(CREATE, request, _read_made, deadline=self._deadline)
        made = checked_id(page.data)
        for switch, wanted in forbidden.items():
            if page.extra.get(switch) is not wanted:
                await self._take_back(made, switch)
        return made

    async def change(self, connector_id: str, switches: Mapping[str, bool]) -> str:
        """Gives a connector other credentials and switches; gives its id.

        Raises:
            ConfigurationError: The server does not keep one of the switches.
        """
        told = _with_credentials(dict(switches), self._credentials)
        request = Request("PATCH", path_of(connector_id), told, template=CONNECTOR)
        exchange = self._server.exchange
        page = await exchange.run(CHANGE, request, _read_made, deadline=self._deadline)
        for switch, wanted in switches.items():
            if page.extra.get(switch) is not wanted:
                raise ConfigurationError(
                    f"The server did not confirm `{switch}` of the connector `{connector_id}`, "
                    "which it has changed.",
                    hint="Look at what it allows there, or remove it.",
                )
        return connector_id

    async def _take_back(self, made: str, switch: str) -> NoReturn:
        """Removes a connector that permits more than it was to.

        Raises:
            ConfigurationError: Always; the text says whether it is gone.
        """
        gone = "The connector that it made was removed again."
        try:
            await remove(self._server, made, deadline=self._deadline)
        except ConnectorError as error:
            gone = f"The connector `{made}`, which it made, is still there: {error.message}"
        raise ConfigurationError(
            f"The server did not confirm `{switch}`: others could do with the connector what it "
            f"forbids. {gone}",
            hint=f"Use a server that keeps it, or set `{switch}` on each connector that uses it.",
        )


def _with_credentials(body: dict[str, object], credentials: Mapping[str, Secret]) -> bytes:
    """The body of the request; made here, so that no frame of the call holds the secret."""
    revealed = {name: secret.reveal() for name, secret in credentials.items()}
    return to_json({**body, "credentials": revealed})


def _read_made(response: Response) -> Page:
    body = read_json(response)
    if not has(body, "id") or not body["id"]:
        raise WrongShape("it has no `id`")
    return Page(body["id"], extra=body)
