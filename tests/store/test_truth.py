"""A replica is what the workspace is: after changes by others, cut-off syncs and wrong clocks."""

import asyncio
import os
import random
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, Literal

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.store.errors import StoreClosed, StoreError
from agent_connectors.engine.store.sync import Progress
from tests.store.others import Clock, Others, event_of
from tests.store.replica_checks import expected, held

STEPS = int(os.environ.get("STORE_STEPS", "25"))
"""What is done in one run, each after some changes; the long form sets another number."""

FIRST = int(os.environ.get("STORE_SEED", "0"))
"""The first of six seeds."""

UNSEEN = {
    *("comments", "time_entries", "spaces", "folders", "lists", "goals", "key_results"),
    *("docs", "doc_pages", "views"),
}
"""What changes without a new time of change on a task, or is read again only after a while."""

LOST: tuple[Literal[502, "drop", "garbage"], ...] = (502, "drop", "garbage")


class Cut(Exception):
    """Breaks a sync off."""


async def agree(store: ContextStore, sandbox: Sandbox, *, how: str, trace: list[str]) -> None:
    there, wanted = await held(store), expected(sandbox)
    for table, rows in wanted.items():
        missing, extra = rows - there[table], there[table] - rows
        if how == "swept" and table == "comments":
            continue  # of some, no change of their task tells
        if how == "changes" and table in UNSEEN:
            continue
        if how == "changes":
            # What was deleted or put away may still be there; names of places follow later.
            alive = {row[0] for row in wanted["tasks"]}
            away = {row[0] for row in wanted["tasks"] if row[-1]}
            extra = {row for row in extra if row[0] in alive - away}
            missing = {row for row in missing if row[0] not in away}
            if table == "tasks":
                missing, extra = _without_names(missing), _without_names(extra)
                missing, extra = missing - extra, extra - missing
            if table == "relations":
                missing, extra = set(), set()  # the other end may be gone
        assert not missing, (table, how, list(missing)[:2], trace[-12:])
        assert not extra, (table, how, list(extra)[:2], trace[-12:])


def _without_names(rows: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    return {(*row[:6], *row[8:]) for row in rows}


class Run:
    """A workspace, who works in it, and a replica that is synced, cut off, closed and asked."""

    def __init__(self, seed: int, path: Path) -> None:
        self.chance = chance = random.Random(seed)
        self.clock = clock = Clock(chance)
        self.sandbox = Sandbox(tasks=chance.choice([0, 30, 320]), clock=clock, rate_limit=None)
        self.others = Others(self.sandbox, clock, chance)
        self.clickup = ClickupApiConnector.sandbox(
            self.sandbox, timeout=600, allow_destructive=True
        )
        self.own = Others(self.sandbox, clock, chance, self.clickup)
        self.own.number = 1_000_000
        self.path = path
        self.store = self.opened()
        self.trace: list[str] = []
        ways = (self.changes, self.whole, self.cut, self.closed, self.during, self.new, self.day)
        self.ways = (*ways, self.changes, self.written, self.written_during, self.event, self.lost)

    def opened(self) -> ContextStore:
        return ContextStore(self.clickup, self.path, clock=self.clock.here)

    async def step(self) -> None:
        for _ in range(self.chance.choice([0, 1, 3])):
            self.trace.append(await self.others.act())
        way = self.chance.choice(self.ways)
        self.trace.append(way.__name__.upper())
        await way()

    async def agree(self, how: str) -> None:
        await agree(self.store, self.sandbox, how=how, trace=self.trace)

    async def changes(self) -> None:
        await self.store.sync()
        await self.agree("changes")

    async def whole(self) -> None:
        await self.store.sync(whole=True)
        await self.agree("whole")

    async def day(self) -> None:
        """After a day, plain syncs look for what was deleted."""
        for _ in range(2):
            self.clock.now += 90_000
            await self.store.sync()
        await self.agree("swept")

    async def new(self) -> None:
        """Another process."""
        self.store.close()
        self.store = self.opened()

    async def cut(self) -> None:
        left = self.chance.choice([0, 1, 2, 5, 20, 60])

        def cut(progress: Progress) -> None:
            if progress.requests > left:
                raise Cut

        with suppress(Cut):
            await self.store.sync(whole=self.chance.random() < 0.5, progress=cut)

    async def closed(self) -> None:
        after = self.chance.choice([1, 3, 9, 30])

        def close(progress: Progress) -> None:
            if progress.requests == after:
                self.store.close()

        with suppress(StoreClosed):
            await self.store.sync(whole=self.chance.random() < 0.5, progress=close)

    async def during(self) -> None:
        def meddle(_: Progress) -> None:
            if self.chance.random() < 0.05:
                other = Thread(target=lambda: self.trace.append(asyncio.run(self.others.act())))
                other.start()
                other.join()

        await self.store.sync(whole=True, progress=meddle)
        await self.store.sync()
        await self.agree("changes")

    async def written(self) -> None:
        for _ in range(self.chance.choice([1, 4])):
            self.trace.append(f"own {await self.own.act()}")

    async def written_during(self) -> None:
        doing: list[asyncio.Task[Any]] = []

        def write(_: Progress) -> None:
            if self.chance.random() < 0.05 and len(doing) < 5:
                doing.append(asyncio.ensure_future(self.own.act()))

        await self.store.sync(whole=True, progress=write)
        self.trace += [f"own {name}" for name in await asyncio.gather(*doing)]
        await self.store.sync()
        await self.agree("changes")

    async def event(self) -> None:
        before = set(self.sandbox.workspace.tasks)
        task = self.chance.choice(sorted(before) or ["none"])
        way = await self.others.act()
        self.trace.append(way)
        if self.path.exists():
            with suppress(StoreError):  # it was never synced
                await self.store.apply(event_of(way, self.sandbox, before, task))

    async def lost(self) -> None:
        """The answer to a write, or to what was to be read again."""
        method = self.chance.choice(["PUT", "POST", "DELETE", "GET"])
        self.sandbox.fail(self.chance.choice(LOST), method=method, after=True)
        with suppress(ConnectorError):
            self.trace.append(f"own {await self.own.act()}")
        self.sandbox.faults.clear()


@pytest.mark.parametrize("seed", range(FIRST, FIRST + 6))
async def test_after_a_finished_sync_the_replica_is_the_workspace(
    seed: int, tmp_path: Path
) -> None:
    run = Run(seed, tmp_path / "clickup.db")
    for _ in range(STEPS):
        await run.step()
    await run.whole()
    run.store.close()
    await run.clickup.aclose()
    await run.others.clickup.aclose()
