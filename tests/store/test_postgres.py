"""A replica in PostgreSQL: the same as in a file, and nobody else's."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import pytest_asyncio

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import ConfigurationError, InvalidParams
from agent_connectors.engine.store.answer import answer
from agent_connectors.engine.store.errors import NoStore, StoreBusy, StoreError, WrongStore
from agent_connectors.engine.store.store import Store
from tests.hosted.services import fresh_database
from tests.store.hostile_postgres import CHANGES, REACHES, STOPS

pytest.importorskip("psycopg_pool")

import psycopg

from agent_connectors.postgres_store import Connections, PostgresStore
from agent_connectors.postgres_store import query as asking

TASKS = 302
"""Of the sandbox, archived ones too."""

SECRET = "nobody's business but theirs"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with fresh_database() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stores(url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Store]]:
    """The same workspace in a file and in PostgreSQL, and somebody else's beside it."""
    path = tmp_path_factory.mktemp("store") / "clickup.db"
    connections = Connections(url)
    sandbox = Sandbox(rate_limit=None)
    async with (
        ClickupApiConnector.sandbox(sandbox) as clickup,
        ClickupApiConnector.sandbox(Sandbox(seed=2, tasks=40, rate_limit=None)) as another,
        ContextStore(clickup, path) as file,
        ContextStore(clickup, PostgresStore(connections, schema="mine")) as mine,
        ContextStore(another, PostgresStore(connections, schema="theirs")) as theirs,
    ):
        task = (await another.execute("tasks", "search", {"limit": 1})).data[0]["id"]
        await another.execute("tasks", "update", {"task_id": task, "name": SECRET})
        await asyncio.gather(file.sync(), mine.sync())
        await theirs.sync()
        yield [file, mine, theirs]
        connections.close()


def plain(value: Any) -> Any:
    """A value as both databases can have it."""
    if isinstance(value, int | float):
        if value < 0:
            return "runs"  # time that is being tracked, longer by the second
        return round(float(value), 3)
    return json.loads(value) if isinstance(value, str) and value[:1] == "[" else value


async def rows(store: Store, name: str) -> list[str]:
    found = (await store.sql(f"SELECT * FROM {name}", limit=9999)).data  # noqa: S608
    return sorted(repr({key: plain(value) for key, value in row.items()}) for row in found)


async def refusal(store: Store, sql: str) -> str:
    """What is said to a statement, by us or by PostgreSQL; "" if it is taken."""
    try:
        found = await store.sql(sql, timeout=2)
    except (InvalidParams, StoreError, psycopg.Error) as error:
        return str(error)
    return "" if SECRET not in str(found.data) else f"taken: {SECRET}"


@pytest.mark.asyncio(loop_scope="module")
async def test_every_table_and_view_holds_the_same(stores: list[Store]) -> None:
    file, mine, _ = stores
    for name in (*file.schema.by_name, *(view.name for view in file.schema.views)):
        known = await rows(file, name)
        assert known or name == "status_history", name
        assert known == await rows(mine, name)


