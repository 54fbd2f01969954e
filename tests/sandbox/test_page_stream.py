"""The stream of events: what comes, from where it goes on, who is slow, and how it ends."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox, create_server
from agent_connectors.clickup.sandbox.page import ADDRESS, Page, with_page
from tests.sandbox.client import TODAY, Clock
from tests.serving import running

KEY = {"authorization": "pk_1"}


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    return Sandbox(20, today=TODAY, clock=clock, rate_limit=None)


@pytest.fixture
def http(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with (
        running(create_server(sandbox, port=0)) as url,
        httpx.Client(base_url=url, headers=KEY, timeout=10) as client,
    ):
        yield client


class Events:
    """Reads a stream of events."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()
        self.last = ""

    def next(self) -> tuple[str, Any]:
        """The next event and its data."""
        event: dict[str, str] = {}
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name in {"event", "id", "data"}:
                event[name] = value
            if not line and event:
                self.last = event["id"]
                return event["event"], json.loads(event["data"])
        raise AssertionError("The stream has ended")


def at(http: httpx.Client) -> str:
    return str(http.get(f"{ADDRESS}requests").json()["at"])


def events(http: httpx.Client, since: str = "", **headers: str) -> Any:
    return http.stream("GET", f"{ADDRESS}events", params={"since": since}, headers=headers)


def test_requests_come_as_they_are_carried_out(http: httpx.Client, sandbox: Sandbox) -> None:
    task = next(iter(sandbox.workspace.tasks))
    with events(http, at(http)) as response:
        assert response.headers["content-type"] == "text/event-stream"
        stream = Events(response)
        http.put(f"/api/v2/task/{task}", json={"name": "Changed"})
        event, (entry,) = stream.next()
        assert (event, entry["changes"][0]["name"]) == ("requests", "Changed")
        http.post(f"{ADDRESS}faults", json={"kind": 503})
        assert stream.next() == ("state", {})


def test_who_connects_again_goes_on_from_where_they_were(http: httpx.Client) -> None:
    with events(http, at(http)) as response:
        stream = Events(response)
        http.get("/api/v2/user")
        assert stream.next()[0] == "requests"
        last = stream.last
    http.get("/api/v2/team")
    with events(http, "ignored", **{"last-event-id": last}) as response:
        event, (entry,) = Events(response).next()
        assert (event, entry["path"]) == ("requests", "/api/v2/team")


@pytest.mark.parametrize(
    "since", ["", "x", "0-0", "deadbeef-5", "-1", "deadbeef-" + "9" * 500, "²"]
)
def test_who_was_never_here_loads_all(http: httpx.Client, since: str) -> None:
    http.get("/api/v2/user")
    with events(http, since) as response:
        assert Events(response).next() == ("missed", {})


def test_who_missed_something_loads_all(http: httpx.Client, sandbox: Sandbox) -> None:
    since = at(http)
    for _ in range(501):
        http.get("/api/v2/user")
    with events(http, since) as response:
        stream = Events(response)
        assert stream.next() == ("missed", {})
        http.get("/api/v2/team")
        event, entries = stream.next()
        assert (event, entries[-1]["path"]) == ("requests", "/api/v2/team")


def test_a_server_stops_although_somebody_watches(sandbox: Sandbox) -> None:
    server = create_server(sandbox, port=0)
    ended = threading.Event()
    with running(server) as url, httpx.Client(base_url=url, timeout=30) as client:
        since = at(client)
        with events(client, since) as response:
            server.should_exit = True
            begun = time.monotonic()
            assert list(response.iter_lines())[:1] == ["retry: 1000"]
            ended.set()
    # What waits for streams to end by themselves waits for ever.
    assert time.monotonic() - begun < 20


class Reader:
    """Opens the stream as a server does, and takes as long as it likes for each event.

    Args:
        page: Whose stream.
        slow: What is waited for before an event is taken.
    """

    def __init__(self, page: Page, slow: anyio.Event | None = None) -> None:
        self.bodies: list[bytes] = []
        self.status: int | None = None
        self.gone = anyio.Event()
        self._page = page
        self._slow = slow
        self._more = anyio.Event()

    async def run(self) -> None:
        since = f"since={self._page._log.epoch}-{self._page._log.last}".encode()
        scope = {
            "type": "http",
            "method": "GET",
            "path": f"{ADDRESS}events",
            "query_string": since,
            "headers": [(b"host", b"localhost")],
        }
        await self._page(scope, self._receive, self._send)

    async def until(self, text: bytes) -> None:
        """Wait for what was sent to hold a text."""
        with anyio.fail_after(30):
            while not any(text in body for body in self.bodies):
                await self._more.wait()
                self._more = anyio.Event()

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        self.bodies.append(message.get("body", b""))
        self._more.set()
        if self._slow is not None and b"event: " in self.bodies[-1]:
            await self._slow.wait()


async def test_a_slow_reader_takes_no_memory_and_is_told(sandbox: Sandbox) -> None:
    page, slow = with_page(sandbox), anyio.Event()
    reader = Reader(page, slow)
    transport = httpx.ASGITransport(app=page)
    task = next(iter(sandbox.workspace.tasks))
    async with anyio.create_task_group() as group:
        group.start_soon(reader.run)
        await reader.until(b"retry")
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            for number in range(700):
                body = {"name": f"Name {number}"}
                await client.put(f"/api/v2/task/{task}", json=body, headers=KEY)
                if number == 0:
                    await reader.until(b"Name 0")
        assert len(sandbox.requests) == 700
        assert sum(map(len, reader.bodies)) < 2000
        before = len(reader.bodies)
        slow.set()
        await reader.until(b"event: missed")
        assert len(reader.bodies) == before + 1
        reader.gone.set()
    assert page._readers == 0


async def test_so_many_readers_and_no_more(sandbox: Sandbox) -> None:
    page = with_page(sandbox)
    readers = [Reader(page) for _ in range(33)]
    async with anyio.create_task_group() as group:
        for reader in readers:
            group.start_soon(reader.run)
            await reader.until(b"re")  # what a stream begins with, and a refusal holds
        for reader in readers:
            reader.gone.set()
    assert [reader.status for reader in readers] == [200] * 32 + [503]
    assert page._readers == 0


async def test_requests_from_other_threads_are_told(sandbox: Sandbox) -> None:
    """An agent in process, while a server shows what it does."""
    page = with_page(sandbox)
    tasks = list(sandbox.workspace.tasks)

    def work() -> None:
        async def go() -> None:
            transport = httpx.ASGITransport(app=sandbox)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
                for number in range(150):
                    home = sandbox.workspace.tasks[tasks[number % 5]].home.id
                    body = {"name": f"Name {number}"}
                    await http.post(f"/api/v2/list/{home}/task", json=body, headers=KEY)

        anyio.run(go)

    thread = threading.Thread(target=work)
    thread.start()
    transport = httpx.ASGITransport(app=page)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        while thread.is_alive():
            answer = await client.get(f"{ADDRESS}workspace")
            assert answer.status_code == 200
        thread.join()
        told = (await client.get(f"{ADDRESS}requests")).json()["requests"]
    assert len(told) == 150
    assert all(len(entry["changes"]) == 1 for entry in told)
