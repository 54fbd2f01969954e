"""Programs in processes of their own that need not import what takes seconds to import.

One process has imported the frameworks, and each program is run by a copy of it.
"""

import atexit
import multiprocessing
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from types import ModuleType

__all__ = ["Program", "run_file", "run_program"]

_IMPORTED = [
    "agent_connectors.clickup",
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
    """

    def __init__(self, code: str, command: list[str], env: Mapping[str, str], folder: Path) -> None:
        self._said = tempfile.TemporaryDirectory(prefix="said-by-a-program-")
        self._outputs = [Path(self._said.name, name) for name in ("out", "err")]
        given = (code, command, dict(env), str(folder), *map(str, self._outputs))
        self._process = _server().Process(target=_run, args=given)
        self._process.start()

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether it ended, or was ended."""
        return self._process.exitcode is not None

    def finish(self, seconds: float) -> "subprocess.CompletedProcess[str]":
        """Waits for its end.

        Args:
            seconds: For how long.

        Raises:
            TimeoutExpired: It took longer.
        """
        self._process.join(seconds)
        code = self._process.exitcode
        if code is None:
            self._process.kill()
            self._process.join()
            raise subprocess.TimeoutExpired("a program", seconds)
        with self._said:
            out, err = (path.read_text() for path in self._outputs)
        return subprocess.CompletedProcess([], code, out, err)


@cache
def _server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    return context


def _run(code: str, command: list[str], env: Mapping[str, str], folder: str, *outputs: str) -> None:
    for number, path in enumerate(outputs, start=1):
        written = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(written, number)
        os.close(written)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    further = filter(None, env.get("PYTHONPATH", "").split(os.pathsep))
    sys.path[:0] = [folder if command[0] != "-c" else "", *further]
    sys.argv = command
    main = sys.modules["__main__"] = ModuleType("__main__")
    if command[0] != "-c":
        vars(main)["__file__"] = command[0]
    try:
        exec(compile(code, command[0], "exec"), vars(main))  # of our own
    except Exception:
        traceback.print_exc()
        sys.exit(1)
    finally:
        atexit._run_exitfuncs()
