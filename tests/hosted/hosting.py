"""A server for hosted execution, behind a socket, in a thread; each credential is a sandbox."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    Timeouts,
)
from agent_connectors.clickup.provider import PROVIDER
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.pacing.pacer import Budget
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted import Settings
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.secrets import hashed, new_secret
from agent_connectors.hosted.serve import create_server
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.migrate import migrate

__all__ = ["Hosting", "Member", "hosting", "through"]


assert PROVIDER.hosting is not None
CLICKUP = PROVIDER.hosting


class Member:
    """A client of an organization of its own."""

    def __init__(self, organization: str, client_id: str, secret: Secret) -> None:
        self.organization = organization
        self.client_id = client_id
        self.secret = secret

    def auth(self, **more: Any) -> AirbyteAuthConfig:
        return AirbyteAuthConfig(
            airbyte_client_id=self.client_id, airbyte_client_secret=self.secret.reveal(), **more
        )

    def credentials(self) -> dict[str, str]:
        return {"client_id": self.client_id, "client_secret": self.secret.reveal()}


class Hosting:
    """The server, and what stands behind it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url = ""
        self.app: Any = None
        self._sandboxes: dict[str, tuple[Any, Timeouts | None]] = {}
        self.kinds = ConnectorKinds(replace(CLICKUP, make=self._make))

    def put(self, app: Any, timeouts: Timeouts | None = None, *, prefix: str = "pk") -> str:
        """Puts a sandbox behind the server; gives the ClickUp token that leads to it."""
        token = f"{prefix}_{uuid4().hex}"
        self._sandboxes[token] = (app, timeouts)
        return token

    def member(
        self, *, may_manage: bool = True, organizations: int = 1, beside: Any = None, **limits: Any
    ) -> Member:
        """A new client, of new organizations or of that of another."""
        member: Member = run_sync(
            lambda: self._add(
                may_manage=may_manage, organizations=organizations, beside=beside, limits=limits
            )
        )
        return member

    def members(self, count: int) -> list[Member]:
        """So many new clients of one new organization."""

        async def add(directory: Directory) -> list[Member]:
            organization = await directory.add_organization(f"org {uuid4().hex}")
            made: list[Member] = []
            for _ in range(count):
                secret = new_secret()
                client_id = await directory.add_client(
                    "test", [organization], hashed(secret), may_manage=not made
                )
                made.append(Member(organization, client_id, secret))
            return made

        members: list[Member] = self.run(add)
        return members

    def run(self, work: Any) -> Any:
        """Does something with the directory, as the operator does beside the server."""

        async def run() -> Any:
            engine = open_database(self.settings.database_url)
            try:
                await migrate(engine)
                return await work(Directory(engine))
            finally:
                await engine.dispose()

        return run_sync(run)

    async def _add(
        self, *, may_manage: bool, organizations: int, beside: Member | None, limits: Any
    ) -> Member:
        engine = open_database(self.settings.database_url)
        await migrate(engine)
        directory, secret = Directory(engine), new_secret()
        made = [beside.organization] if beside else []
        new = 0 if beside else organizations
        made += [await directory.add_organization(f"org {uuid4().hex}") for _ in range(new)]
        kept = hashed(secret)
        client_id = await directory.add_client("test", made, kept, may_manage=may_manage, **limits)
        await engine.dispose()
        return Member(made[0], client_id, secret)

    def _make(
        self,
        credentials: Mapping[str, Secret],
        base_url: str | None,
        timeout: float,
        budget: Budget | None,
    ) -> Connector:
        ((name, secret),) = credentials.items()
        token = secret.reveal()
        if token not in self._sandboxes:
            return CLICKUP.make(credentials, base_url, timeout, budget)
        app, timeouts = self._sandboxes[token]
        connector = ClickupApiConnector(
            ClickupApiAuthConfig(**{name: token}),
            timeout=timeouts or timeout,
            allow_destructive=True,
            budget=budget,
        )
        connector._app = app
        return connector


@contextmanager
def hosting(
    folder: Path, kinds: ConnectorKinds | None = None, telemetry: Any = None, **options: Any
) -> Iterator[Hosting]:
    """A server that runs as long as it is needed."""
    defaults: dict[str, Any] = {
        "database_url": f"sqlite:///{folder / 'server.db'}",
        "keys": Fernet.generate_key().decode(),
        "log_requests": False,
    }
    made = Hosting(Settings(**(defaults | options)))
    server = create_server(
        made.settings, host="127.0.0.1", port=0, kinds=kinds or made.kinds, telemetry=telemetry
    )
    made.app = server.config.app
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.005)
    scheme = "https" if made.settings.tls_certificate else "http"
    made.url = f"{scheme}://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        server.should_exit = True
        thread.join()


def through(
    hosting: Hosting, member: Member, sandbox: Sandbox, timeout: Any = None, **options: Any
) -> ClickupApiConnector:
    """A connector that reaches a sandbox through the server."""
    timeouts = Timeouts.of(timeout)
    token = hosting.put(sandbox, timeouts)
    import httpx

    with httpx.Client(base_url=hosting.url) as client:
        got = client.post("/api/v1/account/applications/token", json=member.credentials())
        made = client.post(
            "/api/v1/integrations/connectors",
            headers={"Authorization": f"Bearer {got.json()['access_token']}"},
            json={
                "connector_type": "clickup-api",
                "name": uuid4().hex,
                "credentials": {"api_key": token},
                "allow_destructive": True,
                "operations": ["*.*", "webhooks.*", "users.*", "guests.*"],
            },
        )
    auth = member.auth(connector_id=made.json()["id"])
    return ClickupApiConnector(auth, base_url=hosting.url, timeout=timeout, **options)
