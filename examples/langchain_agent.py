"""An agent that works in ClickUp, with LangChain.

python examples/langchain_agent.py          offline: a scripted model, an embedded sandbox
python examples/langchain_agent.py --live   the model named by MODEL, such as openai:gpt-5,
in your ClickUp, with the key in CLICKUP_API_KEY
"""

import asyncio
import os
import sys
from typing import Any

from langchain.agents import create_agent
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from scripted import REQUEST, TOOL, decide

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.langchain import ConnectorToolkit


async def run(connector: ClickupApiConnector, model: BaseChatModel) -> str:
    """Gives the request to an agent; gives its answer."""
    agent = create_agent(model, ConnectorToolkit(connector=connector).get_tools())
    state = await agent.ainvoke({"messages": [{"role": "user", "content": REQUEST}]})
    await connector.aclose()
    return str(state["messages"][-1].content)


class ScriptedModel(BaseChatModel):
    """A chat model that is told what to do."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, *_: Any, **__: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        decision = decide([str(m.content) for m in messages if isinstance(m, ToolMessage)])
        if isinstance(decision, str):
            message = AIMessage(decision)
        else:
            calls: Any = [
                {"name": TOOL, "args": call, "id": f"call_{len(messages)}_{index}"}
                for index, call in enumerate(decision)
            ]
            message = AIMessage("", tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=message)])


if __name__ == "__main__":
    if "--live" in sys.argv[1:]:
        print(asyncio.run(run(ClickupApiConnector(), init_chat_model(os.environ["MODEL"]))))
    else:
        print(asyncio.run(run(ClickupApiConnector.sandbox(), ScriptedModel())))
