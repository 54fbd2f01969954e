"""Calls tools in Pydantic AI's terms."""

from dataclasses import dataclass
from typing import Any

from pydantic_ai import ModelRetry, ToolReturn
from pydantic_ai.exceptions import ApprovalRequired, ToolFailed

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.tools import Tool

__all__ = ["Caller"]


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

    async def call(self, tool: Tool, arguments: dict[str, Any], *, approved: bool) -> ToolReturn:
        """Calls a tool.

        Raises:
            ModelRetry: The model can fix the call.
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
