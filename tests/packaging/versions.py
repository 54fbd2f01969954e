"""Runs the tests of the core, or of an extra, with the oldest or the newest versions allowed.

    python tests/packaging/versions.py core|EXTRA lowest-direct|highest

Needs uv, which knows how to find the oldest. Run by CI for each extra, on each kind of system.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

SHELL = (
    "tests/cli",
    "--ignore=tests/cli/test_cli.py",
    "--ignore=tests/cli/test_store.py",
)
"""What needs neither a server of one's own nor MCP's SDK, as other tests of the shell do."""

POSTGRES, REDIS = "TEST_POSTGRES_URL", "TEST_REDIS_URL"


@dataclass(frozen=True)
class Case:
    """What is tried of an extra.

    Attributes:
        modules: What can be imported with the extra alone.
        tests: Folders, files and options of pytest.
        groups: Which tools the tests need beside it.
        services: The variables that name the services that they need.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    groups: tuple[str, ...] = ("pytest",)
    services: tuple[str, ...] = ()


CASES = {
    "core": Case(
        ("agent_connectors.clickup", "agent_connectors.clickup.sandbox"),
        ("tests/engine", "tests/clickup", "tests/journal"),
        ("test", "services"),  # some files also try PostgreSQL and the shell
    ),
    "cli": Case(("agent_connectors.cli", "rich"), SHELL),
    "sandbox": Case(("agent_connectors.cli", "uvicorn"), ("tests/sandbox", *SHELL)),
    "keyring": Case(
        ("agent_connectors.cli", "keyring"),
        ("tests/cli/test_login.py", "tests/cli/test_profiles.py"),
    ),
    "evals": Case(("agent_connectors.clickup.evals.dataset",), ("tests/evals/test_report.py",)),
    "postgres": Case(
        ("agent_connectors.postgres",),
        ("tests/engine/test_inbox.py", "tests/clickup/webhooks"),
        services=(POSTGRES,),
    ),
    "redis": Case(
        ("agent_connectors.redis",),
        ("tests/adapters/test_redis_budget.py", "tests/reports/test_network.py"),
        ("pytest", "services"),
        (REDIS,),
    ),
    "parquet": Case(("pyarrow.parquet",), ("tests/store/test_export.py",)),
    "store": Case(
        ("agent_connectors.postgres_store",),
        ("tests/store/test_postgres.py", "tests/store/test_postgres_time.py"),
        ("pytest", "services"),
        (POSTGRES,),
    ),
    "telemetry": Case(("agent_connectors.telemetry",), ("tests/telemetry",)),
    "pydantic-ai": Case(
        ("agent_connectors.pydantic_ai",),
        (
            "tests/tools",
            "tests/adapters/test_pydantic_ai.py",
            "tests/adapters/test_entered.py",
            "tests/adapters/test_seed.py",
        ),
    ),
    "langchain": Case(
        ("agent_connectors.langchain",),
        (
            "tests/adapters/test_langchain.py",
            "tests/adapters/test_langchain_agreement.py",
            "tests/adapters/test_langchain_standard.py",
        ),
        ("pytest", "langchain-agents"),
    ),
    "llama-index": Case(
        ("agent_connectors.llama_index",),
        ("tests/adapters/test_llama_index.py", "tests/adapters/test_llama_index_approval.py"),
    ),
    "openai-agents": Case(
        ("agent_connectors.openai_agents",), ("tests/adapters/test_openai_agents.py",)
    ),
    "mcp": Case(
        ("agent_connectors.mcp",),
        (
            "tests/adapters/test_mcp.py",
            "tests/adapters/test_mcp_answers.py",
            "tests/adapters/test_mcp_http.py",
            "tests/adapters/test_mcp_told.py",
            "tests/cli/test_mcp_options.py",
            "tests/cli/test_store.py",
        ),
    ),
    "hosted": Case(
        ("agent_connectors.hosted", "agent_connectors.hosted.serve"),
        (
            "tests/hosted",
            "--ignore=tests/hosted/test_figures.py",
            # aiosqlite before 0.22 has a thread for a connection, which may outlive its loop.
            "-Wignore::pytest.PytestUnhandledThreadExceptionWarning",
        ),
        ("test", "services"),
        (POSTGRES, REDIS),
    ),
    "all": Case(
        (
            "agent_connectors.cli",
            "agent_connectors.hosted",
            "agent_connectors.langchain",
            "agent_connectors.llama_index",
            "agent_connectors.openai_agents",
            "agent_connectors.postgres",
            "agent_connectors.postgres_store",
            "agent_connectors.pydantic_ai",
            "agent_connectors.redis",
            "agent_connectors.telemetry",
        ),
        (
            "tests/adapters/test_examples.py",
            "tests/adapters/test_kept_results.py",
            "tests/adapters/test_langchain.py",
            "tests/adapters/test_llama_index.py",
            "tests/adapters/test_openai_agents.py",
            "tests/adapters/test_pydantic_ai.py",
            "tests/adapters/test_store.py",
            "tests/adapters/test_told_otherwise.py",
            "tests/cli/test_cli.py",
            # It asks for the server for MCP, too, which is not among all.
            "-knot with_the_way_out",
        ),
        ("test", "langchain-agents"),
    ),
}

SPARED = ["-p", "no:anyio", "-W", "ignore::pytest.PytestUnraisableExceptionWarning"]
"""anyio before 4.16 leaves a connection that is cancelled while it is made to the garbage
collector, and its plugin before 4.14 uses what newer versions of pytest deprecate."""


def main(extra: str, resolution: str) -> int:
    """Makes an environment and runs the tests in it."""
    case = CASES[extra]
    lacking = [name for name in case.services if not os.environ.get(name)]
    if lacking and os.environ.get("CI"):
        sys.exit(f"CI must have {' and '.join(lacking)}")
    with tempfile.TemporaryDirectory() as folder:
        run("uv", "venv", "--quiet", "--python", sys.executable, folder)
        python = Path(folder, "Scripts/python.exe" if os.name == "nt" else "bin/python")
        install: list[str | Path] = ["uv", "pip", "install", "--quiet", "--python", python]
        run(*install, "--resolution", resolution, "." if extra == "core" else f".[{extra}]")
        # The test tools come on top, and may not move what was chosen.
        chosen = Path(folder) / "chosen.txt"
        frozen = subprocess.check_output(
            ["uv", "pip", "freeze", "--quiet", "--python", str(python)], text=True
        )
        kept = [line for line in frozen.splitlines() if not line.startswith("agent-connectors")]
        chosen.write_text("\n".join(kept), "utf-8")
        print("\n".join(kept), flush=True)
        run(python, "-W", "error", "-c", f"import {', '.join(case.modules)}")
        run(*install, "--constraint", chosen, *(f"--group={group}" for group in case.groups))
        tests = [python, "-m", "pytest", "-q", "-n", "2", *SPARED, *case.tests]
        # What other extras bring is missing on purpose; what is no test of it is skipped.
        environment = {name: value for name, value in os.environ.items() if name != "CI"}
        command = [str(part) for part in tests]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def run(*command: str | Path) -> None:
    """Runs a command, and ends here if it fails."""
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in CASES:
        sys.exit(f"{__doc__}\nExtras: {', '.join(CASES)}")
    sys.exit(main(*sys.argv[1:]))
