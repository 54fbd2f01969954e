"""What hangs on tasks: checklists, tags, fields, relations, lists, estimates."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams, NotFound


async def test_a_checklist(clickup: ClickupApiConnector, task_id: str, me: int) -> None:
    await clickup.tasks.update(task_id, assignees={"add": [me]})
    checklist = (await clickup.checklists.create(task_id, "Before the start")).data
    assert checklist["items"] == []
    first = (await clickup.checklist_items.create(checklist["id"], "Power")).data["items"][0]
    made = await clickup.checklist_items.create(checklist["id"], "Water", assignee=me)
    second = next(item for item in made.data["items"] if item["name"] == "Water")
    assert second["assignee"] is not None
    assert second["assignee"]["id"] == me
    changed = await clickup.checklist_items.update(
        checklist["id"], second["id"], name="Water on", resolved=True, parent=first["id"],
        clear=["assignee"],
    )  # fmt: skip
    assert changed.meta.warnings == ()
    await clickup.checklists.update(checklist["id"], name="At the start")
    task: Any = (await clickup.tasks.get(task_id)).data
    (shown,) = task["checklists"]
    assert shown["name"] == "At the start"
    nested = next(item for item in shown["items"] if item["id"] == first["id"])["children"]
    everything = [*shown["items"], *(child for child in nested if isinstance(child, dict))]
    ticked = next(item for item in everything if item["id"] == second["id"])
    assert (ticked["resolved"], ticked["assignee"]) == (True, None)
    await clickup.checklist_items.delete(checklist["id"], first["id"])
    await clickup.checklists.delete(checklist["id"])
    assert (await clickup.tasks.get(task_id)).data["checklists"] == []


async def test_tags(clickup: ClickupApiConnector, space_id: str, task_id: str) -> None:
    await clickup.tags.create(space_id, "urgent fix", tag_fg="#FFFFFF", tag_bg="#FF0000")
    await clickup.tags.add(task_id, "urgent fix")
    assert [tag["name"] for tag in (await clickup.tasks.get(task_id)).data["tags"]] == [
        "urgent fix"
    ]
    await clickup.tags.update(space_id, "urgent fix", "quick/fix", bg_color="#00FF00")
    assert "quick/fix" in {tag["name"] for tag in (await clickup.tags.list(space_id)).data}
    await clickup.tags.remove(task_id, "quick/fix")
    assert (await clickup.tasks.get(task_id)).data["tags"] == []
    await clickup.tags.delete(space_id, "quick/fix")
    assert "quick/fix" not in {tag["name"] for tag in (await clickup.tags.list(space_id)).data}


async def test_dependencies(clickup: ClickupApiConnector, task_id: str, other_task_id: str) -> None:
    await clickup.dependencies.add(task_id, depends_on=other_task_id)
    (found,) = (await clickup.tasks.get(task_id)).data["dependencies"]
    assert (found["task_id"], found["depends_on"]) == (task_id, other_task_id)
    await clickup.dependencies.remove(other_task_id, dependency_of=task_id)
    assert (await clickup.tasks.get(task_id)).data["dependencies"] == []
    for nothing_or_both in ({}, {"depends_on": "a", "dependency_of": "b"}):
        with pytest.raises(InvalidParams, match="exactly one of `depends_on`, `dependency_of`"):
            await clickup.execute("dependencies", "add", {"task_id": task_id, **nothing_or_both})


async def test_links(clickup: ClickupApiConnector, task_id: str, other_task_id: str) -> None:
    linked = (await clickup.task_links.add(task_id, other_task_id)).data
    assert [link["link_id"] for link in linked["linked_tasks"]] == [other_task_id]
    apart = (await clickup.task_links.remove(task_id, other_task_id)).data
    assert apart["linked_tasks"] == []


@pytest.mark.parametrize("place", ["team_id", "space_id", "folder_id", "list_id"])
async def test_custom_fields_of_places(
    clickup: ClickupApiConnector, place: str, team_id: str, space_id: str, folder_id: str,
    list_id: str,
) -> None:  # fmt: skip
    given = {"team_id": team_id, "space_id": space_id, "folder_id": folder_id, "list_id": list_id}
    params = {place: given[place], "include_applied_objects": True}
    found = (await clickup.execute("custom_fields", "list", params)).data
    assert found or place != "list_id"
    assert all(field["id"] and field["type"] for field in found)


async def test_a_custom_field_of_a_task(
    clickup: ClickupApiConnector, list_id: str, task_id: str
) -> None:
    fields = (await clickup.custom_fields.list(list_id)).data
    field = next(field for field in fields if field["type"] in {"number", "currency"})

    async def value() -> Any:
        task = (await clickup.tasks.get(task_id)).data
        return next(f for f in task["custom_fields"] if f["id"] == field["id"]).get("value")

    await clickup.custom_fields.set(task_id, field["id"], 42)
    assert float(await value()) == 42
    await clickup.custom_fields.remove(task_id, field["id"])
    assert await value() is None


async def test_moving_a_task(clickup: ClickupApiConnector, folder_id: str, task_id: str) -> None:
    target = (await clickup.lists.create("Target", folder_id)).data["id"]
    moved = (await clickup.tasks.move(task_id, target, move_custom_fields=True)).data
    assert moved["task_id"] == task_id
    assert (await clickup.tasks.get(task_id)).data["list"]["id"] == target


async def test_merging_tasks(
    clickup: ClickupApiConnector, task_id: str, other_task_id: str
) -> None:
    await clickup.tasks.merge(task_id, [other_task_id])
    assert (await clickup.tasks.get(task_id)).data["id"] == task_id
    with pytest.raises(NotFound):
        await clickup.tasks.get(other_task_id)


async def test_time_in_status(
    clickup: ClickupApiConnector, list_id: str, task_id: str, other_task_id: str
) -> None:
    statuses = [s["status"] for s in (await clickup.lists.get(list_id)).data["statuses"]]
    await clickup.tasks.update(task_id, status=statuses[1])
    told = (await clickup.time_in_status.get(task_id)).data
    assert told["current_status"]["status"] == statuses[1]
    assert statuses[0] in {entry["status"] for entry in told["status_history"]}
    several = (await clickup.time_in_status.get_many([task_id, other_task_id])).data
    assert set(several) == {task_id, other_task_id}
    assert several[other_task_id]["current_status"]["status"] == statuses[0]


async def test_time_estimates(clickup: ClickupApiConnector, task_id: str, me: int) -> None:
    await clickup.tasks.update(task_id, assignees={"add": [me]})
    told = await clickup.execute(
        "time_estimates", "update",
        {"task_id": task_id, "estimates": [{"assignee": me, "time": "1h30m"}]},
    )  # fmt: skip
    assert told.data["total_time_estimate"] == 5_400_000
    told = await clickup.execute(
        "time_estimates", "replace",
        {"task_id": task_id, "estimates": [{"assignee": "unassigned", "time": 60_000}]},
    )  # fmt: skip
    assert told.data == {
        "total_time_estimate": 60_000,
        "assignee_estimates": {"unassigned": 60_000},
    }
    assert (await clickup.tasks.get(task_id)).data["time_estimate"] == 60_000
