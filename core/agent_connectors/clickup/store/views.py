"""Questions that many ask of a workspace, as views."""

from agent_connectors.engine.store.tables import View

__all__ = ["VIEWS"]

_OPEN = "status_type NOT IN ('done', 'closed') AND archived IS NOT TRUE"

VIEWS = (
    View(
        "open_tasks",
        f"SELECT * FROM tasks WHERE {_OPEN}",
        "Tasks that are neither done, closed nor archived.",
    ),
    View(
        "overdue",
        f"SELECT * FROM tasks WHERE {_OPEN} AND due_date_ms < strftime('%s', 'now') * 1000",
        "Open tasks whose due date is over.",
        postgres=f"SELECT * FROM tasks WHERE {_OPEN} AND due_date < now()",
    ),
    View(
        "load_by_person",
        "SELECT p.name AS person, count(*) AS open_tasks, "
        "count(*) FILTER (WHERE t.due_date_ms < strftime('%s', 'now') * 1000) AS overdue, "
        "count(*) FILTER (WHERE t.priority = 'urgent') AS urgent, "
        "sum(t.time_estimate_ms) / 3600000.0 AS estimated_hours "
        "FROM task_people p JOIN tasks t ON t.id = p.task_id "
        "WHERE t.status_type NOT IN ('done', 'closed') AND t.archived IS NOT TRUE "
        "GROUP BY p.person_id",
        "How much each person has to do.",
        ("person", "open_tasks", "overdue", "urgent", "estimated_hours"),
        postgres=(
            "SELECT max(p.name) AS person, count(*) AS open_tasks, "
            "count(*) FILTER (WHERE t.due_date < now()) AS overdue, "
            "count(*) FILTER (WHERE t.priority = 'urgent') AS urgent, "
            "sum(t.time_estimate_ms) / 3600000.0::float8 AS estimated_hours "
            "FROM task_people p JOIN tasks t ON t.id = p.task_id "
            "WHERE t.status_type NOT IN ('done', 'closed') AND t.archived IS NOT TRUE "
            "GROUP BY p.person_id"
        ),
    ),
    View(
        "time_by_person_week",
        "SELECT person, date(started, 'weekday 0', '-6 days') AS week, "
        "sum(duration_ms) / 3600000.0 AS hours "
        "FROM time_entries WHERE duration_ms > 0 GROUP BY person_id, week",
        "Hours tracked by each person in each week, named by its Monday.",
        ("person", "week", "hours"),
        postgres=(
            "SELECT max(person) AS person, CAST(date_trunc('week', started) AS date) AS week, "
            "sum(duration_ms) / 3600000.0::float8 AS hours FROM time_entries WHERE duration_ms > 0 "
            "GROUP BY person_id, CAST(date_trunc('week', started) AS date)"
        ),
    ),
    View(
        "tracked_and_estimated",
        "SELECT t.id, t.name, t.list, t.time_estimate_ms / 3600000.0 AS estimated_hours, "
        "sum(e.duration_ms) / 3600000.0 AS tracked_hours "
        "FROM tasks t JOIN time_entries e ON e.task_id = t.id AND e.duration_ms > 0 "
        "GROUP BY t.id",
        "Hours tracked on each task, beside its estimate.",
        ("id", "name", "estimated_hours", "tracked_hours"),
    ),
    View(
        "commented",
        "SELECT t.id, t.name, t.list, count(*) AS comments, max(c.date) AS latest "
        "FROM tasks t JOIN comments c ON c.task_id = t.id GROUP BY t.id",
        "How many comments each task has, replies included.",
        ("id", "name", "comments"),
    ),
    View(
        "blocked",
        "SELECT t.id, t.name, t.list, r.since, b.id AS blocked_by, b.name AS blocked_by_name "
        "FROM relations r JOIN tasks t ON t.id = r.task_id JOIN tasks b ON b.id = r.other_id "
        "WHERE r.kind = 'waits for' AND t.status_type NOT IN ('done', 'closed') "
        "AND b.status_type NOT IN ('done', 'closed') "
        "AND t.archived IS NOT TRUE AND b.archived IS NOT TRUE",
        "Open tasks that wait for others that are open, and since when.",
        ("id", "name", "since", "blocked_by_name"),
    ),
    View(
        "cycle_times",
        "SELECT id, name, list, list_id, space, date_done, "
        "(date_done_ms - date_created_ms) / 86400000.0 AS days "
        "FROM tasks WHERE date_done_ms IS NOT NULL AND archived IS NOT TRUE",
        "Days from the creation of each task until it was done.",
        ("name", "list", "space", "days"),
    ),
)
