"""People see and may do only what they should: every endpoint is tried by a guest."""

import re
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError, PermissionDenied
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.handlers import ROUTER  # noqa: F401  # registers the routes
from agent_connectors.clickup.sandbox.routing import PUBLIC, ROUTES, Route
from tests.sandbox.client import TODAY, Api, Clock

GUEST, MEMBER, ADMIN, OWNER = "Ruth Mensah", "Priya Raman", "Tomás Rivera", "Mara Lindqvist"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(today=TODAY, clock=Clock(), rate_limit=None)


def as_user(sandbox: Sandbox, user: str | int) -> Api:
    return Api(sandbox, sandbox.token_for(user))


def hidden(sandbox: Sandbox) -> dict[str, str]:
    """Something of every kind that the guest was not given, by the names that paths use."""
    workspace = sandbox.workspace
    shared = {identifier for _, identifier in guest(sandbox).shared}
    home = next(h for h in workspace.lists.values() if h.id not in shared and h.tasks)
    task = next(iter(home.tasks.values()))
    comments = (c for c in workspace.comments.values() if c.parent[0] == "task")
    checklists = list(workspace.checklists.values())
    channel = next(c for c in workspace.channels.values() if not c.public)
    return {
        "task_id": task.id,
        "list_id": home.id,
        "folder_id": home.folder.id,
        "space_id": home.space.id,
        "comment_id": str(next(c.id for c in comments)),
        "checklist_id": next(c.id for c in checklists if c.task.home.id not in shared),
        "goal_id": next(iter(workspace.goals)),
        "key_result_id": next(iter(workspace.key_results)),
        "view_id": next(iter(workspace.views)),
        "doc_id": next(iter(workspace.docs)),
        "channel_id": channel.id,
        "message_id": channel.messages[0].id,
        "timer_id": next(
            e.id
            for e in workspace.time_entries.values()
            if e.task is None or e.task.home.id not in shared
        ),
    }


def guest(sandbox: Sandbox) -> Any:
    return next(u for u in sandbox.workspace.users.values() if u.username == GUEST)


KINDS = set(hidden(Sandbox(today=TODAY, clock=Clock())))
OF_ONE = [
    route
    for route in ROUTES
    if route.handler not in PUBLIC and KINDS & set(re.findall(r"\{(\w+)\}", route.path))
]


def filled(route: Route, sandbox: Sandbox, known: dict[str, str]) -> str:
    workspace = sandbox.workspace
    usual = {"team_id": workspace.id, "workspace_id": workspace.id, **known}
    return re.sub(r"\{(\w+)\}", lambda match: usual.get(match[1], "1"), route.path)


@pytest.mark.parametrize("route", OF_ONE, ids=lambda route: f"{route.method} {route.path}")
async def test_what_is_hidden_is_refused_by_every_endpoint(route: Route, sandbox: Sandbox) -> None:
    api = as_user(sandbox, GUEST)
    path = filled(route, sandbox, hidden(sandbox))
    response = await api.send(route.method, path, {"name": "x"}, page=0)
    assert response.status_code in {400, 401, 403, 404}, response.text
    if route.method == "GET":
        assert response.status_code != 400, "refused for what it is about, not for how it is asked"


WHOLE = [
    route
    for route in ROUTES
    if route.method == "GET"
    and route.handler not in PUBLIC
    and set(re.findall(r"\{(\w+)\}", route.path)) <= {"team_id", "workspace_id"}
    and "template" not in route.path
]


@pytest.mark.parametrize("route", WHOLE, ids=lambda route: route.path)
async def test_no_list_shows_a_guest_what_is_hidden(route: Route, sandbox: Sandbox) -> None:
    api = as_user(sandbox, GUEST)
    path = filled(route, sandbox, {})
    text = (await api.send("GET", path, page=0, include_closed=True, subtasks=True)).text
    known = hidden(sandbox)
    assert not [kind for kind in known if f'"{known[kind]}"' in text]


async def test_a_guest_sees_what_is_shared_and_no_more(sandbox: Sandbox) -> None:
    api = as_user(sandbox, GUEST)
    renewals = next(h for h in sandbox.workspace.lists.values() if h.name == "Renewals")
    found = await api.pages(f"/team/{api.team}/task", include_closed=True, subtasks=True)
    assert {row["list"]["name"] for row in found} == {"Renewals"}
    assert {row["permission_level"] for row in found} == {"comment"}
    shared = (await api.get(f"/team/{api.team}/shared"))["shared"]
    assert [row["id"] for row in shared["lists"]] == [renewals.id]
    task = f"/task/{found[0]['id']}"
    await api.post(f"{task}/comment", {"comment_text": "May I?"})
    assert (await api.put(task, {"name": "Mine"}, status=401))["ECODE"] == "ACCESS_081"
    body = {"name": "New"}
    answer = await api.post(f"/list/{renewals.id}/task", body, status=401)
    assert answer["ECODE"] == "ACCESS_064"
    await Api(sandbox).post(
        f"/list/{renewals.id}/guest/{guest(sandbox).id}", {"permission_level": "edit"}
    )
    assert (await api.put(task, {"name": "Mine"}))["name"] == "Mine"


