"""What happened around the seeded tasks: checklists, relations, further Lists, tracked time."""

from agent_connectors.clickup.sandbox.seed.ground import (
    DAY,
    HOUR,
    LIVELY_TASKS,
    MINUTE,
    Ground,
)
from agent_connectors.clickup.sandbox.seed.texts import CHECKLISTS, TIME_NOTES
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.work import (
    Checklist,
    ChecklistItem,
    Dependency,
    Link,
    Task,
    TimeEntry,
)

_DAYS_TRACKED = 60

# When people in Europe begin to work, in hours after midnight UTC; those on the US west coast work
# until after midnight UTC, which is why something was tracked today at any time of the day.
_MORNING = 8
_WESTERN_NOON = 20


def _add_checklist(ground: Ground, task: Task) -> None:
    ids = ground.workspace.ids
    name = ground.pick(tuple(CHECKLISTS))
    checklist = Checklist(ids.uuid("checklist"), name, task, task.creator, task.created, 0)
    for number, line in enumerate(CHECKLISTS[name]):
        item = ChecklistItem(ids.uuid("checklist item"), line, task.created + number * MINUTE)
        item.resolved = task.done is not None or ground.random.random() < 0.4
        if ground.random.random() < 0.3:
            item.assignee = ground.pick(ground.team)
        checklist.items.append(item)
    task.checklists = (*task.checklists, checklist)
    ground.workspace.checklists[checklist.id] = checklist


def _relate(ground: Ground, tasks: list[Task], number: int) -> None:
    """Make some tasks wait for others of their List, and link some across Lists."""
    user = ground.workspace.owner
    for _ in range(number):
        one, other = ground.pick(tasks), ground.pick(tasks)
        if one is other:
            continue
        since = max(one.created, other.created)
        if one.home is other.home and not one.dependencies and not other.dependencies:
            dependency = Dependency(one, other, since, user)
            one.dependencies, other.dependencies = (dependency,), (dependency,)
        elif not one.links and not other.links:
            link = Link(one, other, since, user)
            one.links, other.links = (link,), (link,)


def add_details(ground: Ground) -> None:
    """Add checklists, relations, and tasks that are in a second List."""
    tasks = list(ground.workspace.tasks.values())[-LIVELY_TASKS:]
    for task in tasks:
        if ground.random.random() < 0.13:
            _add_checklist(ground, task)
    if len(tasks) < 10:
        return
    for home in ground.workspace.lists.values():
        own = list(home.tasks.values())[-LIVELY_TASKS:]
        if len(own) > 3:
            _relate(ground, own, 4)
    _relate(ground, tasks, 30)
    second = ground.list_named("This Quarter")
    for task in tasks[3::41]:
        if task.home is not second and task.parent is None:
            task.locations = (second,)
            second.visitors[task.id] = task


def _track(ground: Ground, user: User, tasks: list[Task], start: int, minutes: int) -> TimeEntry:
    workspace = ground.workspace
    # Nobody works on a task before it exists.
    known = [task for task in tasks if task.created <= start] or tasks
    task = ground.pick(known) if known else None
    end = start + minutes * MINUTE
    entry = TimeEntry(workspace.ids.time_entry(), user, start, end, end, task)
    entry.description = ground.pick(TIME_NOTES)
    entry.billable = ground.random.random() < 0.4
    workspace.time_entries[entry.id] = entry
    if task is not None:
        task.spent += minutes * MINUTE
    return entry


def add_time(ground: Ground) -> None:
    """Track two months of time of six people, and leave the owner's timer running."""
    recent = list(ground.workspace.tasks.values())[-LIVELY_TASKS:]
    people = [user for user in ground.team if not user.timezone.startswith("Asia")]
    theirs = {u.id: [t for t in recent if u in t.assignees][-40:] or recent for u in people}
    for days in range(_DAYS_TRACKED, 0, -1):
        day = ground.midnight - days * DAY
        # 1 January 1970 was a Thursday.
        is_weekend = (day // DAY + 3) % 7 >= 5
        for user in people:
            if ground.random.random() < (0.85 if is_weekend else 0.15):
                continue
            is_western = user.timezone.startswith("America")
            start = day + (_WESTERN_NOON if is_western else _MORNING) * HOUR
            start += int(ground.random.random() * 12) * 5 * MINUTE
            for _ in range(1 if is_western or is_weekend else 2):
                minutes = 25 + 5 * int(ground.random.random() * 26)
                _track(ground, user, theirs[user.id], start, minutes)
                start += (minutes + 40) * MINUTE
    _track_today(ground, theirs)


def _track_today(ground: Ground, theirs: dict[int, list[Task]]) -> None:
    owner = ground.workspace.owner
    minutes = 6
    for user in ground.team:
        if user.timezone == owner.timezone:
            _track(ground, user, theirs[user.id], ground.midnight, minutes)
    start = ground.midnight + minutes * MINUTE
    timer = _track(ground, owner, theirs[owner.id], start, 0)
    timer.end, timer.at = None, start
    ground.workspace.timers[owner.id] = timer
