"""The toolset."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, Self, Unpack

from pydantic_ai import ModelRetry, RunContext, ToolDefinition, ToolReturn
from pydantic_ai import Tool as PydanticAITool
from pydantic_ai.exceptions import ApprovalRequired, ToolFailed
from pydantic_ai.tools import AgentDepsT
from pydantic_ai.toolsets import AbstractToolset, ToolsetTool
from pydantic_core import SchemaValidator, core_schema

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.operation import Effect
from agent_connectors.engine.tools import Tool, Toolbox, ToolboxOptions

__all__ = ["ConnectorToolset", "connector_tools"]

# The core checks arguments itself, and says better what is wrong.
_ANY_OBJECT = SchemaValidator(core_schema.dict_schema(core_schema.str_schema()))


@dataclass(frozen=True)
class _Caller:
    """Calls a tool in Pydantic AI's terms."""

    approve: Collection[Effect]

    async def call(self, tool: Tool, arguments: dict[str, Any], *, approved: bool) -> ToolReturn:
        """Calls a tool.

        Raises:
            ModelRetry: The model can mend the call.
            ToolFailed: It cannot; the call is over, and does not count as a failed attempt.
            ApprovalRequired: Somebody has to agree first.
        """
        try:
            operation = tool.operation(arguments)
            wanted = operation is not None and operation.effect in self.approve
            if not wanted or approved:
                result = await tool.call(arguments)
                return ToolReturn(str(result), metadata=result.result.to_dict())
        except ConnectorError as error:
            failure = ModelRetry if error.fixable else ToolFailed
            raise failure(str(error)) from error
        raise ApprovalRequired


class ConnectorToolset(AbstractToolset[AgentDepsT], Generic[AgentDepsT]):
    """A connector's tools, as a Pydantic AI toolset.

    The connector's connections are closed when the agent is done with it. Everything that
    toolsets can do is open to it: `.filtered()`, `.prefixed()`, `.approval_required()`.
    `ToolDefinition.metadata` has the `effect` of a tool, where it has a single one.

    Args:
        connector: The connector.
        id: Its id among the agent's toolsets, needed for durable execution.
        approve: Effects that somebody has to agree to, such as `{"write", "destructive"}`; the
            agent then needs `DeferredToolRequests` among its output types.
        max_retries: How many times in a row the model may get a call wrong.
        options: See `ToolboxOptions`.
    """

    def __init__(
        self,
        connector: Connector,
        *,
        id: str | None = None,
        approve: Collection[Effect] = (),
        max_retries: int = 5,
        **options: Unpack[ToolboxOptions],
    ) -> None:
        self.connector = connector
        self.toolbox = Toolbox(connector, **options)
        self._id = id or connector.name.lower()
        self._caller = _Caller(frozenset(approve))
        self._max_retries = max_retries
        self._tools = {tool.name: tool for tool in self.toolbox.tools}

    @property
    def id(self) -> str:
        """Its id among the agent's toolsets."""
        return self._id

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *args: object) -> None:
        await self.connector.aclose()

    async def get_tools(self, ctx: RunContext[AgentDepsT]) -> dict[str, ToolsetTool[AgentDepsT]]:
        """The tools, by name."""
        return {
            name: ToolsetTool(
                toolset=self,
                tool_def=ToolDefinition(
                    name=name,
                    description=tool.description,
                    parameters_json_schema=tool.schema,
                    kind="unapproved" if tool.effect in self._caller.approve else "function",
                    metadata={"effect": tool.effect},
                ),
                max_retries=self._max_retries,
                args_validator=_ANY_OBJECT,
            )
            for name, tool in self._tools.items()
        }

    async def call_tool(
        self,
        name: str,
        tool_args: dict[str, Any],
        ctx: RunContext[AgentDepsT],
        tool: ToolsetTool[AgentDepsT],
    ) -> ToolReturn:
        """Calls a tool."""
        return await self._caller.call(
            self._tools[name], tool_args, approved=ctx.tool_call_approved
        )


def connector_tools(
    connector: Connector,
    *,
    approve: Collection[Effect] = (),
    max_retries: int = 5,
    **options: Unpack[ToolboxOptions],
) -> list[PydanticAITool[Any]]:
    """A connector's tools one by one, for `Agent(tools=[...])`.

    Args:
        connector: The connector.
        approve: As for `ConnectorToolset`.
        max_retries: As for `ConnectorToolset`.
        options: See `ToolboxOptions`.
    """
    caller = _Caller(frozenset(approve))

    def make(tool: Tool) -> PydanticAITool[Any]:
        async def call(ctx: RunContext[Any], /, **arguments: Any) -> ToolReturn:
            return await caller.call(tool, arguments, approved=ctx.tool_call_approved)

        made: PydanticAITool[Any] = PydanticAITool.from_schema(
            call, tool.name, tool.description, tool.schema, takes_ctx=True
        )
        made.max_retries = max_retries
        made.requires_approval = tool.effect in caller.approve
        made.metadata = {"effect": tool.effect}
        return made

    return [make(tool) for tool in Toolbox(connector, **options).tools]
