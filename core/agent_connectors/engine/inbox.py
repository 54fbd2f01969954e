"""Where deliveries are noted before they are acknowledged, and until they are dealt with.

A delivery that is noted survives the process. One at a time is taken of each subject, in the order
in which they came; who takes one has it for a while (a lease), and others get it when that is over.
So each is dealt with at least once, also where a process is killed.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["DONE", "FAILED", "LONGEST_WAIT", "WAITING", "Inbox", "SqliteInbox", "Taken"]

T = TypeVar("T")

WAITING, DONE, FAILED = "waiting", "done", "failed"

LONGEST_WAIT = 3600.0
"""Seconds that a delivery is somebody's, or is put back for, at most. One that seems to wait longer
was noted before the clock was set back, and is due."""

_BUSY = 30.0
"""Seconds for which a process waits for another's write."""

_TABLES = (
    """CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
    body TEXT NOT NULL, again INTEGER NOT NULL, state TEXT NOT NULL, noted REAL NOT NULL,
    due REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, worker TEXT)""",
    "CREATE INDEX IF NOT EXISTS deliveries_next ON deliveries (state, number)",
    """CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (subject, number)
    WHERE state = 'waiting'""",
)

_TAKE = """
UPDATE deliveries SET attempts = attempts + 1, worker = :worker, due = :now + :lease, again = 0,
    key = CASE WHEN again THEN key || '#' || number ELSE key END
WHERE number = (
    SELECT number FROM deliveries AS mine WHERE state = 'waiting'
    AND NOT due BETWEEN :now AND :latest AND NOT EXISTS (
        SELECT 1 FROM deliveries AS other WHERE other.state = 'waiting'
        AND other.subject = mine.subject AND other.number < mine.number)
    ORDER BY number LIMIT 1)
RETURNING number, key, body, attempts
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that somebody deals with.

    Attributes:
        number: Its number in the inbox.
        worker: Who has taken it.
        key: What identifies it.
        body: What was delivered.
        attempts: How often it was taken, this time included.
    """

    number: int
    worker: str
    key: str
    body: str = field(repr=False)
    attempts: int


@runtime_checkable
class Inbox(Protocol):
    """Where deliveries are noted. What it has taken in survives the process."""

    async def note(self, key: str, subject: str, body: str, *, again: bool = False) -> bool:
        """Notes a delivery.

        Args:
            key: What identifies it.
            subject: What it is about: of each subject, one is dealt with at a time.
            body: What was delivered.
            again: Whether another one with this key is new as soon as this one has been taken.

        Returns:
            Whether it is new; False if one with this key is noted already.
        """

    async def take(self, worker: str, lease: float) -> Taken | None:
        """Takes the oldest delivery that nobody has; None if there is none.

        Args:
            worker: Who takes it.
            lease: Seconds after which others may take it.
        """

    async def keep(self, taken: Taken, lease: float) -> bool:
        """Has it for longer; False if it is somebody else's by now."""

    async def done(self, taken: Taken) -> None:
        """Notes that it is dealt with; its body is forgotten."""

    async def put_back(self, taken: Taken, wait: float) -> None:
        """Lets it be taken again, after some seconds."""

    async def give_up(self, taken: Taken) -> None:
        """Notes that it cannot be dealt with; its body is kept."""

    async def revive(self) -> int:
        """Lets what was given up be taken again; how many that are."""

    async def counts(self) -> Mapping[str, int]:
        """How many wait, are done, and have failed."""

    async def forget(self, older: timedelta) -> int:
        """Forgets what was noted longer ago, unless it waits; how many that were."""


