"""The ClickUp connector."""

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, Any, Never, Self

from agent_connectors.clickup.access.auth import ClickupApiAuthConfig
from agent_connectors.clickup.access.product import CLICKUP
from agent_connectors.clickup.access.setup import (
    read_app,
    read_base_url,
    read_budget,
    read_credentials,
    read_feeds,
    read_path,
    read_store,
    read_workspace,
    read_zone,
    refuse_credentials,
    sandbox_token,
)
from agent_connectors.clickup.calls.hooks import ClickupHooks
from agent_connectors.clickup.entities import ClickupEntities
from agent_connectors.clickup.phrases.thesaurus import CONVENTIONS, HIGHLIGHTS, THESAURUS
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
from agent_connectors.engine.network.timeouts import CONNECTIONS, Timeouts
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.values.json_text import brief
from agent_connectors.engine.values.settings import UNSET, refuse_unknown, switch
from agent_connectors.engine.values.unseen import even_half_made, option_names, unseen

if TYPE_CHECKING:
    from pathlib import Path

    from agent_connectors.clickup.naming import Directory
    from agent_connectors.clickup.sandbox import Sandbox
    from agent_connectors.clickup.store import ContextStore
    from agent_connectors.engine.executor.credentials import Credentials
    from agent_connectors.engine.hosted.kept import KeptConnector
    from agent_connectors.engine.journal.file import Journal
    from agent_connectors.engine.network.transport import App
    from agent_connectors.engine.pacing.pacer import Budget, Budgets
    from agent_connectors.engine.secrets.secret import Secret
    from agent_connectors.engine.store.storage import Place
    from agent_connectors.engine.store.store import Store

__all__ = ["ClickupApiConnector"]


