"""Single tasks: made, read, changed, removed."""

from typing import Any

import pytest

from agent_connectors.clickup.sandbox.state.places import TaskList
from agent_connectors.clickup.sandbox.state.work import Task
from tests.sandbox.client import Api, Clock

HOUR = 3600 * 1000
DAY = 24 * HOUR


@pytest.fixture
def home(api: Api) -> TaskList:
    return next(h for h in api.workspace.lists.values() if h.name == "API and Integrations")


@pytest.fixture
def task(home: TaskList) -> Task:
    return next(t for t in home.tasks.values() if t.status.type == "custom" and t.parent is None)


async def test_a_new_task_reads_back_as_it_was_made(api: Api, home: TaskList, clock: Clock) -> None:
    user = list(api.workspace.users.values())[2]
    field = next(f for f in api.workspace.fields_of(home) if f.name == "Component")
    body = {
        "name": "Write the changelog",
        "markdown_content": "# Why\n\nBecause **people** read it.",
        "status": "In Progress",
        "priority": 2,
        "due_date": clock.ms + DAY,
        "due_date_time": True,
        "start_date": clock.ms,
        "time_estimate": 3_600_000,
        "points": 3,
        "assignees": [user.id, 999],
        "tags": ["API", "brand new"],
        "custom_fields": [{"id": field.id, "value": field.config["options"][2]["id"]}],
        "custom_item_id": 1,
        "colour": "ignored",
    }
    made = await api.post(f"/list/{home.id}/task", body)
    read = await api.get(f"/task/{made['id']}", include_markdown_description=True)
    assert {k: v for k, v in read.items() if k in made} == made
    assert read["markdown_description"] == body["markdown_content"]
    assert read["description"] == read["text_content"] == "Why\n\nBecause people read it."
    assert read["status"]["status"] == "in progress"
    assert read["priority"]["priority"] == "high"
    assert read["due_date"] == str(clock.ms + DAY)
    assert read["start_date"] == str(clock.ms - HOUR)  # four in the morning of that day
    assert (read["time_estimate"], read["points"]) == (3_600_000, 3)
    assert [person["id"] for person in read["assignees"]] == [user.id]
    assert {w["id"] for w in read["watchers"]} == {api.workspace.owner.id, user.id}
    assert [tag["name"] for tag in read["tags"]] == ["api", "brand new"]
    assert read["date_created"] == read["date_updated"] == str(clock.ms)
    assert read["creator"]["id"] == api.workspace.owner.id
    assert read["custom_item_id"] == 1
    values = {f["name"]: f.get("value") for f in read["custom_fields"]}
    assert values["Component"] == 2
    assert "colour" not in read
    listed = (await api.get(f"/list/{home.id}/task"))["tasks"][0]
    assert listed["id"] == made["id"]


async def test_a_plain_description_is_kept_letter_by_letter(api: Api, home: TaskList) -> None:
    text = "2 * 3 * 4\n# not a heading"
    made = await api.post(f"/list/{home.id}/task", {"name": "Plain", "description": text})
    assert made["description"] == made["text_content"] == text


@pytest.mark.parametrize(
    ("body", "status", "ecode"),
    [
        ({}, 400, "INPUT_005"),
        ({"name": "  "}, 400, "INPUT_005"),
        ({"name": "x" * 2049}, 400, "INPUT_005"),
        ({"name": "X", "status": "no such"}, 400, "ITEM_114"),
        ({"name": "X", "parent": "00000000"}, 401, "OAUTH_018"),
        ({"name": "X", "custom_item_id": 77}, 400, "ITEM_246"),
        ({"name": "X", "links_to": "00000000"}, 401, "OAUTH_018"),
        ({"name": "X", "custom_fields": [{"id": "nope", "value": 1}]}, 400, "FIELD_115"),
    ],
)
async def test_a_refused_task_leaves_nothing_behind(
    body: dict[str, Any], status: int, ecode: str, api: Api, home: TaskList
) -> None:
    before = list(api.workspace.tasks)
    answer = await api.post(f"/list/{home.id}/task", body, status=status)
    assert answer["ECODE"] == ecode
    assert list(api.workspace.tasks) == before


async def test_subtasks(api: Api, home: TaskList, task: Task) -> None:
    path = f"/list/{home.id}/task"
    child = await api.post(path, {"name": "Child", "parent": task.id})
    grandchild = await api.post(path, {"name": "Grandchild", "parent": child["id"]})
    assert (child["parent"], child["top_level_parent"]) == (task.id, task.id)
    assert (grandchild["parent"], grandchild["top_level_parent"]) == (child["id"], task.id)
    read = await api.get(f"/task/{task.id}", include_subtasks=True)
    assert {child["id"], grandchild["id"]} <= {below["id"] for below in read["subtasks"]}
    assert "subtasks" not in await api.get(f"/task/{task.id}")
    elsewhere = next(h for h in api.workspace.lists.values() if h is not home)
    body = {"name": "Lost", "parent": task.id}
    assert (await api.post(f"/list/{elsewhere.id}/task", body, status=400))["ECODE"] == "ITEM_137"
    moved = await api.put(f"/task/{grandchild['id']}", {"parent": task.id})
    assert moved["parent"] == task.id
    kept = await api.put(f"/task/{child['id']}", {"parent": None})
    assert kept["parent"] == task.id
    circle = await api.put(f"/task/{task.id}", {"parent": child["id"]}, status=400)
    assert circle["ECODE"] == "ITEM_137"
    await api.delete(f"/task/{task.id}", status=204)
    for gone in (task.id, child["id"], grandchild["id"]):
        assert (await api.get(f"/task/{gone}", status=404))["ECODE"] == "ITEM_013"


