"""Tool calls as each framework makes them, with a person who agrees or does not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from llama_index.core.workflow import HumanResponseEvent, InputRequiredEvent
from mcp import Client
from pydantic_ai import Agent, DeferredToolRequests, DeferredToolResults, ToolDenied

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.langchain import ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.mcp import make_server
from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools
from tests.adapters import test_langchain, test_llama_index, test_pydantic_ai
from tests.adapters.script import Call, steps

__all__ = ["WAYS", "Attempt", "Way"]


@dataclass
class Attempt:
    """One call of a tool by an agent.

    Attributes:
        call: The tool's name and its arguments.
        agrees: What the person says who is asked.
        options: The options of the adapter.
        approve: The least effect to be asked about, if any.
    """

    call: Call
    agrees: bool
    options: dict[str, Any] = field(default_factory=dict)
    approve: Any = ()


Way = Callable[[ClickupApiConnector, Attempt], Awaitable[bool]]
"""Makes the attempt; gives whether somebody was asked."""


async def pydantic_ai_toolset(clickup: ClickupApiConnector, attempt: Attempt) -> bool:
    made: Any = ConnectorToolset(clickup, approve=attempt.approve, **attempt.options)
    return await _pydantic_ai(attempt, toolsets=[made])


async def pydantic_ai_tools(clickup: ClickupApiConnector, attempt: Attempt) -> bool:
    made = connector_tools(clickup, approve=attempt.approve, **attempt.options)
    return await _pydantic_ai(attempt, tools=made)


async def _pydantic_ai(attempt: Attempt, **tools: Any) -> bool:
    agent: Agent[None, Any] = Agent(
        test_pydantic_ai.model(steps([attempt.call], "done")),
        output_type=[str, DeferredToolRequests],
        **tools,
    )
    result = await agent.run("go")
    if not isinstance(result.output, DeferredToolRequests):
        return False
    answer: Any = True if attempt.agrees else ToolDenied("no")
    answers = {call.tool_call_id: answer for call in result.output.approvals}
    await agent.run(
        message_history=result.all_messages(),
        deferred_tool_results=DeferredToolResults(approvals=answers),
    )
    return True


async def langchain(clickup: ClickupApiConnector, attempt: Attempt) -> bool:
    toolkit = ConnectorToolkit(clickup, **attempt.options)
    agent: Any = create_agent(
        test_langchain.Model(script=steps([attempt.call], "done")),
        toolkit.get_tools(),
        middleware=[HumanInTheLoopMiddleware(toolkit.interrupt_on(attempt.approve))],
        checkpointer=InMemorySaver(),
    )
    config: Any = {"configurable": {"thread_id": "1"}}
    state = await agent.ainvoke({"messages": [("user", "go")]}, config)
    if "__interrupt__" not in state:
        return False
    decision = {"type": "approve"} if attempt.agrees else {"type": "reject", "message": "no"}
    resume: Any = Command(resume={"decisions": [decision]})
    await agent.ainvoke(resume, config)
    return True


async def llama_index(clickup: ClickupApiConnector, attempt: Attempt) -> bool:
    script = steps([attempt.call], "done")
    options = {"approve": attempt.approve, **attempt.options}
    if not ConnectorToolSpec(clickup, **options).to_tool_list():
        return False  # LlamaIndex refuses agents without tools
    handler = test_llama_index.agent(clickup, script, **options).run("go")
    asked = False
    async for event in handler.stream_events():
        if isinstance(event, InputRequiredEvent):
            asked = True
            said = "yes" if attempt.agrees else "no"
            answer: Any = {"response": said, "id": event.id}
            await asyncio.sleep(0)
            handler.ctx.send_event(HumanResponseEvent(**answer))
    await handler
    return asked


async def openai_agents(clickup: ClickupApiConnector, attempt: Attempt) -> bool:
    from agents import Agent, Runner

    from agent_connectors.openai_agents import connector_tools
    from tests.adapters.test_openai_agents import Script

    tools = connector_tools(clickup, approve=attempt.approve, **attempt.options)
    agent = Agent("a", model=Script(attempt.call), tools=tools)
    if attempt.call[0] not in [tool.name for tool in tools]:
        return False  # an agent that calls another tool is ended by the SDK
    result = await Runner.run(agent, "go")
    if not result.interruptions:
        return False
    state = result.to_state()
    (question,) = result.interruptions
    if attempt.agrees:
        state.approve(question)
    else:
        state.reject(question)
    await Runner.run(agent, state)
    return True


async def mcp(clickup: ClickupApiConnector, attempt: Attempt) -> bool:
    async with Client(make_server(clickup, **attempt.options)) as client:
        await client.call_tool(*attempt.call)
    return False


WAYS: dict[str, Way] = {
    "pydantic-ai": pydantic_ai_toolset,
    "pydantic-ai tools": pydantic_ai_tools,
    "langchain": langchain,
    "llama-index": llama_index,
    "mcp": mcp,
}

if find_spec("agents"):
    WAYS["openai-agents"] = openai_agents