async def closed_by_the_server(url: str) -> None:
    """What a restart leaves in a pool: connections that were open, and are not."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as own:
        ended = await own.execute(
            "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND application_name = 'agent-connectors store'"
        )
        assert await ended.fetchone() != (0,)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("asked", ["sql", "search", "sync", "describe"])
async def test_a_connection_that_the_server_closed_is_replaced(
    asked: str, stores: list[Store], url: str
) -> None:
    mine = stores[1]
    await mine.sql("SELECT 1 AS one")
    await closed_by_the_server(url)
    if asked == "sql":
        assert (await mine.sql("SELECT 1 AS one")).data == [{"one": 1}]
    elif asked == "search":
        assert (await mine.search("tasks", {}, limit=1)).data
    elif asked == "sync":
        await mine.sync()
    else:
        assert mine.describe()


FILTERS: list[dict[str, Any]] = [
    {"eq": {"priority": "URGENT"}},
    {"neq": {"priority": "urgent"}},
    {"neq": {"priority": None}},
    {"in": {"status": ["to do", "In Progress"]}},
    {"lt": {"due_date": "today"}},
    {"gte": {"due_date": "2026-01-01"}},
    {"eq": {"due_date": "2026-10-20"}},
    {"gt": {"points": 3}},
    {"lte": {"time_estimate_ms": 7_200_000}},
    {"contains": {"name": "the"}},
    {"contains": {"description": "SENSORS"}},
    {"startswith": {"name": "M"}},
    {"endswith": {"name": "R"}},
    {"like": {"name": "%re%s_n%"}},
    {"like": {"name": r"a\%"}},
    {"contains": {"name": "%"}},
    {"contains": {"creator": "tomás"}},
    {"eq": {"creator": "TOMÁS RIVERA"}},
    {"keyword": {"name": "the sensors"}},
    {"keyword": {"*": "customers"}},
    {"array_contains": {"assignees": "jonas weber"}},
    {"array_contains": {"tags": ["approval", "training"]}},
    {"any": {"tags": ["approval", "training"]}},
    {"any": {"tags": {"startswith": "a"}}},
    {"eq": {"tags": []}},
    {"neq": {"assignees": "Jonas Weber"}},
    {"not": {"eq": {"folder": "People"}}},
    {"or": [{"eq": {"list": "Hiring"}}, {"and": [{"eq": {"priority": "low"}}]}]},
    {"contains": {"type_id": "0"}},
]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("given", FILTERS, ids=str)
async def test_every_filter_finds_the_same(given: dict[str, Any], stores: list[Store]) -> None:
    file, mine, _ = stores
    for sort in ([{"name": "asc"}], [{"due_date": "desc"}, {"id": "asc"}]):
        query = {"filter": given, "sort": sort}
        one, other = [await store.search("tasks", query, limit=50) for store in (file, mine)]
        assert [row["id"] for row in one.data] == [row["id"] for row in other.data] or sort[0] == {
            "name": "asc"
        }
        assert {row["id"] for row in one.data} == {row["id"] for row in other.data} or one.next
        assert one.data[0] == other.data[0] if one.data and not one.next else True
        assert (one.next is None) == (other.next is None)


@pytest.mark.asyncio(loop_scope="module")
async def test_booleans_words_raw_and_pages(stores: list[Store]) -> None:
    file, mine, _ = stores
    query = {"filter": {"eq": {"resolved": True}}}
    assert (await mine.search("comments", query, limit=1000)).data == (
        await file.search("comments", query, limit=1000)
    ).data or len((await mine.search("comments", query)).data)
    fuzzy = {"filter": {"fuzzy": {"name": "Mount teh sensors"}}}
    assert (await mine.search("tasks", fuzzy)).data[0]["name"] == "Mount the sensors"
    raw = (await mine.search("tasks", {}, limit=1, fields=["name", "raw"])).data[0]["raw"]
    assert raw["id"]
    seen: list[str] = []
    cursor = None
    while True:
        page = await mine.search("tasks", {}, limit=100, cursor=cursor, fields=["id"])
        seen += [row["id"] for row in page.data]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == TASKS
    found = await mine.sql("SELECT count(*) AS n FROM tasks_words WHERE name LIKE '%sensors%'")
    assert found.data[0]["n"] > 0


GOOD = [
    "SELECT 1 AS a, 2 AS a",
    "WITH a(x, y) AS (SELECT 1, 2), b(z) AS NOT MATERIALIZED (VALUES (3)) SELECT * FROM a, b",
    "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 9) SELECT * FROM a",
    "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, t)",
    "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v(n, t) JOIN (SELECT 1 AS n) w(n) USING (n)",
    "SELECT DISTINCT ON (list) list, lower(name) FROM tasks ORDER BY list, due_date",
    "SELECT count(*) FILTER (WHERE priority = 'urgent'), sum(points) FROM tasks",
    "SELECT list, rank() OVER (PARTITION BY list ORDER BY due_date) FROM tasks",
    "SELECT date_trunc('week', due_date) AS week, count(*) FROM tasks GROUP BY 1 ORDER BY 1",
    "SELECT extract(epoch FROM now() - due_date) / 3600 FROM tasks LIMIT 3",
    "SELECT CAST(points AS numeric(10, 2)), points::int, '5'::numeric(3,1) FROM tasks LIMIT 3",
    "SELECT date '2026-01-01' + interval '1 day', now() AT TIME ZONE 'Europe/Berlin'",
    "SELECT a FROM tasks, jsonb_array_elements_text(assignees) AS x(a) LIMIT 3",
    "SELECT name FROM tasks WHERE assignees @> '[\"Jonas Weber\"]' LIMIT 3",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY points) FROM tasks",
    "SELECT list, count(*) FROM tasks GROUP BY ROLLUP (list)",
    "SELECT id FROM tasks WHERE id IN (SELECT task_id FROM task_people) -- all\n;",
    'SELECT \'it\'\'s\' AS "a ""quoted"" name" /* a /* nested */ comment */',
    "SELECT coalesce(nullif(trim(both ' ' FROM name), ''), '?') FROM tasks LIMIT 1",
    "SELECT substring(name FROM 1 FOR 3), position('a' IN name), left(name, 2) FROM tasks LIMIT 1",
    "SELECT t.* FROM tasks t WHERE t.due_date < now() AND NOT (t.priority = 'low') LIMIT 1",
    "VALUES (1), (2)",
]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("sql", GOOD)
async def test_what_a_select_may_be_is_taken(sql: str, stores: list[Store]) -> None:
    found = await stores[1].sql(sql)
    assert found.data
    assert len(found.columns) == len(found.data[0])


async def state(url: str) -> Any:
    """All that a statement could have changed, for all to see."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        locks = (
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE locktype = 'advisory' AND datname = current_database()"
        )
        asked = (
            "SELECT schemaname, relname FROM pg_stat_user_tables ORDER BY 1, 2",
            "SELECT rolname FROM pg_roles WHERE rolsuper ORDER BY 1",
            "SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM mine.tasks t",
            "SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM theirs.tasks t",
            "SELECT count(*) FROM pg_largeobject_metadata",
            "SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1",
            locks,
        )
        return [await (await connection.execute(sql.encode())).fetchall() for sql in asked]


