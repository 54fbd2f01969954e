"""Where calls are noted that must not be made twice; a ledger in a file."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from agent_connectors.engine.running.once import Ledger, Noted
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Ledger", "Noted", "SqliteLedger", "checked_ledger"]

_BUSY = 30.0
"""Seconds for which a process waits for another's write."""

_TABLE = """CREATE TABLE IF NOT EXISTS calls
(key TEXT PRIMARY KEY, call TEXT NOT NULL, result TEXT, noted REAL NOT NULL) WITHOUT ROWID"""


def checked_ledger(given: Any) -> Ledger | None:
    """A ledger, if one is given.

    Raises:
        ConfigurationError: It is something else.
    """
    if given is None:
        return None
    found: Ledger = of_kind("ledger", given, Ledger, wanted="a ledger such as `SqliteLedger(path)`")
    return found


class SqliteLedger:
    """Notes calls in a file, for the processes of one machine.

    The file is made when it is first needed, for its owner alone. It holds the answers to writes,
    and grows until `forget` is called.

    Args:
        path: The file; not on a network drive, where SQLite cannot lock it.
    """

    def __init__(self, path: "str | os.PathLike[str]") -> None:
        self._path = Path(path)

    @even_half_made
    def __repr__(self) -> str:
        return f"SqliteLedger({os.fspath(self._path)!r})"

    async def look(self, key: str) -> Noted | None:
        """What is noted under a key, if anything is."""

        def work() -> Noted | None:
            with self._open() as database:
                row = database.execute("SELECT call, result FROM calls WHERE key = ?", (key,))
                found = row.fetchone()
                return None if found is None else Noted(*found)

        return await asyncio.to_thread(work)

    async def begin(self, key: str, call: str) -> bool:
        """Notes that a call is about to change something."""
        add = "INSERT OR IGNORE INTO calls (key, call, noted) VALUES (?, ?, ?)"
        return await self._write(add, key, call, time.time()) == 1

    async def finish(self, key: str, result: str) -> None:
        """Notes what a call gave."""
        await self._write("UPDATE calls SET result = ? WHERE key = ?", result, key)

    async def release(self, key: str) -> None:
        """Takes a note back: nothing was changed."""
        await self._write("DELETE FROM calls WHERE key = ? AND result IS NULL", key)

    async def forget(self, older: timedelta) -> int:
        """Forgets calls that no run will come back to.

        Args:
            older: What was noted longer ago than this is forgotten.

        Returns:
            How many.
        """
        return await self._write(
            "DELETE FROM calls WHERE noted < ?", time.time() - older.total_seconds()
        )

    async def _write(self, statement: str, *values: str | float) -> int:
        def work() -> int:
            with self._open() as database:
                return database.execute(statement, values).rowcount

        return await asyncio.to_thread(work)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # Opened for each look: a connection must not be shared by threads, nor survive a fork.
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        database = sqlite3.connect(self._path, timeout=_BUSY)
        try:
            with database:
                database.execute("PRAGMA synchronous = FULL")
                database.execute(_TABLE)
                yield database
        finally:
            database.close()
