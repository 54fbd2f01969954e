"""What is true in the workspace, read from the sandbox's own state: no connector, no HTTP."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from agent_connectors.clickup.sandbox import Sandbox
from benchmarks.questions.serve import NOW

__all__ = ["DAY", "HOUR", "Truth", "World", "means", "monday", "ranked"]

HOUR, DAY = 3_600_000, 86_400_000

_OVER = ("done", "closed")


class World:
    """The workspace that is served, made a second time.

    Args:
        tasks: How many tasks it has.
    """

    def __init__(self, tasks: int) -> None:
        self._space = Sandbox(tasks=tasks, rate_limit=None, clock=NOW.timestamp).workspace
        self.now = int(NOW.timestamp() * 1000)

    @cached_property
    def tasks(self) -> list[Any]:
        """All tasks, subtasks and closed ones too, but for those that are put away."""
        return [
            task
            for task in self._space.tasks.values()
            if not (task.archived or task.home.archived or task.home.space.archived)
        ]

    @property
    def all(self) -> list[Any]:
        """Those that are put away, too."""
        return list(self._space.tasks.values())

    @cached_property
    def open(self) -> list[Any]:
        """Those that are neither done nor closed."""
        return [task for task in self.tasks if task.status.type not in _OVER]

    def is_overdue(self, task: Any) -> bool:
        """Whether its due date is over."""
        return task.due is not None and task.due < self.now

    @cached_property
    def entries(self) -> list[Any]:
        """Tracked time, without what is still running."""
        return [one for one in self._space.time_entries.values() if one.end is not None]

    @cached_property
    def comments(self) -> list[tuple[Any, Any]]:
        """Comments and replies, each with its task, which may be put away."""
        return [
            (comment, task)
            for task in self.all
            for comment in _thread(self._space.threads.get(("task", task.id), ()))
        ]

    def values(self, field: str, tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Values of a custom field, with their tasks; of a drop-down, the options' names."""
        for one in self._space.fields.values():
            if one.name != field:
                continue
            names = {option["id"]: option["name"] for option in one.config.get("options", ())}
            for task in tasks:
                # ClickUp shows a field only on the types of tasks that it is for.
                if one.id in task.values and (not one.types or task.type in one.types):
                    value = task.values[one.id]
                    yield task, names.get(value, value) if names else value


def _thread(comments: Iterable[Any]) -> Iterator[Any]:
    for comment in comments:
        yield comment
        yield from _thread(comment.replies)


def monday(milliseconds: int) -> str:
    """The Monday of a time's week."""
    day = datetime.fromtimestamp(milliseconds / 1000, UTC).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def ranked(
    counted: Mapping[Any, Any] | Counter[Any], first: int | None = None
) -> list[tuple[Any, Any]]:
    """What was counted, the most first; by name where it is the same."""
    return sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))[:first]


def means(pairs: Iterable[tuple[Any, float]]) -> dict[Any, float]:
    """The mean for each key."""
    found: defaultdict[Any, list[float]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: sum(values) / len(values) for key, values in found.items()}


Truth = Callable[[World], list[tuple[Any, ...]]]
"""The rows of the right answer."""
