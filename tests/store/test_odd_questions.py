"""Odd searches and SELECTs are answered or refused in time, by SQLite and by PostgreSQL alike."""

import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import Any

import pytest
import pytest_asyncio

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.bounded import add_bounded
from tests.hosted.services import fresh_database

pytestmark = pytest.mark.asyncio(loop_scope="package")

OPERATORS = (
    *("eq", "neq", "gt", "gte", "lt", "lte", "in", "contains", "startswith", "endswith", "like"),
    *("keyword", "fuzzy", "array_contains", "any"),
)

COLUMNS = ("name", "due_date", "due_date_ms", "assignees", "archived", "points", "*")

VALUES: tuple[Any, ...] = (
    *("", " ", "\x00", "a\x00b", "\ud800", "%", "\\", '"', "*", "NEAR", "ß", "e\u0301", "x" * 5000),
    *(0, -1, 2**63, 10**400, 1e400, float("nan"), True, None, [], {}, [[]], [None], ["a\x00"]),
    *("today", "tomorrow at 25:00", "9" * 5000, "1e999", {"eq": 1}, {"fuzzy": "x"}, b"x"),
)


NO_FILTERS: tuple[Any, ...] = ([], 0, "", False, "open", [{}])

NO_SORTS: tuple[Any, ...] = (0, "", False, {}, "name", [0], [{"name": ["asc"]}], [{"name": {}}])


async def asked(store: ContextStore, query: Any) -> None:
    """Searches; a clear refusal is an answer as well."""
    with suppress(InvalidParams):
        await store.search("tasks", query, limit=2)


@pytest.fixture(scope="package")
def database() -> Iterator[str]:
    pytest.importorskip("psycopg_pool")
    with fresh_database() as url:
        yield url


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def in_postgres(database: str) -> AsyncIterator[ContextStore]:
    """The same in PostgreSQL; nobody changes it."""
    from agent_connectors.postgres_store import PostgresStore

    place = PostgresStore(database, schema="odd")
    async with ClickupApiConnector.sandbox() as clickup, ContextStore(clickup, place) as store:
        await store.sync()
        yield store


@pytest.mark.parametrize("operator", OPERATORS)
async def test_every_operator_takes_or_refuses_every_value(
    replica: ContextStore, operator: str
) -> None:
    for column in COLUMNS:
        for value in VALUES:
            await asked(replica, {"filter": {operator: {column: value}}})


@pytest.mark.parametrize("operator", OPERATORS)
async def test_so_it_is_in_postgresql(in_postgres: ContextStore, operator: str) -> None:
    for column in COLUMNS:
        for value in VALUES:
            await asked(in_postgres, {"filter": {operator: {column: value}}})


@pytest.mark.parametrize(
    "query",
    [
        *({"filter": value} for value in NO_FILTERS),
        *({"sort": value} for value in NO_SORTS),
        {"sort": [{"name": "asc"}] * 3000},
        {"filter": {"eq": {"name": "a\x00b"}}},
        {"filter": {"fuzzy": {"*": "abc " * 10_000}}},
        {"filter": {"like": {"name": "%_a" * 10_000}}},
        {"filter": {"keyword": {"due_date_ms": "12"}}},
        {"filter": {"fuzzy": {"archived": "true"}}},
    ],
    ids=lambda query: ascii(query)[:40],
)
async def test_what_is_no_query_is_refused_and_not_passed_over(
    replica: ContextStore, query: Any
) -> None:
    with pytest.raises(InvalidParams):
        await replica.search("tasks", query)


async def test_a_list_is_found_by_an_item_that_resembles(replica: ContextStore) -> None:
    people = (
        await replica.sql("SELECT name FROM task_people WHERE name LIKE '%_____%' LIMIT 1")
    ).data[0]["name"]
    query = {"filter": {"fuzzy": {"assignees": people[:-1] + "x"}}}
    found = (await replica.search("tasks", query)).data
    assert found
    assert all(people in task["assignees"] for task in found)


LONG = """
WITH RECURSIVE a(x, n) AS (SELECT 'aaaaaaaaaa', 1 UNION ALL SELECT x || x, n + 1 FROM a
WHERE n < 18), b AS (SELECT x, substr(x, 1, 600000) || 'b' AS y FROM a ORDER BY n DESC LIMIT 1),
c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 100000)
"""


@pytest.mark.parametrize(
    "wanted",
    [
        "instr(x, y) FROM b",
        "length(replace(x, y, '')) FROM b",
        "length(replace(x, 'a', y)) FROM b",
        "length(trim(x, replace(x, 'a', 'b') || 'a')) FROM b",
        "length(ltrim(x, y)) FROM b",
        "length(rtrim(x, y)) FROM b",
        "x LIKE '%' || substr(x, 1, 100000) || '_b%' FROM b",
        "likeness('ba ab bb aba', y) FROM b",
        "count(has_words(replace(x, 'a', 'a '), i)) FROM b, c",
        "count(folded(x || i || 'é')) FROM b, c",
        "count(replace(x || i, 'a', 'b')) FROM b, c",
        "count(upper(x || i)) FROM b, c",
        "count(json_valid('[\"' || x || i || '\"]')) FROM b, c",
    ],
)
async def test_no_function_keeps_on_with_a_text_that_a_statement_made(
    replica: ContextStore, wanted: str
) -> None:
    began = time.process_time()
    with suppress(InvalidParams):
        await replica.sql(f"{LONG} SELECT {wanted}", timeout=0.5)
    assert time.process_time() - began < 12  # it would go on for minutes, and hours


@pytest.mark.parametrize(
    "call",
    [
        *(f"instr({a}, {b})" for a, b in (("'abc'", "'c'"), ("1.5", "'.'"), ("NULL", "1"))),
        *(f"instr({a}, {b})" for a, b in (("x'0102'", "x'02'"), ("'abc'", "''"), ("12", "2"))),
        *("replace('aXbX', 'X', 'yy')", "replace('a', '', 'b')", "replace(1.0, '.', ',')"),
        *("replace(1e20, 'e', 'E')", "replace('a', 'a', NULL)", "replace(-9e999, 'I', 'i')"),
        *("trim('xxaxx', 'x')", "ltrim('xyaxy', 'yx')", "rtrim('xyaxy', 'yx')", "trim(' a ', '')"),
        *("trim('aaa', 'a')", "trim(101, 1)", "ltrim(NULL, 'a')", "rtrim('ä', 'Ä')"),
    ],
)
async def test_the_functions_in_the_place_of_sqlites_own_give_the_same(call: str) -> None:
    own, ours = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    add_bounded(ours, bool, 1000)
    assert own.execute(f"SELECT {call}").fetchone() == ours.execute(f"SELECT {call}").fetchone()
    own.close()
    ours.close()
