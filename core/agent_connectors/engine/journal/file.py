"""The file of a journal."""

import os
import sqlite3
import time
import zlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from agent_connectors.engine.journal.entry import Entry
from agent_connectors.engine.journal.errors import (
    JournalDamaged,
    JournalError,
    NotInJournal,
    WrongJournal,
)
from agent_connectors.engine.journal.rows import COLUMNS, TABLES, UNDONE, Run, entry_of, row_of
from agent_connectors.engine.running.once import Noted
from agent_connectors.engine.values.json_text import read_answer, write
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Journal", "Run", "now"]

FORMAT = 1
"""The layout of the tables; a file with a higher one is left alone."""

_APPLICATION = 0x41434A4C
"""Marks the file as one of ours."""

_BUSY = 30.0
"""Seconds for which a process waits for another's write."""

_OTHER_PATH = "Give the path of a file that may be made, in a folder that exists."


class Journal:
    """What connectors wrote, in a file: SQLite, made for its owner's eyes when it is first needed.

    It holds what your company writes, and no credentials. It grows until `forget` is called.

    Args:
        path: The file; not on a network drive, where SQLite cannot lock it.
        who: Who or what writes, such as the name of an agent; the product's user if not given.
        run: The run that writes belong to; a new name for each connector if not given.
    """

    def __init__(self, path: "str | os.PathLike[str]", *, who: str = "", run: str = "") -> None:
        self.path = Path(path)
        self._who = who
        self._named = run
        self._run = run or f"run-{uuid4().hex[:12]}"

    @even_half_made
    def __repr__(self) -> str:
        return f"Journal({os.fspath(self.path)!r})"

    def same_as(self) -> Hashable:
        """Equal for journals that note the same in the same file."""
        return (type(self), self.path, self._who, self._named)

    @contextmanager
    def during(self, run: str, *, who: str = "") -> Iterator[None]:
        """Has what is written within belong to a run, also what tasks begun there write.

        Args:
            run: Its name.
            who: Who or what writes.
        """
        token = _under_way.set((run, who))
        try:
            yield
        finally:
            _under_way.reset(token)

    def of_now(self) -> tuple[str, str]:
        """The run that is under way, and who writes in it."""
        run, who = _under_way.get()
        return run or self._run, who or self._who

    def entries(
        self,
        *,
        run: str | None = None,
        operation: str | None = None,
        outcome: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[Entry]:
        """The latest writes, the last one first.

        Args:
            run: Only those of a run.
            operation: Only those of an operation, such as `tasks.update`.
            outcome: Only those that ended so, such as `unknown`.
            before: Only those with a lower number, to go on where a list ended.
            limit: How many.

        Raises:
            JournalError: The file cannot be read.
        """
        wanted = {"run": run, "operation": operation, "outcome": outcome}
        given = {name: value for name, value in wanted.items() if value is not None}
        conditions = [f"{name} = :{name}" for name in given]
        if before is not None:
            conditions.append("id < :before")
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return self._read(
            f"{where} ORDER BY id DESC LIMIT :limit", {**given, "before": before, "limit": limit}
        )

    def entry(self, number: int) -> Entry:
        """One write.

        Args:
            number: Its number.

        Raises:
            NotInJournal: There is none of that number.
            JournalError: The file cannot be read.
        """
        found = self._read("WHERE id = :id", {"id": number})
        if not found:
            raise NotInJournal(
                f"{self.path} has no entry {number}.", hint="`entries()` lists what there is."
            )
        return found[0]

    def whole_run(self, run: str) -> list[Entry]:
        """All writes of a run, the last one first.

        Args:
            run: Its name.

        Raises:
            NotInJournal: There is no such run.
            JournalError: The file cannot be read.
        """
        found = self._read("WHERE run = :run ORDER BY id DESC", {"run": run})
        if not found:
            known = ", ".join(f"`{one.name}`" for one in self.runs(5))
            raise NotInJournal(
                f"{self.path} has no run `{run}`.",
                hint=f"The latest are {known}." if known else "It is empty.",
            )
        return found

    def runs(self, limit: int = 50) -> list[Run]:
        """The latest runs, the last one first.

        Args:
            limit: How many.

        Raises:
            JournalError: The file cannot be read.
        """
        query = (
            "SELECT run, max(who), min(at), max(at), count(*) FROM writes GROUP BY run "
            "ORDER BY max(id) DESC LIMIT ?"
        )
        if not self.path.exists():
            return []
        with self._open() as database:
            return [Run(*row) for row in database.execute(query, (limit,))]

    def forget(self, older: timedelta) -> int:
        """Forgets writes of long ago; they cannot be undone any more.

        Args:
            older: What was written longer ago than this is forgotten.

        Returns:
            How many.
        """
        limit = now() - int(older.total_seconds() * 1000)
        with self._open() as database:
            database.execute("DELETE FROM calls WHERE at < ?", (limit,))
            return database.execute("DELETE FROM writes WHERE at < ?", (limit,)).rowcount

    def begin(self, entry: Entry) -> int:
        """Notes a write that is about to be sent.

        Args:
            entry: The write; its number is not used.

        Returns:
            Its number.

        Raises:
            JournalError: It could not be noted.
        """
        row = row_of(entry)
        marks = ", ".join("?" * len(row))
        names = COLUMNS.removeprefix("id, ")
        with self._open() as database:
            made = database.execute(f"INSERT INTO writes ({names}) VALUES ({marks})", row)
            return int(made.lastrowid or 0)

    def finish(self, entry: Entry) -> None:
        """Notes what became of a write.

        Args:
            entry: The write.

        Raises:
            JournalError: It could not be noted.
        """
        names = COLUMNS.removeprefix("id, ").split(", ")
        changes = ", ".join(f"{name} = ?" for name in names)
        with self._open() as database:
            database.execute(
                f"UPDATE writes SET {changes} WHERE id = ?", (*row_of(entry), entry.id)
            )

    def settle(self, number: int, outcome: str) -> None:
        """Notes what has been found out of a write whose answer got lost.

        Args:
            number: Its number.
            outcome: `done` or `refused`.
        """
        with self._open() as database:
            database.execute("UPDATE writes SET outcome = ? WHERE id = ?", (outcome, number))

    def of_key(self, key: str) -> list[Entry]:
        """The writes of a call that had a key.

        Args:
            key: The key.
        """
        return self._read("WHERE key = :key ORDER BY id", {"key": key})

    def look(self, key: str) -> Noted | None:
        """What is noted of the call under a key."""
        if not self.path.exists():
            return None
        with self._open() as database:
            query = "SELECT call, result FROM calls WHERE key = ?"
            found = database.execute(query, (key,)).fetchone()
        if found is None:
            return None
        call, result = found
        return Noted(call, None if result is None else zlib.decompress(result).decode())

    def begin_call(self, key: str, call: str) -> bool:
        """Notes that a call is about to change something; false if its key is taken."""
        add = "INSERT OR IGNORE INTO calls (key, call, at) VALUES (?, ?, ?)"
        with self._open() as database:
            return database.execute(add, (key, call, now())).rowcount == 1

    def finish_call(self, key: str, result: str) -> None:
        """Notes what a call gave."""
        packed = zlib.compress(result.encode())
        with self._open() as database:
            database.execute("UPDATE calls SET result = ? WHERE key = ?", (packed, key))

    def call_since(self, key: str) -> int | None:
        """When the call under a key was begun, in milliseconds since the epoch."""
        if not self.path.exists():
            return None
        with self._open() as database:
            found = database.execute("SELECT at FROM calls WHERE key = ?", (key,)).fetchone()
        return None if found is None else int(found[0])

    def release_call(self, key: str, since: int | None = None) -> None:
        """Takes the note of a call back: nothing was changed.

        Args:
            key: The key.
            since: Only the note that was made then.
        """
        query = "DELETE FROM calls WHERE key = ? AND result IS NULL AND at = ifnull(?, at)"
        with self._open() as database:
            database.execute(query, (key, since))

    def belongs_to(self, product: str, places: Sequence[str]) -> None:
        """Makes sure that the journal is one of a product and of a place in it.

        Args:
            product: The product.
            places: Ids of the workspaces that the credentials let into.

        Raises:
            WrongJournal: It is one of another.
            JournalError: The file cannot be used.
        """
        with self._open() as database:
            known = dict(database.execute("SELECT name, value FROM facts"))
            if known.get("product", product) != product:
                raise WrongJournal(
                    f"{self.path} is a journal of {known['product']}, not of {product}.",
                    hint="Give another path.",
                )
            held = set(read_answer(known.get("places", "[]").encode()))
            if held and places and not held & set(places):
                raise WrongJournal(
                    f"{self.path} is the journal of another workspace ({', '.join(sorted(held))}).",
                    hint="Give another path, or the credentials of that workspace.",
                )
            facts = {"product": product, "places": write(sorted(held | set(places))).decode()}
            if facts != {name: known.get(name) for name in facts}:
                database.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def _read(self, rest: str, values: Mapping[str, Any]) -> list[Entry]:
        if not self.path.exists():
            return []
        query = f"SELECT {COLUMNS}, {UNDONE} FROM writes w {rest}"
        with self._open() as database:
            return [entry_of(row) for row in database.execute(query, values).fetchall()]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction, in a connection of its own: none is shared by threads or a fork.

        Raises:
            JournalError: The file cannot be used.
        """
        database: sqlite3.Connection | None = None
        try:
            if not self.path.exists():
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            database = sqlite3.connect(self.path, timeout=_BUSY, isolation_level=None)
            self._prepare(database)
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise self._told(error) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        except OSError as error:
            raise JournalError(
                f"{self.path} cannot be opened: {error.strerror}.", hint=_OTHER_PATH
            ) from error
        finally:
            if database is not None:
                database.close()  # what was not committed is undone

    def _prepare(self, database: sqlite3.Connection) -> None:
        database.execute("PRAGMA synchronous = FULL")
        (marked,) = database.execute("PRAGMA application_id").fetchone()
        (layout,) = database.execute("PRAGMA user_version").fetchone()
        if marked == _APPLICATION and layout == FORMAT:
            return
        if layout > FORMAT and marked == _APPLICATION:
            raise WrongJournal(
                f"{self.path} was made by a newer version of this package.",
                hint="Upgrade the package, or give another path.",
            )
        database.execute("BEGIN IMMEDIATE")
        # Another process may have made the tables since.
        if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in TABLES.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {_APPLICATION}")
            database.execute(f"PRAGMA user_version = {FORMAT}")
        elif marked != _APPLICATION:
            (again,) = database.execute("PRAGMA application_id").fetchone()
            if again != _APPLICATION:
                raise JournalDamaged(
                    f"{self.path} is a database, but no journal.", hint=_OTHER_PATH
                )
        database.execute("COMMIT")

    def _told(self, error: sqlite3.OperationalError) -> JournalError:
        said = str(error)
        if "malformed" in said or "disk I/O" in said:
            return self._damaged(error)
        if "full" in said:
            return JournalError(
                f"{self.path}: the disk is full.", hint="Make room; nothing is lost."
            )
        hint = "Another process is writing; try again." if "locked" in said else _OTHER_PATH
        return JournalError(f"{self.path}: {said}.", hint=hint)

    def _damaged(self, error: Exception) -> JournalDamaged:
        return JournalDamaged(
            f"{self.path} is damaged, or no journal: {error}.",
            hint="It was left as it is. Give another path, or put a copy in its place.",
        )


_under_way: ContextVar[tuple[str, str]] = ContextVar("run", default=("", ""))


def now() -> int:
    """The time, in milliseconds since the epoch."""
    return int(time.time() * 1000)