async def test_an_update_changes_what_it_names(api: Api, task: Task, clock: Clock) -> None:
    before = await api.get(f"/task/{task.id}")
    clock.now += 60
    body = {"name": "Renamed", "priority": 1, "due_date": clock.ms, "time_estimate": 60_000}
    after = await api.put(f"/task/{task.id}", body)
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed <= {"name", "priority", "due_date", "time_estimate", "date_updated"}
    assert after["name"] == "Renamed"
    assert after["priority"]["id"] == "1"
    assert after["date_updated"] == str(clock.ms)
    assert await api.get(f"/task/{task.id}") == after


async def test_null_clears(api: Api, task: Task) -> None:
    names = ("priority", "due_date", "start_date", "time_estimate", "points")
    await api.put(f"/task/{task.id}", dict.fromkeys(names, 1))
    full = await api.get(f"/task/{task.id}")
    assert all(full[name] is not None for name in names)
    empty = await api.put(f"/task/{task.id}", dict.fromkeys(names))
    assert [empty[name] for name in names] == [None] * 5


async def test_what_an_update_ignores(api: Api, task: Task) -> None:
    before = await api.get(f"/task/{task.id}")
    body = {
        "name": "",
        "description": "",
        "priority": 9,
        "due_date": "tomorrow",
        "archived": "true",
        "assignees": [api.workspace.owner.id],
        "tags": ["other"],
        "custom_fields": [{"id": next(iter(api.workspace.fields)), "value": 1}],
        "list_id": "1",
    }
    after = await api.put(f"/task/{task.id}", body)
    assert {**after, "date_updated": before["date_updated"]} == before


async def test_a_space_clears_the_description(api: Api, task: Task) -> None:
    assert (await api.get(f"/task/{task.id}"))["description"]
    after = await api.put(f"/task/{task.id}", {"description": " "})
    assert after["description"] == after["text_content"] == ""


async def test_people_are_added_and_removed(api: Api, task: Task) -> None:
    one, other, third = list(api.workspace.users)[:3]
    await api.put(f"/task/{task.id}", {"assignees": {"add": [one, other], "rem": []}})
    change = {"add": [third, 999], "rem": [one]}
    after = await api.put(f"/task/{task.id}", {"assignees": change, "watchers": change})
    assignees = {person["id"] for person in after["assignees"]}
    assert {other, third} <= assignees
    assert one not in assignees
    assert third in {person["id"] for person in after["watchers"]}


async def test_finishing_and_reopening(api: Api, task: Task, clock: Clock) -> None:
    path = f"/task/{task.id}"
    done = await api.put(path, {"status": "done"})
    assert (done["date_done"], done["date_closed"]) == (str(clock.ms), None)
    clock.now += 600
    closed = await api.put(path, {"status": "closed"})
    assert closed["date_closed"] == str(clock.ms)
    assert closed["date_done"] == done["date_done"]
    clock.now += 600
    reopened = await api.put(path, {"status": "to do"})
    assert (reopened["date_done"], reopened["date_closed"]) == (None, None)
    clock.now += 600
    times = await api.get(f"{path}/time_in_status")
    assert [row["status"] for row in times["status_history"]][-3:] == ["done", "closed", "to do"]
    assert [row["total_time"]["by_minute"] for row in times["status_history"]][-3:] == [10, 10, 10]
    assert times["current_status"]["status"] == "to do"
    bulk = await api.send("GET", f"/task/bulk_time_in_status/task_ids?task_ids={task.id}")
    assert bulk.json() == {task.id: times}


@pytest.mark.parametrize(
    ("body", "status", "ecode"),
    [
        ({"status": "no such"}, 400, "ITEM_114"),
        ({"custom_item_id": 77}, 400, "ITEM_246"),
        ({"parent": "00000000"}, 401, "OAUTH_018"),
        ({"name": "x" * 2049}, 400, "INPUT_005"),
    ],
)
async def test_a_refused_update_changes_nothing(
    body: dict[str, Any], status: int, ecode: str, api: Api, task: Task
) -> None:
    before = await api.get(f"/task/{task.id}")
    change = {"name": "Not this", "priority": 1, "description": "Nor this", **body}
    assert (await api.put(f"/task/{task.id}", change, status=status))["ECODE"] == ecode
    assert await api.get(f"/task/{task.id}") == before


