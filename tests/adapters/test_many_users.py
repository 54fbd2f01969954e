"""One agent, 200 people at once: each sees and changes only what is their own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.connector_pool import ConnectorPool
from tests.adapters.script import execute
from tests.many_users import INBOX, Chooser, People, decide, serving

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("llama_index.core")
pytest.importorskip("mcp")

import mcp_types
from langchain.agents import create_agent
from langchain.tools import ToolRuntime
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import RunnableConfig
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.base.llms.types import ChatMessage, MessageRole, TextBlock, ToolCallBlock
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.workflow import Context
from mcp import Client
from mcp.server import ServerRequestContext
from pydantic_ai import Agent, ModelMessage, ModelResponse, RunContext, TextPart, ToolCallPart
from pydantic_ai.models.function import FunctionModel

from agent_connectors.langchain import ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.mcp import make_server
from agent_connectors.pydantic_ai import ConnectorToolset

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:is_running called:DeprecationWarning"),
]

COUNT = 200

Run = Callable[[str], Awaitable[str]]
"""Runs the agent for somebody, and gives what it says in the end."""


@pytest.fixture(scope="module")
def people() -> People:
    return People(COUNT)


@pytest.fixture(scope="module")
def url(people: People) -> Iterator[str]:
    with serving(people) as url:
        yield url


@pytest.fixture
def fresh(people: People) -> People:
    for name in people.names:
        tasks = people.of(name).workspace.tasks
        for id_ in [id_ for id_, task in tasks.items() if task.name.startswith("Note ")]:
            del tasks[id_]
    return people


@dataclass
class User:
    """The deps of a run."""

    name: str


@asynccontextmanager
async def in_pydantic_ai(chooser: Chooser) -> AsyncIterator[tuple[Run, Any]]:
    def respond(messages: list[ModelMessage], _: Any) -> ModelResponse:
        parts = [part for message in messages for part in message.parts]
        prompt = next(str(p.content) for p in parts if p.part_kind == "user-prompt")
        results = [str(p.content) for p in parts if p.part_kind == "tool-return"]
        step = decide(prompt, results)
        if isinstance(step, str):
            return ModelResponse([TextPart(step)])
        return ModelResponse([ToolCallPart(name, args) for name, args in step])

    def connector(ctx: RunContext[User]) -> ClickupApiConnector:
        return chooser.of(ctx.deps.name)

    toolset = ConnectorToolset(connector)
    agent = Agent(FunctionModel(respond), deps_type=User, toolsets=[toolset])

    async def run(name: str) -> str:
        return (await agent.run(f"I am {name}", deps=User(name))).output

    yield run, toolset.connector


class Model(BaseChatModel):
    """Does what `decide` says."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        return self

    def _generate(self, messages: Any, *_: Any, **__: Any) -> ChatResult:
        results = [str(m.content) for m in messages if isinstance(m, ToolMessage)]
        step = decide(str(messages[0].content), results)
        message = AIMessage(step if isinstance(step, str) else "")
        if not isinstance(step, str):
            message.tool_calls = [
                {"name": name, "args": args, "id": f"call{len(messages)}", "type": "tool_call"}
                for name, args in step
            ]
        return ChatResult(generations=[ChatGeneration(message=message)])


@asynccontextmanager
async def in_langchain_by_runtime(chooser: Chooser) -> AsyncIterator[tuple[Run, Any]]:
    async def connector(runtime: ToolRuntime[User, Any]) -> ClickupApiConnector:
        return chooser.of(runtime.context.name)

    toolkit = ConnectorToolkit(connector=connector)
    agent = create_agent(Model(), toolkit.get_tools(), context_schema=User)

    async def run(name: str) -> str:
        given: Any = {"messages": [("user", f"I am {name}")]}
        state = await agent.ainvoke(given, context=User(name))
        return str(state["messages"][-1].content)

    yield run, toolkit.connector


@asynccontextmanager
async def in_langchain_by_config(chooser: Chooser) -> AsyncIterator[tuple[Run, Any]]:
    def connector(config: RunnableConfig) -> ClickupApiConnector:
        return chooser.of(config["configurable"]["user"])

    toolkit = ConnectorToolkit(connector=connector)
    agent = create_agent(Model(), toolkit.get_tools())

    async def run(name: str) -> str:
        given: Any = {"messages": [("user", f"I am {name}")]}
        config: RunnableConfig = {"configurable": {"user": name}}
        if int(name.removeprefix("user")) % 2:  # from a thread, as a synchronous application does
            state = await asyncio.to_thread(agent.invoke, given, config)
        else:
            state = await agent.ainvoke(given, config)
        return str(state["messages"][-1].content)

    yield run, toolkit.connector


