"""Templates, moving and merging tasks, and time estimates by assignee."""

from typing import Any

from agent_connectors.clickup.sandbox.state.work import Task
from tests.sandbox.client import Api


async def templates(api: Api, kind: str, **query: Any) -> dict[str, str]:
    rows = (await api.get(f"/team/{api.team}/{kind}", **query))["templates"]
    return {row["name"]: row["id"] for row in rows}


async def test_what_templates_there_are(api: Api) -> None:
    tasks = await templates(api, "taskTemplate", page=0)
    lists = await templates(api, "list_template")
    folders = await templates(api, "folder_template")
    assert [len(tasks), len(lists), len(folders)] == [2, 2, 1]
    assert all(t.startswith("t-") for t in (tasks | lists | folders).values())
    assert await templates(api, "taskTemplate", page=1) == {}
    await api.get(f"/team/{api.team}/taskTemplate", status=400)


async def test_a_task_from_a_template(api: Api) -> None:
    home = next(home for home in api.workspace.lists.values() if home.space.prefix)
    found = await templates(api, "taskTemplate", page=0)
    path = f"/list/{home.id}/taskTemplate/{found['Release']}"
    made = await api.post(path, {"name": "Release 5.2"})
    task = await api.get(f"/task/{made['id']}", include_subtasks=True)
    assert (task["name"], task["priority"]["id"], task["list"]["id"]) == (
        "Release 5.2",
        "2",
        home.id,
    )
    assert [tag["name"] for tag in task["tags"]] == ["release"]
    assert task["subtasks"][0]["name"] == "Freeze"
    assert task["custom_id"].startswith("ENG-")
    bug = await api.post(f"/list/{home.id}/taskTemplate/{found['Bug report']}", {"name": "B"})
    assert len(bug["task"]["checklists"][0]["items"]) == 3
    assert await api.post(path, {}, status=400) == {
        "error": "Name is required",
        "ECODE": "OAUTH_117",
    }
    await api.post(f"/list/{home.id}/taskTemplate/t-1", {"name": "x"}, status=404)
    await api.post(f"/list/1/taskTemplate/{found['Release']}", {"name": "x"}, status=401)


async def test_lists_and_folders_from_templates(api: Api) -> None:
    folder = next(f for f in api.workspace.folders.values() if not f.hidden)
    lists = await templates(api, "list_template")
    made = await api.post(f"/folder/{folder.id}/list_template/{lists['Sprint']}", {"name": "S 7"})
    assert (made["list"]["name"], made["list"]["folder"]["id"]) == ("S 7", folder.id)
    tasks = (await api.get(f"/list/{made['id']}/task"))["tasks"]
    assert [task["name"] for task in tasks] == ["Retrospective", "Review", "Plan the sprint"]
    options = {"subtasks": False, "old_checklists": False, "content": "Ours"}
    path = f"/space/{folder.space.id}/list_template/{lists['Rollout']}"
    loose = await api.post(path, {"name": "R", "options": options})
    assert (loose["list"]["content"], loose["list"]["folder"]["hidden"]) == ("Ours", True)
    tasks = (await api.get(f"/list/{loose['id']}/task", subtasks=True))["tasks"]
    assert len(tasks) == 3
    assert all(task["checklists"] == [] for task in tasks)
    folders = await templates(api, "folder_template")
    path = f"/space/{folder.space.id}/folder_template/{folders['New customer']}"
    whole = await api.post(path, {"name": "Halden"})
    assert str(whole["id"]) == whole["folder"]["id"]
    assert [home["name"] for home in whole["folder"]["lists"]] == ["Rollout", "Care"]
    assert whole["folder"]["task_count"] == "4"
    before = len(api.workspace.folders)
    for wrong in ({}, {"name": " "}):
        await api.post(
            f"/space/{folder.space.id}/list_template/{lists['Sprint']}", wrong, status=400
        )
    # A template of another kind is no template here.
    await api.post(
        f"/space/{folder.space.id}/list_template/{folders['New customer']}",
        {"name": "x"},
        status=404,
    )
    assert len(api.workspace.folders) == before


def elsewhere(api: Api, task: Task) -> Any:
    return next(h for h in api.workspace.lists.values() if h.space is not task.home.space)


async def test_a_task_moves_with_its_subtasks(api: Api) -> None:
    task = next(t for t in api.workspace.tasks.values() if t.id in api.workspace.subtasks)
    before, below = task.home, api.workspace.subtasks[task.id]
    other = elsewhere(api, task)
    path = f"/api/v3/workspaces/{api.team}/tasks/{task.id}/home_list/{other.id}"
    await api.put(path, {}, status=400)
    assert task.home is before
    moving = [task, *below, *(x for b in below for x in api.workspace.subtasks.get(b.id, ()))]
    mappings = [
        {"source_status_id": s.id, "destination_status_id": other.statuses[1].id}
        for s in before.statuses
    ]
    done = await api.put(path, {"status_mappings": mappings})
    assert done == {"data": {"task_id": task.id, "new_list_id": other.id}}
    shown = await api.get(f"/task/{task.id}")
    assert (shown["list"]["id"], shown["space"]["id"]) == (other.id, other.space.id)
    assert shown["status"]["status"] == other.statuses[1].name
    listed = await api.pages(f"/list/{other.id}/task", subtasks=True, include_closed=True)
    assert {one.id for one in moving} <= {row["id"] for row in listed}
    dates = [int(row["date_created"]) for row in listed]
    assert dates == sorted(dates, reverse=True)
    assert not set(before.tasks) & {one.id for one in moving}
    wrong = {"status_mappings": [{**mappings[0], "source_status_id": task.status.id}]}
    back = f"/api/v3/workspaces/{api.team}/tasks/{task.id}/home_list/{before.id}"
    await api.put(back, wrong, status=400)
    nowhere = f"/api/v3/workspaces/{api.team}/tasks/{task.id}/home_list/1"
    assert (await api.put(nowhere, {}, status=404))["message"] == "List not found"


