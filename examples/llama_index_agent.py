"""An agent that works in ClickUp, with LlamaIndex.

python examples/llama_index_agent.py          offline: a scripted model, an embedded sandbox
python examples/llama_index_agent.py --live   OpenAI's model named by MODEL, such as gpt-5,
in your ClickUp, with the key in
CLICKUP_API_KEY; other models have integrations
of their own
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.base.llms.types import ChatMessage, MessageRole, TextBlock, ToolCallBlock
from llama_index.core.llms.function_calling import FunctionCallingLLM
from llama_index.core.llms.mock import MockFunctionCallingLLM
from scripted import REQUEST, TOOL, decide

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.llama_index import ConnectorToolSpec


async def run(connector: ClickupApiConnector, llm: FunctionCallingLLM) -> str:
    """Gives the request to an agent; gives its answer."""
    agent = FunctionAgent(tools=list(ConnectorToolSpec(connector).to_tool_list()), llm=llm)
    answer = str(await agent.run(REQUEST))
    await connector.aclose()
    return answer


def scripted_model() -> FunctionCallingLLM:
    """LlamaIndex's test model, told what to do."""

    def respond(messages: Sequence[ChatMessage], **_: Any) -> ChatMessage:
        decision = decide([str(m.content) for m in messages if m.role == MessageRole.TOOL])
        if isinstance(decision, str):
            return ChatMessage(role=MessageRole.ASSISTANT, blocks=[TextBlock(text=decision)])
        calls = [
            ToolCallBlock(
                tool_name=TOOL, tool_kwargs=call, tool_call_id=f"call_{len(messages)}_{index}"
            )
            for index, call in enumerate(decision)
        ]
        return ChatMessage(role=MessageRole.ASSISTANT, blocks=list(calls))

    return MockFunctionCallingLLM(response_generator=respond)


def live_model() -> Any:
    """OpenAI's model; needs `pip install llama-index-llms-openai`."""
    return import_module("llama_index.llms.openai").OpenAI(os.environ["MODEL"])


if __name__ == "__main__":
    if "--live" in sys.argv[1:]:
        print(asyncio.run(run(ClickupApiConnector(), live_model())))
    else:
        print(asyncio.run(run(ClickupApiConnector.sandbox(), scripted_model())))
