"""Plays cases: sets the scene, lets a solver work, looks at what became of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from inspect import signature
from time import monotonic
from typing import Any, TypeAlias

from agent_connectors.clickup.connector import ClickupApiConnector
from agent_connectors.clickup.evals.case import SANDBOX_OPTIONS, Case
from agent_connectors.clickup.evals.metering import Meter
from agent_connectors.clickup.evals.result import Report, Result
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen
from agent_connectors.clickup.evals.stage import Stage
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.observers import observe

__all__ = ["Solver", "run", "run_case"]

Solver: TypeAlias = Callable[[str, ClickupApiConnector], Awaitable[str]]
"""An agent: takes a request and a connector, gives its answer."""

TIMEOUT = 120.0
"""Seconds that a solver may take for a case."""

# Time for a cancelled solver to clean up; one that refuses to end is left behind.
_GRACE = 1.0
_LONGEST = 86_401
_LONGEST_ERROR = 300


async def run(
    solver: Solver,
    cases: Iterable[Case],
    *,
    timeout: float = TIMEOUT,  # noqa: ASYNC109 - of each case
    at_once: int = 1,
) -> Report:
    """Plays cases, each in a sandbox of its own.

    Args:
        solver: The agent.
        cases: What to play.
        timeout: Seconds that the solver may take for a case.
        at_once: How many cases are played at a time.

    Raises:
        TypeError: The solver cannot be called with a request and a connector.
        ValueError: `timeout` or `at_once` cannot be that.
    """
    _check(solver, timeout, at_once)
    free = asyncio.Semaphore(at_once)

    async def play(case: Case) -> Result:
        async with free:
            return await run_case(case, solver, timeout=timeout)

    played = [asyncio.ensure_future(play(case)) for case in cases]
    try:
        return Report(await asyncio.gather(*played))
    finally:
        for one in played:
            one.cancel()


async def run_case(case: Case, solver: Solver, *, timeout: float = TIMEOUT) -> Result:  # noqa: ASYNC109
    """Plays a case.

    A solver that raises, or does not end in time, has it wrong. What it writes after its end
    reaches no sandbox.

    Args:
        case: What to play.
        solver: The agent.
        timeout: Seconds that the solver may take.

    Raises:
        TypeError: The solver cannot be called with a request and a connector.
        ValueError: `timeout` cannot be that.
    """
    _check(solver, timeout)
    stage = Stage(Sandbox(**SANDBOX_OPTIONS))
    check = case.set(Scene(stage))
    before = stage.facts()
    as_user: dict[str, Any] = {} if case.as_user is None else {"as_user": case.as_user}
    # An agent that may not delete could not be led to.
    clickup = ClickupApiConnector.sandbox(stage, allow_destructive=True, **as_user)
    meter = Meter(clickup)
    begun = monotonic()
    with observe(meter):
        answer, error = await _answer(partial(solver, case.request, clickup), timeout)
    seconds = monotonic() - begun
    stage.end()
    await clickup.aclose()
    seen = Seen(answer, stage.changes_since(before), stage.sandbox.workspace)
    _look(check, seen)
    return Result(
        case=case.name,
        theme=case.theme,
        asks=case.asks,
        problems=tuple(seen.problems),
        harm=tuple(seen.harm),
        error=error,
        answer=answer,
        calls=meter.calls,
        requests=stage.requests,
        tokens=meter.tokens,
        seconds=round(seconds, 3),
    )


def _check(solver: Any, timeout: Any, at_once: Any = 1) -> None:
    if not (isinstance(at_once, int) and at_once > 0):
        raise ValueError("`at_once` must be a whole number above zero.")
    if not callable(solver):
        raise TypeError(f"A solver is a function, not a {type(solver).__name__}.")
    try:
        signature(solver).bind("", None)
    except TypeError as error:
        raise TypeError(f"A solver takes a request and a connector; this one: {error}.") from None
    except ValueError:
        pass  # one that does not say what it takes
    if not (isinstance(timeout, int | float) and 0 < timeout < _LONGEST):
        raise ValueError("`timeout` must be a number of seconds above zero, a day at most.")


def _look(check: Check, seen: Seen) -> None:
    try:
        check(seen)
    except Exception as error:  # a checker of somebody's own may simply assert
        seen.problems.append(_told(error) or "the checker says no")


async def _answer(ask: Callable[[], Awaitable[str]], seconds: float) -> tuple[str, str]:
    """What a solver says, and what is wrong with how it ended."""
    solving = asyncio.ensure_future(_guarded(ask))
    try:
        await asyncio.wait({solving}, timeout=seconds)
        if not solving.done():
            return "", f"did not end within {seconds:g} seconds"
        if solving.cancelled():
            return "", "was cancelled from within"
        return solving.result()
    finally:
        if not solving.done():
            solving.cancel()
            await asyncio.wait({solving}, timeout=_GRACE)


async def _guarded(ask: Callable[[], Awaitable[str]]) -> tuple[str, str]:
    try:
        coming = ask()
        if hasattr(coming, "__await__"):
            answer = await coming
        else:
            return "", f"gave a {type(coming).__name__} at once: a solver is `async`"
    except (Exception, SystemExit) as error:
        return "", f"raised {_told(error)}"
    if not isinstance(answer, str):
        return "", f"gave a {type(answer).__name__} instead of a text"
    return answer, ""


def _told(error: BaseException) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, AssertionError) and text:
        return text[:_LONGEST_ERROR]
    return f"{type(error).__name__}: {text}"[:_LONGEST_ERROR].removesuffix(": ")
