"""How far each feed of a replica has been read."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Walked", "forget", "others", "save", "visited", "visits", "walk"]


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a feed has been read, under one record or as a whole.

    Attributes:
        feed: The feed.
        scope: The id of the record it is read under; empty for none.
        walk: The number of the last walk.
        position: Where a walk goes on that was cut off; None if it came to its end.
        newest: The product's time of the newest change that is in the replica.
        whole_ms: When it was last read whole, in milliseconds.
        synced_ms: When it was last read, in milliseconds.
        sweeping: Whether the walk that was cut off is a sweep for what was deleted: nothing new
            is missing meanwhile.
    """

    feed: str
    scope: str
    walk: int = 0
    position: Any = None
    newest: int | None = None
    whole_ms: int | None = None
    synced_ms: int | None = None
    sweeping: bool = False

    def begun(self, newest: int | None = None) -> "Walked":
        """The next walk, at its beginning.

        Args:
            newest: The product's time when it begins.
        """
        return replace(self, walk=self.walk + 1, position="", newest=newest, sweeping=False)

    def swept(self) -> "Walked":
        """The next walk, at its beginning, as a sweep."""
        return replace(self, walk=self.walk + 1, position="", sweeping=True)

    def at(self, position: Any) -> "Walked":
        """The same, one step on."""
        return replace(self, position=position)

    def reached(self, newest: int) -> "Walked":
        """The same, with changes up to a time."""
        return replace(self, newest=max(newest, self.newest or 0))

    def finished(self, now: int) -> "Walked":
        """The same, read to its end."""
        return replace(self, position=None, whole_ms=now, synced_ms=now, sweeping=False)

    def synced(self, now: int) -> "Walked":
        """The same, up to date."""
        return replace(self, synced_ms=now)


def walk(connection: sqlite3.Connection, feed: str, scope: str) -> Walked:
    """How far a feed has been read.

    Args:
        connection: To read with.
        feed: The feed.
        scope: The id of the record it is read under.
    """
    row = connection.execute(
        "SELECT walk, position, newest, whole_ms, synced_ms, sweeping FROM store_walks "
        "WHERE feed = ? AND scope = ?",
        (feed, scope),
    ).fetchone()
    if row is None:
        return Walked(feed, scope)
    number, position, newest, whole_ms, synced_ms, sweeping = row
    there = None if position is None else json.loads(position)
    return Walked(feed, scope, number, there, newest, whole_ms, synced_ms, bool(sweeping))


def save(connection: sqlite3.Connection, walked: Walked) -> None:
    """Notes how far a feed has been read.

    Args:
        connection: In a transaction.
        walked: How far.
    """
    position = None if walked.position is None else json.dumps(walked.position)
    connection.execute(
        "INSERT INTO store_walks "
        "(feed, scope, walk, position, newest, whole_ms, synced_ms, sweeping) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed, scope) DO UPDATE SET "
        "walk = excluded.walk, position = excluded.position, newest = excluded.newest, "
        "whole_ms = excluded.whole_ms, synced_ms = excluded.synced_ms, "
        "sweeping = excluded.sweeping",
        (
            walked.feed,
            walked.scope,
            walked.walk,
            position,
            walked.newest,
            walked.whole_ms,
            walked.synced_ms,
            int(walked.sweeping),
        ),
    )


def visits(connection: sqlite3.Connection, feed: str) -> dict[str, tuple[str, int]]:
    """For which records a feed has been read: in which version of theirs, and by which walk.

    Args:
        connection: To read with.
        feed: The feed.
    """
    found = connection.execute("SELECT id, version, walk FROM store_visits WHERE feed = ?", (feed,))
    return {key: (version, walk) for key, version, walk in found}


def visited(connection: sqlite3.Connection, feed: str, key: str, version: str, number: int) -> None:
    """Notes that a feed has been read for a record.

    Args:
        connection: In a transaction.
        feed: The feed.
        key: The id of the record.
        version: Its version.
        number: Of the walk.
    """
    connection.execute(
        "INSERT INTO store_visits (feed, id, version, walk) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (feed, id) DO UPDATE SET version = excluded.version, walk = excluded.walk",
        (feed, key, version, number),
    )


def others(connection: sqlite3.Connection, feed: str, there: Iterable[str]) -> list[str]:
    """For which other records a feed has been read: those that are no more.

    Args:
        connection: To read with.
        feed: The feed.
        there: The ids of the records that there are.
    """
    known = {
        *visits(connection, feed),
        *(
            scope
            for (scope,) in connection.execute(
                "SELECT scope FROM store_walks WHERE feed = ? AND scope != ''", (feed,)
            )
        ),
    }
    return sorted(known - set(there))


def forget(connection: sqlite3.Connection, feed: str, key: str) -> None:
    """Forgets that a feed has been read for a record.

    Args:
        connection: In a transaction.
        feed: The feed.
        key: The id of the record.
    """
    connection.execute("DELETE FROM store_visits WHERE feed = ? AND id = ?", (feed, key))
    connection.execute("DELETE FROM store_walks WHERE feed = ? AND scope = ?", (feed, key))
