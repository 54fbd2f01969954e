import asyncio
import json
from typing import Any

import jsonschema
import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.tools import ToolboxOptions
from tests.adapters.script import GONE, TEAMS, TYPO, Script, Seen, execute, steps

pytest.importorskip("pydantic_ai")

from pydantic_ai import Agent, DeferredToolRequests, DeferredToolResults, RunContext, ToolDenied
from pydantic_ai.exceptions import UnexpectedModelBehavior
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    RetryPromptPart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
)
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, FunctionModel
from pydantic_ai.models.test import TestModel
from pydantic_ai.toolsets import AbstractToolset

from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=50, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox)


def seen(messages: list[ModelMessage]) -> list[Seen]:
    """What the model saw of its tool calls."""
    found = []
    for message in messages:
        for part in message.parts:
            if isinstance(part, ToolReturnPart):
                failed = getattr(part, "outcome", "success") != "success"
                found.append(Seen(str(part.content), failed))
            elif isinstance(part, RetryPromptPart) and part.tool_name:
                found.append(Seen(str(part.content), failed=True))
    return found


def model(script: Script) -> FunctionModel:
    def respond(messages: list[ModelMessage], _: AgentInfo) -> ModelResponse:
        step = script([s.text for s in seen(messages)])
        if isinstance(step, str):
            return ModelResponse([TextPart(step)])
        return ModelResponse([ToolCallPart(name, args) for name, args in step])

    return FunctionModel(respond)


def agent(clickup: ClickupApiConnector, script: Script, **options: Any) -> Agent[None, str]:
    return Agent(model(script), toolsets=[ConnectorToolset(clickup, **options)])


