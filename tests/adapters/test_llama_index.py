import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from tests.adapters.script import GONE, TEAMS, TYPO, Script, Seen, execute, steps

pytest.importorskip("llama_index.core")

from llama_index.core.agent.workflow import AgentStream, FunctionAgent, ReActAgent, ToolCallResult
from llama_index.core.base.llms.types import ChatMessage, MessageRole, TextBlock, ToolCallBlock
from llama_index.core.llms.mock import MockFunctionCallingLLM, MockLLM
from llama_index.core.tools import FunctionTool
from llama_index.core.workflow import HumanResponseEvent, InputRequiredEvent

from agent_connectors.llama_index import ConnectorToolSpec

# LlamaIndex's own agents use what pydantic, and LlamaIndex itself, have deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:is_running called:DeprecationWarning"),
]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=50, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox)


def model(script: Script) -> MockFunctionCallingLLM:
    def respond(messages: Sequence[ChatMessage], **_: Any) -> ChatMessage:
        results = [str(m.content) for m in messages if m.role == MessageRole.TOOL]
        step = script(results)
        if isinstance(step, str):
            return ChatMessage(role=MessageRole.ASSISTANT, blocks=[TextBlock(text=step)])
        calls = [
            ToolCallBlock(tool_name=name, tool_kwargs=args, tool_call_id=f"{len(messages)}_{index}")
            for index, (name, args) in enumerate(step)
        ]
        return ChatMessage(role=MessageRole.ASSISTANT, blocks=list(calls))

    return MockFunctionCallingLLM(response_generator=respond)


def agent(clickup: ClickupApiConnector, script: Script, **options: Any) -> FunctionAgent:
    tools = ConnectorToolSpec(clickup, **options).to_tool_list()
    return FunctionAgent(tools=list(tools), llm=model(script))


async def run(agent: Any) -> tuple[str, list[Seen]]:
    handler = agent.run("go")
    seen = []
    async for event in handler.stream_events():
        if isinstance(event, ToolCallResult):
            output = event.tool_output
            seen.append(Seen(str(output.content), output.is_error))
    return str(await handler), seen


