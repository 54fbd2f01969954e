"""The tools."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Unpack

from agents import FunctionTool, RunContextWrapper, Tool
from agents.tool_context import ToolContext

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.effects import Effect, agreement
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.tools import Tool as ConnectorTool
from agent_connectors.engine.tools import Toolbox, ToolboxOptions, ToolResult, checked_keep, kept
from agent_connectors.engine.values.json_text import as_mapping
from agent_connectors.engine.values.unseen import unseen

__all__ = ["connector_tools"]


@unseen
def connector_tools(
    connector: Connector | ConnectorPool[Any] | Callable[[Any], Connector | Awaitable[Connector]],
    *,
    approve: Effect | Iterable[Effect] = (),
    keep_result: bool | int = True,
    **options: Unpack[ToolboxOptions],
) -> list[Tool]:
    """A connector's tools, for `Agent(tools=...)`.

    The output of a call is the short text that the model reads; the whole result is the
    `custom_data` of its item, as a dictionary. An error is an output that says what to do.

    Args:
        connector: The connector; or a function that gives the connector of a run from its
            `ToolContext`, such as from the `context` that the run was given; or a
            `ConnectorPool`, where more is to be said.
        approve: The least effect that somebody has to agree to: `write` asks before everything
            that changes or destroys, `destructive` before what cannot be undone. The run then
            ends with `interruptions`, and goes on from its state once they are answered.
        keep_result: Whether the whole result is kept with the run; or how many bytes it may have
            for that.
        options: See `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """
    toolbox = Toolbox(connector, beside=("connector", "approve", "keep_result"), **options)
    asked = agreement("approve", approve)
    keep = checked_keep(keep_result)
    return [_made(tool, asked, keep=keep) for tool in toolbox.tools]


def _made(tool: ConnectorTool, asked: frozenset[Effect], *, keep: bool | int) -> FunctionTool:
    async def call(context: ToolContext[Any], arguments: str) -> str:
        # What raises would end the run.
        try:
            return await tool.call(as_mapping(arguments), context)
        except ConnectorError as error:
            return f"Error: {error}"

    async def needs_approval(_: RunContextWrapper[Any], arguments: dict[str, Any], __: str) -> bool:
        try:
            operation = tool.operation(arguments)
        except ConnectorError:
            return False  # the call will say what is wrong, and send nothing
        return operation is not None and operation.effect in asked

    def whole(context: Any) -> dict[str, Any] | None:
        # For code; never sent to the model.
        output = context.output
        return kept(output, keep=keep) if isinstance(output, ToolResult) else None

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=tool.schema,
        on_invoke_tool=call,
        # Strict schemas have no optional parameters and no free objects, which `params` is.
        strict_json_schema=False,
        needs_approval=needs_approval if tool.effects & asked else False,
        custom_data_extractor=whole,
    )
