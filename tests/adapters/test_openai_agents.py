"""A connector in the OpenAI Agents SDK."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError
from agent_connectors.clickup.sandbox import Sandbox

pytest.importorskip("agents")

from agents import Agent, Model, ModelResponse, Runner, RunState, Usage, set_tracing_disabled
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)

from agent_connectors.openai_agents import connector_tools

Call = tuple[str, dict[str, Any] | str]


class Script(Model):
    """A model that makes the calls it is told to make, one after another, and then says "done"."""

    def __init__(self, *calls: Call) -> None:
        self.calls = list(calls)
        self.tools: list[Any] = []

    async def get_response(self, *_: Any, **given: Any) -> ModelResponse:
        self.tools = given["tools"]
        output: Any
        if self.calls:
            name, arguments = self.calls.pop(0)
            text = arguments if isinstance(arguments, str) else json.dumps(arguments)
            output = ResponseFunctionToolCall(
                type="function_call", name=name, arguments=text, call_id=f"c{len(self.calls)}"
            )
        else:
            told = ResponseOutputText(type="output_text", text="done", annotations=[])
            output = ResponseOutputMessage(
                id="1", type="message", role="assistant", status="completed", content=[told]
            )
        return ModelResponse(output=[output], usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> AsyncIterator[Any]:
        raise NotImplementedError


@pytest.fixture(autouse=True)
def untraced() -> Iterator[None]:
    set_tracing_disabled(disabled=True)
    yield
    set_tracing_disabled(disabled=False)


def outputs(result: Any) -> list[Any]:
    return [item for item in result.new_items if item.type == "tool_call_output_item"]


SEARCH: Call = (
    "clickup_execute",
    {"entity": "tasks", "action": "search", "params": {"limit": 3}},
)


async def test_a_run_reads_and_code_gets_the_whole_result() -> None:
    model = Script(SEARCH)
    clickup = ClickupApiConnector.sandbox()
    result = await Runner.run(Agent("a", model=model, tools=connector_tools(clickup)), "?")
    (item,) = outputs(result)
    assert json.loads(item.output)["meta"]["count"] == 3
    assert "text_content" in item.custom_data["data"][0]
    assert "text_content" not in json.dumps(result.to_input_list())
    (tool,) = model.tools
    assert tool.params_json_schema["required"] == ["entity", "action"]
    assert result.final_output == "done"


async def test_errors_end_no_run() -> None:
    calls: list[Call] = [
        ("clickup_execute", {"entity": "task", "action": "list"}),
        ("clickup_execute", '{"entity": "tasks", '),
        ("clickup_execute", "[1]"),
        ("clickup_execute", {"entity": "tasks", "action": "get", "params": {"task_id": "zzz9"}}),
        ("clickup_execute", {"entity": "teams", "action": "list", "params": '{"limit": 1}'}),
    ]
    clickup = ClickupApiConnector.sandbox()
    agent = Agent("a", model=Script(*calls), tools=connector_tools(clickup))
    result = await Runner.run(agent, "?")
    said = [str(item.output) for item in outputs(result)]
    assert "Did you mean `tasks`?" in said[0]
    assert said[3].startswith("Error: ")
    assert json.loads(said[4])["meta"]["count"] == 1
    assert result.final_output == "done"


@pytest.mark.parametrize("yes", [True, False])
async def test_a_write_waits_for_somebody_who_may_come_later(yes: bool) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    home = next(iter(sandbox.workspace.lists))
    before = len(sandbox.workspace.tasks)
    params = {"list_id": home, "name": "Agreed to"}
    create: Call = (
        "clickup_execute",
        {"entity": "tasks", "action": "create", "params": params},
    )

    def agent(*calls: Call) -> Agent[Any]:
        tools = connector_tools(ClickupApiConnector.sandbox(sandbox), approve="write")
        return Agent("a", model=Script(*calls), tools=tools)

    first = await Runner.run(agent(SEARCH, create), "?")
    (question,) = first.interruptions
    assert json.loads(question.arguments or "")["params"] == params
    assert len(sandbox.workspace.tasks) == before
    # In another process: nothing is left of the first one but this text.
    kept = first.to_state().to_string()
    later = agent()
    state: Any = await RunState.from_string(later, kept)
    (question,) = state.get_interruptions()
    if yes:
        state.approve(question)
    else:
        state.reject(question)
    result = await Runner.run(later, state)
    assert result.final_output == "done"
    assert len(sandbox.workspace.tasks) == before + yes


@pytest.mark.parametrize(
    ("approve", "asks"),
    [((), []), ("destructive", ["delete"]), ("write", ["update", "delete"])],
)
async def test_what_is_asked_about(approve: Any, asks: list[str]) -> None:
    clickup = ClickupApiConnector.sandbox(allow_destructive=True)
    tools: list[Any] = connector_tools(clickup, form="operations", max_tools=None, approve=approve)
    found = []
    for action in ("get", "update", "delete"):
        (tool,) = [tool for tool in tools if tool.name == f"clickup_tasks_{action}"]
        needs = tool.needs_approval
        if needs is not False and await needs(None, {"task_id": "1"}, "c"):
            found.append(action)
    assert found == asks


def test_options_are_checked() -> None:
    with pytest.raises(ConfigurationError, match="`read_only`"):
        connector_tools(ClickupApiConnector.sandbox(), readonly=True)  # type: ignore[call-arg]
    with pytest.raises(ConfigurationError, match="`write`"):
        connector_tools(ClickupApiConnector.sandbox(), approve="writes")  # type: ignore[arg-type]


async def test_each_run_has_the_connector_of_its_user() -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    people = [u for u in sandbox.workspace.users.values() if u.joined is not None][:2]

    def connector_of(context: Any) -> ClickupApiConnector:
        return ClickupApiConnector.sandbox(sandbox, as_user=context.context)

    tools = connector_tools(connector_of)
    who: Call = ("clickup_execute", {"entity": "user", "action": "get"})
    for one in people:
        agent: Agent[Any] = Agent("a", model=Script(who), tools=tools)
        (item,) = outputs(await Runner.run(agent, "?", context=one.id))
        assert json.loads(item.output)["data"]["id"] == one.id