async def test_calls_in_a_row_and_in_parallel(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    team = {"team_id": sandbox.workspace.id}
    script = steps([TEAMS], [execute("spaces", "list", team), execute("goals", "list", team)], "ok")
    answer, (first, *both) = await run(agent(clickup, script))
    assert answer == "ok"
    assert sandbox.workspace.name in first.text
    assert sorted(json.loads(s.text)["meta"]["count"] for s in both) == [3, 5]


async def test_a_mistake_is_mended_after_reading_the_error(clickup: ClickupApiConnector) -> None:
    def script(results: list[str]) -> Any:
        if not results:
            return [TYPO]
        return [TEAMS] if "Did you mean `list`" in results[-1] else "repaired"

    answer, seen = await run(agent(clickup, script))
    assert answer == "repaired"
    assert [s.failed for s in seen] == [True, False]


async def test_nothing_kills_the_run(clickup: ClickupApiConnector, sandbox: Sandbox) -> None:
    sandbox.fail("drop", method="POST", after=True)
    comment = {"task_id": next(iter(sandbox.workspace.tasks)), "comment_text": "Hello"}
    script = steps(
        [TYPO],
        [TYPO],
        [("clickup_execute", {"action": "list"})],
        [("clickup_execute", {"entity": "teams", "action": "list", "params": [1]})],
        [GONE],
        [execute("comments", "create", comment)],
        "ok",
    )
    answer, seen = await run(agent(clickup, script))
    assert answer == "ok"
    assert all(s.failed for s in seen)
    assert "`entity` is missing" in seen[2].text
    assert "may or may not have been carried out" in seen[-1].text


@pytest.mark.parametrize("params", [{"limit": 1}, '{"limit": 1}', None, {"limit": None}])
async def test_params_come_in_many_shapes(clickup: ClickupApiConnector, params: Any) -> None:
    call = ("clickup_execute", {"entity": "teams", "action": "list", "params": params})
    _, (only,) = await run(agent(clickup, steps([call], "ok")))
    assert json.loads(only.text)["meta"]["count"] == 1


async def test_a_react_agent_works_from_text(clickup: ClickupApiConnector) -> None:
    call = json.dumps({"entity": "teams", "action": "list", "params": {"limit": 1}})
    replies = iter(
        [
            f"Thought: I need to look.\nAction: clickup_execute\nAction Input: {call}",
            "Thought: I can answer without using any more tools.\nAnswer: done",
        ]
    )

    class Replying(MockLLM):
        def _generate_text(self, length: int) -> str:
            return ""

        async def astream_chat(self, messages: Any, **kwargs: Any) -> Any:
            reply = next(replies)

            async def stream() -> Any:
                from llama_index.core.base.llms.types import ChatResponse

                message = ChatMessage(role=MessageRole.ASSISTANT, content=reply)
                yield ChatResponse(message=message, delta=reply)

            return stream()

    tools: Any = ConnectorToolSpec(clickup).to_tool_list()
    answer, (only,) = await run(ReActAgent(tools=tools, llm=Replying(max_tokens=None)))
    assert answer == "done"
    assert json.loads(only.text)["meta"]["count"] == 1


async def test_the_text_is_json_and_the_object_is_beside_it(clickup: ClickupApiConnector) -> None:
    (tool,) = ConnectorToolSpec(clickup).to_tool_list()
    output = await tool.acall(**TEAMS[1])
    assert json.loads(str(output.content))["data"]
    assert output.raw_output["data"][0]["members"][0]["user"]["email"]
    assert not output.is_error
    with pytest.raises(ConnectorError):
        await tool.acall(**TYPO[1])


def test_sync_calls_again_and_again(clickup: ClickupApiConnector) -> None:
    (tool,) = ConnectorToolSpec(clickup).to_tool_list()
    texts = {str(tool.call(**TEAMS[1]).content) for _ in range(4)}
    assert len(texts) == 1


async def test_sync_inside_a_running_loop(clickup: ClickupApiConnector) -> None:
    (tool,) = ConnectorToolSpec(clickup).to_tool_list()
    here = str(tool.call(**TEAMS[1]).content)
    assert here == str((await asyncio.to_thread(tool.call, **TEAMS[1])).content)


@pytest.mark.parametrize("form", ["operations", "search"])
async def test_the_other_forms(clickup: ClickupApiConnector, sandbox: Sandbox, form: Any) -> None:
    team = {"team_id": sandbox.workspace.id}
    calls: dict[str, list[Any]] = {
        "operations": [[("clickup_spaces_list", {**team, "limit": 2, "archived": None})]],
        "search": [
            [("clickup_search", {"query": "spaces of a workspace"})],
            [execute("spaces", "list", {**team, "limit": 2})],
        ],
    }
    _, seen = await run(agent(clickup, steps(*calls[form], "ok"), form=form, max_tools=None))
    assert json.loads(seen[-1].text)["meta"]["count"] == 2


async def test_a_write_is_refused_where_only_reading_is_allowed(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    create = execute("tasks", "create", {"list_id": "1", "name": "x"})
    _, (refused,) = await run(agent(clickup, steps([create], "ok"), read_only=True))
    assert refused.failed
    assert "may not do that" in refused.text
    assert not sandbox.requests


@pytest.mark.parametrize("answer", ["yes", "no"])
async def test_a_write_waits_for_approval(
    clickup: ClickupApiConnector, sandbox: Sandbox, answer: str
) -> None:
    arguments = {"list_id": next(iter(sandbox.workspace.lists)), "name": "x"}
    script = steps([TEAMS], [execute("tasks", "create", arguments)], "done")
    before = len(sandbox.workspace.tasks)
    handler = agent(clickup, script, approve={"write"}).run("go")
    asked, results = [], []
    async for event in handler.stream_events():
        if isinstance(event, InputRequiredEvent):
            asked.append(event.prefix)
            reply: Any = {"response": answer, "id": event.id}
            handler.ctx.send_event(HumanResponseEvent(**reply))
        elif isinstance(event, ToolCallResult):
            results.append(event.tool_output)
    assert str(await handler) == "done"
    (question,) = asked
    assert "tasks.create" in question
    assert len(sandbox.workspace.tasks) == before + (answer == "yes")
    assert results[-1].is_error is (answer == "no")


async def test_params_beside_params_are_taken(clickup: ClickupApiConnector) -> None:
    arguments = {"entity": "tasks", "action": "search", "fields": ["name"], "params": {"limit": 2}}
    _, (only,) = await run(agent(clickup, steps([("clickup_execute", arguments)], "ok")))
    assert [set(task) for task in json.loads(only.text)["data"]] == [{"name"}] * 2


async def test_a_streamed_run(clickup: ClickupApiConnector) -> None:
    handler = agent(clickup, steps([TEAMS], "all done")).run("go")
    text = ""
    async for event in handler.stream_events():
        if isinstance(event, AgentStream):
            text += event.delta
    assert str(await handler) == "all done"
    assert "all done" in text


def test_descriptions_and_schemas_fit(clickup: ClickupApiConnector) -> None:
    for form in ("execute", "operations", "search"):
        options: Any = {"form": form, "max_tools": None, "max_description_tokens": 250}
        for tool in ConnectorToolSpec(clickup, **options).to_tool_list():
            shown = tool.metadata.to_openai_tool()["function"]
            assert len(shown["description"]) <= 1024
            assert '"title": "' not in json.dumps(shown["parameters"]["properties"])
            assert isinstance(tool, FunctionTool)


def test_tools_can_be_chosen_by_name(clickup: ClickupApiConnector) -> None:
    spec = ConnectorToolSpec(connector=clickup, form="operations", max_tools=None)
    chosen = spec.to_tool_list(["clickup_teams_list"])
    assert [tool.metadata.name for tool in chosen] == ["clickup_teams_list"]


async def test_agents_that_write_code_are_told_how_to_call_a_tool() -> None:
    """What `CodeActAgent` shows is a function's name, signature and text; its code calls that."""
    from llama_index.core.agent.workflow import CodeActAgent

    clickup = ClickupApiConnector.sandbox(tasks=20)
    for form, name, parameters in (
        ("execute", "clickup_execute", "(entity: str, action: str, params: dict = None) -> str"),
        ("operations", "clickup_teams_list", "(limit: int = None, fields: list = None) -> str"),
        ("search", "clickup_search", "(query: str) -> str"),
    ):
        options: Any = {"form": form, "max_tools": None}
        tools = ConnectorToolSpec(clickup, **options).to_tool_list()
        agent = CodeActAgent(
            code_execute_fn=lambda code: code,
            llm=MockFunctionCallingLLM(),
            tools=[tool for tool in tools if tool.metadata.name == name],
        )
        shown: Any = agent.tools
        told = agent._get_tool_descriptions(shown)
        assert f"def {name}{parameters}:" in told
        assert tools[0].metadata.description.split("\n")[0] in told or form != "execute"
    (tool,) = ConnectorToolSpec(clickup).to_tool_list()
    asked = {"limit": 2, "fields": ["id"]}
    for result in (
        tool.fn("tasks", "search", asked),
        tool.fn(entity="tasks", action="search", params=asked),
        await tool.async_fn("tasks", action="search", params=asked),
    ):
        assert json.loads(result)["meta"]["count"] == 2
