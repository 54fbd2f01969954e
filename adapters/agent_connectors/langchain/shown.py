"""What a call of a tool would do, for the person who is asked about it."""

from collections.abc import Mapping
from typing import Any

from langchain_core.runnables import RunnableConfig

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.engine.tools import Preview
from agent_connectors.langchain.runs import context_of
from agent_connectors.langchain.settled import SettledTool

__all__ = ["ShownTool"]


class ShownTool(SettledTool):
    """A tool that says of a call what it would do."""

    def effect_of(self, arguments: Mapping[str, Any]) -> Effect:
        """What a call would do to the product.

        Args:
            arguments: As the model sent them.

        Raises:
            InvalidCall: They name no operation, or one that this tool may not carry out.
        """
        operation = self._tool.operation(arguments)
        return "read" if operation is None else operation.effect

    async def apreview(
        self,
        arguments: Mapping[str, Any],
        config: RunnableConfig | None = None,
        runtime: Any = None,
    ) -> Preview:
        """What a call would do, for the person who is to agree to it. It changes nothing.

        Args:
            arguments: As the model sent them.
            config: The run's config, where a connector is chosen by it.
            runtime: LangGraph's `ToolRuntime`, where a connector is chosen by that.
        """
        context = context_of(self._tool, config or {}, runtime)
        return await self._tool.preview(arguments, context)

    def preview(
        self,
        arguments: Mapping[str, Any],
        config: RunnableConfig | None = None,
        runtime: Any = None,
    ) -> Preview:
        """Does what `apreview` does, for synchronous code."""
        return run_sync(lambda: self.apreview(arguments, config, runtime))
