"""Every block of Python in the README and the docs passes type checkers in strict mode."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import indent

import pytest

from agent_connectors.clickup import ClickupApiConnector
from tests.docs.test_blocks import PAGES, ROOT, blocks

LOOSE = "HumanResponseEvent("
"""Marks the one block that is not checked: the event takes any fields, and its type knows none."""


LEFT_OPEN = re.compile(r"^from (langchain|langgraph|llama_index|mcp)\b", re.MULTILINE)
"""Whose types are not all known: pyright finds that in whatever uses them."""

OPEN = (
    "# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, "
    "reportUnknownParameterType=false, reportUnknownVariableType=false, reportDeprecated=false"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all blocks, each a module of its own."""
    folder = tmp_path_factory.mktemp("blocks")
    for page in PAGES:
        name = "_".join(page.relative_to(ROOT).with_suffix("").parts).replace("-", "_")
        for line, code in blocks(page, "python"):
            if LOOSE in code:
                continue
            (folder / f"{name}_{line}.py").write_text(code)
    (folder / "operations.py").write_text(examples())
    return folder


def examples() -> str:
    """A module with the examples of all operations."""
    lines = ["from agent_connectors.clickup import ClickupApiConnector"]
    for operation in ClickupApiConnector.operations:
        lines.append(f"async def {operation.entity}_{operation.action}(")
        lines += ["    clickup: ClickupApiConnector,", ") -> None:"]
        lines.append(indent(operation.example, "    "))
    return "\n".join(lines)


def test_one_block_is_left_out() -> None:
    assert sum(LOOSE in code for page in PAGES for _, code in blocks(page, "python")) == 1


def told(command: Sequence[str | Path], folder: Path) -> str:
    """What a checker finds in a folder; nothing if all is well."""
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


# Where mypy has not run before, it reads the frameworks: that takes minutes on a busy machine.
@pytest.mark.timeout(600)
def test_mypy_finds_nothing(written: Path) -> None:
    modules = sorted(written.glob("*.py"))
    assert len(modules) > 30
    assert told([sys.executable, "-m", "mypy", "--strict", *modules], ROOT) == ""


def pyright(folder: Path, python: str | Path = sys.executable) -> str:
    """What pyright finds in a folder in strict mode; nothing if all is well."""
    pytest.importorskip("pyright")
    options = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT / "examples")]}
    (folder / "pyrightconfig.json").write_text(json.dumps(options))
    return told([sys.executable, "-m", "pyright", "--pythonpath", python], folder)


@pytest.mark.timeout(600)
def test_pyright_finds_nothing(written: Path) -> None:
    for module in written.glob("*.py"):
        code = module.read_text()
        if LEFT_OPEN.search(code):
            module.write_text(f"{code}\n{OPEN}\n")
    assert pyright(written) == ""


@pytest.mark.timeout(600)
def test_pyright_finds_nothing_in_a_connector_of_ones_own(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "tracker", tmp_path / "tracker")
    assert pyright(tmp_path) == ""
    wrong = tmp_path / "tracker" / "wrong.py"
    wrong.write_text("from agent_connectors.engine import Query\nQuery(nme='x')\n")
    assert 'No parameter named "nme"' in pyright(tmp_path)
