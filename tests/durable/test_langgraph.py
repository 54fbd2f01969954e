"""A call that LangGraph makes again writes once, in whichever way one comes back to it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.ledger import SqliteLedger

pytest.importorskip("langgraph")

from langchain.agents import create_agent
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver

from agent_connectors.langchain import ConnectorToolkit

THREAD: RunnableConfig = {"configurable": {"thread_id": "1"}}
BACK = ("the thread", "its last state", "an older state", "a changed state", "many at once")


class Script(GenericFakeChatModel):
    def bind_tools(self, *_: Any, **__: Any) -> Self:
        return self


class Died(BaseException):
    pass


class Dying(SqliteLedger):
    """The process ends at a point of the call."""

    def __init__(self, path: Path, at: str) -> None:
        super().__init__(path)
        self.at = at

    async def finish(self, key: str, result: str) -> None:
        if self.at == "before the note":
            raise Died
        await super().finish(key, result)
        if self.at == "after the note":
            raise Died


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=None)


def call(number: int, name: str) -> Any:
    params = {"list_id": "This Quarter", "name": name}
    arguments = {"entity": "tasks", "action": "create", "params": params}
    return {"name": "clickup_execute", "args": arguments, "id": f"call_{number}"}


@pytest.fixture
def agent(sandbox: Sandbox) -> Callable[..., Any]:
    connector, saver = ClickupApiConnector.sandbox(sandbox), InMemorySaver()

    def made(ledger: SqliteLedger, *answers: AIMessage) -> Any:
        tools = ConnectorToolkit(connector=connector, ledger=ledger).get_tools()
        return create_agent(Script(messages=iter(answers)), tools, checkpointer=saver)

    return made


def written(sandbox: Sandbox) -> list[str]:
    return [request.path for request in sandbox.requests if request.method == "POST"]


async def go(agent: Any, given: Any, config: RunnableConfig = THREAD) -> list[str]:
    state = await agent.ainvoke(given, config, durability="sync")
    return [str(message.content) for message in state["messages"] if message.type == "tool"]


@pytest.mark.parametrize("back", BACK)
@pytest.mark.parametrize("at", ["before the note", "after the note"])
async def test_what_was_written_is_not_written_again(
    agent: Callable[..., Any], sandbox: Sandbox, tmp_path: Path, at: str, back: str
) -> None:
    path = tmp_path / "calls.sqlite"
    dying = agent(Dying(path, at), AIMessage("", tool_calls=[call(0, "Calibrate")]))
    with pytest.raises(Died):
        await go(dying, {"messages": [("user", "Go on.")]})
    assert len(written(sandbox)) == 1
    again = agent(SqliteLedger(path), *[AIMessage("Done.")] * 9)
    last = (await again.aget_state(THREAD)).config
    if back == "its last state":
        said = await go(again, None, last)
    elif back == "an older state":
        await go(again, None)
        said = await go(again, None, last)
    elif back == "a changed state":
        noted = {"messages": [HumanMessage("It broke off.", id="noted")]}
        await again.aupdate_state(THREAD, noted, as_node="model")
        assert (await again.aget_state(THREAD)).next == ("tools",)
        said = await go(again, None)
    elif back == "many at once":
        all_said = await asyncio.gather(*(go(again, None, last) for _ in range(4)))
        said = [one for each in all_said for one in each]
    else:
        said = await go(again, None)
    assert said
    assert len(written(sandbox)) == 1
    told = '{"data":' if at == "after the note" else "begun before"
    assert all(told in one for one in said)


async def test_calls_of_several_answers_are_different_ones_although_their_ids_are_not(
    agent: Callable[..., Any], sandbox: Sandbox, tmp_path: Path
) -> None:
    answers = [AIMessage("", tool_calls=[call(0, "Calibrate")]) for _ in range(3)]
    running = agent(SqliteLedger(tmp_path / "calls.sqlite"), *answers, AIMessage("Done."))
    await go(running, {"messages": [("user", "Make three.")]})
    assert len(written(sandbox)) == 3


async def test_calls_of_one_answer_with_one_id_are_different_ones(
    agent: Callable[..., Any], sandbox: Sandbox, tmp_path: Path
) -> None:
    both = AIMessage("", tool_calls=[call(0, "One"), call(0, "Two")])
    running = agent(SqliteLedger(tmp_path / "calls.sqlite"), both, AIMessage("Done."))
    await go(running, {"messages": [("user", "Make two.")]})
    assert len(written(sandbox)) == 2
