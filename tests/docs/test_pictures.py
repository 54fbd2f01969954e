"""The pictures show what the code prints today, and the README's figures are those of the docs."""

import re
from pathlib import Path

import pytest

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("tiktoken")  # which llama-index brings

from benchmarks.environments import ROOT
from benchmarks.pictures.__main__ import PICTURES


@pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning")
@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_of_today(path: Path) -> None:
    assert path.read_text() == PICTURES[path](), "stale: run `make docs`"


def test_every_question_is_in_the_plot() -> None:
    plot = (ROOT / "docs" / "benchmarks" / "questions.svg").read_text()
    for number in range(1, 28):
        assert f">{number}. " in plot
    assert len(re.findall("<circle", plot)) == 2 * 27 + 3


def table() -> dict[str, list[str]]:
    """The rows of the README's comparison."""
    readme = (ROOT / "README.md").read_text()
    part = readme.partition("## Why not something else?")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()]
    return {cells[0]: cells[1:] for cells in rows if len(cells) == 5}


def test_the_figures_of_the_readme_are_measured() -> None:
    questions = (ROOT / "docs" / "benchmarks" / "questions.md").read_text()
    speed = (ROOT / "docs" / "benchmarks.md").read_text()
    page = (ROOT / "docs" / "page.svg").read_text()
    rows = table()
    ours, _, _, theirs = rows["tokens for the 20"]
    assert f"| the 20 that both answer | tokens, o200k_base | {ours} | {theirs} |" in questions
    ours, _, _, theirs = rows["of Airbyte's [27 questions](docs/benchmarks/questions.md)"]
    answered = f"| all 27 | answered | {ours.split()[0]} | {theirs.split()[0]} |"
    assert answered in questions
    ours, _, raw, _ = rows["a page of 100 tasks"]
    assert ours in page
    assert raw in page
    times = rows["[time of one call](docs/benchmarks.md)"]
    for figure in re.findall(r"\d\.\d\d", " ".join(times)):
        assert re.search(rf"^\|.*\b{re.escape(figure)}\b.*\|$", speed, re.MULTILINE), figure
    row = re.search(
        r"not narrowed \| tokens, o200k_base \| [\d,]+ \| [\d,]+ \| ([\d.]+) \|", questions
    )
    assert row is not None
    assert f"it is {row[1]} of Airbyte's" in (ROOT / "README.md").read_text()