def test_there_are_enough() -> None:
    assert len({*CHANGES, *REACHES, *STOPS}) >= 200


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("statements", [CHANGES, REACHES], ids=["changes", "reaches"])
async def test_hostile_statements_are_refused(
    statements: list[str], stores: list[Store], url: str
) -> None:
    _, mine, _ = stores
    before = await state(url)
    for statement in statements:
        with pytest.raises(InvalidParams) as caught:
            await mine.sql(statement.replace("OTHER", "theirs"), timeout=2)
        assert SECRET not in str(caught.value), statement
    assert await state(url) == before


@pytest.mark.asyncio(loop_scope="module")
async def test_the_database_itself_holds_them_back(
    stores: list[Store], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the first wall, nothing is changed, and nobody else's row is read in one step."""
    _, mine, _ = stores
    before = await state(url)
    monkeypatch.setattr(asking, "checked", lambda sql: sql)
    # Functions that leave the role, or need none.
    only = r"set_config|pg_terminate|pg_cancel|pg_reload|pg_rotate|_xml|lo_|pg_notify|pg_logical"
    for statement in (*CHANGES, *REACHES):
        if re.search(only, statement):
            continue
        assert SECRET not in await refusal(mine, statement.replace("OTHER", "theirs")), statement
    monkeypatch.undo()
    assert await state(url) == before
    assert (await mine.sql("SELECT count(*) AS n FROM tasks")).data == [{"n": TASKS}]


@pytest.mark.asyncio(loop_scope="module")
async def test_what_would_never_end_is_ended(stores: list[Store]) -> None:
    _, mine, _ = stores
    for statement in STOPS:
        began = time.monotonic()
        with pytest.raises(InvalidParams):
            await mine.sql(statement, timeout=0.3)
        assert time.monotonic() - began < 30
    endless = "SELECT count(*) FROM tasks a, tasks b, tasks c, tasks d, tasks e"
    assert endless in STOPS
    running = asyncio.create_task(mine.sql(endless, timeout=50))
    await asyncio.sleep(0.3)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await mine.sql("SELECT count(*) AS n FROM tasks")).data == [{"n": TASKS}]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_row_or_an_answer_that_is_too_long_is_not_taken(stores: list[Store]) -> None:
    _, mine, _ = stores
    wide = "SELECT string_agg(a.description || b.description, '') AS x FROM tasks a, tasks b"
    with pytest.raises(InvalidParams, match=r"500,000 bytes"):
        await mine.sql(wide)
    long = await mine.sql("SELECT a.description FROM tasks a, tasks b", limit=9999)
    assert long.has_more
    assert sum(len(row["description"] or "") for row in long.data) < 2_100_000


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM task", "Did you mean `tasks`"),
        ("SELECT nme FROM tasks", "Did you mean `name`"),
        ("SELECT lowr(name) FROM tasks", "Did you mean `lower`"),
        ("SELECT 1 FROM theirs.tasks", "There is no table"),
        ("SELECT 1 FROM nobody.tasks", "There is no table"),
        ("SELECT name::int FROM tasks", "invalid input syntax"),
        ("SELECT FROM WHERE", "syntax error"),
        ("", "must be a SELECT"),
        ("SELECT 1 -- \ud800", "half of one"),
    ],
)
async def test_a_mistake_is_told_with_what_was_meant(
    sql: str, said: str, stores: list[Store]
) -> None:
    with pytest.raises(InvalidParams, match=said):
        await stores[1].sql(sql)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("levels", [100, 200, 900, 3000, 5500, 9000])
