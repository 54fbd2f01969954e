"""The wheel, and environments with it."""

import sys
import venv
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
    """Makes an environment with the wheel and an extra; gives its folder of programs."""

    def make(extra: str, *others: str) -> Path:
        venv.create(tmp_path / "env", with_pip=True)
        programs = tmp_path / "env" / "bin"
        wanted = f"{wheel}[{extra}]" if extra else str(wheel)
        installed = run(programs / "python", "-m", "pip", "install", "--quiet", wanted, *others)
        assert installed.returncode == 0, installed.stderr
        return programs

    return make
