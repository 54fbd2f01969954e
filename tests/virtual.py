"""A clock that stands still while something is done: tests of time that do not depend on load."""

import asyncio
import functools
import inspect
import selectors
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any, TypeVar
from unittest.mock import patch

from agent_connectors.clickup.composite import lost
from agent_connectors.engine.pacing.pacer import Pacer

__all__ = ["CLOCK", "Clock", "on_a_virtual_clock", "run_on_a_virtual_clock"]

T = TypeVar("T")


class Clock:
    """Seconds, which pass only where everybody waits."""

    def __init__(self) -> None:
        self.passed = 0.0

    def monotonic(self) -> float:
        return self.passed

    def time(self) -> float:
        return 1_773_835_200.0 + self.passed  # noon of 18 March 2026


CLOCK = Clock()


class _Skipping(selectors.DefaultSelector):
    """Does not wait for what is due later: lets the clock get there."""

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(None if timeout is None else 0)
        if not ready and timeout:
            CLOCK.passed += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        super().__init__(_Skipping())

    def time(self) -> float:
        return CLOCK.passed


@contextmanager
def _everywhere(*more: ModuleType) -> Iterator[None]:
    """Lets what looks at a clock of its own look at this one."""
    with ExitStack() as patches:
        for module in (lost, *more):
            patches.enter_context(patch.object(module, "time", CLOCK))
        clocks = (CLOCK.monotonic, CLOCK.time)
        patches.enter_context(patch.object(Pacer.__init__, "__defaults__", clocks))
        yield


def run_on_a_virtual_clock(work: Coroutine[Any, Any, T], *modules: ModuleType) -> T:
    """Runs something on that clock; all that it calls has to be in this process.

    Args:
        work: What to run.
        modules: Those whose `time` is to be that of the clock.
    """
    with _everywhere(*modules), asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)


def on_a_virtual_clock(
    test: Callable[..., Coroutine[Any, Any, None]],
) -> Callable[..., None]:
    """Runs an asynchronous test on that clock; whatever it calls has to be in this process."""

    @functools.wraps(test)
    def run(*args: Any, **given: Any) -> None:
        run_on_a_virtual_clock(test(*args, **given))

    del run.__wrapped__
    run.__signature__ = inspect.signature(test)  # type: ignore[attr-defined]
    return run
