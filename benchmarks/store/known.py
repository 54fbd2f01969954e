"""The 27 example questions of the Airbyte connector, as a store is asked them.

What only ClickUp can do or tell goes to it: three questions have no SQL.
"""

from collections.abc import Callable
from typing import Any

from benchmarks.questions.about_places import DOC, FOLDER, GOAL, SPACE
from benchmarks.questions.about_tasks import LIST, PERSON, VIEW
from benchmarks.questions.question import Fact, Given, texts
from benchmarks.questions.serve import NOW
from benchmarks.questions.state import DAY_AGO, MONDAY, State, iso

__all__ = ["FACTS", "SQL"]

_LISTED = "status_type != 'closed' AND parent_id IS NULL AND NOT archived"
"""What the questions mean by tasks."""


def _task(given: Given) -> str:
    return f"'{given['task_id']}'"


def _replied(given: Given) -> str:
    text = given["replied"].replace("'", "''")
    return f"SELECT id FROM comments WHERE task_id = {_task(given)} AND text = '{text}'"


SQL: dict[int, Callable[[Given], str]] = {
    1: lambda _: "SELECT id, name FROM workspaces",
    2: lambda _: "SELECT id, name FROM spaces",
    3: lambda _: (
        "SELECT f.id, f.name FROM folders f JOIN spaces s ON s.id = f.space_id "
        f"WHERE s.name = '{SPACE}'"
    ),
    4: lambda _: (
        "SELECT l.id, l.name FROM lists l JOIN folders f ON f.id = l.folder_id "
        f"JOIN spaces s ON s.id = f.space_id WHERE f.name = '{FOLDER}' AND s.name = '{SPACE}'"
    ),
    5: lambda _: (
        f"SELECT id, name FROM tasks WHERE list = '{LIST}' AND space = 'Marketing' AND {_LISTED}"
    ),
    6: lambda given: f"SELECT * FROM tasks WHERE id = {_task(given)}",
    7: lambda _: (
        "SELECT id, name FROM tasks WHERE (name LIKE '%bug%' OR description LIKE '%bug%') "
        f"AND {_LISTED}"
    ),
    8: lambda _: f"SELECT id, name FROM tasks WHERE priority = 'urgent' AND {_LISTED}",
    9: lambda _: (
        "SELECT id, t.name FROM tasks t JOIN task_people p ON p.task_id = t.id "
        f"WHERE p.name = '{PERSON}' AND {_LISTED}"
    ),
    10: lambda given: (
        "SELECT author, date, text FROM comments WHERE reply_to IS NULL "
        f"AND task_id = {_task(given)}"
    ),
    11: lambda given: f"SELECT author, text FROM comments WHERE reply_to IN ({_replied(given)})",
    14: lambda _: "SELECT id, name, due_date FROM goals",
    15: lambda _: (
        "SELECT g.*, k.name AS key_result, k.percent_completed AS percent FROM goals g "
        f"JOIN key_results k ON k.goal_id = g.id WHERE g.name = '{GOAL}'"
    ),
    16: lambda _: "SELECT * FROM views WHERE parent_id IN (SELECT id FROM workspaces)",
    17: lambda _: (
        f"SELECT filters FROM views WHERE name = '{VIEW}' "
        "AND parent_id IN (SELECT id FROM workspaces)\n"
        f"SELECT id, name FROM tasks WHERE priority = 'urgent' AND {_LISTED}"
    ),
    18: lambda _: (
        "SELECT person, task, started, coalesce(ended, 'running') AS ended, duration_ms "
        f"FROM time_entries WHERE started >= '{iso(MONDAY)}'"
    ),
    19: lambda given: f"SELECT * FROM time_entries WHERE started = '{given['start']}'",
    21: lambda _: "SELECT id, name FROM docs",
    22: lambda _: f"SELECT * FROM docs WHERE name = '{DOC}'",
    23: lambda _: (
        f"SELECT id, name, due_date FROM tasks WHERE due_date < '{iso(NOW)}' "
        f"AND status_type != 'done' AND {_LISTED}"
    ),
    24: lambda _: f"SELECT id, name FROM tasks WHERE date_updated > '{iso(DAY_AGO)}' AND {_LISTED}",
    25: lambda _: f"SELECT id, name FROM tasks WHERE priority = 'high' AND {_LISTED}",
    26: lambda _: (
        "SELECT person, sum(duration_ms) AS spent FROM time_entries "
        f"WHERE started >= '{iso(MONDAY)}' AND ended IS NOT NULL GROUP BY person"
    ),
    27: lambda _: (
        "SELECT t.id, t.name, count(*) AS n FROM comments c JOIN tasks t ON t.id = c.task_id "
        f"WHERE c.reply_to IS NULL AND {_LISTED} GROUP BY t.id ORDER BY n DESC LIMIT 2"
    ),
}
"""What is asked, one SELECT a line, by the question's number."""


def _spent(state: State) -> list[Fact]:
    spent: dict[Any, int] = {}
    for entry in state.week:
        if int(entry["duration"]) > 0:
            name = entry["user"]["username"]
            spent[name] = spent.get(name, 0) + int(entry["duration"])
    return texts([part for pair in spent.items() for part in pair])


FACTS: dict[int, Callable[[State], list[Fact]]] = {26: _spent}
"""What the right answer says where the store gives sums, and not what they are of."""
