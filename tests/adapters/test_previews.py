"""What is shown to the person who is asked is the same in each framework, and is held to."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import agents
import mcp_types as types
import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from llama_index.core.workflow import HumanResponseEvent, InputRequiredEvent
from mcp import Client
from pydantic_ai import Agent, DeferredToolRequests, DeferredToolResults, ToolApproved

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.langchain import ConnectorToolkit
from agent_connectors.mcp import make_server
from agent_connectors.mcp.asking import PREVIEW
from agent_connectors.openai_agents import agreeing_to, previews_of
from agent_connectors.openai_agents import connector_tools as connector_tools_of_openai
from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools
from tests.adapters import (
    test_langchain,
    test_llama_index,
    test_openai_agents,
    test_pydantic_ai,
)
from tests.adapters.script import Call, steps

pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:is_running called:DeprecationWarning"),
    pytest.mark.timeout(60),
    pytest.mark.usefixtures("untraced"),
]

untraced = test_openai_agents.untraced

Answer = Callable[[], Awaitable[dict[str, Any] | None]]
"""What a person does before they agree; gives other arguments, if they edit the call."""

Way = Callable[[ClickupApiConnector, Call, Answer], Awaitable[Any]]
"""Has an agent make a call to which somebody agrees; gives the preview that they saw, as data."""


async def _pydantic_ai(call: Call, answer: Answer, **tools: Any) -> Any:
    agent: Agent[None, Any] = Agent(
        test_pydantic_ai.model(steps([call], "done")),
        output_type=[str, DeferredToolRequests],
        **tools,
    )
    first = await agent.run("go")
    asked = first.output
    if not isinstance(asked, DeferredToolRequests):
        return None
    (part,) = asked.approvals
    metadata = json.loads(json.dumps(asked.metadata))
    edited = await answer()
    agreed: Any = True if edited is None else ToolApproved(override_args=edited)
    results = DeferredToolResults(approvals={part.tool_call_id: agreed}, metadata=metadata)
    await agent.run(message_history=first.all_messages(), deferred_tool_results=results)
    return metadata[part.tool_call_id]


async def pydantic_ai_toolset(clickup: ClickupApiConnector, call: Call, answer: Answer) -> Any:
    made: Any = ConnectorToolset(clickup, approve="write", **FORM.get(call[0], {}))
    return await _pydantic_ai(call, answer, toolsets=[made])


async def pydantic_ai_tools(clickup: ClickupApiConnector, call: Call, answer: Answer) -> Any:
    made = connector_tools(clickup, approve="write", **FORM.get(call[0], {}))
    return await _pydantic_ai(call, answer, tools=made)


async def langchain(clickup: ClickupApiConnector, call: Call, answer: Answer) -> Any:
    form: Any = FORM.get(call[0], {"split_writes": True})
    kit = ConnectorToolkit(connector=clickup, **form)
    name = call[0] if call[0] in FORM else "clickup_write"
    agent: Any = create_agent(
        test_langchain.Model(script=steps([(name, call[1])], "done")),
        kit.get_tools(),
        middleware=[HumanInTheLoopMiddleware(interrupt_on=kit.interrupt_on()), kit.previews()],
        checkpointer=InMemorySaver(),
    )
    config: Any = {"configurable": {"thread_id": "1"}}
    waiting = await agent.ainvoke({"messages": [("user", "go")]}, config)
    if "__interrupt__" not in waiting:
        return None
    (request,) = waiting["__interrupt__"][0].value["action_requests"]
    (preview,) = (await agent.aget_state(config)).values["connector_previews"].values()
    assert request["description"] == preview["text"]
    edited = await answer()
    decision: Any = {"type": "approve"}
    if edited is not None:
        decision = {"type": "edit", "edited_action": {"name": name, "args": edited}}
    resume: Any = Command(resume={"decisions": [decision]})
    await agent.ainvoke(resume, config)
    return preview


async def llama_index(clickup: ClickupApiConnector, call: Call, answer: Answer) -> Any:
    form: Any = FORM.get(call[0], {})
    agent: Any = test_llama_index.agent(clickup, steps([call], "done"), approve="write", **form)
    handler = agent.run("go")
    shown = None
    async for event in handler.stream_events():
        if isinstance(event, InputRequiredEvent):
            shown = event.preview
            assert event.prefix.startswith(shown["text"])
            edited = await answer()
            reply: Any = {"response": "yes", "id": event.id}
            if edited is not None:
                reply["arguments"] = edited
            handler.ctx.send_event(HumanResponseEvent(**reply))
    await handler
    return shown


async def _mcp(clickup: ClickupApiConnector, call: Call, answer: Answer, mode: Any) -> Any:
    seen: list[Any] = []

    async def person(_: Any, params: Any) -> types.ElicitResult:
        text = params.message.removesuffix("\nMay this be done?")
        # The protocol of 2026 carries no `_meta` here: the text is all that a client has.
        seen.append((params.meta or {}).get(PREVIEW, {"text": text}))
        assert text == seen[0]["text"]
        edited = await answer()
        content: dict[str, Any] = {"approve": True}
        if edited is not None:
            content["arguments"] = json.dumps(edited)
        return types.ElicitResult(action="accept", content=content)

    server = make_server(clickup, approve="write", **FORM.get(call[0], {}))
    asking: Any = person
    async with Client(server, elicitation_callback=asking, mode=mode) as client:
        await client.call_tool(call[0], call[1])
    return seen[0] if seen else None


async def mcp(clickup: ClickupApiConnector, call: Call, answer: Answer) -> Any:
    return await _mcp(clickup, call, answer, "auto")


async def mcp_of_2025(clickup: ClickupApiConnector, call: Call, answer: Answer) -> Any:
    return await _mcp(clickup, call, answer, "legacy")


async def openai_agents(clickup: ClickupApiConnector, call: Call, answer: Answer) -> Any:
    form: Any = FORM.get(call[0], {})

    def agent(*calls: Call) -> Any:
        tools = connector_tools_of_openai(clickup, approve="write", **form)
        return agents.Agent("a", model=test_openai_agents.Script(*calls), tools=tools)

    first = await agents.Runner.run(agent(call), "go")
    if not first.interruptions:
        return None
    # As another process has it: two texts.
    shown = json.loads(json.dumps(await previews_of(first)))
    kept = first.to_state().to_string()
    later = agent()
    state: Any = await agents.RunState.from_string(later, kept)
    (question,) = state.get_interruptions()
    edited = await answer()
    state.approve(question)
    changes = {} if edited is None else {question.call_id: edited}
    with agreeing_to(shown, edited=changes):
        await agents.Runner.run(later, state)
    return shown[question.call_id]


TYPED = "clickup_tasks_update"
FORM: dict[str, Any] = {TYPED: {"form": "operations", "operations": ["tasks.update"]}}
WAYS: list[Way] = [
    pydantic_ai_toolset,
    pydantic_ai_tools,
    langchain,
    llama_index,
    openai_agents,
    mcp,
    mcp_of_2025,
]
ways = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
forms = pytest.mark.parametrize("form", ["execute", "operations"])


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=30, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox)


def wanted(form: str, params: dict[str, Any]) -> Call:
    if form == "operations":
        return TYPED, params
    return "clickup_execute", {"entity": "tasks", "action": "update", "params": params}


def renamed(sandbox: Sandbox) -> tuple[str, dict[str, Any]]:
    task = next(iter(sandbox.workspace.tasks))
    return task, {"task_id": task, "name": "As the model wants it", "priority": 1}


async def nothing() -> None:
    return None


@ways
@forms
async def test_the_person_sees_what_will_be_done(
    way: Way, form: str, clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    task, params = renamed(sandbox)
    want = (await clickup.preview("tasks", "update", params)).to_dict()
    before = sandbox.workspace.tasks[task].name
    call = wanted(form, params)
    seen = await way(clickup, call, nothing)
    assert seen["text"] == want["text"]
    assert sandbox.workspace.tasks[task].name == params["name"]
    if seen.keys() == {"text"}:
        return
    tool = call[0] if way is not langchain or form == "operations" else "clickup_write"
    assert {**seen, "reads": 0} == {**want, "reads": 0, "tool": tool}
    changes = {change["field"]: change for change in seen["steps"][0]["changes"]}
    assert (changes["name"]["before"], changes["name"]["after"]) == (before, params["name"])


@ways
@forms
async def test_what_the_person_edits_is_what_is_sent(
    way: Way, form: str, clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    task, params = renamed(sandbox)

    async def edit() -> Any:
        return wanted(form, {**params, "name": "As the person wants it"})[1]

    await way(clickup, wanted(form, params), edit)
    assert sandbox.workspace.tasks[task].name == "As the person wants it"


@ways
@forms
async def test_what_changed_since_it_was_shown_is_not_overwritten(
    way: Way, form: str, clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    task, params = renamed(sandbox)

    async def others_change_it() -> None:
        sandbox.workspace.tasks[task].name = "As others want it"

    assert await way(clickup, wanted(form, params), others_change_it)
    assert sandbox.workspace.tasks[task].name == "As others want it"


@ways
async def test_an_edit_cannot_make_it_another_operation(way: Way, sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    task, params = renamed(sandbox)

    async def deletes() -> Any:
        return {"entity": "tasks", "action": "delete", "params": {"task_id": task}}

    async def comments() -> Any:
        params = {"task_id": task, "comment_text": "x"}
        return {"entity": "comments", "action": "create", "params": params}

    for edit in (deletes, comments):
        sandbox.requests.clear()
        assert await way(clickup, wanted("execute", params), edit)
        assert {request.method for request in sandbox.requests} == {"GET"}


@ways
async def test_an_edit_cannot_destroy_what_was_not_shown(way: Way, sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    task, other = list(sandbox.workspace.tasks)[:2]

    def deleting(which: str) -> Call:
        call = {"entity": "tasks", "action": "delete", "params": {"task_id": which}}
        return "clickup_execute", call

    async def edit() -> Any:
        return deleting(other)[1]

    seen = await way(clickup, deleting(task), edit)
    assert seen
    assert task in sandbox.workspace.tasks
    assert other in sandbox.workspace.tasks
    assert await way(clickup, deleting(task), nothing)
    assert task not in sandbox.workspace.tasks


@ways
async def test_somebody_is_asked_although_nothing_can_be_read(
    way: Way, clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    _, params = renamed(sandbox)
    params["task_id"] = "86cnothere"
    seen = await way(clickup, wanted("execute", params), nothing)
    assert "Before: not known" in seen["text"]
    assert "steps" not in seen or seen["steps"][0]["unread"]


@ways
async def test_nobody_is_asked_about_a_call_that_is_wrong(
    way: Way, clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    _, params = renamed(sandbox)
    seen = await way(clickup, wanted("execute", {**params, "colour": "red"}), nothing)
    assert seen is None or seen["refused"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_client_that_cannot_ask_is_refused(
    mode: Any, clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    task, params = renamed(sandbox)
    before = sandbox.workspace.tasks[task].name
    async with Client(make_server(clickup, approve="write"), mode=mode) as client:
        call = wanted("execute", params)
        result: Any = await client.call_tool(call[0], call[1])
    assert result.is_error
    assert "elicitation" in result.content[0].text
    assert sandbox.workspace.tasks[task].name == before
