"""Which tasks a query asks for: the filters of the task lists, as tests on one task."""

from collections.abc import Callable, Collection

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.field_filters import field_tests
from agent_connectors.clickup.sandbox.http import Query, whole_number
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace

Test = Callable[[Task], bool]
Moment = Callable[[Task], int | None]

_MOMENTS: dict[str, Moment] = {
    "due_date": lambda task: task.due,
    "date_created": lambda task: task.created,
    "date_updated": lambda task: task.updated,
    "date_done": lambda task: task.done,
}


def tests_of(query: Query, workspace: Workspace) -> list[Test]:
    """The filters both task lists have.

    A filter with several values passes tasks that have any of them; several filters pass tasks that
    pass them all.

    Raises:
        ApiError: A filter is malformed.
    """
    tests = [*_date_tests(query), *field_tests(query, workspace)]
    # Spelled as the List spells them: whether ClickUp minds capitals was never measured.
    statuses = _several(query, "statuses")
    if statuses is not None:
        tests.append(lambda task: task.status.name in statuses)
    assignees = _people(query, "assignees")
    if assignees is not None:
        tests.append(lambda task: any(user.id in assignees for user in task.assignees))
    watchers = _people(query, "watchers")
    if watchers is not None:
        tests.append(lambda task: any(user.id in watchers for user in task.watchers))
    tags = _several(query, "tags")
    if tags is not None:
        tests.append(lambda task: any(tag in tags for tag in task.tags))
    types = _several(query, "custom_items")
    if types is not None:
        tests.append(lambda task: str(task.type) in types)
    return tests


def place_tests(query: Query) -> list[Test]:
    """The filters by place, which only the Workspace's task list has."""
    tests: list[Test] = []
    # Folders are still called projects here, their name before there were Spaces.
    spaces = _several(query, "space_ids")
    if spaces is not None:
        tests.append(lambda task: task.home.space.id in spaces)
    folders = _several(query, "project_ids")
    if folders is not None:
        tests.append(lambda task: task.home.folder.id in folders)
    lists = _several(query, "list_ids")
    if lists is not None:
        tests.append(lambda task: task.home.id in lists)
    return tests


def _several(query: Query, name: str) -> list[str] | None:
    values = query.array(name)
    if values is None and query.text(name) is not None:
        # Measured for `statuses=open` and for assignees sent as `1,2`; taken to hold for all.
        raise errors.array_expected(name)
    return values


def _people(query: Query, name: str) -> Collection[int] | None:
    values = _several(query, name)
    return None if values is None else {n for n in map(whole_number, values) if n is not None}


def _date_tests(query: Query) -> list[Test]:
    tests: list[Test] = []
    for name, moment in _MOMENTS.items():
        after, before = query.integer(f"{name}_gt"), query.integer(f"{name}_lt")
        if after is not None:
            tests.append(_later(moment, after))
        if before is not None:
            tests.append(_earlier(moment, before))
    return tests


def _later(moment: Moment, bound: int) -> Test:
    def test(task: Task) -> bool:
        value = moment(task)
        return value is not None and value > bound

    return test


def _earlier(moment: Moment, bound: int) -> Test:
    def test(task: Task) -> bool:
        value = moment(task)
        return value is not None and value < bound

    return test
