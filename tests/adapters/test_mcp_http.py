"""MCP over HTTP: each caller with a token of their own, and nobody else let in."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import UnknownOperation
from tests.loopback import Loopback, Received, Reply
from tests.serving import served

pytest.importorskip("mcp.server.lowlevel")

from agent_connectors.mcp import make_http_app
from tests.adapters.serving_mcp import ERAS, Era, caller, serving

pytestmark = pytest.mark.timeout(120)

TOKEN = "pk_4711_SECRETSECRETSECRET"

WHO = {"entity": "user", "action": "get"}


def text(result: Any) -> str:
    return str(result.content[0].text)


def who(request: Received) -> Reply:
    """A product that tells each caller who they are, a little later."""
    number = re.search(r"_(\d+)_", request.headers.get("authorization", ""))
    name = f"user {number[1]}" if number else "nobody"
    user = {"id": int(number[1]) if number else 0, "username": name, "email": "a@example.com"}
    return Reply({"user": user}, delay=0.02)


@pytest.fixture
def product() -> Iterator[Loopback]:
    server = Loopback()
    server.handler = who
    yield server
    server.close()


@pytest.fixture
def url(product: Loopback) -> Iterator[str]:
    connect = partial(ClickupApiConnector, base_url=product.url)
    with serving(make_http_app(ClickupApiConnector, connect)) as address:
        yield address


@pytest.mark.parametrize("era", ERAS)
async def test_each_of_many_callers_at_once_is_themselves(url: str, era: Era) -> None:
    seen: Counter[str] = Counter()

    async def one(number: int) -> None:
        async with caller(url, f"pk_{number}_{'S' * 20}", era) as client:
            for _ in range(3):
                calls = [client.call_tool("clickup_execute", WHO) for _ in range(2)]
                for result in await asyncio.gather(*calls):
                    assert result.structured_content["data"]["username"] == f"user {number}"
                    seen["answers"] += 1

    await asyncio.gather(*(one(number) for number in range(1000, 1060)))
    assert seen["answers"] == 60 * 6


async def post(url: str, headers: dict[str, str] | list[tuple[str, str]]) -> httpx.Response:
    params = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    told = [("Accept", "application/json, text/event-stream")]
    more = list(headers.items()) if isinstance(headers, dict) else headers
    async with httpx.AsyncClient() as http:
        return await http.post(url, json=body, headers=[*told, *more])


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "")],
        [("Authorization", "Bearer")],
        [("Authorization", "Basic dXNlcjpwYXNz")],
        [("Authorization", "Bearer two words")],
        [("Authorization", f"Bearer {TOKEN}"), ("Authorization", "Bearer pk_1_OTHER")],
        [("Authorization", b"Bearer pk_4711_\xff\xfe")],
    ],
    ids=str,
)
async def test_without_a_token_nobody_is_let_in(url: str, headers: list[tuple[str, str]]) -> None:
    answer = await post(url, headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["error"] == "invalid_token"
    assert "4711" not in answer.text
    assert "mcp-session-id" not in answer.headers


async def test_a_personal_token_needs_no_scheme(url: str) -> None:
    assert (await post(url, {"Authorization": TOKEN})).status_code == 200


async def test_a_session_belongs_to_the_token_that_began_it(url: str) -> None:
    session = (await post(url, {"Authorization": f"Bearer {TOKEN}"})).headers["mcp-session-id"]
    body = {"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}}
    async with httpx.AsyncClient() as http:
        for token, status in (("pk_4712_OTHER", 404), (TOKEN, 200)):
            headers = {
                "Authorization": f"Bearer {token}",
                "Mcp-Session-Id": session,
                "Accept": "application/json, text/event-stream",
            }
            assert (await http.post(url, json=body, headers=headers)).status_code == status
            closed = await http.delete(url, headers=headers)
            assert closed.status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example.com"}, 421),
        ({"Host": "127.0.0.1.evil.example.com:80"}, 421),
        ({"Origin": "http://evil.example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:3000"}, 200),
    ],
)
async def test_web_pages_of_others_cannot_call(
    url: str, headers: dict[str, str], status: int
) -> None:
    given = {"Authorization": f"Bearer {TOKEN}", **headers}
    assert (await post(url, given)).status_code == status


async def test_names_and_pages_can_be_allowed(product: Loopback) -> None:
    connect = partial(ClickupApiConnector, base_url=product.url)
    app = make_http_app(
        ClickupApiConnector,
        connect,
        hosts="mcp.example.com",
        origins=["https://chat.example.com"],
    )
    with serving(app) as url:
        token = {"Authorization": f"Bearer {TOKEN}"}
        page = {"Host": "mcp.example.com", "Origin": "https://chat.example.com"}
        assert (await post(url, {**token, **page})).status_code == 200
        assert (await post(url, {**token, "Host": "localhost:1"})).status_code == 421


async def test_the_token_is_in_no_log_and_no_answer(
    url: str, product: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    product.handler = lambda request: Reply(
        {"err": f"Token {request.headers['authorization']} invalid", "ECODE": "OAUTH_025"}, 401
    )
    said = []
    for era in ERAS:
        async with caller(url, TOKEN, era) as client:
            said.append(text(await client.call_tool("clickup_execute", WHO)))
            wrong = {"entity": "tasks", "action": "get", "params": {"task_id": TOKEN, "no": TOKEN}}
            said.append(text(await client.call_tool("clickup_execute", wrong)))
            said.append(text(await client.call_tool(TOKEN, {})))
    assert "token" in said[0].lower()
    logged = [
        record.getMessage()
        for record in caplog.records
        if not record.name.startswith(("mcp.client", "httpcore", "httpx"))
    ]
    assert any("mcp" in record.name for record in caplog.records)
    for line in (*said, *logged):
        assert "SECRETSECRET" not in line


@pytest.mark.parametrize("made", ["raises", "nothing", "another"])
async def test_who_gets_no_connector_is_told_so_and_nobody_the_token(
    made: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = "an-opaque-token-5ec2e7"

    def connect(given: str) -> Any:
        if made == "raises":
            raise KeyError(given)
        return None if made == "nothing" else given

    caplog.set_level(logging.DEBUG)
    with serving(make_http_app(ClickupApiConnector, connect)) as url:
        answer = await post(url, {"Authorization": f"Bearer {token}"})
        assert token not in answer.text
        if made == "raises":
            assert answer.status_code == 500
            assert "(KeyError)" in answer.json()["error_description"]
        else:
            async with caller(url, token, ERAS[0]) as client:
                said = text(await client.call_tool("clickup_execute", WHO))
            assert "This run has no connector" in said
            assert token not in said
    others = ("mcp.client", "httpcore", "httpx")
    logged = [r for r in caplog.records if not r.name.startswith(others)]
    formatted = map(logging.Formatter().format, logged)
    assert not [line for line in formatted if token in line]
    assert made != "raises" or any("test_mcp_http.py" in r.getMessage() for r in logged)


async def test_a_call_whose_caller_is_gone_is_carried_out_once(product: Loopback) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None, latency=0.3)
    home = next(iter(sandbox.workspace.lists))
    with (
        served(sandbox) as clickup,
        serving(
            make_http_app(ClickupApiConnector, partial(ClickupApiConnector, base_url=clickup))
        ) as url,
    ):
        first = await post(url, {"Authorization": f"Bearer {TOKEN}"})
        headers = {
            "Authorization": f"Bearer {TOKEN}",
            "Mcp-Session-Id": first.headers["mcp-session-id"],
            "Accept": "application/json, text/event-stream",
        }
        params = {"list_id": home, "name": "Written while nobody waits"}
        arguments = {"entity": "tasks", "action": "create", "params": params}
        call = {"name": "clickup_execute", "arguments": arguments}
        body = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": call}
        async with httpx.AsyncClient() as http:
            with pytest.raises(httpx.ReadTimeout):
                async with http.stream(
                    "POST", url, json=body, headers=headers, timeout=0.2
                ) as answer:
                    await answer.aread()
        for _ in range(50):
            await asyncio.sleep(0.1)
            made = [t for t in sandbox.workspace.tasks.values() if t.name == params["name"]]
            if made:
                break
        assert len(made) == 1
        async with caller(url, TOKEN) as client:
            result = await client.call_tool("clickup_execute", WHO)
            assert not result.is_error


@pytest.mark.parametrize("era", ERAS)
async def test_progress_of_a_long_read(era: Era) -> None:
    clickup = ClickupApiConnector.sandbox(tasks=400, rate_limit=None)
    steps: list[tuple[float, float | None]] = []

    async def told(progress: float, total: float | None, message: str | None) -> None:
        steps.append((progress, total))
        assert message == f"{progress:.0f} records read"

    with serving(make_http_app(clickup)) as url:
        async with caller(url, None, era) as client:
            search = {
                "entity": "tasks",
                "action": "search",
                "params": {"limit": 300, "subtasks": True},
            }
            result = await client.call_tool("clickup_execute", search, progress_callback=told)
    assert not result.is_error, text(result)
    assert [step[0] for step in steps] == [100, 200, 300]
    assert steps[-1][1] in {None, 300}


def test_what_cannot_be_is_refused_before_anybody_calls() -> None:
    with pytest.raises(ConfigurationError, match="`read_only`"):
        make_http_app(ClickupApiConnector, readonly=True)  # type: ignore[call-arg]
    with pytest.raises(UnknownOperation, match="`tasks`"):
        make_http_app(ClickupApiConnector, entities=["task"])
    with pytest.raises(ConfigurationError):
        make_http_app(ClickupApiConnector, hosts=7)  # type: ignore[arg-type]
    one = ClickupApiConnector.sandbox()
    # It would let in whoever comes without a token, to one account.
    with pytest.raises(ConfigurationError, match="`connect` is for callers who each have"):
        make_http_app(one, ClickupApiConnector)
    with pytest.raises(ConfigurationError, match="`allow_destructive` is for callers"):
        make_http_app(one, allow_destructive=True)
