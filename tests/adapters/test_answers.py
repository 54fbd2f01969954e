"""Every answer that a person, or whatever stands for one, may give where agreement is asked for.

What counts is what the sandbox received: nothing but what was agreed to, and that once.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.adapters.script import Call, execute, steps

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("mcp")

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from mcp import Client
from pydantic_ai import (
    Agent,
    DeferredToolRequests,
    DeferredToolResults,
    ModelMessagesTypeAdapter,
    ToolApproved,
    ToolDenied,
)

from agent_connectors.langchain import ConnectorToolkit
from agent_connectors.mcp import make_server
from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools
from tests.adapters import test_langchain, test_pydantic_ai

pytestmark = pytest.mark.timeout(120)

EFFECTS = ("write", "destructive")


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=None)


def changes(sandbox: Sandbox) -> list[str]:
    return [f"{r.method} {r.path}" for r in sandbox.requests if r.method != "GET"]


def attempt(effect: str, task: str) -> Call:
    """A call with that effect on a task."""
    if effect == "write":
        return execute("comments", "create", {"task_id": task, "comment_text": "x"})
    return execute("tasks", "delete", {"task_id": task})


def done(effect: str, task: str) -> list[str]:
    """What the sandbox receives of it."""
    path = f"/api/v2/task/{task}"
    return [f"POST {path}/comment"] if effect == "write" else [f"DELETE {path}"]


def connect(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox, allow_destructive=True)


# Pydantic AI

ANSWERS: dict[str, tuple[Any, bool]] = {
    "True": (True, True),
    "ToolApproved": (ToolApproved(), True),
    "False": (False, False),
    "ToolDenied": (ToolDenied("no"), False),
    "None": (None, False),
    "0": (0, False),
    "yes": ("yes", False),
    "no": ("no", False),
    "empty": ("", False),
    "a list": ([True], False),
    "an object": ({"approved": True}, False),
    "the class": (ToolApproved, False),
}

WAYS: dict[str, Callable[[ClickupApiConnector], dict[str, Any]]] = {
    "toolset": lambda c: {"toolsets": [ConnectorToolset(c, approve="write")]},
    "prefixed": lambda c: {"toolsets": [ConnectorToolset(c, approve="write").prefixed("a")]},
    "renamed": lambda c: {
        "toolsets": [ConnectorToolset(c, approve="write").renamed({"b": "clickup_execute"})]
    },
    "filtered": lambda c: {
        "toolsets": [ConnectorToolset(c, approve="write").filtered(lambda *_: True)]
    },
    "prepared": lambda c: {
        "toolsets": [ConnectorToolset(c, approve="write").prepared(harmless)],
    },
    "of operations, prepared": lambda c: {
        "toolsets": [
            ConnectorToolset(c, approve="write", form="operations", max_tools=None).prepared(
                harmless
            )
        ],
    },
    "tools": lambda c: {"tools": loosened(connector_tools(c, approve="write"))},
}

NAMES = {"prefixed": "a_clickup_execute", "renamed": "b", "tools": "other"}


async def harmless(_: Any, tools: list[Any]) -> list[Any]:
    """Says of every tool that nobody need be asked."""
    for tool in tools:
        tool.kind = "function"
        tool.metadata = {"effect": "read"}
    return tools


def loosened(tools: list[Any]) -> list[Any]:
    for tool in tools:
        tool.requires_approval, tool.metadata, tool.name = False, {"effect": "read"}, "other"
    return tools


def agent_of(sandbox: Sandbox, way: str, *script: Any) -> Agent[None, Any]:
    return Agent(
        test_pydantic_ai.model(steps(*script)),
        output_type=[str, DeferredToolRequests],
        **WAYS[way](connect(sandbox)),
    )


def called(way: str, effect: str, task: str) -> Call:
    name, arguments = attempt(effect, task)
    if way == "of operations, prepared":
        return f"clickup_{arguments['entity']}_{arguments['action']}", arguments["params"]
    return NAMES.get(way, name), arguments


async def asked(sandbox: Sandbox, way: str, effect: str, task: str) -> Any:
    result = await agent_of(sandbox, way, [called(way, effect, task)]).run("go")
    assert isinstance(result.output, DeferredToolRequests)
    assert len(result.output.approvals) == 1
    assert not changes(sandbox)
    return result


async def answered(sandbox: Sandbox, way: str, history: Any, approvals: dict[str, Any]) -> Any:
    """Gives an answer to an agent that knows nothing but what was written down."""
    written = ModelMessagesTypeAdapter.dump_json(history)
    return await agent_of(sandbox, way, "done").run(
        message_history=ModelMessagesTypeAdapter.validate_json(written),
        deferred_tool_results=DeferredToolResults(approvals=approvals),
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("effect", EFFECTS)
async def test_pydantic_ai_does_what_was_agreed_to(sandbox: Sandbox, way: str, effect: str) -> None:
    task = next(iter(sandbox.workspace.tasks))
    result = await asked(sandbox, way, effect, task)
    (call,) = result.output.approvals
    refusals = {
        name: {call.tool_call_id: given} for name, (given, yes) in ANSWERS.items() if not yes
    }
    refusals |= {"another's": {"another": True}, "none": {}}
    for name, approvals in refusals.items():
        with suppress(Exception):  # of the framework, which refuses what is no answer
            await answered(sandbox, way, result.all_messages(), approvals)
        assert changes(sandbox) == [], name
    for answer in (True, ToolApproved()):
        task = next(iter(sandbox.workspace.tasks))
        sandbox.requests.clear()
        result = await asked(sandbox, way, effect, task)
        (call,) = result.output.approvals
        once = await answered(sandbox, way, result.all_messages(), {call.tool_call_id: answer})
        assert changes(sandbox) == done(effect, task)
        with suppress(Exception):  # it has been answered
            await answered(sandbox, way, once.all_messages(), {call.tool_call_id: answer})
        assert changes(sandbox) == done(effect, task)


@pytest.mark.parametrize("effect", EFFECTS)
async def test_pydantic_ai_does_what_a_person_put_in_its_place(
    sandbox: Sandbox, effect: str
) -> None:
    first, second = list(sandbox.workspace.tasks)[:2]
    result = await asked(sandbox, "toolset", effect, first)
    (call,) = result.output.approvals
    answer = ToolApproved(override_args=attempt(effect, second)[1])
    await answered(sandbox, "toolset", result.all_messages(), {call.tool_call_id: answer})
    assert changes(sandbox) == done(effect, second)


# LangChain

REFUSALS: list[Any] = [
    *({"decisions": [given]} for given in (
        {"type": "reject"}, {"type": "reject", "message": "yes"},
        {"type": "respond", "message": "ok"},
        {"type": "yes"}, {"type": ""}, {"type": None}, {}, None, "approve", True, 1, [],
        ["approve"],
        {"approve": True}, {"type": "edit"}, {"type": "APPROVE"},
    )),
    {"decisions": []}, {"decisions": [{"type": "approve"}] * 2}, {"decisions": None},
    {"decision": [{"type": "approve"}]}, {}, True, "yes", "approve", 1, [], [{"type": "approve"}],
    {"0" * 32: {"decisions": [{"type": "approve"}]}},
]  # fmt: skip


def chain(sandbox: Sandbox, saver: InMemorySaver, *script: Any) -> Any:
    kit = ConnectorToolkit(connect(sandbox), split_writes=True)
    return create_agent(
        test_langchain.Model(script=steps(*script)),
        kit.get_tools(),
        middleware=[HumanInTheLoopMiddleware(kit.interrupt_on())],
        checkpointer=saver,
    )


CONFIG: Any = {"configurable": {"thread_id": "1"}}


async def interrupted(sandbox: Sandbox, effect: str, task: str) -> InMemorySaver:
    saver = InMemorySaver()
    call = ("clickup_write", attempt(effect, task)[1])
    state = await chain(sandbox, saver, [call]).ainvoke({"messages": [("user", "go")]}, CONFIG)
    assert "__interrupt__" in state
    assert not changes(sandbox)
    return saver


async def resumed(sandbox: Sandbox, saver: InMemorySaver, answer: Any) -> None:
    """Gives an answer to an agent that has been made anew."""
    command: Any = Command(resume=answer)
    await chain(sandbox, saver, "done", "done").ainvoke(command, CONFIG)


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize("answer", REFUSALS, ids=str)
async def test_langchain_does_nothing_that_was_not_agreed_to(
    sandbox: Sandbox, effect: str, answer: Any
) -> None:
    task = next(iter(sandbox.workspace.tasks))
    saver = await interrupted(sandbox, effect, task)
    for _ in range(2):
        with suppress(Exception):  # of the framework, which refuses what is no answer
            await resumed(sandbox, saver, answer)
    assert changes(sandbox) == []


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize("edited", [False, True])
async def test_langchain_does_once_what_was_agreed_to(
    sandbox: Sandbox, effect: str, edited: bool
) -> None:
    first, second = list(sandbox.workspace.tasks)[:2]
    saver = await interrupted(sandbox, effect, first)
    decision: dict[str, Any] = {"type": "approve"}
    if edited:
        action = {"name": "clickup_write", "args": attempt(effect, second)[1]}
        decision = {"type": "edit", "edited_action": action}
    for _ in range(2):
        await resumed(sandbox, saver, {"decisions": [decision]})
        assert changes(sandbox) == done(effect, second if edited else first)


# MCP: its clients ask, by what they are told.


async def test_what_mcp_clients_are_told_stays(sandbox: Sandbox) -> None:
    server = make_server(connect(sandbox), form="operations", max_tools=None)
    async with Client(server) as client:
        for _ in range(2):
            for tool in (await client.list_tools()).tools:
                told: Any = tool.annotations
                entity, _, action = tool.name.removeprefix("clickup_").rpartition("_")
                assert entity
                assert action
                harmless = told.read_only_hint and not told.destructive_hint
                told.read_only_hint, told.destructive_hint = True, False
                if tool.name in {"clickup_tasks_delete", "clickup_comments_create"}:
                    assert not harmless
    assert changes(sandbox) == []
