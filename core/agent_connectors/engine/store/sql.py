"""One SELECT that somebody else has written: it reads what it may, for as long as it may."""

import os
import re
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.ages import Age
from agent_connectors.engine.store.bounded import add_bounded
from agent_connectors.engine.store.functions import LONGEST_LIKENESS, TOO_LONG, writable_text
from agent_connectors.engine.store.own import OWN_TABLES
from agent_connectors.engine.store.tables import Schema, composed
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["MOST_CHARACTERS", "Query", "Rows", "apart", "check_limits"]

_MOST_ROWS = 10_000

MOST_CHARACTERS = 2_000_000
"""Of an answer: what is beyond it is left out, and said to be."""

_LONGEST_SQL = 20_000

_LONGEST_VALUE = 5_000_000
"""Bytes of a text that a query may make."""

_STEPS = 1000
"""Steps of SQLite's machine after which time and memory are looked at."""

_MOST_MEMORY = 256_000_000
"""Bytes that the process may grow by meanwhile: what is sorted is held in memory."""

_LOOK = 0.005
"""Seconds between looks at the memory."""

_RESIDENT = Path("/proc/self/statm")

_SHADOWS = re.compile(r"_words_(?:data|idx|content|docsize|config)\b", re.IGNORECASE)
"""What an index of words keeps itself in."""

_BEGINS = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w*)", re.DOTALL)

