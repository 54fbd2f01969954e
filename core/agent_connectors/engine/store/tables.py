"""The tables of a replica, as a product declares them, and the rows that its records become."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import Any, Literal, TypeAlias

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.values.json_text import write
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["Column", "Kind", "Row", "Schema", "Table", "View", "composed", "iso", "quoted"]

Row: TypeAlias = Mapping[str, Any]

Kind: TypeAlias = Literal["text", "integer", "real", "boolean", "time", "list"]
"""What a column holds. A `list` is a JSON array of texts; a `time` is two columns: ISO 8601 in UTC
under its name, and milliseconds under its name with `_ms`."""

_SQL_TYPES = {
    "text": "TEXT",
    "integer": "INTEGER",
    "real": "REAL",
    "boolean": "INTEGER",
    "time": "TEXT",
    "list": "TEXT",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: Its name.
        kind: What it holds.
        path: Where in the record it is, keys separated by dots; its name if not given. Of a
            `list`, what is behind `[].` is taken of each item.
        about: What it says, where the name does not.
        read: Takes it from the record, where no path can.
        names: For a column that repeats another table's name beside an id: that table, and the
            column with the id. It follows when the name changes there.
        values: The values that there are, where these are few.
        rare: Whether few ask for it: models are told of it when they ask what the table has.
    """

    name: str
    kind: Kind = "text"
    path: str = ""
    about: str = ""
    read: Callable[[Row], Any] | None = None
    names: tuple[str, str] | None = None
    values: tuple[str, ...] = ()
    rare: bool = False


@dataclass(frozen=True)
class Table:
    """A table, and how a product's records fill it.

    Attributes:
        name: Its name.
        entity: The kind of record that fills it: the entity whose operations read it.
        columns: Its columns. The first one is the id of the record.
        about: What a row is.
        rows: Makes rows of a record, for a table that holds parts of records: mappings of column
            names. If not given, a record is one row, and its id is unique.
        words: The columns whose words can be searched for.
        aliases: What else it is called in searches.
        narrow: The columns that questions about all rows ask for. An index has them beside the
            id, so that neither a scan nor a join reads the long texts.
    """

    name: str
    entity: str
    columns: tuple[Column, ...]
    about: str
    rows: Callable[[Row], Iterable[Row]] | None = None
    words: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether a row is a whole record, not a part of one."""
        return self.rows is None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its columns in the database."""
        return tuple(name for name, _ in self._typed())

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """What each column in the database holds."""
        return dict(self._typed())

    def _typed(self) -> Iterator[tuple[str, Kind]]:
        for column in self.columns:
            yield column.name, column.kind
            if column.kind == "time":
                yield f"{column.name}_ms", "integer"

    def values(self, record: Row) -> Iterator[tuple[Any, ...]]:
        """The rows of a record, as the database takes them.

        Args:
            record: The record, as the product sent it.
        """
        if self.rows is None:
            yield self._values(partial(_found, record))
            return
        for row in self.rows(record):
            yield self._values(partial(_given, row))

    def _values(self, read: Callable[[Column], Any]) -> tuple[Any, ...]:
        values: list[Any] = []
        for column in self.columns:
            value = _stored(column.kind, read(column))
            values.append(value)
            if column.kind == "time":
                values[-1:] = [iso(value), value]
        return tuple(values)

    def ddl(self) -> Iterator[str]:
        """The statements that make it."""
        first = self.names[0]
        # Ids would be looked up in the index of UNIQUE, not in the narrow one, which has more.
        unique = self.whole and not self.narrow
        columns = ", ".join(
            f"{quoted(name)} {_SQL_TYPES[kind]}"
            + (" NOT NULL UNIQUE" if unique and name == first else "")
            for name, kind in self._typed()
        )
        yield f"CREATE TABLE {quoted(self.name)} ({columns})"
        if not unique:
            held = ", ".join(map(quoted, (first, *self.narrow)))
            yield f"CREATE INDEX {quoted(f'{self.name}_{first}')} ON {self.name} ({held})"
        if self.words:
            yield from self._word_index()

    def _word_index(self) -> Iterator[str]:
        # The texts stay in the table alone: the index refers to its rows, and triggers keep it.
        index, words = f"{self.name}_words", ", ".join(self.words)
        old = ", ".join(f"old.{word}" for word in self.words)
        new = ", ".join(f"new.{word}" for word in self.words)
        yield (
            f"CREATE VIRTUAL TABLE {index} USING fts5({words}, content='{self.name}', "
            "tokenize='trigram')"
        )
        remove = (
            f"INSERT INTO {index} ({index}, rowid, {words}) VALUES ('delete', old.rowid, {old})"
        )
        add = f"INSERT INTO {index} (rowid, {words}) VALUES (new.rowid, {new})"
        on = f"ON {self.name} BEGIN"
        yield f"CREATE TRIGGER {index}_added AFTER INSERT {on} {add}; END"
        yield f"CREATE TRIGGER {index}_removed AFTER DELETE {on} {remove}; END"
        yield f"CREATE TRIGGER {index}_changed AFTER UPDATE OF {words} {on} {remove}; {add}; END"


