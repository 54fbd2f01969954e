"""Lists of tasks: filters, order, pages."""

from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.places import TaskList
from agent_connectors.clickup.sandbox.state.work import Task
from tests.sandbox.client import TODAY, Api, Clock

Wanted = Callable[[Task], bool]


def ids(tasks: list[dict[str, Any]]) -> list[str]:
    return [task["id"] for task in tasks]


def newest_first(api: Api, wanted: Wanted) -> list[str]:
    """What a list should show, worked out from the state."""
    found = [task for task in api.workspace.tasks.values() if wanted(task)]
    return [task.id for task in sorted(found, key=lambda task: -task.order)]


def is_shown(task: Task) -> bool:
    return not task.archived and task.parent is None and task.status.type != "closed"


@pytest.fixture
def home(api: Api) -> TaskList:
    """The fullest List, with a workflow of its own."""
    return max(api.workspace.lists.values(), key=lambda home: len(home.tasks))


async def test_a_list_shows_open_top_level_tasks_newest_first(api: Api, home: TaskList) -> None:
    answer = await api.get(f"/list/{home.id}/task")
    assert ids(answer["tasks"]) == newest_first(api, lambda t: t.home is home and is_shown(t))
    assert answer["last_page"] is True
    assert 0 < len(answer["tasks"]) < len(home.tasks)


async def test_the_workspace_shows_the_same_of_all_lists(api: Api) -> None:
    tasks = await api.pages(f"/team/{api.team}/task")
    assert ids(tasks) == newest_first(api, is_shown)
    assert len(tasks) > 100


async def test_closed_tasks_and_subtasks_are_asked_for(api: Api, home: TaskList) -> None:
    path = f"/list/{home.id}/task"

    def of_list(wanted: Wanted) -> list[str]:
        return newest_first(api, lambda t: t.home is home and wanted(t))

    closed = await api.get(path, include_closed=True)
    assert ids(closed["tasks"]) == of_list(lambda t: not t.archived and t.parent is None)
    below = await api.get(path, subtasks=True)
    assert ids(below["tasks"]) == of_list(lambda t: not t.archived and t.status.type != "closed")


async def test_archived_tasks_are_a_list_of_their_own(api: Api) -> None:
    home = next(task.home for task in api.workspace.tasks.values() if task.archived)
    archived = await api.get(f"/list/{home.id}/task", archived=True, include_closed=True)
    assert ids(archived["tasks"]) == newest_first(api, lambda t: t.home is home and t.archived)
    assert archived["tasks"]


async def test_done_is_not_closed(api: Api) -> None:
    done = [t for t in api.workspace.tasks.values() if is_shown(t) and t.status.type == "done"]
    shown = ids(await api.pages(f"/team/{api.team}/task"))
    assert done
    assert all(task.id in shown for task in done)


FILTERS: dict[str, tuple[dict[str, Any], Wanted]] = {
    "one status": ({"statuses": ["in progress"]}, lambda t: t.status.name == "in progress"),
    "two statuses": (
        {"statuses": ["fixing", "to do"]},
        lambda t: t.status.name in {"fixing", "to do"},
    ),
    "an unknown status": ({"statuses": ["todo"]}, lambda t: False),
    "one tag": ({"tags": ["customer"]}, lambda t: "customer" in t.tags),
    "two tags": (
        {"tags": ["customer", "web"]},
        lambda t: bool({"customer", "web"} & set(t.tags)),
    ),
    "milestones": ({"custom_items": [1]}, lambda t: t.type == 1),
    "plain tasks and bugs": ({"custom_items": [0, 1001]}, lambda t: t.type in {0, 1001}),
}


@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_keeps_what_it_says(name: str, api: Api) -> None:
    query, wanted = FILTERS[name]
    tasks = await api.pages(f"/team/{api.team}/task", **query)
    assert ids(tasks) == newest_first(api, lambda t: is_shown(t) and wanted(t))
    assert bool(tasks) is (name != "an unknown status")


