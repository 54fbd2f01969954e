"""Asks the person at the client about a call, by an elicitation."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import mcp_types as types

from agent_connectors.engine.errors import InvalidCall, OperationNotAllowed
from agent_connectors.engine.tools import Tool, ToolResult, agreeing
from agent_connectors.engine.values.json_text import as_mapping, read_answer, write
from agent_connectors.mcp.answers import Answers
from mcp.shared.message import ServerMessageMetadata

__all__ = ["PREVIEW", "ask_and_call"]

PREVIEW = "agent-connectors/preview"
"""Where the `_meta` of an elicitation has the preview as data."""

_QUESTION = "agreement"

_FORM = {
    "type": "object",
    "properties": {
        "approve": {"type": "boolean", "title": "Do this?"},
        "arguments": {
            "type": "string",
            "title": "Other arguments",
            "description": "To change the call: all of its arguments, as a JSON object.",
        },
    },
    "required": ["approve"],
}


async def ask_and_call(
    context: Any,
    tool: Tool,
    operation: str,
    params: types.CallToolRequestParams,
    answers: Answers,
) -> ToolResult | types.InputRequiredResult:
    """Carries out a call once the person at the client has agreed: as shown, or as edited.

    A client that speaks the protocol of 2026 is answered with what to ask, and calls again; any
    other is asked while the call waits.

    Args:
        context: The request's context.
        tool: What was called.
        operation: The operation that it would carry out.
        params: The call.
        answers: Those that the server was given before.

    Raises:
        OperationNotAllowed: Nobody has agreed, or the client cannot ask.
        ConnectorError: The call is wrong, or could not be carried out.
    """
    session, arguments = context.session, params.arguments or {}
    state = _state(params, arguments)
    if state is not None:
        answers.take(state["question"], operation)
        answer = (params.input_responses or {}).get(_QUESTION)
        return await _carried_out(context, tool, operation, arguments, state["seen"], answer)
    able = types.ElicitationCapability(form=types.FormElicitationCapability())
    if not session.check_client_capability(types.ClientCapabilities(elicitation=able)):
        raise OperationNotAllowed(
            "Somebody has to agree, and this client cannot ask them: it has no elicitation.",
            hint="Nothing was sent.",
            operation=operation,
        )
    preview = await tool.preview(arguments, context)
    if preview.refused:
        raise InvalidCall(preview.problem, hint="Nothing was sent.")
    seen = preview.to_dict()
    meta: Any = {PREVIEW: seen}
    about = types.ElicitRequestFormParams(
        message=f"{preview}\nMay this be done?", requested_schema=_FORM, _meta=meta
    )
    request = types.ElicitRequest(params=about)
    if not session.can_send_request:
        told = {"question": uuid4().hex, "arguments": arguments, "seen": seen}
        kept = write(told).decode()
        return types.InputRequiredResult(input_requests={_QUESTION: request}, request_state=kept)
    waiting = ServerMessageMetadata(related_request_id=context.request_id)
    answer = await session.send_request(request, types.ElicitResult, metadata=waiting)
    return await _carried_out(context, tool, operation, arguments, seen, answer)


def _state(
    params: types.CallToolRequestParams, arguments: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """What was told with a question, where a client calls again with the answer; else None."""
    if params.request_state is None:
        return None
    try:
        kept = read_answer(params.request_state.encode())
    except ValueError:
        return None
    if not isinstance(kept, dict) or kept.get("arguments") != read_answer(write(arguments)):
        return None  # they were asked about another call
    seen = kept.get("seen")
    told = isinstance(kept.get("question"), str) and isinstance(seen, dict) and "steps" in seen
    return kept if told else None


async def _carried_out(
    context: Any,
    tool: Tool,
    operation: str,
    arguments: Mapping[str, Any],
    seen: Mapping[str, Any],
    answer: Any,
) -> ToolResult:
    """Carries out a call as it was answered."""
    content = getattr(answer, "content", None) or {}
    agreed = content.get("approve") is True if isinstance(content, Mapping) else False
    if getattr(answer, "action", "") != "accept" or not agreed:
        raise OperationNotAllowed(
            "A person refused this.",
            hint="Nothing was sent. Do something else, or ask why.",
            operation=operation,
        )
    edited = content.get("arguments")
    with agreeing(seen, edited=bool(edited)):
        return await tool.call(as_mapping(edited) if edited else arguments, context)
