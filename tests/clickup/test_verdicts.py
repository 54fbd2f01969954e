"""What ClickUp's refusals mean; its statuses alone mislead."""

from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import (
    ApiError,
    AuthenticationError,
    BadRequest,
    ClickupApiConnector,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    ServerError,
)
from tests.loopback import Answer, Loopback, Received, Reply

Connect = Callable[..., ClickupApiConnector]

ME = Reply({"user": {"id": 1}})
UNKNOWN_ID = Reply({"err": "Oauth token not found", "ECODE": "OAUTH_018"}, 401)
DEAD = Reply({"err": "Token invalid", "ECODE": "OAUTH_025"}, 401)


def answering(task: Answer, me: Answer = ME) -> Callable[[Received], Answer]:
    return lambda request: me if request.path == "/api/v2/user" else task


@pytest.mark.parametrize(
    ("status", "body", "error", "said"),
    [
        (
            401,
            {"err": "Team(s) not authorized", "ECODE": "OAUTH_023"},
            PermissionDenied,
            "teams.list",
        ),
        (401, {"err": "Team not authorized", "ECODE": "OAUTH_056"}, PermissionDenied, "OAUTH_056"),
        (401, {"err": "x", "ECODE": "OAUTH_044"}, PermissionDenied, "cannot reach"),
        (
            401,
            {"err": "Token invalid", "ECODE": "OAUTH_025"},
            AuthenticationError,
            "make a new one",
        ),
        (401, {"err": "Token not found", "ECODE": "OAUTH_019"}, AuthenticationError, "OAUTH_019"),
        (
            400,
            {"err": "Authorization header required", "ECODE": "OAUTH_017"},
            AuthenticationError,
            "",
        ),
        (401, {"err": "no access", "ECODE": "ACCESS_083"}, PermissionDenied, "no right"),
        (404, {"err": "Task not found, deleted", "ECODE": "ITEM_013"}, NotFound, "was deleted"),
        (404, {"err": "Workspace not found", "ECODE": "SHARD_031"}, NotFound, "SHARD_031"),
        (400, {"err": "Status does not exist", "ECODE": "ITEM_114"}, BadRequest, "ITEM_114"),
        (400, {"error": "Name is required", "ECODE": "OAUTH_117"}, BadRequest, "Name is required"),
        (500, {"err": "Value is not a valid date", "ECODE": "FIELD_017"}, BadRequest, "FIELD_017"),
        (
            404,
            {"status": 404, "message": "Doc not found", "trace_id": 1},
            NotFound,
            "Doc not found",
        ),
        (404, {"err": "Route not found"}, NotFound, "Route not found"),
        (403, {"err": "Nope"}, PermissionDenied, "Nope"),
        (500, {"err": "Internal"}, ServerError, "Internal"),
        (404, {}, NotFound, "no reason"),
    ],
)
async def test_a_refusal_is_understood(
    connect: Connect,
    loopback: Loopback,
    status: int,
    body: Any,
    error: type[ApiError],
    said: str,
) -> None:
    loopback.handler = answering(Reply(body, status))
    with pytest.raises(error) as caught:
        await connect().tasks.get("1")
    assert type(caught.value) is error
    assert said in str(caught.value)
    assert caught.value.status == status
    assert caught.value.code == body.get("ECODE")


async def test_a_wrong_method_is_answered_with_a_page(connect: Connect, loopback: Loopback) -> None:
    loopback.script = [Reply(b"<!DOCTYPE html><pre>Cannot GET</pre>", 404)]
    with pytest.raises(NotFound, match="an HTML page"):
        await connect().tasks.get("1")


async def test_an_unknown_id_is_not_taken_for_a_bad_token(
    connect: Connect, loopback: Loopback
) -> None:
    loopback.handler = answering(UNKNOWN_ID)
    with pytest.raises(NotFound) as caught:
        await connect().tasks.get("1")
    assert "check the id" in str(caught.value)
    assert "credentials" not in str(caught.value)
    assert [r.path for r in loopback.received] == ["/api/v2/task/1", "/api/v2/user"]


async def test_a_dead_token_is_not_taken_for_an_unknown_id(
    connect: Connect, loopback: Loopback
) -> None:
    loopback.handler = answering(UNKNOWN_ID, me=DEAD)
    with pytest.raises(AuthenticationError):
        await connect().tasks.get("1")


async def test_where_it_cannot_be_told_the_error_says_so(
    connect: Connect, loopback: Loopback
) -> None:
    loopback.handler = answering(UNKNOWN_ID, me="close")
    with pytest.raises(NotFound, match="the credentials may be dead"):
        await connect().tasks.get("1")


async def test_asking_who_one_is_needs_no_second_question(
    connect: Connect, loopback: Loopback
) -> None:
    loopback.script = [UNKNOWN_ID]
    with pytest.raises(AuthenticationError):
        await connect().user.get()
    assert len(loopback.received) == 1


@pytest.mark.parametrize("action", ["create", "update"])
async def test_a_refused_write_is_a_refusal_and_a_failed_one_is_unknown(
    connect: Connect, loopback: Loopback, action: str
) -> None:
    params = {"list_id": "1", "name": "T"} if action == "create" else {"task_id": "1", "name": "T"}
    loopback.handler = answering(Reply({"err": "Status does not exist", "ECODE": "ITEM_114"}, 400))
    with pytest.raises(BadRequest):
        await connect().execute("tasks", action, params)
    loopback.handler = answering(Reply({"err": "date", "ECODE": "FIELD_017"}, 500))
    with pytest.raises(BadRequest):
        await connect().execute("tasks", action, params)
    loopback.handler = answering(Reply({"err": "Internal"}, 500))
    with pytest.raises(OutcomeUnknown, match="Internal"):
        await connect().execute("tasks", action, params)


async def test_clickups_rate_limit_is_reported_as_such(
    connect: Connect, loopback: Loopback
) -> None:
    loopback.script = [
        Reply({"err": "Rate limit reached", "ECODE": "APP_002"}, 429, {"Retry-After": "60"})
    ]
    with pytest.raises(RateLimited, match="APP_002"):
        await connect(timeout=1.0).user.get()


async def test_clickups_trace_is_kept_for_its_support(connect: Connect, loopback: Loopback) -> None:
    loopback.script = [Reply({"err": "no"}, 400, {"X-Datadog-Trace-Id": "123"})]
    with pytest.raises(ApiError) as caught:
        await connect().user.get()
    assert caught.value.trace == "123"
