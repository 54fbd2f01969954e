"""Calls in LangChain are held to what was shown, whatever their ids and whoever edits them."""

import json
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.adapters.script import Call, Script, steps

pytest.importorskip("langchain")

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatResult
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from agent_connectors.langchain import ConnectorToolkit
from tests.adapters.test_langchain import Model

CONFIG: Any = {"configurable": {"thread_id": "1"}}


class CountingAnew(Model):
    """Gives its calls the same ids in each answer, as some models do."""

    def _generate(self, *args: Any, **given: Any) -> ChatResult:
        result = super()._generate(*args, **given)
        message = result.generations[0].message
        assert isinstance(message, AIMessage)
        for index, call in enumerate(message.tool_calls):
            call["id"] = str(index)
        return result


def sandbox() -> Sandbox:
    return Sandbox(tasks=40, rate_limit=None)


def kit_of(box: Sandbox, **options: Any) -> ConnectorToolkit:
    clickup = ClickupApiConnector.sandbox(box, allow_destructive=True)
    return ConnectorToolkit(connector=clickup, split_writes=True, **options)


def agent_of(script: Script, *kits: ConnectorToolkit, **more: Any) -> Any:
    asked = {name: how for kit in kits for name, how in kit.interrupt_on().items()}
    tools = [tool for kit in kits for tool in kit.get_tools()]
    return create_agent(
        CountingAnew(script=script),
        tools,
        middleware=[HumanInTheLoopMiddleware(asked), *(kit.previews(**more) for kit in kits)],
        checkpointer=InMemorySaver(),
    )


def write(action: str, params: Any, name: str = "clickup_write", entity: str = "tasks") -> Call:
    return (name, {"entity": entity, "action": action, "params": params})


async def shown(state: dict[str, Any]) -> list[str]:
    return [r["description"] for r in state["__interrupt__"][0].value["action_requests"]]


async def answered(agent: Any, *decisions: Any) -> Any:
    resume: Any = Command(resume={"decisions": [*decisions]})
    return await agent.ainvoke(resume, CONFIG)


def edit(call: Call) -> dict[str, Any]:
    return {"type": "edit", "edited_action": {"name": call[0], "args": call[1]}}


APPROVE = {"type": "approve"}


def last(state: dict[str, Any]) -> str:
    told = [m for m in state["messages"] if isinstance(m, ToolMessage)]
    return str(told[-1].content)


async def test_calls_with_the_same_id_are_held_each_to_its_own_preview() -> None:
    box = sandbox()
    task = next(iter(box.workspace.tasks))
    rename = write("update", {"task_id": task, "name": "First"})
    comment = write("create", {"task_id": task, "comment_text": "x"}, entity="comments")
    again = write("update", {"task_id": task, "name": "Second"})
    agent = agent_of(steps([rename], [comment], [again], "done"), kit_of(box))
    state = await agent.ainvoke({"messages": [("user", "go")]}, CONFIG)
    for told in ("First", "comments.create", "Second"):
        assert told in (await shown(state))[0]
        state = await answered(agent, APPROVE)
    assert box.workspace.tasks[task].name == "Second"
    assert "comment" in json.dumps([r.path for r in box.requests])


async def test_what_is_not_asked_about_is_not_held_to_an_earlier_preview() -> None:
    box = sandbox()
    task, other = list(box.workspace.tasks)[:2]
    delete = write("delete", {"task_id": task})
    rename = write("update", {"task_id": other, "name": "Not asked about"})
    agent = agent_of(steps([delete], [rename], "done"), kit_of(box), effects="destructive")
    await agent.ainvoke({"messages": [("user", "go")]}, CONFIG)
    await answered(agent, APPROVE)
    await answered(agent, APPROVE)
    assert task not in box.workspace.tasks
    assert box.workspace.tasks[other].name == "Not asked about"


async def test_all_calls_of_one_answer_are_held_to_what_was_shown() -> None:
    box = sandbox()
    tasks = list(box.workspace.tasks)[:25]
    calls = [write("update", {"task_id": task, "name": "Agreed"}) for task in tasks]
    agent = agent_of(steps(calls, "done"), kit_of(box))
    state = await agent.ainvoke({"messages": [("user", "go")]}, CONFIG)
    assert len(await shown(state)) == 25
    box.workspace.tasks[tasks[0]].name = "Theirs"
    await answered(agent, *[APPROVE] * 25)
    names = [box.workspace.tasks[task].name for task in tasks]
    assert names == ["Theirs", *["Agreed"] * 24]


@pytest.mark.parametrize("turned", [False, True])
async def test_two_accounts_keep_previews_of_the_same_answer(turned: bool) -> None:
    acme, beta = sandbox(), sandbox()
    kits = [kit_of(acme, prefix="acme"), kit_of(beta, prefix="beta")]
    mine, theirs = next(iter(acme.workspace.tasks)), next(iter(beta.workspace.tasks))
    calls = [
        write("update", {"task_id": mine, "name": "In acme"}, "acme_clickup_write"),
        write("update", {"task_id": theirs, "name": "In beta"}, "beta_clickup_write"),
    ]
    agent = agent_of(steps(calls, "done"), *(kits[::-1] if turned else kits))
    await agent.ainvoke({"messages": [("user", "go")]}, CONFIG)
    previews = (await agent.aget_state(CONFIG)).values["connector_previews"]
    told = {preview["tool"]: str(preview) for preview in previews.values()}
    assert "In acme" in told["acme_clickup_write"]
    assert "In beta" in told["beta_clickup_write"]
    beta.workspace.tasks[theirs].name = "Theirs"
    await answered(agent, APPROVE, APPROVE)
    assert acme.workspace.tasks[mine].name == "In acme"
    assert beta.workspace.tasks[theirs].name == "Theirs"


async def test_an_edit_reaches_no_other_account_and_nothing_that_was_not_asked_about() -> None:
    acme, beta = sandbox(), sandbox()
    kits = [kit_of(acme, prefix="acme"), kit_of(beta, prefix="beta")]
    task = next(iter(acme.workspace.tasks))
    params = {"task_id": task, "name": "New"}
    wanted = write("update", params, "acme_clickup_write")
    for other in (
        write("update", params, "beta_clickup_write"),
        write("delete", {"task_id": task}, "acme_clickup_write"),
        write("get", {"task_id": task}, "acme_clickup_read"),
        write("get", {"task_id": task}, "beta_clickup_read"),
    ):
        agent = agent_of(steps([wanted], "done"), *kits)
        await agent.ainvoke({"messages": [("user", "go")]}, CONFIG)
        acme.requests.clear()
        beta.requests.clear()
        state = await answered(agent, edit(other))
        assert "Nothing was sent" in last(state), other
        assert [*acme.requests, *beta.requests] == []
