"""What the tools of a connector share: its operations, the options, and how results are shown."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Self, Unpack

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import OperationNotAllowed, UnknownOperation
from agent_connectors.engine.presentation.presentation import (
    Presentation,
    ToolResult,
    get_ready,
    whole,
)
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.tools.agreement import agreed_to, shown
from agent_connectors.engine.tools.options import (
    Form,
    Options,
    Source,
    ToolboxOptions,
    check_connector,
    kind_of,
)
from agent_connectors.engine.values.settings import Settled
from agent_connectors.engine.values.unseen import unseen

if TYPE_CHECKING:
    from agent_connectors.engine.store.store import Store

__all__ = ["ToolContext"]


class ToolContext(Settled):
    """What the tools of a connector share.

    Args:
        connector: What carries out the operations, or a pool of connectors of which each call
            has one.
        description_limit: How long a description may be, in characters; None for any length.
        beside: What else the adapter takes by name, so that an error can mean it.
        options: See `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """

    settled = frozenset(ToolboxOptions.__annotations__)
    kept = frozenset(
        {
            *("options", "connectors", "kind", "product", "tool_prefix", "description_limit"),
            *("tool_tokens", "description_tokens", "catalogue", "tools"),
        }
    )

    @unseen
    def __init__(
        self,
        connector: Source | Callable[[Any], Any],
        *,
        description_limit: int | None = None,
        beside: Iterable[str] = (),
        **options: Unpack[ToolboxOptions],
    ) -> None:
        self.options = Options.read(options, beside=beside)
        self.connectors = check_connector(connector)
        self.kind = kind_of(self.connectors)
        prefix = self.options.prefix
        self.product = f"{self.kind.name} ({prefix})" if prefix else self.kind.name
        self.tool_prefix = self.options.tool_prefix(self.kind)
        self.description_limit = description_limit
        self.tool_tokens = self.options.max_tool_tokens
        self.description_tokens = self.options.max_description_tokens
        self.catalogue = self.options.choose(self.connectors)

    def __deepcopy__(self, _: dict[int, Any] | None = None) -> Self:
        return self  # it stays as it is, and its connector is one

    @property
    def form(self) -> Form:
        """In which form the tools are."""
        return self.options.form

    @property
    def asks_store(self) -> bool:
        """Whether a connector's replica may be asked, which holds all that its credentials see."""
        options = self.options
        filtered = (options.entities, options.operations) != (None, None)
        return not filtered and (options.effects is None or "read" in options.effects)

    @property
    def store(self) -> "Store | None":
        """The connector's replica, where it has one and it may be asked."""
        return getattr(self.connectors, "store", None) if self.asks_store else None

    def find(self, catalogue: Catalogue, entity: Any, action: Any) -> Operation:
        """The operation of that name, if it is among those given.

        Raises:
            UnknownOperation: There is none.
            OperationNotAllowed: There is, but not here.
        """
        try:
            return catalogue.get(entity, action)
        except UnknownOperation as unknown:
            try:
                operation = self.kind.operations.get(entity, action)
            except UnknownOperation:
                raise unknown from None  # it names what is valid here
        if isinstance(self.connectors, Connector):
            self.connectors.permit(operation)
        raise OperationNotAllowed(
            "This tool may not do that.", hint="Nothing was sent.", operation=operation.name
        )

    def tell(self, data: Any, *, warnings: tuple[str, ...] = ()) -> ToolResult:
        """Something about the operations themselves, as a text."""
        plain = Presentation(whole, self.options.max_output_tokens)
        return plain.show("", ExecuteResult(data, Meta(warnings=warnings)))

    def connector_for(self, context: Any) -> AbstractAsyncContextManager[Connector]:
        """The connector of a call, for as long as it lasts.

        Args:
            context: What the framework tells of the run.

        Raises:
            ConnectorError: There is none.
        """
        given = self.connectors
        return given.use(context) if isinstance(given, ConnectorPool) else nullcontext(given)

    def own_secrets(self) -> tuple[Secret, ...]:
        """The credentials that are known before anybody calls."""
        given = self.connectors
        return given.own_secrets() if isinstance(given, Connector) else ()

    async def ask_store(
        self, connector: Connector, entity: Any, action: Any, params: Mapping[str, Any]
    ) -> ToolResult:
        """Asks a connector's replica and puts the answer into a text.

        Args:
            connector: Whose replica.
            entity: The kind of record.
            action: What to ask.
            params: Its parameters.

        Raises:
            ConnectorError: It keeps none, or the question is wrong.
        """
        result = await connector.execute(entity, action, params)
        return Presentation(whole, self.options.max_output_tokens).show("", result)

    async def execute(
        self,
        connector: Connector,
        operation: Operation,
        params: Mapping[str, Any],
        fields: list[str] | None,
    ) -> ToolResult:
        """Carries out an operation and puts the result into a text.

        Args:
            connector: What carries it out.
            operation: The operation.
            params: Its parameters.
            fields: Which fields to show.

        Raises:
            ConnectorError: It could not be done.
        """
        known = connector.operations.get(operation.entity, operation.action)
        if known.effect != operation.effect:
            # What somebody had to agree to was decided by the class that the tools are made of.
            raise OperationNotAllowed(
                f"`{type(connector).__name__}` does something else than `{self.kind.__name__}`, "
                "of which the tools are made.",
                hint="Nothing was sent.",
                operation=operation.name,
            )
        if (taken := shown()) is not None:
            taken.preview = await connector.preview(operation.entity, operation.action, params)
            return ToolResult("", ExecuteResult(None))
        result = await connector.execute(
            operation.entity, operation.action, params, agreed_to=agreed_to(params)
        )
        await get_ready(result, operation)
        presentation = Presentation(connector.hooks.compact, self.options.max_output_tokens)
        return presentation.show_outcome(operation, result, fields)
