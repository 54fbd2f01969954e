"""Twenty questions about all of a workspace: how the store is asked, and what is right."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.questions.serve import NOW
from benchmarks.questions.state import iso
from benchmarks.store.world import DAY, HOUR, Truth, World, means, monday, ranked

__all__ = ["QUESTIONS", "Analytical"]

_NOW = iso(NOW)
_IT_IS = f"It is {_NOW}."
_WEEK = "date({}, 'weekday 0', '-6 days')"

Reads = tuple[tuple[str, str, Mapping[str, Any]], ...]


@dataclass(frozen=True)
class Analytical:
    """A question.

    Attributes:
        asked: As the agents are asked.
        sql: What the store is asked; the last one gives the answer.
        truth: The rows of the right answer, from the sandbox's state.
        reads: The lists that a live agent reads whole, to count for itself; none where it would
            have to make a call for each task.
    """

    asked: str
    sql: str
    truth: Truth
    reads: Reads


def _tasks(*fields: str, closed: bool = False) -> tuple[str, str, Mapping[str, Any]]:
    more = {"include_closed": True} if closed else {}
    params = {"subtasks": True, **more, "fields": list(fields), "limit": 1000}
    return "tasks", "search", params


def _time(since: str, *fields: str) -> tuple[str, str, Mapping[str, Any]]:
    params = {"start_date": since, "assignee": ["everyone"], "fields": list(fields), "limit": 1000}
    return "time_tracking", "list", params


def _load(world: World) -> list[tuple[Any, ...]]:
    load = Counter(user.username for task in world.open for user in task.assignees)
    late = Counter(
        user.username for task in world.open if world.is_overdue(task) for user in task.assignees
    )
    return [(name, count, late[name]) for name, count in ranked(load, 5)]


def _by_week(world: World) -> list[tuple[Any, ...]]:
    weeks: dict[str, list[Any]] = {}
    for entry in world.entries:
        if monday(entry.start) >= "2026-05-18":
            weeks.setdefault(monday(entry.start), []).append(entry)
    found = []
    for week, entries in sorted(weeks.items()):
        tasks = {entry.task.id: entry.task.estimate or 0 for entry in entries}
        tracked = sum(entry.end - entry.start for entry in entries)
        found.append((week, tracked / HOUR, sum(tasks.values()) / HOUR))
    return found


def _late_tags(world: World) -> list[tuple[Any, ...]]:
    pairs = [(tag, float(world.is_overdue(task))) for task in world.open for tag in task.tags]
    many = {tag for tag, count in Counter(tag for tag, _ in pairs).items() if count >= 10}
    return ranked({tag: share for tag, share in means(pairs).items() if tag in many}, 3)


def _blocked(world: World) -> list[tuple[Any, ...]]:
    there = set(map(id, world.open))
    found = [
        (one.created, one.waiting.name, one.blocking.name)
        for task in world.open
        for one in task.dependencies
        if one.waiting is task and id(one.blocking) in there
    ]
    return [(name, other) for _, name, other in sorted(found)[:3]]


def _idle(world: World) -> list[tuple[Any, ...]]:
    latest: dict[Any, int] = {}
    for task in world.open:
        for user in task.assignees:
            latest[user.username] = max(latest.get(user.username, 0), task.updated)
    idle = [name for name, time in latest.items() if name and time < world.now - 14 * DAY]
    return [(name,) for name in sorted(idle)]


def _cycle(world: World) -> list[tuple[Any, ...]]:
    done = [task for task in world.tasks if task.done is not None]
    return ranked(means((task.home.name, (task.done - task.created) / DAY) for task in done), 5)


def _done_weeks(world: World) -> list[tuple[Any, ...]]:
    weeks = Counter(monday(task.done) for task in world.tasks if task.done is not None)
    return sorted((week, count) for week, count in weeks.items() if week >= "2026-05-18")


def _budget(world: World) -> list[tuple[Any, ...]]:
    sums: Counter[str] = Counter()
    for task, value in world.values("Budget", world.tasks):
        sums[task.status.name] += value
    return ranked(sums)


def _ages(world: World) -> list[tuple[Any, ...]]:
    names = {1: "urgent", 2: "high", 3: "normal", 4: "low", None: None}
    return ranked(means((names[t.priority], (world.now - t.created) / DAY) for t in world.open))


def _billable(world: World) -> list[tuple[Any, ...]]:
    hours: Counter[str] = Counter()
    for entry in world.entries:
        if entry.billable and 1_777_593_600_000 <= entry.start < 1_780_272_000_000:
            hours[str(entry.user.username)] += (entry.end - entry.start) / HOUR
    return ranked(hours)


def _items(world: World) -> list[tuple[Any, ...]]:
    return ranked(
        Counter(
            task.home.name
            for task in world.open
            for checklist in task.checklists
            for item in checklist.items
            if item.parent is None and not item.resolved
        ),
        3,
    )


def _over(world: World) -> list[tuple[Any, ...]]:
    tracked: Counter[Any] = Counter()
    for entry in world.entries:
        tracked[entry.task] += entry.end - entry.start
    there = set(map(id, world.all))
    over = [
        spent - task.estimate
        for task, spent in tracked.items()
        if id(task) in there and task.estimate and spent > task.estimate
    ]
    return [(len(over), sum(over) / HOUR)]


def _said(task: Any) -> str:
    return f"{task.name} {task.plain or task.markdown}".casefold()


_COMMENTS: Reads = ()

QUESTIONS = (
    Analytical(
        f"{_IT_IS} Who is overloaded? The five people with the most open tasks, subtasks included, "
        "with how many these are and how many of them are overdue.",
        f"SELECT p.name, count(*) AS n, sum(t.due_date < '{_NOW}') AS overdue FROM task_people p "
        "JOIN open_tasks t ON t.id = p.task_id GROUP BY p.person_id "
        "ORDER BY n DESC, p.name LIMIT 5",
        _load,
        (_tasks("assignees", "status", "due_date"),),
    ),
    Analytical(
        "Which three tasks have the most comments, replies included, and how many?",
        "SELECT name, comments FROM commented ORDER BY comments DESC, name LIMIT 3",
        lambda world: [
            (task.name, count)
            for task, count in Counter(task for _, task in world.comments).most_common(3)
        ],
        _COMMENTS,
    ),
    Analytical(
        f"{_IT_IS} For each week since the one of Monday, 2026-05-18: how many hours were tracked, "
        "and how many hours are the estimates of the tasks that they were tracked on?",
        f"WITH e AS (SELECT {_WEEK.format('started')} AS week, task_id, sum(duration_ms) AS spent "
        "FROM time_entries WHERE ended IS NOT NULL GROUP BY week, task_id) "
        "SELECT week, sum(spent) / 3600000.0 AS tracked, sum(t.time_estimate_ms) / 3600000.0 AS "
        "estimated FROM e LEFT JOIN tasks t ON t.id = e.task_id WHERE week >= '2026-05-18' "
        "GROUP BY week ORDER BY week",
        _by_week,
        (_time("2026-05-18", "task", "start", "duration"), _tasks("time_estimate", closed=True)),
    ),
    Analytical(
        "In which five lists does it take longest from the creation of a task until it is done, "
        "and how many days on average?",
        "SELECT list, avg(days) AS days FROM cycle_times GROUP BY list ORDER BY days DESC LIMIT 5",
        _cycle,
        (_tasks("list", "date_created", "date_done", closed=True),),
    ),
    Analytical(
        "How many open tasks without an assignee does each space have?",
        "SELECT t.space, count(*) AS n FROM open_tasks t WHERE NOT EXISTS "
        "(SELECT 1 FROM task_people p WHERE p.task_id = t.id) GROUP BY t.space "
        "ORDER BY n DESC, t.space",
        lambda world: ranked(Counter(t.home.space.name for t in world.open if not t.assignees)),
        (_tasks("space", "assignees", "status"),),
    ),
    Analytical(
        f"{_IT_IS} Of the tags of at least ten open tasks, which three have the largest share of "
        "overdue ones, and which share?",
        f"SELECT g.tag, avg(coalesce(t.due_date < '{_NOW}', 0)) AS share FROM task_tags g "
        "JOIN open_tasks t ON t.id = g.task_id GROUP BY g.tag HAVING count(*) >= 10 "
        "ORDER BY share DESC, g.tag LIMIT 3",
        _late_tags,
        (_tasks("tags", "status", "due_date"),),
    ),
    Analytical(
        "Which three open tasks have waited longest for another open one, and for which?",
        "SELECT name, blocked_by_name FROM blocked ORDER BY since, name LIMIT 3",
        _blocked,
        (_tasks("name", "status", "dependencies"),),
    ),
    Analytical(
        "What is the sum of the custom field 'Budget' for each status?",
        "SELECT t.status, sum(v.number) AS total FROM custom_field_values v JOIN tasks t "
        "ON t.id = v.task_id WHERE v.field = 'Budget' AND NOT t.archived GROUP BY t.status "
        "ORDER BY total DESC",
        _budget,
        (_tasks("status", "custom_fields", closed=True),),
    ),
    Analytical(
        f"{_IT_IS} Who has open tasks of which none was changed in the last two weeks?",
        "SELECT p.name FROM task_people p JOIN open_tasks t ON t.id = p.task_id "
        "WHERE p.name IS NOT NULL GROUP BY p.person_id "
        "HAVING max(t.date_updated) < '2026-05-29T15:00:00Z' ORDER BY p.name",
        _idle,
        (_tasks("assignees", "status", "date_updated"),),
    ),
    Analytical(
        f"{_IT_IS} How many tasks were done in each week since the one of Monday, 2026-05-18?",
        f"SELECT {_WEEK.format('date_done')} AS week, count(*) AS n FROM tasks "
        "WHERE date_done >= '2026-05-18' AND NOT archived GROUP BY week ORDER BY week",
        _done_weeks,
        (_tasks("date_done", closed=True),),
    ),
    Analytical(
        f"{_IT_IS} How many days old are open tasks on average, by priority?",
        f"SELECT t.priority, avg(strftime('%s', '{_NOW}') * 1000 - t.date_created_ms) / 86400000.0 "
        f"AS days FROM open_tasks t GROUP BY t.priority ORDER BY days DESC",
        _ages,
        (_tasks("priority", "status", "date_created"),),
    ),
    Analytical(
        f"{_IT_IS} Which five lists have the most overdue tasks, and how many?",
        f"SELECT t.list, count(*) AS n FROM open_tasks t WHERE t.due_date < '{_NOW}' "
        "GROUP BY t.list ORDER BY n DESC, t.list LIMIT 5",
        lambda world: ranked(Counter(t.home.name for t in world.open if world.is_overdue(t)), 5),
        (_tasks("list", "status", "due_date"),),
    ),
    Analytical(
        "Which three people comment most, replies included, and how often?",
        "SELECT author, count(*) AS n FROM comments GROUP BY author ORDER BY n DESC, author "
        "LIMIT 3",
        lambda world: ranked(Counter(comment.user.username for comment, _ in world.comments), 3),
        _COMMENTS,
    ),
    Analytical(
        "How many comments are assigned to each person and not resolved?",
        "SELECT assignee, count(*) AS n FROM comments WHERE assignee IS NOT NULL AND NOT resolved "
        "GROUP BY assignee ORDER BY n DESC, assignee",
        lambda world: ranked(
            Counter(c.assignee.username for c, _ in world.comments if c.assignee and not c.resolved)
        ),
        _COMMENTS,
    ),
    Analytical(
        "How many billable hours did each person track in May 2026, in UTC?",
        "SELECT person, sum(duration_ms) / 3600000.0 AS hours FROM time_entries WHERE billable "
        "AND ended IS NOT NULL AND started >= '2026-05-01' AND started < '2026-06-01' "
        "GROUP BY person ORDER BY hours DESC, person",
        _billable,
        (_time("2026-05-01", "user", "start", "duration", "billable"),),
    ),
    Analytical(
        "Which three lists have the most unresolved checklist items in open tasks, and how many?",
        "SELECT t.list, count(*) AS n FROM checklist_items c JOIN open_tasks t ON t.id = c.task_id "
        "WHERE NOT c.resolved GROUP BY t.list ORDER BY n DESC, t.list LIMIT 3",
        _items,
        (_tasks("list", "status", "checklists"),),
    ),
    Analytical(
        "Which three tasks have the most open subtasks, and how many?",
        "SELECT p.name, count(*) AS n FROM open_tasks t JOIN tasks p ON p.id = t.parent_id "
        "GROUP BY p.id ORDER BY n DESC, p.name LIMIT 3",
        lambda world: [
            (task.name, count)
            for task, count in sorted(
                Counter(t.parent for t in world.open if t.parent is not None).items(),
                key=lambda one: (-one[1], one[0].name),
            )[:3]
        ],
        (_tasks("name", "status", "parent"),),
    ),
    Analytical(
        "How many tasks have more time tracked than estimated, and how many hours more in all?",
        "SELECT count(*) AS n, sum(tracked_hours - estimated_hours) AS hours FROM "
        "tracked_and_estimated WHERE tracked_hours > estimated_hours AND estimated_hours > 0",
        _over,
        (_time("2025-01-01", "task", "duration"), _tasks("time_estimate", closed=True)),
    ),
    Analytical(
        "How many open tasks of each space have 'invoice' in their name or description?",
        "SELECT t.space, count(*) AS n FROM open_tasks t WHERE (t.name LIKE '%invoice%' "
        "OR t.description LIKE '%invoice%') GROUP BY t.space ORDER BY n DESC, t.space",
        lambda world: ranked(
            Counter(task.home.space.name for task in world.open if "invoice" in _said(task))
        ),
        (_tasks("space", "status", "name", "description"),),
    ),
    Analytical(
        "How many open tasks are there for each value of the custom field 'Severity'?",
        "SELECT v.value, count(*) AS n FROM custom_field_values v "
        "JOIN open_tasks t ON t.id = v.task_id WHERE v.field = 'Severity' GROUP BY v.value "
        "ORDER BY n DESC, v.value",
        lambda world: ranked(
            Counter(value for _, value in world.values("Severity", world.open)),
        ),
        (_tasks("status", "custom_fields"),),
    ),
)
"""In the order in which they are numbered, from 28 on."""
