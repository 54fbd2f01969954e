"""The wheel, and environments with it."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.running import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture
def environment(wheel: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Makes an environment with the wheel and an extra; gives its folder of programs.

    By uv, which links what was unpacked once: pip spends most of a test on unpacking.
    """
    uv = shutil.which("uv", path=Path(sys.executable).parent) or pytest.fail("uv is not installed")

    def make(extra: str, *others: str) -> Path:
        made = run(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "env")
        assert made.returncode == 0, made.stderr
        programs = tmp_path / "env" / "bin"
        wanted = f"{wheel}[{extra}]" if extra else str(wheel)
        install = (uv, "pip", "install", "--quiet", "--python", programs / "python")
        installed = run(*install, wanted, *others)
        assert installed.returncode == 0, installed.stderr
        return programs

    return make
