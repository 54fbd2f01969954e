"""Notes what of a replica has been changed since it was read, or may have been."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Noted", "begin", "count_open", "forget", "latest", "newer", "opened", "settle"]


@dataclass(frozen=True, slots=True)
class Noted:
    """A note that something is not as it was read.

    Attributes:
        what: The kind of record; or `feed:` and the name of a feed, for all that it has read
            for one record.
        key: The id of the record.
        number: Of the note; a later one has a higher number.
        alone: Whether there was no open note of the same before.
    """

    what: str
    key: str
    number: int
    alone: bool = True


def latest(connection: sqlite3.Connection) -> int:
    """The number of the newest note: what is asked for from here on is newer than that.

    Args:
        connection: To read with.
    """
    found = connection.execute("SELECT value FROM store_facts WHERE name = 'touches'").fetchone()
    return int(found[0]) if found else 0


def begin(connection: sqlite3.Connection, what: str, key: str) -> Noted:
    """Notes that something is changed now; until this is settled, nobody knows how it is.

    Args:
        connection: In a transaction.
        what: As in `Noted`.
        key: The id of the record.
    """
    known = connection.execute(
        "SELECT 1 FROM store_touched WHERE what = ? AND id = ? AND open = 1", (what, key)
    ).fetchone()
    return Noted(what, key, _note(connection, what, key, opened=1), known is None)


def settle(connection: sqlite3.Connection, what: str, key: str, number: int | None = None) -> bool:
    """Notes that the replica has it as it is now.

    Args:
        connection: In the transaction that has put it there.
        what: As in `Noted`.
        key: The id of the record.
        number: The note that is settled, if there was one; a newer one stays open.

    Returns:
        Whether it is settled.
    """
    known = connection.execute(
        "SELECT seq, open FROM store_touched WHERE what = ? AND id = ?", (what, key)
    ).fetchone()
    if known is not None and known[1] and known[0] != number:
        return False
    _note(connection, what, key, opened=0)
    return True


def opened(connection: sqlite3.Connection, most: int) -> list[Noted]:
    """What is to be read again, the oldest first.

    Args:
        connection: To read with.
        most: How many to give.
    """
    found = connection.execute(
        "SELECT what, id, seq FROM store_touched WHERE open = 1 ORDER BY seq LIMIT ?", (most,)
    )
    return [Noted(what, key, number) for what, key, number in found]


def count_open(connection: sqlite3.Connection) -> int:
    """How much is to be read again.

    Args:
        connection: To read with.
    """
    found = connection.execute("SELECT count(*) FROM store_touched WHERE open = 1").fetchone()
    return int(found[0])


def newer(connection: sqlite3.Connection, what: str, keys: Iterable[str], number: int) -> set[str]:
    """Which of these are newer in the replica than what was asked for at a note's time.

    Args:
        connection: To read with.
        what: As in `Noted`.
        keys: The ids of records.
        number: What `latest` gave before it was asked for.
    """
    found = connection.execute(
        "SELECT id FROM store_touched WHERE what = ? AND open = 0 AND seq > ?", (what, number)
    ).fetchall()
    return {key for (key,) in found} & set(keys)


def forget(connection: sqlite3.Connection, number: int) -> None:
    """Forgets what was settled before: whoever asked for it then has got it.

    Args:
        connection: In a transaction.
        number: Of the newest note to forget.
    """
    connection.execute("DELETE FROM store_touched WHERE open = 0 AND seq <= ?", (number,))


def _note(connection: sqlite3.Connection, what: str, key: str, *, opened: int) -> int:
    number = latest(connection) + 1
    connection.execute(
        "INSERT INTO store_facts (name, value) VALUES ('touches', ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (str(number),),
    )
    connection.execute(
        "INSERT INTO store_touched (what, id, seq, open) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (what, id) DO UPDATE SET seq = excluded.seq, open = excluded.open",
        (what, key, number, opened),
    )
    return number
