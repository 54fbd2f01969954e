"""Puts records into a replica, and takes out those that are no more."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agent_connectors.engine.store.filling import fill, packed, unpacked
from agent_connectors.engine.store.tables import Schema
from agent_connectors.engine.values.json_text import write

__all__ = ["get", "known_scope", "put", "remove_rows"]

_DICTIONARY = 32_000
"""Bytes that zlib looks back at most."""


def put(
    connection: sqlite3.Connection,
    schema: Schema,
    entity: str,
    records: Iterable[Mapping[str, Any]],
    *,
    scope: str,
    walk: int = 0,
) -> int:
    """Keeps records as they are now.

    Args:
        connection: In a transaction.
        schema: The tables.
        entity: What they are.
        records: The records; each has an `id`.
        scope: What they were listed under, for `Removal.sweep`.
        walk: The number of the walk that has seen them.

    Returns:
        How many were new or had changed.
    """
    records = list(records)
    dictionary: bytes | None = None
    changed = 0
    for record in records:
        key, text = str(record["id"]), write(record)
        digest = hashlib.blake2b(text, digest_size=12).digest()
        known = connection.execute(
            "UPDATE store_records SET scope = ?, walk = ? WHERE entity = ? AND id = ? "
            "AND digest = ?",
            (scope, walk, entity, key, digest),
        )
        if known.rowcount:
            continue
        if dictionary is None:
            dictionary = _dictionary(connection, entity, records)
        changed += 1
        remove_rows(connection, schema, entity, key)
        connection.execute(
            "INSERT INTO store_records VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (entity, id) DO "
            "UPDATE SET scope = excluded.scope, walk = excluded.walk, digest = excluded.digest, "
            "data = excluded.data",
            (entity, key, scope, walk, digest, packed(text, dictionary)),
        )
        fill(connection, schema, entity, record)
    return changed


def get(connection: sqlite3.Connection, entity: str, ids: Sequence[str]) -> dict[str, Any]:
    """Records as the product sent them, by id.

    Args:
        connection: To read with.
        entity: What they are.
        ids: Which.
    """
    dictionary = _known_dictionary(connection, entity) or b""
    found = {}
    for key in ids:
        row = connection.execute(
            "SELECT data FROM store_records WHERE entity = ? AND id = ?", (entity, key)
        ).fetchone()
        if row is not None:
            found[key] = unpacked(row[0], dictionary)
    return found


def known_scope(connection: sqlite3.Connection, entity: str, key: str) -> str | None:
    """What a record was listed under; None if it is not there.

    Args:
        connection: To read with.
        entity: What it is.
        key: Its id.
    """
    found = connection.execute(
        "SELECT scope FROM store_records WHERE entity = ? AND id = ?", (entity, key)
    ).fetchone()
    return found[0] if found else None


def remove_rows(connection: sqlite3.Connection, schema: Schema, entity: str, key: str) -> None:
    """Takes the rows of a record out of the product's tables.

    Args:
        connection: In a transaction.
        schema: The tables.
        entity: What it is.
        key: Its id.
    """
    for table in schema.of(entity):
        connection.execute(f'DELETE FROM {table.name} WHERE "{table.names[0]}" = ?', (key,))


def _dictionary(
    connection: sqlite3.Connection, entity: str, records: Sequence[Mapping[str, Any]]
) -> bytes:
    """What records of a kind are packed with: some of the first ones, from all over them."""
    known = _known_dictionary(connection, entity)
    if known is not None:
        return known
    texts = [write(record) for record in records]
    step = -(-sum(map(len, texts)) // _DICTIONARY)
    chosen = b"".join(texts[::step])[-_DICTIONARY:]
    connection.execute("INSERT INTO store_dictionaries VALUES (?, ?)", (entity, chosen))
    return chosen


def _known_dictionary(connection: sqlite3.Connection, entity: str) -> bytes | None:
    row = connection.execute(
        "SELECT data FROM store_dictionaries WHERE entity = ?", (entity,)
    ).fetchone()
    return row[0] if row else None