class SqliteInbox:
    """Notes deliveries in a file, for the processes of one machine.

    The file is made when it is first needed, for its owner alone. It holds what is delivered until
    that is dealt with.

    Args:
        path: The file; not on a network drive, where SQLite cannot lock it.
        clock: Tells the time in Unix seconds.
    """

    def __init__(
        self, path: "str | os.PathLike[str]", *, clock: Callable[[], float] = time.time
    ) -> None:
        self._path = Path(path)
        self._clock = clock

    @even_half_made
    def __repr__(self) -> str:
        return f"SqliteInbox({os.fspath(self._path)!r})"

    async def note(self, key: str, subject: str, body: str, *, again: bool = False) -> bool:
        """Notes a delivery; whether it is new."""
        now = self._clock()
        statement = (
            "INSERT OR IGNORE INTO deliveries (key, subject, body, again, state, noted, due) "
            "VALUES (?, ?, ?, ?, 'waiting', ?, 0)"
        )
        return await self._change(statement, (key, subject, body, again, now)) == 1

    async def take(self, worker: str, lease: float) -> Taken | None:
        """Takes the oldest delivery that nobody has; None if there is none."""
        now = self._clock()
        # What is put back for no time at all is due at this very moment.
        soon = {"now": now + 0.001, "latest": now + LONGEST_WAIT}
        given = {"worker": worker, "lease": lease, **soon}

        def work(database: sqlite3.Connection) -> Taken | None:
            # Most looks find nothing, and should not have to wait for who writes.
            (some,) = database.execute(
                "SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'waiting' "
                "AND NOT due BETWEEN :now AND :latest)",
                given,
            ).fetchone()
            row = database.execute(_TAKE, given).fetchall() if some else []
            return Taken(row[0][0], worker, *row[0][1:]) if row else None

        return await self._with(work)

    async def keep(self, taken: Taken, lease: float) -> bool:
        """Has it for longer; False if it is somebody else's by now."""
        return await self._set(taken, "due = ?", self._clock() + lease) == 1

    async def done(self, taken: Taken) -> None:
        """Notes that it is dealt with; its body is forgotten."""
        await self._set(taken, "state = 'done', body = ''")

    async def put_back(self, taken: Taken, wait: float) -> None:
        """Lets it be taken again, after some seconds."""
        await self._set(taken, "worker = NULL, due = ?", self._clock() + wait)

    async def give_up(self, taken: Taken) -> None:
        """Notes that it cannot be dealt with; its body is kept."""
        await self._set(taken, "state = 'failed'")

    async def revive(self) -> int:
        """Lets what was given up be taken again; how many that are."""
        return await self._change(
            "UPDATE deliveries SET state = 'waiting', attempts = 0, worker = NULL, due = ? "
            "WHERE state = 'failed'",
            (self._clock(),),
        )

    async def counts(self) -> Mapping[str, int]:
        """How many wait, are done, and have failed."""

        def work(database: sqlite3.Connection) -> dict[str, int]:
            rows = database.execute("SELECT state, count(*) FROM deliveries GROUP BY state")
            return {WAITING: 0, DONE: 0, FAILED: 0} | dict(rows.fetchall())

        return await self._with(work)

    async def forget(self, older: timedelta) -> int:
        """Forgets what was noted longer ago, unless it waits; how many that were."""
        before = self._clock() - older.total_seconds()
        return await self._change(
            "DELETE FROM deliveries WHERE state != 'waiting' AND noted < ?", (before,)
        )

    async def _set(self, taken: Taken, what: str, *values: float) -> int:
        # `what` is one of the texts above.
        statement = (
            f"UPDATE deliveries SET {what} "  # noqa: S608
            "WHERE number = ? AND worker = ? AND state = 'waiting'"
        )
        return await self._change(statement, (*values, taken.number, taken.worker))

    async def _change(self, statement: str, values: tuple[object, ...]) -> int:
        return await self._with(lambda database: database.execute(statement, values).rowcount)

    async def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def opened() -> T:
            with self._open() as database:
                return work(database)

        return await asyncio.to_thread(opened)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # Opened for each look: a connection must not be shared by threads, nor survive a fork.
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        database = sqlite3.connect(self._path, timeout=_BUSY)
        try:
            with database:
                database.execute("PRAGMA synchronous = FULL")
                for statement in _TABLES:
                    database.execute(statement)
                yield database
        finally:
            database.close()
