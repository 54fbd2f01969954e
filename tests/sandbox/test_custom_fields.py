"""Values of custom fields, and where the fields are defined."""

from typing import Any

import pytest

from tests.sandbox.client import Api

VALUES: dict[str, tuple[Any, Any]] = {
    "Customers affected": (-28, "-28"),
    "Pull request": ("https://git.example.com/1", "https://git.example.com/1"),
    "QA passed": (True, "true"),
    "Rollout": ({"current": 20}, {"current": 20, "percent_complete": 20}),
    "Annual value": (8000.5, "8000.5"),
    "Contact": ("a@example.com", "a@example.com"),
    "Phone": ("+1 201 555 0123", "+1 201 555 0123"),
    "Renewal date": (1667367645000, "1667367645000"),
    "Satisfaction": (4, 4),
    "Account number": ("A-1", "A-1"),
    "Site": (
        {"location": {"lat": 1.5, "lng": 2.5}, "formatted_address": "Here"},
        {"location": {"lat": 1.5, "lng": 2.5}, "formatted_address": "Here"},
    ),
    "Component": (3, 3),
}


@pytest.mark.parametrize("name", VALUES)
async def test_a_value_is_set_shown_and_removed(name: str, api: Api) -> None:
    sent, shown = VALUES[name]
    field, task = field_and_task(api, name)
    path = f"/task/{task}/field/{field}"
    assert await api.post(path, {"value": sent}) == {}
    assert await value_of(api, task, field) == shown
    assert await api.delete(path) == {}
    assert await value_of(api, task, field) is None
    await api.post(path, {"value": sent})
    assert await api.post(path, {"value": None}) == {}
    assert await value_of(api, task, field) is None


def field_and_task(api: Api, name: str) -> tuple[str, str]:
    workspace = api.workspace
    pairs = (
        (field.id, task.id)
        for task in workspace.tasks.values()
        for field in workspace.fields_of(task.home)
        if field.name == name and (not field.types or task.type in field.types)
    )
    return next(pairs)


async def value_of(api: Api, task: str, field: str) -> Any:
    rows = (await api.get(f"/task/{task}"))["custom_fields"]
    return next(row for row in rows if row["id"] == field).get("value")


async def test_options_labels_and_people(api: Api) -> None:
    field, task = field_and_task(api, "Component")
    options = api.workspace.fields[field].config["options"]
    await api.post(f"/task/{task}/field/{field}", {"value": options[4]["id"]})
    assert await value_of(api, task, field) == 4
    field, task = field_and_task(api, "Platforms")
    labels = [option["id"] for option in api.workspace.fields[field].config["options"][1:3]]
    await api.post(f"/task/{task}/field/{field}", {"value": labels})
    assert await value_of(api, task, field) == labels
    field, task = field_and_task(api, "Reviewer")
    one, other = list(api.workspace.users)[:2]
    path = f"/task/{task}/field/{field}"
    await api.delete(path)
    await api.post(path, {"value": {"add": [one, other]}})
    await api.post(path, {"value": {"rem": [one]}})
    assert [person["id"] for person in await value_of(api, task, field)] == [other]


@pytest.mark.parametrize(
    ("name", "value", "status", "ecode"),
    [
        ("Component", 99, 400, "FIELD_011"),
        ("Component", "nope", 400, "FIELD_011"),
        ("Platforms", "nope", 400, "FIELD_342"),
        ("Renewal date", "tomorrow", 500, "FIELD_017"),
        ("Customers affected", "many", 400, "FIELD_342"),
        ("Satisfaction", 6, 400, "FIELD_342"),
        ("Rollout", {"current": 101}, 400, "FIELD_342"),
        ("Contact", "nobody", 400, "FIELD_342"),
        ("Reviewer", [1], 400, "FIELD_342"),
    ],
)
async def test_a_wrong_value_is_refused(
    name: str, value: Any, status: int, ecode: str, api: Api
) -> None:
    field, task = field_and_task(api, name)
    before = await value_of(api, task, field)
    answer = await api.post(f"/task/{task}/field/{field}", {"value": value}, status=status)
    assert answer["ECODE"] == ecode
    assert await value_of(api, task, field) == before


async def test_a_field_of_another_place_is_refused(api: Api) -> None:
    field, _ = field_and_task(api, "Budget")
    _, task = field_and_task(api, "Component")
    answer = await api.post(f"/task/{task}/field/{field}", {"value": 1}, status=400)
    assert answer["ECODE"] == "FIELD_115"


async def test_fields_by_place(api: Api) -> None:
    workspace = api.workspace
    home = next(h for h in workspace.lists.values() if h.name == "Bug Triage")
    of_team = {f["name"] for f in (await api.get(f"/team/{api.team}/field"))["fields"]}
    of_space = {f["name"] for f in (await api.get(f"/space/{home.space.id}/field"))["fields"]}
    of_list = {f["name"] for f in (await api.get(f"/list/{home.id}/field"))["fields"]}
    assert of_team == {"Stakeholder"}
    assert of_team < of_space < of_list
    assert of_list - of_space == {"Reported by", "Affected version"}


async def test_a_field_for_bugs_only(api: Api) -> None:
    home = next(h for h in api.workspace.lists.values() if h.name == "Bug Triage")
    made = await api.post(f"/list/{home.id}/task", {"name": "A chore"})
    assert "Severity" not in {f["name"] for f in made["custom_fields"]}
    changed = await api.put(f"/task/{made['id']}", {"custom_item_id": 1001})
    assert "Severity" in {f["name"] for f in changed["custom_fields"]}
