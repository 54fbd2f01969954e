"""Left out unsaid: what a result does not hold, or a write did not do, is told."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import (
    BadRequest,
    ClickupApiConnector,
    InvalidParams,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
)
from agent_connectors.clickup.access.product import CLICKUP
from agent_connectors.clickup.compact import compact
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.tools.toolbox import Toolbox
from tests.loopback import Loopback, Reply

Connect = Callable[..., ClickupApiConnector]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox, allow_destructive=True)


async def shown(clickup: ClickupApiConnector, entity: str, action: str, **params: Any) -> Any:
    """What a model reads of a result."""
    operation = clickup.operations.get(entity, action)
    return json.loads(await Toolbox(clickup).execute(clickup, operation, params, None))


async def test_agents_view_3_the_tree_shows_the_lists_in_folders(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    told = await shown(clickup, "workspaces", "tree")
    text = json.dumps(told, ensure_ascii=False)
    for place in (await clickup.directory.tree(sandbox.workspace.id)).places:
        assert place.id in text, place.name
    assert "archived" in told["meta"]["not_included"][0]


async def test_agents_view_3_what_the_tree_cuts_can_be_had(clickup: ClickupApiConnector) -> None:
    operation = clickup.operations.get("workspaces", "tree")
    small = Toolbox(clickup, max_output_tokens=400)
    whole = {space["id"] for space in (await clickup.workspaces.tree()).data}
    found: set[str] = set()
    params: dict[str, Any] = {}
    for _ in range(len(whole)):
        told = json.loads(await small.execute(clickup, operation, params, None))
        found |= {space["id"] for space in told["data"]}
        if not told["meta"].get("has_more"):
            break
        params = told["meta"]["next"]
    assert found == whole


async def test_agents_view_4_lists_in_folders_are_not_passed_over(
    clickup: ClickupApiConnector,
) -> None:
    await clickup.workspaces.tree()  # by now it is known how many there are
    result = await clickup.execute("lists", "list", {"space_id": "Marketing"})
    assert any("2 lists in folders" in text for text in result.meta.not_included)
    folder = (await clickup.folders.list("Marketing")).data[0]["id"]
    result = await clickup.execute("lists", "list", {"folder_id": folder})
    assert not any("in folders" in text for text in result.meta.not_included)


async def test_agents_view_4_where_the_number_is_not_known_it_is_said_all_the_same(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    space = next(iter(sandbox.workspace.spaces))
    result = await clickup.execute("lists", "list", {"space_id": space})
    assert "lists in folders (folders.list of the space has them)" in result.meta.not_included
    assert len(sandbox.requests) == 1


async def test_agents_view_5_what_was_done_includes_closed_tasks(
    clickup: ClickupApiConnector,
) -> None:
    asked = {"date_done_gt": "60 days ago", "limit": 100}
    plain = await clickup.execute("tasks", "search", asked)
    told = await clickup.execute("tasks", "search", {**asked, "include_closed": True})
    assert plain.data == told.data
    assert any(task["status"]["type"] == "closed" for task in plain.data)
    without = await clickup.execute("tasks", "search", {**asked, "include_closed": False})
    assert len(without.data) < len(plain.data)


async def test_agents_view_5_a_closed_status_finds_tasks(clickup: ClickupApiConnector) -> None:
    space = (await clickup.spaces.list()).data[0]
    closed = next(s["status"] for s in space["statuses"] if s["type"] == "closed")
    assert (await clickup.tasks.search(statuses=[closed], space_ids=[space["id"]])).data


async def test_agents_view_5_closed_tasks_and_subtasks_are_named_where_they_are_out(
    clickup: ClickupApiConnector,
) -> None:
    told = await shown(clickup, "tasks", "search", limit=3)
    assert "closed tasks (include_closed=true)" in told["meta"]["not_included"]
    assert "subtasks (subtasks=true)" in told["meta"]["not_included"]
    told = await shown(clickup, "tasks", "search", limit=3, include_closed=True, subtasks=True)
    assert told["meta"]["not_included"] == ["archived ones (tasks.list, archived=true)"]


async def test_agents_view_6_whose_time_and_since_when(clickup: ClickupApiConnector) -> None:
    told = await shown(clickup, "time_tracking", "list")
    assert told["meta"]["not_included"] == [
        "older than 30 days (start_date=a date)",
        "other people's (assignee=everyone)",
    ]
    everything = {"assignee": "everyone", "start_date": "400 days ago"}
    told = await shown(clickup, "time_tracking", "list", **everything)
    assert "not_included" not in told["meta"]


@pytest.mark.parametrize(
    "params",
    [{"priority": None}, {"due_date": None}, {}, {"assignees": {"add": []}}, {"clear": []}],
)
async def test_agents_view_7_an_update_of_nothing_is_told(
    clickup: ClickupApiConnector, sandbox: Sandbox, params: dict[str, Any]
) -> None:
    task = (await clickup.tasks.search(limit=1)).data[0]["id"]
    sandbox.requests.clear()
    with pytest.raises(InvalidParams, match=r"nothing to change.*clear=") as caught:
        await clickup.execute("tasks", "update", {"task_id": task, **params})
    assert all(f"`{name}`" in str(caught.value) for name in params if params[name] is None)
    assert not sandbox.requests


async def test_agents_view_s3_a_list_where_an_object_is_due(clickup: ClickupApiConnector) -> None:
    with pytest.raises(InvalidParams, match=r"`assignees`: .*`add` and/or `rem`"):
        await clickup.execute("tasks", "update", {"task_id": "1", "assignees": ["Priya"]})
    with pytest.raises(InvalidParams, match=r"no `assignees.remove`. Did you mean `rem`"):
        await clickup.execute("tasks", "update", {"task_id": "1", "assignees": {"remove": ["me"]}})


async def test_agents_view_7_a_null_beside_a_change_is_told(clickup: ClickupApiConnector) -> None:
    task = (await clickup.tasks.search(limit=1)).data[0]["id"]
    params = {"task_id": task, "name": "Renamed", "priority": None}
    result = await clickup.execute("tasks", "update", params)
    assert result.data["name"] == "Renamed"
    assert "`priority` was given as null" in result.meta.warnings[0]
    assert 'clear=["priority"]' in result.meta.warnings[0]


async def test_agents_view_7_goals_too(clickup: ClickupApiConnector) -> None:
    goal = (await clickup.goals.create("Fewer alarms")).data["id"]
    with pytest.raises(InvalidParams, match="`due_date` was given as null"):
        await clickup.execute("goals", "update", {"goal_id": goal, "due_date": None})


@pytest.mark.parametrize("query", ["dm Peter", "my plate for today", "qwertz", "", "wo ist"])
async def test_agents_view_11_a_search_that_finds_nothing_says_what_there_is(query: str) -> None:
    finder = Toolbox(ClickupApiConnector.sandbox(), form="search").tools[0]
    told = json.loads(await finder.call({"query": query}))
    assert told["data"] or "time_tracking, docs" in told["meta"]["warnings"][0]
    if query in {"qwertz", ""}:
        assert not told["data"]


async def test_agents_view_s3_docs_and_chat_have_names(clickup: ClickupApiConnector) -> None:
    docs = (await shown(clickup, "docs", "list", limit=10))["data"]
    assert docs
    for doc in docs:
        assert not doc["creator"].isdecimal()
        assert "(" in doc["in"]
    channels = (await shown(clickup, "chat_channels", "list", limit=10))["data"]
    assert any(channel["type"] == "DM" for channel in channels)
    for channel in channels:
        assert channel["name"]
        assert channel["type"] != "DM" or "(" in channel["name"]
    channel = (await clickup.chat_channels.list(limit=1)).data[0]["id"]
    messages = (await shown(clickup, "chat_messages", "list", channel_id=channel, limit=5))["data"]
    assert all("(" in message["user_id"] for message in messages)


def test_real_answers_r2_a_missing_right_is_no_wrong_id() -> None:
    for code in ("ACCESS_081", "ACCESS_064", "ACCESS_083", "ACCESS_999"):
        assert CLICKUP.judge(401, code, None).error is PermissionDenied
    assert CLICKUP.judge(401, "NEW_001", None).error is PermissionDenied
    assert "no such object" in CLICKUP.judge(401, "NEW_001", None).hint
    assert CLICKUP.judge(401, "OAUTH_018", None).error is NotFound
    assert CLICKUP.judge(404, "ITEM_013", None).error is NotFound
    assert CLICKUP.judge(403, "TEAM_110", None).error is PermissionDenied


def test_real_answers_r3_a_table_is_a_table() -> None:
    cell = {"1:1": {"content": [{"insert": "42"}]}}
    comment = {
        "id": "1",
        "comment": [{"type": "table-embed", "table-embed": {"cells": cell}}],
        "comment_text": "undefined",
    }
    told = compact("comments", comment, in_list=True)
    assert told == {"id": "1", "comment_text": "| 42 |\n| --- |"}


async def test_real_answers_r5_what_is_deleted_is_told(
    connect: Connect, loopback: Loopback
) -> None:
    loopback.handler = lambda request: Reply({"id": "1", "name": "Old", "deleted": True})
    clickup = connect()
    folder = await clickup.folders.get("1")
    assert folder.meta.warnings == ("This folder is deleted.",)
    found = await clickup.lists.get("1")
    assert found.meta.warnings == ("This list is deleted.",)
    written = await clickup.lists.update("1", name="Old")
    assert "This list is deleted: what was changed shows nowhere." in written.meta.warnings


async def test_real_answers_r6_a_time_entry_is_unwrapped(
    clickup: ClickupApiConnector, connect: Connect, loopback: Loopback
) -> None:
    made = (await clickup.time_tracking.create(start="2 hours ago", duration="1h")).data
    changed = await clickup.time_tracking.update(made["id"], description="Talks")
    assert changed.data["description"] == "Talks"
    gone = await clickup.execute("time_tracking", "delete", {"time_entry_id": made["id"]})
    assert gone.data["id"] == made["id"]
    loopback.handler = lambda request: Reply({"data": [{"id": "5", "description": "Talks"}]})
    direct = connect(allow_destructive=True)
    params = {"time_entry_id": "5", "team_id": "1"}
    update = await direct.execute("time_tracking", "update", {**params, "description": "Talks"})
    assert update.data["id"] == "5"
    assert (await direct.execute("time_tracking", "delete", params)).data["id"] == "5"
    loopback.handler = lambda request: Reply({})
    update = await direct.execute("time_tracking", "update", {**params, "description": "Talks"})
    assert update.data in ({}, None)


def test_real_answers_r7_a_message_without_links_keeps_its_text() -> None:
    message = {"id": "1", "content": "ready", "date": 1, "user_id": "2"}
    assert compact("chat_messages", message, in_list=True)["content"] == "ready"


def test_real_answers_r7_a_channel_as_the_real_one_sends_it() -> None:
    channel = {
        "id": "c", "type": "DM", "visibility": "PRIVATE", "archived": None,
        "parent": {"id": "90", "type": 12}, "latest_comment_at": 1788342843740,
    }  # fmt: skip
    told = compact("chat_channels", channel, in_list=True)
    assert told["latest_message"].startswith("2026-09-02")
    assert told["name"] == "chat_channels.list_members says with whom"


@pytest.mark.parametrize("finding", ["real_answers_r14", "public_reports_18"])
async def test_an_error_under_200_is_an_error(
    connect: Connect, loopback: Loopback, finding: str
) -> None:
    loopback.handler = lambda request: Reply({"err": "Nope", "ECODE": "ITEM_001"})
    clickup = connect(allow_destructive=True)
    call = ("lists", "delete", {"list_id": "1"})
    if finding == "public_reports_18":
        call = ("tags", "add", {"task_id": "1", "tag_name": "urgent"})
    with pytest.raises(BadRequest, match=r"Nope.*ITEM_001"):
        await clickup.execute(*call)


async def test_public_reports_13_wrong_input_under_500_is_a_refusal(
    connect: Connect, loopback: Loopback
) -> None:
    said = 'invalid input syntax for integer: "folder"'
    loopback.handler = lambda request: Reply({"err": said, "ECODE": "OAuth_025"}, 500)
    clickup = connect()
    with pytest.raises(BadRequest, match="no id"):
        await clickup.spaces.get("123")
    assert [r.path for r in loopback.received].count("/api/v2/space/123") == 1
    with pytest.raises(BadRequest):
        await clickup.spaces.update("123", name="X")
    loopback.handler = lambda request: Reply({"err": said, "ECODE": "ITEM_001"}, 500)
    with pytest.raises(OutcomeUnknown):  # it came from behind the door: something may be done
        await clickup.spaces.update("123", name="X")


async def test_public_reports_14_who_is_certain_is_mentioned(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    task = (await clickup.tasks.search(limit=1)).data[0]["id"]
    jonas = next(
        user for user in sandbox.workspace.users.values() if user.username == "Jonas Weber"
    )
    texts = (
        "@Jonas Weber, look", "@[Jonas Weber] look", f"<@{jonas.id}> look",
        f"[@Jonas](user:{jonas.id}) look",
    )  # fmt: skip
    for text in texts:
        for name in ("comment_text", "markdown"):
            result = await clickup.execute("comments", "create", {"task_id": task, name: text})
            assert result.meta.warnings == ()
            blocks = (await clickup.comments.list(task)).data[0]["comment"]
            assert {"id": jonas.id} in [block.get("user") for block in blocks], text
    channel = (await clickup.chat_channels.list(limit=1)).data[0]["id"]
    for text in texts:
        message = await clickup.chat_messages.create(channel, text)
        tagged = await clickup.chat_messages.list_tagged_users(message.data["id"])
        assert [user["id"] for user in tagged.data] == [str(jonas.id)]


@pytest.mark.parametrize("text", ["@Jonas look", "[@Jonas](user:1)", "<@1>", "@Jonas Nobody"])
async def test_public_reports_14_who_is_not_certain_is_told(
    clickup: ClickupApiConnector, text: str
) -> None:
    task = (await clickup.tasks.search(limit=1)).data[0]["id"]
    for name in ("comment_text", "markdown"):
        result = await clickup.execute("comments", "create", {"task_id": task, name: text})
        assert "notified nobody" in result.meta.warnings[0]
    channel = (await clickup.chat_channels.list(limit=1)).data[0]["id"]
    result = await clickup.execute(
        "chat_messages", "create", {"channel_id": channel, "content": text}
    )
    assert "notified nobody" in result.meta.warnings[0]


@pytest.mark.parametrize("text", ["a@b.example", "`@Jonas`", "```\n@override\n```", "5 @ 3", "@"])
async def test_public_reports_14_what_mentions_nobody_is_no_warning(
    clickup: ClickupApiConnector, text: str
) -> None:
    task = (await clickup.tasks.search(limit=1)).data[0]["id"]
    result = await clickup.execute("comments", "create", {"task_id": task, "markdown": text})
    assert result.meta.warnings == ()


def test_public_reports_s4_somebody_without_a_name() -> None:
    doc = {"id": "1", "creator": {"id": 2, "username": None, "email": "a@example.com"}}
    assert compact("tasks", doc, in_list=False)["creator"] == "a@example.com (2)"
    doc["creator"] = {"id": 2, "username": None}
    assert compact("tasks", doc, in_list=False)["creator"] == "2"


async def test_public_reports_s4_a_picture_in_a_comment_leads_to_it(
    clickup: ClickupApiConnector,
) -> None:
    task = (await clickup.tasks.search(limit=1)).data[0]["id"]
    await clickup.comments.create(task_id=task, markdown="See ![the plan](https://e.com/a.png)")
    comment = (await shown(clickup, "comments", "list", task_id=task))["data"][0]
    assert comment["comment_text"] == "See [the plan](https://e.com/a.png)"


async def test_first_use_20_the_advice_can_be_followed(
    clickup: ClickupApiConnector,
) -> None:
    for entity, params in (("lists", {"list_id": "1"}), ("goals", {"goal_id": "x-1"})):
        with pytest.raises(NotFound) as caught:
            await clickup.execute(entity, "get", params)
        assert "custom_task_ids" not in str(caught.value)


def reads(sandbox: Sandbox) -> tuple[list[Any], list[tuple[str, str, dict[str, Any]]]]:
    """What can be archived, and all reads that show it: those that need no other ids."""
    workspace = sandbox.workspace
    space = next(iter(workspace.spaces.values()))
    folder = next(f for f in space.folders.values() if f.lists and not f.hidden)
    home = next(each for each in folder.lists.values() if each.tasks)
    task = next(each for each in home.tasks.values() if each.parent is None)
    doc = next(iter(workspace.docs.values()))
    shown = next(view.id for view in workspace.views.values() if view.type == "list")
    ids = {
        "list_id": home.id, "folder_id": folder.id, "space_id": space.id, "task_id": task.id,
        "doc_id": doc.id, "view_id": shown, "team_id": workspace.id, "workspace_id": workspace.id,
    }  # fmt: skip
    things: list[Any] = [space, folder, home, task, doc]
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("workspaces", "find", {"name": thing.name, "kinds": [kind]})
        for kind, thing in zip(("space", "folder", "list", "task"), things, strict=False)
    ]
    for operation in ClickupApiConnector.operations:
        needed = {n for n, p in operation.parameters.items() if p.required}
        for names in {endpoint.names for endpoint in operation.endpoints} or {()}:
            if operation.effect == "read" and needed | set(names) <= ids.keys():
                params: dict[str, Any] = {name: ids[name] for name in {*needed, *names}}
                if "list_ids" in operation.parameters:  # all that it shows are in one page
                    params["list_ids"] = [home.id]
                calls.append((operation.entity, operation.action, params))
    return things, calls


async def test_what_is_left_out_as_archived_is_told_by_every_read() -> None:
    sandbox = Sandbox(tasks=60, rate_limit=None)
    things, calls = reads(sandbox)
    whole = {"limit": 100}

    async def answer(entity: str, action: str, params: dict[str, Any]) -> Any:
        operation = ClickupApiConnector.operations.get(entity, action)
        more = whole if "limit" in operation.parameters else {}
        if "include_closed" in operation.parameters:
            more = more | {"include_closed": True}
        clickup = ClickupApiConnector.sandbox(sandbox)
        try:
            return await clickup.execute(entity, action, {**params, **more})
        except (BadRequest, NotFound, InvalidParams):
            return None

    def shows(result: Any, thing: Any) -> bool:
        return result is not None and f'"{thing.id}"' in json.dumps(result.data, default=str)

    before = [await answer(*call) for call in calls]
    silent, left_out = [], set()
    for thing in things:
        showing = [i for i, result in enumerate(before) if shows(result, thing)]
        thing.archived = True
        sandbox.workspace.version += 1
        for index in showing:
            entity, action, params = calls[index]
            after = await answer(*calls[index])
            if after is None or shows(after, thing):
                continue
            left_out.add(f"{entity}.{action}")
            if not any("archived" in text for text in after.meta.not_included):
                silent.append((entity, action, params, thing.id))
        thing.archived = False
    assert silent == []
    assert left_out >= {
        "workspaces.tree", "workspaces.find", "tasks.list", "tasks.search", "comments.count",
        "spaces.list", "folders.list", "folders.get", "lists.list", "docs.list",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "givers"),
    [
        (None, "(spaces.list, folders.list, lists.list: archived=true)"),
        (["task"], "(tasks.list: archived=true)"),
        (["list", "task"], "(lists.list, tasks.list: archived=true)"),
        (["person", "tag"], ""),
    ],
)
async def test_a_search_says_which_archived_things_it_does_not_find(
    clickup: ClickupApiConnector, kinds: Any, givers: str
) -> None:
    result = await clickup.workspaces.find("Website", kinds=kinds)
    assert result.meta.not_included == ((f"archived ones {givers}",) if givers else ())


STATUS_SCOPES: list[tuple[str, dict[str, Any]]] = [
    ("list", {"list_id": "Bug Triage"}),
    ("search", {}),
    ("search", {"list_ids": ["Bug Triage"]}),
    ("search", {"list_ids": ["Bug Triage", "Website"]}),
    ("search", {"space_ids": ["Engineering"]}),
    ("search", {"space_ids": ["Engineering", "Product"]}),
]


@pytest.mark.parametrize(("action", "where"), STATUS_SCOPES)
async def test_a_status_counts_in_any_letters_and_an_unknown_one_is_told(
    clickup: ClickupApiConnector, action: str, where: dict[str, Any]
) -> None:
    async def found(*statuses: str) -> tuple[list[str], str]:
        params = {**where, "statuses": list(statuses)}
        result = await clickup.execute("tasks", action, params)
        return [task["id"] for task in result.data], " ".join(result.meta.warnings)

    right, said = await found("fixed")
    assert right
    assert said == ""
    for same in ("FIXED", "Fixed", " fixed "):
        assert await found(same) == (right, "")
    for wrong in ("fixd", "FIXXED"):
        for statuses in ((wrong,), ("fixed", wrong), (wrong, "FIXED")):
            ids, said = await found(*statuses)
            assert ids == (right if len(statuses) > 1 else [])
            assert f"There is no status `{wrong}`" in said
            assert "`fixed`" in said


@pytest.mark.parametrize("where", [{}, {"space_ids": ["Marketing"]}])
async def test_a_status_of_a_space_counts_in_any_letters(
    clickup: ClickupApiConnector, where: dict[str, Any]
) -> None:
    spaces = {space["name"]: space for space in (await clickup.spaces.list()).data}
    done = next(s["status"] for s in spaces["Marketing"]["statuses"] if s["type"] == "closed")
    right = (await clickup.execute("tasks", "search", {**where, "statuses": [done]})).data
    for same in (done.upper(), done.title()):
        result = await clickup.execute("tasks", "search", {**where, "statuses": [same]})
        assert result.data == right
        assert right
        assert result.meta.warnings == ()
    result = await clickup.execute("tasks", "search", {**where, "statuses": [f"{done}x"]})
    assert result.data == []
    assert f"Did you mean `{done}`" in result.meta.warnings[0]
    space = [] if not where else [s["status"] for s in spaces["Marketing"]["statuses"]]
    assert all(f"`{status}`" in result.meta.warnings[0] for status in space)


async def test_a_status_that_nothing_has_now_is_no_mistake(clickup: ClickupApiConnector) -> None:
    space = (await clickup.spaces.create("Empty")).data
    for status in (each["status"] for each in space["statuses"]):
        asked = {"space_ids": [space["id"]], "statuses": [status]}
        result = await clickup.execute("tasks", "search", asked)
        assert (result.data, result.meta.warnings) == ([], ())
