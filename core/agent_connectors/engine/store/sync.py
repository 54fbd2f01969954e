"""Brings a replica up to date: whole at first, then by what has changed."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from agent_connectors.engine.errors import NotFound, PermissionDenied
from agent_connectors.engine.loops import gather_or_cancel
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.store import state
from agent_connectors.engine.store.feeds import Changes, Each, Feed, Found, Reads, Walk
from agent_connectors.engine.store.records import drop, follow_names, put, sweep

if TYPE_CHECKING:
    from agent_connectors.engine.store.database import Database

__all__ = ["Progress", "Sync", "SyncReport"]

_OVERLAP = 60_000
"""Milliseconds before the newest change known from which changes are read again: of two changes
at a time, the later one may have been shown first."""

_AT_ONCE = 4
"""Requests under way, where the records do not depend on each other."""

_RESERVE = 0.2
"""The part of the rate limit that is left to others."""

_PAUSE = 0.25

_SOME = 500
"""Rows that are held at once, of those that something is to be read for."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is.

    Attributes:
        feed: What is being read.
        done: Records read by this feed so far.
        requests: Requests sent by this sync so far.
    """

    feed: str
    done: int
    requests: int


@dataclass(slots=True)
class SyncReport:
    """What a sync did.

    Attributes:
        requests: How many requests it sent.
        changed: How many records were new or had changed.
        removed: How many records were no more.
        warnings: What could not be read, and so is older than the rest.
    """

    requests: int = 0
    changed: int = 0
    removed: int = 0
    warnings: list[str] = field(default_factory=list)


class Sync:
    """One sync of a replica.

    Args:
        connector: What it is a replica of.
        database: Where it is kept.
        whole: Whether to read all of it, not only what has changed: this finds what was
            deleted, or changed without a new time of change.
        progress: Is told how far it is, after each answer.
        clock: Unix time.
    """

    def __init__(
        self,
        connector: Reads,
        database: "Database",
        *,
        whole: bool = False,
        progress: Callable[[Progress], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._connector = connector
        self._database = database
        self._whole = whole
        self._progress = progress
        self._clock = clock
        self._feed = ""
        self._done = 0
        self._most = 0
        self.report = SyncReport()

    async def ask(self, entity: str, action: str, params: Mapping[str, Any]) -> ExecuteResult[Any]:
        """Carries out a read, when there is room for it."""
        await self._room()
        self.report.requests += 1
        result = await self._connector.execute(entity, action, params, whole_pages=True)
        if isinstance(result.data, list):
            result = replace(result, data=self._sound(entity, result.data))
        if self._progress is not None:
            self._progress(Progress(self._feed, self._done, self.report.requests))
        return result

    async def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows that are in the replica already."""
        return await self._select(sql)

    async def _select(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        def read(connection: Any) -> list[dict[str, Any]]:
            cursor = connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

        return await self._written(read)

    def now(self) -> int:
        """The present, in milliseconds."""
        return round(self._clock() * 1000)

    async def run(self, feeds: Iterable[Feed]) -> SyncReport:
        """Reads the feeds, in order.

        Args:
            feeds: What to read.

        Raises:
            ConnectorError: Something could not be read; what was read is kept, and the next sync
                goes on after it.
            StoreError: The file cannot be written.
        """
        for feed in feeds:
            self._feed, self._done = feed.name, 0
            if isinstance(feed, Walk):
                await self._walk(feed)
            else:
                await self._each(feed)
        await self._written(lambda connection: follow_names(connection, self._database.schema))
        return self.report

    async def _walk(self, feed: Walk) -> None:
        rows = [{"id": ""}]
        if feed.under:
            rows = await self.rows(f"SELECT id FROM {feed.under} ORDER BY id")
        for row in rows:
            scope = str(row["id"])
            walk = await self._written(lambda c, s=scope: state.walk(c, feed.name, s))  # type: ignore[misc]
            due = self._whole or walk.whole_ms is None or walk.position is not None
            if feed.changes is None:
                due = due or self._clock() - (walk.synced_ms or 0) / 1000 >= feed.every
            if due:
                walk = await self._read_whole(feed, row, walk)
            if feed.changes is not None:
                await self._read_changes(feed, feed.changes, row, walk)
        if feed.under:
            await self._forget(feed.name, {str(row["id"]) for row in rows})

    async def _read_whole(self, feed: Walk, row: Mapping[str, Any], walk: state.Walked) -> Any:
        scope = f"{feed.name}:{walk.scope}"
        if walk.position is None or self._whole:
            # The clock of the product counts: what changes from here on is read afterwards.
            walk = walk.begun(await feed.latest(self, row) if feed.latest is not None else None)
        async for found, position in feed.pages(self, row, walk.position or None):
            walk = walk.at(position)
            await self._keep(found, scope, walk)
        walk = walk.finished(self.now())

        def end(connection: Any) -> None:
            self.report.removed += sweep(connection, self._database.schema, scope, before=walk.walk)
            state.save(connection, walk)

        await self._written(end)
        return walk

    async def _read_changes(
        self, feed: Walk, changes: Changes, row: Mapping[str, Any], walk: state.Walked
    ) -> None:
        began = walk.newest or 0
        async for found, newest in changes(self, row, max(began - _OVERLAP, 0)):
            walk = walk.reached(newest)
            await self._keep(found, f"{feed.name}:{walk.scope}", walk)
        walk = walk.synced(self.now())
        await self._written(lambda connection: state.save(connection, walk))

    async def _keep(self, found: Found, scope: str, walk: state.Walked) -> None:
        def keep(connection: Any) -> None:
            self._put(connection, found, scope, walk.walk)
            state.save(connection, walk)

        await self._written(keep)

    async def _each(self, feed: Each) -> None:
        now = self.now()
        walk = await self._written(lambda c: state.walk(c, feed.name, ""))
        resumed = walk.position is not None and not self._whole
        fresh = walk.synced_ms is not None and (now - walk.synced_ms) / 1000 < feed.every
        if fresh and not (resumed or feed.version or self._whole):
            return
        if not resumed:
            walk = walk.begun()
            await self._written(lambda connection: state.save(connection, walk))
        gate = asyncio.Semaphore(_AT_ONCE)

        async def visit(row: Mapping[str, Any], version: str) -> None:
            async with gate:
                await self._visit(feed, row, version, walk.walk)

        # What was read may have more to be read for, as replies have replies.
        while todo := await self._unvisited(feed, walk.walk):
            await gather_or_cancel(visit(row, version) for row, version in todo)
        rows = await self.rows(f"SELECT id FROM {feed.of} WHERE {feed.only or 1}")
        await self._forget(feed.name, {str(row["id"]) for row in rows})
        done = walk.finished(now)
        await self._written(lambda connection: state.save(connection, done))

    async def _unvisited(self, feed: Each, walk: int) -> list[tuple[dict[str, Any], str]]:
        """Some of the rows that the feed has not been read for, each with its version."""
        version = f"CAST(t.{feed.version} AS TEXT)" if feed.version else "''"
        columns = ", ".join(f"t.{name}" for name in ("id", *feed.needs))
        sql = (
            f"SELECT coalesce({version}, '') AS version, {columns} FROM {feed.of} t "
            "LEFT JOIN store_visits v ON v.feed = ? AND v.id = t.id "
            f"WHERE ({feed.only or 1}) AND (v.id IS NULL OR v.version != coalesce({version}, '') "
            f"OR (? AND v.walk < ?)) LIMIT {_SOME}"
        )
        anew = self._whole or not feed.version
        rows = await self._select(sql, (feed.name, anew, walk))
        return [(row, str(row["version"])) for row in rows]

    async def _visit(self, feed: Each, row: Mapping[str, Any], version: str, walk: int) -> None:
        key, schema = str(row["id"]), self._database.schema
        scope, of = f"{feed.name}:{key}", schema.by_name[feed.of].entity
        found: Found = {}
        gone = False
        try:
            found = await feed.read(self, row)
        except NotFound:
            gone = True
        except PermissionDenied as error:
            self.report.warnings.append(f"{feed.name} of {key}: {error.message}")

        def keep(connection: Any) -> None:
            self._put(connection, found, scope, walk)
            self.report.removed += sweep(connection, schema, scope, before=walk)
            if gone:
                self.report.removed += drop(connection, schema, of, [key])
            state.visited(connection, feed.name, key, version, walk)

        await self._written(keep)

    async def _forget(self, feed: str, there: set[str]) -> None:
        """Takes out what belonged to records that are no more."""

        def forget(connection: Any) -> None:
            for key in state.others(connection, feed, there):
                self.report.removed += sweep(connection, self._database.schema, f"{feed}:{key}")
                state.forget(connection, feed, key)

        await self._written(forget)

    def _put(self, connection: Any, found: Found, scope: str, walk: int) -> None:
        for entity, given in found.items():
            records = self._sound(entity, given)
            self._done += len(records)
            self.report.changed += put(
                connection, self._database.schema, entity, records, scope=scope, walk=walk
            )

    def _sound(self, entity: str, records: Iterable[Any]) -> list[Any]:
        """Those that are records; one that is none is told, and does not keep the others out."""
        sound, odd = [], 0
        for record in records:
            key = record.get("id") if isinstance(record, Mapping) else None
            if isinstance(key, str | int) and not isinstance(key, bool) and key != "":
                sound.append(record)
            else:
                odd += 1
        if odd:
            self.report.warnings.append(f"{odd} of {entity} had no id, and were left out.")
        return sound

    async def _written(self, work: Callable[[Any], T]) -> T:
        """Does something in one transaction, in a thread: the event loop goes on."""

        def transaction() -> T:
            with self._database.writing() as connection:
                return work(connection)

        return await _to_its_end(asyncio.to_thread(transaction))

    async def _room(self) -> None:
        """Waits while only the part of the rate limit is left that belongs to others."""
        while True:
            left = self._connector.requests_left
            if left is None:
                return
            self._most = max(self._most, left)
            if left > self._most * _RESERVE:
                return
            await asyncio.sleep(_PAUSE)


async def _to_its_end(work: Awaitable[T]) -> T:
    """Waits for a transaction also where the sync is cancelled: a thread cannot be."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):
            await task
        raise
