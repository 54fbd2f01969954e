"""Reads parts of a product into a replica: one request at a time, each kept in a transaction."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from agent_connectors.engine.errors import NotFound, PermissionDenied
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.store import state, touched
from agent_connectors.engine.store.errors import StoreClosed
from agent_connectors.engine.store.feeds import Each, Feed, Found, Partial, Reads, of_feed
from agent_connectors.engine.store.records import put
from agent_connectors.engine.store.removal import Removal

if TYPE_CHECKING:
    from agent_connectors.engine.store.storage import Storage

__all__ = ["Progress", "Reading", "SyncReport", "Visit", "closed"]

T = TypeVar("T")

Visit = tuple[Mapping[str, Any], str]
"""A row that something is read for, and its version."""


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


class Reading:
    """Reads into a replica.

    Args:
        connector: What it is a replica of.
        database: Where it is kept.
        feeds: How it is read.
        progress: Is told how far it is, after each answer.
        clock: Unix time.
    """

    def __init__(
        self,
        connector: Reads,
        database: "Storage",
        feeds: Iterable[Feed],
        *,
        progress: Callable[[Progress], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._connector = connector
        self._database = database
        self._feeds = {feed.name: feed for feed in feeds}
        self._removal = Removal(database.schema, self._feeds.values())
        self._progress = progress
        self._clock = clock
        self._feed = ""
        self._done = 0
        self.closed = False
        self._stop: Callable[[], object] = bool
        self.report = SyncReport()

    def when_closed(self, stop: Callable[[], object]) -> None:
        """Says what ends it where it waits.

        Args:
            stop: Is called once, from any thread.
        """
        self._stop = stop

    def close(self) -> None:
        """Ends it: nothing is written any more."""
        self.closed = True
        with suppress(RuntimeError):  # its event loop is no more
            self._stop()

    async def ask(
        self, entity: str, action: str, params: Mapping[str, Any], *, keyed: bool = True
    ) -> ExecuteResult[Any]:
        """Carries out a read, when there is room for it."""
        await self.room()
        self.report.requests += 1
        result = await self._connector.execute(entity, action, params, whole_pages=True)
        if keyed and isinstance(result.data, list):
            result = replace(result, data=self._sound(entity, result.data))
        if self._progress is not None:
            self._progress(Progress(self._feed, self._done, self.report.requests))
        return result

    async def room(self) -> None:
        """Waits until there is room for a request; nobody waits for what somebody waits for."""

    async def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Rows that are in the replica already."""

        def read(connection: Any) -> list[dict[str, Any]]:
            cursor = connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

        return await self._written(read)

    def warn(self, text: str) -> None:
        """Tells what could not be read."""
        self.report.warnings.append(text)

    def now(self) -> int:
        """The present, in milliseconds."""
        return round(self._clock() * 1000)

    async def _visit(self, feed: Each, visits: Sequence[Visit], walk: int) -> None:
        """Reads what belongs to some rows, in one request where the feed can."""
        began = await self._written(touched.latest)
        rows = [row for row, _ in visits]
        by_row: Mapping[str, Found] = {}
        gone: set[str] = set()
        denied = False
        try:
            if feed.many:
                by_row = await feed.read(self, rows)
            else:
                by_row = {str(rows[0]["id"]): await feed.read(self, rows[0])}
        except NotFound:
            # Of several, one that is no more would be left out of the answer.
            gone = set() if feed.many else {str(rows[0]["id"])}
        except PermissionDenied as error:
            denied = True
            self.warn(f"{feed.name} of {rows[0]['id']!s}: {error.message}")

        def keep(connection: Any) -> None:
            for row, version in visits:
                key = str(row["id"])
                if touched.newer(connection, of_feed(feed.name), [key], began):
                    continue  # it was read anew meanwhile
                if denied:
                    state.visited(connection, feed.name, key, version, walk)
                    continue
                found = by_row.get(key, {})
                self._replace(connection, feed, key, found, walk, began)
                if key in gone:
                    of = self._database.schema.by_name[feed.of].entity
                    self.report.removed += self._removal.drop(connection, of, [key])
                    touched.settle(connection, of, key)
                else:
                    state.visited(connection, feed.name, key, version, walk)

        await self._written(keep)

    def _replace(
        self, connection: Any, feed: Each, key: str, found: Found, walk: int, began: int
    ) -> None:
        scope = f"{feed.name}:{key}"
        self._put(connection, found, scope, walk, began)
        if isinstance(found, Partial):
            return
        keep = {
            (entity, str(record["id"]))
            for entity, records in found.items()
            for record in records
            if isinstance(record.get("id"), str | int)
        }
        self.report.removed += self._removal.sweep(connection, scope, keep=keep)

    def _put(self, connection: Any, found: Found, scope: str, walk: int, began: int) -> None:
        """Keeps records, but for those that were changed after they had been asked for."""
        for entity, given in found.items():
            records = self._sound(entity, given)
            self._done += len(records)
            newer = touched.newer(connection, entity, (str(r["id"]) for r in records), began)
            self.report.changed += put(
                connection,
                self._database.schema,
                entity,
                [record for record in records if str(record["id"]) not in newer],
                scope=scope,
                walk=walk,
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
            self.warn(f"{odd} of {entity} had no id, and were left out.")
        return sound

    async def _written(self, work: Callable[[Any], T]) -> T:
        """Does something in one transaction, in a thread: the event loop goes on."""

        def transaction() -> T:
            if self.closed:
                raise closed()
            with self._database.writing() as connection:
                return work(connection)

        return await _to_its_end(asyncio.to_thread(transaction))


def closed() -> StoreClosed:
    """The error of whoever read while the store was closed."""
    return StoreClosed(
        "The store was closed while it was synced.",
        hint="What was read is kept; the next sync goes on after it.",
    )


async def _to_its_end(work: Awaitable[T]) -> T:
    """Waits for a transaction also where the sync is cancelled: a thread cannot be."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with suppress(Exception):
            await task
        raise
