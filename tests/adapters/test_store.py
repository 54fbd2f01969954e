"""Agents of every framework ask the context store: its tool, and both actions in `execute`."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.tools import Toolbox
from tests.adapters import test_langchain, test_llama_index, test_openai_agents
from tests.adapters.script import Call, steps

pytest.importorskip("pydantic_ai")

from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from agent_connectors.openai_agents import connector_tools
from agent_connectors.pydantic_ai import ConnectorToolset

pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:is_running called:DeprecationWarning"),
]

SQL = "SELECT count(*) AS n FROM tasks"
LATE = {"query": {"filter": {"lt": {"due_date": "today"}}}, "fields": ["name"], "limit": 2}

Loop = Callable[[ClickupApiConnector, list[Call], Any], Awaitable[list[str]]]


async def pydantic_ai(clickup: ClickupApiConnector, calls: list[Call], form: Any) -> list[str]:
    left = list(calls)

    def model(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        assert "clickup_store" in {tool.name for tool in info.function_tools}
        if not left:
            return ModelResponse([TextPart("done")])
        name, arguments = left.pop(0)
        return ModelResponse([ToolCallPart(name, arguments)])

    toolset: Any = ConnectorToolset(clickup, form=form, max_tools=None)
    done = await Agent(FunctionModel(model), toolsets=[toolset]).run("go")
    parts = [part for message in done.all_messages() for part in message.parts]
    return [str(p.content) for p in parts if p.part_kind in ("tool-return", "retry-prompt")]


async def langchain(clickup: ClickupApiConnector, calls: list[Call], form: Any) -> list[str]:
    script = steps(*([call] for call in calls), "done")
    agent = test_langchain.agent(clickup, script, form=form, max_tools=None)
    return [each.text for each in test_langchain.seen(await test_langchain.run(agent))]


async def llama_index(clickup: ClickupApiConnector, calls: list[Call], form: Any) -> list[str]:
    script = steps(*([call] for call in calls), "done")
    agent = test_llama_index.agent(clickup, script, form=form, max_tools=None)
    _, seen = await test_llama_index.run(agent)
    return [each.text for each in seen]


async def openai_agents(clickup: ClickupApiConnector, calls: list[Call], form: Any) -> list[str]:
    from agents import Agent, Runner, set_tracing_disabled

    set_tracing_disabled(disabled=True)
    tools: Any = connector_tools(clickup, form=form, max_tools=None)
    agent: Any = Agent("a", tools=tools, model=test_openai_agents.Script(*calls))
    done = await Runner.run(agent, "go")
    return [str(item.output) for item in test_openai_agents.outputs(done)]


LOOPS: list[Loop] = [pydantic_ai, langchain, llama_index, openai_agents]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "clickup.db"
    async with ClickupApiConnector.sandbox(store=path) as clickup:
        await clickup.store.sync()
    return path


def general(action: str, params: Any, entity: str = "tasks") -> Call:
    return ("clickup_execute", {"entity": entity, "action": action, "params": params})


@pytest.mark.parametrize("form", ["execute", "search"])
@pytest.mark.parametrize("loop", LOOPS)
async def test_an_agent_asks_by_the_tool_and_by_both_actions(
    loop: Loop, form: Any, synced: Path
) -> None:
    calls: list[Call] = [
        ("clickup_store", {"sql": SQL}),
        general("context_store_sql_query", {"sql": SQL}),
        general("context_store_search", LATE),
        general("describe", {"action": "context_store_search"}),
        general("describe", {}),
        general("context_store_serch", LATE),
    ]
    async with ClickupApiConnector.sandbox(store=synced) as clickup:
        texts = await loop(clickup, calls, form)
    tool, sql, search, one, all_of, wrong = texts
    for text in (tool, sql):
        told = json.loads(text)
        assert next(iter(told["data"]))["n"] == 302
        assert told["meta"]["extra"]["synced"]["tasks"] >= 0
    told = json.loads(search)
    assert len(told["data"]) == 2
    assert set(told["data"][0]) == {"name"}
    assert told["meta"]["next"]["cursor"]
    assert told["meta"]["next"]["query"] == LATE["query"]
    assert told["meta"]["extra"]["synced"]["tasks"] >= 0
    assert "array_contains" in one
    assert "context_store_sql_query(sql" in all_of
    assert "Did you mean `context_store_search`" in wrong


@pytest.mark.parametrize("loop", LOOPS)
async def test_an_agent_whose_tools_are_single_operations_has_the_tool(
    loop: Loop, synced: Path
) -> None:
    async with ClickupApiConnector.sandbox(store=synced) as clickup:
        (text,) = await loop(clickup, [("clickup_store", {"sql": SQL})], "operations")
    assert '"n":302' in text.replace(" ", "")


@pytest.mark.parametrize("options", [{"entities": ["tasks"]}, {"operations": ["tasks.list"]}])
async def test_tools_for_a_part_ask_it_by_no_action(options: Any, synced: Path) -> None:
    async with ClickupApiConnector.sandbox(store=synced) as clickup:
        tool = Toolbox(clickup, **options).tools[0]
        for action, params in (
            ("context_store_search", {}),
            ("context_store_sql_query", {"sql": SQL}),
        ):
            with pytest.raises(Exception, match="no action"):
                await tool.call({"entity": "tasks", "action": action, "params": params})
        told = await tool.call({"entity": "tasks", "action": "describe"})
        assert "context_store" not in told


async def test_a_connector_without_one_says_so() -> None:
    async with ClickupApiConnector.sandbox() as clickup:
        tool = Toolbox(clickup).tools[0]
        with pytest.raises(Exception, match="no context store"):
            await tool.call({"entity": "tasks", "action": "context_store_search"})
        assert "context_store" not in await tool.call({"entity": "tasks", "action": "describe"})
