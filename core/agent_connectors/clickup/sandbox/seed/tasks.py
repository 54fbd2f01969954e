"""The tasks of the seeded workspace: up to 100,000 and more, at some 10 microseconds each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from agent_connectors.clickup.sandbox.seed.descriptions import Descriptions
from agent_connectors.clickup.sandbox.seed.fields import BUG, MILESTONE, sets_of_values
from agent_connectors.clickup.sandbox.seed.ground import DAY, HOUR, Ground
from agent_connectors.clickup.sandbox.seed.names import Names
from agent_connectors.clickup.sandbox.seed.titles import URGENT
from agent_connectors.clickup.sandbox.state.people import User
from agent_connectors.clickup.sandbox.state.places import Status, TaskList
from agent_connectors.clickup.sandbox.state.work import Task

_FIRST_DAYS_AGO = 420
# "In the last 24 hours" has to find something at any time of the day, and nothing may lie in the
# future: some things happened in the day's first minute.
_FIRST_MINUTE = 50_000
_POINTS = (1.0, 2.0, 3.0, 5.0, 8.0)
# So many tasks share out the Lists' weights; 250 tasks leave no List empty.
_ROUND = 200


@dataclass(slots=True, eq=False, repr=False)
class _Shelf:
    """A List with everything its tasks choose from.

    Attributes:
        home: The List.
        kind: What kind of work it holds.
        names: Of its next tasks.
        open: Its statuses before work is finished.
        finished: Its done and closed statuses.
        assignees: Groups of people; some are empty.
        watchers: Groups of people.
        tags: Groups of tags; some are empty.
        values: Sets of custom field values.
        parent: The task that the next subtask belongs to.
        child: The subtask that the next subtask of a subtask belongs to.
    """

    home: TaskList
    kind: str
    names: Names
    open: list[Status]
    finished: list[Status]
    assignees: list[tuple[User, ...]]
    watchers: list[tuple[User, ...]]
    tags: list[tuple[str, ...]]
    values: list[dict[str, Any]]
    parent: Task | None = field(default=None)
    child: Task | None = field(default=None)


def _shelf(ground: Ground, home: TaskList) -> _Shelf:
    kind = ground.kinds[home.id]
    tags = tuple(home.space.tags)
    team = ground.several(ground.team, 5)
    return _Shelf(
        home,
        kind,
        Names(kind, home.name, int(ground.random.random() * 1000)),
        [status for status in home.statuses if status.type in {"open", "custom"}],
        [status for status in home.statuses if status.type in {"done", "closed"}],
        [ground.several(team, size) for size in (0, 1, 1, 1, 1, 1, 2, 2, 3) for _ in range(2)],
        [ground.several(team, size) for size in (1, 1, 2, 3)],
        [ground.several(tags, size) for size in (0, 0, 0, 1, 1, 2) for _ in range(2)],
        sets_of_values(ground, home),
    )


def _schedule(ground: Ground) -> list[TaskList]:
    """Which List gets the next task, for a round of tasks: each by its weight, well mixed."""
    lists = [home for home in ground.workspace.lists.values() if ground.weights.get(home.id)]
    total = sum(ground.weights[home.id] for home in lists)
    turns = [
        home
        for home in lists
        for _ in range(max(1, round(_ROUND * ground.weights[home.id] / total)))
    ]
    ground.random.shuffle(turns)
    further = [home for home in ground.workspace.lists.values() if home.id in ground.further]
    if not further:
        return turns
    # Half of the tasks, so that the usual Lists stay worth looking at.
    return [
        home for number, other in enumerate(further) for home in (turns[number % len(turns)], other)
    ]


def _shelves(ground: Ground) -> dict[str, _Shelf]:
    """Each List with its choices; Lists beyond the usual share those of one in their Space."""
    shelves: dict[str, _Shelf] = {}
    shared: dict[str, _Shelf] = {}
    for home in ground.workspace.lists.values():
        if home.id not in ground.kinds:
            continue  # it gets tasks of its own
        model = shared.get(home.space.id)
        if home.id not in ground.further:
            shelves[home.id] = _shelf(ground, home)
        elif model is None:
            shelves[home.id] = shared[home.space.id] = _shelf(ground, home)
        else:
            names = Names(model.kind, home.name, int(ground.random.random() * 1000))
            shelves[home.id] = replace(model, home=home, names=names)
    return shelves


def _creation_times(midnight: int, count: int) -> Iterator[int]:
    """Times from 14 months ago to just after midnight, later ones closer together."""
    today = max(1, count // 60) if count >= 10 else 0
    for number in range(count - today):
        age = (1 - (number + 0.5) / count) ** 1.6
        yield midnight - int(_FIRST_DAYS_AGO * DAY * age)
    for number in range(today):
        yield midnight + number * _FIRST_MINUTE // today


def _priority(chance: float) -> int | None:
    if chance < 0.30:
        return 1 if chance < 0.08 else 2
    if chance < 0.82:
        return 3 if chance < 0.70 else 4
    return None


def add_tasks(ground: Ground, count: int, *, one_list: bool) -> None:
    """Make the tasks.

    Args:
        ground: The workspace under construction.
        count: How many.
        one_list: Whether all are to be open and top-level.
    """
    workspace, midnight = ground.workspace, ground.midnight
    chance = ground.random.random
    descriptions = Descriptions(ground)
    shelves = _shelves(ground)
    turns = [shelves[home.id] for home in _schedule(ground)]
    urgent = _urgent_places(count)
    for number, created in enumerate(_creation_times(midnight, count)):
        if number in urgent:
            name, kind, days = URGENT[urgent[number]]
            shelf = next((s for s in turns if s.kind == kind), turns[0])
            task = _new(ground, shelf, name, created)
            task.markdown = descriptions.of(kind, name)
            task.priority, task.due = 1, ground.day(midnight - days * DAY)
            task.updated = midnight - (1 + days) * HOUR
            workspace.add_task(task)
            continue
        shelf = turns[number % len(turns)]
        roll = chance()
        parent = None if one_list else _parent(shelf, roll)
        name, subject = shelf.names.step(parent) if parent is not None else shelf.names.next()
        task = _new(ground, shelf, name, created)
        task.parent = parent
        if number % 53 == 5 and parent is None:
            task.type, task.name = MILESTONE, shelf.names.milestone()
        elif shelf.kind == "bug":
            task.type = BUG
        task.markdown = (
            descriptions.of(shelf.kind, subject) if parent is None or roll < 0.05 else ""
        )
        _plan(ground, task, shelf, chance)
        # The older, the likelier it is done.
        finished = not one_list and chance() < 0.52 * (midnight - created) / (300 * DAY) + 0.04
        _progress(ground, task, shelf, chance, finished=finished)
        task.archived = not one_list and number % 29 == 11 and parent is None
        if not task.archived and task.status.type != "closed":
            shelf.parent = task if parent is None and chance() < 0.5 else shelf.parent
            shelf.child = task if parent is not None and parent.parent is None else shelf.child
        workspace.add_task(task)


def _urgent_places(count: int) -> dict[int, int]:
    """Where among the tasks the overdue urgent ones come, the clearly worst one first."""
    # Far enough from the end to have been made before they were due.
    first = min(int(count * 0.7), max(0, count - len(URGENT) - 1))
    return {first + n: n for n in range(min(count, len(URGENT)))}


def _parent(shelf: _Shelf, roll: float) -> Task | None:
    if roll < 0.04 and shelf.child is not None:
        return shelf.child
    return shelf.parent if roll < 0.18 else None


def _new(ground: Ground, shelf: _Shelf, name: str, created: int) -> Task:
    """A task with what every task has, in the first status of its List."""
    workspace, pick = ground.workspace, ground.pick
    home = shelf.home
    task = Task(
        workspace.ids.task(),
        workspace.next_order(),
        name,
        home,
        shelf.open[0],
        pick(ground.team),
        created,
        created,
    )
    task.assignees = pick(shelf.assignees)
    task.watchers = pick(shelf.watchers)
    task.tags = pick(shelf.tags)
    task.values = pick(shelf.values)
    space = home.space
    if space.prefix:
        space.numbered += 1
        task.custom_id = f"{space.prefix}-{space.numbered}"
    return task


def _plan(ground: Ground, task: Task, shelf: _Shelf, chance: Callable[[], float]) -> None:
    """Give a task a priority, dates, and an estimate."""
    midnight = ground.midnight
    task.priority = _priority(chance())
    roll = chance()
    if roll < 0.72:
        days = int(-25 + 95 * roll)
        if task.priority == 1 and days < -12:
            days += 12
        day = max(midnight + days * DAY, task.created - task.created % DAY + DAY)
        task.due = ground.day(day)
        if roll < 0.30:
            task.start = ground.day(day - (2 + int(40 * roll)) * DAY)
        if 0.5 < roll < 0.55:
            task.due, task.due_time = task.due + 6 * HOUR, True
    roll = chance()
    if roll < 0.45:
        task.estimate = (1 + int(40 * roll)) * HOUR // 2
    if shelf.home.space.prefix and roll > 0.3:
        task.points = _POINTS[int(roll * 5)]


def _progress(
    ground: Ground, task: Task, shelf: _Shelf, chance: Callable[[], float], *, finished: bool
) -> None:
    """Give a task a status, and an update time that goes with it."""
    midnight = ground.midnight
    since = midnight - task.created
    if finished and since > 0:
        task.status = shelf.finished[int(chance() * len(shelf.finished))]
        task.done = task.updated = task.created + int(since * chance())
        task.closed = task.done if task.status.type == "closed" else None
        if task.due is not None:
            # It was finished around its due date, not long before it.
            task.due = ground.day(task.done + int(8 * chance() - 5) * DAY)
            task.due_time = False
        task.start = None
        return
    task.status = shelf.open[int(chance() ** 1.4 * len(shelf.open))]
    roll = chance()
    if roll < 0.05:
        task.updated = max(task.created, midnight + int(20 * roll * _FIRST_MINUTE))
    elif roll < 0.15:
        task.updated = max(task.created, midnight - int((roll - 0.05) * 240 * HOUR))
    else:
        task.updated = task.created + int(max(0, since) * chance() ** 0.5)
