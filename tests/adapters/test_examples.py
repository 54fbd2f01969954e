"""The examples, as their readers run them."""

import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, tzinfo
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox, app
from agent_connectors.clickup.sandbox.seed import build, people
from agent_connectors.engine.calls import hooks
from agent_connectors.engine.tools import Toolbox

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("llama_index.core")

import demo
import langchain_agent
import llama_index_agent
import pydantic_ai_agent
import scripted

EXAMPLES = Path(__file__).parents[2] / "examples"

RUNS: dict[str, Callable[[ClickupApiConnector], Awaitable[str]]] = {
    "pydantic_ai": lambda c: pydantic_ai_agent.run(c, pydantic_ai_agent.scripted_model()),
    "langchain": lambda c: langchain_agent.run(c, langchain_agent.ScriptedModel()),
    "llama_index": lambda c: llama_index_agent.run(c, llama_index_agent.scripted_model()),
}

if find_spec("agents"):
    import openai_agents_agent

    RUNS["openai_agents"] = lambda c: openai_agents_agent.run(
        c, openai_agents_agent.ScriptedModel()
    )


async def everything(sandbox: Sandbox) -> Any:
    """All tasks and their comments, as ClickUp's API gives them."""
    transport = httpx.ASGITransport(app=sandbox)
    async with httpx.AsyncClient(
        transport=transport, base_url="https://x/api/v2", headers={"Authorization": "pk"}
    ) as client:
        tasks = [
            (await client.get(f"/task/{task_id}")).json() for task_id in sandbox.workspace.tasks
        ]
        comments = [(await client.get(f"/task/{task['id']}/comment")).json() for task in tasks]
    return tasks, comments


@pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning")
async def test_the_same_request_ends_in_the_same_state() -> None:
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    ends, answers = {}, set()
    later = (noon + timedelta(days=1)).timestamp()
    for name, run in RUNS.items():
        sandbox = Sandbox(today=noon.date(), clock=lambda: later, rate_limit=None)
        answers.add(await run(ClickupApiConnector.sandbox(sandbox)))
        writes = [r for r in sandbox.requests if r.method != "GET"]
        assert sorted(r.path.rpartition("/")[2] for r in writes) == ["comment", "task"], name
        ends[name] = await everything(sandbox)
    assert len(answers) == 1
    assert all(end == ends["pydantic_ai"] for end in ends.values())
    assert ends["pydantic_ai"] != await everything(Sandbox(today=noon.date(), rate_limit=None))


@pytest.mark.parametrize(
    "name",
    ["demo", "pydantic_ai_agent", "langchain_agent", "llama_index_agent", "openai_agents_agent"],
)
def test_each_example_runs_as_a_script(name: str) -> None:
    if name == "openai_agents_agent":
        pytest.importorskip("agents")
    done = subprocess.run(
        [sys.executable, EXAMPLES / f"{name}.py"],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "CLICKUP_API_KEY"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "ollow-up" in done.stdout


def test_the_demo_agrees_with_itself_and_says_what_to_do_next() -> None:
    """The calls and the agents of all frameworks tell one date of the worst task."""
    done = subprocess.run(
        [sys.executable, EXAMPLES / "demo.py"],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name != "CLICKUP_API_KEY"},
    )
    dates = re.findall(r"since (\d{4}-\d\d-\d\d)", done.stdout)
    assert len(dates) == 2
    assert len(set(dates)) == 1
    assert "Pydantic AI, LangChain, LlamaIndex, with 6 requests, 2 of them writes:" in done.stdout
    lines = [line for line in done.stdout.splitlines() if line]
    assert len(lines) <= 22, "more than a screenful"
    assert lines[-3].startswith("Next: ")


ZONES = ["America/Los_Angeles", "Africa/Nairobi", "Pacific/Auckland", "America/Sao_Paulo", "UTC"]
HOURS = [(day, hour) for day in range(7) for hour in range(day, 24, 8)]


@pytest.mark.parametrize("number", range(0, len(HOURS), 3))
async def test_one_date_on_every_weekday_and_at_every_hour(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the worst task: in the steps, in the follow-up, and by an agent, wherever its user is."""
    for turn, (day, hour) in enumerate(HOURS[number : number + 3], number):
        zone = ZONES[turn % len(ZONES)]
        now = datetime(2026, 11, 23 + day, hour, 30, tzinfo=UTC)
        at_that_time(monkeypatch, now, zone)
        sandbox = Sandbox(clock=now.timestamp, rate_limit=None)
        clickup = ClickupApiConnector.sandbox(sandbox)
        results: list[str] = []
        while not isinstance(decided := scripted.decide(results), str):
            results += [await Toolbox(clickup).tools[0].call(call) for call in decided]
        await demo.work(clickup)
        steps = capsys.readouterr().out
        (worst,) = [line for line in steps.splitlines() if "The worst:" in line]
        made = next(t for t in sandbox.workspace.tasks.values() if "Overdue since" in t.markdown)
        said = [worst, decided, made.markdown]
        dates = [re.findall(r"(?:due|since) (\d{4}-\d\d-\d\d)", text) for text in said]
        assert all(len(found) == 1 for found in dates), (now, zone, said)
        assert dates[0] == dates[1] == dates[2], (now, zone, said)


def at_that_time(monkeypatch: pytest.MonkeyPatch, now: datetime, zone: str) -> None:
    """Stop the clock that "now" is read from, and move whose token it is."""

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Then":
            return cls.fromtimestamp(now.timestamp(), tz)

    for module in (hooks, demo):
        monkeypatch.setattr(module, "datetime", Then)
    monkeypatch.setattr(app, "build", build)  # not a copy of what others had
    owner, *others = people._PEOPLE
    moved = owner._replace(timezone=zone)
    monkeypatch.setattr(people, "_PEOPLE", (moved, *others))
