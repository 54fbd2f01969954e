"""Asks a person about a call of a tool, and carries it out as they have answered."""

import json
from collections.abc import Mapping
from hashlib import blake2s
from typing import Any

from llama_index.core.workflow import Context

from agent_connectors.engine.errors import InvalidCall, OperationNotAllowed
from agent_connectors.engine.tools import Tool, ToolResult, agreeing
from agent_connectors.llama_index.approval import answered, is_done, work_item

__all__ = ["ask_and_call"]

_KEPT = "connector_previews"
"""Where a run's store holds the previews of calls that somebody is asked about."""


async def ask_and_call(
    ctx: Context, tool: Tool, operation: str, arguments: Mapping[str, Any]
) -> ToolResult:
    """Carries out a call once somebody has agreed: as they saw it, or as they have edited it.

    Args:
        ctx: The run's context.
        tool: What was called.
        operation: The operation that it would carry out.
        arguments: As the model sent them.

    Raises:
        InvalidCall: The call is wrong, or what it changes is not any more as it was shown.
        OperationNotAllowed: Nobody has agreed.
        ConnectorError: It could not be carried out.
    """
    about = f"{operation} {json.dumps(arguments, sort_keys=True, default=str)}"
    preview = await _preview(ctx, tool, about, arguments)
    if preview.get("refused"):
        raise InvalidCall(preview.get("problem", ""), hint="Nothing was sent.")
    question = f"{preview['text']}\nMay this be done?"
    refusal = "A person refused this."
    try:
        answer = await answered(ctx, about, question, preview)
    except TimeoutError:
        answer, refusal = None, "Nobody answered whether this may be done."
    if answer is None:
        hint = "Nothing was sent. Do something else, or ask why."
        raise OperationNotAllowed(refusal, hint=hint, operation=operation)
    edited = answer.get("arguments")
    if edited is not None and not isinstance(edited, Mapping):
        raise InvalidCall(
            "The answer has `arguments` that are no object.", hint="Nothing was sent."
        )
    with agreeing(preview, edited=edited is not None):
        return await tool.call(arguments if edited is None else edited, ctx)


async def _preview(
    ctx: Context, tool: Tool, about: str, arguments: Mapping[str, Any]
) -> dict[str, Any]:
    """What a call would do, as it was when it was first shown: a call is run again to go on."""
    if is_done(ctx, about):
        return {"text": ""}
    key = blake2s(f"{work_item()} {about}".encode(), digest_size=8).hexdigest()
    path = f"{_KEPT}_{key}"
    known: dict[str, Any] | None = await ctx.store.get(path, default=None)
    if known is None:
        known = (await tool.preview(arguments, ctx)).to_dict()
        await ctx.store.set(path, known)
    return known
