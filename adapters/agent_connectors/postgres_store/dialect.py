"""How PostgreSQL is asked what a search asks, and what a replica's tables are there."""

import hashlib
from collections.abc import Iterator
from typing import Any

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.dialect import Dialect
from agent_connectors.engine.store.tables import Schema, Table, View, quoted

__all__ = ["PostgresDialect", "ddl", "fingerprint", "functions", "own_ddl"]

_TYPES = {
    "text": "TEXT",
    "integer": "BIGINT",
    "real": "DOUBLE PRECISION",
    "boolean": "BOOLEAN",
    "time": "TIMESTAMPTZ",
    "list": "JSONB",
}

_INDEXED = 200
"""Characters of a text beside others in an index: a row of one has room for some 2,700 bytes."""

_LIKENESS = 0.5
"""Of words, as pg_trgm counts: a letter or two in ten may be wrong."""


class PostgresDialect(Dialect):
    """PostgreSQL's own ways.

    Args:
        trigrams: The schema of the extension pg_trgm; None where it is not installed.
    """

    name = "PostgreSQL"
    differs = "IS DISTINCT FROM"
    tie = "ctid"
    words = "TABLE_words has the texts in small letters: name LIKE '%invoice%'."

    def __init__(self, trigrams: str | None) -> None:
        self._trigrams = trigrams

    def prepare(self, connection: Any) -> None:
        """Holds a search to half a minute."""
        connection.execute("SET LOCAL statement_timeout = 30000")

    def view(self, view: View) -> str:
        """The SELECT of a view."""
        return view.postgres or view.sql

    def compared(self, column: str, text: str) -> tuple[str, str, str]:
        """What a text is compared with, in any letters."""
        return f"folded({column})", "folded(?)", text

    def ordered(self, column: str, kind: str) -> str:
        """What a column is sorted by."""
        return f'folded({column}) COLLATE "C"' if kind == "text" else column

    def like(self, column: str, *, escaped: bool) -> str:
        """Whether a text is as a pattern, in any letters."""
        return rf"folded({column}) LIKE folded(?) ESCAPE '{chr(92) if escaped else ''}'"

    def likeness(self, column: str) -> str:
        """How much a text resembles another."""
        if self._trigrams is None:
            raise InvalidParams(
                "`fuzzy` takes the extension pg_trgm, which this database does not have.",
                hint="Use `contains` or `keyword`.",
            )
        return f"{quoted(self._trigrams)}.word_similarity(folded(?), folded({column}))"

    def resembles(self, column: str) -> str:
        """Whether a text resembles another."""
        return f"{self.likeness(column)} >= {_LIKENESS}"

    def items(self, column: str) -> str:
        """The items of a list, as rows of `value`."""
        return f"jsonb_array_elements_text({column}) AS item(value)"

    def indexed(self, table: Table, column: str, operator: str, text: str) -> tuple[str, list[Any]]:
        """Nothing: PostgreSQL finds the index of words by itself."""
        return "", []

    def sooner(self, column: str, text: str) -> tuple[str, list[Any]]:
        """Nothing: PostgreSQL keeps lists taken apart."""
        return "", []

    def number(self, kind: str, value: float) -> Any:
        """A number or a truth as the column has it."""
        return bool(value) if kind == "boolean" else value


def own_ddl(own: str) -> str:
    """The engine's own tables, as PostgreSQL makes them.

    Args:
        own: The statements of SQLite.
    """
    own = own.replace(" WITHOUT ROWID", "").replace(" INTEGER", " BIGINT")
    return own.replace(" BLOB", " BYTEA")


def fingerprint(schema: Schema) -> str:
    """Stands for the tables of a product, so that others are made where it has changed.

    Args:
        schema: The tables.
    """
    return hashlib.sha256("\n".join(ddl(schema, trigrams="")).encode()).hexdigest()[:16]


def ddl(schema: Schema, trigrams: str | None) -> Iterator[str]:
    """The statements that make the tables and views of a product.

    Args:
        schema: The tables.
        trigrams: The schema of the extension pg_trgm; None where it is not installed.
    """
    for table in schema.tables:
        yield from _table(table, trigrams)
    for name, columns in schema.indexes:
        kinds = schema.by_name[name].kinds
        first, *others = columns
        parts = [quoted(first)] + [
            f"left({quoted(column)}, {_INDEXED})" if kinds[column] == "text" else quoted(column)
            for column in others
        ]
        yield f"CREATE INDEX {name}_by_{'_'.join(columns[:2])} ON {name} ({', '.join(parts)})"
    for view in schema.views:
        yield f"CREATE VIEW {view.name} AS {view.postgres or view.sql}"


def _table(table: Table, trigrams: str | None) -> Iterator[str]:
    first = table.names[0]
    unique = " PRIMARY KEY" if table.whole else ""
    columns = ", ".join(
        f"{quoted(name)} {_TYPES[kind]}" + (unique if name == first else "")
        for name, kind in table.kinds.items()
    )
    yield f"CREATE TABLE {quoted(table.name)} ({columns})"
    if not table.whole:
        yield f"CREATE INDEX {quoted(f'{table.name}_{first}')} ON {table.name} ({quoted(first)})"
    for word in table.words:
        if trigrams is not None:
            operators = f"{quoted(trigrams)}.gin_trgm_ops" if trigrams else "gin_trgm_ops"
            yield (
                f"CREATE INDEX {table.name}_words_{word} ON {table.name} "
                f"USING gin (folded({quoted(word)}) {operators})"
            )
    if table.words:
        texts = ", ".join(f"folded({quoted(word)}) AS {quoted(word)}" for word in table.words)
        yield f"CREATE VIEW {table.name}_words AS SELECT {quoted(first)}, {texts} FROM {table.name}"


def functions(collation: str) -> tuple[str, ...]:
    """The functions that searches use, the same whatever the search path is.

    Args:
        collation: One that knows the letters of all languages.
    """
    lower = f"pg_catalog.lower($1 COLLATE {collation})"
    letters = f"pg_catalog.replace(pg_catalog.replace({lower}, 'ß', 'ss'), 'ς', '\u03c3')"
    found, wanted = (
        f"pg_catalog.array_remove(pg_catalog.regexp_split_to_array(folded(${at}) "
        f"COLLATE {collation}, '\\W+'), '')"
        for at in (1, 2)
    )
    made = "RETURNS {} LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $${}$$"
    return (
        f"CREATE OR REPLACE FUNCTION folded(text) {made.format('text', f'SELECT {letters}')}",
        *(
            f"CREATE OR REPLACE FUNCTION folded({kind}) "
            + made.format("text", "SELECT CAST($1 AS text)")
            for kind in ("bigint", "double precision", "boolean")
        ),
        "CREATE OR REPLACE FUNCTION has_words(text, text) "
        + made.format("boolean", f"SELECT {found} OPERATOR(pg_catalog.@>) {wanted}"),
    )
