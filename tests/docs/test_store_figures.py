"""The command that measures the store works, and the docs say what it measured."""

import re
from pathlib import Path

import pytest

pytest.importorskip("tiktoken")  # which llama-index brings
pytest.importorskip("uvicorn")

from agent_connectors.clickup.store.tables import SCHEMA
from benchmarks.environments import ROOT
from benchmarks.questions.chat import Answer, Chat
from benchmarks.store import asking, grid, measure
from benchmarks.store.agents import ask, rows
from benchmarks.store.analytical import QUESTIONS
from benchmarks.store.queries import QUERIES, SEARCHES
from benchmarks.table import Table

PAGE = (ROOT / "docs" / "benchmarks" / "store.md").read_text()
PLOT = (ROOT / "docs" / "benchmarks" / "store.svg").read_text()


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page of its own, which the command may write."""
    path = tmp_path / "store.md"
    path.write_text(PAGE)
    monkeypatch.setattr(grid, "PAGE", path)
    return path


@pytest.mark.timeout(600)
def test_the_command_measures_a_small_workspace(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = Table()
    measure(table, ["sync", "speed", "--tasks", "120", "--no-others", "--write"])
    printed = capsys.readouterr().out
    for name in [*QUERIES, *(f"search: {name}" for name in SEARCHES)]:
        assert name in printed
        assert "120 tasks" in grid.read("Questions to one file")[name]
    # Of a small workspace most is not tasks; still no more than a few requests in vain.
    sync = {row: cells["120 tasks"] for row, cells in grid.read("Sync").items()}
    needless = int(sync["requests of the first sync, without comments"]) - int(
        sync["least possible"]
    )
    assert 0 <= needless <= 8
    assert int(sync["requests after 50 changes"]) <= 5
    assert int(sync["memory of the process, MB"]) <= 150
    assert page.with_suffix(".svg").exists()


@pytest.mark.timeout(600)
def test_the_store_is_asked_with_what_an_agent_knows() -> None:
    numbers = [*(2, 7, 12, 17, 27), *range(28, 28 + len(QUESTIONS))]
    found, requests, _ = asking.put_all(
        lambda _: None, numbers, live=[28], airbyte=False, tasks=300
    )
    assert requests > 300
    assert not [put.number for put in found if not put.outcomes["store"].right]
    assert all(put.outcomes["store"].calls <= 2 for put in found)
    load = next(put for put in found if put.number == 28).outcomes
    assert load["live"].right
    assert load["store"].requests == 0
    assert load["store"].tokens * 2 < load["live"].tokens


def test_all_47_questions_are_on_the_page_and_in_the_plot() -> None:
    each = PAGE.partition("## Each question")[2].partition("\n## ")[0]
    numbers = re.findall(r"^\| (\d+) \|", each, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 48)]
    for number in numbers:
        assert f">{number}. " in PLOT


def test_the_figures_of_the_store_are_those_of_the_page() -> None:
    part = (ROOT / "docs" / "store.md").read_text().partition("## Measured")[2]
    part = part.partition("\n## ")[0]
    measured = grid.read("Sync") | grid.read("Questions to one file")
    said = [[c.strip() for c in line.strip("|").split("|")] for line in part.splitlines()]
    rows = {cells[0]: cells[1:] for cells in said if len(cells) == 4 and cells[0].strip("-")}
    assert len(rows) >= 6
    for row, cells in rows.items():
        sizes = ("1,000 tasks", "10,000 tasks", "100,000 tasks")
        assert cells == [measured[row][size] for size in sizes], row
    totals = grid.read("47 questions")
    words = " ".join(part.split())
    for name, sides in totals.items():
        if name.endswith(("tokens", "seconds")) or name.startswith("all"):
            assert all(figure in words for figure in sides.values()), name
    assert "(benchmarks/store.svg)" in part


def test_what_a_script_may_not_know_is_an_error() -> None:
    class Tool:
        definition = description = "tasks(id, name)"

        def signature(self, _: str, __: str) -> None:
            return None

        def call(self, _: dict[str, object]) -> Answer:
            return Answer('{"data":[{"n":1}],"meta":{}}', 0.0)

    chat = Chat(Tool(), "How many tasks are 'late'?")
    assert rows(ask(chat, "SELECT count(*) AS n FROM tasks WHERE name = 'late'", SCHEMA)) == [(1,)]
    for sql in ("SELECT priority FROM tasks", "SELECT id FROM tasks WHERE name = 'urgent'"):
        with pytest.raises(RuntimeError, match="nobody has told"):
            ask(chat, sql, SCHEMA)
