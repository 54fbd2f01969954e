"""What LangChain tells of a run, and whose connector it is."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from inspect import signature
from typing import Annotated, Any, TypeAlias

from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import InjectedToolArg
from pydantic import BaseModel, create_model

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.tools import Tool

__all__ = ["RUNTIME", "RunConnector", "context_of", "is_runtime", "key_of", "with_runtime"]

RunConnector: TypeAlias = (
    Connector | ConnectorPool[Any] | Callable[[Any], Connector | Awaitable[Connector]]
)
"""A connector, or what chooses the connector of a run."""

RUNTIME = "runtime"
"""The argument that LangGraph's nodes fill in, by its name."""


def context_of(tool: Tool, config: RunnableConfig, runtime: Any) -> Any:
    """What the connector of a call is chosen by: the config, or the runtime of a graph.

    Args:
        tool: The tool.
        config: The config of the call.
        runtime: LangGraph's `ToolRuntime`; None outside of a graph.

    Raises:
        ConfigurationError: The runtime is wanted where there is none.
    """
    pool = tool.toolbox.connectors
    if isinstance(pool, Connector) or _takes_config(pool):
        return config
    if is_runtime(runtime):
        return runtime
    raise ConfigurationError(
        "This tool chooses a connector by its `ToolRuntime`, and was called outside of a graph.",
        hint="Nothing was sent. Let what chooses take a `config: RunnableConfig` instead.",
    )


def key_of(config: RunnableConfig, runtime: Any) -> str | None:
    """Stands for a call; the same where LangGraph makes it again from a checkpoint.

    None outside of a graph, and where it keeps no checkpoints: nobody will come back to it.

    Raises:
        ConfigurationError: LangGraph may lose the checkpoint from which the call is made.
    """
    known: dict[str, Any] = config.get("configurable") or {}
    thread = known.get("thread_id")
    if thread is None or not is_runtime(runtime):
        return None
    if known.get("__pregel_durability") != "sync":
        raise ConfigurationError(
            "A `ledger` keeps writes from being made twice only where LangGraph has kept the call "
            "before it makes it.",
            hint='Nothing was sent. Run the graph with `durability="sync"`.',
        )
    call = runtime.tool_call_id
    # Models may count their calls anew in each answer. The answer's own id is kept with it, also
    # where a run goes on from a checkpoint by its id, which makes other tasks of the same call.
    answer = _answer_with(call, runtime.state) or known.get("checkpoint_ns", "")
    return f"langgraph/{thread}/{answer}/{call}"


def _answer_with(call: str, state: Any) -> str | None:
    """The id of the model's answer that a call is in, where the graph keeps answers as usual."""
    keeps = state.get if isinstance(state, Mapping) else partial(getattr, state)
    messages: Any = state if isinstance(state, list) else keeps("messages", None)
    for message in reversed(messages if isinstance(messages, list) else []):
        calls = message.tool_calls if isinstance(message, AIMessage) else []
        same = [one for one in calls if one["id"] == call]
        if same:
            return message.id if len(same) == 1 else None
    return None


def is_runtime(given: Any) -> bool:
    """Whether this is what LangGraph filled in, and nothing that a model has sent."""
    return any(kind.__name__ == "ToolRuntime" for kind in type(given).__mro__)


def with_runtime(tool: Tool) -> type[BaseModel]:
    """The model of a tool's arguments, and LangGraph's runtime, which it fills in itself."""
    hidden: Any = (Annotated[Any, InjectedToolArg], None)
    fields: dict[str, Any] = {RUNTIME: hidden}
    return create_model(tool.model.__name__, __base__=tool.model, **fields)


def _takes_config(pool: ConnectorPool[Any]) -> bool:
    """Whether what chooses connectors wants the config, by the name or the type of its argument."""
    first = next(iter(signature(pool.choose).parameters.values()))
    return first.name == "config" or "RunnableConfig" in str(first.annotation)
