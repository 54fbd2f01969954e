"""What a person is shown who is asked about a call."""

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import ToolCall
from langchain_core.runnables import RunnableConfig

from agent_connectors.langchain.tool import ConnectorTool

__all__ = ["STATE", "described", "run_of"]

STATE = "connector_previews"
"""Where an agent's state holds previews, by the id of the call."""


def described(tool: ConnectorTool, call: ToolCall, state: Any, runtime: Any) -> str:
    """The text about a call: as the agent's state keeps it, or else as things are now.

    Args:
        tool: What was called.
        call: The call.
        state: The agent's state.
        runtime: LangGraph's runtime.
    """
    kept = state.get(STATE) if isinstance(state, Mapping) else None
    known = (kept or {}).get(call["id"])
    if known is not None:
        return str(known["text"])
    return str(tool.preview(call["args"], *run_of(call, state, runtime)))


def run_of(call: ToolCall, state: Any, runtime: Any) -> tuple[RunnableConfig, Any]:
    """The config of a run, and the runtime that a call in it would have.

    Args:
        call: The call.
        state: The agent's state.
        runtime: LangGraph's runtime.
    """
    # Only the package with the middleware brings it.
    from langgraph.config import get_config
    from langgraph.prebuilt.tool_node import ToolRuntime

    config = get_config()
    made: Any = ToolRuntime(
        state=state,
        context=runtime.context,
        config=config,
        stream_writer=runtime.stream_writer,
        tool_call_id=call["id"],
        store=runtime.store,
    )
    return config, made
