"""One SELECT that somebody else has written, in PostgreSQL: it reads what it may, for a while."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

import psycopg
from psycopg import Cursor

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.sql import MOST_CHARACTERS, Rows, apart, check_limits
from agent_connectors.engine.store.tables import Schema
from agent_connectors.engine.values.json_text import writable
from agent_connectors.engine.values.names import did_you_mean
from agent_connectors.postgres_store.calls import LONGEST, OWN
from agent_connectors.postgres_store.connections import Plain
from agent_connectors.postgres_store.guard import FUNCTIONS, checked

__all__ = ["PostgresQuery"]

_LIMITS = """
SET LOCAL search_path = {schema}, pg_catalog;
SET LOCAL statement_timeout = {milliseconds};
SET LOCAL lock_timeout = 1000;
SET LOCAL work_mem = '16MB';
SET LOCAL hash_mem_multiplier = 1;
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL jit = off;
SET LOCAL standard_conforming_strings = on;
SET LOCAL TimeZone = 'UTC';
SET LOCAL ROLE {role}
"""

_TOO_MUCH = {"53", "54"}
"""Classes of errors: resources are short, a limit of PostgreSQL's is reached."""

_MOST_SAID = 300
"""Characters of what PostgreSQL says, which may quote a text of any length."""

_GRACE = 0.5
"""Seconds after which a statement is left to itself that PostgreSQL has not ended in time."""

_TIME = 1184
"""What PostgreSQL calls a time with a zone."""

_LONGEST_ROW = 2_000_000
"""Characters of one row: what is longer is not sent to us at all."""


