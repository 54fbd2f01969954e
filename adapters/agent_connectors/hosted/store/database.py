"""The database: SQLite in a file, or PostgreSQL."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from agent_connectors.engine.errors import ConfigurationError

__all__ = ["AWAY", "is_unsealed", "open_database", "reason", "shown"]

# SQLAlchemy 2.0 does not wrap what the driver raises while it connects.
AWAY = (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What is raised where the database cannot be reached, or refuses."""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}

_BUSY_SECONDS = 15

_CONNECTIONS = 20
"""To PostgreSQL, at most."""


def open_database(url: str, *, make: bool = True) -> AsyncEngine:
    """An engine for a database; connects when it is first used.

    Args:
        url: `sqlite:///file.db` or `postgresql://user:password@host/database`.
        make: Whether to make the file of a SQLite database that is not there.

    Raises:
        ConfigurationError: It is neither, or it is not there.
    """
    parsed = _parse(url)
    if not parsed.drivername.startswith("sqlite"):
        # Those that were opened stay: opening one costs more than ten look-ups.
        return create_async_engine(
            parsed,
            pool_pre_ping=True,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            hide_parameters=True,
        )
    if parsed.database in {None, "", ":memory:"}:
        raise ConfigurationError(
            "The database must be a file.", hint="Write `sqlite:///agent-connectors.db`."
        )
    file = Path(str(parsed.database))
    if make:
        _make_private(file)
    elif not file.exists():
        raise ConfigurationError(
            f"There is no database {file} here.",
            hint="Go to its folder, or name it in AGENT_CONNECTORS_DATABASE_URL.",
        )
    engine = create_async_engine(
        parsed, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def reason(error: BaseException) -> str:
    """Why the database failed, without a value that somebody sent."""
    original = getattr(error, "orig", None) or error
    if isinstance(original, sqlite3.Error):
        return f"{type(original).__name__}: {original}"  # SQLite's own words, such as: disk is full
    code = getattr(original, "sqlstate", None)
    return f"{type(original).__name__} {code}" if code else type(original).__name__


def shown(url: str) -> str:
    """A URL without its password.

    Raises:
        ConfigurationError: It is neither of SQLite nor of PostgreSQL.
    """
    parsed = _parse(url)
    return (
        f"{parsed.get_backend_name()}:///{parsed.database}"
        if parsed.host is None
        else str(f"{parsed.get_backend_name()}://{parsed.host}/{parsed.database}")
    )


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        driver = _DRIVERS[parsed.drivername.partition("+")[0]]
    except (ArgumentError, KeyError):
        # Without the URL: it may hold a password.
        raise ConfigurationError(
            "The database URL must begin with `sqlite:///` or `postgresql://`."
        ) from None
    ssl = parsed.query.get("sslmode")
    if ssl and driver.endswith("asyncpg"):
        # libpq's name for it, which hosting services put into the URLs they give out.
        parsed = parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": ssl})
    return parsed.set(drivername=driver)


def _make_private(file: Path) -> None:
    """Makes the file before SQLite does, which would let others read it."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise ConfigurationError(f"The database {file} cannot be made: {error.strerror}.") from None


def is_unsealed(url: str) -> bool:
    """Whether it is a database of this machine alone in which nothing is encrypted yet.

    Raises:
        ConfigurationError: It is neither SQLite nor PostgreSQL.
    """
    parsed = _parse(url)
    if not parsed.drivername.startswith("sqlite"):
        return False
    file = Path(str(parsed.database))
    if not file.exists():
        return True
    with closing(sqlite3.connect(file, timeout=_BUSY_SECONDS)) as connection:
        return not any(_has_rows(connection, table) for table in ("connectors", "key_proofs"))


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    try:
        found = connection.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own names
        return found.fetchone() is not None
    except sqlite3.Error:
        return False


def _prepare(connection: Any, _record: Any) -> None:
    # SQLAlchemy begins transactions itself, in `_begin`: Python's driver does so only before
    # some statements, and not before those that change tables.
    connection.isolation_level = None
    cursor: sqlite3.Cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
