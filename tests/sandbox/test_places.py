"""Spaces, Folders, Lists, tags, members and checklists."""

from typing import Any

from tests.sandbox.client import Api, Clock


async def test_the_account(api: Api) -> None:
    assert (await api.get("/user"))["user"]["id"] == api.workspace.owner.id
    teams = (await api.get("/team"))["teams"]
    assert [team["id"] for team in teams] == [api.team]
    roles = [member["user"]["role"] for member in teams[0]["members"]]
    assert (roles.count(1), roles.count(4)) == (1, 1)
    invited = [m for m in teams[0]["members"] if m["user"]["username"] is None]
    assert invited[0]["invited_by"]["status"] == "invited"
    seats = await api.get(f"/team/{api.team}/seats")
    assert seats["members"]["filled_members_seats"] + seats["guests"]["filled_guest_seats"] == 11
    assert (await api.get(f"/team/{api.team}/plan"))["plan_name"] == "Business"
    types = (await api.get(f"/team/{api.team}/custom_item"))["custom_items"]
    assert {kind["name"] for kind in types} == {"Milestone", "Bug"}


async def test_archived_places_are_lists_of_their_own(api: Api) -> None:
    path = f"/team/{api.team}/space"
    now = {space["name"] for space in (await api.get(path))["spaces"]}
    archived = {space["name"] for space in (await api.get(path, archived=True))["spaces"]}
    assert len(now) == 6
    assert archived == {"Field Trials 2024"}
    space = next(s.id for s in api.workspace.spaces.values() if s.name == "Engineering")
    path = f"/space/{space}/folder"
    assert [f["name"] for f in (await api.get(path, archived=True))["folders"]] == [
        "Legacy Gateway"
    ]
    folder = next(f.id for f in api.workspace.folders.values() if f.name == "Campaigns")
    path = f"/folder/{folder}/list"
    assert [x["name"] for x in (await api.get(path, archived=True))["lists"]] == ["Winter Offer"]
    assert "Winter Offer" not in {x["name"] for x in (await api.get(path))["lists"]}


async def test_lists_tell_their_space_among_folders_alone(api: Api) -> None:
    """clickup-to-sqlite reads it there; where a Folder is on its own, recordings have none."""
    space = next(s.id for s in api.workspace.spaces.values() if s.name == "Engineering")
    folder = (await api.get(f"/space/{space}/folder"))["folders"][0]
    assert {home["space"]["id"] for home in folder["lists"]} == {space}
    for home in (await api.get(f"/folder/{folder['id']}"))["lists"]:
        assert "space" not in home


async def test_the_hierarchy_leads_to_every_task(api: Api) -> None:
    found: set[str] = set()
    lists: list[dict[str, Any]] = []
    for space in (await api.get(f"/team/{api.team}/space"))["spaces"]:
        folders = (await api.get(f"/space/{space['id']}/folder"))["folders"]
        assert not any(folder["hidden"] for folder in folders)
        lists += [home for folder in folders for home in folder["lists"]]
        folderless = (await api.get(f"/space/{space['id']}/list"))["lists"]
        assert all(home["folder"]["hidden"] for home in folderless)
        lists += folderless
    for home in lists:
        path = f"/list/{home['id']}/task"
        everything = {"include_closed": True, "subtasks": True}
        found |= {task["id"] for task in await api.pages(path, **everything)}
        found |= {task["id"] for task in await api.pages(path, archived=True, **everything)}
    assert found == set(api.workspace.tasks)


async def test_a_space_comes_and_goes(api: Api) -> None:
    made = await api.post(f"/team/{api.team}/space", {"name": "Legal", "features": {}})
    path = f"/space/{made['id']}"
    assert await api.get(path) == made
    assert [status["status"] for status in made["statuses"]] == ["to do", "complete"]
    changed = await api.put(path, {"name": "Law", "color": "#000000", "private": True})
    assert (changed["name"], changed["color"], changed["private"]) == ("Law", "#000000", True)
    assert await api.delete(path) == {}
    assert (await api.get(path, status=401))["ECODE"] == "OAUTH_018"


