"""Statements that mean harm: none of them changes, reaches or stops anything."""

import hashlib
import time
from pathlib import Path

import pytest

from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store import sql as asked

CHANGES = """
INSERT INTO tasks (id) VALUES ('x')
UPDATE tasks SET name = 'x'
DELETE FROM tasks
REPLACE INTO tasks (id) VALUES ('x')
DROP TABLE tasks
DROP VIEW overdue
CREATE TABLE x (a)
CREATE TEMP TABLE x (a)
CREATE TEMP VIEW x AS SELECT 1
CREATE VIEW x AS SELECT 1
CREATE INDEX x ON tasks (name)
CREATE TRIGGER x AFTER INSERT ON tasks BEGIN SELECT 1; END
CREATE VIRTUAL TABLE x USING fts5(a)
CREATE VIRTUAL TABLE temp.x USING fts5vocab(main, tasks_words, row)
ALTER TABLE tasks ADD COLUMN x
ALTER TABLE tasks RENAME TO x
REINDEX
ANALYZE
VACUUM
VACUUM INTO 'stolen.db'
ATTACH 'other.db' AS other
ATTACH ':memory:' AS other
DETACH main
PRAGMA query_only = OFF
PRAGMA writable_schema = ON
PRAGMA journal_mode = DELETE
PRAGMA user_version = 7
PRAGMA table_info(tasks)
PRAGMA database_list
PRAGMA temp_store_directory = 'elsewhere'
BEGIN
BEGIN IMMEDIATE
COMMIT
ROLLBACK
END
SAVEPOINT a
RELEASE a
EXPLAIN SELECT 1
EXPLAIN QUERY PLAN SELECT 1
SELECT 1; DROP TABLE tasks
SELECT 1; SELECT 2
SELECT 1;; DELETE FROM tasks
SELECT 1 /* */; DELETE FROM tasks --
WITH a AS (SELECT 1) DELETE FROM tasks
WITH a AS (SELECT 1) INSERT INTO tasks (id) SELECT * FROM a
WITH a AS (SELECT 1) UPDATE tasks SET name = 'x'
WITH a AS (SELECT 1) REPLACE INTO tasks (id) SELECT * FROM a
WITH a AS (DELETE FROM tasks RETURNING id) SELECT * FROM a
WITH a(x) AS (VALUES (1)) DELETE FROM tasks WHERE id IN (SELECT x FROM a) RETURNING *
/* SELECT */ DELETE FROM tasks
-- SELECT
 DROP TABLE tasks
/**/ /* a */ VACUUM
(SELECT 1)
SELECT 1 INTO x
SELECT * FROM tasks FOR UPDATE
\ufeffDELETE FROM tasks
;
--
/*
""".strip("\n")

REACHES = """
SELECT * FROM sqlite_master
SELECT * FROM sqlite_schema
SELECT * FROM sqlite_temp_master
SELECT sql FROM main.sqlite_master
SELECT count(*) FROM sqlite_master
SELECT 1 FROM sqlite_master
SELECT "sql" FROM "sqlite_master"
SELECT sql FROM [sqlite_master]
SELECT sql FROM `sqlite_master`
SELECT sql FROM SQLITE_MASTER
SELECT * FROM store_records
SELECT count(*) FROM store_records
SELECT 1 FROM STORE_RECORDS
SELECT data FROM main."store_records"
SELECT * FROM store_facts
SELECT value FROM store_facts WHERE name = 'account'
SELECT * FROM store_walks
SELECT * FROM store_visits
SELECT * FROM store_dictionaries
SELECT id FROM tasks UNION SELECT value FROM store_facts
SELECT (SELECT value FROM store_facts LIMIT 1)
SELECT id FROM tasks WHERE id IN (SELECT id FROM store_records)
SELECT id FROM tasks ORDER BY (SELECT count(*) FROM store_records)
WITH a AS (SELECT * FROM store_facts) SELECT * FROM a
WITH RECURSIVE a AS (SELECT value FROM store_facts UNION SELECT value FROM a) SELECT * FROM a
SELECT * FROM pragma_table_info('store_facts')
SELECT * FROM pragma_database_list
SELECT file FROM pragma_database_list()
SELECT * FROM pragma_function_list
SELECT * FROM pragma_module_list
SELECT * FROM pragma_compile_options
SELECT count(*) FROM pragma_query_only(0)
SELECT * FROM dbstat
SELECT * FROM sqlite_dbpage
SELECT * FROM sqlite_stmt
SELECT * FROM bytecode('SELECT 1')
SELECT * FROM tables_used('SELECT 1')
SELECT * FROM fts5vocab
SELECT * FROM tasks_words_data
SELECT block FROM "tasks_words_data"
SELECT * FROM main.[comments_words_idx]
SELECT k FROM Tasks_Words_Config
SELECT * FROM goals_words_docsize
SELECT load_extension('x')
SELECT load_extension('x', 'y')
SELECT readfile('/etc/passwd')
SELECT writefile('x', 'y')
SELECT edit('x')
SELECT fts3_tokenizer('simple')
SELECT fts5_source_id()
SELECT sqlite_version()
SELECT sqlite_source_id()
SELECT sqlite_compileoption_get(0)
SELECT sqlite_log(1, 'x')
SELECT randomblob(1000000000)
SELECT zeroblob(1000000000)
SELECT random() FROM tasks
SELECT sleep(10)
SELECT pg_sleep(10)
SELECT eval('DELETE FROM tasks')
SELECT last_insert_rowid()
SELECT changes()
SELECT * FROM other.tasks
SELECT * FROM temp.tasks
SELECT * FROM generate_series(1, 10)
SELECT ?
SELECT :name
SELECT @a
SELECT $x
SELECT nobody FROM tasks
SELECT * FROM nowhere
SELECT FROM
SELECT * FROM tasks WHERE
SELECT max(1, 2
SELECT 'open
""".strip("\n")

