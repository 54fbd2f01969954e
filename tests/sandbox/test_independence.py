"""The sandbox stands alone: it could not prove the connector wrong if it were built from it."""

import ast
import sys
from pathlib import Path

import pytest

import agent_connectors.clickup.sandbox as package

FOLDER = Path(package.__file__).parent
# What the core depends on anyway.
ALLOWED = {"anyio", "markdown_it", "pydantic", "pydantic_core", *sys.stdlib_module_names}


def imported(tree: ast.AST) -> set[str]:
    """The modules a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_a_module_imports_the_sandbox_and_little_else(path: Path) -> None:
    own = "agent_connectors.clickup.sandbox"
    others = {name for name in imported(ast.parse(path.read_text())) if not name.startswith(own)}
    extra = {"server.py": {"uvicorn"}, "sending.py": {"httpx"}}.get(path.name, set())
    assert {name.partition(".")[0] for name in others} <= ALLOWED | extra


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400