class ClickupApiConnector(ClickupEntities):
    """ClickUp, for agents.

        clickup = ClickupApiConnector("pk_...")
        result = await clickup.execute("tasks", "list", {"list_id": "901"})
        result = await clickup.tasks.list("901")

    Making one does no I/O. One may be shared by any number of tasks, threads and event loops.

    Args:
        auth_config: `ClickupApiAuthConfig`, or a personal API token as text, to call ClickUp
            directly; `AirbyteAuthConfig` to call it through a server that holds the token (hosted
            execution). If not given, the environment decides: CLICKUP_API_KEY, or else
            AIRBYTE_CLIENT_ID and its like. None is refused: who has no token yet is not to be
            served with the application's.
        base_url: Where to send the calls, if not to ClickUp or to Airbyte: a proxy, a sandbox
            served over HTTP, a server of your own. The environment variables CLICKUP_BASE_URL
            and AIRBYTE_API_URL do the same.
        read_only: Refuse everything that changes something.
        allow_destructive: Permit operations that cannot be undone, such as `tasks.delete`.
        timeout: Seconds that a call may take with all that it needs: retries, waiting for the
            rate limit, several pages. `Timeouts` sets each kind of wait.
        timezone: The time zone of times that are said without one ("tomorrow 9am"), such as
            `Europe/Berlin`; that of the ClickUp user if not given. It decides which day "today"
            is; a day without a time of it is then one of the ClickUp user.
        workspace: The one that is meant where a call names none, by its id or name.
        files: The folder in which agents may read files to upload and put those they download;
            they may read and write none if not given.
        max_connections: How many connections one event loop may open.
        budget: The rate budget to spend from, such as a `RedisBudget` that several processes
            share; if not given, the one that all connectors of this token in this process
            share, learnt from ClickUp's answers.
        store: The file of a `ContextStore`, a replica of the workspace on this machine, or a
            `PostgresStore`; `store.sync()` fills it. None if not given.
        store_also: What the store reads besides: `status_history`, `folder_views`, `list_views`.
        store_without: What it leaves out, such as `comments` and `replies`.
        journal: The file of a `Journal`, or one: each write is noted there with the object before
            and after, so that it can be undone; none if not given.
        http_client: An `httpx.AsyncClient` to send the requests with: its proxies, certificates,
            mounts, headers and event hooks count. One event loop can use it; it stays open.

    Raises:
        ConfigurationError: There is no credential, or something given cannot be used.
    """

    product = CLICKUP
    connector_type = "Clickup-Api"
    definition_id = "311a7a27-3fb5-4f7e-8265-5e4afe258b66"
    probe = ("user", "get")
    conventions = CONVENTIONS
    highlights = HIGHLIGHTS
    thesaurus = THESAURUS
    not_for_agents = frozenset({"authorization"})

    _hooks: ClickupHooks

    @unseen
    def __init__(
        self,
        auth_config: ClickupApiAuthConfig | AirbyteAuthConfig | str = UNSET,
        *,
        base_url: str | None = None,
        read_only: bool = False,
        allow_destructive: bool = False,
        timeout: float | Timeouts | None = None,
        timezone: str | None = None,
        workspace: str | None = None,
        files: "str | PathLike[str] | None" = None,
        max_connections: int = CONNECTIONS,
        budget: "Budget | Budgets | None" = None,
        store: "str | PathLike[str] | Place | None" = None,
        store_also: Iterable[str] = (),
        store_without: Iterable[str] = (),
        journal: "Journal | str | PathLike[str] | None" = None,
        http_client: Any = None,
        **unknown: Never,
    ) -> None:
        refuse_credentials(unknown)
        refuse_unknown(unknown, option_names(ClickupApiConnector))
        self._files = read_path("files", files, "exchange")
        self._store_place = read_store(store)
        self._store_also = read_feeds("store_also", store_also, self._store_place)
        self._store_without = read_feeds("store_without", store_without, self._store_place)
        self._store: ContextStore | None = None
        self._auth = read_credentials(auth_config)
        zone = read_zone(timezone)
        super().__init__(
            base_url=read_base_url(base_url, self._auth),
            max_connections=max_connections,
            budget=read_budget(budget),
            http_client=http_client,
            timeouts=timeout,
            read_only=read_only,
            allow_destructive=allow_destructive,
            journal=journal,
            hooks=ClickupHooks(
                self, zone=zone, files=self._files, workspace=read_workspace(workspace)
            ),
        )

    @even_half_made
    def __repr__(self) -> str:
        name = type(self).__name__
        if self._app is None:
            return f"{name}(base_url={self.base_url!r})"
        return f"{name}.sandbox({brief(self._app, 100)})"

    @classmethod
    @unseen
    def sandbox(
        cls,
        sandbox: "Sandbox | App | None" = None,
        *,
        as_user: int | str | None = None,
        read_only: bool = UNSET,
        allow_destructive: bool = UNSET,
        timeout: float | Timeouts | None = UNSET,
        timezone: str | None = UNSET,
        workspace: str | None = UNSET,
        files: "str | PathLike[str] | None" = UNSET,
        max_connections: int = UNSET,
        budget: "Budget | None" = UNSET,
        store: "str | PathLike[str] | Place | None" = UNSET,
        store_also: Iterable[str] = UNSET,
        store_without: Iterable[str] = UNSET,
        journal: "Journal | str | PathLike[str] | None" = UNSET,
        **options: Any,
    ) -> Self:
        """A connector to a ClickUp that lives in this process: no key, no socket, no network.

        Args:
            sandbox: A sandbox to use, so that its state can be looked at or shared, or another
                ASGI application that plays ClickUp; a new one if not given.
            as_user: Whose token to use: the id, name or address of somebody in the workspace of a
                `Sandbox`; its owner's if not given.
            read_only: As for the connector.
            allow_destructive: As for the connector.
            timeout: As for the connector.
            timezone: As for the connector.
            workspace: As for the connector.
            files: As for the connector.
            max_connections: As for the connector.
            budget: As for the connector.
            store: As for the connector.
            store_also: As for the connector.
            store_without: As for the connector.
            journal: As for the connector.
            options: What a new sandbox is made with, such as `tasks=3000`; see `Sandbox`. Its
                rate limit is 1,000 requests a minute, unless it or a `plan` is given.

        Raises:
            ConfigurationError: There is no such option, it cannot have that value, or it is for
                a new sandbox and one was given.
        """
        from agent_connectors.clickup.sandbox import Sandbox

        own = option_names(Sandbox)
        refuse_unknown(options, [*option_names(cls.sandbox), *own])
        app = read_app(sandbox, Sandbox, options)
        given: dict[str, Any] = {
            "read_only": read_only, "allow_destructive": allow_destructive, "timeout": timeout,
            "timezone": timezone, "workspace": workspace, "files": files,
            "max_connections": max_connections, "budget": budget, "store": store,
            "store_also": store_also, "store_without": store_without, "journal": journal,
        }  # fmt: skip
        connector = cls(
            ClickupApiAuthConfig("pk_sandbox" if as_user is None else sandbox_token(app, as_user)),
            base_url=CLICKUP.base_url,
            # A subclass may have defaults of its own, such as `read_only=True`.
            **{name: value for name, value in given.items() if value is not UNSET},
        )
        connector._app = app
        return connector

    @classmethod
    @unseen
    async def create(
        cls,
        *,
        airbyte_config: AirbyteAuthConfig,
        auth_config: ClickupApiAuthConfig | str,
        name: str = "ClickUp",
        replace: bool = False,
        **options: Any,
    ) -> Self:
        """Makes a connector on a server, which keeps the token; gives one that is ready to use.

        Args:
            airbyte_config: Who calls, and in which workspace.
            auth_config: The ClickUp token to leave with the server. An OAuth access token needs a
                server that takes one, as ours does.
            name: A name for the connector on the server.
            replace: If the workspace has a ClickUp connector of that name, give it this token, and
                set `read_only` and `allow_destructive` as said here; it is refused otherwise.
            options: As for the connector: `base_url`, `timeout` and so on. `read_only` and
                `allow_destructive` are set on the server, for all who use the connector there.

        Raises:
            ConfigurationError: The server does not keep `read_only`; no connector was left there.
            ConnectorError: It was not made, or that cannot be told.
        """
        from agent_connectors.engine.hosted.create import create

        if not isinstance(airbyte_config, AirbyteAuthConfig):
            raise ConfigurationError(
                "`airbyte_config` must be an `AirbyteAuthConfig`: who calls, in which workspace."
            )
        token = ClickupApiAuthConfig.of(auth_config)
        connector = cls(airbyte_config, **options)
        try:
            await create(
                connector._executor,
                cls.connector_type,
                token.parts,
                name=name,
                max_seconds=connector.timeouts.total,
                read_only=connector.read_only,
                allow_destructive=connector.allow_destructive,
                replace=switch("replace", replace),
            )
        except BaseException:
            await connector.aclose()  # nobody else has it
            raise
        return connector

    @classmethod
    @unseen
    async def list_hosted(
        cls, airbyte_config: AirbyteAuthConfig, **options: Any
    ) -> "list[KeptConnector]":
        """The ClickUp connectors that a server keeps in a workspace.

        Args:
            airbyte_config: Who calls, and which workspace.
            options: As for the connector: `base_url`, `timeout` and so on.

        Raises:
            ConnectorError: They cannot be told.
        """
        from agent_connectors.engine.hosted.kept import list_connectors, through_server

        async with cls(airbyte_config, **options) as connector:
            server = through_server(connector._executor)
            return await only_ours(
                lambda: list_connectors(server, max_seconds=connector.timeouts.total),
                "list",
                secrets=connector.own_secrets,
            )

    @classmethod
    @unseen
    async def delete_hosted(
        cls, airbyte_config: AirbyteAuthConfig, connector_id: str, **options: Any
    ) -> None:
        """Removes a connector from a server, with the token that is kept there.

        Args:
            airbyte_config: Who calls.
            connector_id: Which, from `list_hosted`.
            options: As for the connector: `base_url`, `timeout` and so on.

        Raises:
            NotFound: The server has no such connector, or it is not this client's.
            ConnectorError: It was not removed, or that cannot be told.
        """
        from asyncio import get_running_loop

        from agent_connectors.engine.hosted.kept import remove, through_server

        async with cls(airbyte_config, **options) as connector:
            server = through_server(connector._executor)
            deadline = get_running_loop().time() + connector.timeouts.total
            await only_ours(
                lambda: remove(server, connector_id, deadline=deadline),
                "delete",
                secrets=connector.own_secrets,
            )

    @property
    def hooks(self) -> ClickupHooks:
        """What ClickUp needs around a call."""
        return self._hooks

    @property
    def directory(self) -> "Directory":
        """What the workspaces hold, by name."""
        return self.hooks.directory

    def own_secrets(self) -> "tuple[Secret, ...]":
        """The credentials in use, which no text may hold."""
        return (*self._auth.own_secrets(), *super().own_secrets())

    @property
    def auth_config(self) -> ClickupApiAuthConfig | AirbyteAuthConfig:
        """The credentials."""
        return self._auth

    @property
    def store(self) -> "ContextStore":
        """The replica of the workspace.

        Raises:
            NoStore: No file was given for one.
        """
        if self._store_place is None:
            return super().store  # type: ignore[return-value]  # which refuses
        if self._store is None:
            from agent_connectors.clickup.store import ContextStore

            self._store = ContextStore(
                self, self._store_place, also=self._store_also, without=self._store_without
            )
        return self._store

    @property
    def replicas(self) -> "tuple[Store, ...]":
        """The replicas that follow what the connector writes."""
        if self._store_place is not None:
            self.store  # noqa: B018 - it is made when it is first needed
        return super().replicas

    def close(self) -> None:
        """Closes the connections, and the replica, for synchronous code."""
        if self._store is not None:
            # Also where no request was sent, as answers of the replica need none.
            self._store.close()
        super().close()

    async def aclose(self) -> None:
        """Closes the connections, and the replica; a later call opens them again."""
        if self._store is not None:
            self._store.close()
        await super().aclose()

    @property
    def files(self) -> "Path | None":
        """The folder in which paths given as text must be."""
        return self._files

    def access(self) -> "Credentials | AirbyteAuthConfig":
        """What lets requests in, to ClickUp itself or to a server."""
        # Made here, and not before: it takes the modules for the network.
        return self._auth if isinstance(self._auth, AirbyteAuthConfig) else self._auth.credentials()


ClickupApiConnector.settled = frozenset(option_names(ClickupApiConnector))
