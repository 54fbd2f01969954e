"""Calls tools in Pydantic AI's terms."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic_ai import ModelRetry, RunContext, ToolReturn
from pydantic_ai.exceptions import ApprovalRequired, ToolFailed
from pydantic_ai.tools import AgentDepsT

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.tools import Tool

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
    """

    approve: frozenset[Effect]

    def always_asks(self, tool: Tool) -> bool:
        """Whether all that a tool may do needs agreement, so that it need not be called for it."""
        return bool(tool.effects) and tool.effects <= self.approve

    async def call(self, tool: Tool, arguments: dict[str, Any], ctx: RunContext[Any]) -> ToolReturn:
        """Calls a tool.

        Raises:
            ModelRetry: The model can fix the call.
            ToolFailed: It cannot; the call is over, and does not count as a failed attempt.
            ApprovalRequired: Somebody has to agree first.
        """
        try:
            operation = tool.operation(arguments)
            wanted = operation is not None and operation.effect in self.approve
            if not wanted or ctx.tool_call_approved:
                result = await tool.call(arguments, ctx)
                return ToolReturn(str(result), metadata=result.result.to_dict())
        except ConnectorError as error:
            failure = ModelRetry if error.fixable else ToolFailed
            raise failure(str(error)) from error
        raise ApprovalRequired
