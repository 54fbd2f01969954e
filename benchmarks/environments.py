"""Where things are measured: an environment for each contender, and a sandbox process."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["CONTENDERS", "interpreter", "sandbox"]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".bench"

AIRBYTE = "airbyte-agent-clickup-api==0.1.18"

DUCKDB = "duckdb==2.0.1"

CONTENDERS = {
    "ours": ["."],
    "ours-fast": [".", "httpx2"],
    "airbyte": ["--ignore-requires-python", AIRBYTE],
    "duckdb": [DUCKDB],
}
"""What is installed for each. Airbyte's package asks for Python 3.13, but runs on 3.11."""


def interpreter(contender: str) -> Path:
    """The Python of an environment that holds a contender and nothing else; made if missing."""
    folder = FOLDER / contender
    python = folder / "bin" / "python"
    wants = CONTENDERS[contender]
    ready = folder / ".ready"
    if not python.exists():
        venv.create(folder, with_pip=True)
        _run([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip"])
    if not ready.exists():
        _run([python, "-m", "pip", "install", "--quiet", *wants])
        ready.touch()
    elif "." in wants:
        again = ["--quiet", "--upgrade", "--force-reinstall", "--no-deps", "."]
        _run([python, "-m", "pip", "install", "--quiet", "."])
        _run([python, "-m", "pip", "install", *again])
    return python


@contextlib.contextmanager
def sandbox(**options: object) -> Iterator[str]:
    """The URL of a sandbox that runs in another process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    flags = [
        f"--{name.replace('_', '-')}" + ("" if value is True else f"={value}")
        for name, value in options.items()
    ]
    script = str(Path(sys.executable).with_name("agent-connectors"))
    command = [script, "sandbox", f"--port={port}"]
    process = subprocess.Popen([*command, *flags], stdout=subprocess.DEVNULL)
    try:
        for _ in range(4000):
            if process.poll() is not None:
                raise RuntimeError("the sandbox did not start")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _run(command: Sequence[str | Path]) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env=quiet())


def quiet() -> dict[str, str]:
    """The environment, with Airbyte's usage reports switched off."""
    return os.environ | {"AIRBYTE_TELEMETRY_MODE": "disabled", "DO_NOT_TRACK": "1"}