@pytest.mark.parametrize(("opens", "inner", "closes"), [("[", "1", "]"), ('{"a":', "1", "}")])
async def test_what_is_nested_deep_is_answered_or_refused(
    levels: int, opens: str, inner: str, closes: str, stores: list[Store]
) -> None:
    nested = (opens * levels + inner + closes * levels)[:19_000]
    for sql in (
        "SELECT '{}'::jsonb AS a",
        "SELECT ('{}'::jsonb)::text AS a",
        "SELECT jsonb_agg(x) AS a FROM (SELECT '{}'::jsonb AS x) t",
        "SELECT count(*) AS a FROM tasks WHERE assignees @> '{}'",
    ):
        said = ""
        try:
            json.dumps((await stores[1].sql(sql.replace("{}", nested))).data)
        except InvalidParams as error:
            said = str(error)
        if said:
            assert re.search("nested|invalid input syntax", said)
        else:
            assert levels <= 200 or "count" in sql or "::text" in sql


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("levels", [50, 5000, 100_000])
async def test_parameters_that_are_nested_deep_are_refused(
    levels: int, stores: list[Store]
) -> None:
    lists: Any = 1
    conditions: Any = {"eq": {"name": "x"}}
    for _ in range(levels):
        lists, conditions = [lists], {"not": conditions}
    for query in (
        {"filter": conditions},
        {"filter": {"eq": {"name": lists}}},
        {"filter": {"in": {"name": lists}}},
        {"filter": {"any": {"tags": lists}}},
        {"sort": lists},
        lists,
    ):
        for store in stores[:2]:
            with pytest.raises(InvalidParams):
                await store.search("tasks", query)
    for text in ("[" * levels, '{"filter":' * levels):
        for store in stores[:2]:
            with pytest.raises(InvalidParams):
                await answer(store, "tasks", "context_store_search", {"query": text})


async def test_what_changes_is_followed_and_an_account_keeps_to_its_own(url: str) -> None:
    sandbox = Sandbox(tasks=30, rate_limit=None)
    place = PostgresStore(url, schema="other")
    async with ClickupApiConnector.sandbox(sandbox, store=place) as clickup:
        store = clickup.store
        with pytest.raises(StoreError, match="is empty"):
            await store.sql("SELECT 1")
        await store.sync()
        task = (await store.search("tasks", {}, limit=1)).data[0]
        await clickup.execute("tasks", "update", {"task_id": task["id"], "name": "nul\x00 here"})
        await store.sync()
        named = f"SELECT name FROM tasks WHERE id = '{task['id']}'"  # noqa: S608
        assert (await store.sql(named)).data[0]["name"].startswith("nul")
        assert "mine" not in repr(place)
        assert "postgres" not in repr(store).lower().replace("postgresstore", "")
        assert url not in repr([place, store])
    async with ClickupApiConnector.sandbox(Sandbox(seed=9, rate_limit=None)) as another:
        someone = (await another.execute("user", "get")).data["id"]
        if someone != (await clickup.execute("user", "get")).data["id"]:
            with pytest.raises(WrongStore):
                await ContextStore(another, place).sql("SELECT 1")


async def test_one_syncs_and_the_other_is_told(url: str) -> None:
    async with ClickupApiConnector.sandbox(Sandbox(tasks=20, rate_limit=None)) as clickup:
        one = ContextStore(clickup, PostgresStore(url, schema="locked"))
        two = ContextStore(clickup, PostgresStore(url, schema="locked"))
        await one.sync()
        with one._database.syncing(), pytest.raises(StoreBusy):
            await two.sync()
        await two.sync()
        one.close()
        two.close()