async def test_people_filters(api: Api, home: TaskList) -> None:
    one, other = list(api.workspace.users.values())[1:3]
    found = await api.pages(f"/team/{api.team}/task", assignees=[one.id, other.id])
    assert ids(found) == newest_first(
        api, lambda t: is_shown(t) and bool({one, other} & set(t.assignees))
    )
    watched = await api.pages(f"/list/{home.id}/task", watchers=[one.id])
    assert ids(watched) == newest_first(
        api, lambda t: is_shown(t) and t.home is home and one in t.watchers
    )
    assert found


@pytest.mark.parametrize("query", ["assignees=1,2", "assignees=1", "watchers=1,2"])
async def test_an_array_without_brackets_is_refused(query: str, api: Api) -> None:
    answer = await api.send("GET", f"/team/{api.team}/task?{query}")
    assert answer.status_code == 400
    name = query.partition("=")[0]
    assert answer.json() == {"err": f"{name} must be an array", "ECODE": "PUBAPITASK_017"}


async def test_a_repeated_plain_parameter_is_an_array(api: Api) -> None:
    one, other = list(api.workspace.users)[1:3]
    plain = await api.send("GET", f"/team/{api.team}/task?assignees={one}&assignees={other}")
    assert plain.json() == await api.get(f"/team/{api.team}/task", assignees=[one, other])


MOMENTS: dict[str, Callable[[Task], int | None]] = {
    "due_date": lambda task: task.due,
    "date_created": lambda task: task.created,
    "date_updated": lambda task: task.updated,
    "date_done": lambda task: task.done,
}


