"""The tools that a connector makes, in one of three forms."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Literal, TypedDict, Unpack

from agent_connectors.engine.catalogue import Catalogue
from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import (
    ConfigurationError,
    OperationNotAllowed,
    UnknownOperation,
)
from agent_connectors.engine.operation import Effect, Operation
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.tools.execute import ExecuteTool
from agent_connectors.engine.tools.presentation import Presentation, ToolResult, get_ready
from agent_connectors.engine.tools.search import SearchTool
from agent_connectors.engine.tools.tool import Tool
from agent_connectors.engine.tools.typed import OperationTool

__all__ = ["Form", "Toolbox", "ToolboxOptions"]

Form = Literal["execute", "operations", "search"]
"""One general tool; a tool for each operation; or one that finds and one that carries out."""


class ToolboxOptions(TypedDict, total=False):
    """How tools are made; every adapter takes these.

    Attributes:
        form: `execute`, one general tool (the default); `operations`, a typed tool for each
            operation; `search`, one tool that finds operations and one that carries them out.
        entities: Only operations on these.
        operations: Only these operations, such as `tasks.list`.
        effects: Only operations with these effects.
        read_only: Only operations that change nothing.
        split_writes: With `execute` and `search`, a tool for reading and another for changing,
            for frameworks that ask for approval by a tool's name.
        max_output_tokens: How long a result may be, estimated; 8,000 if not given.
        max_tool_tokens: With `operations`, how long a tool's text and schema may be, estimated,
            as far as descriptions decide that; 120 if not given, None for all there is to say.
        max_description_tokens: With `execute`, how long its description may be, estimated; 900
            if not given.
    """

    form: Form
    entities: Iterable[str] | None
    operations: Iterable[str] | None
    effects: Iterable[Effect] | None
    read_only: bool
    split_writes: bool
    max_output_tokens: int
    max_tool_tokens: int | None
    max_description_tokens: int


class Toolbox:
    """The tools that a connector makes.

    Args:
        connector: What carries out the operations.
        description_limit: How long a description may be, in characters; None for any length.
        options: See `ToolboxOptions`.

    Raises:
        ConfigurationError: There is no such form, entity or operation.
    """

    def __init__(
        self,
        connector: Connector,
        *,
        description_limit: int | None = None,
        **options: Unpack[ToolboxOptions],
    ) -> None:
        form = options.get("form", "execute")
        operations = options.get("operations")
        if form not in {"execute", "operations", "search"}:
            raise ConfigurationError(
                f"There is no form `{form}`.", hint="Use `execute`, `operations` or `search`."
            )
        self.connector = connector
        self.form = form
        self.split_writes = options.get("split_writes", False)
        self.description_limit = description_limit
        self.tool_tokens = options.get("max_tool_tokens", 120)
        self.description_tokens = options.get("max_description_tokens", 900)
        room = options.get("max_output_tokens", 8000)
        self.presentation = Presentation(connector.compact, room)
        named = None if operations is None else set(operations)
        for name in sorted(named or ()):
            connector.operations.get(*name.partition(".")[::2])
        chosen = connector.operations.filter(
            entity=options.get("entities"), effect=options.get("effects")
        )
        self.catalogue = Catalogue(
            operation
            for operation in chosen
            if (
                operation.entity not in connector.not_for_agents
                if named is None
                else operation.name in named
            )
            and (operation.effect == "read" or not options.get("read_only"))
            and connector.allows(operation)
        )

    def __repr__(self) -> str:
        return f"<Toolbox of {len(self.tools)} tools for {self.connector.name}>"

    @cached_property
    def tools(self) -> tuple[Tool, ...]:
        """The tools."""
        prefix = self.connector.name.lower()
        if self.form == "operations":
            return tuple(
                OperationTool(self, f"{prefix}_{operation.entity}_{operation.action}", operation)
                for operation in self.catalogue
            )
        brief = None
        found: list[Tool] = []
        if self.form == "search":
            finder = SearchTool(self, f"{prefix}_search", self.catalogue)
            found.append(finder)
            brief = f"Find the operation and its parameters with `{finder.name}` first."
        if not self.split_writes:
            return (*found, ExecuteTool(self, f"{prefix}_execute", self.catalogue, brief=brief))
        effects: dict[Effect, tuple[Effect, ...]] = {
            "read": ("read",),
            "write": ("write", "destructive"),
        }
        for effect, included in effects.items():
            part = self.catalogue.filter(effect=included)
            if len(part):
                name = f"{prefix}_{effect}"
                found.append(ExecuteTool(self, name, part, effect=effect, brief=brief))
        return tuple(found)

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

    def tell(self, data: Any) -> ToolResult:
        """Something about the operations themselves, as a text."""
        plain = Presentation(Connector.compact, self.presentation.max_output_tokens)
        return plain.show("", ExecuteResult(data))

    async def execute(
        self, operation: Operation, params: Mapping[str, Any], fields: list[str] | None
    ) -> ToolResult:
        """Carries out an operation and puts the result into a text.

        Raises:
            ConnectorError: It could not be done.
        """
        result = await self.connector.execute(operation.entity, operation.action, params)
        await get_ready(result)
        return self.presentation.show_outcome(operation, result, fields)
