"""A client of httpx that the user made, as the way to ClickUp."""

import asyncio
import importlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConfigurationError,
    ConnectionFailed,
    ConnectorError,
    InvalidResponse,
    OutcomeUnknown,
)
from agent_connectors.engine.network.pool import Pool
from tests.loopback import Loopback, Misbehaviour, Reply
from tests.reliability.faults import FAULTS
from tests.reliability.matrix import cells, run

TOKEN = "pk_10000001_THISISNOTAREALTOKEN"
GET = ("tasks", "get", {"task_id": "86abc1"})
CREATE = ("tasks", "create", {"list_id": "901100000001", "name": "T"})
TASK = {"id": "86abc1", "name": "T", "list": {"id": "901100000001"}}
KINDS = tuple(dict.fromkeys(fault.kind for fault in FAULTS))


@pytest.fixture(params=["httpx", "httpx2"])
def http(request: pytest.FixtureRequest) -> ModuleType:
    """Each library whose clients are taken."""
    library: ModuleType = pytest.importorskip(request.param)
    return library


def through(client: Any, **options: Any) -> ClickupApiConnector:
    """A connector that goes through a client."""
    return ClickupApiConnector(ClickupApiAuthConfig(TOKEN), http_client=client, **options)


async def test_a_client_carries_the_calls_and_stays_open(http: ModuleType) -> None:
    asked: list[Any] = []
    seen: list[str] = []

    def answer(request: Any) -> Any:
        asked.append(request)
        headers = {"Set-Cookie": "session=of-somebody; Path=/"}
        return http.Response(200, json=TASK, headers=headers)

    async def hook(request: Any) -> None:
        seen.append(request.url.path)

    async with http.AsyncClient(
        transport=http.MockTransport(answer),
        headers={"X-Gateway": "g", "Authorization": "Basic else", "User-Agent": "else"},
        auth=("user", "password"),
        params={"else": "1"},
        base_url="http://elsewhere.example",
        event_hooks={"request": [hook]},
    ) as client:
        async with through(client) as connector:
            assert connector.http_client is client
            for _ in range(2):
                assert (await connector.execute(*GET)).data["id"] == "86abc1"
            await connector.execute(*CREATE)
        assert not client.is_closed
    assert seen == ["/api/v2/task/86abc1"] * 2 + ["/api/v2/list/901100000001/task"]
    for request in asked:
        assert request.url.host == "api.clickup.com"
        assert not request.url.query
        assert request.headers.get_list("authorization") == [TOKEN]
        assert request.headers["x-gateway"] == "g"
        assert request.headers["user-agent"].startswith("agent-connectors/")
        assert "cookie" not in request.headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 401])
@pytest.mark.parametrize("call", [GET, CREATE], ids=["read", "write"])
async def test_nothing_is_sent_where_an_answer_points(
    http: ModuleType, status: int, call: tuple[str, str, dict[str, str]]
) -> None:
    asked: list[str] = []

    def answer(request: Any) -> Any:
        asked.append(f"{request.method} {request.url}")
        headers = {"Location": "https://elsewhere.example", "WWW-Authenticate": 'Digest realm="r"'}
        headers["WWW-Authenticate"] += ', nonce="n", qop="auth"'
        return http.Response(status, json={"err": "No", "ECODE": "X_1"}, headers=headers)

    async with http.AsyncClient(
        transport=http.MockTransport(answer),
        follow_redirects=True,
        auth=http.DigestAuth("user", "password"),
    ) as client:
        with pytest.raises(ConnectorError):
            await through(client).execute(*call)
    assert not [one for one in asked if "elsewhere" in one]
    assert len([one for one in asked if one.startswith("POST")]) == (call is CREATE)


async def test_what_a_transport_says_is_no_proof(http: ModuleType) -> None:
    """Some report a connection that broke after a write as one that was never made."""
    asked: list[str] = []

    def answer(request: Any) -> Any:
        asked.append(request.method)
        raise http.ConnectError("All connection attempts failed")

    async with http.AsyncClient(transport=http.MockTransport(answer)) as client:
        with pytest.raises(OutcomeUnknown):
            await through(client).execute(*CREATE)
        assert asked == ["POST"]
        with pytest.raises(ConnectorError):
            await through(client).execute(*GET)
        assert asked[1:] == ["GET"] * 4


async def test_httpx_says_what_never_left(http: ModuleType, loopback: Loopback) -> None:
    url = loopback.url
    loopback.close()
    async with http.AsyncClient() as client:
        with pytest.raises(ConnectionFailed, match="Nothing was sent"):
            await through(client, base_url=url).execute(*CREATE)


