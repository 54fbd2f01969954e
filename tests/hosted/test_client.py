"""Our client against servers that are slow, forgetful, or go away."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    AuthenticationError,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConfigurationError,
    ConnectorError,
    InvalidParams,
    NotFound,
    OutcomeUnknown,
    ServerError,
    Timeouts,
)
from agent_connectors.clickup.sandbox import Sandbox
from tests.hosted.api import Api
from tests.hosted.hosting import Hosting, Member, hosting, through
from tests.loopback import Loopback, Received, Reply

SECRET = "client-secret-0451"
Answer = Callable[[Received], Any]


def auth(**more: Any) -> AirbyteAuthConfig:
    return AirbyteAuthConfig(airbyte_client_id="me", airbyte_client_secret=SECRET, **more)


def script(
    execute: Any, *, seconds: Any = 900, connectors: Any = ({"id": "c1", "name": "One"},)
) -> Answer:
    """A server that gives tokens t1, t2, ... and answers executions from a list."""
    numbers = itertools.count(1)
    answers = iter(execute)

    def answer(request: Received) -> Any:
        if request.path.endswith("/token"):
            return Reply({"access_token": f"t{next(numbers)}", "expires_in": seconds})
        if request.method == "GET":
            return Reply({"data": list(connectors)})
        return next(answers)

    return answer


def paths(loopback: Loopback) -> list[str]:
    return [request.path.rpartition("/")[2] for request in loopback.received]


OK = Reply({"result": {"id": 1, "username": "Mara"}, "connector_metadata": {}})


async def connector(loopback: Loopback, **options: Any) -> ClickupApiConnector:
    return ClickupApiConnector(auth(**options), base_url=loopback.url, timeout=5.0)


async def test_the_token_and_the_connector_are_fetched_once(loopback: Loopback) -> None:
    loopback.handler = script(itertools.repeat(OK))
    async with await connector(loopback, customer_name="acme", organization_id="o1") as clickup:
        await asyncio.gather(*(clickup.user.get() for _ in range(20)))
    assert sorted(paths(loopback)) == ["connectors", *["execute"] * 20, "token"]
    lookup = next(r for r in loopback.received if r.method == "GET")
    assert dict(lookup.query)["customer_name"] == "acme"
    for request in loopback.received:
        named = request.headers.get("x-organization-id")
        assert named == (None if request.path.endswith("/token") else "o1")


async def test_a_token_is_kept_as_long_as_the_server_says(loopback: Loopback) -> None:
    loopback.handler = script(itertools.repeat(OK), seconds=1)
    async with await connector(loopback, connector_id="c1") as clickup:
        await clickup.user.get()
        await clickup.user.get()
        assert paths(loopback).count("token") == 1
        await asyncio.sleep(0.6)  # it is not used to its very end
        await clickup.user.get()
    assert paths(loopback).count("token") == 2


@pytest.mark.parametrize("action", ["read", "write"])
async def test_a_401_in_the_middle_gets_one_new_token(loopback: Loopback, action: str) -> None:
    late: dict[str, int] = {"refused": 0}
    answer = script(itertools.repeat(OK))

    def early(request: Received) -> Any:
        if request.headers.get("authorization") == "Bearer t1":
            late["refused"] += 1
            return Reply({"detail": "The access token has expired."}, status=401)
        return answer(request)

    loopback.handler = early
    async with await connector(loopback, connector_id="c1") as clickup:
        call = (
            clickup.user.get
            if action == "read"
            else lambda: clickup.comments.create("once", task_id="t")
        )
        await asyncio.gather(*(call() for _ in range(8)))
    assert paths(loopback).count("token") == 2, "one refresh for all"
    assert paths(loopback).count("execute") == 8 + late["refused"]


async def test_a_second_401_is_the_end(loopback: Loopback) -> None:
    loopback.handler = script(itertools.repeat(Reply({"detail": "Not you."}, status=401)))
    async with await connector(loopback, connector_id="c1") as clickup:
        with pytest.raises(AuthenticationError, match="Not you"):
            await clickup.user.get()
    assert paths(loopback) == ["token", "execute", "token", "execute"]


async def test_wrong_credentials_show_nothing(loopback: Loopback) -> None:
    body = {"detail": f"no {SECRET}"}
    loopback.handler = lambda _: Reply(body, status=401)
    async with await connector(loopback, connector_id="c1") as clickup:
        with pytest.raises(AuthenticationError) as caught:
            await clickup.user.get()
        assert "client id and secret" in str(caught.value)
        assert SECRET not in repr(clickup.auth_config) + repr(clickup)
    assert paths(loopback) == ["token"]


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ([], r"no connectors of this kind with customer_name 'acme'\. .*`create` one"),
        (
            [{"id": "c1", "name": "One"}, {"id": "c2", "name": "Two"}],
            r"2 connectors .*: One \(c1\), Two \(c2\)\. Pass `connector_id`",
        ),
    ],
)
async def test_none_or_several_connectors(
    loopback: Loopback, found: list[Any], message: str
) -> None:
    loopback.handler = script([], connectors=found)
    async with await connector(loopback, customer_name="acme") as clickup:
        with pytest.raises(ConfigurationError, match=message):
            await clickup.user.get()


async def test_calls_are_checked_before_the_wire(loopback: Loopback) -> None:
    async with await connector(loopback) as clickup:
        with pytest.raises(InvalidParams, match="Did you mean `priority`"):
            await clickup.execute("tasks", "update", {"task_id": "t", "prority": 1})
    assert loopback.received == []


@pytest.mark.parametrize("failure", ["close", "reset", "half", Reply({}, status=503)])
async def test_reads_are_repeated_and_writes_are_not(loopback: Loopback, failure: Any) -> None:
    loopback.handler = script([failure, OK, failure, OK])
    async with await connector(loopback, connector_id="c1") as clickup:
        assert (await clickup.user.get()).data["username"] == "Mara"
        with pytest.raises(OutcomeUnknown):
            await clickup.comments.create("once", task_id="t")
    assert paths(loopback).count("execute") == 3


async def test_a_relayed_error_is_raised_as_it_was_and_not_repeated(loopback: Loopback) -> None:
    for kind, status in (("ServerError", 502), ("OutcomeUnknown", 504), ("NotFound", 404)):
        error = {
            "type": kind,
            "message": "ClickUp failed.",
            "hint": "Wait.",
            "operation": "user.get",
        }
        body = Reply({"error": error, "detail": "x"}, status=status)
        loopback.received.clear()
        loopback.handler = script(itertools.repeat(body))
        async with await connector(loopback, connector_id="c1") as clickup:
            with pytest.raises(ConnectorError) as caught:
                await clickup.user.get()
        assert type(caught.value).__name__ == kind
        assert str(caught.value) == "user.get: ClickUp failed. Wait."
        assert paths(loopback).count("execute") == 1, "the server has done its own repeating"


async def test_the_server_is_told_how_long_we_wait(loopback: Loopback) -> None:
    loopback.handler = script(itertools.repeat(OK))
    async with await connector(loopback, connector_id="c1") as clickup:
        await clickup.user.get()
    sent = loopback.received[-1].headers["prefer"]
    assert 3.5 < float(sent.removeprefix("wait=")) < 5.0


def test_everything_can_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, common: Hosting, member: Member, sandbox: Sandbox, api: Api
) -> None:
    monkeypatch.setenv("AIRBYTE_CLIENT_ID", api.member.client_id)
    monkeypatch.setenv("AIRBYTE_CLIENT_SECRET", api.member.secret.reveal())
    monkeypatch.setenv("AIRBYTE_ORGANIZATION_ID", api.member.organization)
    monkeypatch.setenv("AIRBYTE_API_URL", common.url)
    api.create(common.put(sandbox))
    clickup = ClickupApiConnector()
    assert clickup.execute_sync("user", "get").data["username"] == "Mara Lindqvist"
    clickup.close()


async def test_create_gives_a_connector_that_is_ready(
    common: Hosting, member: Member, sandbox: Sandbox
) -> None:
    config = member.auth(customer_name="acme")
    token = common.put(sandbox)
    made = await ClickupApiConnector.create(
        airbyte_config=config,
        auth_config=ClickupApiAuthConfig(token),
        name="Made here",
        base_url=common.url,
    )
    async with made, ClickupApiConnector(config, base_url=common.url) as found:
        assert (await made.check()).status == "healthy"
        assert (await found.teams.list()).data == (await made.teams.list()).data
        with pytest.raises(NotFound):
            await found.tasks.get("nothing")
        assert token not in repr(made) + repr(made.auth_config)


async def test_a_server_that_is_killed_between_calls(tmp_path: Any, sandbox: Sandbox) -> None:
    with hosting(tmp_path) as running:
        clickup = through(running, running.member(), sandbox, timeout=Timeouts(total=3.0))
        assert (await clickup.user.get()).data
        before = len(sandbox.requests)
    with pytest.raises(ConnectorError, match=r"could not be reached|broke"):
        await clickup.user.get()
    with pytest.raises(ConnectorError):
        await clickup.comments.create("once", task_id="t")
    assert len(sandbox.requests) == before
    await clickup.aclose()


async def test_a_server_error_behind_the_server_is_repeated_there_only(
    common: Hosting, member: Member, sandbox: Sandbox
) -> None:
    sandbox.fail(500, times=100)
    async with through(common, member, sandbox) as clickup:
        with pytest.raises(ServerError):
            await clickup.user.get()
        assert len(sandbox.requests) == 4
        with pytest.raises(OutcomeUnknown):
            await clickup.comments.create("x", task_id=next(iter(sandbox.workspace.tasks)))
    assert [r.method for r in sandbox.requests].count("POST") == 1


async def test_a_dead_clickup_token_is_not_ours(common: Hosting, member: Member) -> None:
    sandbox = Sandbox(rate_limit=None)
    async with through(common, member, sandbox) as clickup:
        await clickup.user.get()
        sandbox.fail(401, times=50)
        with pytest.raises(AuthenticationError, match="ClickUp"):
            await clickup.user.get()
        assert (await clickup.check()).status == "unhealthy"