async def test_deleting_a_space_takes_everything_in_it(api: Api) -> None:
    space = next(s for s in api.workspace.spaces.values() if s.name == "Marketing")
    home = next(x for x in api.workspace.lists.values() if x.space is space and x.tasks)
    task = next(iter(home.tasks))
    view = next(v.id for v in api.workspace.views.values() if v.parent == home.id)
    await api.delete(f"/space/{space.id}")
    assert (await api.get(f"/task/{task}", status=404))["ECODE"] == "ITEM_013"
    assert (await api.get(f"/list/{home.id}", status=404))["ECODE"] == "SHARD_006"
    assert (await api.get(f"/folder/{home.folder.id}", status=401))["ECODE"] == "OAUTH_018"
    assert (await api.get(f"/view/{view}", status=401))["ECODE"] == "OAUTH_018"
    left = await api.pages(f"/team/{api.team}/task", include_closed=True, subtasks=True)
    assert space.id not in {row["space"]["id"] for row in left}


async def test_folders_and_lists_come_and_go(api: Api, clock: Clock) -> None:
    space = next(iter(api.workspace.spaces))
    folder = await api.post(f"/space/{space}/folder", {"name": "Bench"})
    body = {"name": "Samples", "content": "Test units", "due_date": clock.ms, "priority": 2}
    home = await api.post(f"/folder/{folder['id']}/list", body)
    path = f"/list/{home['id']}"
    assert await api.get(path) == home
    assert (home["content"], home["priority"]["priority"]) == ("Test units", "high")
    assert (home["due_date"], home["task_count"], "status" in home) == (str(clock.ms), 0, False)
    await api.post(f"{path}/task", {"name": "Count them"})
    shown = await api.get(f"/folder/{folder['id']}")
    assert (shown["task_count"], shown["lists"][0]["task_count"]) == ("1", 1)
    renamed = await api.put(path, {"name": "Units", "status": "red", "priority": None})
    assert renamed["name"] == "Units"
    assert renamed["status"]["status"] == "red"
    assert renamed["priority"] is None
    assert renamed["due_date"] == str(clock.ms)
    plain = await api.put(path, {"unset_status": True})
    assert "status" not in plain
    assert (await api.put(path, {"status": "reddish"}, status=400))["ECODE"] == "SUBCAT_104"
    moved = await api.put(path, {"folder_id": "1"})
    assert moved["folder"]["id"] == folder["id"]
    assert await api.delete(f"/folder/{folder['id']}") == {}
    assert (await api.get(f"{path}/task", status=404))["ECODE"] == "SHARD_006"


async def test_what_is_deleted_still_answers_to_its_id(api: Api) -> None:
    space = next(iter(api.workspace.spaces))
    folder = await api.post(f"/space/{space}/folder", {"name": "Bench"})
    home = await api.post(f"/folder/{folder['id']}/list", {"name": "Samples"})
    assert (folder["deleted"], home["deleted"]) == (False, False)
    await api.delete(f"/folder/{folder['id']}")
    gone = await api.get(f"/folder/{folder['id']}")
    assert (gone["deleted"], gone["orderindex"], gone["lists"]) == (True, -1, [])
    renamed = await api.put(f"/list/{home['id']}", {"name": "Units"})
    assert (renamed["deleted"], renamed["name"]) == (True, "Units")
    assert (await api.get(f"/list/{home['id']}"))["deleted"] is True
    late = await api.post(f"/folder/{folder['id']}/list", {"name": "Late"})
    assert late["deleted"] is False
    shown = (await api.get(f"/space/{space}/folder"))["folders"]
    assert folder["id"] not in {row["id"] for row in shown}
    await api.post(f"/list/{home['id']}/task", {"name": "Nowhere"}, status=404)