async def test_a_move_by_custom_id_brings_custom_fields(api: Api) -> None:
    task = next(t for t in api.workspace.tasks.values() if t.custom_id and t.values)
    other = elsewhere(api, task)
    path = f"/api/v3/workspaces/{api.team}/tasks/{task.custom_id}/home_list/{other.id}"
    first = next(iter(task.values))
    mapping = {"source_status": task.status.id, "destination_status": other.statuses[0].id}
    body = {
        "status_mappings": [mapping],
        "move_custom_fields": True,
        "custom_fields_to_move": [first],
    }
    names = {row["id"] for row in (await api.get(f"/list/{other.id}/field"))["fields"]}
    await api.put(path, body)
    after = {row["id"] for row in (await api.get(f"/list/{other.id}/field"))["fields"]}
    assert after == names | {first}
    values = (await api.get(f"/task/{task.id}"))["custom_fields"]
    assert "value" in next(row for row in values if row["id"] == first)


async def test_a_subtask_that_moves_away_is_a_task(api: Api) -> None:
    above = api.workspace.subtasks
    task = next(t for t in api.workspace.tasks.values() if t.parent and t.id not in above)
    parent, other = task.parent, elsewhere(api, task)
    assert parent is not None
    mapping = {
        "source_status_id": task.status.id,
        "destination_status_id": other.statuses[0].id,
    }
    path = f"/api/v3/workspaces/{api.team}/tasks/{task.id}/home_list/{other.id}"
    await api.put(path, {"status_mappings": [mapping]})
    assert (await api.get(f"/task/{task.id}"))["parent"] is None
    below = (await api.get(f"/task/{parent.id}", include_subtasks=True))["subtasks"]
    assert task.id not in {row["id"] for row in below}


async def test_merging(api: Api) -> None:
    home, other = (h for h in list(api.workspace.lists.values())[:2])
    make = f"/list/{home.id}/task"
    one, two = list(api.workspace.users)[:2]
    target = (await api.post(make, {"name": "Target", "description": "A", "assignees": [one]}))[
        "id"
    ]
    body = {"name": "Source", "description": "B", "assignees": [two], "tags": ["late"]}
    source = (await api.post(f"/list/{other.id}/task", body))["id"]
    child = (await api.post(f"/list/{other.id}/task", {"name": "Child", "parent": source}))["id"]
    await api.post(f"/task/{source}/comment", {"comment_text": "From the source"})
    await api.post(f"/task/{source}/checklist", {"name": "List"})
    files = {"attachment": ("a.txt", b"Hello")}
    await api.http.post(f"/api/v2/task/{source}/attachment", files=files)
    await api.post(f"/team/{api.team}/time_entries", {"start": 1, "duration": 500, "tid": source})
    path = f"/task/{target}/merge"
    refused: list[Any] = [{}, {"source_task_ids": []}, {"source_task_ids": [target]}]
    for wrong in refused:
        await api.post(path, wrong, status=400)
    await api.post(f"/task/{child}/merge", {"source_task_ids": [source]}, status=400)
    assert await api.post(path, {"source_task_ids": [source]}) == {}
    assert (await api.get(f"/task/{source}", status=404))["ECODE"] == "ITEM_013"
    merged = await api.get(f"/task/{target}", include_subtasks=True)
    assert {user["id"] for user in merged["assignees"]} == {one, two}
    assert merged["description"] == "A\n\nB"
    assert [tag["name"] for tag in merged["tags"]] == ["late"]
    assert [checklist["name"] for checklist in merged["checklists"]] == ["List"]
    assert [file["title"] for file in merged["attachments"]] == ["a.txt"]
    assert merged["time_spent"] == 500
    assert [(x["id"], x["list"]["id"], x["parent"]) for x in merged["subtasks"]] == [
        (child, home.id, target)
    ]
    comments = (await api.get(f"/task/{target}/comment"))["comments"]
    assert [comment["comment_text"] for comment in comments] == ["From the source"]
    await api.delete(f"/comment/{comments[0]['id']}")
    assert (await api.get(f"/task/{target}/comment"))["comments"] == []


async def test_time_estimates_by_assignee(api: Api) -> None:
    home, two = next(iter(api.workspace.lists)), list(api.workspace.users)[1]
    body = {"name": "Estimated", "assignees": [two]}
    task = (await api.post(f"/list/{home}/task", body))["id"]
    path = f"/api/v3/workspaces/{api.team}/tasks/{task}/time_estimates_by_user"
    rows = [{"assignee": two, "time": 1000}, {"assignee": "unassigned", "time": 500}]
    replaced = (await api.put(path, rows))["data"]
    assert replaced == {
        "total_time_estimate": 1500,
        "assignee_estimates": {str(two): 1000, "unassigned": 500},
    }
    assert (await api.get(f"/task/{task}"))["time_estimate"] == 1500
    updated = await api.send("PATCH", path, [{"assignee": two, "time": 10}])
    assert updated.json()["data"] == {
        "total_time_estimate": 510,
        "updated_estimates": {str(two): 10},
    }
    assert (await api.put(path, rows[1:]))["data"]["total_time_estimate"] == 500
    three = list(api.workspace.users)[2]
    refused: list[Any] = [
        {},
        [],
        ["x"],
        [{"assignee": three, "time": 1}],
        [{"assignee": two, "time": -1}],
        [{"assignee": two}],
        [rows[1]] * 11,
    ]
    for wrong in refused:
        await api.put(path, wrong, status=400)
    assert (await api.get(f"/task/{task}"))["time_estimate"] == 500