async def test_custom_ids_need_two_parameters(api: Api, task: Task) -> None:
    path = f"/task/{task.custom_id}"
    by_custom_id = await api.get(path, custom_task_ids=True, team_id=api.team)
    assert by_custom_id["id"] == task.id
    for query in ({}, {"custom_task_ids": True}, {"team_id": api.team}):
        assert (await api.get(path, status=401, **query))["ECODE"] == "OAUTH_018"
    unknown = {"custom_task_ids": True, "team_id": api.team}
    assert (await api.get("/task/ENG-99999", status=404, **unknown))["ECODE"] == "ITEM_013"


async def test_a_new_task_gets_the_next_custom_id(api: Api, home: TaskList) -> None:
    one = await api.post(f"/list/{home.id}/task", {"name": "One"})
    two = await api.post(f"/list/{home.id}/task", {"name": "Two"})
    numbers = [int(made["custom_id"].removeprefix("ENG-")) for made in (one, two)]
    assert numbers[1] == numbers[0] + 1 == home.space.numbered
    found = await api.get(f"/task/{two['custom_id']}", custom_task_ids=True, team_id=api.team)
    assert found["id"] == two["id"]


async def test_deleting_removes_relations_and_comments(api: Api, home: TaskList) -> None:
    path = f"/list/{home.id}/task"
    one, two = [await api.post(path, {"name": name}) for name in ("One", "Two")]
    await api.post(f"/task/{one['id']}/dependency", {"depends_on": two["id"]})
    await api.post(f"/task/{one['id']}/link/{two['id']}")
    comment = await api.post(f"/task/{two['id']}/comment", {"comment_text": "Soon gone"})
    response = await api.send("DELETE", f"/task/{two['id']}")
    assert (response.status_code, response.content) == (204, b"")
    left = await api.get(f"/task/{one['id']}")
    assert (left["dependencies"], left["linked_tasks"]) == ([], [])
    assert (await api.get(f"/comment/{comment['id']}/reply", status=401))["ECODE"] == "OAUTH_018"
    assert two["id"] not in {t["id"] for t in (await api.get(path))["tasks"]}


async def test_dependencies_show_on_both_ends(api: Api, home: TaskList) -> None:
    path = f"/list/{home.id}/task"
    one, two = [await api.post(path, {"name": name}) for name in ("One", "Two")]
    assert await api.post(f"/task/{one['id']}/dependency", {"depends_on": two["id"]}) == {}
    for end in (one, two):
        shown = (await api.get(f"/task/{end['id']}"))["dependencies"]
        assert [(d["task_id"], d["depends_on"], d["type"]) for d in shown] == [
            (one["id"], two["id"], 1)
        ]
    response = await api.send("DELETE", f"/task/{two['id']}/dependency?dependency_of={one['id']}")
    assert response.json() == {}
    assert (await api.get(f"/task/{one['id']}"))["dependencies"] == []
    assert await api.post(f"/task/{one['id']}/dependency", {"depedency_of": two["id"]}) == {}
    assert (await api.get(f"/task/{one['id']}"))["dependencies"] == []


async def test_links_show_on_both_ends(api: Api, home: TaskList) -> None:
    path = f"/list/{home.id}/task"
    one, two = [await api.post(path, {"name": name}) for name in ("One", "Two")]
    for _ in range(2):
        linked = await api.post(f"/task/{one['id']}/link/{two['id']}")
        assert [link["link_id"] for link in linked["task"]["linked_tasks"]] == [two["id"]]
    other_end = (await api.get(f"/task/{two['id']}"))["linked_tasks"]
    assert [link["link_id"] for link in other_end] == [one["id"]]
    unlinked = await api.delete(f"/task/{two['id']}/link/{one['id']}")
    assert unlinked["task"]["linked_tasks"] == []
    assert (await api.get(f"/task/{one['id']}"))["linked_tasks"] == []


async def test_rendered_lists_follow_changes(api: Api, home: TaskList, task: Task) -> None:
    path = f"/list/{home.id}/task"

    async def shown() -> dict[str, Any]:
        tasks = (await api.get(path))["tasks"]
        return next(row for row in tasks if row["id"] == task.id)

    await shown()
    await api.put(f"/task/{task.id}", {"name": "A new name"})
    assert (await shown())["name"] == "A new name"
    await api.put(f"/list/{home.id}", {"name": "A new List"})
    assert (await shown())["list"]["name"] == "A new List"
    await api.put(f"/folder/{home.folder.id}", {"name": "A new Folder"})
    assert (await shown())["folder"]["name"] == "A new Folder"
    await api.post(f"/task/{task.id}/tag/urgent")
    await api.put(f"/space/{home.space.id}/tag/urgent", {"tag": {"name": "Later"}})
    assert "later" in {tag["name"] for tag in (await shown())["tags"]}
    await api.post(f"/task/{task.id}/checklist", {"name": "A checklist"})
    assert (await shown())["checklists"][-1]["name"] == "A checklist"
