"""Plays cases: sets the scene, lets a solver work, looks at what became of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
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

GRACE = 1.0
"""Seconds that a cancelled solver may take to clean up."""

_LONGEST = 86_401
_LONGEST_ERROR = 300
_STOPS = (KeyboardInterrupt, asyncio.CancelledError)


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
        ValueError: `timeout` or `at_once` cannot be that, or there are no cases.
    """
    _check(solver, timeout, at_once)
    cases = [*cases]
    if not cases:
        # A report of nothing would look like one in which all is right.
        raise ValueError("There are no cases to play.")
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

    A solver that raises, or does not end in time, has it wrong. What it sends after its end, or
    after the time, is refused.

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
    before = stage.begin()
    as_user: dict[str, Any] = {} if case.as_user is None else {"as_user": case.as_user}
    # An agent that may not delete could not be led to.
    clickup = ClickupApiConnector.sandbox(stage, allow_destructive=True, **as_user)
    meter = Meter(clickup)
    begun = monotonic()
    with observe(meter):
        answer, error = await _answer(partial(solver, case.request, clickup), timeout, stage.end)
    seconds = monotonic() - begun
    await clickup.aclose()
    seen = Seen(answer, stage.changes_since(before), stage.sandbox.workspace, stage.steps)
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
    except _STOPS:
        raise
    except BaseException as error:  # a checker of somebody's own may assert, or call `pytest.fail`
        seen.problems.append(_told(error) or "the checker says no")


async def _answer(
    ask: Callable[[], Awaitable[str]], seconds: float, end: Callable[[], None]
) -> tuple[str, str]:
    """What a solver says, and what is wrong with how it ended.

    Args:
        ask: Calls the solver.
        seconds: How long it may take.
        end: Ends the play: once, before anything else can happen.
    """
    too_late = "", f"did not end within {seconds:g} seconds"
    by = monotonic() + seconds
    solving = asyncio.ensure_future(_guarded(ask, end))
    try:
        await asyncio.wait({solving}, timeout=seconds)
        if not solving.done():
            return too_late
        if solving.cancelled():
            return "", "was cancelled from within"
        told, ended = solving.result()
        # One that blocks the event loop holds up the clock of `wait` as well.
        return told if ended <= by else too_late
    finally:
        if not solving.done():
            end()
            await _stop(solving)


async def _stop(solving: "asyncio.Task[Any]") -> None:
    """Cancels a solver; one that goes on nevertheless is closed, or `asyncio.run` waits for it."""
    solving.cancel()
    await asyncio.wait({solving}, timeout=GRACE)
    if solving.done():
        return
    with suppress(RuntimeError, ValueError):  # it waits for something even now, or it is running
        solving.get_coro().close()
    solving.cancel()
    await asyncio.wait({solving}, timeout=GRACE)
    if solving.done() and not solving.cancelled():
        solving.exception()  # that it was closed, which is known


async def _guarded(
    ask: Callable[[], Awaitable[str]], end: Callable[[], None]
) -> tuple[tuple[str, str], float]:
    """What a solver says, what is wrong with it, and when it ended."""
    try:
        told = await _asked(ask)
    except _STOPS:
        raise
    except BaseException as error:
        # Any of them: `pytest.fail` raises none that is an `Exception`.
        told = "", f"raised {_told(error)}"
    finally:
        end()
    return told, monotonic()


async def _asked(ask: Callable[[], Awaitable[str]]) -> tuple[str, str]:
    coming = ask()
    if not hasattr(coming, "__await__"):
        return "", f"gave a {type(coming).__name__} at once: a solver is `async`"
    answer = await coming
    if not isinstance(answer, str):
        return "", f"gave a {type(answer).__name__} instead of a text"
    return answer, ""


def _told(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())
    except Exception:  # an error that cannot say what it is
        text = ""
    if isinstance(error, AssertionError) and text:
        return text[:_LONGEST_ERROR]
    return f"{type(error).__name__}: {text}"[:_LONGEST_ERROR].removesuffix(": ")
