"""What a run knows of the calls before, where it knows them."""

from typing import Any

from pydantic_ai import RetryPromptPart, RunContext, ToolCallPart, ToolReturnPart, UserError

__all__ = ["called_with", "failed_before"]


def called_with(ctx: RunContext[Any]) -> dict[str, Any] | None:
    """The arguments that the model sent, whatever somebody has made of them; None if not known."""
    try:
        parts = [part for message in ctx.messages for part in message.parts]
    except (AttributeError, UserError):  # an activity of Temporal does not know the history
        return None
    calls = [p for p in parts if isinstance(p, ToolCallPart)]
    sent = [call for call in calls if call.tool_call_id == ctx.tool_call_id]
    return sent[-1].args_as_dict() if sent else None


def failed_before(ctx: RunContext[Any]) -> bool:
    """Whether the last that the model was told by this tool is that a call has failed."""
    try:
        parts = [part for message in ctx.messages for part in message.parts]
    except (AttributeError, UserError):  # an activity of Temporal does not know the history
        return True
    # A toolset around ours may have renamed the tool: its calls have the name that the model knows.
    calls = [p for p in parts if isinstance(p, ToolCallPart)]
    names = {call.tool_name for call in calls if call.tool_call_id == ctx.tool_call_id}
    told = [
        p for p in parts if isinstance(p, RetryPromptPart | ToolReturnPart) and p.tool_name in names
    ]
    return bool(told) and isinstance(told[-1], ToolReturnPart) and told[-1].outcome == "failed"