class PostgresQuery:
    """A SELECT, with what it may take.

    Args:
        schema: The tables that it may read.
        reader: Tells the schema of the database and the role it runs as, both quoted.
        sql: The statement.
        limit: How many rows to give at most.
        seconds: How long it may run.
        longest: How long any may run.

    Raises:
        InvalidParams: It is no SELECT, or the limits are out of reach.
    """

    def __init__(
        self,
        schema: Schema,
        reader: Callable[[], tuple[str, str]],
        sql: Any,
        *,
        limit: Any,
        seconds: Any,
        longest: float,
    ) -> None:
        self._sql = checked(sql)
        check_limits(limit, seconds, longest)
        self._schema = schema
        self._reader = reader
        self._limit = limit
        self._seconds = seconds
        self._stopped = threading.Event()
        self._times: set[int] = set()
        self._running: psycopg.Connection[Any] | None = None
        self._ending = threading.Lock()
        self._left = False

    def tables(self, _: Any) -> frozenset[str]:
        """All that there are: PostgreSQL does not tell which of them a SELECT reads."""
        return frozenset(self._schema.by_name)

    def stop(self) -> None:
        """Ends it soon: nobody waits for it any more."""
        self._stopped.set()
        if (running := self._running) is not None:
            with suppress(psycopg.Error):
                running.cancel_safe(timeout=5.0)
            self._leave(running)

    def _leave(self, running: "psycopg.Connection[Any]") -> None:
        """Leaves a statement to itself: its connection is of no more use, to PostgreSQL neither."""
        self._left = True
        with (
            suppress(psycopg.Error, OSError),
            # Windows has no `os.dup` of sockets; the family is that of the other.
            socket.fromfd(running.fileno(), -1, -1) as end,
        ):
            end.shutdown(socket.SHUT_RDWR)

    def run(self, connection: Plain) -> Rows:
        """Carries it out.

        Args:
            connection: In a transaction that reads only, and is used for nothing afterwards.

        Raises:
            InvalidParams: It is wrong, not allowed, or takes too long.
        """
        with self._restricted(connection):
            names = self._columns(connection)
            rows = self._rows(connection, len(names), self._limit + 1)
            data: list[dict[str, Any]] = []
            size = 0
            for text in rows:
                size += len(text)
                if len(data) == self._limit or size > MOST_CHARACTERS:
                    return Rows(data, tuple(names), has_more=True)
                data.append(dict(zip(names, self._values(text), strict=True)))
            return Rows(data, tuple(names))

    def stream(self, connection: Plain) -> tuple[list[str], Iterator[list[Any]]]:
        """Carries it out without a limit of rows.

        Args:
            connection: In a transaction that reads only; it may be used for the same again.

        Returns:
            The names of the columns, and the rows, which are read as they are taken.

        Raises:
            InvalidParams: It is wrong, not allowed, or takes too long.
        """
        with self._restricted(connection):
            names = self._columns(connection)

        def rows() -> Iterator[list[Any]]:
            with self._restricted(connection):
                yield from map(self._values, self._rows(connection, len(names), None))

        return names, rows()

    @contextmanager
    def _restricted(self, connection: Plain) -> Iterator[None]:
        """Runs what is within as the one who may only read, and says what went wrong."""
        self._running = connection.own
        inside, role = self._reader()
        limits = _LIMITS.format(
            schema=inside, role=role, milliseconds=max(1, int(self._seconds * 1000))
        )
        connection.own.execute(limits.encode())
        # PostgreSQL itself does not look at the time within some functions.
        timer = threading.Timer(self._seconds + _GRACE, self._leave, (connection.own,))
        timer.daemon = True
        timer.start()
        try:
            if self._stopped.is_set():
                raise InvalidParams("It was stopped.")
            yield
        except psycopg.Error as error:
            self._explain(error)
        finally:
            timer.cancel()
            with self._ending:
                self._running = None

    def _columns(self, connection: Plain) -> list[str]:
        # In binary, which takes the extended protocol: that takes no second statement.
        cursor = Cursor(connection.own)
        cursor.execute(f"SELECT * FROM ({self._sql}) AS asked LIMIT 0".encode(), binary=True)
        found = cursor.description or ()
        self._times = {n for n, column in enumerate(found) if column.type_code == _TIME}
        return apart([column.name for column in found])

    def _rows(self, connection: Plain, count: int, limit: int | None) -> Iterator[str]:
        """The rows as JSON, of which we take no more than we have room for."""
        most = " OFFSET 0" if limit is None else f" LIMIT {limit}"
        # Two columns may have the same name.
        columns = [f"c{n}" for n in range(count)]
        inner = f"SELECT * FROM ({self._sql}) AS asked({', '.join(columns)}){most}"
        size = " + ".join(f"coalesce(pg_catalog.pg_column_size({name}), 0)" for name in columns)
        row = "pg_catalog.row_to_json(asked)::text"
        shown = (
            f"CASE WHEN {size or 0} <= {_LONGEST_ROW} "
            f"THEN pg_catalog.left({row}, {_LONGEST_ROW + 1}) END"
        )
        statement = f"SELECT {shown} FROM ({inner}) AS asked".encode()
        cursor = Cursor(connection.own)
        if limit is None:
            found: Iterable[Any] = cursor.stream(statement, binary=True)
        else:
            found = cursor.execute(statement, binary=True)
        for (text,) in found:
            if text is None or len(text) > _LONGEST_ROW:
                raise InvalidParams(
                    f"A row has more than {_LONGEST_ROW:,} characters.", hint="Ask for less of it."
                )
            yield text

    def _values(self, text: str) -> list[Any]:
        try:
            values = list(json.loads(text).values())
            for value in values:
                writable(value)
        except (ValueError, RecursionError):
            raise _wrong("A value is nested too deep.", "Ask for a part of it.") from None
        for n in self._times:
            if values[n] is not None:
                values[n] = values[n].replace("+00:00", "Z")
        return values

    def _explain(self, error: psycopg.Error) -> NoReturn:
        if self._left or isinstance(error, psycopg.errors.QueryCanceled):
            raise _wrong(f"It took longer than {self._seconds:g} s.", "Ask for less of it.")
        if OWN + "long" in str(error):
            raise _wrong(
                f"A text or list of more than {LONGEST:,} bytes would be made, or two that are "
                "too long for it compared.",
                "Cut texts by `left`, and join or collect less of them.",
            ) from None
        if isinstance(error, psycopg.errors.StatementTooComplex):
            raise _wrong("Something in it is nested too deep.", "Take it apart.") from None
        if (error.sqlstate or "")[:2] in _TOO_MUCH:
            raise _wrong("It took too much memory.", "Ask for less of it.") from None
        if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
            raise _wrong("Only one SELECT is taken: this cannot change or lock anything.") from None
        if isinstance(error, psycopg.OperationalError | psycopg.InternalError):
            raise error
        said = (error.diag.message_primary or type(error).__name__)[:_MOST_SAID]
        if isinstance(
            error,
            psycopg.errors.UndefinedTable
            | psycopg.errors.InsufficientPrivilege
            | psycopg.errors.InvalidSchemaName,
        ):
            # Whether there is one that may not be read is nobody's business.
            name = (re.findall(r'"?([\w.]+)"?', said.partition(" does not")[0]) or [""])[-1]
            views = [view.name for view in self._schema.views]
            raise _wrong(
                f"There is no table {name!r}.", did_you_mean(name, [*self._schema.by_name, *views])
            ) from None
        if isinstance(error, psycopg.errors.UndefinedColumn):
            name = (re.findall(r'"([^"]+)"', said) or re.findall(r"column (\S+)", said) or [""])[0]
            columns = {name for table in self._schema.tables for name in table.names}
            near = did_you_mean(name.rpartition(".")[2], sorted(columns))
            raise _wrong(f"There is no column {name!r}.", near) from None
        if isinstance(error, psycopg.errors.UndefinedFunction):
            name = (re.findall(r"function (\w+)", said) or [""])[0]
            near = did_you_mean(name, sorted(FUNCTIONS)) if name else ""
            raise _wrong(f"PostgreSQL says: {said}.", near) from None
        raise _wrong(f"PostgreSQL says: {said}.") from None


def _wrong(message: str, hint: str = "") -> InvalidParams:
    return InvalidParams(message, hint=hint or "`describe` tells tables and columns.")
