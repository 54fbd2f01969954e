"""An inbox in a file."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.inbox.deliveries import (
    DONE,
    FAILED,
    LONGEST_WAIT,
    WAITING,
    Taken,
    key_of,
)
from agent_connectors.engine.inbox.errors import InboxError, WrongInbox
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import even_half_made, unseen

__all__ = ["SqliteInbox"]

T = TypeVar("T")

_APPLICATION = 0x41434942
"""Marks the file as one of ours."""

_FORMAT = 1
"""The layout of the tables; a file with another one is left alone."""

_BUSY = 30.0
"""Seconds for which a process waits for another's write."""

_OTHER_PATH = "Give the path of a file that may be made, in a folder that exists."

# `same` is what another delivery is compared with, as long as it is.
_TABLES = (
    """CREATE TABLE deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, same TEXT UNIQUE, series TEXT,
    subject TEXT NOT NULL, body TEXT NOT NULL, again INTEGER NOT NULL, state TEXT NOT NULL,
    noted REAL NOT NULL, due REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, worker TEXT)""",
    "CREATE INDEX deliveries_next ON deliveries (state, number)",
    "CREATE INDEX deliveries_series ON deliveries (series) WHERE same IS NOT NULL",
    """CREATE INDEX deliveries_waiting ON deliveries (subject, number)
    WHERE state = 'waiting'""",
)

_NOTE = """
INSERT OR IGNORE INTO deliveries (key, same, series, subject, body, again, state, noted, due)
VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, 0)
"""

_PAST = "UPDATE deliveries SET same = NULL WHERE series = ? AND same IS NOT NULL AND same != ?"

_TAKE = """
UPDATE deliveries SET attempts = attempts + 1, worker = :worker, due = :now + :lease,
    same = CASE WHEN again THEN NULL ELSE same END
WHERE number = (
    SELECT number FROM deliveries AS mine WHERE state = 'waiting'
    AND NOT due BETWEEN :now AND :latest AND NOT EXISTS (
        SELECT 1 FROM deliveries AS other WHERE other.state = 'waiting'
        AND other.subject = mine.subject AND other.number < mine.number)
    ORDER BY number LIMIT 1)
RETURNING number, key, body, attempts
"""


class SqliteInbox:
    """Notes deliveries in a file, for the processes of one machine.

    The file is made when it is first needed, for its owner alone. It holds what is delivered until
    that is dealt with.

    Args:
        path: The file; not on a network drive, where SQLite cannot lock it.
        clock: Tells the time in Unix seconds.

    Raises:
        ConfigurationError: The path is none.
    """

    @unseen
    def __init__(
        self, path: "str | os.PathLike[str]", *, clock: Callable[[], float] = time.time
    ) -> None:
        self._path = _path(path)
        self._clock = clock

    @even_half_made
    def __repr__(self) -> str:
        return f"SqliteInbox({os.fspath(self._path)!r})"

    async def note(
        self, key: str, subject: str, body: str, *, again: bool = False, series: str = ""
    ) -> bool:
        """Notes a delivery; whether it is new."""
        own = key_of(key, once=not (again or series))
        values = (own, key, series or None, subject, body, again, self._clock())

        def work(database: sqlite3.Connection) -> bool:
            if series:
                database.execute(_PAST, (series, key))
            return database.execute(_NOTE, values).rowcount == 1

        return await self._with(work)

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

    async def put_back(self, taken: Taken, wait: float, *, tried: bool = True) -> None:
        """Lets it be taken again, after some seconds."""
        attempts = taken.attempts if tried else taken.attempts - 1
        what = "worker = NULL, due = ?, attempts = ?"
        await self._set(taken, what, self._clock() + wait, attempts)

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
        """One transaction, in a connection of its own: none is shared by threads or a fork.

        Raises:
            InboxError: The file cannot be used.
        """
        database: sqlite3.Connection | None = None
        try:
            if not self._path.exists():
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            database = sqlite3.connect(self._path, timeout=_BUSY)
            self._prepare(database)
            with database:
                yield database
        except sqlite3.Error as error:
            raise self._told(error) from error
        except OSError as error:
            message = f"The inbox {self._path} cannot be opened: {error.strerror}."
            raise InboxError(message, hint=_OTHER_PATH) from error
        finally:
            if database is not None:
                database.close()

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA synchronous = FULL")
        marks = _marks(database)
        if marks == (_APPLICATION, _FORMAT):
            return
        with database:
            database.execute("BEGIN IMMEDIATE")
            # Another process may have made the tables since.
            marks = _marks(database)
            (some,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not some and marks == (0, 0):
                for statement in _TABLES:
                    database.execute(statement)
                database.execute(f"PRAGMA application_id = {_APPLICATION}")
                database.execute(f"PRAGMA user_version = {_FORMAT}")
                return
        if marks[0] != _APPLICATION:
            message = f"{self._path} is a database, but no inbox of this version."
            raise WrongInbox(message, hint=f"It was left as it is. {_OTHER_PATH}")
        if marks[1] != _FORMAT:
            message = f"The inbox {self._path} was made by another version of this package."
            raise WrongInbox(message, hint="Use that version, or give another path.")

    def _told(self, error: sqlite3.Error) -> InboxError:
        said, name = str(error), f"The inbox {self._path}"
        if "locked" in said:
            return InboxError(f"{name} is being written to by another process.", hint="Try again.")
        if "full" in said:
            return InboxError(f"{name}: the disk is full.", hint="Make room; nothing is lost.")
        usable = isinstance(error, sqlite3.OperationalError)
        if usable and not any(word in said for word in ("malformed", "no such", "no column")):
            return InboxError(f"{name} cannot be used: {said}.", hint=_OTHER_PATH)
        return WrongInbox(
            f"{self._path} is damaged, or no inbox: {said}.",
            hint=f"It was left as it is. {_OTHER_PATH}",
        )


def _marks(database: sqlite3.Connection) -> tuple[int, int]:
    (application,) = database.execute("PRAGMA application_id").fetchone()
    (layout,) = database.execute("PRAGMA user_version").fetchone()
    return application, layout


def _path(given: object) -> Path:
    path = of_kind("path", given, str, os.PathLike, wanted="the path of a file")
    text = os.fspath(path)
    if not isinstance(text, str):
        raise ConfigurationError("`path` must be the path of a file, as text.")
    if "://" in text:
        # It may hold a password, so it is not repeated.
        raise ConfigurationError(
            "The path of an inbox is that of a file, not a URL.",
            hint="An inbox in PostgreSQL is `PostgresInbox(url)` of `agent_connectors.postgres`.",
        )
    if not text.strip() or text.startswith((":memory:", "file:")) or "\0" in text:
        raise ConfigurationError(
            "The path of an inbox must be that of a file: what is noted survives the process.",
            hint=_OTHER_PATH,
        )
    return Path(text)
