"""Operations, carried out in a sandbox that knows nothing of how they are declared."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from agent_connectors.clickup import (
    BadRequest,
    ClickupApiConnector,
    InvalidParams,
    NotFound,
    OperationNotAllowed,
    PermissionDenied,
)
from agent_connectors.clickup.sandbox import Sandbox

TODAY = date(2026, 3, 18)
NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(today=TODAY, clock=NOON.timestamp, rate_limit=None)


@pytest.fixture
async def clickup(sandbox: Sandbox) -> AsyncIterator[ClickupApiConnector]:
    async with ClickupApiConnector.sandbox(sandbox, allow_destructive=True) as connector:
        yield connector


async def ids(clickup: ClickupApiConnector) -> dict[str, Any]:
    """Ids to call operations with, found by calling operations."""
    team = (await clickup.teams.list()).data[0]["id"]
    space = (await clickup.spaces.list(team)).data[0]["id"]
    folder = (await clickup.folders.list(space)).data[0]
    task = (await clickup.tasks.search(team)).data[0]
    views = (await clickup.views.list(team_id=team)).data
    return {
        "team_id": team,
        "workspace_id": team,
        "space_id": space,
        "folder_id": folder["id"],
        "list_id": folder["lists"][0]["id"],
        "task_id": task["id"],
        "goal_id": (await clickup.goals.list(team)).data[0]["id"],
        "view_id": next(view["id"] for view in views if view["type"] == "list"),
        "time_entry_id": (await clickup.time_tracking.list(team)).data[0]["id"],
        "doc_id": (await clickup.docs.list(team)).data[0]["id"],
    }


async def test_a_task_from_its_making_to_its_end(clickup: ClickupApiConnector) -> None:
    list_id = (await ids(clickup))["list_id"]
    statuses = [s["status"] for s in (await clickup.lists.get(list_id)).data["statuses"]]
    me = (await clickup.user.get()).data["id"]
    due = NOON + timedelta(days=3)
    made = await clickup.tasks.create(
        list_id,
        "Calibrate the sensors",
        markdown_content="Both **floors**",
        assignees=[me],
        tags=["hardware"],
        priority=2,
        due_date=due,
        due_date_time=True,
        time_estimate=3_600_000,
    )
    task_id = made.data["id"]
    read = (await clickup.tasks.get(task_id, include_markdown_description=True)).data
    assert read["name"] == "Calibrate the sensors"
    assert read["markdown_description"] == "Both **floors**"
    assert read["status"]["status"] == statuses[0]
    assert [person["id"] for person in read["assignees"]] == [me]
    assert [tag["name"] for tag in read["tags"]] == ["hardware"]
    assert read["priority"] is not None
    assert read["priority"]["id"] == "2"
    assert read["due_date"] == str(int(due.timestamp() * 1000))
    assert read["time_estimate"] == 3_600_000

    sub = await clickup.tasks.create(list_id, "Order a meter", parent=task_id)
    changed = await clickup.tasks.update(
        task_id,
        name="Calibrate all sensors",
        status=statuses[1],
        assignees={"rem": [me]},
        clear=["due_date", "priority", "description"],
    )
    assert changed.data["name"] == "Calibrate all sensors"
    assert changed.data["status"]["status"] == statuses[1]
    assert changed.data["assignees"] == []
    assert changed.data["due_date"] is None
    assert changed.data["priority"] is None
    assert changed.data["description"] == ""
    assert changed.data["time_estimate"] == 3_600_000, "what is not given stays"
    whole = await clickup.tasks.get(task_id, include_subtasks=True)
    assert [task["id"] for task in whole.data["subtasks"]] == [sub.data["id"]]

    await clickup.tasks.delete(task_id)
    with pytest.raises(NotFound):
        await clickup.tasks.get(sub.data["id"])


async def test_a_conversation(clickup: ClickupApiConnector) -> None:
    task_id = (await ids(clickup))["task_id"]
    me = (await clickup.user.get()).data["id"]
    made = await clickup.comments.create("Who takes this?", task_id=task_id, assignee=me)
    first = (await clickup.comments.list(task_id)).data[0]
    assert (first["id"], first["comment_text"]) == (str(made.data["id"]), "Who takes this?")
    assert first["resolved"] is False
    updated = await clickup.comments.update(first["id"], comment_text="I do", resolved=True)
    assert updated.data == {}
    first = (await clickup.comments.list(task_id)).data[0]
    assert (first["comment_text"], first["resolved"]) == ("I do", True)
    assert (await clickup.comments.get(first["id"])).data == []


async def test_comments_page_by_position(clickup: ClickupApiConnector, sandbox: Sandbox) -> None:
    task_id = (await ids(clickup))["task_id"]
    before = len([c async for c in clickup.iterate("comments", "list", {"task_id": task_id})])
    for number in range(60):
        await clickup.comments.create(f"Comment {number}", task_id=task_id)
    sandbox.requests.clear()
    found = [c async for c in clickup.iterate("comments", "list", {"task_id": task_id})]
    assert len(found) == before + 60
    assert [c["comment_text"] for c in found[:60]] == [f"Comment {n}" for n in range(59, -1, -1)]
    assert len({c["id"] for c in found}) == len(found)
    assert len(sandbox.requests) == -(-(before + 60) // 25)
    page = await clickup.comments.list(task_id)
    assert (page.meta.count, page.meta.has_more) == (25, True)
    assert page.meta.next is not None
    assert set(page.meta.next) == {"task_id", "start", "start_id"}


async def test_docs_page_by_cursor(clickup: ClickupApiConnector, sandbox: Sandbox) -> None:
    workspace = (await ids(clickup))["workspace_id"]
    everything = await clickup.docs.list(workspace, limit=100)
    assert len(everything.data) > 10
    assert not everything.meta.has_more
    first = await clickup.docs.list(workspace, limit=7)
    assert [d["id"] for d in first.data] == [d["id"] for d in everything.data[:7]]
    rest = await clickup.execute("docs", "list", {**(first.meta.next or {}), "limit": 100})
    assert [d["id"] for d in first.data + rest.data] == [d["id"] for d in everything.data]


async def test_all_tasks_of_a_workspace(clickup: ClickupApiConnector, sandbox: Sandbox) -> None:
    team = (await ids(clickup))["team_id"]
    everywhere = {"team_id": team, "subtasks": True, "include_closed": True}
    found = [task["id"] async for task in clickup.iterate("tasks", "search", everywhere)]
    state = sandbox.workspace.tasks.values()
    assert len(found) == len(set(found))
    assert set(found) == {task.id for task in state if not task.archived}


@pytest.mark.parametrize("limit", [1, 99, 100, 101, 137])
async def test_a_limit_is_exact(clickup: ClickupApiConnector, limit: int) -> None:
    team = (await ids(clickup))["team_id"]
    everywhere = {"team_id": team, "subtasks": True, "include_closed": True}
    result = await clickup.execute("tasks", "search", {**everywhere, "limit": limit})
    assert result.meta.count == len(result.data) == limit
    whole = [t["id"] async for t in clickup.iterate("tasks", "search", everywhere)]
    assert [task["id"] for task in result.data] == whole[:limit]
    following = {**(result.meta.next or {}), "limit": None}
    rest = [t["id"] async for t in clickup.iterate("tasks", "search", following)]
    assert rest == whole[limit:]


async def test_filters_reach_clickup_as_it_reads_them(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    team = (await ids(clickup))["team_id"]
    someone = next(t for t in sandbox.workspace.tasks.values() if len(t.assignees) > 1)
    wanted = [str(person.id) for person in someone.assignees]
    found = await clickup.tasks.search(
        team, assignees=wanted, subtasks=True, include_closed=True, limit=250
    )
    assert found.data
    for task in found.data:
        assert {str(person["id"]) for person in task["assignees"]} & set(wanted)
    fields = {field["id"]: field for task in found.data for field in task["custom_fields"]}
    field_id = next(iter(fields))
    conditions: Any = [{"field_id": field_id, "operator": "IS NOT NULL"}]
    having = await clickup.tasks.search(team, custom_fields=conditions, limit=250)
    assert having.data
    for task in having.data:
        (value,) = [f for f in task["custom_fields"] if f["id"] == field_id]
        assert value.get("value") is not None


async def test_search_finds_what_the_product_was_not_asked_for(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    team = (await ids(clickup))["team_id"]
    word = "sensor"
    found = await clickup.tasks.search(team, search=word, subtasks=True, include_closed=True)
    assert found.data
    texts = [f"{t['name']} {t['description']}".lower() for t in found.data]
    assert sum(word in text for text in texts) > 0
    in_use = [task for task in sandbox.workspace.tasks.values() if not task.archived]
    assert found.meta.scanned == len(in_use)
    urgent = await clickup.tasks.search(team, priority=1, subtasks=True, include_closed=True)
    assert {t["priority"]["id"] for t in urgent.data if t["priority"]} == {"1"}
    assert len(urgent.data) == sum(task.priority == 1 for task in in_use)
    by_alias = await clickup.execute("tasks", "api_search", {"team_id": team, "search": word})
    assert {t["id"] for t in by_alias.data} <= {t["id"] for t in found.data}
    assert (await clickup.tasks.search(team, search="xyzzy")).data == []


async def test_a_custom_id_takes_its_workspace_along(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    team = (await ids(clickup))["team_id"]
    task = next(task for task in sandbox.workspace.tasks.values() if task.custom_id)
    read = await clickup.tasks.get(str(task.custom_id), custom_task_ids=True, team_id=team)
    assert read.data["id"] == task.id
    entries = {"team_id": team, "task_id": task.custom_id, "custom_task_ids": True}
    await clickup.execute("time_tracking", "list", entries)
    assert f"custom_task_ids=true&team_id={team}" in sandbox.requests[-1].query


async def test_time_entries_of_several_people(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    team = (await ids(clickup))["team_id"]
    everybody = [str(user) for user in sandbox.workspace.users]
    mine = await clickup.time_tracking.list(team)
    all_of_them = await clickup.time_tracking.list(
        team, assignee=everybody, start_date=NOON - timedelta(days=90), end_date=NOON
    )
    assert len(all_of_them.data) > len(mine.data) > 0
    assert len({entry["user"]["id"] for entry in all_of_them.data}) > 1
    one = (await clickup.time_tracking.get(mine.data[0]["id"], team_id=team)).data
    assert one["id"] == mine.data[0]["id"]


async def test_lists_in_folders_and_outside(clickup: ClickupApiConnector) -> None:
    team = (await ids(clickup))["team_id"]
    outside, inside = [], []
    for space in (await clickup.spaces.list(team)).data:
        outside += (await clickup.lists.list(space_id=space["id"])).data
        for folder in (await clickup.folders.list(space["id"])).data:
            inside += (await clickup.lists.list(folder_id=folder["id"])).data
    assert outside
    assert inside
    assert {found["folder"]["hidden"] for found in outside} == {True}
    assert {found["folder"]["hidden"] for found in inside} == {False}


async def test_goals_bring_their_folders_along(clickup: ClickupApiConnector) -> None:
    team = (await ids(clickup))["team_id"]
    assert "folders" in (await clickup.goals.list(team)).meta.extra


@pytest.mark.parametrize(
    ("entity", "action", "params", "error"),
    [
        ("tasks", "get", {"task_id": "00000000"}, NotFound),
        ("tasks", "update", {"task_id": "00000000", "name": "x"}, NotFound),
        ("tasks", "create", {"list_id": "999999999999", "name": "x"}, NotFound),
        ("spaces", "list", {"team_id": "99999999"}, NotFound),
        ("members", "list", {"list_id": "00000000"}, BadRequest),
        ("docs", "get", {"workspace_id": "{team}", "doc_id": "nope"}, NotFound),
        ("spaces", "list", {"team_id": "{foreign}"}, PermissionDenied),
    ],
)
async def test_mistakes_are_told_as_what_they_are(
    clickup: ClickupApiConnector,
    sandbox: Sandbox,
    entity: str,
    action: str,
    params: dict[str, str],
    error: type[Exception],
) -> None:
    places = {"team": sandbox.workspace.id, "foreign": sandbox.workspace.foreign_id}
    given = {name: value.format(**places) for name, value in params.items()}
    with pytest.raises(error):
        await clickup.execute(entity, action, given)


async def test_a_status_that_does_not_exist_is_a_mistake_to_mend(
    clickup: ClickupApiConnector,
) -> None:
    list_id = (await ids(clickup))["list_id"]
    with pytest.raises(InvalidParams, match="It has: `backlog`") as caught:
        await clickup.tasks.create(list_id, "x", status="no such status")
    assert caught.value.fixable


async def test_switched_off_operations_never_reach_clickup(sandbox: Sandbox) -> None:
    async with ClickupApiConnector.sandbox(sandbox, read_only=True) as reader:
        with pytest.raises(OperationNotAllowed):
            await reader.tasks.create("1", "x")
    async with ClickupApiConnector.sandbox(sandbox) as careful:
        with pytest.raises(OperationNotAllowed):
            await careful.tasks.delete("1")
    assert not sandbox.requests
