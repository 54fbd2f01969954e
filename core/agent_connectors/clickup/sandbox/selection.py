"""Pages of tasks: finding them lazily, and carrying on where the page before left off.

A List may hold 60,000 tasks. Finding its first page stops as soon as the page is full, and what was
found is kept, so that a walk over all pages looks at every task once. Any change to a task starts
it over.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice

from agent_connectors.clickup.sandbox.filters import Test
from agent_connectors.clickup.sandbox.http import Query
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

# Each may refer to every task there is, so only the walks that are likely under way are kept.
_SELECTIONS_KEPT = 8

_ORDERS: dict[str, Callable[[Task], int | str]] = {
    "created": lambda task: task.created,
    "updated": lambda task: task.updated,
    "due_date": lambda task: task.due or 0,
    "id": lambda task: task.id,
}


class Selection:
    """The tasks a query finds, as far as they were looked for.

    Args:
        tasks: Those the query finds, in order; read only as far as needed.
        version: The workspace's version they belong to.
    """

    def __init__(self, tasks: Iterator[Task], version: int) -> None:
        self.version = version
        self._tasks = tasks
        self._found: list[Task] = []

    def page(self, number: int, size: int) -> tuple[list[Task], bool]:
        """A page, and whether it is the last.

        Args:
            number: From 0.
            size: Tasks a page.
        """
        end = (number + 1) * size
        # One more than the page holds tells whether another page follows.
        self._found.extend(islice(self._tasks, max(0, end + 1 - len(self._found))))
        return self._found[end - size : end], len(self._found) <= end


def select(
    tasks: Iterable[Task], tests: Sequence[Test], *, archived: bool, closed: bool, subtasks: bool
) -> Iterator[Task]:
    """The tasks that pass.

    Args:
        tasks: Where to look.
        tests: What each must pass.
        archived: Whether the archived ones are wanted, rather than the others.
        closed: Whether those with a closed status are wanted too.
        subtasks: Whether subtasks are wanted too.
    """
    for task in tasks:
        if task.archived is not archived or (task.parent is not None and not subtasks):
            continue
        if not closed and task.status.type == "closed":
            continue
        if all(test(task) for test in tests):
            yield task


def ordered(
    tasks: Sequence[Task] | dict[str, Task], query: Query, workspace: Workspace
) -> Iterable[Task]:
    """The tasks in the order a query asks for; the newest come first unless it says otherwise.

    Tasks without a due date come last in both directions.

    Args:
        tasks: In the order they were made.
        query: Its `order_by` and `reverse`.
        workspace: Where they are.
    """
    upwards = bool(query.flag("reverse"))
    order = query.text("order_by") or "created"
    values = tasks.values() if isinstance(tasks, dict) else tasks
    # Tasks are kept in the order they were made, so the usual order costs nothing.
    if order not in _ORDERS or (order == "created" and workspace.in_order):
        return values if upwards else reversed(values)
    # Sorting keeps the order of equals: the newest of them come first downwards.
    newest_first = values if upwards else list(reversed(values))
    found = sorted(newest_first, key=_ORDERS[order], reverse=not upwards)
    if order == "due_date":
        found.sort(key=lambda task: task.due is None)
    return found


def selection(workspace: Workspace, key: Hashable, find: Callable[[], Iterator[Task]]) -> Selection:
    """The selection for a query, carried on from earlier pages where nothing changed since.

    Args:
        workspace: Where the tasks are.
        key: Tells queries apart, whatever their page.
        find: Starts looking for the tasks.
    """
    kept = workspace.selections
    # Taken out and put back, so that the one used longest ago is the first in line to go.
    known: Selection | None = kept.pop(key, None)
    if known is None or known.version != workspace.version:
        known = Selection(find(), workspace.version)
    kept[key] = known
    if len(kept) > _SELECTIONS_KEPT:
        del kept[next(iter(kept))]
    return known
