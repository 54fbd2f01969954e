"""A person is asked before LlamaIndex carries out what needs agreement."""

import asyncio
import json
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from tests.adapters.script import Script, Seen, execute, steps

pytest.importorskip("llama_index.core")

from llama_index.core.agent.workflow import ToolCallResult
from llama_index.core.tools import FunctionTool
from llama_index.core.workflow import (
    Context,
    Event,
    HumanResponseEvent,
    InputRequiredEvent,
    StartEvent,
    StopEvent,
    Workflow,
    step,
)

from agent_connectors.llama_index import ConnectorToolSpec
from tests.adapters.test_llama_index import agent

# LlamaIndex's own agents use what pydantic, and LlamaIndex itself, have deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:is_running called:DeprecationWarning"),
    pytest.mark.timeout(30),
]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=50, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox)


def creating(sandbox: Sandbox, *names: str) -> Script:
    """Creates tasks, all at once."""
    home = next(iter(sandbox.workspace.lists))
    return steps([execute("tasks", "create", {"list_id": home, "name": n}) for n in names], "done")


async def answering(agent: Any, *answers: Any, times: int = 1) -> tuple[list[Any], list[Seen]]:
    """What is asked and what comes of it; each answer is a text, or a function of the question."""
    handler = agent.run("go")
    asked: list[Any] = []
    results: list[Seen] = []
    async for event in handler.stream_events():
        if isinstance(event, InputRequiredEvent):
            answer = answers[len(asked)]
            asked.append(event)
            await asyncio.sleep(0.05)  # as people do; by then all calls of the turn have begun
            replies = answer(event) if callable(answer) else [{"response": answer}]
            for reply in replies * times:
                handler.ctx.send_event(HumanResponseEvent(**reply))
        elif isinstance(event, ToolCallResult):
            results.append(Seen(str(event.tool_output.content), event.tool_output.is_error))
    assert str(await handler) == "done"
    return asked, results


class Wanted(Event):
    """A task to create."""

    name: str


class Done(Event):
    """What became of it."""

    failed: bool


class Creating(Workflow):
    """Creates two tasks at once, without an agent."""

    def __init__(self, tool: FunctionTool, home: str, **options: Any) -> None:
        super().__init__(**options)
        self.tool, self.home = tool, home

    @step
    async def begin(self, ctx: Context, ev: StartEvent) -> Wanted | None:
        for name in ("new a", "new b"):
            ctx.send_event(Wanted(name=name))
        return None

    @step
    async def create(self, ctx: Context, ev: Wanted) -> Done:
        _, arguments = execute("tasks", "create", {"list_id": self.home, "name": ev.name})
        try:
            await self.tool.acall(ctx=ctx, **arguments)
        except ConnectorError:
            return Done(failed=True)
        return Done(failed=False)

    @step
    async def end(self, ctx: Context, ev: Done) -> StopEvent | None:
        both = ctx.collect_events(ev, [Done, Done])
        return StopEvent(result=[done.failed for done in both]) if both else None


def names_of(sandbox: Sandbox) -> list[str]:
    return [task.name for task in sandbox.workspace.tasks.values()]


@pytest.mark.parametrize("times", [1, 2])
async def test_one_answer_is_for_one_question(
    clickup: ClickupApiConnector, sandbox: Sandbox, times: int
) -> None:
    wanted = [f"new {index}" for index in range(7)]  # more than LlamaIndex runs at once
    answers = ["no", "yes", "no", "yes", "no", "yes", "no"]
    script = creating(sandbox, *wanted)
    asked, results = await answering(
        agent(clickup, script, approve={"write"}),
        *[lambda e, a=a: [{"response": a, "id": e.id}] for a in answers],
        times=times,
    )
    assert len({event.id for event in asked}) == 7
    agreed = [
        name
        for event, answer in zip(asked, answers, strict=True)
        for name in wanted
        if answer == "yes" and f'"{name}"' in event.prefix
    ]
    assert sorted(set(names_of(sandbox)) & set(wanted)) == sorted(agreed)
    assert sorted(result.failed for result in results) == [False] * 3 + [True] * 4


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("names", [["new a", "new b"], ["twin", "twin"]])
async def test_an_answer_without_an_id_approves_nothing(
    clickup: ClickupApiConnector, sandbox: Sandbox, names: list[str], times: int
) -> None:
    script = creating(sandbox, *names)
    made = agent(clickup, script, approve={"write"})
    asked, results = await answering(made, "yes", "yes", times=times)
    assert not set(names) & set(names_of(sandbox))
    assert 1 <= len(asked) <= 2
    assert [result.failed for result in results] == [True, True]
    assert all("`id`" in result.text for result in results)


async def test_an_answer_that_was_sent_again_without_its_id_approves_no_later_question(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    def twice(event: Any) -> list[Any]:
        return [{"response": "yes", "id": event.id}, {"response": "yes"}, {"response": "yes"}]

    script = creating(sandbox, "new a", "new b")
    asked, results = await answering(agent(clickup, script, approve={"write"}), twice, twice)
    made = [name for name in ("new a", "new b") if name in names_of(sandbox)]
    agreed = [event.prefix for event in asked]
    assert all(any(f'"{name}"' in prefix for prefix in agreed) for name in made)
    assert 1 <= len(made) <= 2
    assert sum(result.failed for result in results) == 2 - len(made)


@pytest.mark.parametrize(("answers", "made"), [(["yes", "no"], 1), (["yes", "yes"], 2)])
async def test_two_calls_that_are_the_same_are_two_questions(
    clickup: ClickupApiConnector, sandbox: Sandbox, answers: list[str], made: int
) -> None:
    script = creating(sandbox, "twin", "twin")
    replies = [lambda e, a=a: [{"response": a, "id": e.id}] for a in answers]
    asked, _ = await answering(agent(clickup, script, approve={"write"}), *replies)
    assert len({event.id for event in asked}) == 2
    assert names_of(sandbox).count("twin") == made


async def test_an_answer_to_another_question_is_not_taken(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    def confused(event: Any) -> list[Any]:
        return [{"response": "yes", "id": "other"}, {"response": "no", "id": event.id}]

    script = creating(sandbox, "new")
    _, (only,) = await answering(agent(clickup, script, approve={"write"}), confused)
    assert only.failed
    assert "new" not in names_of(sandbox)


async def test_a_run_that_waits_can_be_written_down_and_taken_up(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    (tool,) = ConnectorToolSpec(clickup, approve={"write"}).to_tool_list()
    flow = Creating(tool, next(iter(sandbox.workspace.lists)), timeout=20)
    handler = flow.run()
    async for event in handler.stream_events():
        if isinstance(event, InputRequiredEvent):
            asked = event
            break
    await asyncio.sleep(0.1)
    written = json.loads(json.dumps(handler.ctx.to_dict()))
    await handler.cancel_run()

    resumed = flow.run(ctx=Context.from_dict(flow, written))
    await asyncio.sleep(0.1)
    answer: Any = {"response": "yes", "id": asked.id}
    resumed.ctx.send_event(HumanResponseEvent(**answer))
    async for event in resumed.stream_events():
        if isinstance(event, InputRequiredEvent):
            assert event.id != asked.id
            answer = {"response": "no", "id": event.id}
            resumed.ctx.send_event(HumanResponseEvent(**answer))
    assert sorted(await resumed) == [False, True]
    made = [name for name in ("new a", "new b") if name in names_of(sandbox)]
    assert len(made) == 1
    assert f'"{made[0]}"' in asked.prefix
