"""Keeps a replica as it is, while the connector writes and events tell of changes."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.store.errors import NeverSynced, StoreError
from agent_connectors.engine.store.feeds import Effects, Feed, Reads
from agent_connectors.engine.store.reading import Reading, SyncReport, closed
from agent_connectors.engine.store.refresh import Refresh
from agent_connectors.engine.store.touched import Noted

if TYPE_CHECKING:
    from agent_connectors.engine.store.storage import Storage

__all__ = ["Readings", "Upkeep"]

_AT_ONCE = 50
"""Objects that are read again for one call; the others are read by the next sync."""

_MOST_WARNINGS = 20

T = TypeVar("T")


class Readings:
    """What is reading into a replica now, so that it can be ended."""

    def __init__(self) -> None:
        self._open: set[Reading] = set()

    def close(self) -> None:
        """Ends all of them."""
        for reading in tuple(self._open):
            reading.close()

    async def until_closed(self, reading: Reading, work: Coroutine[Any, Any, T]) -> T:
        """Does something that `close` ends.

        Args:
            reading: What reads.
            work: What it does.

        Raises:
            StoreClosed: It was ended.
        """
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        reading.when_closed(lambda: loop.call_soon_threadsafe(task.cancel))
        self._open.add(reading)
        try:
            return await task
        except asyncio.CancelledError:
            if reading.closed and task.cancelled():
                raise closed() from None
            raise
        finally:
            self._open.discard(reading)


class Upkeep:
    """Follows writes and events.

    Args:
        connector: Whose writes they are.
        database: Where the replica is kept.
        feeds: How it is read.
        effects: What writes and events change.
        owned: Sees to it that the file belongs to the connector's account.
        readings: What is reading now.
        clock: Unix time.
    """

    def __init__(
        self,
        connector: Reads,
        database: "Storage",
        feeds: Sequence[Feed],
        effects: Effects,
        *,
        owned: Callable[[], Awaitable[None]],
        readings: Readings,
        clock: Callable[[], float],
    ) -> None:
        self._connector = connector
        self._database = database
        self._feeds = feeds
        self._effects = effects
        self._owned = owned
        self._readings = readings
        self._clock = clock
        self.cost = SyncReport()
        """What following has taken so far, in requests, and what it has changed."""

    async def apply(self, event: Mapping[str, Any]) -> SyncReport:
        """Brings what an event tells of up to date: removes it, or reads it again.

        Args:
            event: What the product has sent to a webhook, as JSON was read.

        Returns:
            What was done. What could not be read is read by the next sync.

        Raises:
            InvalidParams: It is no event of the product's.
            StoreError: The file cannot be used, or was never synced.
        """
        await self._owned()
        if not await self._began():
            raise NeverSynced(self._database.name)
        refresh = self._refresh()
        touches = list(await self._effects.of_event(event, refresh))
        notes = await refresh.note(touches)
        left = await refresh.keep(touches, notes)
        try:
            await self._readings.until_closed(refresh, refresh.again(left))
        except StoreError:
            raise
        except ConnectorError as error:
            refresh.warn(f"It is read by the next sync: {error.message}")
        return refresh.report

    async def begun(self, operation: str, params: Mapping[str, Any]) -> list[Noted]:
        """Notes what a write is about to change; until it is told, nobody knows how that is.

        Args:
            operation: Its name.
            params: Its parameters.
        """
        touches = list(self._effects.of_call(operation, params))
        if not touches or not await self._follows():
            return []
        return await self._refresh().note(touches)

    async def written(
        self, operation: str, params: Mapping[str, Any], answer: Any, notes: Sequence[Noted]
    ) -> list[Noted]:
        """Keeps what the answer to a write tells.

        Args:
            operation: Its name.
            params: Its parameters.
            answer: What the product said.
            notes: What `begun` gave.

        Returns:
            What is to be read again.
        """
        if not await self._follows():
            return []
        refresh = self._refresh()
        touches = await self._effects.of_write(operation, params, answer, refresh)
        left = await refresh.keep(touches, notes)
        self._add(refresh.report)
        return left

    async def read_again(self, notes: Sequence[Noted]) -> None:
        """Reads again what a write has changed.

        Args:
            notes: What `written` gave.
        """
        refresh = self._refresh()
        try:
            # What is more than this takes the next sync, a request each as well.
            await self._readings.until_closed(refresh, refresh.again(notes[:_AT_ONCE]))
        finally:
            self._add(refresh.report)

    async def missed(self, operation: str, params: Mapping[str, Any]) -> None:
        """Takes out what a read of it has found to be no more.

        Args:
            operation: The name of the read.
            params: Its parameters.
        """
        touches = list(self._effects.of_missing(operation, params))
        if touches and await self._follows():
            refresh = self._refresh()
            await refresh.keep(touches, ())
            self._add(refresh.report)

    def missed_out(self, error: Exception) -> None:
        """Tells that a write could not be followed.

        Args:
            error: Why.
        """
        self.cost.warnings[_MOST_WARNINGS:] = []
        self.cost.warnings.insert(0, f"{type(error).__name__}: {error}")

    def _refresh(self) -> Refresh:
        return Refresh(
            self._connector, self._database, self._feeds, self._effects.ones, clock=self._clock
        )

    def _add(self, report: SyncReport) -> None:
        self.cost.requests += report.requests
        self.cost.changed += report.changed
        self.cost.removed += report.removed

    async def _follows(self) -> bool:
        """Whether there is something to be kept as it is."""
        if not self._database.is_there or not await self._began():
            return False
        await self._owned()
        return True

    async def _began(self) -> bool:
        def read() -> bool:
            with self._database.reading() as connection:
                found = connection.execute("SELECT 1 FROM store_walks LIMIT 1")
                return found.fetchone() is not None

        return await asyncio.to_thread(read)
