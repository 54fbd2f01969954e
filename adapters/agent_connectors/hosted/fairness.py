"""Clients that share one credential take turns at its rate limit."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from math import inf
from typing import NamedTuple

from agent_connectors.engine.pacing.pacer import Budget

__all__ = ["Acting", "FairBudget", "acting"]


class Acting(NamedTuple):
    """For whom a request is sent."""

    organization_id: str = ""
    client_id: str = ""


_NOBODY = Acting()

acting: ContextVar[Acting] = ContextVar("acting", default=_NOBODY)
"""For whom the running call is."""

_INSIDE = 4
"""Requests of one server that stand in the line of all servers, where who comes first is first.
Few, so that somebody who comes later than a hundred of another client waits for these alone."""

_SOON = 1.0

Waited = Callable[[str, float], None]
"""Is told for which organization how many seconds were waited."""

Standing = Callable[[str, int], None]
"""Is told for which organization one more request stands in line, or one less."""


class FairBudget:
    """A rate budget in front of which clients, not requests, take turns.

    Args:
        inner: The budget.
        waited: Is told of each wait.
        standing: Is told who stands in line.
    """

    def __init__(self, inner: Budget, waited: Waited, standing: Standing = lambda *_: None) -> None:
        self._inner = inner
        self._waited = waited
        self._standing = standing
        self._inside = 0
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def take(
        self, max_wait: float = inf, on_wait: Callable[[float], None] | None = None
    ) -> float:
        """Takes one request from the budget, when it is the client's turn."""
        who = acting.get()
        self._standing(who.organization_id, 1)
        try:
            return await self._take(who, max_wait, on_wait)
        finally:
            self._standing(who.organization_id, -1)

    async def _take(
        self, who: Acting, max_wait: float, on_wait: Callable[[float], None] | None
    ) -> float:
        begun = time.monotonic()
        if self._inside < _INSIDE:
            self._inside += 1
        elif not await self._turn(who.client_id, max_wait):
            return max(_SOON, max_wait)
        try:
            left = max(max_wait - (time.monotonic() - begun), 0.0)
            return await self._inner.take(left, on_wait)
        finally:
            self._leave()
            self._waited(who.organization_id, time.monotonic() - begun)

    def record_answer(self, headers: Mapping[str, str] | None) -> None:
        """Takes note of an answer, or with None that none came, or none of the product's."""
        self._inner.record_answer(headers)

    def refused(self, headers: Mapping[str, str]) -> float:
        """Takes note of a 429, after `record_answer`."""
        return self._inner.refused(headers)

    def available(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""
        return self._inner.available()

    async def _turn(self, client_id: str, max_wait: float) -> bool:
        """Waits for a turn; False if there was none in time."""
        if max_wait <= 0:
            return False
        line = self._lines.setdefault(client_id, deque())
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(mine)
        try:
            await asyncio.wait([mine], timeout=None if max_wait == inf else max_wait)
        except asyncio.CancelledError:
            self._give_up(client_id, mine)
            raise
        return mine.done() or self._give_up(client_id, mine)

    def _give_up(self, client_id: str, mine: asyncio.Future[None]) -> bool:
        """Leaves the line, or gives back the turn that has come meanwhile; always False."""
        if mine.done():
            self._leave()
            return False
        line = self._lines[client_id]
        line.remove(mine)
        if not line:
            del self._lines[client_id]
        return False

    def _leave(self) -> None:
        """Lets the next client in."""
        if not self._lines:
            self._inside -= 1
            return
        client_id, line = self._lines.popitem(last=False)
        line.popleft().set_result(None)
        if line:
            self._lines[client_id] = line  # behind all other clients
