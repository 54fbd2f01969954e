"""Programs in processes of their own that need not import what takes seconds to import.

One process has imported the frameworks, and each program is run by a copy of it.
"""

import atexit
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from types import ModuleType

__all__ = ["COMMAND", "Program", "run_command", "run_file", "run_program"]

COMMAND = "import sys\nfrom agent_connectors.cli import main\nsys.exit(main())"
"""What `agent-connectors` does."""

_IMPORTED = [
    "agent_connectors.cli.commands",
    "agent_connectors.clickup",
    "agent_connectors.hosted.serve",
    "agent_connectors.langchain",
    "agent_connectors.llama_index",
    "agent_connectors.mcp",
    "agent_connectors.openai_agents",
    "agent_connectors.pydantic_ai",
    "agents",
    "dbos",
    "langchain.agents",
    "langchain_openai",
    "langgraph.checkpoint.postgres",
    "langgraph.checkpoint.sqlite",
    "llama_index.core.agent.workflow",
    "llama_index.llms.openai",
    "openai",
    "opentelemetry.sdk.trace",
    "pydantic_ai.durable_exec.dbos",
    "pydantic_ai.models.openai",
    "pydantic_evals",
    "pytest",
]
"""Those that are not there are left out."""


def run_program(
    code: str, *, env: Mapping[str, str], folder: Path, seconds: float = 110
) -> "subprocess.CompletedProcess[str]":
    """Runs a program as `python -c` does.

    Args:
        code: The program.
        env: All of its environment.
        folder: Where it is run.
        seconds: How long it may take.

    Raises:
        TimeoutExpired: It took longer.
    """
    return Program(code, ["-c"], env, folder).finish(seconds)


def run_command(
    *words: str, env: Mapping[str, str], folder: Path, seconds: float = 110
) -> "subprocess.CompletedProcess[str]":
    """Runs `agent-connectors`.

    Args:
        words: What follows it on the command line.
        env: All of its environment.
        folder: Where it is run.
        seconds: How long it may take.

    Raises:
        TimeoutExpired: It took longer.
    """
    return Program(COMMAND, ["agent-connectors", *words], env, folder).finish(seconds)


def run_file(
    path: Path, *words: str, env: Mapping[str, str], seconds: float = 110
) -> "subprocess.CompletedProcess[str]":
    """Runs the program in a file, in the folder that the file is in.

    Args:
        path: The file.
        words: What follows it on the command line.
        env: All of the program's environment.
        seconds: How long it may take.

    Raises:
        TimeoutExpired: It took longer.
    """
    return Program(path.read_text(), [str(path), *words], env, path.parent).finish(seconds)


class Program:
    """A program that runs in a process of its own.

    Args:
        code: What it says.
        command: Its `sys.argv`.
        env: All of its environment.
        folder: Where it is run.
        log: The file that gets what it says; it is told at its end if there is none.
    """

    def __init__(
        self,
        code: str,
        command: list[str],
        env: Mapping[str, str],
        folder: Path,
        *,
        log: Path | None = None,
    ) -> None:
        self._said = None if log else tempfile.mkdtemp(prefix="said-by-a-program-")
        self._outputs = [log or Path(self._said or "", name) for name in ("out", "err")]
        given = (code, command, dict(env), str(folder), *map(str, self._outputs))
        self._process = _server().Process(target=_run, args=given)
        self._process.start()

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """The code it ended with, if it did."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Sends it a signal.

        Args:
            number: Which.
        """
        if self._process.is_alive():
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()

    def terminate(self) -> None:
        """Asks it to end."""
        self._process.terminate()

    def wait(self, seconds: float = 110) -> int:
        """Waits for its end, and gives the code.

        Args:
            seconds: For how long.

        Raises:
            TimeoutExpired: It took longer.
        """
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("a program", seconds)
        return self._process.exitcode

    def finish(self, seconds: float) -> "subprocess.CompletedProcess[str]":
        """Waits for its end.

        Args:
            seconds: For how long.

        Raises:
            TimeoutExpired: It took longer.
        """
        try:
            code = self.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.join()
            raise
        out, err = (path.read_text() for path in self._outputs)
        if self._said:
            shutil.rmtree(self._said)
        return subprocess.CompletedProcess([], code, out, err)


@cache
def _server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    return context


def _run(code: str, command: list[str], env: Mapping[str, str], folder: str, *outputs: str) -> None:
    for number, path in enumerate(outputs, start=1):
        written = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(written, number)
        os.close(written)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    further = filter(None, env.get("PYTHONPATH", "").split(os.pathsep))
    is_file = command[0].endswith(".py")
    sys.path[:0] = [str(Path(command[0]).parent) if is_file else "", *further]
    sys.argv = command
    main = sys.modules["__main__"] = ModuleType("__main__")
    if is_file:
        vars(main)["__file__"] = command[0]
    try:
        exec(compile(code, command[0], "exec"), vars(main))  # of our own
    except Exception:
        traceback.print_exc()
        sys.exit(1)
    finally:
        atexit._run_exitfuncs()
