"""Keeps previews with an agent's state: for the person who is asked, and for their answer."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain.agents.middleware.types import ModelRequest
from langchain_core.messages import ToolCall, ToolMessage
from langchain_core.runnables import RunnableConfig

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.tools import agreeing
from agent_connectors.langchain.asking import STATE, run_of
from agent_connectors.langchain.state import PreviewState, called, with_previews
from agent_connectors.langchain.tool import ConnectorTool

__all__ = ["ConnectorPreviews"]


class ConnectorPreviews(AgentMiddleware[Any, Any, Any]):
    """Keeps previews of the calls that somebody is asked about.

    They are in the agent's state under `connector_previews`, by the id of the call.

    Args:
        tools: The tools that are asked about.
        asked: The effects that need agreement.
    """

    state_schema = PreviewState

    def __init__(self, tools: Iterable[ConnectorTool], asked: frozenset[Effect]) -> None:
        super().__init__()
        self._by_name = {tool.name: tool for tool in tools}
        self._asked = asked

    @property
    def name(self) -> str:
        """Its name among an agent's middleware."""
        return f"ConnectorPreviews({', '.join(self._by_name)})"

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Any]
    ) -> Any:
        """Adds previews to what the model answers."""
        response = handler(request)
        made = self._forgotten(request, response)
        for call, tool in self._calls(response):
            preview = tool.preview(call["args"], *_run(call, request))
            made[str(call["id"])] = preview.to_dict()
        return with_previews(response, made)

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[Any]]
    ) -> Any:
        """Adds previews to what the model answers."""
        response = await handler(request)
        made = self._forgotten(request, response)
        for call, tool in self._calls(response):
            preview = await tool.apreview(call["args"], *_run(call, request))
            made[str(call["id"])] = preview.to_dict()
        return with_previews(response, made)

    def wrap_tool_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """Holds a call to what was shown."""
        if (refused := self._refused(request)) is not None:
            return refused
        with self._agreeing(request):
            return handler(request)

    async def awrap_tool_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        """Holds a call to what was shown."""
        if (refused := self._refused(request)) is not None:
            return refused
        with self._agreeing(request):
            return await handler(request)

    def _calls(self, response: Any) -> list[tuple[ToolCall, ConnectorTool]]:
        """The calls of an answer that somebody is asked about."""
        known = [
            (c, self._by_name[c["name"]]) for c in called(response) if c["name"] in self._by_name
        ]
        return [(call, tool) for call, tool in known if self._is_asked(tool, call["args"])]

    def _is_asked(self, tool: ConnectorTool, arguments: Mapping[str, Any]) -> bool:
        try:
            return tool.effect_of(arguments) in self._asked
        except ConnectorError:
            return False  # it will be refused

    def _forgotten(self, request: ModelRequest[Any], response: Any) -> dict[str, Any]:
        """Removes what was shown of earlier calls, where a model counts its calls anew."""
        shown: Any = request.state.get(STATE) or {}
        return {str(c["id"]): None for c in called(response) if self._is_own(shown.get(c["id"]))}

    def _is_own(self, shown: Any) -> bool:
        return isinstance(shown, Mapping) and shown.get("tool") in self._by_name

    def _seen(self, request: Any) -> Any:
        """What was shown of a call, whatever somebody has made of it since."""
        shown = (request.state.get(STATE) or {}).get(request.tool_call["id"])
        return shown if self._is_own(shown) else None

    def _agreeing(self, request: Any) -> AbstractContextManager[object]:
        # Of a call that another connector's middleware has shown, this one knows nothing.
        seen = self._seen(request)
        return nullcontext() if seen is None else agreeing(seen, edited=True)

    def _refused(self, request: Any) -> ToolMessage | None:
        """What becomes of a call that was edited into one of which nobody has seen anything."""
        call, seen = request.tool_call, self._seen(request)
        tool = self._by_name.get(call["name"])
        if seen is not None and isinstance(request.tool, ConnectorTool):
            allowed = seen["tool"] == call["name"]
        else:
            allowed = tool is None or not self._is_asked(tool, call["args"])
        if allowed:
            return None
        said = "Nobody was shown what this call would do. Nothing was sent. Call it again."
        told: dict[str, Any] = {"tool_call_id": call["id"], "name": call["name"]}
        return ToolMessage(said, status="error", **told)


def _run(call: ToolCall, request: ModelRequest[Any]) -> tuple[RunnableConfig, Any]:
    return run_of(call, request.state, request.runtime)
