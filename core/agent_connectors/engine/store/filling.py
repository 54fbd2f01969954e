"""Fills a product's tables from its records, and packs the records."""

import sqlite3
import zlib
from typing import Any

from agent_connectors.engine.store.tables import Schema, quoted
from agent_connectors.engine.values.json_text import read_answer

__all__ = ["fill", "follow_names", "packed", "unpacked"]


def fill(connection: sqlite3.Connection, schema: Schema, entity: str, record: Any) -> None:
    """Puts the rows of a record into the product's tables.

    Args:
        connection: In a transaction.
        schema: The tables.
        entity: The kind of record.
        record: The record.
    """
    for table in schema.of(entity):
        marks = ", ".join("?" * len(table.names))
        connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.values(record))


def unpacked(data: bytes, dictionary: bytes) -> Any:
    """A record, as the product sent it.

    Args:
        data: What `packed` gave.
        dictionary: The bytes that it was packed with.
    """
    plain = zlib.decompressobj(zdict=dictionary) if dictionary else zlib.decompressobj()
    return read_answer(plain.decompress(data) + plain.flush())


def packed(text: bytes, dictionary: bytes) -> bytes:
    """A record's JSON, small: what is in the dictionary is not repeated.

    Args:
        text: The JSON.
        dictionary: Records of the same kind; their definitions of fields are those of all.
    """
    small = zlib.compressobj(zdict=dictionary) if dictionary else zlib.compressobj()
    return small.compress(text) + small.flush()


def follow_names(
    connection: sqlite3.Connection, schema: Schema, entity: str = "", own: str = ""
) -> None:
    """Brings the names that stand beside ids up to date with the tables they are from.

    Args:
        connection: In a transaction.
        schema: The tables.
        entity: A kind of record; only what depends on the record that follows, if given.
        own: The id of that record.
    """
    for table in schema.tables:
        for column in table.columns:
            if column.names is None:
                continue
            source, beside = column.names
            key = schema.by_name[source].names[0]
            of, value = "1 = 1", tuple[str, ...]()
            if entity == table.entity:
                of, value = f"{table.name}.{quoted(table.names[0])} = ?", (own,)
            elif entity == schema.by_name[source].entity:
                of, value = f"{table.name}.{beside} = ?", (own,)
            elif entity:
                continue
            connection.execute(
                f"UPDATE {table.name} SET {column.name} = (SELECT name FROM {source} "
                f"WHERE {source}.{key} = {table.name}.{beside}) WHERE EXISTS (SELECT 1 FROM "
                f"{source} WHERE {source}.{key} = {table.name}.{beside} "
                f"AND coalesce({source}.name, '') != coalesce({table.name}.{column.name}, '')) "
                f"AND {of}",
                value,
            )
