"""Previews in an agent's state."""

from typing import Annotated, Any, NotRequired

from langchain.agents.middleware import AgentState
from langchain.agents.middleware.types import ExtendedModelResponse
from langchain_core.messages import AIMessage, ToolCall
from langgraph.types import Command

from agent_connectors.langchain.asking import STATE

__all__ = ["PreviewState", "called", "with_previews"]

_MOST = 20
"""Previews that an agent's state holds, as far as one answer does not need more: the latest."""


def _joined(known: dict[str, Any] | None, new: dict[str, Any] | None) -> dict[str, Any]:
    # Those of one answer are kept however many they are: somebody is asked about each of them.
    added = new or {}
    older = [item for item in (known or {}).items() if item[0] not in added]
    every = [*older, *(item for item in added.items() if item[1] is not None)]
    return dict(every[-max(_MOST, len(added)) :])


class PreviewState(AgentState[Any]):
    """The state of an agent that keeps previews."""

    connector_previews: NotRequired[Annotated[dict[str, Any], _joined]]


def called(response: Any) -> list[ToolCall]:
    """The calls of an answer."""
    response = getattr(response, "model_response", response)
    messages = [response] if isinstance(response, AIMessage) else response.result
    return [call for m in messages if isinstance(m, AIMessage) for call in m.tool_calls]


def with_previews(response: Any, previews: dict[str, Any]) -> Any:
    """An answer with previews beside it."""
    if not previews:
        return response
    told: Command[Any] = Command(update={STATE: previews})
    if isinstance(response, ExtendedModelResponse):
        more: dict[str, Any] = dict(
            (response.command.update if response.command is not None else None) or {}
        )
        # Those of another connector's middleware, which has answered before this one.
        others = {k: v for k, v in more.get(STATE, {}).items() if previews.get(k) is None}
        told = Command(update={**more, STATE: {**previews, **others}})
        response = response.model_response
    return ExtendedModelResponse(response, told)
