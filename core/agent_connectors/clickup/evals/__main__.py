"""Lists the cases, and plays them with a solver.

python -m agent_connectors.clickup.evals
python -m agent_connectors.clickup.evals my_agent:solve --case close-the-duplicate
"""

import argparse
import asyncio
import os
import sys
import threading
from collections.abc import Coroutine, Sequence
from importlib import import_module
from io import TextIOWrapper
from time import monotonic
from typing import Any, NoReturn

from agent_connectors.clickup.evals.catalogue import cases
from agent_connectors.clickup.evals.result import Report
from agent_connectors.clickup.evals.run import GRACE, TIMEOUT, Solver, run
from agent_connectors.engine.values.names import did_you_mean

# Tasks that do not end; kept, as one that is collected is asked to end once more.
_LEFT: list[asyncio.Task[Any]] = []


def main(arguments: Sequence[str] | None = None) -> int:
    """Lists or plays; gives 0 where all is right, 1 where something is wrong.

    Args:
        arguments: The command line's, if not given.
    """
    # Requests and names hold what a terminal may have no letters for.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        chosen = cases(*given.case, theme=given.theme)
        solver = None if given.solver is None else find(given.solver)
    except ValueError as error:
        parser.error(str(error))
    if solver is None:
        width = max(len(case.name) for case in chosen)
        for case in chosen:
            sys.stdout.write(f"{case.name:{width}}  {case.request}\n")
        return 0
    try:
        report = _play(run(solver, chosen, timeout=given.timeout, at_once=given.at_once))
    except (TypeError, ValueError) as error:
        parser.error(str(error))
    sys.stdout.write(f"{getattr(report, given.format)()}\n")
    return 0 if report.right == len(report) else 1


def _play(playing: Coroutine[Any, Any, Report]) -> Report:
    """Like `asyncio.run`, but does not wait for what solvers left behind."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(playing)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        ending = [asyncio.ensure_future(loop.shutdown_asyncgens(), loop=loop), *left]
        loop.run_until_complete(asyncio.wait(ending, timeout=GRACE))
        _LEFT.extend(task for task in left if not task.done())
        loop.close()


def leave(code: int) -> NoReturn:
    """Ends the process, also where a solver has left a task or a thread that does not end."""
    until = monotonic() + GRACE
    threads = [one for one in threading.enumerate() if not one.daemon]
    threads.remove(threading.current_thread())
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    if _LEFT or any(thread.is_alive() for thread in threads):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m agent_connectors.clickup.evals",
        description="Lists the cases; with a solver, plays them.",
        allow_abbrev=False,
    )
    parser.add_argument("solver", nargs="?", help="such as my_agent:solve; lists if not given")
    parser.add_argument("--case", action="append", default=[], help="only this one; repeatable")
    parser.add_argument("--theme", help="only those of a theme, such as questions")
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds for each case")
    parser.add_argument("--at-once", type=int, default=1, help="how many are played at a time")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    return parser


def find(where: str) -> Solver:
    """A solver by its place.

    Args:
        where: Such as `my_agent:solve`.

    Raises:
        ValueError: There is none.
    """
    module, _, name = where.partition(":")
    if not module or not name:
        raise ValueError(f"A solver is `module:function`, such as `my_agent:solve`; got `{where}`.")
    try:
        found: Any = import_module(module)
    except ModuleNotFoundError as error:
        # One that its own code misses is its own trouble, and is shown whole.
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
        raise ValueError(f"There is no module `{error.name}` here.") from None
    if not hasattr(found, name):
        names = [one for one in vars(found) if not one.startswith("_")]
        raise ValueError(f"`{module}` has no `{name}`. {did_you_mean(name, names)}".strip())
    solver = getattr(found, name)
    if not callable(solver):
        raise ValueError(f"`{where}` is a {type(solver).__name__}, no function.")  # noqa: TRY004
    return solver  # type: ignore[no-any-return]


if __name__ == "__main__":
    leave(main())
