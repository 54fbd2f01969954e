"""The context stores of the connectors that the server holds."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import (
    ConfigurationError,
    ConnectorError,
    InvalidCall,
    InvalidParams,
    OperationNotAllowed,
    ServerError,
)
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.store.answer import answer
from agent_connectors.engine.store.errors import StoreBusy, StoreError
from agent_connectors.engine.store.storage import Storage
from agent_connectors.engine.store.store import Store
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.pool import ConnectorPool
from agent_connectors.hosted.store.connectors import KeptConnector
from agent_connectors.hosted.store_places import StorePlaces

__all__ = ["Question", "Replicas"]

_log = logging.getLogger(__name__)

_FIRST_SECONDS = 20.0
"""How long a caller waits at most for a store that is being read for the first time."""

_AT_ONCE = 4
"""Stores that are read at once; others wait."""

_BETWEEN = 15.0
"""Seconds from one attempt to read a store to the next."""

_SWEEP = 600.0
"""Seconds from one look for stores of connectors that are no more to the next."""

_ATTEMPTS, _PAUSE = 20, 0.5
"""To remove a store that another server is reading, and the seconds between them."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a store, as permissions know it.

    Attributes:
        entity: The kind of record; `*` for all of them.
        action: What is asked.
    """

    entity: str
    action: str
    effect: str = "read"

    @property
    def name(self) -> str:
        """What it is called in lists of what is allowed."""
        return f"{self.entity}.{self.action}"


class _Held:
    """A connector that a sync reads with, for as long as the server still holds it so."""

    def __init__(self, connector: Connector, still: Callable[[], Awaitable[bool]]) -> None:
        self._connector = connector
        self._still = still

    async def execute(
        self, entity: str, action: str, params: Any = None, *, whole_pages: bool = False
    ) -> ExecuteResult[Any]:
        """Carries out a read."""
        if not await self._still():
            raise OperationNotAllowed("The connector was removed, or changed, meanwhile.")
        return await self._connector.execute(entity, action, params, whole_pages=whole_pages)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connector, name)


class _Nobody:
    """In the place of a connector, for a store that is never asked."""

    def kept_in(self, _: Store) -> None:
        """Nothing is."""


class Replicas:
    """Keeps a store for each connector, and has it read when somebody asks it.

    Args:
        where: A folder, in which each connector has a file; or `postgresql://...`, where each has
            a schema and a role.
        kinds: How a store of a connector is made.
        pool: The connectors.
        find: Gives a connector by organization and id, as it was a moment ago at most.
        seconds: How old a store may be before it is read again.
        also: What stores read besides.
        without: What stores leave out.

    Raises:
        ConfigurationError: It cannot be kept there.
    """

    def __init__(
        self,
        where: str,
        kinds: ConnectorKinds,
        pool: ConnectorPool,
        find: Callable[[tuple[str, str]], Awaitable[KeptConnector | None]],
        *,
        seconds: float,
        also: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> None:
        self._kinds = kinds
        chosen = {"also": also, "without": without}
        # A connector's package that knows neither is asked for neither.
        self._feeds = {name: feeds for name, feeds in chosen.items() if feeds}
        self._pool = pool
        self._find = find
        self._seconds = seconds
        self._stores: dict[str, tuple[Connector, Store]] = {}
        self._syncs: dict[str, asyncio.Task[None]] = {}
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._not_before: dict[str, float] = {}
        self._places = StorePlaces(where)

    async def prepare(self) -> None:
        """Sees to it that stores can be kept there.

        Raises:
            ConfigurationError: They cannot, or something is to be read that there is not.
        """
        for make in self._kinds.stores() if self._feeds else ():
            try:
                make(_Nobody(), Path("none"), **self._feeds)  # which does no I/O
            except (InvalidCall, TypeError) as error:
                raise ConfigurationError(
                    f"`store_also` or `store_without`: {getattr(error, 'message', error)}",
                    hint=getattr(error, "hint", ""),
                ) from None
        await asyncio.to_thread(self._places.check)

    def name_by(self, name_key: Secret) -> None:
        """Names stores by a key that the servers of one database have, and others have not.

        Args:
            name_key: The key.
        """
        self._places.name_by(name_key)

    async def run(self, ids: Callable[[], Awaitable[Iterable[str]]]) -> None:
        """Sweeps now and then, until it is cancelled.

        Args:
            ids: Gives the ids of all connectors that are kept.
        """
        while True:
            try:
                await self.sweep(ids)
            except Exception as error:  # the next one may find what it needs
                _log.error("stores were not swept", extra={"error": type(error).__name__})
            await asyncio.sleep(_SWEEP)

    async def sweep(self, ids: Callable[[], Awaitable[Iterable[str]]]) -> None:
        """Removes stores of connectors that are no more, whoever removed them.

        Args:
            ids: Gives the ids of all connectors that are kept.
        """
        # In this order: what is made meanwhile is not among those that are there.
        there = await asyncio.to_thread(self._places.there)
        kept = set(await ids())
        for id_ in self._stores.keys() - kept:
            self._stores.pop(id_)[1].close()
        for name in there - {self._places.name(id_) for id_ in kept}:
            try:
                await asyncio.to_thread(self._places.storage(name).remove)
            except StoreError as error:
                _log.error("a store was not removed", extra={"error": type(error).__name__})
            else:
                _log.info("a store of a connector that is no more was removed")

    def questions(self, kept: KeptConnector, entity: str, action: str) -> list[Question]:
        """What must be allowed for a question: a SELECT may read all that is kept.

        Args:
            kept: The connector.
            entity: The kind of record, or a table.
            action: What is asked.

        Raises:
            ConnectorError: The connector has no store, or none of such records.
        """
        schema = self._schema(kept)
        if action == "context_store_sql_query":
            return [Question(each, action) for each in schema.entities]
        table = schema.named(entity)
        return [Question(entity if table is None else table.entity, action)]

    async def answer(
        self,
        kept: KeptConnector,
        connector: Connector,
        entity: str,
        action: str,
        params: Mapping[str, Any],
    ) -> ExecuteResult[Any]:
        """Answers from the store of a connector, and has it read where it is old.

        Args:
            kept: The connector.
            connector: The same, in use.
            entity: A kind of record.
            action: What is asked.
            params: Its parameters.

        Raises:
            ConnectorError: The question is wrong, or the store cannot answer yet.
        """
        store = await self._store(kept, connector)
        try:
            if await self._is_old(store):
                running = self._read(kept, store)
                if not await self._is_complete(store):
                    await asyncio.wait({running}, timeout=_FIRST_SECONDS)
            return await answer(store, entity, action, params)
        except InvalidCall:
            raise
        except StoreError as error:
            raise ServerError(
                "The store of this connector is being read for the first time, or cannot be used "
                f"({type(error).__name__}).",
                hint="Ask again in a minute, or ask the product itself.",
                operation=f"{entity}.{action}",
                status=502,
            ) from None

    async def remove(self, kept: KeptConnector) -> None:
        """Removes what is kept of a connector.

        Args:
            kept: The connector, which is one no more, or has another credential.
        """
        if (running := self._syncs.pop(kept.id, None)) is not None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        known = self._stores.pop(kept.id, None)
        if known is not None:
            known[1].close()
        schema = self._kinds.of(kept.definition_id).tables
        if schema is None:
            return
        database = self._places.storage(self._places.name(kept.id), schema())
        for _ in range(_ATTEMPTS):
            try:
                await asyncio.to_thread(_remove, database)
            except StoreBusy:
                # Another server is reading it, and will see that it must not.
                await asyncio.sleep(_PAUSE)
            except StoreError as error:
                _log.error(
                    "a store was not removed", extra={"id": kept.id, "error": type(error).__name__}
                )
                return
            else:
                return
        _log.error("a store was not removed", extra={"id": kept.id, "error": "StoreBusy"})

    async def aclose(self) -> None:
        """Ends what is being read, which is gone on with later, and closes the stores."""
        running = list(self._syncs.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for _, store in self._stores.values():
            store.close()
        self._stores.clear()
        await asyncio.to_thread(self._places.close)

    def _schema(self, kept: KeptConnector) -> Any:
        tables = self._kinds.of(kept.definition_id).tables
        if tables is None:
            raise InvalidParams("Connectors of this kind have no context store.")
        return tables()

    async def _store(self, kept: KeptConnector, connector: Connector) -> Store:
        known = self._stores.get(kept.id)
        if known is not None and known[0] is connector:
            return known[1]
        make = self._kinds.of(kept.definition_id).store
        if make is None:
            raise InvalidParams("Connectors of this kind have no context store.")

        async def still() -> bool:
            now = await self._find((kept.organization_id, kept.id))
            return now is not None and self._pool.same_credential(kept, now)

        store: Store = make(_Held(connector, still), self._places.of(kept.id), **self._feeds)
        self._stores[kept.id] = (connector, store)
        return store

    async def _is_old(self, store: Store) -> bool:
        """Whether it is to be read again: what was read last counts, as some is read rarely."""
        ages = [age.seconds for age in (await store.status()).values() if age.seconds is not None]
        return not await self._is_complete(store) or min(ages, default=inf) >= self._seconds

    @staticmethod
    async def _is_complete(store: Store) -> bool:
        return all(age.complete for age in (await store.status()).values())

    def _read(self, kept: KeptConnector, store: Store) -> "asyncio.Task[None]":
        """Has the store read, by one task of this server; another server's lock ends it at once."""
        running = self._syncs.get(kept.id)
        now = time.monotonic()
        if running is None or (running.done() and now >= self._not_before.get(kept.id, 0.0)):
            self._not_before[kept.id] = now + _BETWEEN
            running = self._syncs[kept.id] = asyncio.create_task(self._sync(kept, store))
        return running

    async def _sync(self, kept: KeptConnector, store: Store) -> None:
        try:
            # So that the connector is not closed meanwhile.
            async with self._gate, self._pool.use(kept):
                report = await store.sync()
            _log.info("a store was synced", extra={"id": kept.id, "changed": report.changed})
        except StoreBusy:
            pass
        except ConnectorError as error:
            _log.warning(
                "a store was not synced", extra={"id": kept.id, "error": type(error).__name__}
            )
        except Exception as error:
            _log.error(
                "syncing a store failed", extra={"id": kept.id, "error": type(error).__name__}
            )


def _remove(database: Storage) -> None:
    with database.syncing():
        database.remove()
