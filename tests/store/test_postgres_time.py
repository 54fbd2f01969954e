"""A SELECT in PostgreSQL ends in time, for whoever asked and for the database."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import InvalidParams
from tests.hosted.services import fresh_database
from tests.store.hostile_long import LONG, PRODUCERS, statements

pytest.importorskip("psycopg_pool")

import psycopg

from agent_connectors.postgres_store import PostgresStore
from agent_connectors.postgres_store import query as asking
from agent_connectors.postgres_store.guard import _OPERATORS, FUNCTIONS

pytestmark = pytest.mark.asyncio(loop_scope="module")

_TIME = 0.1

_PATIENCE = 10.0
"""Seconds for a busy machine; what this is about would take minutes."""

LINEAR = {
    # Functions, and operators, that take little more than the time to read what they are given.
    *("abs", "array_length", "cardinality", "ceil", "ceiling", "char_length", "character_length"),
    *("date_part", "date_trunc", "extract", "floor", "jsonb_array_elements"),
    *("jsonb_array_elements_text", "jsonb_array_length", "jsonb_typeof", "left", "length"),
    *("octet_length", "right", "round", "sign", "substr", "substring", "trunc", "unnest"),
    *("=", "<>", "+", "-", "->", "->>", "#>", "#>>", "?"),
    # Window functions and aggregates, which give one of the values or a number.
    *("avg", "count", "cume_dist", "dense_rank", "first_value", "lag", "last_value", "lead"),
    *("max", "min", "mode", "nth_value", "percent_rank", "percentile_disc", "rank", "stddev"),
    *("sum", "variance"),
}

RENAMED = {"array_agg", "concat", "concat_ws", "jsonb_agg"}
"""Which a statement never calls by itself: `forms` writes something else."""

LONG_TYPES = r"\b(text|jsonb|numeric|record|any\w*)\b"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with fresh_database() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def store(url: str) -> AsyncIterator[ContextStore]:
    async with (
        ClickupApiConnector.sandbox(Sandbox(tasks=100, rate_limit=None)) as clickup,
        ContextStore(
            clickup, PostgresStore(url, schema="mine"), without=["comments", "replies"]
        ) as made,
    ):
        await made.sync()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "UPDATE mine.tasks SET name = %s, description = repeat('abÄ ', 700000) "
                "WHERE id = (SELECT min(id) FROM mine.tasks)",
                [LONG],
            )
        yield made


async def idle(url: str) -> bool:
    """Whether nothing is at work in the database any more, in a while."""
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND state IN ('active', 'idle in transaction')"
    )
    ends = time.monotonic() + _PATIENCE
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while time.monotonic() < ends:
            found = await (await connection.execute(busy.encode())).fetchone()
            if found == (0,):
                return True
            await asyncio.sleep(0.02)
    return False


@pytest.mark.parametrize("producer", PRODUCERS)
async def test_every_call_of_long_texts_ends_in_time(
    producer: str, store: ContextStore, url: str
) -> None:
    for number, statement in enumerate(statements(producer)):
        # Each condition on one of the texts, as all of them take minutes.
        if (number // 2 + list(PRODUCERS).index(producer)) % len(PRODUCERS):
            continue
        began = time.monotonic()
        said = ""
        try:
            await store.sql(statement, timeout=_TIME)
        except InvalidParams as error:
            said = str(error)
        assert len(said) < 1000, statement
        assert time.monotonic() - began < _TIME + _PATIENCE, statement
        assert await idle(url), statement


async def test_what_takes_long_for_long_texts_is_made_anew(store: ContextStore, url: str) -> None:
    """Each form of each function and operator that a statement may call is either so, or linear."""
    functions = (
        "SELECT p.proname, pg_get_function_identity_arguments(p.oid) FROM pg_proc p "
        "JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = %s"
    )
    operators = (
        "SELECT o.oprname, o.oprleft::regtype || ', ' || o.oprright::regtype FROM pg_operator o "
        "JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname = %s AND o.oprleft <> 0"
    )
    with psycopg.connect(url) as connection:
        for asked, names in ((functions, FUNCTIONS), (operators, _OPERATORS)):
            of_postgres, ours = (
                set(connection.execute(asked.encode(), [schema]).fetchall())
                for schema in ("pg_catalog", "mine")
            )
            reached = {
                (name, taken)
                for name, taken in of_postgres
                # A statement can make no value of these.
                if not re.search("bytea|character|range|tsv|tsq|name|bit|enum|inet|path", taken)
            }
            left = {
                (name, taken)
                for name, taken in reached - ours
                if name in names - LINEAR - RENAMED
                and re.search(LONG_TYPES, taken)
                and (name[0] not in "<>" or taken != "numeric, numeric")
            }
            assert not left


async def test_one_that_does_not_look_at_the_time_is_left_to_itself(
    store: ContextStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "checked", lambda sql: sql)
    slow = (
        "SELECT pg_catalog.btrim(pg_catalog.repeat('a', 400000), "
        "pg_catalog.repeat('ä', 6000) OPERATOR(pg_catalog.||) 'a') AS a"
    )
    began = time.monotonic()
    with pytest.raises(InvalidParams, match="longer than"):
        await store.sql(slow, timeout=_TIME)
    assert time.monotonic() - began < _TIME + _PATIENCE
    monkeypatch.undo()
    assert await idle(url)
    assert (await store.sql("SELECT count(*) AS n FROM tasks")).data[0]["n"] >= 100


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("SELECT trim(both 'x' from 'xax')", "a"),
        ("SELECT trim(leading from '  a ') || '|'", "a |"),
        ("SELECT trim(trailing 'x' from 'xax')", "xa"),
        ("SELECT trim(' a ') || trim('xbx', 'x') || trim(both ' c ')", "abc"),
        ("SELECT trim(from ' a ')", "a"),
        ("SELECT position('b' in 'abc')", 2),
        ("SELECT substring('abcd' from 2 for 2) || substring('abcd' for 1)", "bca"),
        ("SELECT substring('abcd' for 2 from 3) || substring('abcd', 4)", "cdd"),
        ("SELECT substring('abcd' from 'b.') || substring('a1' from '[0-9]')", "bc1"),
        ("SELECT concat('a', 1, NULL, true) || concat_ws('-', 'a', NULL, 2)", "a1ta-2"),
        ("SELECT array_to_string(ARRAY['a', lower('B')] || lower('C'), ',')", "a,b,c"),
        ("SELECT array_agg(n ORDER BY n DESC)::text FROM (VALUES (1), (2)) v(n)", "{2,1}"),
        ("SELECT string_agg(DISTINCT n, '') FILTER (WHERE n > '') FROM (VALUES ('b')) v(n)", "b"),
        ("SELECT string_agg(n, NULL) FROM (VALUES ('a'), (NULL), ('b')) v(n)", "ab"),
        ("SELECT jsonb_agg(n)::text FROM (VALUES (1), (NULL)) v(n)", "[1, null]"),
        ("SELECT jsonb_agg(v)::text FROM (VALUES (1, 'x')) v(n, t)", '[{"n": 1, "t": "x"}]'),
        ("SELECT (jsonb_agg(1) FILTER (WHERE false))::text", None),
        ("SELECT (array_agg(NULL::text))[1]", None),
        ("SELECT 'Ab' LIKE 'A_' AND 'Ab' NOT LIKE 'a_'", True),
        ("SELECT 'Ab' ILIKE 'a_' AND 'a' NOT ILIKE 'b'", True),
        ("SELECT 'a%' LIKE 'a!%' ESCAPE '!' AND 'ab' SIMILAR TO 'a(b|c)'", True),
        ("SELECT 'a' LIKE 'a' || ''", True),
        ("SELECT NOT 'a' LIKE 'b' AND ('x' LIKE 'x') = true", True),
        ("SELECT 'a' LIKE ANY (ARRAY['b', 'a%'])", True),
        ("SELECT 2.5 * 2 / 5 + 7.0 % 2", 2.0),
        ("SELECT round(power(2.0, 3), 1) + round(exp(0.0) + sqrt(4.0) + ln(1.0), 1)", 11.0),
        ("SELECT round(log(2.0, 8) + log(100.0), 3)", 5.0),
        ("SELECT round(2.0 ^ 2) + mod(7.0, 2) - -1", 6),
        ("SELECT 1 - -1 +-1 =-1", False),
        ("SELECT 'b' BETWEEN 'a' AND 'c' AND 'a' < 'b' AND ('[1]'::jsonb || '2') @> '2'", True),
        ("SELECT (VALUES ('a')) IN ('a', 'b') AND ROW(1, 2) < ROW(1, 3)", True),
        ("SELECT lower(NULL) IS NULL AND 'a' || NULL IS NULL", True),
        ("SELECT to_char(date '2026-01-02', 'YYYY') || to_char(1.5, '9.9')", "2026 1.5"),
        ("WITH materialized AS MATERIALIZED (SELECT 1 AS n) SELECT n FROM materialized", 1),
        ("SELECT 'like (' || 'trim(both' || E.x FROM (SELECT ')' AS x) E", "like (trim(both)"),
    ],
)
async def test_what_is_made_anew_answers_as_before(
    sql: str, answer: object, store: ContextStore
) -> None:
    (value,) = (await store.sql(sql)).data[0].values()
    assert value == answer


async def test_a_store_of_an_older_version_gets_them(store: ContextStore, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP FUNCTION mine.lower(text)")
        connection.execute("DELETE FROM mine.store_facts WHERE name = 'functions'")
    place = PostgresStore(url, schema="mine")
    async with (
        ClickupApiConnector.sandbox(Sandbox(tasks=100, rate_limit=None)) as clickup,
        ContextStore(clickup, place) as again,
    ):
        assert (await again.sql("SELECT lower('A') AS a")).data == [{"a": "a"}]
    with psycopg.connect(url) as connection:
        made = connection.execute("SELECT mine.lower('A')").fetchone()
    assert made == ("a",)
