"""Reads again what was changed since it was read: by own writes, or as events tell."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from agent_connectors.engine.errors import InvalidResponse, NotFound, PermissionDenied
from agent_connectors.engine.loops import gather_or_cancel
from agent_connectors.engine.store import state, touched
from agent_connectors.engine.store.feeds import Each, Feed, Found, One, Reads, Touch, Walk
from agent_connectors.engine.store.filling import follow_names
from agent_connectors.engine.store.reading import Progress, Reading
from agent_connectors.engine.store.records import known_scope, put
from agent_connectors.engine.store.touched import Noted

if TYPE_CHECKING:
    from agent_connectors.engine.store.storage import Storage

__all__ = ["OVERLAP", "Refresh"]

OVERLAP = 60_000
"""Milliseconds before the newest change known from which changes are read again: of two changes
at a time, the later one may have been shown first."""

_AT_ONCE = 4
"""Requests under way, where the records do not depend on each other."""


class Refresh(Reading):
    """Reads again what was touched.

    Args:
        connector: What it is a replica of.
        database: Where it is kept.
        feeds: How it is read.
        ones: How single records are read.
        progress: Is told how far it is, after each answer.
        clock: Unix time.
    """

    def __init__(
        self,
        connector: Reads,
        database: "Storage",
        feeds: Iterable[Feed],
        ones: Iterable[One],
        *,
        progress: Callable[[Progress], None] | None = None,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(connector, database, feeds, progress=progress, clock=clock)
        filled = {entity for feed in self._feeds.values() for entity in feed.fills}
        self._ones = {one.entity: one for one in ones if one.entity in filled}

    def _kept(self, touches: Iterable[Touch]) -> dict[tuple[str, str], Touch]:
        """What is kept in this replica at all, each once."""
        return {
            (touch.what, touch.key): touch
            for touch in touches
            if touch.what in self._ones
            or touch.what.partition("feed:")[2] in self._feeds
            or (touch.gone and touch.what in self._database.schema.entities)
        }

    async def note(self, touches: Iterable[Touch]) -> list[Noted]:
        """Notes that something is being changed, before it is.

        Args:
            touches: What.
        """
        wanted = self._kept(touches)
        if not wanted:
            return []
        return await self._written(
            lambda connection: [touched.begin(connection, *pair) for pair in wanted]
        )

    async def keep(self, touches: Iterable[Touch], noted: Iterable[Noted]) -> list[Noted]:
        """Keeps what the answer to a write has told.

        Args:
            touches: What it has changed.
            noted: What had been noted before.

        Returns:
            What has to be read again.
        """
        before = {(note.what, note.key): note for note in noted}
        wanted = self._kept(touches)
        if not wanted and not before:
            return []

        def keep(connection: Any) -> list[Noted]:
            left = []
            for pair, touch in wanted.items():
                note = before.get(pair)
                # Of two writes at a time, nobody knows whose answer is the newer.
                alone = note is None or note.alone
                if touch.gone or (touch.record is not None and alone):
                    self._told(connection, touch, None if note is None else note.number)
                else:
                    left.append(note or touched.begin(connection, *pair))
            for pair in before.keys() - wanted.keys():
                touched.settle(connection, *pair, before[pair].number)
            return left

        return await self._written(keep)

    def _told(self, connection: Any, touch: Touch, number: int | None) -> None:
        if not touched.settle(connection, touch.what, touch.key, number):
            return  # another write has begun since, and sees to it
        if touch.record is None:
            self.report.removed += self._removal.drop(
                connection, touch.what, [touch.key], deep=True
            )
            return
        one = self._ones[touch.what]
        self._put_one(connection, one, touch.key, one.shape(touch.record))

    def _put_one(self, connection: Any, one: One, key: str, record: Mapping[str, Any]) -> None:
        # A record whose place cannot be told stays where it was.
        scope = one.scope(record) or known_scope(connection, one.entity, key) or ""
        feed, _, under = scope.partition(":")
        below = isinstance(self._feeds.get(feed), Walk)
        walk = state.walk(connection, feed, under if below else "").walk
        schema = self._database.schema
        self.report.changed += put(connection, schema, one.entity, [record], scope=scope, walk=walk)
        follow_names(connection, schema, one.entity, key)

    async def again(self, noted: Sequence[Noted]) -> None:
        """Reads again what was touched.

        Args:
            noted: What.

        Raises:
            ConnectorError: Something could not be read; it stays noted.
        """
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(note: Noted) -> None:
            async with gate:
                try:
                    await self._again(note)
                except InvalidResponse as error:
                    self.warn(f"{note.what} {note.key}: {error.message}")

        # What others are read under comes before them.
        order = [f"feed:{feed.name}" for feed in self._feeds.values() if isinstance(feed, Walk)]
        rounds = [*order, *self._ones]
        rounds += [f"feed:{feed.name}" for feed in self._feeds.values() if isinstance(feed, Each)]
        for what in rounds:
            await gather_or_cancel(one(note) for note in noted if note.what == what)

    async def _again(self, note: Noted) -> None:
        feed = self._feeds.get(note.what.removeprefix("feed:"))
        if note.what in self._ones:
            await self._one(self._ones[note.what], note)
        elif note.what.startswith("feed:") and isinstance(feed, Each):
            await self._each_again(feed, note)
        elif note.what.startswith("feed:") and isinstance(feed, Walk):
            await self._walk_again(feed, note)
        await self._written(lambda c: touched.settle(c, note.what, note.key, note.number))

    async def _one(self, one: One, note: Noted) -> None:
        began = await self._written(touched.latest)
        record: Mapping[str, Any] | None = None
        try:
            record = one.shape(await one.read(self, note.key))
        except NotFound:
            pass
        except PermissionDenied as error:
            self.warn(f"{one.entity} {note.key}: {error.message}")
            return

        def keep(connection: Any) -> None:
            if touched.newer(connection, one.entity, [note.key], began):
                return
            if record is None:
                self.report.removed += self._removal.drop(connection, one.entity, [note.key])
            elif self._sound(one.entity, [record]):
                self._put_one(connection, one, note.key, record)

        await self._written(keep)

    async def _each_again(self, feed: Each, note: Noted) -> None:
        found = await self._versions(feed, "t.id = ?", (note.key,), 1)
        if found:
            walk = await self._written(lambda c: state.walk(c, feed.name, "").walk)
            await self._visit(feed, found, walk)

    async def _versions(
        self, feed: Each, condition: str, values: Sequence[Any], most: int
    ) -> list[tuple[dict[str, Any], str]]:
        """Rows that a feed may be read for, each with its version."""
        version = f"CAST(t.{feed.version} AS TEXT)" if feed.version else "''"
        columns = ", ".join(f"t.{name}" for name in ("id", *feed.needs))
        sql = (
            f"SELECT coalesce({version}, '') AS version, {columns} FROM {feed.of} t "
            "LEFT JOIN store_visits v ON v.feed = ? AND v.id = t.id "
            f"WHERE ({feed.only or '1 = 1'}) AND ({condition}) LIMIT {most}"
        )
        rows = await self.rows(sql, (feed.name, *values))
        return [(row, str(row["version"])) for row in rows]

    async def _walk_again(self, feed: Walk, note: Noted) -> None:
        """Reads a list again in one go, or its changes; how far a sync has got stays."""
        row: Mapping[str, Any] = {"id": note.key}
        if feed.under and not await self.rows(
            f"SELECT id FROM {feed.under} WHERE id = ?", (note.key,)
        ):
            return
        began = await self._written(touched.latest)
        walk = await self._written(lambda c: state.walk(c, feed.name, note.key))
        pages: list[Found] = []
        if feed.changes is not None:
            since = max((walk.newest or 0) - OVERLAP, 0)
            pages = [found async for found, _ in feed.changes(self, row, since)]
        else:
            pages = [found async for found, _ in feed.pages(self, row, None)]
        scope = f"{feed.name}:{note.key}"

        def keep(connection: Any) -> None:
            now = state.walk(connection, feed.name, note.key).walk
            for found in pages:
                self._put(connection, found, scope, now, began)
            if feed.changes is None:
                there = {
                    (entity, str(record["id"]))
                    for found in pages
                    for entity, records in found.items()
                    for record in self._sound(entity, records)
                }
                self.report.removed += self._removal.sweep(connection, scope, keep=there)
            follow_names(connection, self._database.schema)

        await self._written(keep)
