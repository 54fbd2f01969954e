"""A clock that stands still while something is done: tests of time that do not depend on load."""

import asyncio
import functools
import inspect
import selectors
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from agent_connectors.clickup.composite import lost
from agent_connectors.engine.pacing.pacer import Pacer

__all__ = ["CLOCK", "Clock", "on_a_virtual_clock"]


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
def _everywhere() -> Iterator[None]:
    """Lets what looks at a clock of its own look at this one."""
    with (
        patch.object(lost, "time", CLOCK),
        patch.object(Pacer.__init__, "__defaults__", (CLOCK.monotonic, CLOCK.time)),
    ):
        yield


def on_a_virtual_clock(
    test: Callable[..., Coroutine[Any, Any, None]],
) -> Callable[..., None]:
    """Runs an asynchronous test on that clock; whatever it calls has to be in this process."""

    @functools.wraps(test)
    def run(*args: Any, **given: Any) -> None:
        with _everywhere(), asyncio.Runner(loop_factory=_Loop) as runner:
            runner.run(test(*args, **given))

    del run.__wrapped__
    run.__signature__ = inspect.signature(test)  # type: ignore[attr-defined]
    return run
