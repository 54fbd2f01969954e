"""Reading many tasks: those of a List, of a view, or of the whole Workspace."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import level
from agent_connectors.clickup.sandbox.filters import Test, place_tests, tests_of
from agent_connectors.clickup.sandbox.http import Query, Request, Response
from agent_connectors.clickup.sandbox.lookup import check_team, list_at, view_at
from agent_connectors.clickup.sandbox.payloads.tasks import tasks_page
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.selection import ordered, select, selection
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace
from agent_connectors.clickup.sandbox.view_tasks import tasks_of_view

TASKS_A_PAGE = 100
VIEW_TASKS_A_PAGE = 30
# No workspace has so many; a larger number would be too large to look for.
_LAST_PAGE = 10**9

Tasks = Sequence[Task] | dict[str, Task]


@route("GET", "/api/v2/list/{list_id}/task")
def get_tasks(workspace: Workspace, request: Request, list_id: str) -> Any:
    """The tasks whose home a List is, and with `include_timl` those added to it."""
    home = list_at(workspace, list_id)
    query = request.query

    def find() -> Iterator[Task]:
        tasks: Tasks = home.tasks
        if query.flag("include_timl") and home.visitors:
            both = [*home.tasks.values(), *home.visitors.values()]
            tasks = sorted(both, key=attrgetter("order"))
        return select(
            ordered(tasks, query, workspace),
            [*_sight(workspace), *tests_of(query, workspace)],
            archived=bool(query.flag("archived")),
            closed=bool(query.flag("include_closed")),
            subtasks=bool(query.flag("subtasks")),
        )

    found = selection(workspace, (list_id, workspace.caller.id, query.key("page")), find)
    tasks, last = found.page(_page(query), TASKS_A_PAGE)
    markdown = bool(query.flag("include_markdown_description"))
    return Response(200, tasks_page(tasks, workspace, last=last, markdown=markdown, spent=True))


@route("GET", "/api/v2/team/{team_id}/task")
def get_team_tasks(workspace: Workspace, request: Request, team_id: str) -> Any:
    """The tasks of the whole Workspace."""
    check_team(workspace, team_id)
    query = request.query

    def find() -> Iterator[Task]:
        parent = query.text("parent")
        return select(
            ordered(_candidates(workspace, query), query, workspace),
            [*_sight(workspace), *place_tests(query), *tests_of(query, workspace)],
            archived=False,
            closed=bool(query.flag("include_closed")),
            # Who asks for a parent's subtasks wants subtasks.
            subtasks=bool(query.flag("subtasks")) or parent is not None,
        )

    found = selection(workspace, ("team", workspace.caller.id, query.key("page")), find)
    tasks, last = found.page(_page(query), TASKS_A_PAGE)
    markdown = bool(query.flag("include_markdown_description"))
    return Response(200, tasks_page(tasks, workspace, last=last, markdown=markdown, spent=False))


@route("GET", "/api/v2/view/{view_id}/task")
def get_view_tasks(workspace: Workspace, request: Request, view_id: str) -> Any:
    """The tasks a view shows."""
    view = view_at(workspace, view_id)
    # The only task list that insists on it.
    if request.query.integer("page") is None:
        raise errors.invalid("page is required")

    def find() -> Iterator[Task]:
        sight = _sight(workspace)
        return (t for t in tasks_of_view(view, workspace) if all(test(t) for test in sight))

    found = selection(workspace, (view_id, workspace.caller.id), find)
    tasks, last = found.page(_page(request.query), VIEW_TASKS_A_PAGE)
    return Response(200, tasks_page(tasks, workspace, last=last, markdown=False, spent=True))


def _sight(workspace: Workspace) -> list[Test]:
    """Leaves out what the caller may not see: nothing for the owner."""
    caller = workspace.caller
    if caller is workspace.owner:
        return []
    # Found page by page, so that the caller is another one by then.
    return [lambda task: level(workspace, task, caller) > 0]


def _page(query: Query) -> int:
    return min(_LAST_PAGE, max(0, query.integer("page") or 0))


def _candidates(workspace: Workspace, query: Query) -> Tasks:
    """The tasks worth testing, in the order they were made: not all where a List is named."""
    parent = query.text("parent")
    if parent is not None:
        return workspace.subtasks.get(parent, [])
    lists = query.array("list_ids")
    if lists is None:
        return workspace.tasks
    homes = [workspace.lists[n] for n in dict.fromkeys(lists) if n in workspace.lists]
    if len(homes) == 1:
        return homes[0].tasks
    return sorted((t for home in homes for t in home.tasks.values()), key=attrgetter("order"))
