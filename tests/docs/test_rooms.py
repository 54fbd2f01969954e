"""The page about the architecture names every room, and none that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text()


@pytest.mark.parametrize("package", ["engine", "clickup"])
def test_every_room_is_in_the_table(package: str) -> None:
    folder = ROOT / "core" / "agent_connectors" / package
    rooms = {
        path.stem
        for path in folder.iterdir()
        if path.name not in {"__init__.py", "__pycache__", "py.typed"}
    }
    table = PAGE.partition(f"| room of `{package}/` |")[2].partition("\n\n")[0]
    first = [line.split("|")[1] for line in table.splitlines()[2:]]
    named = {name for cell in first for name in re.findall(r"`(\w+)/?`", cell)}
    assert named == rooms


def test_every_file_that_is_named_is_there() -> None:
    for name in re.findall(r"`((?:engine|clickup)/[\w/]+(?:\.py)?)`?", PAGE):
        path = ROOT / "core" / "agent_connectors" / name
        assert path.exists() or path.with_suffix(".py").exists(), name