async def test_a_schema_of_something_else_is_never_removed(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA precious_ones CREATE TABLE precious (a int)")
    try:
        async with ClickupApiConnector.sandbox() as clickup:
            store = ContextStore(clickup, PostgresStore(url, schema="precious_ones"))
            with pytest.raises(NoStore, match="remove it yourself"):
                store.rebuild()
            store.close()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM precious_ones.precious").fetchone() == (
                0,
            )
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA precious_ones CASCADE")


async def test_one_that_is_removed_leaves_nothing(url: str) -> None:
    async with ClickupApiConnector.sandbox(Sandbox(tasks=20, rate_limit=None)) as clickup:
        store = ContextStore(clickup, PostgresStore(url, schema="gone"))
        await store.sync()
        store.rebuild()
        with psycopg.connect(url) as connection:
            for sql in (
                "SELECT 1 FROM pg_namespace WHERE nspname = 'gone'",
                "SELECT 1 FROM pg_roles WHERE rolname LIKE 'gone%reader'",
            ):
                assert connection.execute(sql.encode()).fetchone() is None
        await store.sync()
        assert (await store.sql("SELECT count(*) AS n FROM tasks")).data[0]["n"] > 0
        store.rebuild()
        store.close()


@pytest.mark.parametrize("given", ["Mine", "pg_mine", "a b", 'a"b', "", "x" * 51, None])
def test_names_that_cannot_be_are_refused(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="schema"):
        PostgresStore("postgresql://nobody@127.0.0.1/none", schema=given)
    with pytest.raises(ConfigurationError, match="postgresql://"):
        PostgresStore("mysql://secret@host/x")


async def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    place = PostgresStore("postgresql://nobody:hunter2@127.0.0.1:1/none", schema="mine")
    async with ClickupApiConnector.sandbox(store=place) as clickup:
        with pytest.raises(StoreError, match="database") as caught:
            await asyncio.wait_for(clickup.store.status(), 30)
        assert "hunter2" not in str(caught.value)


def test_a_shell_takes_it_in_the_place_of_a_file(url: str, tmp_path: Path) -> None:
    pytest.importorskip("click")
    from click.testing import CliRunner

    from agent_connectors.cli.commands import cli

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(cli, ["store", *arguments, "--sandbox", "--schema", "shell"])

    synced = run("sync", url)
    assert synced.exit_code == 0, synced.output
    asked = run("sql", url, "SELECT count(*) AS n FROM tasks")
    assert '"n": 302' in asked.output
    found = run("search", url, "tasks", '{"filter": {"eq": {"priority": "urgent"}}}')
    assert '"synced"' in found.output
    exported = run("export", url, str(tmp_path / "tasks.csv"), "tasks")
    assert "302" in exported.output
    assert "PostgreSQL" in run("describe", url).output
    wrong = CliRunner().invoke(cli, ["store", "status", "a.db", "--sandbox", "--schema", "x"])
    assert "--schema is for PostgreSQL" in wrong.output
    with pytest.raises(ConfigurationError, match="PostgresStore") as caught:
        ClickupApiConnector.sandbox(store="postgresql://u:hunter2@host/x")
    assert "hunter2" not in str(caught.value)


async def test_its_user_needs_no_more_than_is_said(url: str) -> None:
    name = f"plain_{uuid4().hex[:8]}"
    database = urlsplit(url).path[1:]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'x'".encode())
        connection.execute(f'GRANT CREATE ON DATABASE "{database}" TO {name}'.encode())
    parts = urlsplit(url)
    own = parts._replace(netloc=f"{name}:x@{parts.hostname}:{parts.port}").geturl()
    try:
        place = PostgresStore(own, schema=name)
        sandbox = Sandbox(tasks=20, rate_limit=None)
        async with ClickupApiConnector.sandbox(sandbox, store=place) as clickup:
            await clickup.store.sync()
            found = await clickup.store.sql("SELECT count(*) AS n FROM tasks")
            assert found.data[0]["n"] >= 20
            assert (
                await clickup.store.search("tasks", {"filter": {"contains": {"name": "e"}}})
            ).data
            with pytest.raises(InvalidParams, match="no table"):
                await clickup.store.sql("SELECT 1 FROM mine.tasks")
            clickup.store.rebuild()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"ALTER ROLE {name} NOCREATEROLE".encode())
        async with ClickupApiConnector.sandbox(sandbox, store=place) as clickup:
            with pytest.raises(StoreError, match="CREATEROLE"):
                await clickup.store.sync()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP OWNED BY {name} CASCADE".encode())
            connection.execute(f"DROP ROLE {name}".encode())
