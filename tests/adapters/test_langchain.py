import asyncio
import json
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError
from agent_connectors.clickup.sandbox import Sandbox
from tests.adapters.script import GONE, TEAMS, TYPO, Call, Script, Seen, execute, steps

pytest.importorskip("langchain")

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from agent_connectors.langchain import ConnectorTool, ConnectorToolkit


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=50, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox)


class Model(BaseChatModel):
    """Does what its script says."""

    script: Any

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        for tool in tools:
            convert_to_openai_tool(tool)
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        step = self.script([s.text for s in seen(messages)])
        if isinstance(step, str):
            message = AIMessage(step)
        else:
            calls: Any = [
                {"name": name, "args": args, "id": f"{len(messages)}_{index}"}
                for index, (name, args) in enumerate(step)
            ]
            message = AIMessage("", tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=message)])


def seen(messages: list[BaseMessage]) -> list[Seen]:
    tools = [message for message in messages if isinstance(message, ToolMessage)]
    return [Seen(str(message.content), message.status == "error") for message in tools]


def agent(clickup: ClickupApiConnector, script: Script, **options: Any) -> Any:
    tools = ConnectorToolkit(connector=clickup, **options).get_tools()
    return create_agent(Model(script=script), tools)


async def run(agent: Any) -> list[BaseMessage]:
    state = await agent.ainvoke({"messages": [("user", "go")]})
    messages: list[BaseMessage] = state["messages"]
    return messages


