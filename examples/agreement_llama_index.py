"""A person agrees to a write of an agent, hours later and in another process; with LlamaIndex.

python examples/agreement_llama_index.py ask state.bin       ends where somebody has to agree
python examples/agreement_llama_index.py answer state.bin    goes on with their answer

The second takes `--edit '{"name": "..."}'` to change parameters of the call, and `--deny`. Both
work in the ClickUp at CLICKUP_BASE_URL with CLICKUP_API_KEY, such as `agent-connectors sandbox`.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agreement import Wanted, asked_for, decide, edited, keep, kept
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.base.llms.types import (
    ChatMessage,
    MessageRole,
    TextBlock,
    ToolCallBlock,
)
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.utils import get_tokenizer
from llama_index.core.workflow import Context, HumanResponseEvent, InputRequiredEvent
from workflows.context.serializers import PickleSerializer

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.llama_index import ConnectorToolSpec


def agent(connector: ClickupApiConnector) -> FunctionAgent:
    """An agent that asks before it changes anything."""
    tools = ConnectorToolSpec(connector, approve="write").to_tool_list()
    return FunctionAgent(tools=list(tools), llm=MockFunctionCallingLLM(response_generator=respond))


def respond(messages: Sequence[ChatMessage], **_: Any) -> ChatMessage:
    """Stands in for a language model."""
    decision = decide([str(m.content) for m in messages if m.role == MessageRole.TOOL])
    if isinstance(decision, str):
        return ChatMessage(role=MessageRole.ASSISTANT, blocks=[TextBlock(text=decision)])
    calls = [
        ToolCallBlock(tool_name=name, tool_kwargs=arguments, tool_call_id=f"call_{len(messages)}")
        for name, arguments in decision
    ]
    return ChatMessage(role=MessageRole.ASSISTANT, blocks=list(calls))


async def ask(connector: ClickupApiConnector, state: Path) -> str:
    """Runs until somebody has to agree; keeps what is needed to go on."""
    handler = agent(connector).run("Rename the task.")
    async for event in handler.stream_events():
        if isinstance(event, InputRequiredEvent):
            context = handler.ctx.to_dict(serializer=PickleSerializer())
            question = {"id": event.id, "preview": event.preview}  # the preview is data, too
            keep(state, {"context": context, "question": question})
            await handler.cancel_run()
            return str(event.prefix)
    return str(await handler)


async def answer(connector: ClickupApiConnector, state: Path, wanted: Wanted) -> str:
    """Goes on with what a person has decided."""
    found = kept(state)
    get_tokenizer()  # is in the memory of the agent, and would be fetched from the network
    asking = agent(connector)
    context = Context.from_dict(asking, found["context"], serializer=PickleSerializer())
    handler = asking.run(ctx=context)
    question = found["question"]
    reply: dict[str, Any] = {"id": question["id"], "response": "no" if wanted.deny else "yes"}
    if wanted.edit:
        params = question["preview"]["params"]
        call = {"entity": "tasks", "action": "update", "params": params}
        reply["arguments"] = edited(call, wanted)
    handler.ctx.send_event(HumanResponseEvent(**reply))
    return str(await handler)


if __name__ == "__main__":
    print(asyncio.run(asked_for(sys.argv[1:], ask, answer)))