@asynccontextmanager
async def in_llama_index(chooser: Chooser) -> AsyncIterator[tuple[Run, Any]]:
    def respond(messages: Sequence[ChatMessage], **_: Any) -> ChatMessage:
        prompt = next(str(m.content) for m in messages if m.role == MessageRole.USER)
        results = [str(m.content) for m in messages if m.role == MessageRole.TOOL]
        step = decide(prompt, results)
        blocks: list[Any] = [TextBlock(text=step)] if isinstance(step, str) else []
        if not isinstance(step, str):
            blocks = [ToolCallBlock(tool_name=n, tool_kwargs=a, tool_call_id="1") for n, a in step]
        return ChatMessage(role=MessageRole.ASSISTANT, blocks=blocks)

    async def connector(ctx: Context) -> ClickupApiConnector:
        return chooser.of(await ctx.store.get("user"))

    spec = ConnectorToolSpec(connector)
    model = MockFunctionCallingLLM(response_generator=respond)
    agent = FunctionAgent(tools=list(spec.to_tool_list()), llm=model)

    async def run(name: str) -> str:
        ctx = Context(agent)
        await ctx.store.set("user", name)
        return str(await agent.run(f"I am {name}", ctx=ctx))

    yield run, spec.connector


@asynccontextmanager
async def over_mcp(chooser: Chooser) -> AsyncIterator[tuple[Run, Any]]:
    def connector(context: ServerRequestContext[Any]) -> ClickupApiConnector:
        meta: Any = context.meta
        return chooser.of(meta["user"])

    pool = ConnectorPool(connector)
    server = make_server(pool)

    async def run(name: str) -> str:
        results: list[str] = []
        async with Client(server) as client:
            while not isinstance(step := decide(f"I am {name}", results), str):
                ((tool, arguments),) = step
                meta: Any = {"user": name}
                answer = await client.call_tool(tool, arguments, meta=meta)
                (part,) = answer.content
                assert isinstance(part, mcp_types.TextContent)
                results.append(part.text)
        return step

    yield run, pool


WAYS = [
    in_pydantic_ai,
    in_langchain_by_runtime,
    in_langchain_by_config,
    in_llama_index,
    over_mcp,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_two_hundred_people_at_once(way: Any, fresh: People, url: str) -> None:
    chooser = Chooser(url)
    async with way(chooser) as (run, pool):
        said = await asyncio.gather(*(run(name) for name in fresh.names))
        assert said == [f"done for {name}" for name in fresh.names]
        for name in fresh.names:
            fresh.check(name, notes=range(1, 2))
        # Many were made, and one for each token kept.
        assert chooser.made >= 2 * COUNT
        assert len(pool) == COUNT
        await pool.aclose()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_some_stop_in_between_and_come_back(way: Any, fresh: People, url: str) -> None:
    async with way(Chooser(url)) as (run, pool):
        runs = {name: asyncio.ensure_future(run(name)) for name in fresh.names[:30]}
        for turn, task in enumerate(runs.values()):
            if turn % 3 == 0:
                await asyncio.sleep(0.003 * turn)
                task.cancel()
            if turn % 10 == 0:
                await pool.aclose()  # others are under way
        ended = dict(
            zip(runs, await asyncio.gather(*runs.values(), return_exceptions=True), strict=True)
        )
        for name, said in ended.items():
            cancelled = isinstance(said, BaseException)
            assert cancelled or said == f"done for {name}", said
            fresh.check(name, notes=range(2) if cancelled else range(1, 2))
        again = await asyncio.gather(*(run(name) for name in ended))
        assert again == [f"done for {name}" for name in ended]
        for name in ended:
            fresh.check(name, notes=range(1, 3))
        await pool.aclose()


async def test_what_a_call_may_not_know_it_is_not_told(fresh: People, url: str) -> None:
    """A model that sends a `runtime` of its own is nobody else for it."""

    def connector(runtime: ToolRuntime[User, Any]) -> ClickupApiConnector:
        return Chooser(url).of(runtime.context.name)

    (tool,) = ConnectorToolkit(connector=connector).get_tools()
    name, arguments = execute("tasks", "search", {"list_ids": [INBOX]})
    forged = {"context": {"name": "user1"}}
    message = await tool.ainvoke(
        {"name": name, "id": "1", "type": "tool_call", "args": {**arguments, "runtime": forged}}
    )
    assert message.status == "error"
    assert "outside of a graph" in message.content
    assert "runtime" not in str(tool.tool_call_schema)