@pytest.mark.parametrize("name", MOMENTS)
async def test_date_filters_leave_out_their_bounds(name: str, api: Api) -> None:
    moment = MOMENTS[name]
    known = sorted(v for t in api.workspace.tasks.values() if (v := moment(t)) is not None)
    first, last = known[len(known) // 4], known[3 * len(known) // 4]
    path, closed = f"/team/{api.team}/task", {"include_closed": True, "subtasks": True}
    query = {f"{name}_gt": first, f"{name}_lt": last}
    found = await api.pages(path, **query, **closed)
    assert ids(found) == newest_first(
        api, lambda t: not t.archived and first < (moment(t) or 0) < last
    )
    assert found
    earlier = await api.pages(path, **{f"{name}_lt": first}, **closed)
    assert ids(earlier) == newest_first(
        api, lambda t: not t.archived and (moment(t) or first) < first
    )
    later = await api.pages(path, **{f"{name}_gt": last}, **closed)
    assert ids(later) == newest_first(api, lambda t: not t.archived and (moment(t) or 0) > last)


async def test_place_filters(api: Api) -> None:
    path = f"/team/{api.team}/task"
    space = list(api.workspace.spaces.values())[1]
    folder = next(f for f in api.workspace.folders.values() if len(f.lists) > 2)
    lists = list(api.workspace.lists.values())[:3]
    by_space = await api.pages(path, space_ids=[space.id])
    assert ids(by_space) == newest_first(api, lambda t: is_shown(t) and t.home.space is space)
    by_folder = await api.pages(path, project_ids=[folder.id])
    assert ids(by_folder) == newest_first(api, lambda t: is_shown(t) and t.home.folder is folder)
    by_list = await api.pages(path, list_ids=[home.id for home in lists])
    assert ids(by_list) == newest_first(api, lambda t: is_shown(t) and t.home in lists)
    assert await api.pages(path, list_ids=[lists[0].id], space_ids=[space.id]) == []
    assert by_space
    assert by_folder


async def test_a_parents_subtasks(api: Api) -> None:
    parent = next(iter(api.workspace.subtasks))
    found = await api.pages(f"/team/{api.team}/task", parent=parent, include_closed=True)
    assert ids(found) == newest_first(api, lambda t: t.parent is not None and t.parent.id == parent)
    assert {task["parent"] for task in found} == {parent}


async def test_tasks_in_several_lists(api: Api) -> None:
    home = next(home for home in api.workspace.lists.values() if home.visitors)
    own = await api.get(f"/list/{home.id}/task")
    all_of_them = await api.get(f"/list/{home.id}/task", include_timl=True)
    visiting = {task["id"] for task in all_of_them["tasks"]} - set(ids(own["tasks"]))
    assert visiting == {task.id for task in home.visitors.values() if is_shown(task)}
    assert visiting
    assert ids(all_of_them["tasks"]) == newest_first(
        api, lambda t: is_shown(t) and (t.home is home or home in t.locations)
    )
    guest = next(task for task in all_of_them["tasks"] if task["id"] in visiting)
    assert guest["locations"] == [{"id": home.id, "name": home.name}]


ORDERS: dict[str, Callable[[dict[str, Any]], int | str]] = {
    "id": lambda task: str(task["id"]),
    "created": lambda task: int(task["date_created"]),
    "updated": lambda task: int(task["date_updated"]),
    "due_date": lambda task: int(task["due_date"]),
}


@pytest.mark.parametrize("order", ORDERS)
async def test_orders(order: str, api: Api) -> None:
    path = f"/team/{api.team}/task"
    down = await api.pages(path, order_by=order)
    up = await api.pages(path, order_by=order, reverse=True)
    assert set(ids(down)) == set(ids(up))
    with_date = [task for task in down if order != "due_date" or task["due_date"]]
    keys = [ORDERS[order](task) for task in with_date]
    assert keys == sorted(keys, reverse=True)
    keys = [ORDERS[order](task) for task in up[: len(with_date)]]
    assert keys == sorted(keys)
    # Tasks without a date come last, whichever way.
    assert down[: len(with_date)] == with_date


async def test_undocumented_and_unknown_parameters_are_ignored(api: Api) -> None:
    path = f"/team/{api.team}/task"
    plain = await api.get(path)
    assert await api.get(path, search="webhook", priority="1", colour="red") == plain


async def test_markdown_is_asked_for(api: Api, home: TaskList) -> None:
    plain = (await api.get(f"/list/{home.id}/task"))["tasks"]
    rich = (await api.get(f"/list/{home.id}/task", include_markdown_description=True))["tasks"]
    assert all("markdown_description" not in task for task in plain)
    assert any(task["markdown_description"].startswith("## ") for task in rich)
    assert all("## " not in task["description"] for task in rich)
    assert [task["description"] for task in plain] == [task["description"] for task in rich]


@pytest.mark.parametrize(
    ("tasks", "sizes"),
    [(0, [0]), (1, [1]), (99, [99]), (100, [100]), (101, [100, 1]), (200, [100, 100])],
)
async def test_pages_end_where_the_tasks_do(tasks: int, sizes: list[int]) -> None:
    api = Api(Sandbox(tasks, today=TODAY, clock=Clock(), rate_limit=None, one_list=True))
    list_id = next(iter(api.workspace.lists))
    for path in (f"/list/{list_id}/task", f"/team/{api.team}/task"):
        answers = [await api.get(path, page=page) for page in range(len(sizes) + 1)]
        assert [len(answer["tasks"]) for answer in answers] == [*sizes, 0]
        last = [answer["last_page"] for answer in answers]
        assert last == [False] * (len(sizes) - 1) + [True, True]


async def test_a_change_between_pages_is_seen() -> None:
    api = Api(Sandbox(150, today=TODAY, clock=Clock(), rate_limit=None, one_list=True))
    list_id = next(iter(api.workspace.lists))
    first = await api.get(f"/list/{list_id}/task", page=0)
    await api.delete(f"/task/{first['tasks'][0]['id']}", status=204)
    second = await api.get(f"/list/{list_id}/task", page=1)
    # The 101st task moved up to the first page, as it does at ClickUp's.
    assert len(second["tasks"]) == 49


async def test_a_clock_behind_the_seeded_day_still_orders_by_creation() -> None:
    api = Api(Sandbox(20, today=TODAY, clock=Clock(1_600_000_000), rate_limit=None, one_list=True))
    list_id = next(iter(api.workspace.lists))
    made = await api.post(f"/list/{list_id}/task", {"name": "From the past"})
    assert made["date_created"] == "1600000000000"
    assert ids((await api.get(f"/list/{list_id}/task"))["tasks"])[-1] == made["id"]