async def test_what_is_kept_for_one_is_not_shown_to_the_next(sandbox: Sandbox) -> None:
    renewals = next(h for h in sandbox.workspace.lists.values() if h.name == "Renewals")
    path = f"/list/{renewals.id}/task"
    for user, level in ((GUEST, "comment"), (OWNER, "create"), (GUEST, "comment")):
        rows = (await as_user(sandbox, user).get(path, subtasks=True))["tasks"]
        assert {row["permission_level"] for row in rows} == {level}


@pytest.mark.parametrize("kind", ["space", "folder", "list", "task"])
async def test_a_private_place_is_hidden_from_members(kind: str, sandbox: Sandbox) -> None:
    owner, member = Api(sandbox), as_user(sandbox, MEMBER)
    ids = hidden(sandbox)
    base = f"/api/v3/workspaces/{owner.team}/{kind}/{ids[f'{kind}_id']}/acls"
    task = f"/task/{ids['task_id']}"
    await member.get(task)
    assert (await owner.send("PATCH", base, {"private": True})).status_code == 200
    assert (await member.get(task, status=401))["ECODE"] == "ACCESS_083"
    found = await member.pages(f"/team/{owner.team}/task", include_closed=True, subtasks=True)
    assert ids["task_id"] not in {row["id"] for row in found}
    await owner.get(task)
    number = next(u.id for u in sandbox.workspace.users.values() if u.username == MEMBER)
    entry = {"kind": "user", "id": str(number), "permission_level": 1}
    assert (await owner.send("PATCH", base, {"entries": [entry]})).status_code == 200
    assert (await member.get(task))["permission_level"] == "read"
    await member.put(task, {"name": "No"}, status=401)


async def test_who_cannot_see_a_task_is_not_assigned(sandbox: Sandbox) -> None:
    api, ids = Api(sandbox), hidden(sandbox)
    number = guest(sandbox).id
    made = await api.post(f"/list/{ids['list_id']}/task", {"name": "A", "assignees": [number]})
    assert made["assignees"] == []
    changed = await api.put(f"/task/{made['id']}", {"assignees": {"add": [number]}})
    assert changed["assignees"] == []
    await api.post(f"/task/{made['id']}/guest/{number}", {"permission_level": "read"})
    changed = await api.put(f"/task/{made['id']}", {"assignees": {"add": [number]}})
    assert [user["id"] for user in changed["assignees"]] == [number]


async def test_what_a_member_makes_is_theirs(sandbox: Sandbox) -> None:
    api, ids = as_user(sandbox, MEMBER), hidden(sandbox)
    made = await api.post(f"/list/{ids['list_id']}/task", {"name": "A"})
    assert made["creator"]["username"] == MEMBER
    assert (await api.get("/user"))["user"]["username"] == MEMBER
    space = await api.post(f"/team/{api.team}/space", {"name": "Mine", "private": True})
    await api.get(f"/space/{space['id']}")
    shown = (await as_user(sandbox, "Jonas Weber").get(f"/team/{api.team}/space"))["spaces"]
    assert space["id"] not in {row["id"] for row in shown}
    await api.post(f"/team/{api.team}/user", {"email": "a@example.com"}, status=403)
    await as_user(sandbox, ADMIN).post(f"/team/{api.team}/user", {"email": "a@example.com"})


async def test_a_direct_message_is_between_those_in_it(sandbox: Sandbox) -> None:
    path = f"/api/v3/workspaces/{sandbox.workspace.id}/chat/channels"
    with_dm = {
        user: [c["type"] for c in (await as_user(sandbox, user).get(path))["data"]].count("DM")
        for user in (OWNER, ADMIN, MEMBER, GUEST)
    }
    assert with_dm == {OWNER: 1, ADMIN: 1, MEMBER: 0, GUEST: 0}


async def test_a_token_of_somebody_who_left_is_refused(sandbox: Sandbox) -> None:
    api = as_user(sandbox, MEMBER)
    number = (await api.get("/user"))["user"]["id"]
    await Api(sandbox).delete(f"/team/{api.team}/user/{number}")
    assert (await api.get("/user", status=401))["ECODE"] == "OAUTH_025"


@pytest.mark.parametrize("nobody", ["Nobody", 1, "sven.dahl@example.com"])
def test_a_token_of_nobody(nobody: str | int, sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="has joined"):
        sandbox.token_for(nobody)
    with pytest.raises(ConfigurationError, match="as_user"):
        ClickupApiConnector.sandbox(sandbox, as_user=nobody)


async def test_a_connector_of_somebody(sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, as_user=GUEST)
    assert (await clickup.user.get()).data["username"] == GUEST
    with pytest.raises(PermissionDenied):
        await clickup.tasks.get(hidden(sandbox)["task_id"])
    owner = ClickupApiConnector.sandbox(sandbox)
    made = await owner.tasks.create(hidden(sandbox)["list_id"], "A", assignees=[guest(sandbox).id])
    assert made.data["assignees"] == []
    assert made.meta.warnings


