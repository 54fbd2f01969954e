"""A connector: a product's operations, callable by name, one by one or page after page."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from inspect import getattr_static
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    NoReturn,
    ParamSpec,
    Self,
    TypeVar,
    Unpack,
    overload,
)

from agent_connectors.engine.calls.steps import Params, called
from agent_connectors.engine.declare.catalogue import Catalogue, Thesaurus
from agent_connectors.engine.declare.lazy import LazyResource
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.declare.reserved import INNER, KEPT, check_resource, tool_prefix
from agent_connectors.engine.declare.resource import Resource
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.hosted.auth import AIRBYTE_CLOUD, AirbyteAuthConfig
from agent_connectors.engine.journal.journaled import Journaled, keeper_of
from agent_connectors.engine.network.timeouts import CONNECTIONS, Timeouts
from agent_connectors.engine.presentation.tool_utils import ToolUtils, tool_maker
from agent_connectors.engine.result import CheckResult, ExecuteResult
from agent_connectors.engine.running.entered import Entered
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.values.settings import Settled, count
from agent_connectors.engine.values.unseen import spelled, unseen

if TYPE_CHECKING:
    from agent_connectors.engine.calls.hooks import Hooks
    from agent_connectors.engine.executor.credentials import Credentials
    from agent_connectors.engine.executor.executor import Executor
    from agent_connectors.engine.executor.product import Product
    from agent_connectors.engine.journal.file import Journal
    from agent_connectors.engine.lists.iteration import Iteration
    from agent_connectors.engine.network.transport import App
    from agent_connectors.engine.pacing.pacer import Budget, Budgets
    from agent_connectors.engine.preview.preview import Preview
    from agent_connectors.engine.secrets.secret import Secret

__all__ = ["Connector"]

F = TypeVar("F", bound=Callable[..., Any])
P = ParamSpec("P")
T = TypeVar("T")


class Connector(Settled, Entered, Journaled):
    """Base of connectors. A subclass names a product and has its resources as attributes.

    Args:
        credentials: Let the requests in; or whose connector is meant on a server that holds the
            credentials.
        base_url: Where the product, or that server, is, if not at its usual place.
        app: An ASGI application to call instead of the network.
        timeouts: How long to wait: seconds for a whole call, or `Timeouts`.
        max_connections: How many connections one event loop may open.
        budget: The rate budget to spend from; if not given, one that all connectors of this
            process share that have the same credentials.
        http_client: An `httpx.AsyncClient` to send the requests with.
        read_only: Refuse everything that changes something.
        allow_destructive: Permit operations that cannot be undone.
        hooks: What the product adds to each call; nothing if not given.
        journal: The file of a `Journal` of all that is written, or one.
    """

    product: ClassVar["Product"]
    """What the engine has to know of the product."""
    name: ClassVar[str]
    """The product's name; that of `product`, if not said otherwise."""
    connector_type: ClassVar[str] = ""
    """What servers call connectors of this kind."""
    definition_id: ClassVar[str] = ""
    """The id that servers know this kind by."""
    tool_prefix: ClassVar[str]
    """What the names of its tools begin with."""
    probe: ClassVar[tuple[str, str]]
    """Entity and action of a cheap read that any valid credentials may make."""
    conventions: ClassVar[str] = ""
    """What a model should know of all operations, in a sentence or two."""
    highlights: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Parameters that are not needed but worth naming in short lists, by operation."""
    thesaurus: ClassVar[Thesaurus] = Thesaurus()
    """What people say for what the product calls otherwise."""
    not_for_agents: ClassVar[frozenset[str]] = frozenset()
    """Entities that are no work for an agent; its tools leave them out."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "product" in vars(cls) and "name" not in vars(cls):
            cls.name = cls.product.name
        if "name" in vars(cls):
            cls.tool_prefix = tool_prefix(cls.name)
        names = dict.fromkeys(name for base in reversed(cls.__mro__) for name in vars(base))
        members = {name: getattr_static(cls, name) for name in names}
        resources = {n: m for n, m in members.items() if isinstance(m, Resource | LazyResource)}
        for name in resources:
            check_resource(cls, name, Connector)
        cls.operations = Catalogue.of_resources(resources)
        # What a call may do is said by the class: half of a connector would not see another.
        cls.kept = frozenset({*KEPT, *resources})

    @unseen
    def __init__(
        self,
        *,
        credentials: "Credentials | AirbyteAuthConfig | None" = None,
        base_url: str | None = None,
        app: "App | None" = None,
        timeouts: "float | Timeouts | None" = None,
        max_connections: int = CONNECTIONS,
        budget: "Budget | Budgets | None" = None,
        http_client: Any = None,
        read_only: bool = False,
        allow_destructive: bool = False,
        hooks: "Hooks | None" = None,
        journal: "Journal | str | os.PathLike[str] | None" = None,
    ) -> None:
        if app is not None and (isinstance(app, type) or not callable(app)):
            raise ConfigurationError("`app` must be an ASGI application.")
        super().__init__(
            timeouts=Timeouts.of(timeouts),
            read_only=read_only,
            allow_destructive=allow_destructive,
            hooks=hooks,
            keeper=keeper_of(journal, self.name),
        )
        self._credentials = credentials
        self._base_url = base_url or self._usual_place()
        self._app = app
        self._max_connections = count("max_connections", max_connections)
        self._budget = budget
        if http_client is not None:
            from agent_connectors.engine.network.client import library_of

            library_of(http_client)
        self._http_client = http_client

    def _usual_place(self) -> str:
        if isinstance(self._credentials, AirbyteAuthConfig):
            return os.environ.get("AIRBYTE_API_URL") or AIRBYTE_CLOUD
        return self.product.base_url if hasattr(self, "product") else ""

    @property
    def base_url(self) -> str:
        """Where calls are sent."""
        return self._base_url

    @property
    def app(self) -> "App | None":
        """The application that is called instead of the network, if one is."""
        return self._app

    @property
    def http_client(self) -> Any:
        """The `httpx.AsyncClient` that requests are sent with, if one was given."""
        return self._http_client

    def own_secrets(self) -> "tuple[Secret, ...]":
        """The credentials, which no text may hold."""
        own = self._credentials
        if self._made is not None or own is None:
            return super().own_secrets()
        return tuple(own.own_secrets() if isinstance(own, AirbyteAuthConfig) else own.secrets())

    def access(self) -> "Credentials | AirbyteAuthConfig | None":
        """What lets requests in; asked for before the first of them."""
        return self._credentials

    def make_executor(self) -> "Executor":
        """What carries out the operations: requests to the product, or to a server."""
        access = self.access()
        if isinstance(access, AirbyteAuthConfig):
            from agent_connectors.engine.hosted.executor import HostedExecutor

            return HostedExecutor(
                access,
                self._base_url,
                self.definition_id,
                timeouts=self.timeouts,
                connections=self._max_connections,
                app=self._app,
                http_client=self._http_client,
                another=self.product.another,
            )
        from agent_connectors.engine.executor.executor import direct

        return direct(
            self.product,
            access,
            self._base_url,
            app=self._app,
            timeouts=self.timeouts,
            connections=self._max_connections,
            budget=self._budget,
            http_client=self._http_client,
        )

    @spelled
    async def execute(
        self,
        entity: str,
        action: str,
        params: Params = None,
        *,
        whole_pages: bool = False,
        timeout: float | None = None,  # noqa: ASYNC109 - the deadline goes along with the request
        dry_run: bool = False,
        agreed_to: "Preview | Mapping[str, Any] | None" = None,
        idempotency_key: str | None = None,
    ) -> ExecuteResult[Any]:
        """Carries out an operation.

        Args:
            entity: The kind of object, such as `tasks`.
            action: What to do, such as `list`; `describe` tells about the others.
            params: The operation's parameters by name; an object as JSON text is taken too.
                None, for all or for one, means "not given". Lists take `limit`, how many
                records to gather across pages; without it, one page is fetched.
            whole_pages: Give the product's pages as they are, and leave the tests that some
                lists apply to their records to the caller.
            timeout: Seconds that this call may take, if fewer than the connector allows.
            dry_run: Send no write: the result's data is a `Preview` of it.
            agreed_to: The preview that somebody has agreed to, or its `to_dict()`: if what the call
                changes is not any more as they saw it, nothing is sent.
            idempotency_key: A write is carried out once for it: later calls, also of other
                processes, are given what the first one gave. Kept in the `journal`.

        Returns:
            The result, and what it leaves out: `meta.has_more`, and `meta.next`, the
            parameters that fetch the rest.

        Raises:
            InvalidCall: The call is wrong, or not allowed; nothing was sent.
            ApiError: The product refused.
            TransportError: No usable answer came; nothing was changed.
            OutcomeUnknown: A write was sent, and whether it was carried out is unknown.
            ObjectChanged: It is not as somebody saw it who agreed; nothing was sent.
        """
        # Not at the top: what tells of calls takes longer to import than this package.
        from agent_connectors.engine.calls.observed import observed

        how: dict[str, Any] = {"whole_pages": whole_pages, "timeout": timeout}

        async def run() -> ExecuteResult[Any]:
            if dry_run:
                return await self._tried(entity, action, params, timeout)
            unseen_now = ""
            if agreed_to is not None:
                unseen_now = await self._hold(entity, action, params, agreed_to)
            call = partial(self._execute, entity, action, params, **how)
            if idempotency_key is not None:
                call = partial(self._by_key, idempotency_key, entity, action, params, call)
            result = await only_ours(call, called(entity, action), secrets=self.own_secrets)
            return result.warned((unseen_now,)) if unseen_now else result

        return await observed(self, entity, action, params, run, dry_run=dry_run)

    async def execute_operation(
        self, operation: Operation, params: Mapping[str, Any]
    ) -> ExecuteResult[Any]:
        """Carries out an operation that is at hand, such as one that another has overridden.

        Args:
            operation: The operation.
            params: Its parameters.

        Raises:
            ConnectorError: As `execute`.
        """
        return await only_ours(
            lambda: self._perform(operation, params), operation.name, secrets=self.own_secrets
        )

    @spelled
    def iterate(self, entity: str, action: str, params: Params = None) -> "Iteration[Any]":
        """The records of a list, one by one, through all its pages.

        Pages are fetched ahead where they can be, within the rate limit. To stop early, leave
        the loop; pages that are on their way are then given up. Each record comes once, also
        if the list changes meanwhile, through the loop itself for instance; what slips over the
        edge of a page comes at the end, and what cannot be made certain is in `warnings`
        of what this returns, after the loop, and in the log.

        Args:
            entity: The kind of object, such as `tasks`.
            action: A list, such as `list`.
            params: As for `execute`; `limit` ends the iteration after so many records.

        Raises:
            InvalidCall: The operation gives no list, or the call is wrong.
            ConnectorError: As `execute`.
        """
        from agent_connectors.engine.lists.iteration import Iteration

        warnings: list[str] = []
        records = self._step_by_step(entity, action, params, warnings)
        return Iteration(records, warnings, called(entity, action))

    async def check(self) -> CheckResult:
        """Whether the product can be reached and accepts the credentials; never raises."""
        try:
            await self.execute(*self.probe)
        except ConnectorError as error:
            return CheckResult("unhealthy", str(error))
        return CheckResult("healthy")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        # One serves any number of tasks and threads, so what is copied around it shares it.
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a connector is not pickled: make one in each process")

    async def aclose(self) -> None:
        """Closes the connections; a later call opens new ones."""
        if self._made is not None:
            await only_ours(self._made.aclose, "close", secrets=self.own_secrets)

    def __dir__(self) -> list[str]:
        # What one calls; the steps of a call and what tools are made from are for products.
        return [name for name in super().__dir__() if name[0] != "_" and name not in INNER]

    @overload
    @classmethod
    def tool_utils(cls, function: F) -> F: ...

    @overload
    @classmethod
    def tool_utils(cls, **options: Unpack[ToolUtils]) -> Callable[[F], F]: ...

    @classmethod
    def tool_utils(
        cls, function: Callable[..., Any] | None = None, **options: Unpack[ToolUtils]
    ) -> Any:
        """Makes a function that calls `execute` a good tool; put it under a framework's decorator.

            @agent.tool_plain
            @ClickupApiConnector.tool_utils
            async def clickup_execute(entity: str, action: str, params: dict | None = None):
                return await connector.execute(entity, action, params or {})

        Args:
            function: The function; sync or async.
            options: See `ToolUtils`.

        Raises:
            ConfigurationError: An option is unknown or cannot have that value.
        """
        return tool_maker(function, cls, options)
