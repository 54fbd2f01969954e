"""The ClickUp connector."""

import os
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from agent_connectors.clickup.auth import ClickupApiAuthConfig
from agent_connectors.clickup.product import CLICKUP
from agent_connectors.clickup.resources.comments import Comments
from agent_connectors.clickup.resources.docs import Docs
from agent_connectors.clickup.resources.folders import Folders
from agent_connectors.clickup.resources.goals import Goals
from agent_connectors.clickup.resources.lists import Lists
from agent_connectors.clickup.resources.members import Members
from agent_connectors.clickup.resources.spaces import Spaces
from agent_connectors.clickup.resources.tasks import Tasks
from agent_connectors.clickup.resources.teams import Teams
from agent_connectors.clickup.resources.time_tracking import TimeTracking
from agent_connectors.clickup.resources.user import User
from agent_connectors.clickup.resources.views import Views, ViewTasks
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.timeouts import Timeouts

if TYPE_CHECKING:
    from agent_connectors.clickup.sandbox import Sandbox
    from agent_connectors.engine.executor import Executor

__all__ = ["ClickupApiConnector"]


class ClickupApiConnector(Connector):
    """ClickUp, for agents.

        connector = ClickupApiConnector(auth_config=ClickupApiAuthConfig(api_key="pk_..."))
        result = await connector.execute("tasks", "list", {"list_id": "901"})
        result = await connector.tasks.list(list_id="901")

    Making one does no I/O. One may be shared by any number of tasks, threads and event loops.

    Args:
        auth_config: The credential; the environment variable CLICKUP_API_KEY if not given.
        base_url: Where ClickUp's API is, if not at api.clickup.com: a proxy, or a sandbox served
            over HTTP. The environment variable CLICKUP_BASE_URL does the same.
        read_only: Refuse everything that changes something.
        allow_destructive: Permit operations that cannot be undone, such as `tasks.delete`.
        timeout: Seconds that a call may take with all that it needs: retries, waiting for the
            rate limit, several pages. `Timeouts` sets each kind of wait.
        max_connections: How many connections one event loop may open.

    Raises:
        ConfigurationError: There is no credential, or something given cannot be used.
    """

    name = "ClickUp"
    probe = ("user", "get")

    user = User()
    teams = Teams()
    spaces = Spaces()
    folders = Folders()
    lists = Lists()
    tasks = Tasks()
    comments = Comments()
    goals = Goals()
    views = Views()
    view_tasks = ViewTasks()
    time_tracking = TimeTracking()
    members = Members()
    docs = Docs()

    def __init__(
        self,
        auth_config: ClickupApiAuthConfig | None = None,
        *,
        base_url: str | None = None,
        read_only: bool = False,
        allow_destructive: bool = False,
        timeout: float | Timeouts | None = None,
        max_connections: int = 64,
    ) -> None:
        self.auth_config = auth_config or ClickupApiAuthConfig.from_environment()
        self.base_url = _checked(base_url or os.environ.get("CLICKUP_BASE_URL") or CLICKUP.base_url)
        self._max_connections = max_connections
        self._app: Any = None
        super().__init__(
            timeouts=Timeouts.of(timeout), read_only=read_only, allow_destructive=allow_destructive
        )

    def __repr__(self) -> str:
        return f"ClickupApiConnector(base_url={self.base_url!r})"

    @classmethod
    def sandbox(
        cls,
        sandbox: "Sandbox | None" = None,
        *,
        read_only: bool = False,
        allow_destructive: bool = False,
        timeout: float | Timeouts | None = None,
        **options: Any,
    ) -> Self:
        """A connector to a ClickUp that lives in this process: no key, no socket, no network.

        Args:
            sandbox: A sandbox to use, so that its state can be looked at or shared; a new one
                if not given.
            read_only: As for the connector.
            allow_destructive: As for the connector.
            timeout: As for the connector.
            options: What a new sandbox is made with, such as `tasks=3000`; see `Sandbox`. Its
                rate limit is ClickUp's middle one, 1,000 requests a minute, unless given.
        """
        from agent_connectors.clickup.sandbox import Sandbox

        connector = cls(
            ClickupApiAuthConfig("pk_sandbox"),
            base_url=CLICKUP.base_url,
            read_only=read_only,
            allow_destructive=allow_destructive,
            timeout=timeout,
        )
        connector._app = sandbox or Sandbox(**{"rate_limit": 1000, **options})
        return connector

    def _make_executor(self) -> "Executor":
        from importlib.metadata import version

        from agent_connectors.engine.executor import DirectExecutor
        from agent_connectors.engine.transport import HttpTransport

        agent = f"agent-connectors/{version('agent-connectors')}"

        def headers() -> dict[str, str]:
            return {
                "Authorization": self.auth_config.authorization(),
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
                "User-Agent": agent,
            }

        transport = HttpTransport(
            self.base_url,
            headers,
            timeouts=self._timeouts,
            connections=self._max_connections,
            app=self._app,
        )
        return DirectExecutor(CLICKUP, transport)


def _checked(base_url: str) -> str:
    """A base URL without a trailing slash, and without the version, which operations name.

    Raises:
        ConfigurationError: It is not the URL of a host.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            f"`base_url` must be like https://api.clickup.com, not {base_url!r}."
        )
    path = parts.path.rstrip("/")
    for version_path in ("/api/v2", "/api/v3", "/api"):
        path = path.removesuffix(version_path)
    return f"{parts.scheme}://{parts.netloc}{path}"
