"""A fleet of replicas on a virtual clock: the server's own pacing, turns, caches and audit log.

What an execution, a look-up and a Redis command cost is measured (`costs`); who waits for whom is
decided by the code that decides it in the server. A part of the fleet is simulated, on as small a
part of each machine: 1/100 of the tokens, on replicas, a database and a Redis that take 100 times
as long for everything. So each is as busy as it would be; what is waited for them is overstated.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from agent_connectors.hosted import audit, fairness, ttl_cache
from agent_connectors.hosted.audit import Entry
from agent_connectors.hosted.fairness import Acting, FairBudget, acting
from agent_connectors.hosted.ttl_cache import TtlCache
from agent_connectors.redis import budget as redis_budget
from tests.hosted.figures.stations import BatchedAudit, ClickUp, Database, SharedRedis, Station
from tests.virtual import CLOCK, run_on_a_virtual_clock

__all__ = ["Fleet", "jain", "simulate"]


@dataclass(frozen=True)
class Fleet:
    """What is simulated.

    Args:
        replicas: How many servers, of one core each.
        tokens: How many ClickUp tokens are in use.
        a_minute: Calls that the clients of each ask for in a minute.
        limit: Requests that each may send in a minute.
        clients: How many share each; the first asks for as much as all others together.
        writes: The share of calls that change something.
        latency: Seconds that ClickUp takes.
        database_cores: How many cores the database has.
        part: One in so many tokens is simulated.
        seconds: For how long; the last half is looked at.
        seed: Another one, other moments.
    """

    replicas: int
    tokens: int = 10_000
    a_minute: float = 100.0
    limit: int = 100
    clients: int = 4
    writes: float = 0.2
    latency: float = 0.3
    database_cores: int = 8
    part: int = 100
    seconds: float = 130.0
    seed: int = 1


class _Replica:
    """A server."""

    def __init__(self, world: "_World") -> None:
        self.cpu = Station(1, world.fleet.part)
        self.tokens: set[int] = set()
        self._world = world
        self._owed = 0.0
        self._budgets: dict[int, FairBudget] = {}
        self._shared = world.redis.budgets(self._pay_round_trip)
        self._clients: TtlCache[str, None] = TtlCache(self._find, 1.0)
        self._connectors: TtlCache[int, None] = TtlCache(self._find, 1.0)
        self.audit = BatchedAudit(world.database)

    def _pay_round_trip(self) -> None:
        self._owed += self._world.costs["round_trip_ms"] / 1000

    async def _find(self, _: object) -> None:
        self._owed += self._world.costs["look_up_ms"] / 1000
        await self._world.database.find()

    async def _work(self, seconds: float) -> None:
        owed, self._owed = self._owed, 0.0
        await self.cpu.use(seconds + owed)

    async def _ask(self, client: str, token: int) -> None:
        await self._clients.get(client)
        await self._connectors.get(token)

    async def call(self, token: int, client: str, *, writes: bool) -> bool:
        """An execution, in the steps of `Executions.run`; whether it was carried out."""
        half = self._world.costs["write_ms" if writes else "read_ms"] / 2000
        acting.set(Acting(str(token), client))
        self.tokens.add(token)
        await self._work(half)
        await self._ask(client, token)
        entry = _entry()
        if writes:
            await self.audit.begin(entry)
        taken = await self._send(token, client)
        await self._work(half)
        self.audit.end(entry, begun=writes)
        return taken

    async def _send(self, token: int, client: str) -> bool:
        budget = self._budgets.get(token)
        if budget is None:
            shared = self._shared.of(str(token))
            budget = self._budgets[token] = FairBudget(shared, lambda *_: None)
        begun = CLOCK.monotonic()
        refused = await budget.take(120.0)
        self._world.waited[token, client].append(CLOCK.monotonic() - begun)
        if refused:
            return False
        await self._ask(client, token)
        let_in, headers = await self._world.clickup.send(token)
        budget.record_answer(headers)
        if not let_in:
            budget.refused(headers)
        return let_in


class _World:
    """All that is simulated."""

    def __init__(self, fleet: Fleet, costs: Mapping[str, float]) -> None:
        self.fleet, self.costs = fleet, costs
        self.postgres = Station(fleet.database_cores, fleet.part)
        self.one_redis = Station(1, fleet.part)
        self.database = Database(
            self.postgres, costs["database_look_up_ms"] / 1000, costs["database_line_ms"] / 1000
        )
        self.redis = SharedRedis(self.one_redis, costs["redis_command_ms"] / 1000)
        self.clickup = ClickUp(fleet.limit, fleet.latency)
        self.replicas = [_Replica(self) for _ in range(fleet.replicas)]
        self.asked = Counter[tuple[int, str]]()
        self.done = Counter[tuple[int, str]]()
        self.waited = defaultdict[tuple[int, str], list[float]](list)

    async def run(self) -> dict[str, float]:
        """Half of the time to get going, and half of it looked at."""
        fleet = self.fleet
        background = [asyncio.create_task(one.audit.run()) for one in self.replicas]
        count = max(fleet.tokens // fleet.part, 1)
        background += [
            asyncio.create_task(self._client(token, number))
            for token in range(count)
            for number in range(fleet.clients)
        ]
        await asyncio.sleep(fleet.seconds / 2)
        self._begin()
        await asyncio.sleep(fleet.seconds / 2)
        figures = self._figures(fleet.seconds / 2)
        running = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return figures

    async def _client(self, token: int, number: int) -> None:
        """Asks at random moments, and does not wait for answers before it asks again."""
        fleet = self.fleet
        dice = random.Random(f"{fleet.seed} {token} {number}")
        share = 0.5 if number == 0 else 0.5 / (fleet.clients - 1)
        share = 1.0 if fleet.clients == 1 else share
        calls: set[asyncio.Task[None]] = set()
        while True:
            await asyncio.sleep(dice.expovariate(fleet.a_minute * share / 60))
            replica, writes = dice.choice(self.replicas), dice.random() < fleet.writes
            call = asyncio.create_task(self._call(replica, token, f"{token}-{number}", writes))
            calls.add(call)
            call.add_done_callback(calls.discard)

    async def _call(self, replica: _Replica, token: int, client: str, writes: bool) -> None:
        self.asked[token, client] += 1
        self.done[token, client] += await replica.call(token, client, writes=writes)

    def _begin(self) -> None:
        for counted in (self.asked, self.done, self.waited):
            counted.clear()
        for station in (self.postgres, self.one_redis, *(one.cpu for one in self.replicas)):
            station.busy = 0.0
        self.redis.commands = self.redis.round_trips = 0
        self.database.look_ups = self.database.transactions = self.database.lines = 0
        self.clickup.refused = 0

    def _figures(self, seconds: float) -> dict[str, float]:
        part = self.fleet.part
        waits: dict[bool, list[float]] = {True: [], False: []}
        for (_, client), those in self.waited.items():
            waits[client.endswith("-0")] += those
        by_token = Counter[int]()
        for (token, _), count in self.done.items():
            by_token[token] += count
        live = max(len(one.tokens) for one in self.replicas) * part
        return {
            "replicas": self.fleet.replicas,
            "asked": sum(self.asked.values()) * part / seconds,
            "done": sum(self.done.values()) * part / seconds,
            "refused": self.clickup.refused * part / seconds,
            "cpu": sum(one.cpu.used(seconds) for one in self.replicas) / len(self.replicas),
            "database": self.postgres.used(seconds),
            "redis": self.one_redis.used(seconds),
            "look_ups": self.database.look_ups * part / seconds,
            "transactions": self.database.transactions * part / seconds,
            "lines": self.database.lines * part / seconds,
            "commands": self.redis.commands * part / seconds,
            "round_trips": self.redis.round_trips * part / seconds,
            "live_tokens": live,
            "memory_mb": self.costs["base_mb"] + live * self.costs["token_kb"] / 1000,
            "files": live * self.costs["token_files"],
            "fair_tokens": jain(list(by_token.values())),
            "wait_noisy": _mean(waits[True]),
            "wait_quiet": _mean(waits[False]),
        }


def _entry() -> Entry:
    return Entry(organization_id="", client_id="", connector_id="", request_id="", operation="")


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def jain(shares: list[int]) -> float:
    """Jain's index of fairness: 1 where all have the same, 1/n where one has everything."""
    squares = sum(share * share for share in shares)
    return sum(shares) ** 2 / (len(shares) * squares) if squares else 1.0


def simulate(fleet: Fleet, costs: Mapping[str, float]) -> dict[str, float]:
    """Simulates a fleet; the same seed, the same figures.

    Args:
        fleet: What is simulated.
        costs: What `costs` measured.
    """

    async def run() -> dict[str, float]:
        return await _World(fleet, costs).run()

    return run_on_a_virtual_clock(run(), audit, fairness, ttl_cache, redis_budget)
