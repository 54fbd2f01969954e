"""Calls tools in Pydantic AI's terms."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic_ai import (
    ModelRetry,
    RunContext,
    ToolReturn,
)
from pydantic_ai.exceptions import ApprovalRequired, ToolFailed
from pydantic_ai.tools import AgentDepsT

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.ledger import Ledger
from agent_connectors.engine.tools import Tool, agreeing, call_once, kept
from agent_connectors.pydantic_ai.history import called_with, failed_before
from agent_connectors.pydantic_ai.steps import key_of, step_of

__all__ = ["Caller", "RunConnector"]

RunConnector: TypeAlias = (
    Connector
    | ConnectorPool[RunContext[AgentDepsT]]
    | Callable[[RunContext[AgentDepsT]], Connector | Awaitable[Connector]]
)
"""A connector, or what chooses the connector of a run."""


@dataclass(frozen=True)
class Caller:
    """Calls tools, once somebody has agreed where that is needed.

    Args:
        approve: The effects that need agreement.
        ledger: Where writes are noted, so that none is made twice.
        keep: Whether the whole result goes with the history, or up to how many bytes.
    """

    approve: frozenset[Effect]
    ledger: Ledger | None = None
    keep: bool | int = True

    async def call(self, tool: Tool, arguments: dict[str, Any], ctx: RunContext[Any]) -> ToolReturn:
        """Calls a tool; from a workflow of DBOS, in a step of it.

        Args:
            tool: The tool.
            arguments: As the model sent them, or as somebody has edited them.
            ctx: The run, which knows whether somebody has agreed, and what they saw.

        Raises:
            ModelRetry: The model can fix the call.
            ToolFailed: It cannot, or has had its last attempt; the call is over, and does not
                count as a failed attempt.
            ApprovalRequired: Somebody has to agree first; `metadata` is the preview.
        """
        step = step_of(tool.name)
        if step is None:
            return await self._call(tool, arguments, ctx, self.ledger, key_of(ctx))
        ledger = self.ledger or step.ledger

        async def told() -> dict[str, Any]:
            # What it gives or raises, in terms that any serializer takes.
            try:
                made = await self._call(tool, arguments, ctx, ledger, step.key)
            except (ModelRetry, ToolFailed) as error:
                return {"failed": str(error), "fixable": isinstance(error, ModelRetry)}
            except ApprovalRequired as asking:
                return {"preview": asking.metadata}
            return {"text": made.return_value, "metadata": made.metadata}

        given = await step.run(told)
        if "preview" in given:
            raise ApprovalRequired(metadata=given["preview"])
        if "failed" in given:
            raise (ModelRetry if given["fixable"] else ToolFailed)(given["failed"])
        return ToolReturn(given["text"], metadata=given["metadata"])

    async def _call(
        self,
        tool: Tool,
        arguments: dict[str, Any],
        ctx: RunContext[Any],
        ledger: Ledger | None,
        key: str | None,
    ) -> ToolReturn:
        try:
            operation = tool.operation(arguments)
            wanted = operation is not None and operation.effect in self.approve
            if not wanted or ctx.tool_call_approved:
                seen, called = ctx.tool_call_metadata, called_with(ctx)
                if called is not None:
                    tool.bind(seen, called)
                # Where the history is not known, what somebody edited cannot be told from the rest.
                with agreeing(seen, edited=called != arguments):
                    if ledger is None or key is None:
                        result = await tool.call(arguments, ctx)
                    else:
                        result = await call_once(tool, arguments, ctx, ledger, key)
                return ToolReturn(str(result), metadata=kept(result, keep=self.keep))
        except ConnectorError as error:
            failure = _wrong(ctx, str(error)) if error.fixable else ToolFailed(str(error))
            raise failure from error
        preview = await tool.preview(arguments, ctx)
        if preview.refused:  # whoever agreed would have agreed to nothing
            raise _wrong(ctx, preview.problem)
        raise ApprovalRequired(metadata=preview.to_dict())


def _wrong(ctx: RunContext[Any], problem: str) -> Exception:
    """What a wrong call raises: after the last attempt it has failed, and the run goes on once.

    A model that repeats itself, as a `TestModel` does, comes to an end so; one that calls wrongly
    even then ends the run, as Pydantic AI has it.
    """
    if not ctx.last_attempt or failed_before(ctx):
        return ModelRetry(problem)
    return ToolFailed(f"{problem} That was the last attempt: go on without this call.")
