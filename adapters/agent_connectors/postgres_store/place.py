"""A replica in a schema of PostgreSQL: made, brought up to date, read and written."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import psycopg

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.store.database import fact, set_facts
from agent_connectors.engine.store.errors import NoStore, StoreBusy, WrongStore
from agent_connectors.engine.store.filling import fill, follow_names, unpacked
from agent_connectors.engine.store.own import FORMAT, OWN, OWN_TABLES, UPGRADES
from agent_connectors.engine.store.tables import Schema, quoted
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import even_half_made, unseen
from agent_connectors.postgres_store.calls import calls
from agent_connectors.postgres_store.connections import Connections, Plain, told
from agent_connectors.postgres_store.dialect import (
    PostgresDialect,
    ddl,
    fingerprint,
    functions,
    own_ddl,
)
from agent_connectors.postgres_store.query import PostgresQuery

__all__ = ["PostgresDatabase", "PostgresStore"]

_ALONE = "SELECT pg_advisory_xact_lock(?)"

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,49}")

_COLLATIONS = ("und-x-icu", "C.utf8", "default")
"""Which know the letters of all languages, the best one first."""


class PostgresStore:
    """Where a replica is kept: a schema of PostgreSQL, with a role that may only read it.

    Both are made when they are first needed. The role, which begins with the name of the
    schema and ends in `_reader`, cannot log in; a statement that somebody else has written runs
    as it.

    Args:
        database: The URL of the database, `postgresql://user:password@host/database`, or
            connections that several replicas share.
        schema: The schema: small letters, digits and `_`.

    Raises:
        ConfigurationError: Either is wrong.
    """

    @unseen
    def __init__(self, database: "str | Connections", *, schema: str = "context_store") -> None:
        if (
            not _NAME.fullmatch(of_kind("schema", schema, str, wanted="a name"))
            or schema[:3] == "pg_"
        ):
            raise ConfigurationError(
                "`schema` takes up to 50 small letters, digits and `_`, not `pg_` first."
            )
        self._owned = not isinstance(database, Connections)
        self._connections = database if isinstance(database, Connections) else Connections(database)
        self.name = schema

    @even_half_made
    def __repr__(self) -> str:
        return f"PostgresStore(..., schema={self.name!r})"

    def holding(self, schema: Schema) -> "PostgresDatabase":
        """The replica of a product.

        Args:
            schema: Its tables.
        """
        return PostgresDatabase(self._connections, self.name, schema, closes=self._owned)


class PostgresDatabase:
    """The schema. Making one does no I/O.

    Args:
        connections: To its database.
        name: Its name.
        schema: The tables of the product.
        closes: Whether the connections are its own.
    """

    def __init__(
        self, connections: Connections, name: str, schema: Schema, *, closes: bool
    ) -> None:
        self.name = f"The schema {name}"
        self.schema = schema
        self._connections = connections
        self._in = quoted(name)
        self._role = ""
        self._lock = int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
        self._closes = closes
        self._writing = threading.RLock()
        self._trigrams: str | None = None
        self._is_ready = False

    @even_half_made
    def __repr__(self) -> str:
        return f"PostgresDatabase({self._in})"

    @property
    def is_there(self) -> bool:
        """Whether it has been made, which the database tells when it is opened."""
        return True

    @property
    def dialect(self) -> PostgresDialect:
        """How it is asked."""
        return PostgresDialect(self._trigrams)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """One transaction: all of it is kept, or nothing.

        Raises:
            StoreError: The database cannot be used.
        """
        self._get_ready()
        # One after another, as in SQLite: the engine reads before it writes.
        with self._writing, self._transaction() as connection:
            connection.execute(_ALONE, (self._lock ^ 1,))
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """One transaction that reads, all of it as of one moment.

        Raises:
            StoreError: The database cannot be used.
        """
        self._get_ready()
        with self._transaction("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY") as one:
            yield one

    @contextmanager
    def syncing(self) -> Iterator[None]:
        """Held while it is synced, by one process of all; the server lets go of it at its end.

        Raises:
            StoreBusy: Another holds it.
        """
        self._get_ready()
        with self._connections.apart() as connection:
            held = connection.execute("SELECT pg_try_advisory_lock(%s)", (self._lock,)).fetchone()
            if held is None or not held[0]:
                raise StoreBusy(
                    f"{self.name} is being synced already.",
                    hint="Its answers go on; ask it, or try again later.",
                )
            try:
                yield
            finally:
                if not connection.closed:
                    connection.execute("SELECT pg_advisory_unlock(%s)", (self._lock,))

    def query(self, sql: Any, *, limit: Any, seconds: Any, longest: float = 60.0) -> PostgresQuery:
        """A SELECT that somebody else has written, checked.

        Args:
            sql: The statement.
            limit: How many rows to give at most.
            seconds: How long it may run.
            longest: How long any may run.
        """
        return PostgresQuery(
            self.schema, self._reader, sql, limit=limit, seconds=seconds, longest=longest
        )

    def _reader(self) -> tuple[str, str]:
        """Where a statement of somebody else runs, and as whom."""
        return self._in, self._role

    def stream(self, connection: Plain, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """The columns of a SELECT of ours, and its rows, which are read as they are taken."""
        cursor = connection.own.cursor(name="store_export")
        cursor.execute(sql.encode())
        names = [column.name for column in cursor.description or ()]

        def rows() -> Iterator[tuple[Any, ...]]:
            with cursor:
                yield from cursor

        return names, rows()

    def close(self) -> None:
        """Closes the connections, if they are its own."""
        self._is_ready = False
        if self._closes:
            self._connections.close()

    def check_removable(self) -> None:
        """Looks whether the schema may be removed, and touches nothing.

        Raises:
            NoStore: It holds something else than a store.
        """
        with self._transaction() as connection:
            self._refuse_others(connection)

    def remove(self) -> None:
        """Removes the schema and its role, if they are there.

        Raises:
            NoStore: It holds something else than a store.
        """
        self._is_ready = False
        with self._transaction() as connection:
            self._refuse_others(connection)
            self._role = self._role_in(connection)
            connection.execute(f"DROP SCHEMA IF EXISTS {self._in} CASCADE")
            if self._has_role(connection):
                connection.execute(f"DROP OWNED BY {self._role}")
                connection.execute(f"DROP ROLE {self._role}")

    @contextmanager
    def _transaction(self, *first: str) -> Iterator[Any]:
        with self._connections.one() as connection, told(), connection.transaction():
            for statement in (*first, f"SET LOCAL search_path = {self._in}"):
                connection.execute(statement.encode())
            yield Plain(connection)

    def _get_ready(self) -> None:
        if self._is_ready:
            return
        with self._transaction() as connection:
            # Two processes that make the same would disturb each other.
            connection.execute(_ALONE, (self._lock ^ 1,))
            self._role = self._role_in(connection)
            self._trigrams = _trigrams(connection)
            schema = self._in.strip('"')
            known = connection.execute(
                "SELECT 1 FROM pg_namespace WHERE nspname = ?", (schema,)
            ).fetchone()
            if known is None:
                self._create(connection)
            self._upgrade(connection)
            self._make_functions(connection)
            if fact(connection, "schema") != fingerprint(self.schema):
                self._rebuild(connection)
        self._is_ready = True

    def _create(self, connection: Any) -> None:
        connection.execute(f"CREATE SCHEMA {self._in}")
        for statement in own_ddl(OWN).split(";"):
            connection.execute(statement)
        if not self._has_role(connection):
            connection.execute(f"CREATE ROLE {self._role} NOLOGIN NOINHERIT")
            connection.execute(f"GRANT {self._role} TO CURRENT_USER")
        connection.execute(f"GRANT USAGE ON SCHEMA {self._in} TO {self._role}")
        set_facts(connection, format=str(FORMAT), schema="")

    def _refuse_others(self, connection: Any) -> None:
        """Refuses to remove a schema that is there and was not made by `_create`."""
        name = self._in.strip('"')
        known = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (name,))
        if known.fetchone() is None:
            return
        held = connection.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = ? AND c.relkind = 'r'",
            (name,),
        )
        if not {"store_facts", "store_records"} <= {row[0] for row in held.fetchall()}:
            raise NoStore(
                f"{self.name} holds something else than a store, and is left as it is.",
                hint="Take another schema. If it may go, remove it yourself.",
            )

    def _role_in(self, connection: Any) -> str:
        # Roles are of all databases of a server; this one is for one schema of one of them.
        (database,) = connection.execute("SELECT current_database()").fetchone()
        mark = sha256(str(database).encode()).hexdigest()[:6]
        return quoted(f"{self._in.strip(chr(34))}_{mark}_reader")

    def _has_role(self, connection: Any) -> bool:
        name = self._role.strip('"')
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = ?", (name,))
        return found.fetchone() is not None

    def _upgrade(self, connection: Any) -> None:
        layout = int(fact(connection, "format") or FORMAT)
        if layout > FORMAT:
            raise WrongStore(
                f"{self.name} was made by a newer version of this package.",
                hint="Upgrade the package, or take another schema.",
            )
        for older in range(layout, FORMAT):
            for statement in UPGRADES[older]:
                connection.execute(own_ddl(statement))
        if layout < FORMAT:
            set_facts(connection, format=str(FORMAT))

    def _make_functions(self, connection: Any) -> None:
        """Makes what searches and SELECTs call, and again where a newer version makes other."""
        wanted = [*functions(quoted(_collation(connection))), *calls()]
        mark = sha256("\n".join(wanted).encode()).hexdigest()[:16]
        if fact(connection, "functions") == mark:
            return
        known = connection.execute(
            "SELECT CAST(p.oid AS regprocedure)::text FROM pg_proc p JOIN pg_namespace n "
            "ON n.oid = p.pronamespace WHERE n.nspname = ? AND NOT proname = ANY (?)",
            (self._in.strip('"'), ["folded", "has_words"]),
        ).fetchall()
        for (name,) in known:
            connection.own.execute(f"DROP ROUTINE IF EXISTS {name} CASCADE".encode())
        for statement in wanted:
            connection.own.execute(statement.encode())
        set_facts(connection, functions=mark)

    def _rebuild(self, connection: Any) -> None:
        """Makes the product's tables anew from the records, which a newer version reads better."""
        found = connection.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = "
            "(SELECT oid FROM pg_namespace WHERE nspname = ?) AND relkind IN ('r', 'v') "
            "ORDER BY relkind DESC",
            (self._in.strip('"'),),
        ).fetchall()
        for name, kind in found:
            if name not in OWN_TABLES:
                what = "VIEW" if kind in {"v", b"v"} else "TABLE"
                connection.execute(f"DROP {what} IF EXISTS {quoted(name)} CASCADE")
        for statement in ddl(self.schema, self._trigrams):
            connection.execute(statement)
        words = [f"{table.name}_words" for table in self.schema.tables if table.words]
        views = [view.name for view in self.schema.views]
        for name in (*self.schema.by_name, *views, *words):
            connection.execute(f"GRANT SELECT ON {quoted(name)} TO {self._role}")
        dictionaries = dict(connection.execute("SELECT entity, data FROM store_dictionaries"))
        kept = connection.own.cursor(name="store_records")
        for entity, data in kept.execute("SELECT entity, data FROM store_records"):
            fill(connection, self.schema, entity, unpacked(data, dictionaries.get(entity, b"")))
        kept.close()
        follow_names(connection, self.schema)
        set_facts(connection, schema=fingerprint(self.schema))


def _trigrams(connection: Any) -> str | None:
    """Where the extension pg_trgm is, which is made where that is allowed."""
    try:
        with connection.own.transaction():
            connection.own.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")
    except psycopg.Error:
        return None
    row = connection.execute(
        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
        "WHERE e.extname = 'pg_trgm'"
    ).fetchone()
    return str(row[0]) if row else None


def _collation(connection: Any) -> str:
    found = connection.execute("SELECT collname FROM pg_collation").fetchall()
    there = {name for (name,) in found}
    return next(name for name in _COLLATIONS if name in there)
