"""Runs what needs other frameworks in environments of their own (`make frameworks`).

The examples of frameworks without an adapter, and clients of MCP by others, which call our server
over HTTP with tokens of two people.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from agent_connectors.clickup.sandbox import Sandbox
from tests.serving import served

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
ANSWER = "I commented on it and made a follow-up"

# crewai and langchain-mcp-adapters want MCP's SDK before version 2; the others, after it.
EXAMPLES = {
    "crewai_agent": "before",
    "google_adk_agent": "after",
    "openai_agents_agent": "after",
    "smolagents_agent": "after",
    "strands_agent": "after",
}
CLIENTS = [
    ("official_client", "before"),
    ("official_client", "after"),
    ("langchain_client", "before"),
    ("llama_index_client", "after"),
    ("pydantic_ai_client", "after"),
]


@contextmanager
def server(clickup: str) -> Iterator[str]:
    """The URL of our MCP server, as long as it is served."""
    command = [*program(), "mcp", "--http", "--port", "18765"]
    environment = os.environ | {"CLICKUP_BASE_URL": clickup}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield said.split()[2]
        finally:
            process.terminate()


def program() -> list[str]:
    """The command, in this environment."""
    return [sys.executable, "-c", "from agent_connectors.cli import main; main()"]


def tried(name: str, environment: str, file: Path, wanted: str, *arguments: str) -> str | None:
    """What went wrong with a program; None if it printed what was wanted."""
    python = ROOT / ".frameworks" / environment / "bin" / "python"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("CLICKUP_", "OPENAI_"))}
    done = subprocess.run(
        [python, file, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=clean,
    )
    well = done.returncode == 0 and wanted in done.stdout
    print(f"{'ok    ' if well else 'FAILED'} {name} ({environment})", flush=True)
    return None if well else f"{name} ({environment}):\n{done.stdout[-2000:]}{done.stderr[-4000:]}"


def main() -> int:
    """Runs everything; gives how many failed."""
    sandbox = Sandbox(tasks=150, rate_limit=None)
    people = [u for u in sandbox.workspace.users.values() if u.joined is not None][:2]
    tokens = ",".join(sandbox.token_for(user.id) for user in people)
    with (
        served(sandbox) as clickup,
        server(clickup) as url,
        ThreadPoolExecutor(2) as pool,
    ):
        started = [
            pool.submit(tried, name, place, ROOT / "examples" / f"{name}.py", ANSWER)
            for name, place in EXAMPLES.items()
        ]
        for name, place in CLIENTS:
            given = [url, tokens]
            if name == "official_client":
                given = [url, tokens.partition(",")[0], *program(), "mcp", "--sandbox"]
            started.append(pool.submit(tried, name, place, HERE / f"{name}.py", "ok", *given))
        problems = [problem for one in started if (problem := one.result()) is not None]
    print("\n\n".join(problems))
    print(f"{len(started) - len(problems)} passed, {len(problems)} failed")
    return len(problems)


if __name__ == "__main__":
    sys.exit(main())
