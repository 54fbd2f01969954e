"""What is built can be installed into an empty environment, and does there what it says."""

import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )


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

    def make(extra: str) -> Path:
        venv.create(tmp_path / "env", with_pip=True)
        programs = tmp_path / "env" / "bin"
        wanted = f"{wheel}[{extra}]" if extra else str(wheel)
        installed = run(programs / "python", "-m", "pip", "install", "--quiet", wanted)
        assert installed.returncode == 0, installed.stderr
        return programs

    return make


def test_the_wheel_holds_the_packages_and_their_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    packages = [
        *("engine", "clickup", "cli", "hosted", "pydantic_ai", "langchain", "llama_index", "mcp"),
    ]
    for package in packages:
        assert f"agent_connectors/{package}/__init__.py" in names
        assert f"agent_connectors/{package}/py.typed" in names
    assert "agent_connectors/clickup/sandbox/__init__.py" in names
    assert "airbyte_agent_clickup_api/models.py" in names
    assert "agent_connectors/__init__.py" not in names, "a namespace has none"
    assert not [name for name in names if name.startswith(("tests", "examples", "benchmarks"))]


def test_the_core_alone_works(environment: Callable[[str], Path], tmp_path: Path) -> None:
    programs = environment("")
    script = """
from agent_connectors.clickup import ClickupApiConnector
print(ClickupApiConnector.sandbox().execute_sync("user", "get").data["id"])
"""
    done = run(programs / "python", "-W", "error", "-c", script, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
    shell = run(programs / "agent-connectors", "--help")
    assert 'pip install "agent-connectors[cli]"' in shell.stderr
    listed = run(programs / "python", "-m", "pip", "list", "--format=freeze").stdout
    names = {line.partition("==")[0] for line in listed.split()} - {"pip", "setuptools"}
    assert len(names) <= 15, names


def test_the_extra_for_the_shell(environment: Callable[[str], Path], tmp_path: Path) -> None:
    programs = environment("cli")
    called = run(programs / "agent-connectors", "call", "--sandbox", "user", "get", cwd=tmp_path)
    assert called.returncode == 0, called.stderr
    served = run(programs / "agent-connectors", "sandbox")
    assert 'pip install "agent-connectors[sandbox]"' in served.stderr


def test_the_extra_for_a_server_of_ones_own(
    environment: Callable[[str], Path], tmp_path: Path
) -> None:
    programs = environment("hosted")
    admin = (programs / "agent-connectors", "serve", "admin", "organization")
    made = run(*admin, "create", "acme", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "acme" in run(*admin, "list", cwd=tmp_path).stdout
    assert (tmp_path / "agent-connectors.db").exists()


FRAMEWORKS = {
    "pydantic-ai": "agent_connectors.pydantic_ai",
    "langchain": "agent_connectors.langchain",
    "llama-index": "agent_connectors.llama_index",
    "mcp": "agent_connectors.mcp",
}


@pytest.mark.parametrize("extra", FRAMEWORKS)
def test_an_extra_runs_its_example_from_the_readme(
    environment: Callable[[str], Path], tmp_path: Path, extra: str
) -> None:
    programs = environment(extra)
    (example,) = [
        token.content
        for token in MarkdownIt().parse((ROOT / "README.md").read_text())
        if token.info == f"python {extra}"
    ]
    done = run(programs / "python", "-c", example, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for other, module in FRAMEWORKS.items():
        if other != extra:
            missing = run(programs / "python", "-c", f"import {module}", cwd=tmp_path)
            assert f'pip install "agent-connectors[{other}]"' in missing.stderr
