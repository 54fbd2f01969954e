"""What the tools of a connector share: its operations, the options, and how results are shown."""

from collections.abc import Iterable, Mapping
from typing import Any, Unpack

from agent_connectors.engine.connector import Connector
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
from agent_connectors.engine.tools.options import Form, Options, ToolboxOptions, check_connector
from agent_connectors.engine.values.settings import Settled
from agent_connectors.engine.values.unseen import unseen

__all__ = ["ToolContext"]


class ToolContext(Settled):
    """What the tools of a connector share.

    Args:
        connector: What carries out the operations.
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
            *("options", "connector", "description_limit", "tool_tokens", "description_tokens"),
            *("presentation", "catalogue", "tools"),
        }
    )

    @unseen
    def __init__(
        self,
        connector: Connector,
        *,
        description_limit: int | None = None,
        beside: Iterable[str] = (),
        **options: Unpack[ToolboxOptions],
    ) -> None:
        self.options = Options.read(options, beside=beside)
        self.connector = check_connector(connector)
        self.description_limit = description_limit
        self.tool_tokens = self.options.max_tool_tokens
        self.description_tokens = self.options.max_description_tokens
        self.presentation = Presentation(connector.hooks.compact, self.options.max_output_tokens)
        self.catalogue = self.options.choose(connector)

    @property
    def form(self) -> Form:
        """In which form the tools are."""
        return self.options.form

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
                operation = self.connector.operations.get(entity, action)
            except UnknownOperation:
                raise unknown from None  # it names what is valid here
        self.connector.permit(operation)
        raise OperationNotAllowed(
            "This tool may not do that.", hint="Nothing was sent.", operation=operation.name
        )

    def tell(self, data: Any, *, warnings: tuple[str, ...] = ()) -> ToolResult:
        """Something about the operations themselves, as a text."""
        plain = Presentation(whole, self.presentation.max_output_tokens)
        return plain.show("", ExecuteResult(data, Meta(warnings=warnings)))

    async def execute(
        self, operation: Operation, params: Mapping[str, Any], fields: list[str] | None
    ) -> ToolResult:
        """Carries out an operation and puts the result into a text.

        Raises:
            ConnectorError: It could not be done.
        """
        result = await self.connector.execute(operation.entity, operation.action, params)
        await get_ready(result, operation)
        return self.presentation.show_outcome(operation, result, fields)
