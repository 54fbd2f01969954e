"""A person agrees to a write of an agent, hours later and in another process; with LangChain.

python examples/agreement_langchain.py ask state.db       ends where somebody has to agree
python examples/agreement_langchain.py answer state.db    goes on with their answer

The second takes `--edit '{"name": "..."}'` to change parameters of the call, and `--deny`. Both
work in the ClickUp at CLICKUP_BASE_URL with CLICKUP_API_KEY, such as `agent-connectors sandbox`.
It needs `pip install langgraph-checkpoint-sqlite`.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from agreement import Wanted, asked_for, decide, edited
from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.langchain import ConnectorToolkit

THREAD: Any = {"configurable": {"thread_id": "1"}}


class ScriptedModel(BaseChatModel):
    """Stands in for a language model."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, *_: Any, **__: Any) -> Any:
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        results = [str(m.content) for m in messages if isinstance(m, ToolMessage)]
        step = decide(results, write="clickup_write")
        if isinstance(step, str):
            return ChatResult(generations=[ChatGeneration(message=AIMessage(step))])
        calls: Any = [
            {"name": name, "args": arguments, "id": f"call_{len(messages)}"}
            for name, arguments in step
        ]
        message = AIMessage("", tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=message)])


def agent(connector: ClickupApiConnector, saver: AsyncSqliteSaver) -> Any:
    """An agent that asks before it changes anything."""
    kit = ConnectorToolkit(connector=connector, split_writes=True)
    return create_agent(
        ScriptedModel(),
        kit.get_tools(),
        # The second keeps what was shown: nothing is written over what others change meanwhile.
        middleware=[HumanInTheLoopMiddleware(interrupt_on=kit.interrupt_on()), kit.previews()],
        checkpointer=saver,
    )


async def ask(connector: ClickupApiConnector, state: Path) -> str:
    """Runs until somebody has to agree; the database keeps what is needed to go on."""
    async with AsyncSqliteSaver.from_conn_string(str(state)) as saver:
        asking = agent(connector, saver)
        waiting = await asking.ainvoke({"messages": [("user", "Rename the task.")]}, THREAD)
    requests = waiting["__interrupt__"][0].value["action_requests"]
    return "\n".join(request["description"] for request in requests)


async def answer(connector: ClickupApiConnector, state: Path, wanted: Wanted) -> str:
    """Goes on with what a person has decided."""
    async with AsyncSqliteSaver.from_conn_string(str(state)) as saver:
        asking = agent(connector, saver)
        found = (await asking.aget_state(THREAD)).values
        decisions = [decision(call, wanted) for call in found["messages"][-1].tool_calls]
        done = await asking.ainvoke(Command(resume={"decisions": decisions}), THREAD)
    return str(done["messages"][-1].content)


def decision(call: Any, wanted: Wanted) -> dict[str, Any]:
    """What a person says to a call, in LangChain's terms."""
    if wanted.deny:
        return {"type": "reject", "message": "Not now."}
    if not wanted.edit:
        return {"type": "approve"}
    action = {"name": call["name"], "args": edited(call["args"], wanted)}
    return {"type": "edit", "edited_action": action}


if __name__ == "__main__":
    print(asyncio.run(asked_for(sys.argv[1:], ask, answer)))
