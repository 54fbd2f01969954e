"""Connections to PostgreSQL, as a replica needs them."""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import ClientCursor, Cursor, sql
from psycopg.adapt import Buffer, Loader
from psycopg_pool import ConnectionPool, PoolTimeout

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.store.errors import StoreError
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import even_half_made, unseen

__all__ = ["Connections", "Plain", "told"]

_PATIENCE = 10.0
"""Seconds to wait for a connection."""

_URL = re.compile(r"postgres(?:ql)?(?:\+\w+)?://", re.IGNORECASE)


class _Time(Loader):
    """A time as the replica's answers have it, which is as SQLite keeps it."""

    def load(self, data: Buffer) -> str:
        text = bytes(data).decode()
        return text.replace(" ", "T").replace("+00", "Z")


class _Text(Loader):
    def load(self, data: Buffer) -> str:
        return bytes(data).decode()


class Connections:
    """Connections to one database, which several replicas may share. Making it does no I/O.

    Args:
        url: `postgresql://user:password@host:port/database`.
        most: How many there are at most.

    Raises:
        ConfigurationError: It is no such URL.
    """

    @unseen
    def __init__(self, url: str, *, most: int = 8) -> None:
        text = of_kind("url", url, str, wanted="the URL of a database")
        found = _URL.match(text)
        if found is None:
            raise ConfigurationError("The URL of the store must begin with `postgresql://`.")
        # The server names its driver there, which is another one.
        self._url = Secret("postgresql://" + text[found.end() :])
        self._most = most
        self._lock = threading.Lock()
        self._pool: ConnectionPool[psycopg.Connection[Any]] | None = None

    @even_half_made
    def __repr__(self) -> str:
        return "Connections(...)"

    @contextmanager
    def one(self) -> Iterator["psycopg.Connection[Any]"]:
        """A connection outside of any transaction.

        Raises:
            StoreError: There is none to be had.
        """
        with told(), self._ready().connection() as connection:
            yield connection

    @contextmanager
    def apart(self) -> Iterator["psycopg.Connection[Any]"]:
        """A connection that counts with no others, for what is held long.

        Raises:
            StoreError: There is none to be had.
        """
        with (
            told(),
            psycopg.connect(
                self._url.reveal(), autocommit=True, connect_timeout=int(_PATIENCE)
            ) as connection,
        ):
            yield connection

    def close(self) -> None:
        """Closes them; they are opened again when they are needed."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()

    def _ready(self) -> "ConnectionPool[psycopg.Connection[Any]]":
        with self._lock:
            if self._pool is None:
                self._pool = ConnectionPool(
                    self._url.reveal(),
                    kwargs={
                        "autocommit": True,
                        "application_name": "agent-connectors store",
                        "prepare_threshold": None,  # they would be discarded
                    },
                    min_size=0,
                    max_size=self._most,
                    max_idle=60.0,
                    timeout=_PATIENCE,
                    check=self._checked,
                    configure=_configure,
                    reset=_reset,
                    open=True,
                    name="agent-connectors store",
                )
            return self._pool

    def _checked(self, connection: "psycopg.Connection[Any]") -> None:
        try:
            ConnectionPool.check_connection(connection)
        except Exception:
            # After a restart of the server none of them is open; the pool waits longer after each.
            with self._lock:
                pool = self._pool
            if pool is not None:
                pool.check()
            raise


class Plain:
    """A connection that takes the statements of the engine, as SQLite's does.

    Args:
        connection: In a transaction.
    """

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.own = connection

    def execute(self, statement: str, values: Sequence[Any] = ()) -> "Cursor[Any]":
        """Carries out a statement.

        Args:
            statement: With a `?` for each value.
            values: The values.
        """
        cursor = ClientCursor(self.own)
        return cursor.execute(_marked(statement), [_writable(value) for value in values])

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Carries out a statement for each of several rows.

        Args:
            statement: With a `?` for each value.
            rows: The values.
        """
        marked = _marked(statement)
        cursor = ClientCursor(self.own)
        for row in rows:
            cursor.execute(marked, [_writable(value) for value in row])


@contextmanager
def told() -> Iterator[None]:
    """Says what is wrong with the database in the terms of who uses it; never its URL."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreError(
            "The store's database cannot be reached.", hint="Try again later."
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise StoreError(
            f"The store's database does not allow it: {error.diag.message_primary}.",
            hint="Its user needs CREATE on the database, and CREATEROLE.",
        ) from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        said = error.diag.message_primary or type(error).__name__
        raise StoreError(
            f"The store's database failed: {said}.", hint="Try again later."
        ) from error


def _configure(connection: "psycopg.Connection[Any]") -> None:
    connection.adapters.register_loader("timestamptz", _Time)
    connection.adapters.register_loader("jsonb", _Text)
    connection.execute("SET standard_conforming_strings = on")
    connection.execute("SET TimeZone = 'UTC'")


def _reset(connection: "psycopg.Connection[Any]") -> None:
    # Whatever a statement may have left behind in the session, the next one does not find it.
    connection.execute("DISCARD ALL")
    _configure(connection)


def _marked(statement: str) -> sql.SQL:
    return sql.SQL(statement.replace("%", "%%").replace("?", "%s"))


def _writable(value: Any) -> Any:
    # PostgreSQL keeps all texts but those with a NUL.
    return value.replace("\x00", "") if isinstance(value, str) else value
