"""The sandbox behind a real socket, and in several event loops."""

import asyncio
import logging
import socket
from collections.abc import Iterator

import anyio
import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox, create_server
from tests.sandbox.client import TODAY, Api, Clock


@pytest.fixture
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, headers={"Authorization": "pk_test"}, timeout=5) as client:
        yield client


def test_reads_and_writes(client: httpx.Client, sandbox: Sandbox) -> None:
    assert client.get("/api/v2/user").json()["user"]["id"] == sandbox.workspace.owner.id
    home = next(iter(sandbox.workspace.lists))
    made = client.post(f"/api/v2/list/{home}/task", json={"name": "Over the wire"})
    assert made.status_code == 200
    assert client.delete(f"/api/v2/task/{made.json()['id']}").status_code == 204
    page = client.get(f"/api/v2/team/{sandbox.workspace.id}/task?include_closed=true")
    assert len(page.json()["tasks"]) == 100
    assert client.head("/api/v2/user").status_code == 404
    assert client.get("/api/v2/task/a%2Fb").json()["ECODE"] == "INPUT_004"


def test_a_dropped_connection_makes_no_noise(
    client: httpx.Client, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    home = next(iter(sandbox.workspace.lists))
    before = len(sandbox.workspace.tasks)
    for after in (False, True):
        sandbox.fail("drop", after=after)
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            client.post(f"/api/v2/list/{home}/task", json={"name": "Lost"})
        assert len(sandbox.workspace.tasks) == before + after
    assert client.get("/api/v2/user").status_code == 200
    assert [r for r in caplog.records if r.name.startswith("uvicorn") and r.levelno > 20] == []


def test_a_hang_lasts_until_the_client_gives_up(
    client: httpx.Client, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    sandbox.fail("hang")
    with pytest.raises(httpx.ReadTimeout):
        client.get("/api/v2/user", timeout=0.2)
    assert client.get("/api/v2/user").status_code == 200
    assert [r for r in caplog.records if r.name.startswith("uvicorn") and r.levelno > 20] == []


def test_many_at_once(url: str) -> None:
    async def run() -> list[int]:
        headers = {"Authorization": "pk_test"}
        async with httpx.AsyncClient(base_url=url, headers=headers) as client:
            answers = await asyncio.gather(*(client.get("/api/v2/team") for _ in range(50)))
        return [answer.status_code for answer in answers]

    assert asyncio.run(run()) == [200] * 50


def test_nothing_is_tied_to_an_event_loop(sandbox: Sandbox) -> None:
    async def made(name: str) -> str:
        api = Api(sandbox)
        home = next(iter(sandbox.workspace.lists))
        return str((await api.post(f"/list/{home}/task", {"name": name}))["id"])

    first = asyncio.run(made("One"))
    second = asyncio.run(made("Two"))
    assert first in sandbox.workspace.tasks
    assert second in sandbox.workspace.tasks
    assert anyio.run(made, "Three") in sandbox.workspace.tasks


async def test_lifespan_and_other_protocols(sandbox: Sandbox) -> None:
    incoming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return incoming.pop(0)

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message["type"])

    await sandbox({"type": "lifespan"}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    with pytest.raises(RuntimeError, match="websocket"):
        await sandbox({"type": "websocket"}, receive, send)


def test_a_missing_server_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(ModuleNotFoundError, match=r"agent-connectors\[sandbox\]"):
        create_server(Sandbox(0, today=TODAY, clock=Clock()))


def test_a_port_that_is_taken_is_not_said_to_be_served_on() -> None:
    told: list[int] = []
    sandbox = Sandbox(0, today=TODAY, clock=Clock())
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit):
            create_server(sandbox, port=port, listening=told.append).run()
    assert told == []
