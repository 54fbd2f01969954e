"""Spaces, folders, lists, views and templates."""

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams, NotFound
from agent_connectors.clickup.sandbox import Sandbox


async def test_a_space(clickup: ClickupApiConnector) -> None:
    made = (await clickup.spaces.create("Field work", features={"tags": {"enabled": True}})).data
    assert made["name"] == "Field work"
    changed = (await clickup.spaces.update(made["id"], name="Fields", private=True)).data
    assert (changed["name"], changed["private"]) == ("Fields", True)
    assert made["id"] in {space["id"] for space in (await clickup.spaces.list()).data}
    await clickup.spaces.delete(made["id"])
    assert made["id"] not in {space["id"] for space in (await clickup.spaces.list()).data}


async def test_a_folder(clickup: ClickupApiConnector, space_id: str) -> None:
    made = (await clickup.folders.create(space_id, "Spring")).data
    assert (await clickup.folders.update(made["id"], "Summer")).data["name"] == "Summer"
    assert (await clickup.folders.get(made["id"])).data["name"] == "Summer"
    await clickup.folders.delete(made["id"])
    gone = await clickup.folders.get(made["id"])
    assert gone.meta.warnings == ("This folder is deleted.",), "ClickUp shows it all the same"
    assert made["id"] not in {each["id"] for each in (await clickup.folders.list(space_id)).data}


async def test_a_list(clickup: ClickupApiConnector, space_id: str, folder_id: str, me: int) -> None:
    inside = await clickup.lists.create("In a folder", folder_id, content="What it is for")
    outside = await clickup.lists.create(
        "On its own", space_id=space_id, priority=1, assignee=me, due_date="2026-04-01"
    )
    assert inside.data["folder"]["id"] == folder_id
    assert outside.data["folder"]["hidden"] is True
    assert outside.data["assignee"] is not None
    assert outside.data["assignee"]["id"] == me
    assert outside.data["due_date"] is not None
    list_id = outside.data["id"]
    changed = await clickup.lists.update(list_id, name="Alone", clear=["due_date"])
    assert changed.data["name"] == "Alone"
    assert changed.data["due_date"] is None
    assert changed.data["priority"] is not None, "what is not given stays"
    await clickup.lists.delete(list_id)
    gone = await clickup.lists.update(list_id, name="Renamed")
    assert "This list is deleted: what was changed shows nowhere." in gone.meta.warnings
    with pytest.raises(NotFound):
        await clickup.tasks.list(list_id)


async def test_a_list_changes_hands(
    clickup: ClickupApiConnector, sandbox: Sandbox, folder_id: str, me: int
) -> None:
    list_id = (await clickup.lists.create("Hands", folder_id)).data["id"]
    taken = await clickup.lists.update(list_id, assignee=me)
    assert taken.data["assignee"] is not None
    assert taken.data["assignee"]["id"] == me
    left = await clickup.lists.update(list_id, clear=["assignee"])
    assert left.data["assignee"] is None


async def test_a_list_goes_into_one_place(
    clickup: ClickupApiConnector, space_id: str, folder_id: str
) -> None:
    with pytest.raises(InvalidParams, match="exactly one"):
        await clickup.lists.create("Two places", folder_id, space_id)
    with pytest.raises(InvalidParams, match="cannot move lists"):
        await clickup.execute("lists", "update", {"list_id": "1", "folder_id": folder_id})


async def test_a_task_in_a_further_list(
    clickup: ClickupApiConnector, folder_id: str, task_id: str
) -> None:
    further = (await clickup.lists.create("Further", folder_id)).data["id"]
    await clickup.lists.add_task(further, task_id)
    found = (await clickup.tasks.list(further, include_timl=True)).data
    assert [task["id"] for task in found] == [task_id]
    await clickup.lists.remove_task(further, task_id)
    assert (await clickup.tasks.list(further, include_timl=True)).data == []


@pytest.mark.parametrize("place", ["team_id", "space_id", "folder_id", "list_id"])
async def test_a_view(
    clickup: ClickupApiConnector, place: str, request: pytest.FixtureRequest,
    team_id: str, space_id: str, folder_id: str, list_id: str,
) -> None:  # fmt: skip
    where = {place: {"team_id": team_id, "space_id": space_id, "folder_id": folder_id,
                     "list_id": list_id}[place]}  # fmt: skip
    made = await clickup.execute(
        "views", "create",
        {"name": "By priority", "type": "board", "grouping": {"field": "priority", "dir": 1},
         **where},
    )  # fmt: skip
    view = made.data
    assert (view["name"], view["type"]) == ("By priority", "board")
    assert view["grouping"]["field"] == "priority"
    listed = (await clickup.execute("views", "list", where)).data
    assert view["id"] in {each["id"] for each in listed}
    changed = await clickup.views.update(
        view["id"], name="By status", type="board", grouping={"field": "status", "dir": -1}
    )
    assert changed.data["name"] == "By status"
    assert changed.data["grouping"]["field"] == "status"
    await clickup.views.delete(view["id"])
    with pytest.raises(NotFound):
        await clickup.views.get(view["id"])


async def test_a_task_from_a_template(clickup: ClickupApiConnector, list_id: str) -> None:
    template = (await clickup.templates.list_tasks(limit=100)).data[0]
    before = {task["id"] for task in (await clickup.tasks.list(list_id, limit=500)).data}
    made = (await clickup.templates.create_task(list_id, template["id"], "From a template")).data
    assert made
    after = (await clickup.tasks.list(list_id, limit=500)).data
    (new,) = [task for task in after if task["id"] not in before]
    assert new["name"] == "From a template"


async def test_lists_and_folders_from_templates(
    clickup: ClickupApiConnector, space_id: str, folder_id: str
) -> None:
    template = (await clickup.templates.list_lists()).data[0]["id"]
    inside = await clickup.templates.create_list(template, "In a folder", folder_id)
    outside = await clickup.templates.create_list(
        template, "On its own", space_id=space_id, options={"return_immediately": False}
    )
    assert (await clickup.lists.get(str(inside.data["id"]))).data["name"] == "In a folder"
    assert (await clickup.lists.get(str(outside.data["id"]))).data["name"] == "On its own"
    template = (await clickup.templates.list_folders()).data[0]["id"]
    folder = await clickup.templates.create_folder(space_id, template, "A folder")
    assert (await clickup.folders.get(str(folder.data["id"]))).data["name"] == "A folder"
