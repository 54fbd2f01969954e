"""The tools, one by one."""

from collections.abc import Iterable
from typing import Any, Unpack

from pydantic_ai import RunContext, ToolReturn
from pydantic_ai import Tool as PydanticAITool
from pydantic_core import SchemaValidator, core_schema

from agent_connectors.engine.declare.effects import Effect, agreement
from agent_connectors.engine.ledger import Ledger, checked_ledger
from agent_connectors.engine.tools import (
    Tool,
    Toolbox,
    ToolboxOptions,
    ToolList,
    checked_keep,
    nullable,
)
from agent_connectors.engine.values.settings import count, switch
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.pydantic_ai.calling import Caller, RunConnector

__all__ = ["BESIDE", "connector_tools", "made"]

BESIDE = ("connector", "approve", "ledger", "max_retries", "strict", "keep_result")
"""What is taken by name beside the options of tools."""

# The core checks arguments itself, and says better what is wrong.
_ANY_OBJECT = SchemaValidator(core_schema.dict_schema(core_schema.str_schema()))


@unseen
def connector_tools(
    connector: RunConnector[Any],
    *,
    approve: Effect | Iterable[Effect] = (),
    ledger: Ledger | None = None,
    max_retries: int = 5,
    strict: bool = False,
    keep_result: bool | int = True,
    **options: Unpack[ToolboxOptions],
) -> list[PydanticAITool[Any]]:
    """A connector's tools one by one, for `Agent(tools=[...])`.

    Args:
        connector: As for `ConnectorToolset`.
        approve: As for `ConnectorToolset`.
        ledger: As for `ConnectorToolset`.
        max_retries: As for `ConnectorToolset`.
        strict: As for `ConnectorToolset`.
        keep_result: As for `ConnectorToolset`.
        options: See `ToolboxOptions`.
    """
    toolbox = Toolbox(connector, beside=BESIDE, **options)
    return made(toolbox, approve, ledger, max_retries, strict, keep_result)


def made(
    toolbox: Toolbox, approve: Any, ledger: Any, max_retries: Any, strict: Any, keep: Any
) -> list[PydanticAITool[Any]]:
    """The tools, in Pydantic AI's terms."""
    caller = Caller(agreement("approve", approve), checked_ledger(ledger), checked_keep(keep))
    retries = count("max_retries", max_retries, least=0)
    held = switch("strict", strict)

    def make(tool: Tool) -> PydanticAITool[Any]:
        async def call(ctx: RunContext[Any], /, **arguments: Any) -> ToolReturn:
            return await caller.call(tool, arguments, ctx)

        one: PydanticAITool[Any] = PydanticAITool.from_schema(
            call,
            tool.name,
            tool.description,
            nullable(tool.schema) if held else tool.schema,
            takes_ctx=True,
        )
        one.strict = held or None
        one.function_schema.validator = _ANY_OBJECT
        one.function_schema.return_schema = {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": tool.returns,
        }
        one.max_retries = retries
        one.metadata = {"effect": tool.effect}
        return one

    return ToolList(make(tool) for tool in toolbox.tools)
