"""Members, guests, what is shared with them, roles and user groups."""

from typing import Any

import pytest

from agent_connectors.clickup.sandbox.state.people import GUEST
from tests.sandbox.client import Api


def guest_of(api: Api) -> int:
    return next(user.id for user in api.workspace.users.values() if user.role == GUEST)


async def emails(api: Api) -> dict[str, dict[str, Any]]:
    members = (await api.get("/team"))["teams"][0]["members"]
    return {member["user"]["email"]: member["user"] for member in members}


async def test_a_member_is_invited_changed_and_removed(api: Api) -> None:
    path = f"/team/{api.team}/user"
    seats = await api.get(f"/team/{api.team}/seats")
    team = (await api.post(path, {"email": "ida@example.com", "admin": True}))["team"]
    made = next(m for m in team["members"] if m["user"]["email"] == "ida@example.com")
    assert (made["user"]["role"], made["user"]["username"]) == (2, None)
    assert made["invited_by"]["id"] == api.workspace.owner.id
    assert {role["name"] for role in team["roles"]} >= {"owner", "guest", "Team lead"}
    after = await api.get(f"/team/{api.team}/seats")
    filled = "filled_members_seats"
    assert after["members"][filled] == seats["members"][filled] + 1
    one = f"{path}/{made['user']['id']}"
    role = next(iter((await api.get(f"/team/{api.team}/customroles"))["custom_roles"]))
    assert "members" not in role
    change = {"username": "Ida Berg", "admin": False, "custom_role_id": role["id"]}
    changed = (await api.put(one, change))["member"]
    assert changed["user"]["custom_role"] == {"id": role["id"], "name": role["name"]}
    assert (await api.get(one))["member"] == changed
    assert (await emails(api))["ida@example.com"]["username"] == "Ida Berg"
    roles = await api.get(f"/team/{api.team}/customroles", include_members=True)
    assert roles["custom_roles"][0]["members"] == [made["user"]["id"]]
    await api.delete(one)
    assert "ida@example.com" not in await emails(api)
    await api.get(one, status=404)


@pytest.mark.parametrize(
    "body",
    [{}, {"email": "nobody"}, {"email": 5}, {"email": "MARA.lindqvist@example.com"},
     {"email": "a@example.com", "custom_role_id": 1}],
)  # fmt: skip
async def test_an_invitation_is_refused(body: dict[str, Any], api: Api) -> None:
    before = await emails(api)
    for kind in ("user", "guest"):
        response = await api.send("POST", f"/team/{api.team}/{kind}", body)
        assert response.status_code in {400, 404}
    assert await emails(api) == before


async def test_the_owner_stays(api: Api) -> None:
    await api.delete(f"/team/{api.team}/user/{api.workspace.owner.id}", status=400)
    changed = await api.put(f"/team/{api.team}/user/{api.workspace.owner.id}", {"admin": False})
    assert changed["member"]["user"]["role"] == 1


async def test_members_and_guests_have_paths_of_their_own(api: Api) -> None:
    guest, member = guest_of(api), api.workspace.owner.id
    await api.get(f"/team/{api.team}/user/{guest}", status=404)
    await api.get(f"/team/{api.team}/guest/{member}", status=404)
    await api.post(f"/list/1/guest/{guest}", {"permission_level": "read"}, status=401)


async def test_a_guest_is_invited_changed_and_removed(api: Api) -> None:
    path = f"/team/{api.team}/guest"
    body = {"email": "guest@example.com", "can_edit_tags": False}
    team = (await api.post(path, body))["team"]
    made = next(m for m in team["members"] if m["user"]["email"] == "guest@example.com")
    assert (made["user"]["role"], made["can_edit_tags"], made["can_create_views"]) == (
        4,
        False,
        True,
    )
    one = f"{path}/{made['user']['id']}"
    changed = (await api.put(one, {"can_edit_tags": True, "can_create_views": False}))["guest"]
    assert (changed["can_edit_tags"], changed["can_create_views"]) == (True, False)
    assert (await api.get(one))["guest"] == changed
    await api.delete(one)
    await api.get(one, status=404)