@pytest.mark.parametrize("fault", ["close", "reset", "half", "hang"])
async def test_a_write_is_sent_once_whatever_comes(
    http: ModuleType, loopback: Loopback, fault: Misbehaviour
) -> None:
    loopback.script = [fault]
    async with http.AsyncClient(timeout=None) as client:
        connector = through(client, base_url=loopback.url, timeout=2)
        with pytest.raises(OutcomeUnknown):
            await connector.execute(*CREATE)
    assert len(loopback.received) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_no_fault_makes_it_lie(kind: str) -> None:
    """The faults of `tests/reliability`, met by a write; a client for each."""
    httpx = importlib.import_module("httpx")
    wanted = [
        cell
        for cell in cells()
        if cell.fault.kind == kind and cell.method == "POST" and cell.always and not cell.hosted
    ]
    verdicts = await run(wanted, httpx.AsyncClient)
    assert len(verdicts) == len(wanted)
    assert not [fault for verdict in verdicts for fault in verdict.faults]


async def test_an_answer_without_end_is_given_up(
    http: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []

    class Endless(http.AsyncByteStream):  # type: ignore[misc, name-defined]
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b" " * 65536

        async def aclose(self) -> None:
            closed.append(True)

    def answer(_: Any) -> Any:
        return http.Response(200, stream=Endless())

    def small(*given: Any, **options: Any) -> Pool:
        return Pool(*given, **options | {"longest": 1_000_000})

    monkeypatch.setattr("agent_connectors.engine.network.transport.Pool", small)
    async with http.AsyncClient(transport=http.MockTransport(answer)) as client:
        connector = through(client)
        with pytest.raises(InvalidResponse, match="too long"):
            await connector.execute(*GET)
        await connector.aclose()
    assert closed


async def test_a_client_that_cannot_be_used_sends_nothing(
    http: ModuleType, loopback: Loopback
) -> None:
    client = http.AsyncClient()
    connector = through(client, base_url=loopback.url)
    loopback.handler = lambda _: Reply(TASK)
    await connector.execute(*GET)

    def elsewhere() -> None:
        with pytest.raises(ConfigurationError, match="another event loop"):
            asyncio.run(connector.execute(*CREATE))

    await asyncio.to_thread(elsewhere)
    await client.aclose()
    with pytest.raises(ConfigurationError, match="has been closed"):
        await connector.execute(*CREATE)
    assert len(loopback.received) == 1


@pytest.mark.parametrize("given", ["client", 7, object()])
def test_only_an_asynchronous_client_is_taken(http: ModuleType, given: Any) -> None:
    with http.Client() as sync:
        for wrong in (given, sync, http.AsyncClient):
            with pytest.raises(ConfigurationError, match="`http_client` must be"):
                through(wrong)


async def test_it_carries_calls_through_a_server_too(http: ModuleType) -> None:
    asked: list[str] = []

    def answer(request: Any) -> Any:
        asked.append(request.url.path)
        if request.url.path.endswith("/token"):
            return http.Response(200, json={"access_token": "t", "expires_in": 900})
        assert request.headers["authorization"] == "Bearer t"
        return http.Response(200, json={"result": TASK})

    auth = AirbyteAuthConfig(
        airbyte_client_id="id", airbyte_client_secret="secret-9", connector_id="c1"
    )
    async with http.AsyncClient(transport=http.MockTransport(answer)) as client:
        connector = ClickupApiConnector(auth, http_client=client)
        assert (await connector.execute(*GET)).data["id"] == "86abc1"
    assert len(asked) == 2


async def test_a_file_comes_through_it(http: ModuleType, tmp_path: Path) -> None:
    asked: list[Any] = []

    def answer(request: Any) -> Any:
        asked.append(request)
        return http.Response(200, content=b"text", headers={"ETag": '"1"'})

    url = "https://t9.p.clickup-attachments.com/t9/a.txt?signature=secret-3"
    async with http.AsyncClient(
        transport=http.MockTransport(answer), auth=("a", "b"), params={"else": "1"}
    ) as client:
        connector = through(client, files=tmp_path)
        await connector.execute("attachments", "download", {"url": url, "to": "a.txt"})
        assert not client.is_closed
    assert (tmp_path / "a.txt").read_text() == "text"
    assert [str(request.url) for request in asked] == [url]
    assert "authorization" not in asked[0].headers


async def test_no_record_of_the_client_holds_what_was_asked(
    http: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    """The exchange of a code for a token has the application's secret in its URL."""

    def answer(_: Any) -> Any:
        return http.Response(200, json={"access_token": "t"})

    caplog.set_level(logging.DEBUG)
    params = {"client_id": "app", "client_secret": "secret-5", "code": "code-6"}
    async with http.AsyncClient(transport=http.MockTransport(answer)) as client:
        await through(client).execute("authorization", "get_token", params)
        assert "/oauth/token" in caplog.text
        assert "secret-5" not in caplog.text
        assert "code-6" not in caplog.text
        caplog.clear()
        await client.get("https://own.example/?page=2")
    assert "page=2" in caplog.text, "what the user asks is told as ever"
