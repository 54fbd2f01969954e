"""A person agrees to a write of an agent, hours later and in another process; with Pydantic AI.

python examples/agreement_pydantic_ai.py ask state.json       ends where somebody has to agree
python examples/agreement_pydantic_ai.py answer state.json    shows what they see, and goes on

The second takes `--edit '{"name": "..."}'` to change parameters of the call, and `--deny`. Both
work in the ClickUp at CLICKUP_BASE_URL with CLICKUP_API_KEY, such as `agent-connectors sandbox`.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from agreement import Wanted, asked_for, decide, edited, keep, kept
from pydantic_ai import (
    Agent,
    DeferredToolRequests,
    DeferredToolResults,
    ModelMessagesTypeAdapter,
    ToolApproved,
    ToolDenied,
)
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.pydantic_ai import ConnectorToolset


def agent(connector: ClickupApiConnector) -> Agent[None, Any]:
    """An agent that asks before it changes anything."""
    asking: Any = ConnectorToolset(connector, approve="write")
    model = FunctionModel(respond)
    return Agent(model, toolsets=[asking], output_type=[str, DeferredToolRequests])


def respond(messages: list[ModelMessage], _: AgentInfo) -> ModelResponse:
    """Stands in for a language model."""
    parts = [part for message in messages for part in message.parts]
    decision = decide([str(p.content) for p in parts if isinstance(p, ToolReturnPart)])
    if isinstance(decision, str):
        return ModelResponse([TextPart(decision)])
    return ModelResponse([ToolCallPart(name, arguments) for name, arguments in decision])


async def ask(connector: ClickupApiConnector, state: Path) -> str:
    """Runs until somebody has to agree; keeps what is needed to go on."""
    run = await agent(connector).run("Rename the task.")
    asked: DeferredToolRequests = run.output
    what = {
        "messages": json.loads(run.all_messages_json()),
        "calls": [[call.tool_call_id, call.args_as_dict()] for call in asked.approvals],
        "metadata": asked.metadata,  # the preview of each call, by its id
    }
    keep(state, what)
    return "\n".join(asked.metadata[call_id]["text"] for call_id, _ in what["calls"])


async def answer(connector: ClickupApiConnector, state: Path, wanted: Wanted) -> str:
    """Goes on with what a person has decided."""
    found = kept(state)
    approvals: dict[str, Any] = {}
    for call_id, arguments in found["calls"]:
        if wanted.deny:
            approvals[call_id] = ToolDenied("Not now.")
        else:
            approvals[call_id] = ToolApproved(override_args=edited(arguments, wanted))
    # With the metadata, nothing is written over what others have changed since it was shown.
    results = DeferredToolResults(approvals=approvals, metadata=found["metadata"])
    run = await agent(connector).run(
        message_history=ModelMessagesTypeAdapter.validate_python(found["messages"]),
        deferred_tool_results=results,
    )
    return str(run.output)


if __name__ == "__main__":
    print(asyncio.run(asked_for(sys.argv[1:], ask, answer)))