async def test_a_space_fills_in_what_its_features_leave_out(api: Api) -> None:
    features = {"priorities": {"enabled": True}, "points": {"enabled": True}}
    made = await api.post(f"/team/{api.team}/space", {"name": "Legal", "features": features})
    assert len(made["features"]["priorities"]["priorities"]) == 4
    assert made["features"]["points"] == {"enabled": True}
    assert (made["color"], made["admin_can_manage"]) == (None, None)


async def test_a_folderless_list_has_a_hidden_folder(api: Api) -> None:
    space = next(iter(api.workspace.spaces))
    made = await api.post(f"/space/{space}/list", {"name": "Loose"})
    assert (made["folder"]["name"], made["folder"]["hidden"]) == ("hidden", True)
    folders = (await api.get(f"/space/{space}/folder"))["folders"]
    assert made["folder"]["id"] not in {folder["id"] for folder in folders}
    await api.delete(f"/list/{made['id']}")
    assert (await api.get(f"/folder/{made['folder']['id']}", status=401))["ECODE"] == "OAUTH_018"


async def test_a_task_in_a_second_list(api: Api) -> None:
    task = next(t for t in api.workspace.tasks.values() if not t.locations)
    other = next(h for h in api.workspace.lists.values() if h is not task.home)
    path = f"/list/{other.id}/task/{task.id}"
    assert await api.post(path) == {}
    assert await api.post(path) == {}
    locations = (await api.get(f"/task/{task.id}"))["locations"]
    assert locations == [{"id": other.id, "name": other.name}]
    assert await api.delete(path) == {}
    assert (await api.get(f"/task/{task.id}"))["locations"] == []


async def test_tags(api: Api) -> None:
    space = next(iter(api.workspace.spaces.values()))
    task = next(t for t in api.workspace.tasks.values() if t.home.space is space)
    path = f"/space/{space.id}/tag"

    async def names() -> set[str]:
        return {tag["name"] for tag in (await api.get(path))["tags"]}

    async def on_task() -> set[str]:
        return {tag["name"] for tag in (await api.get(f"/task/{task.id}"))["tags"]}

    assert await api.post(path, {"tag": {"name": "A/B Test", "tag_bg": "#111111"}}) == {}
    assert "a/b test" in await names()
    assert await api.post(f"/task/{task.id}/tag/a%2Fb%20test") == {}
    assert "a/b test" in await on_task()
    body = {"tag": {"name": "Trial", "fg_color": "#222222", "bg_color": "#333333"}}
    assert (await api.put(f"{path}/a%2Fb%20test", body))["tag"]["name"] == "trial"
    assert "trial" in await on_task()
    assert await api.post(f"/task/{task.id}/tag/unheard of") == {}
    assert "unheard of" in await names()
    assert await api.delete(f"/task/{task.id}/tag/unheard of") == {}
    assert "unheard of" not in await on_task()
    assert await api.delete(f"{path}/trial") == {}
    assert "trial" not in await names() | await on_task()
    await api.delete(f"{path}/trial", status=404)


async def test_a_tag_belongs_to_its_space(api: Api) -> None:
    spaces = [s for s in api.workspace.spaces.values() if "customer" in s.tags]
    elsewhere = [t for t in api.workspace.tasks.values() if t.home.space is spaces[1]]
    tagged = [task.id for task in elsewhere if "customer" in task.tags]
    await api.put(f"/space/{spaces[0].id}/tag/customer", {"tag": {"name": "client"}})
    assert tagged
    assert tagged == [task.id for task in elsewhere if "customer" in task.tags]
    here = [t for t in api.workspace.tasks.values() if t.home.space is spaces[0]]
    assert any("client" in task.tags for task in here)
    assert not any("customer" in task.tags for task in here)


async def test_members(api: Api) -> None:
    task = next(t for t in api.workspace.tasks.values() if t.assignees)
    of_task = (await api.get(f"/task/{task.id}/member"))["members"]
    assert {m["id"] for m in of_task} == {u.id for u in (*task.assignees, *task.watchers)}
    of_list = (await api.get(f"/list/{task.home.id}/member"))["members"]
    assert len(of_list) == 9