pytestmark = pytest.mark.asyncio(loop_scope="package")

GROWING = (
    "WITH RECURSIVE a(x, n) AS (SELECT 'aaaaaaaaaa', 1 "
    "UNION ALL SELECT x || x, n + 1 FROM a WHERE n < 18) "
)

TAKES_LONG = (
    "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT count(*) FROM a",
    "WITH RECURSIVE a(x) AS (SELECT 'a' UNION ALL SELECT x || x FROM a) SELECT count(*) FROM a",
    "SELECT count(*) FROM tasks a, tasks b, tasks c, tasks d, tasks e",
    "SELECT * FROM tasks a, tasks b, tasks c ORDER BY a.name || b.name || c.name",
    "SELECT group_concat(a.name || b.name) FROM tasks a, tasks b, tasks c",
    "SELECT length(printf('%.*c', 2000000000, 'x'))",
    "SELECT length(hex(group_concat(t.description))) FROM tasks t, tasks u",
    "{} SELECT count(*) FROM a WHERE x LIKE '%a%a%a%a%a%a%a%a%a%b'",
    "{} SELECT count(*) FROM a WHERE x GLOB '*a*a*a*a*a*a*a*a*a*b'",
    "{} SELECT count(*) FROM a WHERE x LIKE '%a_a%a_a%a_a%a_a%a_b'",
    "{} SELECT count(*) FROM a WHERE has_words(x, 'b') OR likeness(x, 'ab') > 2",
    "SELECT " + "(" * 5000 + "1" + ")" * 5000,
    "SELECT " + " UNION ALL SELECT ".join(["1"] * 500),
    "SELECT " + "+".join(["1"] * 5000),
    "SELECT '" + "x" * 30_000 + "'",
    "SELECT likeness(a.name || a.description, b.name) FROM tasks a, tasks b, tasks c",
    "SELECT json_group_array(a.description) FROM tasks a, tasks b",
    "SELECT rowid FROM tasks_words WHERE tasks_words MATCH '\"aaa\" NEAR'",
)


def contents(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("sql", [*CHANGES.splitlines(), *REACHES.splitlines()])
async def test_a_statement_that_is_no_mere_question_is_refused(
    replica: ContextStore, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = contents(replica.path)
    with pytest.raises(InvalidParams) as refused:
        await replica.sql(sql)
    assert contents(replica.path) == before
    assert not list(tmp_path.iterdir())
    assert "account" not in str(refused.value).replace("another account", "")


@pytest.mark.parametrize("sql", TAKES_LONG)
async def test_nothing_takes_longer_than_it_may(replica: ContextStore, sql: str) -> None:
    sql = sql.replace("{}", GROWING)
    began = time.monotonic()
    try:
        rows = await replica.sql(sql, timeout=0.5)
    except InvalidParams:
        pass
    else:
        assert sum(len(str(row)) for row in rows.data) < 10_000_000
    assert time.monotonic() - began < 60  # it would go on for days
    assert (await replica.sql("SELECT count(*) AS n FROM tasks")).data[0]["n"] > 200


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT json('{')",
        "SELECT json_extract('{', '$')",
        "SELECT name -> '$.a' FROM tasks",
        "SELECT value FROM tasks, json_each(name)",
        "SELECT json_tree.value FROM json_tree('[')",
        "SELECT json_extract('[]', 'a')",
        "SELECT abs(-9223372036854775808)",
        "SELECT sum(9223372036854775807) FROM tasks",
        "SELECT rowid FROM tasks_words WHERE tasks_words MATCH '\"'",
        "SELECT char(55296)",
        "SELECT '\ud800'",
    ],
    ids=ascii,
)
async def test_a_wrong_statement_is_no_damage(replica: ContextStore, sql: str) -> None:
    with pytest.raises(InvalidParams):
        await replica.sql(sql)


