"""What the connector to beat gets wrong, done right: one test a bug.

Some are tested more closely elsewhere; here they stand together as a promise.
"""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import (
    ApiError,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConnectorError,
    InvalidParams,
    InvalidResponse,
    OutcomeUnknown,
    RateLimited,
)
from agent_connectors.clickup.sandbox import Sandbox
from tests.conftest import TOKEN
from tests.loopback import Loopback, Reply

Connect = Callable[..., ClickupApiConnector]


@pytest.mark.parametrize("told_by", ["Retry-After", "X-RateLimit"])
async def test_retry_after_and_reset_are_honoured(
    connect: Connect, loopback: Loopback, told_by: str
) -> None:
    window = {
        "X-RateLimit-Limit": "100",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(int(time.time()) + 40),
    }
    headers = {"Retry-After": "40"} if told_by == "Retry-After" else window
    loopback.script = [Reply({"err": "Rate limit reached"}, 429, headers)]
    for _ in range(2):
        with pytest.raises(RateLimited):
            await connect(timeout=5.0).user.get()
        assert len(loopback.received) == 1, "not three attempts within seconds"


@pytest.mark.parametrize("action", ["create", "update"])
async def test_no_post_or_put_is_repeated(
    connect: Connect, loopback: Loopback, action: str
) -> None:
    loopback.script = [Reply({"err": "Internal"}, 500)]
    params = {"task_id": "1"} if action == "create" else {"comment_id": "1"}
    with pytest.raises(OutcomeUnknown):
        await connect().execute("comments", action, {**params, "comment_text": "Hello"})
    assert len(loopback.received) == 1


async def test_a_hang_ends_when_it_is_told_to(connect: Connect, loopback: Loopback) -> None:
    loopback.script = ["hang"]
    begun = time.monotonic()
    with pytest.raises(ConnectorError):
        await connect(timeout=0.5).user.get()
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("typo", ["subtask", "statusses", "limits", "assignee"])
async def test_no_parameter_is_dropped_silently(
    connect: Connect, loopback: Loopback, typo: str
) -> None:
    with pytest.raises(InvalidParams, match="There is no parameter"):
        await connect().execute("tasks", "list", {"list_id": "1", typo: "x"})
    assert not loopback.received


async def test_limit_and_subtasks_work(connect: Connect, loopback: Loopback) -> None:
    loopback.script = [Reply({"tasks": [{"id": str(i)} for i in range(100)], "last_page": False})]
    result = await connect().execute(
        "tasks", "list", {"list_id": "1", "limit": 2, "subtasks": True}
    )
    assert [task["id"] for task in result.data] == ["0", "1"]
    assert loopback.received[0].query == [("subtasks", "true")]


async def test_custom_task_ids_keep_their_team(connect: Connect, loopback: Loopback) -> None:
    loopback.script = [Reply({"id": "1"})]
    await connect().tasks.get("DEV-1", custom_task_ids=True, team_id="9")
    assert loopback.received[0].query == [("custom_task_ids", "true"), ("team_id", "9")]
    with pytest.raises(InvalidParams, match="`team_id` is missing"):
        await connect().tasks.get("DEV-1", custom_task_ids=True)


async def test_custom_fields_are_json(connect: Connect, loopback: Loopback) -> None:
    field = {"id": "f", "name": "Notes", "type": "text", "type_config": {}}
    loopback.script = [Reply({"fields": [field]}), Reply({"tasks": []})]
    condition: Any = {"field_id": "f", "operator": "=", "value": "a'b"}
    await connect().tasks.search("9", custom_fields=[condition])
    assert json.loads(dict(loopback.received[1].query)["custom_fields"]) == [condition]


async def test_nothing_is_sent_for_none(connect: Connect, loopback: Loopback) -> None:
    loopback.script = [Reply({"tasks": []})]
    params = {"team_id": "9", "priority": None, "statuses": None, "page": None}
    await connect().execute("tasks", "search", params)
    assert loopback.received[0].query == []


async def test_a_hundred_of_three_thousand_is_not_passed_off_as_all() -> None:
    sandbox = Sandbox(tasks=3000, one_list=True, rate_limit=None)
    list_id = next(task.home.id for task in sandbox.workspace.tasks.values())
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        page = await clickup.tasks.list(list_id)
        assert (page.meta.count, page.meta.has_more) == (100, True)
        everything = [task async for task in clickup.iterate("tasks", "list", {"list_id": list_id})]
    assert len(everything) == 3000


@pytest.mark.parametrize("task_id", ["..", ".", "a/../..", "%2e%2e", "x?y=1", "1#", "1\r\n"])
async def test_no_id_leaves_its_place(connect: Connect, loopback: Loopback, task_id: str) -> None:
    loopback.script = [Reply({"id": "1"})]
    try:
        await connect().tasks.get(task_id)
    except InvalidParams:
        assert not loopback.received
    else:
        (request,) = loopback.received
        assert request.path.startswith("/api/v2/task/")
        assert request.target.count("/") == 4
        assert "?" not in request.target


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b'"x"', b"<html>", {"tasks": {}}])
async def test_no_nonsense_passes_as_success(
    connect: Connect, loopback: Loopback, body: Any
) -> None:
    loopback.script = [Reply(body)]
    with pytest.raises(InvalidResponse):
        await connect().tasks.list("1")


async def test_what_clickup_said_is_passed_on(connect: Connect, loopback: Loopback) -> None:
    loopback.script = [Reply({"err": "Status does not exist", "ECODE": "ITEM_114"}, 400)]
    with pytest.raises(ApiError, match=r"Status does not exist.*ITEM_114"):
        await connect().tasks.create("1", "x", status="?")


def test_a_second_event_loop_is_as_good_as_the_first(connect: Connect, loopback: Loopback) -> None:
    loopback.script = [Reply({"user": {"id": 1}})]
    connector = connect()
    for _ in range(2):
        assert asyncio.run(connector.user.get()).data["id"] == 1
    assert connector.execute_sync("user", "get").data["id"] == 1


def test_nothing_is_written_to_the_home_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    ClickupApiConnector.sandbox().execute_sync("user", "get")
    assert not list(tmp_path.iterdir())


def test_no_repr_shows_the_token() -> None:
    assert TOKEN not in repr(ClickupApiAuthConfig(api_key=TOKEN))


async def test_replies_lists_outside_folders_and_members_of_lists_are_there() -> None:
    async with ClickupApiConnector.sandbox(tasks=50) as clickup:
        team = (await clickup.teams.list()).data[0]["id"]
        spaces = (await clickup.spaces.list(team)).data
        outside = [x for s in spaces for x in (await clickup.lists.list(space_id=s["id"])).data]
        assert (await clickup.members.list(list_id=outside[0]["id"])).meta.count is not None
    assert "Replies" in ClickupApiConnector.operations.get("comments", "get").summary


def test_what_time_entries_cover_is_said() -> None:
    said = ClickupApiConnector.operations.get("time_tracking", "list").description
    assert "only the token's own entries of the last 30 days" in said
