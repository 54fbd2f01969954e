"""The search form finds what people ask for, in the words in which they ask.

The files in `asked` hold questions as they were first written, by somebody who saw the names of the
operations alone. They are never changed to fit; where one of them fails, the search learns.
"""

from pathlib import Path

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.tools.search import SearchIndex

ASKED = sorted((Path(__file__).parent / "asked").glob("*.txt"))


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    clickup = ClickupApiConnector
    offered = (op for op in clickup.operations if op.entity not in clickup.not_for_agents)
    return SearchIndex(Catalogue(offered), clickup.thesaurus)


def read(path: Path) -> list[tuple[str, set[str]]]:
    """The questions of a file, each with the operations that answer it."""
    pairs = (line.rsplit(" => ", 1) for line in path.read_text().splitlines())
    return [(question, set(names.split("|"))) for question, names in pairs]


@pytest.mark.parametrize("path", ASKED, ids=lambda path: path.stem)
def test_questions_find_their_operation(index: SearchIndex, path: Path) -> None:
    asked = read(path)
    assert len(asked) == 100
    known = {operation.name for operation in ClickupApiConnector.operations}
    assert all(right <= known for _, right in asked)
    found = [[op.name for op in index.find(question)] for question, _ in asked]
    first = sum(
        names[:1] != [] and names[0] in right
        for names, (_, right) in zip(found, asked, strict=True)
    )
    five = sum(bool(right & set(names)) for names, (_, right) in zip(found, asked, strict=True))
    print(f"{path.stem}: {first} first, {five} among five, of {len(asked)}")
    assert first >= 60
    assert five >= 85


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("creat a tsak", "tasks.create"),
        ("DELETE THE TICKET!!", "tasks.delete"),
        ("please could you start the timer", "time_tracking.start"),
        ("tagging a task", "tags.add"),
        ('rename the list "delete all spaces"', "lists.update"),
        ("get rid of the tag", "tags.delete"),
        ("reassign task to another user", "tasks.update"),
        ("resolve comment", "comments.update"),
    ],
)
def test_verbs_typing_errors_and_names_in_quotes(index: SearchIndex, query: str, name: str) -> None:
    assert name in [op.name for op in index.find(query)[:2]]


@pytest.mark.parametrize("query", ["", " ", "?!", "xyzzy", "\x00", "🦄", "\ud800", "x" * 100_000])
def test_what_is_no_question_finds_nothing(index: SearchIndex, query: str) -> None:
    assert index.find(query) == []
