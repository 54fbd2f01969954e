"""A replica of what a connector's credentials see: synced, searched, asked in SQL."""

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from agent_connectors.engine.store import export as exporting
from agent_connectors.engine.store import search as searching
from agent_connectors.engine.store import sql as asking
from agent_connectors.engine.store.ages import Age, ages, never
from agent_connectors.engine.store.database import Database
from agent_connectors.engine.store.describe import describe
from agent_connectors.engine.store.errors import NeverSynced, StoreError
from agent_connectors.engine.store.feeds import Effects, Feed, Reads, chosen
from agent_connectors.engine.store.owner import Owner
from agent_connectors.engine.store.records import get
from agent_connectors.engine.store.storage import Place, Storage, until_stopped
from agent_connectors.engine.store.sync import Progress, Sync, SyncReport
from agent_connectors.engine.store.tables import Schema, Table
from agent_connectors.engine.store.upkeep import Readings, Upkeep
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Store"]

_LONGEST_EXPORT = 3600.0
"""Seconds."""


class Store:
    """A replica; a product's own subclass says what it holds. Making one does no I/O.

    Args:
        connector: What it is a replica of.
        path: The file, a SQLite database, which is made if it is not there; or another place,
            such as a `PostgresStore`.
        schema: Its tables.
        feeds: How they are read.
        effects: What writes and events change.
        without: Feeds to leave out, such as `comments`, which take a request for each task.
        also: Feeds that are read only where they are asked for.
        clock: Unix time.

    Raises:
        InvalidParams: There is no such feed.
    """

    def __init__(
        self,
        connector: Reads,
        path: "str | os.PathLike[str] | Place",
        *,
        schema: Schema,
        feeds: Sequence[Feed],
        effects: Effects,
        without: Iterable[str] = (),
        also: Iterable[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._connector = connector
        self._database: Storage = (
            path.holding(schema) if isinstance(path, Place) else Database(path, schema)
        )
        self._clock = clock
        self._feeds = chosen(feeds, without=without, also=also)
        self._ones = effects.ones
        self._readings = Readings()
        self._owner = Owner(connector, self._database, self.account)
        self.upkeep = Upkeep(
            connector,
            self._database,
            self._feeds,
            effects,
            owned=self._owner.check,
            readings=self._readings,
            clock=clock,
        )
        """Keeps it as it is while the connector writes."""
        connector.kept_in(self)

    @even_half_made
    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._database.name!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """What it is called where something is wrong with it."""
        return self._database.name

    @property
    def path(self) -> Path:
        """The file.

        Raises:
            StoreError: It is kept in no file.
        """
        if not isinstance(self._database, Database):
            raise StoreError(f"{self._database.name} is no file.")
        return self._database.path

    @property
    def schema(self) -> Schema:
        """Its tables."""
        return self._database.schema

    async def sync(
        self,
        *,
        whole: bool = False,
        max_age: float | None = None,
        tables: Iterable[str] = (),
        progress: Callable[[Progress], None] | None = None,
    ) -> SyncReport:
        """Brings it up to date: whole the first time, later what has changed.

        One that is cut off, by an error or the end of the process, is gone on with by the next.
        A fifth of the rate limit is left to others.

        Args:
            whole: Read all of it again. This finds what was deleted or archived, and changes
                for which the product tells no time.
            max_age: Seconds; what is younger is not read again. Each part has its own time if
                not given.
            tables: Only what these are made of; everything if not given.
            progress: Is told how far it is, after each answer.

        Returns:
            What was done.

        Raises:
            StoreBusy: Another process is syncing this file.
            StoreError: The file cannot be used.
            ConnectorError: Something could not be read.
        """
        with self._database.syncing():
            await self._owner.check()
            sync = Sync(
                self._connector,
                self._database,
                self._feeds,
                self._ones,
                whole=whole,
                max_age=max_age,
                entities={self.table(name).entity for name in tables},
                progress=progress,
                clock=self._clock,
            )
            return await self._readings.until_closed(sync, sync.run())

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
        return await self.upkeep.apply(event)

    @property
    def filled(self) -> frozenset[str]:
        """The tables that something is read into."""
        kinds = {entity for feed in self._feeds for entity in feed.fills}
        return frozenset(table.name for table in self.schema.tables if table.entity in kinds)

    async def search(
        self,
        entity: str,
        query: Mapping[str, Any] | None = None,
        *,
        limit: int = 20,
        cursor: str | None = None,
        fields: Sequence[str] | None = None,
    ) -> searching.Page:
        """Records that meet conditions; see `docs/store.md` for the language.

        Args:
            entity: The kind of record, such as `tasks`.
            query: `filter` and `sort`; all records if not given.
            limit: How many to give at most, up to 1,000.
            cursor: Goes on after an earlier answer: its `next`.
            fields: The columns to give; `raw` is the record as the product sent it.

        Raises:
            InvalidParams: The query is wrong; the text names what was meant.
            StoreError: The file cannot be used.
        """
        table = self.table(entity)
        await self._ready()
        now = await self._connector.hooks.now()
        plan = searching.plan(table, query, limit, cursor, fields, now, self._database.dialect)

        def read() -> searching.Page:
            with self._reading() as connection:
                page = searching.run(connection, plan)
                if plan.raw:
                    kept = get(connection, table.entity, [row["id"] for row in page.data])
                    page = page.with_raw(kept)
                return page.aged(ages(connection, self.schema, self._feeds, self._clock()))

        return await asyncio.to_thread(read)

    async def sql(
        self,
        sql: str,
        *,
        limit: int = 100,
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> asking.Rows:
        """Rows that one SELECT gives, in its database's dialect; it cannot change anything.

        Args:
            sql: The statement.
            limit: How many rows to give at most, up to 10,000.
            timeout: Seconds that it may run.

        Raises:
            InvalidParams: It is no SELECT, takes too long, or is wrong; the text names the
                nearest table or column.
            StoreError: The file cannot be used.
        """
        query = self._database.query(sql, limit=limit, seconds=timeout)

        await self._ready()

        def read() -> asking.Rows:
            with self._reading() as connection:
                told = ages(connection, self.schema, self._feeds, self._clock())
                return query.run(connection).aged(told)

        return await until_stopped(query, read)

    async def export(
        self,
        target: "str | os.PathLike[str]",
        *tables: str,
        sql: str | None = None,
        form: exporting.Format | None = None,
        overwrite: bool = False,
        timeout: float = 600.0,  # noqa: ASYNC109
    ) -> Mapping[Path, int]:
        """Writes tables, or what a SELECT gives, to files, all as of one moment.

        Args:
            target: A file that ends in `.csv` or `.parquet`, or the folder of several files.
            tables: Tables and views; all tables if neither they nor `sql` are given.
            sql: One SELECT instead, without a limit of rows.
            form: `csv` or `parquet`, if the target does not tell; Parquet takes the extra
                `parquet`.
            overwrite: Whether files that are there are replaced.
            timeout: Seconds that the SELECT may run, up to an hour.

        Returns:
            The files, with the number of rows in each.

        Raises:
            InvalidParams: Something is wrong with what is wanted.
            ModuleNotFoundError: The extra is missing.
            StoreError: The store cannot be used, or a file cannot be written.
        """
        parts = exporting.parts(self.schema, tables, sql)
        kind, files = exporting.check_target(target, parts, form, overwrite=overwrite)
        query = self._database.query(
            parts[0].sql, limit=1, seconds=timeout, longest=_LONGEST_EXPORT
        )
        await self._ready()

        def write() -> Mapping[Path, int]:
            with self._reading() as connection:

                def read(wanted: str) -> tuple[list[str], Iterator[Sequence[Any]]]:
                    if sql is not None:
                        return query.stream(connection)
                    return self._database.stream(connection, wanted)

                return {
                    file: exporting.write(read, part, file, kind)
                    for part, file in zip(parts, files, strict=True)
                }

        return await until_stopped(query, write)

    async def tables_of(self, sql: str) -> frozenset[str]:
        """The tables that a SELECT reads.

        Args:
            sql: The statement.

        Raises:
            InvalidParams: It is no SELECT, or is wrong.
            StoreError: The file cannot be used, or was never synced.
        """
        query = self._database.query(sql, limit=1, seconds=1.0)

        def read() -> frozenset[str]:
            with self._reading() as connection:
                return query.tables(connection)

        return await asyncio.to_thread(read)

    async def status(self) -> Mapping[str, Age]:
        """How old each table is, and whether it was read to its end.

        Raises:
            StoreError: The file cannot be used.
        """

        def read() -> Mapping[str, Age]:
            if not self._database.is_there:
                return never(self.schema, self._feeds)
            with self._database.reading() as connection:
                return ages(connection, self.schema, self._feeds, self._clock())

        return await asyncio.to_thread(read)

    def describe(self, *tables: str) -> str:
        """What there is to ask for: all tables in short, or some of them in full.

        Args:
            tables: Which to describe in full.

        Raises:
            InvalidParams: There is no such table.
        """
        return describe(self.schema, tables, self._database.dialect)

    def rebuild(self) -> None:
        """Removes the file, such as a damaged one; the next sync begins anew.

        Raises:
            NoStore: It is something else than a store, and is left as it is.
        """
        self._database.check_removable()  # before a file is made beside it
        with self._database.syncing():
            self._database.remove()

    def close(self) -> None:
        """Closes the file; a later call opens it again.

        A sync that is under way ends soon, with `StoreClosed`; the next one goes on after it.
        """
        self._readings.close()
        self._database.close()

    async def _ready(self) -> None:
        """Sees to it that it was made, which no question does, and for whom.

        Raises:
            StoreError: It was not, or for another account.
        """
        if not self._database.is_there:
            raise NeverSynced(self._database.name)
        await self._owner.check()

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with self._database.reading() as connection:
            if connection.execute("SELECT 1 FROM store_walks LIMIT 1").fetchone() is None:
                raise NeverSynced(self._database.name)
            yield connection

    async def account(self) -> str:
        """What tells the account of the credentials from others, as the product says it.

        Raises:
            ConnectorError: It cannot be asked.
        """
        raise NotImplementedError

    def table(self, entity: str) -> Table:
        """The table of a kind of record.

        Args:
            entity: The kind of record, or the name of a table.

        Raises:
            InvalidParams: None are kept.
        """
        return self.schema.table(entity)