_FUNCTIONS = frozenset(
    re.findall(
        r"\S+",
        """
    abs avg ceil ceiling char coalesce concat concat_ws count cume_dist date datetime
    dense_rank exp first_value floor folded group_concat has_words hex ifnull iif instr
    json json_array json_array_length json_each json_extract json_group_array json_group_object
    json_object json_quote json_tree json_type json_valid julianday lag last_value lead length
    like likeness ln log log10 log2 lower ltrim match max min mod nth_value ntile nullif
    percent_rank pow power quote rank replace round row_number rtrim sign sqrt string_agg
    strftime substr substring sum time total trim trunc typeof unicode unixepoch upper bm25
    highlight snippet -> ->>
""",
    )
)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a SELECT gave.

    Attributes:
        data: The rows, as mappings of column names.
        columns: The names, in order.
        has_more: Whether there were more rows than were to be given.
        ages: How old each table is.
        tables: The tables that were read.
    """

    data: list[dict[str, Any]]
    columns: tuple[str, ...]
    has_more: bool = False
    ages: Mapping[str, Age] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()

    def aged(self, ages: Mapping[str, Age]) -> "Rows":
        """The same, with how old it is."""
        return replace(self, ages=ages)


class Query:
    """A SELECT, with what it may take.

    Args:
        schema: The tables that it may read.
        sql: The statement.
        limit: How many rows to give at most.
        seconds: How long it may run.
        longest: How long any may run.

    Raises:
        InvalidParams: It is no SELECT, or the limits are out of reach.
    """

    def __init__(
        self, schema: Schema, sql: Any, *, limit: Any, seconds: Any, longest: float = 60.0
    ) -> None:
        if not isinstance(sql, str) or not sql.strip():
            raise _wrong("`sql` must be a SELECT, as text.")
        if len(sql) > _LONGEST_SQL or "\x00" in sql:
            raise _wrong(f"A statement has at most {_LONGEST_SQL:,} characters, and no NUL.")
        if not writable_text(sql):
            raise _wrong("A character of the statement is none: it is half of one.")
        if found := _SHADOWS.search(sql):
            raise _wrong(f"`*{found[0]}` is not there to be used.", "Ask the `_words` itself.")
        first = _BEGINS.match(sql)
        if first is None or first[1].lower() not in {"select", "with", "values"}:
            raise _wrong("Only one SELECT is taken: this cannot change anything.")
        check_limits(limit, seconds, longest)
        self._schema = schema
        self._sql = composed(sql)  # as the texts are
        self._limit = limit
        self._seconds = seconds
        self._stopped = threading.Event()
        views = {view.name for view in schema.views}
        self._readable = {*schema.by_name, *views, "json_each", "json_tree"}
        self._modules: frozenset[str] = frozenset()
        # The index of words reads its own tables through the same door.
        self._indexes = tuple(f"{table.name}_words" for table in schema.tables if table.words)
        self._refused = ""
        self._too_much = False
        self._late = False
        self._used: set[str] = set()

    def stop(self) -> None:
        """Ends it soon: nobody waits for it any more."""
        self._stopped.set()

    def run(self, connection: sqlite3.Connection) -> Rows:
        """Carries it out.

        Args:
            connection: One that cannot write, and is used for nothing else.

        Raises:
            InvalidParams: It is wrong, not allowed, or takes too long.
        """
        self._restrict(connection)
        with self._explained():
            return self._read(self._begun(connection))

    def tables(self, connection: sqlite3.Connection) -> frozenset[str]:
        """The tables that it reads; it is not carried out.

        Args:
            connection: As for `run`.

        Raises:
            InvalidParams: It is wrong, or not allowed.
        """
        self._restrict(connection)
        with self._explained():
            connection.execute(f"EXPLAIN {self._sql}").close()
        return frozenset(self._used)

    def stream(self, connection: sqlite3.Connection) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """Carries it out without a limit of rows.

        Args:
            connection: One that cannot write; it may be used for the same statement again.

        Returns:
            The names of the columns, and the rows, which are read as they are taken.

        Raises:
            InvalidParams: It is wrong, not allowed, or takes too long.
        """
        if not self._modules:
            self._restrict(connection)
        with self._explained():
            cursor = self._begun(connection)

        def rows() -> Iterator[tuple[Any, ...]]:
            with self._explained():
                yield from cursor

        return apart([column[0] for column in cursor.description]), rows()

    def _begun(self, connection: sqlite3.Connection) -> sqlite3.Cursor:
        cursor = connection.execute(self._sql)
        if cursor.description is None:
            raise _wrong("Only one SELECT is taken: this gives no rows.")
        return cursor

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Warning, sqlite3.ProgrammingError):
            raise _wrong(
                "Only one SELECT is taken, with its values in it, and no `;` within."
            ) from None
        except sqlite3.DatabaseError as error:
            self._explain(error)

    def _restrict(self, connection: sqlite3.Connection) -> None:
        watch = self._watch()
        add_bounded(connection, watch, _LONGEST_VALUE)
        # Virtual tables are set up when first used, which the rules below would not let them.
        for name in ("json_each('[]')", "json_tree('[]')", *self._indexes):
            connection.execute(f"SELECT 1 FROM {name} LIMIT 0")
        self._modules = frozenset(
            name for (name,) in connection.execute("SELECT name FROM pragma_module_list")
        )
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
        connection.setlimit(sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 50)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_progress_handler(watch, _STEPS)
        connection.set_authorizer(self._allows)

    def _watch(self) -> Callable[[], bool]:
        """Tells SQLite when to stop."""
        now = time.monotonic()
        ends, look, most = now + self._seconds, now, _resident() + _MOST_MEMORY

        def stop() -> bool:
            nonlocal look
            now = time.monotonic()
            if now > look:
                look = now + _LOOK
                self._too_much = _resident() > most
            self._late = self._too_much or now > ends or self._stopped.is_set()
            return self._late

        return stop

    def _allows(
        self, action: int, one: str | None, two: str | None, _: str | None, __: str | None
    ) -> int:
        if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and self._may_read(one or ""):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and (two or "").lower() in _FUNCTIONS:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_PRAGMA and one == "data_version" and two is None:
            return sqlite3.SQLITE_OK  # the index of words asks whether it is up to date
        self._refused = (two if action == sqlite3.SQLITE_FUNCTION else one) or ""
        return sqlite3.SQLITE_DENY

    def _may_read(self, name: str) -> bool:
        table = name.lower()  # as it was written, where no column is read
        if table in OWN_TABLES or table.startswith(("sqlite_", "pragma_")):
            return False
        if table in self._schema.by_name:
            self._used.add(table)
        # Whoever gives a part of the statement a name may give it any but those of the system.
        return table in self._readable or table not in self._modules

    def _read(self, cursor: sqlite3.Cursor) -> Rows:
        names = apart([column[0] for column in cursor.description])
        data: list[dict[str, Any]] = []
        size, more = 0, False
        for row in cursor:
            values = [_plain(value) for value in row]
            size += sum(len(value) if isinstance(value, str) else 8 for value in values)
            if len(data) == self._limit or size > MOST_CHARACTERS:
                more = True
                break
            data.append(dict(zip(names, values, strict=True)))
        return Rows(data, tuple(names), more, tables=frozenset(self._used))

    def _explain(self, error: sqlite3.DatabaseError) -> NoReturn:
        said = str(error)
        if "interrupted" in said or (self._late and TOO_LONG in said):
            _give_back()
            if self._too_much:
                raise _wrong("It took too much memory.", "Sort and join less of it.") from None
            raise _wrong(
                f"It took longer than {self._seconds:g} s.", "Ask for less of it."
            ) from None
        if TOO_LONG in said:
            raise _wrong(
                "A text is too long for a function.",
                f"`likeness` takes {LONGEST_LIKENESS} characters; cut others by `substr`.",
            ) from None
        if self._refused or "prohibited" in said or "not authorized" in said:
            what = self._refused or said
            raise _wrong(f"{what} is not there to be used.", self._near(what)) from None
        if found := re.match(r"no such (table|column|function): (?:\w+\.)?(.*)", said):
            raise _wrong(
                f"There is no {found[1]} {found[2]!r}.", self._near(found[2], found[1])
            ) from None
        if (
            ("malformed" in said and "JSON" not in said)
            or "disk" in said
            or "not a database" in said
        ):
            raise error
        raise _wrong(f"SQLite says: {said}.") from None

    def _near(self, name: str, kind: str = "table") -> str:
        if kind == "function":
            return did_you_mean(name, sorted(_FUNCTIONS))
        if kind == "column":
            columns = {name for table in self._schema.tables for name in table.names}
            return did_you_mean(name, sorted(columns))
        return did_you_mean(name, sorted(self._readable))


def check_limits(limit: Any, seconds: Any, longest: float) -> None:
    """Sees to it that a statement is held to what can be meant.

    Args:
        limit: Rows.
        seconds: How long it may run.
        longest: How long any may run.

    Raises:
        InvalidParams: One of them is out of reach.
    """
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= _MOST_ROWS:
        raise _wrong(f"`limit` must be from 1 to {_MOST_ROWS:,} rows.")
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not known or not 0 < seconds <= longest:
        raise _wrong(f"`timeout` must be seconds, up to {longest:g}.")


def _resident() -> int:
    """Bytes of memory that the process holds; 0 where Linux is not there to tell."""
    if sys.platform != "linux":
        return 0
    try:
        return int(_RESIDENT.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _give_back() -> None:
    """Gives free memory back to the machine, which glibc keeps for each thread."""
    import ctypes

    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def apart(names: list[str]) -> list[str]:
    """Names of columns, so that none hides another.

    Args:
        names: As the statement gives them.
    """
    known: dict[str, int] = {}
    result = []
    for name in names:
        known[name] = known.get(name, 0) + 1
        result.append(name if known[name] == 1 else f"{name}_{known[name]}")
    return result


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value


def _wrong(message: str, hint: str = "") -> InvalidParams:
    return InvalidParams(message, hint=hint or "`describe` tells tables and columns.")
