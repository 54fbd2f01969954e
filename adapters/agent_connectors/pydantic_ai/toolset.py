"""The toolset."""

from collections.abc import Iterable
from typing import Any, Generic, Self, Unpack

from pydantic_ai import RunContext, ToolReturn
from pydantic_ai import Tool as PydanticAITool
from pydantic_ai.tools import AgentDepsT
from pydantic_ai.toolsets import FunctionToolset
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
from agent_connectors.engine.values.settings import Settled, count, of_kind, switch
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.pydantic_ai.calling import Caller, RunConnector

__all__ = ["ConnectorToolset", "connector_tools"]

_BESIDE = ("connector", "approve", "ledger", "max_retries", "strict", "keep_result")
"""What is taken by name beside the options of tools."""

# The core checks arguments itself, and says better what is wrong.
_ANY_OBJECT = SchemaValidator(core_schema.dict_schema(core_schema.str_schema()))


class ConnectorToolset(Settled, FunctionToolset[AgentDepsT], Generic[AgentDepsT]):
    """A connector's tools, as a Pydantic AI toolset.

    The connector's connections are closed when the agent is done with it. Everything that
    toolsets can do is open to it: `.filtered()`, `.prefixed()`, `.approval_required()`.
    `ToolDefinition.metadata` has the `effect` of a tool, the worst that it may do.

    In a workflow of DBOS, each call is a step. With Temporal and Prefect it is an activity or a
    task, as a call of any function is. A write that was under way when its process was killed is
    not made again: in DBOS without further ado, elsewhere with a `ledger`.

    Args:
        connector: The connector; or a function that gives the connector of a run from its
            `RunContext`, such as from `ctx.deps`; or a `ConnectorPool`, where more is to be said.
        id: Its id among the agent's toolsets, by which durable workflows know it.
        approve: The least effect that somebody has to agree to: `write` asks before everything
            that changes or destroys, `destructive` before what cannot be undone. The agent then
            needs `DeferredToolRequests` among its output types, whose `metadata` has a preview of
            each call. Given back in `DeferredToolResults(metadata=...)`, it holds the call to what
            was shown.
        ledger: Where writes are noted before they leave, such as a `SqliteLedger`, so that a call
            which is begun again makes none twice.
        max_retries: How many times in a row the model may get a call wrong and try again. Another
            wrong call is one that has failed, and the next ends the run.
        strict: Whether a provider that can is to hold the model to the schemas. What is optional is
            then null where it is not meant, and `params` may be JSON text.
        keep_result: Whether the whole result is kept with the history, as `metadata`; or how many
            bytes it may have for that. Without it, there is the text that the model reads.
        options: See `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
    """

    settled = Toolbox.settled | {"approve", "ledger"}
    kept = frozenset({"connector", "toolbox", "tools", "id", "max_retries", "requires_approval"})

    @unseen
    def __init__(
        self,
        connector: RunConnector[AgentDepsT],
        *,
        id: str | None = None,
        approve: Effect | Iterable[Effect] = (),
        ledger: Ledger | None = None,
        max_retries: int = 5,
        strict: bool = False,
        keep_result: bool | int = True,
        **options: Unpack[ToolboxOptions],
    ) -> None:
        self.toolbox = Toolbox(connector, beside=("id", *_BESIDE), **options)
        self.connector: Any = self.toolbox.connectors
        self._entered = 0
        prefix = self.toolbox.tool_prefix
        super().__init__(
            _made(self.toolbox, approve, ledger, max_retries, strict, keep_result),
            id=prefix if id is None else of_kind("id", id, str, wanted="text"),
            max_retries=max_retries,
        )

    async def __aenter__(self) -> Self:
        self._entered += 1
        return self

    async def __aexit__(self, *args: object) -> None:
        # Each run of an agent enters it; within `async with agent:`, connections outlive a run.
        self._entered -= 1
        if not self._entered:
            await self.connector.aclose()


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
    toolbox = Toolbox(connector, beside=_BESIDE, **options)
    return _made(toolbox, approve, ledger, max_retries, strict, keep_result)


def _made(
    toolbox: Toolbox, approve: Any, ledger: Any, max_retries: Any, strict: Any, keep: Any
) -> list[PydanticAITool[Any]]:
    """The tools, in Pydantic AI's terms."""
    caller = Caller(agreement("approve", approve), checked_ledger(ledger), checked_keep(keep))
    retries = count("max_retries", max_retries, least=0)
    held = switch("strict", strict)

    def make(tool: Tool) -> PydanticAITool[Any]:
        async def call(ctx: RunContext[Any], /, **arguments: Any) -> ToolReturn:
            return await caller.call(tool, arguments, ctx)

        made: PydanticAITool[Any] = PydanticAITool.from_schema(
            call,
            tool.name,
            tool.description,
            nullable(tool.schema) if held else tool.schema,
            takes_ctx=True,
        )
        made.strict = held or None
        made.function_schema.validator = _ANY_OBJECT
        made.function_schema.return_schema = {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": tool.returns,
        }
        made.max_retries = retries
        made.metadata = {"effect": tool.effect}
        return made

    return ToolList(make(tool) for tool in toolbox.tools)
