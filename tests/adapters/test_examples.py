"""The examples, as their readers run them."""

import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("llama_index.core")

import langchain_agent
import llama_index_agent
import pydantic_ai_agent

EXAMPLES = Path(__file__).parents[2] / "examples"

RUNS: dict[str, Callable[[ClickupApiConnector], Awaitable[str]]] = {
    "pydantic_ai": lambda c: pydantic_ai_agent.run(c, pydantic_ai_agent.scripted_model()),
    "langchain": lambda c: langchain_agent.run(c, langchain_agent.ScriptedModel()),
    "llama_index": lambda c: llama_index_agent.run(c, llama_index_agent.scripted_model()),
}


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
    assert ends["pydantic_ai"] == ends["langchain"] == ends["llama_index"]
    assert ends["pydantic_ai"] != await everything(Sandbox(today=noon.date(), rate_limit=None))


@pytest.mark.parametrize(
    "name", ["demo", "pydantic_ai_agent", "langchain_agent", "llama_index_agent"]
)
def test_each_example_runs_as_a_script(name: str) -> None:
    done = subprocess.run(
        [sys.executable, EXAMPLES / f"{name}.py"],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "CLICKUP_API_KEY"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "ollow-up" in done.stdout


def test_the_demo_tells_one_date_of_the_worst_task() -> None:
    """By the calls, and by the agents of all frameworks."""
    done = subprocess.run(
        [sys.executable, EXAMPLES / "demo.py"],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name != "CLICKUP_API_KEY"},
    )
    said = [line for line in done.stdout.splitlines() if "Rotate the leaked" in line]
    dates = [date for line in said for date in re.findall(r"\d{4}-\d\d-\d\d", line)]
    assert len(dates) == 1 + len(RUNS)
    assert len(set(dates)) == 1
