"""A connector in the OpenAI Agents SDK."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError
from agent_connectors.clickup.sandbox import Sandbox

pytest.importorskip("agents")

from agents import (
    Agent,
    Model,
    ModelResponse,
    RunConfig,
    Runner,
    RunState,
    Usage,
    function_tool,
    set_tracing_disabled,
)
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)

from agent_connectors.engine.ledger import SqliteLedger
from agent_connectors.openai_agents import agreeing_to, connector_tools, previews_of

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


@pytest.mark.parametrize("edits", [False, True])
async def test_agreement_is_to_the_call_that_was_shown(edits: bool) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    task, other = list(sandbox.workspace.tasks)[:2]
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)

    def update(which: str, name: str) -> Call:
        params = {"task_id": which, "name": name}
        call = {"entity": "tasks", "action": "update", "params": params}
        return "clickup_execute", call

    async def asked(call: Call) -> Any:
        tools = connector_tools(clickup, approve="write")
        return await Runner.run(Agent("a", model=Script(call), tools=tools), "?")

    shown = await previews_of(await asked(update(other, "Shown")))
    run = await asked(update(task, "Not shown"))
    state = run.to_state()
    state.approve(run.interruptions[0])
    changes: Any = {"c0": update(other, "Edited")[1]} if edits else {}
    with agreeing_to(shown, edited=changes):
        result = await Runner.run(run.last_agent, state)
    (item,) = outputs(result)
    assert "Somebody has agreed to other parameters" in item.output
    assert sandbox.workspace.tasks[task].name != "Not shown"
    assert sandbox.workspace.tasks[other].name not in {"Shown", "Edited"}


async def test_answers_to_what_was_not_shown_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="no call `c1`"):
        agreeing_to({"c0": {}}, edited={"c1": {}})
    with pytest.raises(ConfigurationError, match="object of arguments"):
        agreeing_to({"c0": {}}, edited={"c0": "x"})  # type: ignore[dict-item]
    with pytest.raises(ConfigurationError, match="previews_of"):
        agreeing_to(None)  # type: ignore[arg-type]
    for edited in ("x", 5, [1]):
        with pytest.raises(ConfigurationError, match="by its id"):
            agreeing_to({"c0": {}}, edited=edited)  # type: ignore[arg-type]


async def test_what_is_asked_about_although_it_is_no_json_has_a_preview() -> None:
    call: Call = ("clickup_execute", '{"entity": "tasks", ')
    tools = connector_tools(ClickupApiConnector.sandbox(), approve="write")
    run = await Runner.run(Agent("a", model=Script(call), tools=tools), "?")
    previews = await previews_of(run)
    assert [preview["refused"] for preview in previews.values()] == [True] * len(run.interruptions)


async def test_others_tools_have_no_preview() -> None:
    @function_tool(needs_approval=True)
    def mine() -> str:
        return "x"

    tools = [*connector_tools(ClickupApiConnector.sandbox(), approve="write"), mine]
    run = await Runner.run(Agent("a", model=Script(("mine", {})), tools=tools), "?")
    assert len(run.interruptions) == 1
    assert await previews_of(run) == {}


async def test_a_run_that_goes_on_twice_from_the_same_state_writes_once(tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    home = next(iter(sandbox.workspace.lists))
    params = {"list_id": home, "name": "Once"}
    create: Call = ("clickup_execute", {"entity": "tasks", "action": "create", "params": params})
    ledger = SqliteLedger(tmp_path / "calls.sqlite")
    thread = RunConfig(group_id="ann-1")

    def agent(*calls: Call) -> Agent[Any]:
        clickup = ClickupApiConnector.sandbox(sandbox)
        tools = connector_tools(clickup, approve="write", ledger=ledger)
        return Agent("a", model=Script(*calls), tools=tools)

    async def asked(question: str) -> str:
        run = await Runner.run(agent(create), question, run_config=thread)
        return str(run.to_state().to_string())

    async def goes_on(kept: str) -> str:
        later = agent()
        state: Any = await RunState.from_string(later, kept)
        state.approve(state.get_interruptions()[0])
        (item,) = outputs(await Runner.run(later, state, run_config=thread))
        return str(item.output)

    def made() -> int:
        return sum(task.name == "Once" for task in sandbox.workspace.tasks.values())

    kept = await asked("Create it.")
    first = await goes_on(kept)
    assert await goes_on(kept) == first
    assert made() == 1
    # Another run of the same conversation, whose calls a model counts anew.
    assert await goes_on(await asked("Create it. And again.")) != first
    assert made() == 2


async def test_a_ledger_needs_to_know_the_conversation(tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    tools = connector_tools(
        ClickupApiConnector.sandbox(sandbox), ledger=SqliteLedger(tmp_path / "calls.sqlite")
    )
    home = next(iter(sandbox.workspace.lists))
    params = {"list_id": home, "name": "Once"}
    create: Call = ("clickup_execute", {"entity": "tasks", "action": "create", "params": params})
    result = await Runner.run(Agent("a", model=Script(SEARCH, create), tools=tools), "?")
    read, write = outputs(result)
    assert json.loads(read.output)["meta"]["count"] == 3
    assert "group_id" in write.output
    assert all(task.name != "Once" for task in sandbox.workspace.tasks.values())


@pytest.mark.parametrize("form", ["execute", "search", "operations"])
async def test_strict_tools_hold_a_model_to_what_can_be_said(form: Any) -> None:
    tools: Any = connector_tools(
        ClickupApiConnector.sandbox(), form=form, strict=True, max_tools=None
    )
    assert all(tool.strict_json_schema for tool in tools)

    def checked(schema: dict[str, Any]) -> None:
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert set(schema["required"]) == set(schema["properties"])
            assert schema["properties"]
        for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
            checked(inner)
        if "items" in schema:
            checked(schema["items"])

    for tool in tools:
        checked(tool.params_json_schema)


async def test_a_strict_call_is_carried_out() -> None:
    call: Call = (
        "clickup_execute",
        {"entity": "tasks", "action": "search", "params": '{"limit": 2}'},
    )
    tools = connector_tools(ClickupApiConnector.sandbox(), strict=True)
    result = await Runner.run(Agent("a", model=Script(call), tools=tools), "?")
    assert json.loads(outputs(result)[0].output)["meta"]["count"] == 2


def test_two_accounts_need_names_of_their_own() -> None:
    clickup = ClickupApiConnector.sandbox()
    with pytest.raises(ConfigurationError, match="two tools called"):
        connector_tools(clickup) + connector_tools(clickup)
    assert len(connector_tools(clickup) + connector_tools(clickup, prefix="acme")) == 2