async def test_calls_in_a_row_and_in_parallel(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    team = {"team_id": sandbox.workspace.id}
    script = steps([TEAMS], [execute("spaces", "list", team), execute("goals", "list", team)], "ok")
    result = await agent(clickup, script).run("go")
    assert result.output == "ok"
    first, *both = seen(result.all_messages())
    assert sandbox.workspace.name in first.text
    assert [json.loads(s.text)["meta"]["count"] for s in both] == [5, 3]


async def test_a_mistake_is_mended_after_reading_the_error(clickup: ClickupApiConnector) -> None:
    def script(results: list[str]) -> Any:
        if not results:
            return [TYPO]
        if "Did you mean `list`" in results[-1]:
            return [TEAMS]
        return "repaired"

    result = await agent(clickup, script).run("go")
    assert result.output == "repaired"
    assert [s.failed for s in seen(result.all_messages())] == [True, False]


@pytest.mark.parametrize("mistake", [TYPO, ("clickup_execute", {"action": "list"})])
async def test_the_budget_survives_three_mistakes_in_a_row(
    clickup: ClickupApiConnector, mistake: Any
) -> None:
    result = await agent(clickup, steps([mistake], [mistake], [mistake], [TEAMS], "ok")).run("go")
    assert result.output == "ok"


async def test_a_missing_object_is_a_failed_call_that_is_not_counted(
    clickup: ClickupApiConnector,
) -> None:
    script = steps(*[[GONE]] * 9, "gave up")
    result = await agent(clickup, script, max_retries=1).run("go")
    assert result.output == "gave up"
    assert all(s.failed and "check the id" in s.text for s in seen(result.all_messages()))


@pytest.mark.parametrize("max_retries", [0, 2])
async def test_mistakes_without_end_end_the_run(
    clickup: ClickupApiConnector, max_retries: int
) -> None:
    last = max_retries + 1
    stops = await agent(clickup, steps(*[[TYPO]] * last, "ok"), max_retries=max_retries).run("go")
    told = [s.text for s in seen(stops.all_messages())]
    assert ["last attempt" in text for text in told] == [False] * max_retries + [True]
    with pytest.raises(UnexpectedModelBehavior):
        await agent(clickup, steps(*[[TYPO]] * (last + 1), "ok"), max_retries=max_retries).run("go")


async def test_mistakes_without_end_end_the_run_under_another_name(
    clickup: ClickupApiConnector,
) -> None:
    renamed = ConnectorToolset[None](clickup, max_retries=1).prefixed("my")
    script = steps(*[[("my_clickup_execute", TYPO[1])]] * 3, "ok")
    with pytest.raises(UnexpectedModelBehavior):
        await Agent(model(script), toolsets=[renamed]).run("go")


async def test_a_good_call_after_the_last_attempt_starts_anew(
    clickup: ClickupApiConnector,
) -> None:
    script = steps([TYPO], [TYPO], [TEAMS], [TYPO], [TYPO], "ok")
    result = await agent(clickup, script, max_retries=1).run("go")
    assert [s.failed for s in seen(result.all_messages())] == [True, True, False, True, True]


async def test_nothing_the_product_does_kills_the_run(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    sandbox.fail("drop", method="POST", after=True)
    comment = {"task_id": next(iter(sandbox.workspace.tasks)), "comment_text": "Hello"}
    script = steps([execute("comments", "create", comment)], "told")
    result = await agent(clickup, script).run("go")
    (only,) = seen(result.all_messages())
    assert only.failed
    assert "may or may not have been carried out" in only.text


async def test_code_gets_the_whole_result(clickup: ClickupApiConnector) -> None:
    result = await agent(clickup, steps([TEAMS], "ok")).run("go")
    (part,) = (p for m in result.all_messages() for p in m.parts if isinstance(p, ToolReturnPart))
    assert part.metadata["data"][0]["members"][0]["user"]["email"]
    assert "@" not in str(part.content).split("sven")[0]
    assert json.loads(result.all_messages_json()), "messages can be written down"


def test_sync(clickup: ClickupApiConnector) -> None:
    loop = asyncio.new_event_loop()  # `run_sync` makes one if it must, and leaves it open
    asyncio.set_event_loop(loop)
    assert agent(clickup, steps([TEAMS], "ok")).run_sync("go").output == "ok"
    asyncio.set_event_loop(None)
    loop.close()


async def test_a_streamed_run(clickup: ClickupApiConnector) -> None:
    async def stream(messages: list[ModelMessage], _: AgentInfo) -> Any:
        if seen(messages):
            for word in ("all ", "done"):
                yield word
        else:
            name, args = TEAMS
            yield {0: DeltaToolCall(name=name, json_args=json.dumps(args), tool_call_id="1")}

    streaming: Agent[None, str] = Agent(
        FunctionModel(stream_function=stream), toolsets=[ConnectorToolset(clickup)]
    )
    async with streaming.run_stream("go") as run:
        assert await run.get_output() == "all done"


@pytest.mark.parametrize("form", ["operations", "search"])
async def test_the_other_forms(clickup: ClickupApiConnector, sandbox: Sandbox, form: Any) -> None:
    team = {"team_id": sandbox.workspace.id}
    calls: dict[str, list[Any]] = {
        "operations": [[("clickup_spaces_list", {**team, "archived": None, "limit": 2})]],
        "search": [
            [("clickup_search", {"query": "spaces of a workspace"})],
            [execute("spaces", "list", {**team, "limit": 2})],
        ],
    }
    result = await agent(clickup, steps(*calls[form], "ok"), form=form, max_tools=None).run("go")
    assert json.loads(seen(result.all_messages())[-1].text)["meta"]["count"] == 2


async def test_a_write_is_refused_where_only_reading_is_allowed(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    create = execute("tasks", "create", {"list_id": "1", "name": "x"})
    result = await agent(clickup, steps([create], "ok"), read_only=True).run("go")
    (refused,) = seen(result.all_messages())
    assert refused.failed
    assert "may not do that" in refused.text
    assert not sandbox.requests


@pytest.mark.parametrize("form", ["execute", "operations"])
@pytest.mark.parametrize("approved", [True, False])
async def test_a_write_waits_for_approval(
    clickup: ClickupApiConnector, sandbox: Sandbox, form: Any, approved: bool
) -> None:
    list_id = next(iter(sandbox.workspace.lists))
    arguments = {"list_id": list_id, "name": "Approved"}
    call = (
        execute("tasks", "create", arguments)
        if form == "execute"
        else ("clickup_tasks_create", arguments)
    )
    read = TEAMS if form == "execute" else ("clickup_teams_list", {})
    asking = Agent(
        model(steps([read], [call], "done")),
        toolsets=[
            ConnectorToolset(clickup, form=form, max_tools=None, approve={"write", "destructive"})
        ],
        output_type=[str, DeferredToolRequests],
    )
    first = await asking.run("go")
    assert isinstance(first.output, DeferredToolRequests)
    (request,) = first.output.approvals
    before = len(sandbox.workspace.tasks)
    answer = True if approved else ToolDenied("not now")
    results = DeferredToolResults(approvals={request.tool_call_id: answer})
    second = await asking.run(message_history=first.all_messages(), deferred_tool_results=results)
    assert second.output == "done"
    assert len(sandbox.workspace.tasks) == before + approved


async def test_it_composes_like_any_toolset(clickup: ClickupApiConnector) -> None:
    toolset: ConnectorToolset[None] = ConnectorToolset(clickup, form="operations", max_tools=None)
    assert toolset.id == "clickup"

    def reads(_: RunContext[None], definition: Any) -> bool:
        return bool(definition.metadata["effect"] == "read")

    composed: AbstractToolset[None] = (
        toolset.filtered(reads).prefixed("work").renamed({"who": "work_clickup_user_get"})
    )
    names: list[str] = []

    def respond(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        names.extend(tool.name for tool in info.function_tools)
        return ModelResponse([TextPart("ok")] if seen(messages) else [ToolCallPart("who", {})])

    result = await Agent(FunctionModel(respond), toolsets=[composed]).run("go")
    assert '"username"' in seen(result.all_messages())[0].text
    assert "work_clickup_tasks_get" in names
    assert not any("create" in name for name in names)

    create = execute("tasks", "create", {"list_id": "1", "name": "x"})
    needing: AbstractToolset[None] = ConnectorToolset(clickup).approval_required(
        lambda ctx, definition, args: args["action"] == "create"
    )
    asking = Agent(
        model(steps([create], "done")),
        toolsets=[needing],
        output_type=[str, DeferredToolRequests],
    )
    assert isinstance((await asking.run("go")).output, DeferredToolRequests)


async def test_the_connector_is_closed_with_the_agent(clickup: ClickupApiConnector) -> None:
    closed: list[bool] = []

    async def aclose() -> None:
        closed.append(True)

    clickup.aclose = aclose  # type: ignore[method-assign]
    async with agent(clickup, steps([TEAMS], "ok")) as running:
        assert (await running.run("go")).output == "ok"
        closed.clear()
    assert closed == [True]


async def test_arguments_may_have_any_name(clickup: ClickupApiConnector) -> None:
    call = ("clickup_execute", {**TEAMS[1], "ctx": 1, "self": 2})
    tools = connector_tools(clickup)
    for tried in (
        Agent(model(steps([call], "ok")), tools=tools),
        agent(clickup, steps([call], "ok")),
    ):
        (only,) = seen((await tried.run("go")).all_messages())
        assert only.failed
        assert "There is no parameter `ctx`" in only.text


async def test_params_beside_params_are_taken(clickup: ClickupApiConnector) -> None:
    arguments = {"entity": "tasks", "action": "search", "fields": ["name"], "params": {"limit": 2}}
    call = ("clickup_execute", arguments)
    tools = connector_tools(clickup)
    for tried in (
        Agent(model(steps([call], "ok")), tools=tools),
        agent(clickup, steps([call], "ok")),
    ):
        (only,) = seen((await tried.run("go")).all_messages())
        assert [set(task) for task in json.loads(only.text)["data"]] == [{"name"}] * 2


async def test_single_tools(clickup: ClickupApiConnector, sandbox: Sandbox) -> None:
    tools = connector_tools(clickup, entities=["teams", "tasks"])
    plain = Agent(model(steps([TYPO], [TYPO], [TYPO], [GONE], [TEAMS], "ok")), tools=tools)
    result = await plain.run("go")
    assert [s.failed for s in seen(result.all_messages())] == [True] * 4 + [False]


def test_options_are_the_same_everywhere() -> None:
    assert set(ToolboxOptions.__annotations__) >= {"form", "entities", "read_only"}


@pytest.mark.parametrize(
    "options", [{}, {"form": "search"}, {"split_writes": True}, {"approve": "write"}], ids=str
)
async def test_the_test_model_calls_every_tool(sandbox: Sandbox, options: dict[str, Any]) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    before = len(sandbox.requests)
    done = await Agent(TestModel(), toolsets=[ConnectorToolset(clickup, **options)]).run("go")
    told = json.loads(done.output)
    assert all('"actions"' in text or "No operation matches" in text for text in told.values())
    assert len(sandbox.requests) == before, "what it calls by itself changes nothing"


@pytest.mark.parametrize(
    "more", [{"max_tools": None}, {"entities": ["tasks", "comments"]}], ids=str
)
async def test_the_test_model_comes_to_an_end_with_typed_tools(
    sandbox: Sandbox, more: dict[str, Any]
) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    toolset: Any = ConnectorToolset(clickup, form="operations", **more)
    done = await Agent(TestModel(), toolsets=[toolset]).run("go")
    assert json.loads(done.output).keys() == {tool.name for tool in toolset.toolbox.tools}


async def test_the_test_model_asks_before_what_it_may_write(sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    toolset: Any = ConnectorToolset(clickup, form="operations", max_tools=None, approve="write")
    asking: Any = Agent(TestModel(), toolsets=[toolset], output_type=[str, DeferredToolRequests])
    done = await asking.run("go")
    assert isinstance(done.output, DeferredToolRequests)
    effects = {preview["effect"] for preview in done.output.metadata.values()}
    assert effects == {"write", "destructive"}


@pytest.mark.parametrize("form", ["execute", "search", "operations"])
async def test_return_schemas_are_sent_to_whoever_asks(
    clickup: ClickupApiConnector, form: Any
) -> None:
    toolset: Any = ConnectorToolset(clickup, form=form, entities=["teams", "tasks"])
    for tools, asked in ((toolset, False), (toolset.include_return_schemas(), True)):
        tester = TestModel(call_tools=[])
        await Agent(tester, toolsets=[tools]).run("go")  # a warning would be an error
        assert tester.last_model_request_parameters is not None
        for told in tester.last_model_request_parameters.function_tools:
            assert ("Return schema:" in str(told.description)) is asked
            assert ('"in_every_row"' in str(told.description)) is asked


async def test_what_a_tool_returns_is_as_its_return_schema_says(
    clickup: ClickupApiConnector,
) -> None:
    result = await agent(clickup, steps([TEAMS], "ok")).run("go")
    (made,) = connector_tools(clickup)
    said: Any = made.tool_def.return_schema
    (only,) = seen(result.all_messages())
    assert (said["type"], said["contentMediaType"]) == ("string", "application/json")
    jsonschema.validate(json.loads(only.text), said["contentSchema"])
    # Code that calls tools gets the text.
    assert "-> str" in made.tool_def.render_signature("...")


async def test_a_strict_tool_takes_null_for_what_is_not_meant(clickup: ClickupApiConnector) -> None:
    toolset: Any = ConnectorToolset(clickup, form="operations", entities=["teams"], strict=True)
    tools = {tool.name: tool for tool in toolset.tools.values()}
    told = tools["clickup_teams_list"].tool_def
    assert told.strict is True
    optional = told.parameters_json_schema["properties"]["fields"]
    assert {"type": "null"} in optional["anyOf"]
    call = ("clickup_teams_list", {"fields": None})
    result = await Agent(model(steps([call], "ok")), toolsets=[toolset]).run("go")
    assert [s.failed for s in seen(result.all_messages())] == [False]


async def test_a_strict_general_tool_takes_params_as_json_text(
    clickup: ClickupApiConnector,
) -> None:
    call = ("clickup_execute", {"entity": "teams", "action": "list", "params": '{"fields":["id"]}'})
    (made,) = connector_tools(clickup, strict=True)
    assert {"type": "string"} in made.tool_def.parameters_json_schema["properties"]["params"][
        "anyOf"
    ]
    result = await Agent(model(steps([call], "ok")), tools=[made]).run("go")
    (only,) = seen(result.all_messages())
    assert set(json.loads(only.text)["data"][0]) == {"id"}