async def test_calls_in_a_row_and_in_parallel(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    team = {"team_id": sandbox.workspace.id}
    script = steps([TEAMS], [execute("spaces", "list", team), execute("goals", "list", team)], "ok")
    messages = await run(agent(clickup, script))
    assert messages[-1].content == "ok"
    first, *both = seen(messages)
    assert sandbox.workspace.name in first.text
    assert [json.loads(s.text)["meta"]["count"] for s in both] == [5, 3]


def test_sync_with_several_calls_at_once(clickup: ClickupApiConnector) -> None:
    state = agent(clickup, steps([TEAMS, TEAMS, TEAMS], "ok")).invoke(
        {"messages": [("user", "go")]}
    )
    assert len(seen(state["messages"])) == 3


async def test_a_mistake_is_mended_after_reading_the_error(clickup: ClickupApiConnector) -> None:
    def script(results: list[str]) -> Any:
        if not results:
            return [TYPO]
        return [TEAMS] if "Did you mean `list`" in results[-1] else "repaired"

    messages = await run(agent(clickup, script))
    assert messages[-1].content == "repaired"
    assert [s.failed for s in seen(messages)] == [True, False]


async def test_nothing_kills_the_run(clickup: ClickupApiConnector, sandbox: Sandbox) -> None:
    sandbox.fail("drop", method="POST", after=True)
    comment = {"task_id": next(iter(sandbox.workspace.tasks)), "comment_text": "Hello"}
    script = steps(
        [TYPO],
        [TYPO],
        [TYPO],
        [("clickup_execute", {"action": "list"})],
        [("clickup_execute", {"entity": "teams", "action": "list", "params": [1]})],
        [GONE],
        [execute("comments", "create", comment)],
        "ok",
    )
    messages = await run(agent(clickup, script))
    assert messages[-1].content == "ok"
    errors = seen(messages)
    assert all(error.failed for error in errors)
    assert errors[3].text.startswith("`entity` is missing. Valid here: ")
    assert "may or may not have been carried out" in errors[-1].text


@pytest.mark.parametrize("params", [{"limit": 1}, '{"limit": 1}', None, {"limit": None}])
async def test_params_come_in_many_shapes(clickup: ClickupApiConnector, params: Any) -> None:
    call = ("clickup_execute", {"entity": "teams", "action": "list", "params": params})
    (only,) = seen(await run(agent(clickup, steps([call], "ok"))))
    assert json.loads(only.text)["meta"]["count"] == 1


async def test_the_artifact_is_the_whole_result(clickup: ClickupApiConnector) -> None:
    tool = ConnectorTool(connector=clickup)
    call: Any = {"type": "tool_call", "id": "1", "name": tool.name, "args": TEAMS[1]}
    message = await tool.ainvoke(call)
    assert message.artifact["data"][0]["members"][0]["user"]["email"]
    assert len(str(message.content)) < len(json.dumps(message.artifact)) / 3
    assert tool.invoke(TEAMS[1]) == message.content


async def test_sync_inside_a_running_loop(clickup: ClickupApiConnector) -> None:
    tool = ConnectorTool(connector=clickup)
    here = tool.invoke(TEAMS[1])
    assert here == await asyncio.to_thread(tool.invoke, TEAMS[1]) == await tool.ainvoke(TEAMS[1])


@pytest.mark.parametrize("form", ["operations", "search"])
async def test_the_other_forms(clickup: ClickupApiConnector, sandbox: Sandbox, form: Any) -> None:
    team = {"team_id": sandbox.workspace.id}
    calls: dict[str, list[Any]] = {
        "operations": [
            [("clickup_spaces_list", {**team, "limit": "two"})],
            [("clickup_spaces_list", {**team, "limit": 2, "archived": None})],
        ],
        "search": [
            [("clickup_search", {"query": "spaces of a workspace"})],
            [execute("spaces", "list", {**team, "limit": 2})],
        ],
    }
    messages = await run(agent(clickup, steps(*calls[form], "ok"), form=form, max_tools=None))
    first, last = seen(messages)
    assert json.loads(last.text)["meta"]["count"] == 2
    if form == "operations":
        assert "`limit`: input should be a valid integer" in first.text
        assert "got 'two'" in first.text


def test_arguments_come_to_the_core_as_they_were_sent(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    tools = ConnectorToolkit(connector=clickup, form="operations", max_tools=None).get_tools()
    typed = {tool.name: tool for tool in tools}
    create = typed["clickup_tasks_create"]
    task = {"list_id": next(iter(sandbox.workspace.lists)), "name": "x"}
    sent: Any = {**task, "due_date": "2026-11-27T17:00:00Z", "fields": ["name"]}
    assert json.loads(create.invoke(sent))["data"] == {"name": "x"}
    newest = list(sandbox.workspace.tasks.values())[-1]
    assert newest.due_time, "the time of day counts"
    full = json.loads(typed["clickup_tasks_get"].invoke({"task_id": newest.id, "detail": "full"}))
    assert full["data"]["due_date"] == "1795798800000"
    wrong = create.invoke({**task, "nam": "y", "self": 1})
    assert "There is no parameter `nam`. Did you mean `name`?" in wrong


async def test_params_beside_params_are_taken(clickup: ClickupApiConnector) -> None:
    tool = ConnectorTool(connector=clickup)
    call: Any = {"entity": "tasks", "action": "search", "fields": ["name"], "params": {"limit": 2}}
    shown = json.loads(await tool.ainvoke(call))
    assert [set(task) for task in shown["data"]] == [{"name"}] * 2


async def test_a_write_is_refused_where_only_reading_is_allowed(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    create = execute("tasks", "create", {"list_id": "1", "name": "x"})
    (refused,) = seen(await run(agent(clickup, steps([create], "ok"), read_only=True)))
    assert refused.failed
    assert "may not do that" in refused.text
    assert not sandbox.requests


@pytest.mark.parametrize(
    "options", [{"split_writes": True}, {"form": "operations", "max_tools": None}]
)
@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_a_write_waits_for_approval(
    clickup: ClickupApiConnector, sandbox: Sandbox, options: Any, decision: str
) -> None:
    toolkit = ConnectorToolkit(connector=clickup, **options)
    arguments: dict[str, Any] = {"list_id": next(iter(sandbox.workspace.lists)), "name": "x"}
    read: Call
    if options.get("form"):
        read, write = ("clickup_teams_list", {}), ("clickup_tasks_create", arguments)
    else:
        read = ("clickup_read", TEAMS[1])
        write = ("clickup_write", execute("tasks", "create", arguments)[1])
    gated: Any = create_agent(
        Model(script=steps([read], [write], "done")),
        toolkit.get_tools(),
        middleware=[HumanInTheLoopMiddleware(interrupt_on=toolkit.interrupt_on())],
        checkpointer=InMemorySaver(),
    )
    config: Any = {"configurable": {"thread_id": "1"}}
    waiting = await gated.ainvoke({"messages": [("user", "go")]}, config)
    assert waiting["__interrupt__"]
    before = len(sandbox.workspace.tasks)
    resume: Any = Command(resume={"decisions": [{"type": decision}]})
    done = await gated.ainvoke(resume, config)
    assert done["messages"][-1].content == "done"
    assert len(sandbox.workspace.tasks) == before + (decision == "approve")


def test_approval_needs_tools_of_its_own(clickup: ClickupApiConnector) -> None:
    with pytest.raises(ConfigurationError, match="split_writes=True"):
        ConnectorToolkit(connector=clickup).interrupt_on()
    split = ConnectorToolkit(connector=clickup, split_writes=True)
    assert set(split.interrupt_on()) == {"clickup_write"}
    typed = ConnectorToolkit(connector=clickup, form="operations", max_tools=None)
    assert typed.interrupt_on(["destructive"]) == {}
    assert "clickup_tasks_create" in typed.interrupt_on()


async def test_a_streamed_run(clickup: ClickupApiConnector) -> None:
    text, steps_seen = "", []
    streaming = agent(clickup, steps([TEAMS], "all done"))
    async for mode, chunk in streaming.astream(
        {"messages": [("user", "go")]}, stream_mode=["updates", "messages"]
    ):
        if mode == "updates":
            steps_seen += list(chunk)
        elif isinstance(chunk[0], AIMessage | AIMessageChunk):
            text += str(chunk[0].content)
    assert steps_seen == ["model", "tools", "model"]
    assert text == "all done"


async def test_callbacks_see_the_tool(clickup: ClickupApiConnector) -> None:
    started: list[Any] = []

    class Handler(AsyncCallbackHandler):
        async def on_tool_start(self, serialized: Any, input_str: str, **kwargs: Any) -> None:
            started.append((serialized["name"], kwargs["metadata"]["effect"]))

    tools = ConnectorToolkit(connector=clickup, form="operations", max_tools=None).get_tools()
    tool = next(tool for tool in tools if tool.name == "clickup_teams_list")
    await tool.ainvoke({}, {"callbacks": [Handler()]})
    assert started == [("clickup_teams_list", "read")]


def test_tools_are_made_one_by_one_or_by_the_toolkit(clickup: ClickupApiConnector) -> None:
    (only,) = ConnectorToolkit(connector=clickup).get_tools()
    assert isinstance(only, BaseTool)
    assert only.name == ConnectorTool(connector=clickup).name == "clickup_execute"
    with pytest.raises(ConfigurationError, match="Use `ConnectorToolkit`"):
        ConnectorTool(connector=clickup, form="search")
    with pytest.raises(ConfigurationError, match="either `connector` or `tool`"):
        ConnectorTool()


def test_what_the_model_sees_is_short(clickup: ClickupApiConnector) -> None:
    shown = convert_to_openai_tool(ConnectorTool(connector=clickup))["function"]["parameters"]
    kinds = shown["properties"]["params"]["anyOf"]
    assert [kind["type"] for kind in kinds] == ["object", "string", "null"]
    assert "title" not in json.dumps(shown)
