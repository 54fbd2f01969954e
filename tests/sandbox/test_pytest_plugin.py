"""The fixtures that pytest finds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked import Program

EXAMPLES = Path(__file__).parents[2] / "examples"

TESTS = """
import pytest
from agent_connectors.clickup import ClickupApiConnector, OperationNotAllowed
from agent_connectors.clickup.sandbox import Sandbox

SEEN = []

def test_each_has_a_sandbox_of_its_own(clickup_sandbox, clickup):
    SEEN.append(clickup_sandbox)
    assert isinstance(clickup_sandbox, Sandbox)
    task = clickup.execute_sync("tasks", "search", {"limit": 1}).data[0]["id"]
    clickup.execute_sync("tasks", "update", {"task_id": task, "name": "Mine"})
    assert clickup_sandbox.changes().one("task").name == "Mine"
    with pytest.raises(OperationNotAllowed):
        clickup.execute_sync("tasks", "delete", {"task_id": task})

def test_and_another_one(clickup_sandbox):
    assert clickup_sandbox is not SEEN[0]
    assert not clickup_sandbox.changes()

async def use(clickup):
    return (await clickup.execute("user", "get")).data["id"]

def test_of_asynchronous_agents(clickup):
    import asyncio
    assert asyncio.run(use(clickup)) == asyncio.run(use(clickup))

@pytest.mark.clickup_sandbox(tasks=5)
class TestMarked:
    @pytest.mark.clickup(allow_destructive=True)
    def test_a_connector(self, clickup_sandbox, clickup):
        assert len(clickup_sandbox.workspace.tasks) == 5
        task = clickup.execute_sync("tasks", "search", {"limit": 1}).data[0]["id"]
        clickup.execute_sync("tasks", "delete", {"task_id": task})
        assert clickup_sandbox.changes().deleted.of("task")

    @pytest.mark.clickup_sandbox(tasks=7)
    def test_the_nearest_counts(self, clickup_sandbox):
        assert len(clickup_sandbox.workspace.tasks) == 7
"""


PYTEST = "import sys, pytest\nsys.exit(pytest.main(sys.argv[1:]))"

OPTIONS = ["-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "agent_connectors.pytest_plugin"]


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return Program(PYTEST, ["pytest", *OPTIONS, *arguments], os.environ, folder).finish(100)


def afresh(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The same in a process that has imported nothing."""
    command = [sys.executable, "-m", "pytest", *OPTIONS, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_fixtures(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)
    ended = afresh(tmp_path, "-W", "error", "--strict-markers")
    assert "5 passed" in ended.stdout, ended.stdout


WRONG = {
    "clickup_sandbox(task=5)": "There is no option `task`. Did you mean `tasks`?",
    "clickup_sandbox(5)": "takes options by name",
    "clickup(allow_destructiv=True)": "allow_destructive",
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said to each of the wrong markers, in one run."""
    folder = tmp_path_factory.mktemp("wrong")
    for number, marker in enumerate(WRONG):
        test = f"import pytest\n@pytest.mark.{marker}\ndef test_it(clickup): pass\n"
        (folder / f"test_{number}.py").write_text(test)
    ended = run(folder)
    assert "3 errors" in ended.stdout
    parts = ended.stdout.split("ERROR at setup of")[1:]
    return dict(zip(WRONG, parts, strict=True))


@pytest.mark.parametrize("marker", WRONG)
def test_a_wrong_marker_is_refused(marker: str, refusals: dict[str, str]) -> None:
    assert WRONG[marker] in refusals[marker]


def test_nothing_is_imported_before_a_test_asks(tmp_path: Path) -> None:
    test = (
        "import sys\n"
        "def test_it():\n"
        "    assert not [n for n in sys.modules if n.startswith('agent_connectors.clickup')]\n"
    )
    (tmp_path / "test_it.py").write_text(test)
    ended = afresh(tmp_path)
    assert "1 passed" in ended.stdout, ended.stdout


def test_what_a_failed_assertion_shows(tmp_path: Path) -> None:
    test = (
        "def test_it(clickup_sandbox, clickup):\n"
        "    task = clickup.execute_sync('tasks', 'search', {'limit': 1}).data[0]['id']\n"
        "    clickup.execute_sync('tasks', 'update', {'task_id': task, 'name': 'Mine'})\n"
        "    assert not clickup_sandbox.changes()\n"
    )
    (tmp_path / "test_it.py").write_text(test)
    assert '-> "Mine"' in run(tmp_path).stdout.replace("\\", "")


@pytest.mark.parametrize(
    ("framework", "needs"),
    [("pydantic_ai", "pydantic_ai"), ("langchain", "langchain"), ("llama_index", "llama_index")],
)
def test_the_examples(tmp_path: Path, framework: str, needs: str) -> None:
    pytest.importorskip(needs)
    name = f"test_agent_{framework}.py"
    ended = run(tmp_path, "-c", os.devnull, f"--rootdir={tmp_path}", str(EXAMPLES / name))
    assert "1 passed" in ended.stdout, ended.stdout