PILED_UP = f"""
WITH RECURSIVE a(n, s) AS (SELECT 1, '' UNION SELECT n + 1, s || n FROM a) SELECT max(n) FROM a
SELECT * FROM tasks a, tasks b, tasks c ORDER BY a.name || b.name || c.name
{GROWING}, b(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM b) SELECT x FROM a, b ORDER BY 1
""".strip()  # noqa: S608


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells the memory")
@pytest.mark.parametrize("sql", PILED_UP.splitlines())
async def test_nothing_takes_all_of_the_memory(
    replica: ContextStore, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "_MOST_MEMORY", 60_000_000)
    for _ in range(3):
        before = asked._resident()
        with pytest.raises(InvalidParams, match="took too much memory"):
            await replica.sql(sql, timeout=60)
        assert asked._resident() - before < 60_000_000  # it was given back


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT name FROM tasks LIMIT 1",
        "  select\tname from tasks limit 1  ",
        "-- the first\nSELECT name FROM tasks LIMIT 1",
        "/* a */ WITH a AS (SELECT name FROM tasks) SELECT count(*) FROM a",
        "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a LIMIT 9) SELECT * FROM a",
        "VALUES (1, 2)",
        "SELECT * FROM overdue ORDER BY due_date LIMIT 3",
        "SELECT value FROM tasks, json_each(tasks.assignees) LIMIT 3",
        "SELECT name FROM tasks WHERE rowid IN (SELECT rowid FROM tasks_words('invoice'))",
        "SELECT rowid FROM tasks_words WHERE tasks_words MATCH 'invoice' ORDER BY rank",
        "SELECT snippet(tasks_words, 0, '[', ']', '', 5) FROM tasks_words('invoice')",
        "SELECT name, rank() OVER (ORDER BY due_date) FROM tasks LIMIT 3",
        "SELECT strftime('%Y-%W', date_done), count(*) FROM tasks GROUP BY 1",
        "SELECT name FROM tasks WHERE name LIKE '%INVOICE%' AND name NOT LIKE 'x_' LIMIT 3",
        "SELECT 1 UNION SELECT 2 EXCEPT SELECT 1",
        "SELECT count(*) FILTER (WHERE priority = 'urgent') FROM tasks",
        "SELECT 'a;b' AS text",
        "SELECT 1;",
    ],
)
async def test_questions_are_answered(replica: ContextStore, sql: str) -> None:
    assert (await replica.sql(sql)).data


async def test_no_column_hides_another_and_no_value_is_left_out_unsaid(
    replica: ContextStore,
) -> None:
    rows = await replica.sql("SELECT 1 AS a, 2 AS a, 9e999 AS b, x'00ff' AS c")
    assert rows.data == [{"a": 1, "a_2": 2, "b": "inf", "c": "00ff"}]
    rows = await replica.sql("SELECT id FROM tasks", limit=5)
    assert len(rows.data) == 5
    assert rows.has_more
    assert not (await replica.sql("SELECT id FROM tasks LIMIT 5", limit=5)).has_more


@pytest.mark.parametrize(
    ("sql", "near"),
    [
        ("SELECT * FROM task", "`tasks`"),
        ("SELECT nmae FROM tasks", "`name`"),
        ("SELECT t.due_dat FROM tasks t", "`due_date`"),
        ("SELECT lenght(name) FROM tasks", "`length`"),
        ("SELECT * FROM time_entry", "`time_entries`"),
    ],
)
async def test_an_error_names_the_nearest(replica: ContextStore, sql: str, near: str) -> None:
    with pytest.raises(InvalidParams, match=near):
        await replica.sql(sql)