@pytest.mark.parametrize("kind", ["task", "list", "folder"])
async def test_sharing(kind: str, api: Api) -> None:
    home = next(h for h in api.workspace.lists.values() if not h.folder.hidden and h.tasks)
    place = {"task": next(iter(home.tasks)), "list": home.id, "folder": home.folder.id}[kind]
    guest = guest_of(api)
    path, one = f"/{kind}/{place}/guest/{guest}", f"/team/{api.team}/guest/{guest}"

    def shared(answer: dict[str, Any]) -> dict[str, str]:
        rows = answer["guest"]["shared"][f"{kind}s"]
        return {row["id"]: row["permission_level"] for row in rows}

    before = shared(await api.get(one))
    await api.post(path, {"permission_level": "all"}, status=400)
    answer = await api.post(path, {"permission_level": "comment"})
    assert shared(answer) == {**before, place: "comment"}
    brief = await api.post(path, {"permission_level": "edit"}, include_shared=False)
    assert "shared" not in brief["guest"]
    assert shared(await api.get(one)) == {**before, place: "edit"}
    member = f"/task/{place}/member" if kind == "task" else f"/list/{home.id}/member"
    assert guest in {m["id"] for m in (await api.get(member))["members"]}
    assert shared(await api.delete(path)) == before
    assert guest not in {m["id"] for m in (await api.get(member))["members"]}


async def test_what_was_deleted_is_no_longer_shared(api: Api) -> None:
    home, guest = next(iter(api.workspace.lists.values())), guest_of(api)
    await api.post(f"/list/{home.id}/guest/{guest}", {"permission_level": "read"})
    await api.delete(f"/list/{home.id}")
    shared = (await api.get(f"/team/{api.team}/guest/{guest}"))["guest"]["shared"]
    assert home.id not in {row["id"] for row in shared["lists"]}


async def test_user_groups(api: Api) -> None:
    one, two, three = list(api.workspace.users)[:3]
    before = (await api.get("/group", team_id=api.team))["groups"]
    assert len(before) == 2
    body = {"name": "Release crew", "members": [one, two, 5]}
    made = await api.post(f"/team/{api.team}/group", body)
    assert (made["handle"], made["initials"]) == ("releasecrew", "RC")
    assert [member["id"] for member in made["members"]] == [one, two]
    await api.post(f"/team/{api.team}/group", body, status=400)
    await api.post(f"/team/{api.team}/group", {"members": []}, status=400)
    path = f"/group/{made['id']}"
    change = {"name": "Crew", "handle": "crew", "members": {"add": [three], "rem": [one]}}
    changed = await api.put(path, change)
    assert [member["id"] for member in changed["members"]] == [two, three]
    found = await api.get("/group", team_id=api.team, group_ids=made["id"])
    assert found["groups"] == [changed]
    several = await api.get("/group", team_id=api.team, group_ids=[before[0]["id"], made["id"]])
    assert [group["id"] for group in several["groups"]] == [before[0]["id"], made["id"]]
    home = next(iter(api.workspace.lists.values()))
    task = await api.post(f"/list/{home.id}/task", {"name": "T", "group_assignees": [made["id"]]})
    assert [group["name"] for group in task["group_assignees"]] == ["Crew"]
    comment = {"comment_text": "Please", "group_assignee": made["id"]}
    await api.post(f"/task/{task['id']}/comment", comment)
    shown = (await api.get(f"/task/{task['id']}/comment"))["comments"][0]
    assert shown["group_assignee"]["name"] == "Crew"
    other = {"group_assignees": {"add": [before[0]["id"]], "rem": [made["id"]]}}
    swapped = await api.put(f"/task/{task['id']}", other)
    assert [group["id"] for group in swapped["group_assignees"]] == [before[0]["id"]]
    await api.put(f"/task/{task['id']}", {"group_assignees": {"add": [made["id"]]}})
    await api.delete(path)
    left = (await api.get(f"/task/{task['id']}"))["group_assignees"]
    assert [group["id"] for group in left] == [before[0]["id"]]
    assert (await api.get("/group", team_id=api.team))["groups"] == before
    assert (await api.put(path, {}, status=401))["ECODE"] == "OAUTH_018"


