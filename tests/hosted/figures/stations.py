"""What a simulated fleet works with: stations that are busy, a Redis, a database, ClickUp."""

import asyncio
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, NamedTuple, cast

from limits import RateLimitItem

from agent_connectors.hosted.audit import Audit, Entry
from agent_connectors.redis import RedisBudget
from agent_connectors.redis.client import Client
from agent_connectors.redis.fair_queue import _PLACE, _STAND
from tests.virtual import CLOCK

__all__ = ["BatchedAudit", "ClickUp", "Database", "SharedRedis", "Station"]

_NETWORK = 0.0005
"""Seconds to the database or to Redis and back."""


class Station:
    """Works off what it is given, first come, first served.

    Args:
        width: At how many things it works at once.
        slow: How many times as long as measured it takes.
    """

    def __init__(self, width: int, slow: float) -> None:
        self._free = [0.0] * width
        self._width, self._slow = width, slow
        self.busy = 0.0

    async def use(self, seconds: float, more: float = 0.0) -> None:
        """Has something done that takes so long; `more` is waited, and keeps nobody busy."""
        now = CLOCK.monotonic()
        ends = max(heappop(self._free), now) + seconds * self._slow
        heappush(self._free, ends)
        self.busy += seconds * self._slow
        await asyncio.sleep(ends - now + more)

    def used(self, seconds: float) -> float:
        """Its share that was busy in so many seconds; more than 1 where it fell behind."""
        return self.busy / seconds / self._width


class _Stats(NamedTuple):
    reset_time: float
    remaining: int


class SharedRedis:
    """As much of Redis, and of `limits` on it, as the rate budget uses; all in one process.

    Args:
        station: Where commands take their time.
        command: Seconds that one takes.
    """

    def __init__(self, station: Station, command: float) -> None:
        self._station, self._command = station, command
        self._values: dict[str, tuple[bytes, float]] = {}
        self._sets: dict[str, dict[str, float]] = {}
        self._windows: dict[str, deque[float]] = {}
        self.commands = 0
        self.round_trips = 0
        self.redis = self.limiter = self

    def budgets(self, paid: Callable[[], None]) -> RedisBudget:
        """The rate budgets of a replica; each round trip is told to it."""
        shared = _ReplicasView(self, paid)

        class Budgets(RedisBudget):
            async def client(self) -> Client:
                return cast("Client", shared)

        return Budgets("redis://simulated")

    async def _go(self, commands: int) -> None:
        self.commands += commands
        self.round_trips += 1
        await self._station.use(commands * self._command, _NETWORK)

    def _get(self, name: str) -> bytes | None:
        value, ends = self._values.get(name, (b"", 0.0))
        return value if ends > CLOCK.monotonic() else None

    def _is_there(self, name: str) -> bool:
        return bool(self._sets.get(name)) or self._get(name) is not None

    def _count(self, item: RateLimitItem, key: str) -> bool:
        window = self._windows.setdefault(key, deque())
        while window and window[0] <= CLOCK.time() - item.get_expiry():
            window.popleft()
        if len(window) >= item.amount:
            return False
        window.append(CLOCK.time())
        return True

    async def hit_if_free(self, item: RateLimitItem, key: str, *names: str) -> bool:
        """As `Client.hit_if_free`."""
        await self._go(7)
        limit, *others = names
        if self._get(limit) != b"%d" % item.amount or any(map(self._is_there, others)):
            return False
        return self._count(item, key)

    async def hit(self, item: RateLimitItem, key: str) -> bool:
        """As the limiter's."""
        await self._go(5)
        return self._count(item, key)

    async def get_window_stats(self, item: RateLimitItem, key: str) -> _Stats:
        """As the limiter's."""
        await self._go(2)
        now, seconds = CLOCK.time(), item.get_expiry()
        inside = [at for at in self._windows.get(key, ()) if at > now - seconds]
        return _Stats((inside[0] if inside else now) + seconds, item.amount - len(inside))

    def pipeline(self, *, transaction: bool) -> "_Pipeline":
        """Several commands in one round trip."""
        return _Pipeline(self)

    async def set(self, name: str, value: Any, **options: Any) -> Any:
        """As Redis does."""
        await self._go(1)
        before = self._get(name)
        if options.get("nx") and before is not None:
            return None
        seconds = options.get("ex") or options["px"] / 1000
        encoded = value if isinstance(value, bytes) else str(value).encode()
        self._values[name] = encoded, CLOCK.monotonic() + seconds
        return before if options.get("get") else True

    async def delete(self, name: str) -> None:
        """As Redis does."""
        await self._go(1)
        self._values.pop(name, None)

    async def eval(self, script: str, _: int, line: str, due: str, who: str, *more: str) -> int:
        """The two scripts of the queue; of two who come at once the first asked is first."""
        await self._go(4)
        now = CLOCK.monotonic()
        places, dues = self._sets.setdefault(line, {}), self._sets.setdefault(due, {})
        if script == _STAND:
            places.setdefault(who, now)
            dues[who] = now + float(more[0])
            return 0
        assert script == _PLACE
        for gone in [one for one, at in dues.items() if at <= now - 1]:
            del places[gone], dues[gone]
        return list(places).index(who) if who in places else len(places)


