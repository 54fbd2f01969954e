"""Calls tools in the terms of the OpenAI Agents SDK."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2s
from typing import Any

from agents import RunContextWrapper
from agents.tool_context import ToolContext

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.ledger import Ledger
from agent_connectors.engine.tools import Tool, ToolList, ToolResult, agreeing, call_once

__all__ = ["Asking", "answering", "call"]

Answers = tuple[Mapping[str, Any], Mapping[str, Any]]
"""What was shown of calls, and what somebody has made of their arguments, by the id of the call."""

_answers: ContextVar[Answers] = ContextVar("answers", default=({}, {}))


class Asking:
    """Whether somebody has to agree to a call; the `needs_approval` of a tool.

    Args:
        tool: What is called.
        asked: The effects that need agreement.
    """

    def __init__(self, tool: Tool, asked: frozenset[Effect]) -> None:
        self.tool = tool
        self._asked = asked

    async def __call__(
        self, context: RunContextWrapper[Any], arguments: dict[str, Any], call_id: str
    ) -> bool:
        try:
            operation = self.tool.operation(arguments)
        except ConnectorError:
            return False  # the call will say what is wrong, and send nothing
        return operation is not None and operation.effect in self._asked


@contextmanager
def answering(shown: Mapping[str, Any], edited: Mapping[str, Any]) -> Iterator[None]:
    """Holds calls of the runs within to what was shown.

    Args:
        shown: Previews, by the id of the call.
        edited: Other arguments, by the id of the call.
    """
    token = _answers.set((shown, edited))
    try:
        yield
    finally:
        _answers.reset(token)


async def call(
    tool: Tool, arguments: Mapping[str, Any], context: ToolContext[Any], ledger: Ledger | None
) -> ToolResult:
    """Calls a tool, as it was agreed to where somebody was asked.

    Args:
        tool: The tool.
        arguments: As the model sent them.
        context: The call.
        ledger: Where writes are noted, so that none is made twice.

    Raises:
        ConnectorError: It could not be done; the text says what to do next.
    """
    shown, edits = _answers.get()
    seen, edited = shown.get(context.tool_call_id), edits.get(context.tool_call_id)
    if context.agent is not None:
        # Of two tools of one name the SDK takes the last, with a line in the log.
        ToolList(one for one in context.agent.tools if one.name == context.tool_name)
    tool.bind(seen, arguments)
    with agreeing(seen, edited=edited is not None):
        given = arguments if edited is None else edited
        operation = None if ledger is None else tool.operation(given)
        if ledger is None or operation is None or operation.effect == "read":
            return await tool.call(given, context)
        return await call_once(tool, given, context, ledger, _key_of(context))


def _key_of(context: ToolContext[Any]) -> str:
    """Stands for a call; the same where a run goes on from the same state again.

    Raises:
        ConfigurationError: It is not known which run this is.
    """
    group = None if context.run_config is None else context.run_config.group_id
    if group is None:
        raise ConfigurationError(
            "A `ledger` has to know calls of this run from those of others.",
            hint="Nothing was sent. Run it with `RunConfig(group_id=...)`, an id of the "
            "conversation.",
        )
    # Models may count their calls anew in each run of a conversation; what it begins with grows.
    begins = json.dumps(context.turn_input, sort_keys=True, default=str)
    digest = blake2s(begins.encode(), digest_size=12).hexdigest()
    return f"openai-agents/{group}/{digest}/{context.tool_call_id}"
