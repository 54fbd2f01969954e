"""CI tries all that there is: each extra, each Python, each command of `.ci/run`."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.packaging.versions import CASES, Case

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
WORKFLOWS: dict[str, Any] = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in (ROOT / ".github" / "workflows").glob("*.yml")
}
JOBS = WORKFLOWS["ci"]["jobs"]
STEPS = [
    step.get("run", "")
    for workflow in WORKFLOWS.values()
    for job in workflow["jobs"].values()
    for step in job["steps"]
]


def made(text: str) -> set[str]:
    """The targets that commands make."""
    lines = re.findall(r"^make ([a-z ]+)", text, re.MULTILINE)
    return {target for line in lines for target in line.split()}


def test_each_extra_is_tried() -> None:
    extras = {"core", *PYPROJECT["project"]["optional-dependencies"]}
    assert set(CASES) == extras
    assert set(JOBS["versions"]["strategy"]["matrix"]["extra"]) == extras
    every = PYPROJECT["project"]["optional-dependencies"]["all"][0]
    named = set(re.findall(r"[a-z-]+", every.partition("[")[2]))
    assert named == extras - {"core", "all", "mcp"}, "others want MCP's SDK before version 2"


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_is_tried_is_there(case: Case) -> None:
    assert set(case.groups) <= set(PYPROJECT["dependency-groups"])
    paths = [test.partition("=")[2] if test.startswith("-") else test for test in case.tests]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_each_python_that_is_promised_is_tried() -> None:
    promised = re.findall(r"Python :: (3\.\d+)", " ".join(PYPROJECT["project"]["classifiers"]))
    assert JOBS["test"]["strategy"]["matrix"]["python"] == promised
    assert JOBS["systems"]["strategy"]["matrix"]["python"] == promised


def test_workflows_run_what_is_run_here() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    run = made("\n".join(STEPS))
    assert made((ROOT / ".ci" / "run").read_text()) <= run
    assert {"audit", "demo", "dist", "lock", "sbom"} <= run <= targets


def test_programs_of_others_are_pinned() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
        pinned = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
        assert [use for use in used if not pinned.fullmatch(use)] == []