class _ReplicasView:
    """The same Redis, of which a replica pays for each round trip with its own CPU."""

    def __init__(self, shared: SharedRedis, paid: Callable[[], None]) -> None:
        self._shared, self._paid = shared, paid
        self.redis = self.limiter = self

    def __getattr__(self, name: str) -> Any:
        self._paid()
        return getattr(self._shared, name)


class _Pipeline:
    """Commands that are sent together."""

    def __init__(self, shared: SharedRedis) -> None:
        self._shared = shared
        self._answers: list[Callable[[], Any]] = []

    def get(self, name: str) -> None:
        self._answers.append(lambda: self._shared._get(name))

    def pttl(self, name: str) -> None:
        def left() -> float:
            _, ends = self._shared._values.get(name, (b"", 0.0))
            return max((ends - CLOCK.monotonic()) * 1000, -2.0)

        self._answers.append(left)

    def zcard(self, name: str) -> None:
        self._answers.append(lambda: len(self._shared._sets.get(name, ())))

    def zrem(self, name: str, who: str) -> None:
        self._answers.append(lambda: self._shared._sets.get(name, {}).pop(who, None))

    async def execute(self) -> list[Any]:
        await self._shared._go(len(self._answers))
        return [answer() for answer in self._answers]


class Database:
    """Where clients and connectors are looked up and lines are written.

    Args:
        station: Where statements take their time.
        look_up: Seconds of a look-up.
        line: Seconds of a line of the audit log.
    """

    def __init__(self, station: Station, look_up: float, line: float) -> None:
        self._station, self._look_up, self._line = station, look_up, line
        self.look_ups = self.transactions = self.lines = 0

    async def find(self) -> None:
        """Looks something up."""
        self.look_ups += 1
        await self._station.use(self._look_up, _NETWORK)

    async def write(self, lines: int) -> None:
        """Writes lines in a transaction."""
        self.transactions += 1
        self.lines += lines
        await self._station.use(lines * self._line, _NETWORK)


class BatchedAudit(Audit):
    """The server's own audit log, which writes into a simulated database."""

    def __init__(self, database: Database) -> None:
        super().__init__(cast("Any", None))
        self._database = database

    async def _write(self, new: list[Entry], changed: list[Entry]) -> None:
        await self._database.write(len(new) + len(changed))


class ClickUp:
    """Counts each token's requests in fixed windows, and refuses what is too much.

    Args:
        limit: Requests of a window.
        latency: Seconds of an answer.
    """

    WINDOW = 60.0

    def __init__(self, limit: int, latency: float) -> None:
        self._limit, self._latency = limit, latency
        self._counts: dict[int, tuple[float, int]] = {}
        self.refused = 0

    async def send(self, token: int) -> tuple[bool, dict[str, str]]:
        """Whether a request was let in, and the headers of its answer."""
        now = CLOCK.time()
        # Windows of different tokens do not begin together.
        ends, count = self._counts.get(token, (0.0, 0))
        if now >= ends:
            begun = (now + token * 7.31) // self.WINDOW * self.WINDOW - token * 7.31
            ends, count = begun + self.WINDOW, 0
        count += 1
        self._counts[token] = ends, count
        self.refused += count > self._limit
        await asyncio.sleep(self._latency)
        return count <= self._limit, {
            "x-ratelimit-limit": str(self._limit),
            "x-ratelimit-remaining": str(max(self._limit - count, 0)),
            "x-ratelimit-reset": str(int(ends)),
        }
