"""The toolset."""

from collections.abc import Iterable
from copy import copy
from typing import Any, Generic, Self, Unpack

from pydantic_ai.tools import AgentDepsT
from pydantic_ai.toolsets import FunctionToolset

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.ledger import Ledger
from agent_connectors.engine.tools import (
    Toolbox,
    ToolboxOptions,
)
from agent_connectors.engine.values.settings import Settled, of_kind
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.pydantic_ai.calling import RunConnector
from agent_connectors.pydantic_ai.tools import BESIDE, made

__all__ = ["ConnectorToolset"]


class ConnectorToolset(Settled, FunctionToolset[AgentDepsT], Generic[AgentDepsT]):
    """A connector's tools, as a Pydantic AI toolset.

    The connector's connections are closed when no agent is in it any more. Everything that
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
        self.toolbox = Toolbox(connector, beside=("id", *BESIDE), **options)
        self.connector: Any = self.toolbox.connectors
        prefix = self.toolbox.tool_prefix
        super().__init__(
            made(self.toolbox, approve, ledger, max_retries, strict, keep_result),
            id=prefix if id is None else of_kind("id", id, str, wanted="text"),
            max_retries=max_retries,
        )

    def __deepcopy__(self, _: dict[int, Any] | None = None) -> Self:
        return copy(self)

    async def __aenter__(self) -> Self:
        # Each run of an agent enters it; within `async with agent:`, connections outlive a run.
        await self.connector.__aenter__()
        return self

    async def __aexit__(self, *args: object) -> None:
        await self.connector.__aexit__(*args)
