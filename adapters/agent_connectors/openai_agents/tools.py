"""The tools."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Unpack

from agents import FunctionTool, Tool
from agents.tool_context import ToolContext

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.effects import Effect, agreement
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.ledger import Ledger, checked_ledger
from agent_connectors.engine.tools import Tool as ConnectorTool
from agent_connectors.engine.tools import (
    Toolbox,
    ToolboxOptions,
    ToolList,
    ToolResult,
    checked_keep,
    kept,
    nullable,
    textual,
)
from agent_connectors.engine.values.json_text import as_mapping
from agent_connectors.engine.values.settings import switch
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.openai_agents.calling import Asking, call

__all__ = ["connector_tools"]

_BESIDE = ("connector", "approve", "ledger", "strict", "keep_result")
"""What is taken by name beside the options of tools."""


@unseen
def connector_tools(
    connector: Connector | ConnectorPool[Any] | Callable[[Any], Connector | Awaitable[Connector]],
    *,
    approve: Effect | Iterable[Effect] = (),
    ledger: Ledger | None = None,
    strict: bool = False,
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
            ends with `interruptions`, of which `previews_of(run)` has what would be done, and goes
            on from its state once they are answered.
        ledger: Where writes are noted before they leave, such as a `SqliteLedger`, so that a run
            that goes on from its state a second time makes none twice. Runs then need a
            `RunConfig(group_id=...)`.
        strict: Whether a provider that can is to hold the model to the schemas. What is optional is
            then null where it is not meant, and objects without keys are JSON text.
        keep_result: Whether the whole result is kept with the run; or how many bytes it may have
            for that.
        options: See `ToolboxOptions`.

    Returns:
        The tools; added to others with `+`, no two may have the same name.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """
    toolbox = Toolbox(connector, beside=_BESIDE, **options)
    asked = agreement("approve", approve)
    noted, held, keep = checked_ledger(ledger), switch("strict", strict), checked_keep(keep_result)
    return ToolList(_made(tool, asked, noted, strict=held, keep=keep) for tool in toolbox.tools)


def _made(
    tool: ConnectorTool,
    asked: frozenset[Effect],
    ledger: Ledger | None,
    *,
    strict: bool,
    keep: bool | int,
) -> FunctionTool:
    async def invoke(context: ToolContext[Any], arguments: str) -> str:
        # What raises would end the run.
        try:
            return await call(tool, as_mapping(arguments), context, ledger)
        except ConnectorError as error:
            return f"Error: {error}"

    def whole(context: Any) -> dict[str, Any] | None:
        # For code; never sent to the model.
        output = context.output
        return kept(output, keep=keep) if isinstance(output, ToolResult) else None

    return FunctionTool(
        name=tool.name,
        description=tool.description,
        # Strict schemas have no optional parameters and no free objects, which `params` is.
        params_json_schema=nullable(textual(tool.schema)) if strict else tool.schema,
        on_invoke_tool=invoke,
        strict_json_schema=strict,
        needs_approval=Asking(tool, asked) if tool.effects & asked else False,
        custom_data_extractor=whole,
    )