def naming(sandbox: Sandbox, ids: dict[str, str], own: str) -> dict[str, tuple[str, str, Any]]:
    """Requests that name something hidden in their body or query, by what they do with it."""
    team, there, home = sandbox.workspace.id, ids["task_id"], sandbox.workspace.tasks[own].home.id
    v3, task, times = f"/api/v3/workspaces/{team}", f"/task/{own}", f"/team/{team}/time_entries"
    period, hook = {"start": 1, "duration": 5}, {"endpoint": "https://e.example", "events": "*"}
    goal = next(g.id for g in sandbox.workspace.goals.values() if g.name == "Mine")
    results, result = f"/goal/{goal}/key_result", {"name": "R", "type": "automatic"}
    both = f"task_ids={own}&task_ids={there}"
    cases: dict[str, tuple[str, str, Any]] = {
        "depends on": ("POST", f"{task}/dependency", {"depends_on": there}),
        "is waited for": ("POST", f"{task}/dependency", {"dependency_of": there}),
        "link": ("POST", f"{task}/link/{there}", None),
        "subtask": ("POST", f"/list/{home}/task", {"name": "A", "parent": there}),
        "linked task": ("POST", f"/list/{home}/task", {"name": "A", "links_to": there}),
        "parent": ("PUT", task, {"parent": there}),
        "merge": ("POST", f"{task}/merge", {"source_task_ids": [there]}),
        "move": ("PUT", f"{v3}/tasks/{own}/home_list/{ids['list_id']}", {}),
        "second list": ("POST", f"/list/{ids['list_id']}/task/{own}", None),
        "track time": ("POST", times, {**period, "tid": there}),
        "start a timer": ("POST", f"{times}/start", {"tid": there}),
        "time of a task": ("GET", f"{times}?task_id={there}", None),
        "time in status": ("GET", f"/task/bulk_time_in_status/task_ids?{both}", None),
        "follow tasks": ("POST", results, {**result, "task_ids": [there]}),
        "follow lists": ("POST", results, {**result, "list_ids": [ids["list_id"]]}),
        "watch a task": ("POST", f"/team/{team}/webhook", {**hook, "task_id": there}),
    }
    for kind, number in (("space", 4), ("folder", 5), ("list", 6)):
        place = ids[f"{kind}_id"]
        location = {"location": {"type": kind, "id": place}}
        doc = {"name": "D", "parent": {"id": place, "type": number}}
        cases[f"watch a {kind}"] = ("POST", f"/team/{team}/webhook", {**hook, f"{kind}_id": place})
        cases[f"channel of a {kind}"] = ("POST", f"{v3}/chat/channels/location", location)
        cases[f"doc in a {kind}"] = ("POST", f"{v3}/docs", doc)
    return cases


async def test_what_is_hidden_is_not_to_be_had_by_naming_it(sandbox: Sandbox) -> None:
    owner, member, ids = Api(sandbox), as_user(sandbox, MEMBER), hidden(sandbox)
    space = sandbox.workspace.spaces[ids["space_id"]]
    lists = (h for h in sandbox.workspace.lists.values() if h.space is not space and h.tasks)
    own = next(t.id for h in lists if not h.space.private for t in h.tasks.values())
    await owner.post(f"/goal/{ids['goal_id']}/key_result", {"name": "Seen", "type": "number"})
    await member.post(f"/team/{member.team}/goal", {"name": "Mine"})
    v3 = f"/api/v3/workspaces/{owner.team}"
    made = await owner.send("POST", f"{v3}/docs", {"name": "In it", "parent": {"id": space.id}})
    await owner.put(f"/space/{space.id}", {"private": True})
    for name, (method, path, body) in naming(sandbox, ids, own).items():
        response = await member.send(method, path, body)
        assert response.status_code in {401, 403, 404}, (name, response.text)
    assert made.json()["id"] not in {d["id"] for d in (await member.get(f"{v3}/docs"))["docs"]}


async def test_a_channel_that_is_hidden_is_not_had_by_its_name(sandbox: Sandbox) -> None:
    path = f"/api/v3/workspaces/{sandbox.workspace.id}/chat/channels"
    body = {"name": "Secret", "visibility": "PRIVATE"}
    theirs = (await Api(sandbox).send("POST", path, body)).json()["data"]
    mine = (await as_user(sandbox, MEMBER).send("POST", path, {"name": "Secret"})).json()["data"]
    assert (mine["id"] != theirs["id"], mine["creator"] != theirs["creator"]) == (True, True)


async def test_members_track_only_their_own_time(sandbox: Sandbox) -> None:
    """Documented of `assignee`: owners and admins can name anybody."""
    people = {user.username: user.id for user in sandbox.workspace.users.values()}
    path = f"/team/{sandbox.workspace.id}/time_entries"
    for user, others in ((OWNER, 200), (ADMIN, 200), (MEMBER, 403), (GUEST, 403)):
        api = as_user(sandbox, user)
        for about in (OWNER, MEMBER):
            body = {"start": 1, "duration": 5, "assignee": people[about]}
            await api.post(path, body, status=200 if about == user else others)
        await api.post(path, {"start": 1, "duration": 5, "assignee": people[user]})