async def test_checklists(api: Api) -> None:
    task = next(t for t in api.workspace.tasks.values() if not t.checklists)
    one = (await api.post(f"/task/{task.id}/checklist", {"name": "One"}))["checklist"]
    two = (await api.post(f"/task/{task.id}/checklist", {"name": "Two"}))["checklist"]
    assert [one["orderindex"], two["orderindex"]] == [1, 2]
    path = f"/checklist/{one['id']}"
    await api.post(f"{path}/checklist_item", {"name": "First"})
    made = await api.post(f"{path}/checklist_item", {"name": "Second"})
    first, second = made["checklist"]["items"]
    item = f"{path}/checklist_item/{second['id']}"
    user = api.workspace.owner.id
    body = {"resolved": True, "parent": first["id"], "assignee": user}
    changed = (await api.put(item, body))["checklist"]
    assert (changed["resolved"], changed["unresolved"]) == (1, 1)
    assert changed["items"][0]["children"] == [second["id"]]
    assert changed["items"][1]["assignee"]["id"] == user
    assert (await api.put(item, {"assignee": 1}, status=400))["ECODE"] == "CHECK_026"
    await api.put(f"/checklist/{two['id']}", {"position": 0})
    shown = (await api.get(f"/task/{task.id}"))["checklists"]
    assert [checklist["name"] for checklist in shown] == ["Two", "One"]
    assert await api.delete(f"{path}/checklist_item/{first['id']}") == {}
    shown = (await api.get(f"/task/{task.id}"))["checklists"][1]
    assert [(line["name"], line["parent"]) for line in shown["items"]] == [("Second", None)]
    assert await api.delete(path) == {}
    assert (await api.put(path, {"name": "X"}, status=401))["ECODE"] == "OAUTH_018"
    assert len((await api.get(f"/task/{task.id}"))["checklists"]) == 1


async def test_folders_in_folders(api: Api) -> None:
    one, other = list(api.workspace.spaces)[:2]
    outer = await api.post(f"/space/{one}/folder", {"name": "Outer"})
    assert "parent_folder" not in outer
    body = {"name": "Inner", "parent_folder_id": outer["id"]}
    inner = await api.post(f"/space/{one}/folder", body)
    assert inner["parent_folder"] == outer["id"]
    listed = (await api.get(f"/space/{one}/folder"))["folders"]
    assert {folder["id"]: folder.get("parent_folder") for folder in listed}[inner["id"]] == (
        outer["id"]
    )
    assert "folders" not in await api.get(f"/folder/{outer['id']}")
    whole = await api.get(f"/folder/{outer['id']}", include_subfolders=True)
    assert whole["folders"] == [{"id": inner["id"]}]
    await api.post(f"/space/{other}/folder", body, status=400)
    await api.post(f"/space/{one}/folder", {**body, "parent_folder_id": "1"}, status=401)
    template = next(iter((await api.get(f"/team/{api.team}/folder_template"))["templates"]))
    path = f"/space/{one}/folder_template/{template['id']}"
    made = (await api.post(path, body))["folder"]
    assert made["parent_folder"] == outer["id"]
    await api.delete(f"/folder/{outer['id']}")
    for folder in (outer, inner, made):
        assert (await api.get(f"/folder/{folder['id']}"))["deleted"] is True
    nested = await api.post(f"/space/{one}/folder", {"name": "Outer"})
    await api.post(f"/space/{one}/folder", {"name": "In", "parent_folder_id": nested["id"]})
    assert await api.delete(f"/space/{one}") == {}


async def test_a_list_is_taken_from_its_assignee(api: Api) -> None:
    home, owner = next(iter(api.workspace.lists)), api.workspace.owner.id
    for nobody in ("none", None):
        assert (await api.put(f"/list/{home}", {"assignee": owner}))["assignee"]["id"] == owner
        assert (await api.put(f"/list/{home}", {"assignee": nobody}))["assignee"] is None
