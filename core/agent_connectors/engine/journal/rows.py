"""The tables of a journal, and entries as rows of them."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent_connectors.engine.journal.entry import Entry
from agent_connectors.engine.values.json_text import read_answer, write

__all__ = ["COLUMNS", "TABLES", "UNDONE", "Run", "entry_of", "row_of"]


@dataclass(frozen=True, slots=True)
class Run:
    """What belongs together: the writes of one agent at one request, for instance.

    Attributes:
        name: Its name.
        who: Who or what did it.
        first: When its first write was, in milliseconds since the epoch.
        last: When its last write was, in milliseconds since the epoch.
        writes: How many there are.
    """

    name: str
    who: str
    first: int
    last: int
    writes: int


TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE writes (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, run TEXT NOT NULL,
    who TEXT NOT NULL, operation TEXT NOT NULL, effect TEXT NOT NULL, request TEXT NOT NULL,
    outcome TEXT NOT NULL, undoes INTEGER, key TEXT NOT NULL, told BLOB NOT NULL);
CREATE INDEX writes_by_run ON writes (run);
CREATE INDEX writes_by_key ON writes (key) WHERE key != '';
CREATE INDEX writes_by_undone ON writes (undoes) WHERE undoes IS NOT NULL;
CREATE TABLE calls (key TEXT PRIMARY KEY, call TEXT NOT NULL, at INTEGER NOT NULL,
    result BLOB) WITHOUT ROWID
"""

COLUMNS = "id, at, run, who, operation, effect, request, outcome, undoes, key, told"

UNDONE = "(SELECT max(u.id) FROM writes u WHERE u.undoes = w.id AND u.outcome = 'done')"

_IN_COLUMNS = frozenset(COLUMNS.split(", ")) - {"told"}
_TOLD = tuple(name for name in Entry.__dataclass_fields__ if name not in _IN_COLUMNS)


def row_of(entry: Entry) -> tuple[Any, ...]:
    """The values of an entry in the order of the columns, without its number."""
    names = COLUMNS.removeprefix("id, ").removesuffix(", told").split(", ")
    told = {name: getattr(entry, name) for name in _TOLD if name != "undone_by"}
    return (*(getattr(entry, name) for name in names), zlib.compress(write(told)))


def entry_of(row: Sequence[Any]) -> Entry:
    """The entry of a row: its columns, and the number of what undid it."""
    *plain, told, undone_by = row
    columns = dict(zip(COLUMNS.split(", "), plain, strict=False))
    kept = read_answer(zlib.decompress(told))
    read_by = kept.pop("read_by", None)
    return Entry(
        **columns, **kept, read_by=None if read_by is None else tuple(read_by), undone_by=undone_by
    )
