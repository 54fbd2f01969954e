"""The database: SQLite in a file, or PostgreSQL."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from agent_connectors.engine.errors import ConfigurationError

__all__ = ["AWAY", "open_database"]

AWAY = (SQLAlchemyError, OSError)
"""What is raised where the database cannot be reached, or refuses."""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}

_BUSY_SECONDS = 15


def open_database(url: str) -> AsyncEngine:
    """An engine for a database; connects when it is first used.

    Args:
        url: `sqlite:///file.db` or `postgresql://user:password@host/database`.

    Raises:
        ConfigurationError: It is neither.
    """
    parsed = _parse(url)
    if not parsed.drivername.startswith("sqlite"):
        return create_async_engine(
            parsed, pool_pre_ping=True, pool_size=5, max_overflow=15, hide_parameters=True
        )
    if parsed.database in {None, "", ":memory:"}:
        raise ConfigurationError(
            "The database must be a file.", hint="Write `sqlite:///agent-connectors.db`."
        )
    _make_private(Path(str(parsed.database)))
    engine = create_async_engine(
        parsed, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


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
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


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
