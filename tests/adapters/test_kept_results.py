"""How much of a result is kept with the history, in each framework that keeps one."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector

Call = Callable[[ClickupApiConnector, bool | int], Awaitable[tuple[str, Any]]]
"""What the model reads of a call, and what is kept beside it."""

TEAMS = {"entity": "teams", "action": "list"}


async def in_pydantic_ai(clickup: ClickupApiConnector, keep: bool | int) -> tuple[str, Any]:
    pytest.importorskip("pydantic_ai")
    from pydantic_ai import Agent, ModelResponse, TextPart, ToolCallPart, ToolReturnPart
    from pydantic_ai.models.function import FunctionModel

    from agent_connectors.pydantic_ai import ConnectorToolset

    def respond(messages: Any, _: Any) -> ModelResponse:
        if len(messages) == 1:
            return ModelResponse([ToolCallPart("clickup_execute", TEAMS)])
        return ModelResponse([TextPart("ok")])

    toolset: Any = ConnectorToolset(clickup, keep_result=keep)
    run = await Agent(FunctionModel(respond), toolsets=[toolset]).run("go")
    (part,) = (
        part
        for message in json.loads(run.all_messages_json())
        for part in message["parts"]
        if part["part_kind"] == ToolReturnPart.part_kind
    )
    return part["content"], part["metadata"]


async def in_langchain(clickup: ClickupApiConnector, keep: bool | int) -> tuple[str, Any]:
    pytest.importorskip("langchain_core")
    from agent_connectors.langchain import ConnectorToolkit

    (tool,) = ConnectorToolkit(clickup, keep_result=keep).model_copy().get_tools()
    call = {"type": "tool_call", "id": "1", "name": tool.name, "args": TEAMS}
    message = await tool.ainvoke(call)
    return message.content, message.artifact


async def in_openai_agents(clickup: ClickupApiConnector, keep: bool | int) -> tuple[str, Any]:
    pytest.importorskip("agents")
    from types import SimpleNamespace

    from agent_connectors.openai_agents import connector_tools

    (tool,) = connector_tools(clickup, keep_result=keep)
    made: Any = tool
    context = SimpleNamespace(tool_call_id="call_1", agent=None, run_config=None, context=None)
    output = await made.on_invoke_tool(context, json.dumps(TEAMS))
    return str(output), made.custom_data_extractor(SimpleNamespace(output=output))


CALLS = [pytest.param(call, id=call.__name__) for call in (in_pydantic_ai, in_langchain)]
CALLS.append(pytest.param(in_openai_agents, id="in_openai_agents"))


@pytest.mark.parametrize("call", CALLS)
async def test_the_whole_result_is_kept_or_not(call: Call) -> None:
    async with ClickupApiConnector.sandbox() as clickup:
        text, whole = await call(clickup, True)
        assert {"data", "meta"} <= whole.keys()
        size = len(json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode())
        for keep, expected in ((size, whole), (size - 1, None), (1, None), (False, None)):
            assert await call(clickup, keep) == (text, expected)
