"""Every block of Python in the README and the docs passes type checkers in strict mode."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.docs.test_blocks import PAGES, ROOT, blocks

LOOSE = "HumanResponseEvent("
"""Marks the one block that is not checked: the event takes any fields, and its type knows none."""


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
    return folder


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


# It needs Node.js, which nothing else here does.
@pytest.mark.timeout(600)
@pytest.mark.skipif(not shutil.which("pyright"), reason="pyright is not installed")
def test_pyright_finds_nothing(written: Path) -> None:
    options = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT / "examples")]}
    (written / "pyrightconfig.json").write_text(json.dumps(options))
    assert told(["pyright", "--pythonpath", sys.executable], written) == ""
