"""Takes records out of a replica, with what hangs on them."""

import sqlite3
from collections.abc import Collection, Iterable

from agent_connectors.engine.store import state
from agent_connectors.engine.store.feeds import Feed, Walk
from agent_connectors.engine.store.records import remove_rows
from agent_connectors.engine.store.tables import Schema, quoted

__all__ = ["Removal"]


class Removal:
    """Takes records out.

    Args:
        schema: The tables.
        feeds: How they are read: what was read for a record goes with it.
    """

    def __init__(self, schema: Schema, feeds: Iterable[Feed]) -> None:
        self._schema = schema
        self._below: dict[str, list[str]] = {}
        for feed in feeds:
            table = feed.under if isinstance(feed, Walk) else feed.of
            if table:
                entity = schema.by_name[table].entity
                self._below.setdefault(entity, []).append(feed.name)

    def drop(
        self,
        connection: sqlite3.Connection,
        entity: str,
        keys: Iterable[str],
        *,
        deep: bool = False,
    ) -> int:
        """Takes records out.

        Args:
            connection: In a transaction.
            entity: What they are.
            keys: Their ids.
            deep: Whether what is in them went as well, such as the tasks in a list. A sweep finds
                that by itself.

        Returns:
            How many there were.
        """
        gone = 0
        for key in keys:
            remove_rows(connection, self._schema, entity, key)
            gone += connection.execute(
                "DELETE FROM store_records WHERE entity = ? AND id = ?", (entity, key)
            ).rowcount
            for feed in self._below.get(entity, ()):
                gone += self.sweep(connection, f"{feed}:{key}", deep=deep)
                state.forget(connection, feed, key)
            gone += self._hanging(connection, entity, key, deep=deep)
        return gone

    def sweep(
        self,
        connection: sqlite3.Connection,
        scope: str,
        *,
        before: int | None = None,
        keep: Collection[tuple[str, str]] = (),
        deep: bool = False,
    ) -> int:
        """Takes out what was not seen where it was read before.

        Args:
            connection: In a transaction.
            scope: What was read through.
            before: The number of the walk that has seen what is there; all goes if not given.
            keep: Kinds and ids of records that stay.
            deep: As in `drop`.

        Returns:
            How many there were.
        """
        found = connection.execute(
            "SELECT entity, id FROM store_records WHERE scope = ? "
            "AND (CAST(? AS BIGINT) IS NULL OR walk < ?)",
            (scope, before, before),
        ).fetchall()
        gone = [(entity, key) for entity, key in found if (entity, key) not in keep]
        return sum(self.drop(connection, entity, [key], deep=deep) for entity, key in gone)

    def _hanging(self, connection: sqlite3.Connection, entity: str, key: str, *, deep: bool) -> int:
        gone = 0
        for name, column, above in self._schema.hangs:
            if self._schema.by_name[above].entity != entity:
                continue
            table = self._schema.by_name[name]
            own = quoted(table.names[0])
            if deep and not table.whole:
                # The records that these rows are of are filled in anew when they are seen again.
                connection.execute(
                    "UPDATE store_records SET digest = ? WHERE entity = ? AND id IN "
                    f"(SELECT {own} FROM {name} WHERE {quoted(column)} = ?)",
                    (b"", table.entity, key),
                )
                connection.execute(f"DELETE FROM {name} WHERE {quoted(column)} = ?", (key,))
            elif deep:
                found = connection.execute(
                    f"SELECT {own} FROM {name} WHERE {quoted(column)} = ?", (key,)
                ).fetchall()
                gone += self.drop(connection, table.entity, [row[0] for row in found], deep=True)
        return gone
