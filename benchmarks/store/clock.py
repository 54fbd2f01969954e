"""A clock that passes only where everybody waits: minutes at a rate limit, told in seconds.

What really works, a server in another process or a thread that writes a file, takes no time on it.
"""

import asyncio
import contextlib
import selectors
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor
from email.utils import formatdate
from typing import Any, TypeVar
from unittest.mock import patch

import httpx

from agent_connectors.clickup.composite import lost
from agent_connectors.clickup.sandbox.limits import RateLimit
from agent_connectors.engine.pacing.pacer import Pacer

__all__ = ["ClickUp", "Clock", "run"]

T = TypeVar("T")


class Clock:
    """Seconds that pass when nobody has anything else to do.

    Args:
        start: Unix time at its beginning.
    """

    def __init__(self, start: float) -> None:
        self.start = start
        self.passed = 0.0
        self.at_work = 0

    def monotonic(self) -> float:
        return self.passed

    def time(self) -> float:
        return self.start + self.passed

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """While something works that takes no time on this clock."""
        self.at_work += 1
        try:
            yield
        finally:
            self.at_work -= 1


class ClickUp(httpx.AsyncBaseTransport):
    """A served sandbox, at the distance and with the rate limit of the real one.

    Args:
        clock: Of which time passes.
        latency: Seconds until an answer is there.
        limit: Requests in a minute.
    """

    def __init__(self, clock: Clock, *, latency: float = 0.3, limit: int = 100) -> None:
        self._clock = clock
        self._latency = latency
        self._limit = RateLimit(limit)
        self._beneath = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=None))
        self.requests = 0
        self.refused = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        allowed = self._limit.count(b"", self._clock.time())
        await asyncio.sleep(self._latency)
        if allowed.exceeded:
            self.refused += 1
            answer = httpx.Response(429, json={"err": "Rate limit reached", "ECODE": "APP_002"})
        else:
            with self._clock.working():
                answer = await self._beneath.handle_async_request(request)
                await answer.aread()
        for name, value in allowed.headers():
            answer.headers[name.decode()] = value.decode()
        answer.headers["date"] = formatdate(self._clock.time(), usegmt=True)
        return answer

    async def aclose(self) -> None:
        await self._beneath.aclose()


class _Selector(selectors.DefaultSelector):
    """Waits for what works; lets the clock pass where only time is waited for."""

    clock: Clock

    def select(self, timeout: float | None = None) -> list[Any]:
        if self.clock.at_work:
            # What is due now goes on; what is due later has to wait for those at work.
            return super().select(0 if timeout == 0 else None)
        ready = super().select(None if timeout is None else 0)
        if not ready and timeout:
            self.clock.passed += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, clock: Clock) -> None:
        selector = _Selector()
        selector.clock = clock
        super().__init__(selector)
        self._virtual = clock

    def time(self) -> float:
        return self._virtual.passed

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> "asyncio.Future[T]":
        self._virtual.at_work += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Any) -> None:
        self._virtual.at_work -= 1


@contextlib.contextmanager
def runner(clock: Clock) -> Iterator[asyncio.Runner]:
    """Runs what is asynchronous on a clock; what it calls looks at that clock."""
    with (
        patch.object(lost, "time", clock),
        patch.object(Pacer.__init__, "__defaults__", (clock.monotonic, clock.time)),
        asyncio.Runner(loop_factory=lambda: _Loop(clock)) as made,
    ):
        yield made


def run(clock: Clock, work: Coroutine[Any, Any, T]) -> T:
    """Does something on a clock."""
    with runner(clock) as made:
        return made.run(work)
