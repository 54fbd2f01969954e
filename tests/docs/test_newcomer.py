"""The command that follows the start pages does so, and the docs say what it measured."""

import json
from pathlib import Path

import pytest

from benchmarks import newcomer
from benchmarks.environments import ROOT
from benchmarks.newcomer import PAGES, START, Way, cloning, take, way

FIGURES = json.loads(newcomer.FIGURES.read_text())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_every_step(name: str) -> None:
    told = way(PAGES[name].read_text())
    if name != "readme":
        assert told.install.pop(0).startswith("python3 -m venv ")
    assert [line for line in told.install if line.startswith("pip install ")] == told.install[:1]
    assert told.file in told.run
    assert "sandbox" in told.code or "sandbox" in told.run


def test_every_page_is_followed() -> None:
    links = (START / "index.md").read_text()
    assert all(f"]({name}.md)" in links for name in PAGES if name != "readme")
    assert {*FIGURES} == {*PAGES}


def test_the_docs_have_the_figures() -> None:
    page = newcomer.REPORT.read_text()
    assert "\n".join(newcomer.rows(FIGURES)) in page
    for sources in FIGURES.values():
        assert {*sources} == {"clone", "wheel"}
        assert all(sum(steps.values()) <= newcomer.MOST for steps in sources.values())


def made_up(install: str, output: str | None) -> Way:
    return Way("Made up", [install], "it.py", "print('a result')\n", "python3 it.py", output)


def test_the_lines_of_a_page_are_run(tmp_path: Path) -> None:
    (place := tmp_path / "place").mkdir()
    line = 'echo pip install "agent-connectors[mcp]" agent-connectors-other > said.txt'
    steps = take(made_up(line, "a result\n"), place, "x.whl", ["mkdir inner", "cd inner"])
    assert list(steps) == ["clone", "install", "first result"]
    said = (place / "inner" / "said.txt").read_text()
    assert said == "pip install x.whl[mcp] agent-connectors-other\n"


@pytest.mark.parametrize(("install", "output"), [("false", None), ("true", "another\n")])
def test_a_page_that_does_not_work_is_told(
    tmp_path: Path, install: str, output: str | None
) -> None:
    (place := tmp_path / "place").mkdir()
    with pytest.raises(RuntimeError, match="Made up does not work as its page says"):
        take(made_up(install, output), place, ".")


def test_a_page_without_a_way_to_run_its_example_is_told() -> None:
    page = "# Odd\n\n## Install\n\n```bash\ntrue\n```\n\n## Without a key\n\n```python\n1\n```\n"
    with pytest.raises(ValueError, match="how to run"):
        way(page)


def test_the_clone_is_of_this_repository() -> None:
    assert cloning() == [
        f"git clone --quiet {ROOT} agent-connectors",
        "cd agent-connectors",
    ]
