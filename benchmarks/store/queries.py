"""A fixed list of questions for a store: what SQLite answers, and DuckDB on the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["QUERIES", "SEARCHES", "Query", "Search"]

_OPEN = "status_type NOT IN ('done', 'closed')"


@dataclass(frozen=True)
class Query:
    """A SELECT.

    Attributes:
        sql: In SQLite's dialect.
        duckdb: In DuckDB's, where that is another one.
    """

    sql: str
    duckdb: str = ""


@dataclass(frozen=True)
class Search:
    """A search.

    Attributes:
        query: As the store takes it.
        duckdb: The SELECT that comes nearest to it; empty where there is none.
    """

    query: Mapping[str, Any]
    duckdb: str = ""


QUERIES = {
    "tasks by status": Query("SELECT status, count(*) AS n FROM tasks GROUP BY status ORDER BY n"),
    "load by person": Query(
        "SELECT * FROM load_by_person ORDER BY open_tasks DESC",
        "SELECT p.name, count(*) AS open_tasks, count(*) FILTER (t.due_date_ms < epoch_ms(now())) "
        "AS overdue, count(*) FILTER (t.priority = 'urgent') AS urgent, "
        "sum(t.time_estimate_ms) / 3600000.0 FROM task_people p JOIN tasks t ON t.id = p.task_id "
        f"WHERE t.{_OPEN} GROUP BY p.person_id, p.name ORDER BY open_tasks DESC",
    ),
    "overdue and urgent, the first 20": Query(
        "SELECT name, due_date FROM overdue WHERE priority = 'urgent' "
        "ORDER BY due_date_ms LIMIT 20",
        f"SELECT name, due_date FROM tasks WHERE {_OPEN} AND due_date_ms < epoch_ms(now()) "
        "AND priority = 'urgent' ORDER BY due_date_ms LIMIT 20",
    ),
    "done by week": Query(
        "SELECT date(date_done, 'weekday 0', '-6 days') AS week, count(*) FROM tasks "
        "WHERE date_done IS NOT NULL GROUP BY week ORDER BY week",
        "SELECT date_trunc('week', CAST(date_done AS TIMESTAMP)) AS week, count(*) FROM tasks "
        "WHERE date_done IS NOT NULL GROUP BY week ORDER BY week",
    ),
    "values of a custom field": Query(
        "SELECT value, count(*) FROM custom_field_values WHERE field = 'Channel' GROUP BY value"
    ),
    "a custom field's sum by status": Query(
        "SELECT t.status, sum(v.number) FROM custom_field_values v JOIN tasks t "
        "ON t.id = v.task_id WHERE v.field = 'Budget' GROUP BY t.status"
    ),
    "without assignee, by space": Query(
        f"SELECT space, count(*) FROM tasks WHERE {_OPEN} AND assignees = '[]' GROUP BY space"
    ),
    "tags by share of overdue": Query(
        "SELECT g.tag, avg(t.due_date_ms < strftime('%s', 'now') * 1000) AS share "
        f"FROM task_tags g JOIN tasks t ON t.id = g.task_id WHERE t.{_OPEN} "
        "GROUP BY g.tag ORDER BY share DESC",
        "SELECT g.tag, avg(CAST(t.due_date_ms < epoch_ms(now()) AS INTEGER)) AS share "
        f"FROM task_tags g JOIN tasks t ON t.id = g.task_id WHERE t.{_OPEN} "
        "GROUP BY g.tag ORDER BY share DESC",
    ),
    "days from creation to done, by list": Query(
        "SELECT list, avg(date_done_ms - date_created_ms) / 86400000.0 AS days FROM tasks "
        "WHERE date_done_ms IS NOT NULL GROUP BY list_id, list ORDER BY days DESC"
    ),
    "tracked and estimated, the first 20": Query(
        "SELECT name, tracked_hours, estimated_hours FROM tracked_and_estimated "
        "ORDER BY tracked_hours DESC LIMIT 20",
        "SELECT t.name, sum(e.duration_ms) / 3600000.0 AS tracked, any_value(t.time_estimate_ms) "
        "FROM tasks t JOIN time_entries e ON e.task_id = t.id AND e.duration_ms > 0 "
        "GROUP BY t.id, t.name ORDER BY tracked DESC LIMIT 20",
    ),
    "the last update of each person's tasks": Query(
        "SELECT p.name, max(t.date_updated) FROM task_people p JOIN tasks t ON t.id = p.task_id "
        "GROUP BY p.person_id, p.name"
    ),
    "words in names and descriptions": Query(
        "SELECT name FROM tasks WHERE rowid IN (SELECT rowid FROM tasks_words "
        "WHERE tasks_words MATCH 'calibration') LIMIT 20",
        "SELECT name FROM tasks WHERE name ILIKE '%calibration%' OR description ILIKE "
        "'%calibration%' LIMIT 20",
    ),
}

SEARCHES = {
    "urgent and late, by due date": Search(
        {
            "filter": {
                "eq": {"priority": "urgent"},
                "lt": {"due_date": "now"},
                "not": {"in": {"status_type": ["done", "closed"]}},
            },
            "sort": [{"due_date": "asc"}],
        },
        f"SELECT * FROM tasks WHERE priority = 'urgent' AND due_date_ms < epoch_ms(now()) "
        f"AND {_OPEN} ORDER BY due_date_ms LIMIT 20",
    ),
    "a person's tasks, the newest first": Search(
        {
            "filter": {"array_contains": {"assignees": "Jonas Weber"}},
            "sort": [{"date_updated": "desc"}],
        },
        "SELECT * FROM tasks WHERE assignees LIKE '%\"Jonas Weber\"%' "
        "ORDER BY date_updated DESC LIMIT 20",
    ),
    "a status, the newest first": Search(
        {"filter": {"eq": {"status": "in progress"}}, "sort": [{"date_updated": "desc"}]},
        "SELECT * FROM tasks WHERE status = 'in progress' ORDER BY date_updated DESC LIMIT 20",
    ),
    "a part of a text anywhere": Search(
        {"filter": {"contains": {"*": "calibrat"}}},
        "SELECT * FROM tasks WHERE name ILIKE '%calibrat%' OR description ILIKE '%calibrat%' "
        "LIMIT 20",
    ),
    "words anywhere": Search({"filter": {"keyword": {"*": "calibration budget"}}}),
    "a name with a typing error": Search(
        {"filter": {"fuzzy": {"name": "calibraton hstory"}}},
        "SELECT * FROM tasks ORDER BY jaro_winkler_similarity(name, 'calibraton hstory') DESC "
        "LIMIT 20",
    ),
    "changed in the last week, of two spaces": Search(
        {
            "filter": {
                "gt": {"date_updated": "7 days ago"},
                "in": {"space": ["Engineering", "Product"]},
            },
            "sort": [{"date_updated": "desc"}],
        },
        "SELECT * FROM tasks WHERE date_updated_ms > epoch_ms(now()) - 604800000 "
        "AND space IN ('Engineering', 'Product') ORDER BY date_updated DESC LIMIT 20",
    ),
    "tags": Search(
        {"filter": {"any": {"tags": ["bug", "customer"]}}, "sort": [{"due_date": "asc"}]},
        "SELECT * FROM tasks WHERE tags LIKE '%\"bug\"%' OR tags LIKE '%\"customer\"%' "
        "ORDER BY due_date LIMIT 20",
    ),
}
