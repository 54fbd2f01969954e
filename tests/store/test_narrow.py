"""What keeps a large replica quick and small: narrow rows, and records that are packed together."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.store import search

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)

SCANS = (
    "SELECT status, count(*) FROM tasks GROUP BY status",
    "SELECT space, count(*) FROM tasks WHERE assignees = '[]' GROUP BY space",
    "SELECT list, avg(date_done_ms - date_created_ms) FROM tasks GROUP BY list",
    "SELECT list, avg(date_done_ms - date_created_ms) FROM tasks GROUP BY list_id, list",
    "SELECT list_id, sum(points), sum(time_estimate_ms) FROM tasks GROUP BY list_id",
    "SELECT list, count(*) FROM open_tasks GROUP BY list_id",
    "SELECT count(*) FROM tasks WHERE date_updated < '2026-01-01'",
    "SELECT sum(points), sum(time_estimate_ms) FROM tasks WHERE points > 3",
)

JOINS = (
    "SELECT p.name, max(date_updated) FROM task_people p JOIN tasks t ON t.id = task_id GROUP BY 1",
    "SELECT tag, avg(due_date_ms) FROM task_tags JOIN tasks t ON t.id = task_id GROUP BY tag",
    "SELECT * FROM load_by_person",
)


@pytest.mark.parametrize("sql", [*SCANS, *JOINS])
def test_questions_about_all_tasks_do_not_read_their_texts(replica: ContextStore, sql: str) -> None:
    with closing(sqlite3.connect(replica.path)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert "COVERING INDEX tasks_" in str(plan)


async def test_records_are_packed_by_what_they_have_in_common(replica: ContextStore) -> None:
    tasks = (await replica.search("tasks", limit=1000, fields=["raw"])).data
    plain = sum(len(str(task["raw"])) for task in tasks)
    with closing(sqlite3.connect(replica.path)) as connection:
        (packed,) = connection.execute(
            "SELECT sum(length(data)) FROM store_records WHERE entity = 'tasks'"
        ).fetchone()
    assert packed * 6 < plain


@pytest.mark.parametrize(
    ("item", "found"),
    [("bug", 1), ("BUG", 1), ("bu", 0), ('b"ug', 1), ("b\\ug", 1), ("straße", 1), ("STRASSE", 1)],
)
async def test_an_item_of_a_list_is_found_whatever_its_letters(
    item: str, found: int, replica: ContextStore
) -> None:
    plan = search.plan(
        replica.table("tasks"), {"filter": {"any": {"tags": [item]}}}, 5, None, None, NOW
    )
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in replica.table("tasks").ddl():
            if "VIRTUAL" not in statement and "TRIGGER" not in statement:
                connection.execute(statement)
        connection.execute(
            "INSERT INTO tasks (id, tags) VALUES ('1', ?)",
            ('["Bug","b\\"ug","b\\\\ug","Straße"]',),
        )
        assert len(search.run(connection, plan).data) == found