async def test_access(api: Api) -> None:
    base = f"/api/v3/workspaces/{api.team}"
    space, home = next(iter(api.workspace.spaces)), next(iter(api.workspace.lists))
    await api.send("PATCH", f"{base}/space/{space}/acls", {"private": True})
    assert (await api.get(f"/space/{space}"))["private"] is True
    two = list(api.workspace.users)[1]
    entries = [{"kind": "user", "id": str(two), "permission_level": 3}]
    path = f"{base}/list/{home}/acls"
    made = await api.send("PATCH", path, {"private": True, "entries": entries})
    assert (made.status_code, made.json()) == (200, {})
    members = (await api.get(f"/list/{home}/member"))["members"]
    assert [member["id"] for member in members] == [api.workspace.owner.id, two]
    await api.send("PATCH", path, {"entries": [{"kind": "user", "id": str(two)}]})
    members = (await api.get(f"/list/{home}/member"))["members"]
    assert [member["id"] for member in members] == [api.workspace.owner.id]
    for wrong in (
        [{"kind": "user", "id": "1"}],
        [{"kind": "team", "id": str(two)}],
        [{"kind": "user", "id": str(two), "permission_level": 2}],
        ["x"],
    ):
        assert (await api.send("PATCH", path, {"entries": wrong})).status_code == 400
    for place in ("space/1", "dashboard/1", "nonsense/1"):
        missing = await api.send("PATCH", f"{base}/{place}/acls", {})
        assert missing.status_code == 404
        assert set(missing.json()) == {"status", "message", "trace_id", "timestamp"}


async def test_the_audit_log(api: Api) -> None:
    path = f"/api/v3/workspaces/{api.team}/auditlogs"
    logins = await api.post(path, {"applicability": "auth-and-security"})
    assert {event["eventType"] for event in logins["data"]} == {"USER_LOGIN"}
    dates = [event["date"] for event in logins["data"]]
    assert dates == sorted(dates, reverse=True)
    home = next(iter(api.workspace.lists.values()))
    task = (await api.post(f"/list/{home.id}/task", {"name": "New", "priority": 3}))["id"]
    await api.put(f"/task/{task}", {"priority": 1, "status": home.statuses[-1].name})
    await api.put(f"/task/{task}", {"archived": True})
    await api.delete(f"/task/{task}", status=204)
    events = (await api.post(path, {"applicability": "hierarchy-activity"}))["data"]
    assert {event["eventType"] for event in events if event["objectId"] == task} == {
        "TASK_CREATED",
        "TASK_STATUS_CHANGED",
        "TASK_PRIORITY_CHANGED",
        "TASK_ARCHIVED",
        "TASK_DELETED",
    }
    wanted = {"filter": {"eventType": ["TASK_DELETED"], "userId": [str(api.workspace.owner.id)]}}
    assert [e["objectId"] for e in (await api.post(path, wanted))["data"]] == [task]
    page = await api.post(path, {"pagination": {"pageRows": 3}})
    assert (len(page["data"]), page["has_more"]) == (3, True)
    turn = {"pageRows": 100, "pageTimestamp": dates[5], "pageDirection": "before"}
    older = (await api.post(path, {"pagination": turn}))["data"]
    assert all(event["date"] < dates[5] for event in older)
    assert older
    for wrong in ({"applicability": "x"}, {"pagination": {"pageRows": -1}}):
        await api.post(path, wrong, status=400)
