"""The examples of agreement: asked in one process, answered in another."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.forked import run_file
from tests.serving import served

for _needed in ("pydantic_ai", "llama_index.core", "agents", "mcp", "langgraph.checkpoint.sqlite"):
    pytest.importorskip(_needed)

EXAMPLES = Path(__file__).parents[2] / "examples"
NEW = "Renamed by an agent"

FRAMEWORKS = ["pydantic_ai", "langchain", "llama_index", "openai_agents"]

pytestmark = pytest.mark.timeout(180)


class Place:
    """A sandbox that processes reach, and the task that the agent will rename."""

    def __init__(self, sandbox: Sandbox, url: str) -> None:
        self.sandbox = sandbox
        self.url = url
        found = ClickupApiConnector.sandbox(sandbox).execute_sync("tasks", "search", {"limit": 1})
        self.task: Any = sandbox.workspace.tasks[found.data[0]["id"]]

    def run(self, example: str, *words: str) -> str:
        """What an example prints, run as its readers run it."""
        surroundings = {**os.environ, "CLICKUP_BASE_URL": self.url, "CLICKUP_API_KEY": "pk_1"}
        done = run_file(EXAMPLES / f"agreement_{example}.py", *words, env=surroundings)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@pytest.fixture
def place() -> Iterator[Place]:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    with served(sandbox) as url:
        yield Place(sandbox, url)


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(
    ("words", "name"),
    [([], NEW), (["--edit", json.dumps({"name": "Edited"})], "Edited"), (["--deny"], None)],
    ids=["agreed", "edited", "denied"],
)
def test_an_answer_is_given_in_another_process(
    framework: str, words: list[str], name: str | None, place: Place, tmp_path: Path
) -> None:
    before = place.task.name
    state = str(tmp_path / "state")
    asked = place.run(framework, "ask", state)
    assert f'name: "{before}" -> "{NEW}"' in asked
    assert place.task.name == before
    place.run(framework, "answer", state, *words)
    assert place.task.name == (name or before)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_changed_between_the_processes_is_not_overwritten(
    framework: str, place: Place, tmp_path: Path
) -> None:
    state = str(tmp_path / "state")
    place.run(framework, "ask", state)
    place.task.name = "As others want it"
    told = place.run(framework, "answer", state)
    assert place.task.name == "As others want it"
    assert "As others want it" in told


@pytest.mark.parametrize(
    ("words", "name"),
    [(["--yes"], NEW), (["--edit", json.dumps({"name": "Edited"})], "Edited")],
    ids=["agreed", "edited"],
)
def test_a_person_at_an_mcp_client_agrees(words: list[str], name: str, place: Place) -> None:
    before = place.task.name
    assert f'name: "{before}" -> "{NEW}"' in place.run("mcp", *words)
    assert place.task.name == name
