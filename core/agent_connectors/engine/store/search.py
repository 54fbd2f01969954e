"""Records that meet conditions, page by page."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.ages import Age
from agent_connectors.engine.store.conditions import Conditions, column_of
from agent_connectors.engine.store.dialect import SQLITE, Dialect
from agent_connectors.engine.store.functions import writable_text
from agent_connectors.engine.store.tables import Table, quoted
from agent_connectors.engine.values.json_text import brief
from agent_connectors.engine.values.names import did_you_mean

__all__ = ["Page", "Plan", "plan", "run"]

_MOST = 1000

_MOST_VALUES = 10_000
"""Of a filter."""


_MOST_SORTED = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Records that meet the conditions.

    Attributes:
        data: The records, as mappings of column names; lists and booleans are such.
        next: The cursor that gives the rest; None if there is none.
        ages: How old each table is.
    """

    data: list[dict[str, Any]]
    next: str | None = None
    ages: Mapping[str, Age] = field(default_factory=dict)

    def aged(self, ages: Mapping[str, Age]) -> "Page":
        """The same, with how old it is."""
        return replace(self, ages=ages)

    def with_raw(self, records: Mapping[str, Any]) -> "Page":
        """The same, with the records as the product sent them."""
        data = [{**row, "raw": _sent(records.get(row["id"]))} for row in self.data]
        return replace(self, data=data)


@dataclass(frozen=True, slots=True)
class Plan:
    """A query, checked.

    Attributes:
        sql: The SELECT.
        values: Its values.
        columns: The names of what it gives.
        table: The table.
        limit: How many records to give.
        offset: How many to pass over.
        mark: Stands for the query, so that a cursor goes on with no other.
        raw: Whether the records are wanted as the product sent them.
        dialect: How the database is asked.
    """

    sql: str
    values: tuple[Any, ...]
    columns: tuple[str, ...]
    table: Table
    limit: int
    offset: int
    mark: str
    raw: bool
    dialect: Dialect


def plan(
    table: Table,
    query: Any,
    limit: Any,
    cursor: str | None,
    fields: Any,
    now: datetime,
    dialect: Dialect = SQLITE,
) -> Plan:
    """Checks a query.

    Args:
        table: The table to search.
        query: `filter` and `sort`.
        limit: How many records to give at most.
        cursor: What an earlier answer gave as `next`.
        fields: The columns to give.
        now: The present, in the time zone in which times are said.
        dialect: How the database is asked.

    Raises:
        InvalidParams: Something is wrong with it.
    """
    query = {} if query is None else query
    if not isinstance(query, Mapping):
        raise _wrong(f"`query` must be an object, not {brief(query)}.")
    for name in query:
        if name not in {"filter", "sort"}:
            raise _wrong(f"`query` has no {name!r}. {did_you_mean(str(name), ['filter', 'sort'])}")
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= _MOST:
        raise _wrong(f"`limit` must be from 1 to {_MOST:,}.")
    conditions = Conditions(table, now, dialect)
    wanted = query.get("filter")
    where = "TRUE" if wanted is None or wanted == {} else conditions.read(wanted)
    order = _order(table, query.get("sort"), conditions)
    if len(conditions.values) > _MOST_VALUES:
        raise _wrong(f"A filter has at most {_MOST_VALUES:,} values.")
    for value in conditions.values:
        if isinstance(value, str) and not writable_text(value):
            raise _wrong(f"A character of {brief(value)} is none: it is half of one.")
        if isinstance(value, str) and "\x00" in value:
            raise _wrong(f"{brief(value)} has a NUL, which no text has.")
    columns, raw = _columns(table, fields)
    given = ", ".join(quoted(name) for name in columns)
    sql = f"SELECT {given} FROM {table.name} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    known = json.dumps([sql, conditions.values], default=str)
    mark = hashlib.sha256(known.encode()).hexdigest()[:12]
    offset = 0 if cursor is None else _offset(cursor, mark)
    values = (*conditions.values, limit + 1, offset)
    return Plan(sql, values, columns, table, limit, offset, mark, raw, dialect)


def run(connection: Any, plan: Plan) -> Page:
    """Carries a query out.

    Args:
        connection: To read with.
        plan: The query.
    """
    plan.dialect.prepare(connection)
    rows = connection.execute(plan.sql, plan.values).fetchall()
    kinds = [plan.table.kinds[name] for name in plan.columns]
    data = [
        {
            name: _shown(kind, value)
            for name, kind, value in zip(plan.columns, kinds, row, strict=True)
        }
        for row in rows[: plan.limit]
    ]
    more = len(rows) > plan.limit
    return Page(data, _cursor(plan.offset + plan.limit, plan.mark) if more else None)


def _order(table: Table, sort: Any, conditions: Conditions) -> str:
    parts = []
    given = [sort] if isinstance(sort, Mapping) else [] if sort is None else sort
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise _wrong('`sort` takes a list such as [{"due_date": "asc"}].')
    if len(given) > _MOST_SORTED:
        raise _wrong(f"`sort` takes at most {_MOST_SORTED} fields.")
    for each in given:
        if not isinstance(each, Mapping) or len(each) != 1:
            raise _wrong('`sort` takes a list such as [{"due_date": "asc"}].')
        ((name, direction),) = each.items()
        if direction not in ("asc", "desc"):
            raise _wrong(f"`sort` goes `asc` or `desc`, not {brief(direction)}.")
        column, kind = column_of(table, str(name))
        # What has no value comes last, whichever way.
        parts.append(f"{column} IS NULL")
        parts.append(f"{conditions.dialect.ordered(column, kind)} {direction.upper()}")
    if not parts and conditions.resembling is not None:
        column, text = conditions.resembling
        conditions.values.append(text)
        parts.append(f"{conditions.dialect.likeness(column)} DESC")
    return ", ".join([*parts, conditions.dialect.tie])


def _columns(table: Table, fields: Any) -> tuple[tuple[str, ...], bool]:
    if fields is None:
        return tuple(name for name in table.names if not name.endswith("_ms")), False
    if isinstance(fields, str) or not isinstance(fields, Sequence) or not fields:
        raise _wrong("`fields` takes a list of names.")
    # Some clients write each name as a path of keys.
    fields = [each[0] if isinstance(each, list) and len(each) == 1 else each for each in fields]
    for name in fields:
        if name != "raw":
            column_of(table, str(name))
    raw = "raw" in fields
    if raw and not table.whole:
        raise _wrong(f"`raw` is of whole records; {table.name} are parts of {table.entity}.")
    columns = dict.fromkeys(name for name in fields if name != "raw")
    return tuple(dict.fromkeys([*(["id"] if raw else []), *columns])), raw


def _shown(kind: str, value: Any) -> Any:
    if value is None:
        return [] if kind == "list" else None
    if kind == "list":
        return json.loads(value)
    return bool(value) if kind == "boolean" else value


def _sent(record: Any) -> Any:
    # What the record was listed under is ours.
    return {k: v for k, v in record.items() if k != "_of"} if isinstance(record, dict) else record


def _cursor(offset: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{offset}:{mark}".encode()).decode()


def _offset(cursor: str, mark: str) -> int:
    try:
        offset, _, of = base64.urlsafe_b64decode(str(cursor)).decode().partition(":")
        number = int(offset)
    except ValueError:
        raise _wrong("`cursor` must be the `next` of an earlier answer.") from None
    if of != mark or not 0 <= number < 1 << 62:
        raise _wrong("This `cursor` belongs to another query: pass the same query with it.")
    return number


def _wrong(message: str) -> InvalidParams:
    return InvalidParams(message, hint="See `describe` for fields.")
