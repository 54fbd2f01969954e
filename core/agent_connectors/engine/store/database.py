"""The file of a replica: made, opened, brought up to date, read and written."""

import hashlib
import os
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from agent_connectors.engine.store.dialect import SQLITE, Dialect
from agent_connectors.engine.store.errors import (
    NeverSynced,
    NoStore,
    StoreDamaged,
    StoreError,
    StoreReadOnly,
    WrongStore,
)
from agent_connectors.engine.store.filling import fill, follow_names, unpacked
from agent_connectors.engine.store.lock import SyncLock
from agent_connectors.engine.store.mark import APPLICATION, is_marked, refuse_others
from agent_connectors.engine.store.own import FORMAT, OWN, OWN_TABLES, UPGRADES
from agent_connectors.engine.store.sql import Query
from agent_connectors.engine.store.tables import Schema
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Database", "fact", "set_facts"]

_PATIENCE = 10.0
"""Seconds to wait for another process's transaction."""


class Database:
    """The file. Making one does no I/O.

    Args:
        path: Where it is, or will be.
        schema: The tables of the product.
    """

    def __init__(self, path: "str | os.PathLike[str]", schema: Schema) -> None:
        self.path = Path(path)
        self.schema = schema
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._read_only = False

    @even_half_made
    def __repr__(self) -> str:
        return f"Database({str(self.path)!r})"

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing.

        Raises:
            StoreError: The file cannot be used.
        """
        with self._lock, self._told():
            if self._connection is None and self._unwritable():
                raise self._only_read()
            connection = self._connection or self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own that cannot write.

        Raises:
            NeverSynced: There is no file; none is made.
            StoreError: The file cannot be used.
        """
        if not self.is_there:
            raise NeverSynced(self.name)
        with self._told():
            with self._lock:
                if self._connection is None and not self._read_only:
                    self._open_as_may_be()
            with closing(self._connect(read_only=True)) as connection:
                connection.execute("BEGIN")  # all of it as of one moment
                yield connection

    @property
    def name(self) -> str:
        """What it is called where something is wrong with it."""
        return str(self.path)

    @property
    def is_there(self) -> bool:
        """Whether it has been made."""
        return self.path.exists()

    @property
    def dialect(self) -> Dialect:
        """How it is asked."""
        return SQLITE

    def syncing(self) -> SyncLock:
        """Held while it is synced, by one process of all.

        Raises:
            StoreBusy: When it is entered, and another holds it.
        """
        return SyncLock(self.path)

    def query(self, sql: Any, *, limit: Any, seconds: Any, longest: float = 60.0) -> Query:
        """A SELECT that somebody else has written, checked.

        Args:
            sql: The statement.
            limit: How many rows to give at most.
            seconds: How long it may run.
            longest: How long any may run.

        Raises:
            InvalidParams: It is no SELECT, or the limits are out of reach.
        """
        return Query(self.schema, sql, limit=limit, seconds=seconds, longest=longest)

    def stream(
        self, connection: sqlite3.Connection, sql: str
    ) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """The columns of a SELECT of ours, and its rows, which are read as they are taken.

        Args:
            connection: To read with.
            sql: The SELECT.
        """
        cursor = connection.execute(sql)
        return [column[0] for column in cursor.description], cursor

    def close(self) -> None:
        """Closes the file; it is opened again when it is needed."""
        with self._lock:
            connection, self._connection = self._connection, None
            self._read_only = False
            if connection is not None:
                connection.close()

    def remove(self) -> None:
        """Removes the file, damaged or not.

        Raises:
            NoStore: It is something else than a replica.
        """
        with self._lock:
            self.check_removable()
            self.close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def check_removable(self) -> None:
        """Looks whether it may be removed, and touches nothing.

        Raises:
            NoStore: It is something else than a replica.
        """
        refuse_others(self.path)

    def _connect(self, *, read_only: bool) -> sqlite3.Connection:
        address = self.path.absolute().as_uri() + f"?mode={'ro' if read_only else 'rw'}"
        if self._read_only and not _filled(Path(f"{self.path}-wal")):
            address += "&immutable=1"  # nobody writes here, and no file can be made beside it
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        if read_only:
            connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    def _open(self) -> sqlite3.Connection:
        if not self.path.exists():
            # It holds what a company writes: for its owner's eyes.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        elif not self.path.is_file():
            raise StoreError(f"{self.path} is no file.", hint=_OTHER_PATH)
        elif not self.path.stat().st_size:
            self.path.chmod(0o600)
        connection = self._connect(read_only=False)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _unwritable(self) -> bool:
        """Whether there is a file that may only be read, or no other can be made beside it."""
        there = self.path.is_file() and self.path.stat().st_size > 0
        return there and not (
            os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)
        )

    def _only_read(self) -> StoreReadOnly:
        return StoreReadOnly(
            f"{self.path} can be read, but not written: it, or its folder, is read-only.",
            hint="Search and SQL answer from it as it is. Sync a file that may be written.",
        )

    def _open_as_may_be(self) -> None:
        """Opens the file to be written, or else to be read alone."""
        if not self._unwritable():
            self._open()
            return
        self._read_only = True
        try:
            with closing(self._connect(read_only=True)) as connection:
                self._check(connection)
                older = fact(connection, "schema") != self._fingerprint()
        except BaseException:
            self._read_only = False
            raise
        if older:
            self._read_only = False
            raise StoreReadOnly(
                f"{self.path} is of an older version, and cannot be brought up to date: it is "
                "read-only.",
                hint="Open it once where it may be written.",
            )

    def _prepare(self, connection: sqlite3.Connection) -> None:
        self._check(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have made the tables since.
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                self._create(connection)
            self._upgrade(connection)
            if fact(connection, "schema") != self._fingerprint():
                self._rebuild(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk ends it
                connection.execute("ROLLBACK")
            raise

    def _check(self, connection: sqlite3.Connection) -> None:
        marked = connection.execute("PRAGMA application_id").fetchone()[0]
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if marked != APPLICATION and (tables or marked):
            raise NoStore(f"{self.path} is a database, but no replica.", hint=_OTHER_PATH)
        if layout > FORMAT:
            raise WrongStore(
                f"{self.path} was made by a newer version of this package.",
                hint="Upgrade the package, or take another path.",
            )

    def _create(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        for statement in (*OWN.split(";"), *self.schema.ddl()):
            connection.execute(statement)
        set_facts(connection, schema=self._fingerprint())

    def _upgrade(self, connection: sqlite3.Connection) -> None:
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        for older in range(layout, FORMAT):
            for statement in UPGRADES[older]:
                connection.execute(statement)
        if layout < FORMAT:
            connection.execute(f"PRAGMA user_version = {FORMAT}")

    def _fingerprint(self) -> str:
        made = "\n".join((f"layout {FORMAT}", *self.schema.ddl()))
        return hashlib.sha256(made.encode()).hexdigest()[:16]

    def _rebuild(self, connection: sqlite3.Connection) -> None:
        """Makes the product's tables anew from the records, which a newer version reads better."""
        listed = connection.execute(
            "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger', 'table') "
            "AND name NOT LIKE 'sqlite_%' ORDER BY type = 'table', name NOT LIKE '%_words'"
        ).fetchall()
        for kind, name in listed:
            if name not in OWN_TABLES:
                connection.execute(f'DROP {kind} IF EXISTS "{name}"')
        for statement in self.schema.ddl():
            connection.execute(statement)
        dictionaries = dict(connection.execute("SELECT entity, data FROM store_dictionaries"))
        kept = connection.execute("SELECT entity, data FROM store_records")
        for entity, data in kept:
            fill(connection, self.schema, entity, unpacked(data, dictionaries.get(entity, b"")))
        follow_names(connection, self.schema)
        set_facts(connection, schema=self._fingerprint())

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Says what is wrong with the file in the terms of who uses it."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname in _UNREADABLE or "malformed" in str(error):
                raise self._damaged(error) from error
            raise StoreError(f"{self.path}: {error}.", hint=_hint(str(error))) from error
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise  # a fault of ours, not of the file
        except (sqlite3.DatabaseError, zlib.error) as error:
            raise self._damaged(error) from error
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be opened: {error.strerror}.", hint=_OTHER_PATH
            ) from error

    def _damaged(self, error: Exception) -> StoreDamaged:
        try:
            ours = is_marked(self.path)
        except OSError:
            ours = False
        if not ours:
            return NoStore(f"{self.path} is no replica: {error}.", hint=_OTHER_PATH)
        return StoreDamaged(
            f"{self.path} is damaged: {error}.",
            hint="It was left as it is. `rebuild()` removes it and begins anew.",
        )


def _filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


_UNREADABLE = frozenset(
    f"SQLITE_IOERR{kind}" for kind in ("_READ", "_SHORT_READ", "_CORRUPTFS", "_DATA")
)
"""What SQLite says of a file that is broken; what could not be written breaks nothing."""

_OTHER_PATH = "Give the path of a file that may be made, in a folder that exists."


def _hint(said: str) -> str:
    if "locked" in said or "busy" in said:
        return "Another process is writing; try again."
    if "full" in said or "disk I/O" in said:
        return "Nothing of this step was kept; make room and sync again."
    return _OTHER_PATH


def fact(connection: sqlite3.Connection, name: str) -> str | None:
    """What is noted of the file; None if nothing is.

    Args:
        connection: To read with.
        name: What about.
    """
    found = connection.execute("SELECT value FROM store_facts WHERE name = ?", (name,)).fetchone()
    return found[0] if found else None


def set_facts(connection: sqlite3.Connection, **facts: str) -> None:
    """Notes something of the file.

    Args:
        connection: In a transaction.
        facts: What, by what about.
    """
    connection.executemany(
        "INSERT INTO store_facts (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(facts.items()),
    )
