"""Keeps previews with an agent's state: for the person who is asked, and for their answer."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Annotated, Any, NotRequired

from langchain.agents.middleware import AgentMiddleware, AgentState
from langchain.agents.middleware.types import ExtendedModelResponse, ModelRequest
from langchain_core.messages import AIMessage, ToolCall
from langchain_core.runnables import RunnableConfig
from langgraph.types import Command

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.tools import agreeing
from agent_connectors.langchain.asking import STATE, run_of
from agent_connectors.langchain.tool import ConnectorTool

__all__ = ["ConnectorPreviews"]

_MOST = 20
"""Previews that an agent's state holds: the latest."""


def _joined(known: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any]:
    every = [*(known or {}).items(), *(new or {}).items()]
    return dict(every[-_MOST:])


class _State(AgentState[Any]):
    connector_previews: NotRequired[Annotated[dict[str, Any], _joined]]


class ConnectorPreviews(AgentMiddleware[Any, Any, Any]):
    """Keeps previews of the calls that somebody is asked about.

    They are in the agent's state under `connector_previews`, by the id of the call.

    Args:
        tools: The tools that are asked about.
        asked: The effects that need agreement.
    """

    state_schema = _State

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
        made = {
            str(call["id"]): tool.preview(call["args"], *_run(call, request)).to_dict()
            for call, tool in self._calls(response)
        }
        return _with(response, made)

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[Any]]
    ) -> Any:
        """Adds previews to what the model answers."""
        response = await handler(request)
        made = {
            str(call["id"]): (await tool.apreview(call["args"], *_run(call, request))).to_dict()
            for call, tool in self._calls(response)
        }
        return _with(response, made)

    def wrap_tool_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        """Holds a call to what was shown."""
        with agreeing(self._seen(request)):
            return handler(request)

    async def awrap_tool_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        """Holds a call to what was shown."""
        with agreeing(self._seen(request)):
            return await handler(request)

    def _calls(self, response: Any) -> list[tuple[ToolCall, ConnectorTool]]:
        """The calls of an answer that somebody is asked about."""
        response = getattr(response, "model_response", response)
        messages = [response] if isinstance(response, AIMessage) else response.result
        calls = [c for m in messages if isinstance(m, AIMessage) for c in m.tool_calls]
        known = [(c, self._by_name[c["name"]]) for c in calls if c["name"] in self._by_name]
        return [(call, tool) for call, tool in known if self._is_asked(tool, call["args"])]

    def _is_asked(self, tool: ConnectorTool, arguments: Mapping[str, Any]) -> bool:
        try:
            return tool.effect_of(arguments) in self._asked
        except ConnectorError:
            return False  # it will be refused

    def _seen(self, request: Any) -> Any:
        if request.tool_call["name"] not in self._by_name:
            return None
        return (request.state.get(STATE) or {}).get(request.tool_call["id"])


def _run(call: ToolCall, request: ModelRequest[Any]) -> tuple[RunnableConfig, Any]:
    return run_of(call, request.state, request.runtime)


def _with(response: Any, previews: dict[str, Any]) -> Any:
    """An answer with previews beside it."""
    if not previews:
        return response
    told: Command[Any] = Command(update={STATE: previews})
    if isinstance(response, ExtendedModelResponse):
        more = response.command.update if response.command is not None else {}
        told = Command(update={**dict(more or {}), STATE: previews})
        response = response.model_response
    return ExtendedModelResponse(response, told)