@dataclass(frozen=True, slots=True)
class View:
    """A question that many ask, under a name.

    Attributes:
        name: Its name.
        sql: The SELECT.
        about: What a row is.
        columns: Those of its columns that models are told of at once, if any.
        postgres: The SELECT in PostgreSQL, where it is another one.
    """

    name: str
    sql: str
    about: str
    columns: tuple[str, ...] = ()
    postgres: str = ""


@dataclass(frozen=True)
class Schema:
    """All tables of a product.

    Attributes:
        tables: The tables.
        views: The views.
        indexes: More indexes: table and columns.
        hangs: What goes with another record: a table, its column with the id of the other, and
            the table of that.
    """

    tables: tuple[Table, ...]
    views: tuple[View, ...] = ()
    indexes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    hangs: tuple[tuple[str, str, str], ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Table]:
        """The tables by name."""
        return {table.name: table for table in self.tables}

    def table(self, entity: str) -> Table:
        """The table of a kind of record.

        Args:
            entity: The kind of record, or the name of a table.

        Raises:
            InvalidParams: None are kept.
        """
        if (table := self.named(entity)) is not None:
            return table
        known = dict.fromkeys([*self.by_name, *self.entities])
        raise InvalidParams(f"No {entity!r} are kept.", hint=did_you_mean(entity, known))

    def of(self, entity: str) -> tuple[Table, ...]:
        """The tables that records of a kind fill; the one of whole records first.

        Args:
            entity: The kind of record.
        """
        found = [table for table in self.tables if table.entity == entity]
        return tuple(sorted(found, key=lambda table: not table.whole))

    def named(self, name: str) -> Table | None:
        """The table that somebody means; None if there is none.

        Args:
            name: Of the table, or of the kind of record that fills it.
        """
        for table in self.tables:
            if table.whole and name in (table.name, table.entity, *table.aliases):
                return table
        return self.by_name.get(name)

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """The kinds of records that are kept."""
        return tuple(dict.fromkeys(table.entity for table in self.tables))

    def ddl(self) -> tuple[str, ...]:
        """The statements that make all of it; the same ones for the same schema."""
        return (
            *(statement for table in self.tables for statement in table.ddl()),
            *(
                f"CREATE INDEX {table}_by_{'_'.join(columns[:2])} ON {table} ({', '.join(columns)})"
                for table, columns in self.indexes
            ),
            *(f"CREATE VIEW {view.name} AS {view.sql}" for view in self.views),
        )


def composed(text: str) -> str:
    """A text whose letters are put together in one way, so that the same ones are equal.

    Args:
        text: The text.
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever it is.

    Args:
        name: Of a table or column.
    """
    return '"' + name.replace('"', '""') + '"'


def iso(milliseconds: int | None) -> str | None:
    """A time as ISO 8601 in UTC, to the second; None for none, or for one out of all reach.

    Args:
        milliseconds: Since 1970.
    """
    if milliseconds is None:
        return None
    try:
        time = _EPOCH + timedelta(milliseconds=milliseconds)
        return time.isoformat(timespec="seconds").replace("+00:00", "Z")
    except OverflowError:
        return None


def _found(record: Row, column: Column) -> Any:
    if column.read is not None:
        return column.read(record)
    path, _, of_items = (column.path or column.name).partition("[]")
    value: Any = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    if column.kind != "list" or not of_items:
        return value
    items = value if isinstance(value, list) else []
    return [item.get(of_items.lstrip(".")) for item in items if isinstance(item, Mapping)]


def _given(row: Row, column: Column) -> Any:
    return row.get(column.name)


def _stored(kind: Kind, value: Any) -> Any:
    """A value as the column holds it; NULL for what is not of its kind."""
    if value is None:
        return None
    if kind == "list":
        items = value if isinstance(value, list) else [value]
        texts = [str(item).replace("\x00", "") for item in items if item is not None]
        return composed(write(texts).decode())
    if kind == "text":
        return composed(
            (value if isinstance(value, str) else write(value).decode()).replace("\x00", "")
        )
    if kind == "boolean":
        return _BOOLEANS.get(str(value).lower())
    return _number(value, whole=kind != "real")


_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def _number(value: Any, *, whole: bool) -> int | float | None:
    try:
        number = int(value) if whole else float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    # SQLite keeps 64 bits.
    return number if abs(number) < 1 << 63 else None
