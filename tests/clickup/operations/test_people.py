"""Members, guests, groups, roles, access and the audit log."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector


async def test_a_member(clickup: ClickupApiConnector) -> None:
    team = (await clickup.users.invite("new@example.com")).data
    (new,) = [m["user"] for m in team["members"] if m["user"]["email"] == "new@example.com"]
    user_id = str(new["id"])
    read = (await clickup.users.get(user_id, include_shared=False)).data
    assert read["user"]["email"] == "new@example.com"
    changed = (await clickup.users.update(user_id, username="New One", admin=True)).data
    assert changed["user"]["username"] == "New One"
    await clickup.users.delete(user_id)
    members = (await clickup.teams.list()).data[0]["members"]
    assert user_id not in {str(member["user"]["id"]) for member in members}


async def test_a_guest(
    clickup: ClickupApiConnector, task_id: str, list_id: str, folder_id: str
) -> None:
    team = (await clickup.guests.invite("guest@example.com", can_edit_tags=True)).data
    (new,) = [m["user"] for m in team["members"] if m["user"]["email"] == "guest@example.com"]
    guest_id = str(new["id"])
    changed = (await clickup.guests.update(guest_id, can_create_views=True)).data
    assert changed["can_create_views"] is True
    places = {"task_id": task_id, "list_id": list_id, "folder_id": folder_id}
    for name, place in places.items():
        shares: Any = {"guest_id": guest_id, name: place}
        shared = await clickup.execute("guests", "add", {**shares, "permission_level": "read"})
        kind = f"{name.removesuffix('_id')}s"
        assert place in {str(_id(each)) for each in shared.data["shared"][kind]}
        apart = await clickup.execute("guests", "remove", shares)
        assert place not in {str(_id(each)) for each in apart.data["shared"][kind]}
    assert (await clickup.guests.get(guest_id)).data
    await clickup.guests.delete(guest_id)
    members = (await clickup.teams.list()).data[0]["members"]
    assert guest_id not in {str(member["user"]["id"]) for member in members}


def _id(shared: Any) -> Any:
    return shared["id"] if isinstance(shared, dict) else shared


async def test_a_group(clickup: ClickupApiConnector, me: int) -> None:
    members = (await clickup.teams.list()).data[0]["members"]
    other = next(m["user"]["id"] for m in members if m["user"]["id"] != me)
    made = (await clickup.user_groups.create("Night shift", [str(me)], handle="night")).data
    assert [person["id"] for person in made["members"]] == [me]
    changed = await clickup.user_groups.update(
        made["id"], name="Day shift", members={"add": [other], "rem": [me]}
    )
    assert changed.data["name"] == "Day shift"
    assert [person["id"] for person in changed.data["members"]] == [other]
    second = (await clickup.user_groups.create("Empty", [])).data["id"]
    both = [made["id"], second]
    found = (await clickup.user_groups.list(group_ids=both)).data
    assert {group["id"] for group in found} == set(both)
    await clickup.user_groups.delete(made["id"])
    assert made["id"] not in {g["id"] for g in (await clickup.user_groups.list()).data}


async def test_what_a_workspace_has(clickup: ClickupApiConnector) -> None:
    assert (await clickup.teams.get_plan()).data["plan_name"]
    assert (await clickup.teams.get_seats()).data["members"]["filled_members_seats"] > 0
    assert set((await clickup.teams.get_shared()).data) == {"tasks", "lists", "folders"}
    for role in (await clickup.roles.list(include_members=True)).data:
        assert role["inherited_role"] in {1, 2, 3, 4}
    assert all(kind["name"] for kind in (await clickup.custom_task_types.list()).data)


@pytest.mark.parametrize("private", [True, False])
async def test_access(
    clickup: ClickupApiConnector, list_id: str, me: int, *, private: bool
) -> None:
    await clickup.permissions.update(
        "list", list_id, private=private,
        entries=[{"kind": "user", "id": str(me), "permission_level": 5}],
    )  # fmt: skip


async def test_the_audit_log(clickup: ClickupApiConnector, me: int) -> None:
    answer = await clickup.audit_logs.query(
        applicability="auth-and-security", user_ids=[str(me)], event_status="success",
        start_time="2026-03-01", page_rows=5, page_direction="before",
    )  # fmt: skip
    assert answer.data is not None
