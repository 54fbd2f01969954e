"""Brings a replica up to date: whole at first, then by what has changed."""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from agent_connectors.engine.errors import NotFound, PermissionDenied
from agent_connectors.engine.loops import gather_or_cancel
from agent_connectors.engine.store import state, touched
from agent_connectors.engine.store.feeds import Changes, Each, Feed, Found, One, Reads, Walk
from agent_connectors.engine.store.filling import follow_names
from agent_connectors.engine.store.reading import Progress, SyncReport, Visit
from agent_connectors.engine.store.refresh import OVERLAP, Refresh
from agent_connectors.engine.store.tables import Schema

if TYPE_CHECKING:
    from agent_connectors.engine.store.storage import Storage

__all__ = ["Progress", "Sync", "SyncReport"]

_AT_ONCE = 4
"""Requests under way, where the records do not depend on each other."""

_SOME = 500
"""Rows that are held at once, of those that something is to be read for."""

_OVERLAPPING = 1.1

_LEAST_SWEPT = 300
"""Records that a sync looks at, at least, for whether they are still there, when it is time."""

_RESERVE = 0.2
"""The part of the rate limit that is left to others."""

_PAUSE = 0.25

_TOUCHED = 200
"""Records that were touched, and are read one by one, in one sync."""


class Sync(Refresh):
    """One sync of a replica.

    Args:
        connector: What it is a replica of.
        database: Where it is kept.
        feeds: What to read, in order.
        ones: How single records are read.
        whole: Whether to read all of it, not only what has changed: this finds at once what was
            deleted, or changed without a new time of change.
        max_age: Seconds; what is older is read again, though it may be older by itself.
        entities: The kinds of records that are wanted; all if not given.
        progress: Is told how far it is, after each answer.
        clock: Unix time.
    """

    def __init__(
        self,
        connector: Reads,
        database: "Storage",
        feeds: Sequence[Feed],
        ones: Iterable[One] = (),
        *,
        whole: bool = False,
        max_age: float | None = None,
        entities: Collection[str] = (),
        progress: Callable[[Progress], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(connector, database, feeds, ones, progress=progress, clock=clock)
        self._whole = whole
        self._max_age = inf if max_age is None else max_age
        self._chosen = _needed(database.schema, feeds, entities)
        self._most = 0

    async def run(self) -> SyncReport:
        """Reads the feeds, in order.

        Raises:
            ConnectorError: Something could not be read; what was read is kept, and the next sync
                goes on after it.
            StoreError: The file cannot be written.
        """
        began = await self._written(touched.latest)
        for feed in self._chosen:
            self._feed, self._done = feed.name, 0
            if isinstance(feed, Walk):
                await self._walk(feed)
            else:
                await self._each(feed)
        await self._touched(began)
        await self._written(lambda connection: follow_names(connection, self._database.schema))
        await self._written(lambda connection: touched.forget(connection, began))
        return self.report

    async def _touched(self, began: int) -> None:
        """Reads again what was written, by whom it may be, with an outcome that is not known."""
        noted = await self._written(lambda connection: touched.opened(connection, _TOUCHED))
        self._feed, self._done = "touched", 0
        if self._whole:
            # All of it has been read since.
            old = [note for note in noted if note.number <= began]

            def settle(connection: Any) -> None:
                for note in old:
                    touched.settle(connection, note.what, note.key, note.number)

            await self._written(settle)
            noted = [note for note in noted if note.number > began]
        await self.again(noted)

    async def _walk(self, feed: Walk) -> None:
        rows = [{"id": ""}]
        if feed.under:
            rows = await self.rows(f"SELECT id FROM {feed.under} ORDER BY id")
        for row in rows:
            try:
                await self._walk_under(feed, row)
            except (PermissionDenied, NotFound) as error:
                self.warn(f"{feed.name} of {row['id'] or 'all'}: {error.message}")
        if feed.under:
            await self._forget(feed.name, {str(row["id"]) for row in rows})

    async def _walk_under(self, feed: Walk, row: Mapping[str, Any]) -> None:
        scope = str(row["id"])
        walk = await self._written(lambda connection: state.walk(connection, feed.name, scope))
        cut_off = walk.position is not None and not walk.sweeping
        due = self._whole or walk.whole_ms is None or cut_off
        if feed.changes is None:
            due = due or not self._younger(walk.synced_ms, min(feed.every, self._max_age))
        if due:
            walk = await self._read_whole(feed, row, walk)
        if feed.changes is not None:
            before = walk.synced_ms
            walk = await self._read_changes(feed, feed.changes, row, walk)
            if feed.sweep and not due:
                await self._sweep(feed, row, walk, before)

    def _younger(self, milliseconds: int | None, seconds: float) -> bool:
        """Whether a time is less than so many seconds ago; one to come is of a wrong clock."""
        return milliseconds is not None and 0 <= self.now() - milliseconds < seconds * 1000

    async def _read_whole(
        self, feed: Walk, row: Mapping[str, Any], walk: state.Walked
    ) -> state.Walked:
        if walk.position is None or walk.sweeping or self._whole:
            # The clock of the product counts: what changes from here on is read afterwards.
            walk = walk.begun(await feed.latest(self, row) if feed.latest is not None else None)
        return await self._go_on(feed, row, walk, None)

    async def _sweep(
        self, feed: Walk, row: Mapping[str, Any], walk: state.Walked, before: int | None
    ) -> None:
        """Goes through a part of what there is, for what is no more."""
        if not walk.sweeping:
            if self._younger(walk.whole_ms, feed.sweep):
                return
            walk = walk.swept()
        scope = f"{feed.name}:{walk.scope}"
        counted = await self.rows(
            "SELECT count(*) AS n FROM store_records WHERE scope = ?", (scope,)
        )
        since = max(self.now() - (before or 0), 0) / 1000
        # So much that all of it has had its turn after that time; pages overlap a little.
        part = int(counted[0]["n"] * min(since / feed.sweep, 1.0) * _OVERLAPPING)
        await self._go_on(feed, row, walk, max(part, _LEAST_SWEPT))

    async def _go_on(
        self, feed: Walk, row: Mapping[str, Any], walk: state.Walked, most: int | None
    ) -> state.Walked:
        """Reads a list from where it was left, to its end or until so many have been read."""
        scope = f"{feed.name}:{walk.scope}"
        before = self._done
        pages = aiter(feed.pages(self, row, walk.position or None))
        while True:
            began = await self._written(touched.latest)
            try:
                found, position = await anext(pages)
            except StopAsyncIteration:
                break
            walk = walk.at(position)
            await self._keep(found, scope, walk, began)
            if most is not None and self._done - before >= most:
                return walk
        walk = walk.finished(self.now())

        def end(connection: Any) -> None:
            self.report.removed += self._removal.sweep(connection, scope, before=walk.walk)
            state.save(connection, walk)

        await self._written(end)
        return walk

    async def _read_changes(
        self, feed: Walk, changes: Changes, row: Mapping[str, Any], walk: state.Walked
    ) -> state.Walked:
        pages = aiter(changes(self, row, max((walk.newest or 0) - OVERLAP, 0)))
        while True:
            began = await self._written(touched.latest)
            try:
                found, newest = await anext(pages)
            except StopAsyncIteration:
                break
            walk = walk.reached(newest)
            await self._keep(found, f"{feed.name}:{walk.scope}", walk, began)
        walk = walk.synced(self.now())
        await self._written(lambda connection: state.save(connection, walk))
        return walk

    async def _keep(self, found: Found, scope: str, walk: state.Walked, began: int) -> None:
        def keep(connection: Any) -> None:
            # Where the list was read anew meanwhile, that is the newer one.
            if not touched.newer(connection, f"feed:{walk.feed}", [walk.scope], began):
                self._put(connection, found, scope, walk.walk, began)
            state.save(connection, walk)

        await self._written(keep)

    async def _each(self, feed: Each) -> None:
        now = self.now()
        walk = await self._written(lambda c: state.walk(c, feed.name, ""))
        resumed = walk.position is not None and not self._whole
        every = feed.every if feed.slow else min(feed.every, self._max_age)
        fresh = not feed.version and self._younger(walk.synced_ms, every)
        anew = self._whole or not (feed.version or fresh)
        if anew and not resumed:
            walk = walk.begun()
            await self._written(lambda connection: state.save(connection, walk))
        gate = asyncio.Semaphore(_AT_ONCE)

        async def visit(visits: Sequence[Visit]) -> None:
            async with gate:
                await self._visit(feed, visits, walk.walk)

        # What was read may have more to be read for, as replies have replies.
        while todo := await self._unvisited(feed, walk.walk, anew=anew or resumed):
            step = feed.many or 1
            await gather_or_cancel(visit(todo[at : at + step]) for at in range(0, len(todo), step))
        rows = await self.rows(f"SELECT id FROM {feed.of} t WHERE {feed.only or '1 = 1'}")
        await self._forget(feed.name, {str(row["id"]) for row in rows})
        if fresh and not (resumed or self._whole):
            return
        done = walk.finished(now)
        await self._written(lambda connection: state.save(connection, done))

    async def _unvisited(
        self, feed: Each, walk: int, *, anew: bool
    ) -> list[tuple[dict[str, Any], str]]:
        """Some of the rows that the feed has not been read for."""
        version = f"CAST(t.{feed.version} AS TEXT)" if feed.version else "''"
        return await self._versions(
            feed,
            f"v.id IS NULL OR v.version != coalesce({version}, '') OR (? = 1 AND v.walk < ?)",
            (int(anew), walk),
            _SOME,
        )

    async def _forget(self, feed: str, there: set[str]) -> None:
        """Takes out what belonged to records that are no more."""

        def forget(connection: Any) -> None:
            for key in state.others(connection, feed, there):
                self.report.removed += self._removal.sweep(connection, f"{feed}:{key}")
                state.forget(connection, feed, key)

        await self._written(forget)

    async def room(self) -> None:
        """Waits while only the part of the rate limit is left that belongs to others."""
        while True:
            left = self._connector.requests_left
            if left is None:
                return
            self._most = max(self._most, left)
            if left > self._most * _RESERVE:
                return
            await asyncio.sleep(_PAUSE)


def _needed(schema: Schema, feeds: Sequence[Feed], entities: Collection[str]) -> list[Feed]:
    """The feeds that give some kinds of records, with those that tell what is to be read."""
    if not entities:
        return list(feeds)
    wanted = set(entities)
    while True:
        chosen = [
            feed
            for feed in feeds
            if wanted.intersection(feed.fills) and not (isinstance(feed, Each) and feed.slow)
        ]
        above = {schema.by_name[feed.of].entity for feed in chosen if isinstance(feed, Each)}
        if above <= wanted:
            return chosen
        wanted |= above
