"""What marks a file as a replica, also where the rest of it is damaged."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from agent_connectors.engine.store.errors import NoStore

__all__ = ["APPLICATION", "is_marked", "refuse_others"]

APPLICATION: Final = 0x41435354
"""Marks the file as one of ours, for `file` and for `open`."""

_BEGINS: Final = b"SQLite format "
_MARK: Final = slice(68, 72)
"""Where SQLite writes the mark."""


def is_marked(path: Path) -> bool:
    """Whether a file is a replica, damaged or not, as its first bytes tell.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(_BEGINS):
        return False
    if head[_MARK] == APPLICATION.to_bytes(4, "big"):
        return True
    journal = Path(f"{path}-wal")
    return journal.is_file() and journal.stat().st_size > 0 and _marked_beside(path)


def refuse_others(path: Path) -> None:
    """Refuses to remove what is no replica.

    Args:
        path: What is to be removed. What is not there, and a file without a byte, may be.

    Raises:
        NoStore: It is something else, or it is not known what.
    """
    if not os.path.lexists(path) or (path.is_file() and not path.stat().st_size):
        return
    try:
        ours = path.is_file() and is_marked(path)
    except OSError as error:
        raise NoStore(
            f"{path} cannot be read, and is left as it is: {error.strerror}.", hint=_BY_HAND
        ) from None
    if not ours:
        raise NoStore(f"{path} is no replica, and is left as it is.", hint=_BY_HAND)


_BY_HAND = "Give another path. If it may go, remove it yourself."


def _marked_beside(path: Path) -> bool:
    """Whether the mark is in what SQLite has not yet put into the file itself."""
    try:
        address = path.absolute().as_uri() + "?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            found: int = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.Error:
        return False
    return found == APPLICATION
