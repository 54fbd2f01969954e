"""What a person is shown who is asked about calls of a run, and how their answers are held to."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from agents import FunctionTool, RunResult, RunResultStreaming
from agents.items import ToolApprovalItem
from agents.tool_context import ToolContext

from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.tools import Preview, Tool
from agent_connectors.engine.values.json_text import as_mapping
from agent_connectors.engine.values.settings import one_of
from agent_connectors.openai_agents.calling import Asking, answering

__all__ = ["agreeing_to", "previews_of"]


async def previews_of(run: RunResult | RunResultStreaming) -> dict[str, dict[str, Any]]:
    """What the calls would do that a run was interrupted for, by the id of the call.

    Each is data that can be written as JSON, with a `text` for the person who is asked. Keep them
    with the state of the run. It changes nothing.

    Args:
        run: What a run has ended with.
    """
    found: dict[str, dict[str, Any]] = {}
    for item in run.interruptions:
        asking = _asking_of(item)
        if asking is not None:
            call: Any = item.raw_item
            context = ToolContext.from_agent_context(
                run.context_wrapper, call.call_id, call, agent=item.agent
            )
            found[call.call_id] = (await _preview(asking.tool, call.arguments, context)).to_dict()
    return found


def agreeing_to(
    previews: Mapping[str, Any], *, edited: Mapping[str, Mapping[str, Any]] | None = None
) -> AbstractContextManager[None]:
    """Holds the calls of a run that goes on within it to what was shown.

    If what a call changes is not any more as somebody saw it, nothing is sent, and the model is
    told so.

    Args:
        previews: What was shown, as `previews_of` gave it.
        edited: Other arguments of calls, all of them, by the id of the call. A call that somebody
            has edited is approved like any other.

    Raises:
        ConfigurationError: They are no previews, or one of those that were edited was not shown.
    """
    if not isinstance(previews, Mapping):
        raise ConfigurationError("`previews` is what `previews_of` gave.")
    if edited is not None and not isinstance(edited, Mapping):
        raise ConfigurationError("`edited` has the arguments of each call by its id.")
    changes = dict(edited or {})
    for call, arguments in changes.items():
        one_of("call", call, previews)
        if not isinstance(arguments, Mapping):
            raise ConfigurationError("`edited` has an object of arguments for each call.")
    return answering(previews, changes)


async def _preview(tool: Tool, arguments: str, context: Any) -> Preview:
    try:
        given = as_mapping(arguments)
    except ConnectorError as error:  # the SDK asks about what is no JSON, too
        return Preview(tool.name, tool.effect, problem=str(error), refused=True, tool=tool.name)
    return await tool.preview(given, context)


def _asking_of(item: ToolApprovalItem) -> Asking | None:
    """What asks about a call, if it is of a connector's tool."""
    for tool in item.agent.tools:
        if isinstance(tool, FunctionTool) and tool.name == item.tool_name:
            asks = tool.needs_approval
            return asks if isinstance(asks, Asking) else None
    return None
