"""Runs the tests of the core, or of an extra, with the oldest or the newest versions allowed.

    python tests/packaging/versions.py core|EXTRA lowest-direct|highest

Needs uv, which knows how to find the oldest. Run by CI for each extra.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]

TESTS = {
    "core": ["tests/engine", "tests/clickup"],
    "cli": ["tests/cli", "--deselect", "tests/cli/test_cli.py::test_the_sandbox_is_served"],
    "sandbox": ["tests/sandbox", "tests/cli"],
    "pydantic-ai": [
        "tests/tools",
        "tests/adapters/test_pydantic_ai.py",
        "tests/adapters/test_seed.py",
    ],
    "evals": ["tests/evals/test_report.py"],
    "langchain": [
        "tests/adapters/test_langchain.py",
        "tests/adapters/test_langchain_standard.py",
    ],
    "llama-index": ["tests/adapters/test_llama_index.py"],
    "openai-agents": ["tests/adapters/test_openai_agents.py"],
    "mcp": ["tests/adapters/test_mcp.py", "tests/adapters/test_mcp_http.py"],
    "hosted": ["tests/hosted"],
}


SPARED = ["-p", "no:anyio", "-W", "ignore::pytest.PytestUnraisableExceptionWarning"]
"""anyio before 4.16 leaves a connection that is cancelled while it is made to the garbage
collector, and its plugin before 4.14 uses what newer versions of pytest deprecate."""


def main(extra: str, resolution: str) -> int:
    """Makes an environment and runs the tests in it."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        run("uv", "venv", "--quiet", "--python", sys.executable, folder)
        install: list[str | Path] = ["uv", "pip", "install", "--quiet", "--python", python]
        wanted = "." if extra == "core" else f".[{extra}]"
        run(*install, "--resolution", resolution, wanted)
        # The test tools come on top, and may not move what was chosen.
        chosen = Path(folder) / "chosen.txt"
        frozen = subprocess.check_output(
            ["uv", "pip", "freeze", "--python", str(python)], text=True
        )
        kept = [line for line in frozen.splitlines() if not line.startswith("agent-connectors")]
        chosen.write_text("\n".join(kept))
        print("\n".join(kept))
        groups = ["--group", "test", *(["--group", "frameworks"] if extra == "langchain" else [])]
        run(*install, "--constraint", chosen, *groups)
        tests = [python, "-m", "pytest", "-q", "-n", "2", *SPARED, *TESTS[extra]]
        return subprocess.run([str(part) for part in tests], cwd=ROOT, check=False).returncode


def run(*command: str | Path) -> None:
    """Runs a command, and ends here if it fails."""
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
