"""The network: pacing, what never left, interrupts, and connections that cannot be trusted."""

import asyncio
import json
import logging
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest

from agent_connectors.clickup import (
    BadRequest,
    CallTimeout,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConnectorError,
    OutcomeUnknown,
    RateLimited,
    ServerError,
    Timeouts,
)
from agent_connectors.engine.check.validation import validate
from tests.hosted.services import redis_url
from tests.loopback import Loopback, Received, Reply
from tests.reports.answering import answering

TASK = {"id": "86abc1", "name": "T"}
GET = ("tasks", "get", {"task_id": "86abc1"})
CREATE = ("tasks", "create", {"list_id": "901100000001", "name": "T"})
WAIT = 30
"""Seconds after which a process that should have ended long ago hangs."""

Connect = Callable[..., ClickupApiConnector]


class Window:
    """A rate limit in real windows, as the server counts it."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit, self.seconds = limit, seconds
        self.ends, self.left = 0, 0
        self.answered: Counter[int] = Counter()

    def __call__(self, _: Received) -> Reply:
        if time.time() >= self.ends:
            self.ends, self.left = int(time.time() + self.seconds), self.limit
        status = 200 if self.left > 0 else 429
        self.left = max(self.left - 1, 0)
        self.answered[status] += 1
        headers = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.left),
            "X-RateLimit-Reset": str(self.ends),
        }
        return Reply(TASK, status, headers)


async def outcomes(calls: list[Awaitable[Any]]) -> Counter[str]:
    """How calls ended, all at once."""
    ended = await asyncio.gather(*calls, return_exceptions=True)
    return Counter(type(e).__name__ if isinstance(e, BaseException) else "done" for e in ended)


def script(loopback: Loopback, body: str) -> "subprocess.Popen[bytes]":
    """A process with a connector `c` to the loopback server."""
    head = f"""
import threading, time
from agent_connectors.clickup import *
c = ClickupApiConnector(ClickupApiAuthConfig("pk_1_X"), base_url={loopback.url!r}, timeout=60)
"""
    return subprocess.Popen(
        [sys.executable, "-c", head + body], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def until(condition: Callable[[], bool]) -> None:
    """Waits until something has happened, if not for ever."""
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_faults_n4_ctrl_c_stops_what_runs_behind(loopback: Loopback) -> None:
    def answer(received: Received) -> Reply:
        if received.target.endswith("/user"):
            return Reply({"user": {"id": 1}})
        return Reply({"tasks": []} if received.method == "GET" else TASK, delay=0.2)

    loopback.handler = answer
    running = script(
        loopback,
        """
tasks = [{"list_id": "901100000001", "name": f"T{n}"} for n in range(400)]
try:
    c.execute_sync("tasks", "create_many", {"list_id": "901100000001", "tasks": tasks})
except KeyboardInterrupt:
    print("interrupted", flush=True)
    time.sleep(3)
""",
    )
    until(lambda: len(loopback.received) >= 3)
    running.send_signal(signal.SIGINT)
    assert running.stdout is not None
    assert running.stdout.readline().strip() == b"interrupted"
    after = len(loopback.received)
    running.communicate(timeout=WAIT)
    assert len(loopback.received) == after < 400


@pytest.mark.parametrize("interrupted", [True, False], ids=["interrupted", "in a daemon thread"])
def test_faults_n4_a_get_that_hangs_does_not_hold_the_exit(
    loopback: Loopback, interrupted: bool
) -> None:
    loopback.script = ["hang"]
    call = 'c.execute_sync("tasks", "get", {"task_id": "86abc1"})'
    if interrupted:
        running = script(loopback, call)
    else:
        running = script(
            loopback,
            f"threading.Thread(target=lambda: {call}, daemon=True).start()\ntime.sleep(3)",
        )
    until(lambda: len(loopback.received) >= 1)
    if interrupted:
        running.send_signal(signal.SIGINT)
    running.communicate(timeout=WAIT)  # its own timeout is twice that


async def test_faults_n6_the_first_burst_keeps_within_the_limit(
    loopback: Loopback, connect: Connect
) -> None:
    window = loopback.handler = Window(100, 3600)
    connector = connect(timeout=60.0)
    ended = await outcomes([connector.execute(*GET) for _ in range(1000)])
    assert ended == {"done": 100, "RateLimited": 900}
    assert window.answered == {200: 100}


async def test_faults_n6_connectors_of_one_token_share_their_budget(
    loopback: Loopback, connect: Connect
) -> None:
    window = loopback.handler = Window(100, 3600)
    two = [connect(timeout=60.0), connect(timeout=60.0)]
    ended = await outcomes([two[n % 2].execute(*GET) for n in range(387)])
    assert ended == {"done": 100, "RateLimited": 287}
    assert window.answered == {200: 100}


def test_faults_n6_they_share_it_across_threads_and_loops(
    loopback: Loopback, connect: Connect
) -> None:
    window = loopback.handler = Window(50, 3600)

    def work() -> None:
        connector = connect(timeout=60.0)
        asyncio.run(outcomes([connector.execute(*GET) for _ in range(30)]))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert window.answered == {200: 50}


async def test_faults_n6_sandboxes_have_limits_of_their_own() -> None:
    for _ in range(3):
        async with ClickupApiConnector.sandbox(rate_limit=3, timeout=5.0) as clickup:
            ended = await outcomes([clickup.execute("user", "get") for _ in range(4)])
            assert ended == {"done": 3, "RateLimited": 1}


@pytest.mark.parametrize("spelling", ["seconds", "date"])
async def test_faults_n6_a_429_with_retry_after_holds_back_the_others(spelling: str) -> None:
    from email.utils import formatdate

    asked: list[str] = []

    def answer(_: str, path: str) -> Any:
        asked.append(path)
        if len(asked) == 1:
            return 200, TASK
        when = "50" if spelling == "seconds" else formatdate(time.time() + 50, usegmt=True)
        return 429, {"err": "slow down"}, ("Retry-After", when)

    connector = answering(answer, timeout=10)
    await connector.execute(*GET)
    with pytest.raises(RateLimited) as caught:
        await connector.execute(*GET)
    assert 40 < (caught.value.retry_after or 0) <= 50
    ended = await outcomes([connector.execute(*GET) for _ in range(80)])
    assert ended == {"RateLimited": 80}
    assert len(asked) == 2


async def test_faults_n7_what_never_left_is_told_so(loopback: Loopback, connect: Connect) -> None:
    loopback.handler = lambda r: Reply(TASK) if r.method == "GET" else "hang"
    connector = connect()
    await connector.execute(*GET)  # no limit is known from now on
    create = connector.operations.get("tasks", "create")
    checked = validate(create, CREATE[2])
    deadline = asyncio.get_running_loop().time() + 3
    fetch = connector._executor.fetch
    calls = [fetch(create, checked, deadline=deadline) for _ in range(200)]
    ended = await asyncio.gather(*calls, return_exceptions=True)
    await asyncio.sleep(0.3)  # for what might leave late
    posted = sum(request.method == "POST" for request in loopback.received)
    unsent = [e for e in ended if isinstance(e, CallTimeout)]
    assert posted <= sum(isinstance(e, OutcomeUnknown) for e in ended) <= 64
    assert len(unsent) >= 136
    assert all("Nothing was sent" in str(error) for error in unsent)


async def test_faults_n7_nothing_leaves_when_the_deadline_comes_while_connecting(
    connect: Connect,
) -> None:
    """A server that accepts nobody: its queue of connections is full."""
    import socket

    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        url = f"http://127.0.0.1:{full.getsockname()[1]}"
        fillers = []
        for _ in range(8):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
            fillers.append(filler)
        await asyncio.sleep(0.2)
        connector = connect(base_url=url, timeout=Timeouts(total=1.0, connect=30))
        with pytest.raises(CallTimeout, match="Nothing was sent"):
            await connector.execute(*CREATE)
        for filler in fillers:
            filler.close()


def test_faults_n12_closing_does_not_wait_for_loops_that_end(
    loopback: Loopback, connect: Connect
) -> None:
    loopback.script = [Reply(TASK)]
    connector = connect()
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            with suppress(ConnectorError):
                asyncio.run(_once(connector))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()

    def close() -> None:
        for _ in range(300):
            connector.close()

    closing = threading.Thread(target=close, daemon=True)
    closing.start()
    closing.join(100)
    stop.set()
    assert not closing.is_alive(), "close() hangs"
    for thread in threads:
        thread.join(WAIT)


async def _once(connector: ClickupApiConnector) -> None:
    await connector.execute(*GET)


async def test_faults_n13_who_cannot_make_it_is_refused_before_the_wait_is_over(
    loopback: Loopback, connect: Connect
) -> None:
    window = loopback.handler = Window(20, 3600)
    connector = connect(timeout=Timeouts(total=3000))
    calls = [asyncio.create_task(connector.execute(*GET)) for _ in range(100)]
    _, waiting = await asyncio.wait(calls, timeout=5)
    assert window.answered == {200: 20}
    refused = [c.exception() for c in calls if c.done() and c.exception()]
    assert len(refused) + len(waiting) == 80
    impatient = connect(timeout=5.0)
    with pytest.raises(RateLimited, match="used up") as caught:
        await impatient.execute(*GET)
    assert (caught.value.retry_after or 0) > 5
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


def test_faults_n14_processes_share_a_budget_over_redis(loopback: Loopback) -> None:
    from agent_connectors.redis import RedisBudget

    window = loopback.handler = Window(20, 3600)
    token = f"pk_1_{uuid4().hex}"
    url = redis_url()
    script = f"""
import asyncio
from agent_connectors.clickup import *
from agent_connectors.redis import RedisBudget
async def main():
    budget = RedisBudget({url!r})
    c = ClickupApiConnector(ClickupApiAuthConfig({token!r}), base_url={loopback.url!r},
                            timeout=8, budget=budget)
    calls = [c.execute("tasks", "get", {{"task_id": "86abc1"}}) for _ in range(15)]
    ended = await asyncio.gather(*calls, return_exceptions=True)
    print(sum(not isinstance(e, Exception) for e in ended), {{type(e).__name__ for e in ended}})
    await c.aclose()
    await budget.aclose()
asyncio.run(main())
"""
    processes = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) for _ in range(3)
    ]
    done = sum(int(process.communicate()[0].split()[0]) for process in processes)
    assert done == 20
    assert window.answered == {200: 20}

    async def look() -> list[str]:
        budget = RedisBudget(url)
        redis = (await budget.client()).redis
        names = [name.decode() async for name in redis.scan_iter("agent-connectors:*")]
        await budget.aclose()
        return names

    names = asyncio.run(look())
    assert names
    assert not [name for name in names if token in name or loopback.url in name]


async def test_faults_n14_without_redis_the_process_keeps_its_own_count(
    loopback: Loopback, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("redis")
    from agent_connectors.redis import RedisBudget

    window = loopback.handler = Window(10, 3600)
    budget = RedisBudget("redis://:secret-of-redis@127.0.0.1:1")
    two = [connect(timeout=8.0, budget=budget) for _ in range(2)]
    ended = await outcomes([two[n % 2].execute(*GET) for n in range(30)])
    assert ended == {"done": 10, "RateLimited": 20}
    assert window.answered == {200: 10}
    assert "Redis is away" in caplog.text
    assert "secret-of-redis" not in caplog.text + repr(budget)
    await budget.aclose()


@pytest.mark.parametrize("limit", ["0", "-1"])
def test_faults_n18_a_limit_of_nothing_does_not_stop_a_connector(limit: str) -> None:
    heads = [
        [("x-ratelimit-limit", limit), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1")]
    ]
    connector = answering(lambda *_: (200, TASK, *(heads.pop() if heads else [])), timeout=2)
    for _ in range(3):
        assert connector.execute_sync(*GET).data["id"] == "86abc1"


async def test_faults_n18_headers_that_vanish_stop_nobody() -> None:
    heads = [
        [
            ("x-ratelimit-limit", "100"),
            ("x-ratelimit-remaining", "99"),
            ("x-ratelimit-reset", str(int(time.time()) + 60)),
        ]
    ]
    connector = answering(lambda *_: (200, TASK, *(heads.pop() if heads else [])), timeout=5)
    for _ in range(300):
        await connector.execute(*GET)


@pytest.mark.parametrize("first", [GET, CREATE], ids=["after a read", "after a write"])
@pytest.mark.parametrize("library", ["httpx", "httpx2"])
async def test_faults_n19_bytes_after_an_answer_are_nobodys_answer(
    connect: Connect, first: Any, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agent_connectors.engine.network import pool, transport

    used = pytest.importorskip(library)
    for module in (pool, transport):
        monkeypatch.setattr(module, "library", lambda: used)
    good = json.dumps(TASK).encode()
    other = json.dumps({"id": "other", "name": "T"}).encode()
    served = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal served
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                if "content-length: " in head:
                    await reader.readexactly(int(head.split("content-length: ")[1].split()[0]))
                served += 1
                if served == 1:
                    writer.write(_raw(200, good) + _raw(200, other))
                else:
                    writer.write(_raw(400, b'{"err": "No", "ECODE": "INPUT_001"}'))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            ended.set()

    ended = asyncio.Event()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    connector = connect(base_url=f"http://127.0.0.1:{port}", timeout=8.0)
    assert (await connector.execute(*first)).data["id"] == "86abc1"
    with pytest.raises(BadRequest):
        await connector.execute(*CREATE)
    await connector.aclose()
    await ended.wait()
    server.close()


def _raw(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


async def test_faults_n19_a_connection_with_nothing_left_over_is_used_again(
    loopback: Loopback, connect: Connect
) -> None:
    loopback.script = [Reply(TASK)]
    connector = connect()
    for call in (GET, CREATE, GET, CREATE, GET):
        await connector.execute(*call)
    await connector.aclose()
    assert loopback.connections == 3, "one for all reads, and one for each write"


@pytest.mark.parametrize("status", [408, 425, 499])
async def test_faults_n20_what_a_gateway_gave_up_on_is_not_a_bad_request(status: int) -> None:
    asked: Counter[str] = Counter()

    def answer(method: str, _: str) -> Any:
        asked[method] += 1
        return (200, TASK) if method == "GET" and asked["GET"] > 1 else (status, b"")

    connector = answering(answer, timeout=10)
    assert (await connector.execute(*GET)).data["id"] == "86abc1"
    with pytest.raises(OutcomeUnknown):
        await connector.execute(*CREATE)
    assert asked == {"GET": 2, "POST": 1}
    failing = answering(lambda *_: (status, b""), timeout=10)
    with pytest.raises(ServerError):
        await failing.execute(*GET)


async def test_first_use_15_connections_outlive_the_runs_of_an_agent(
    loopback: Loopback, connect: Connect
) -> None:
    pytest.importorskip("pydantic_ai")
    from agent_connectors.pydantic_ai import ConnectorToolset

    loopback.script = [Reply(TASK)]
    toolset: ConnectorToolset[None] = ConnectorToolset(connect())
    async with toolset:
        for _ in range(5):
            async with toolset:
                await toolset.connector.execute(*GET)
    assert loopback.connections == 1
    async with toolset:
        await toolset.connector.execute(*GET)
    assert loopback.connections == 2, "closed when the last one has left"


async def test_first_use_18_waiting_and_retries_leave_a_sign(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = 0

    def answer(*_: str) -> Any:
        nonlocal asked
        asked += 1
        match asked:
            case 1:
                return 503, b""
            case 2:
                return 429, {"err": "slow down"}, ("Retry-After", "2")
        return 200, TASK

    connector = answering(answer, timeout=20)
    with caplog.at_level(logging.INFO, "agent_connectors"):
        retried = asyncio.create_task(connector.execute(*GET))
        while asked < 2:  # noqa: ASYNC110 - the count of a function
            await asyncio.sleep(0.01)
        await connector.execute(*GET)
        await retried
    said = [record.getMessage() for record in caplog.records]
    assert any("tasks.get: HTTP 503; attempt 2 follows" in text for text in said)
    assert any("tasks.get waits 2 s for ClickUp's rate limit" in text for text in said)
    assert "86abc1" not in caplog.text
    assert "pk_" not in caplog.text


def test_structure_a14_a_refusal_says_when_to_call_again() -> None:
    from agent_connectors.engine.hosted.relay import from_wire, to_wire

    error = RateLimited("No.", status=429)
    assert error.retry_after is None
    error.retry_after = 7.0
    relayed = from_wire({"error": to_wire(error)})
    assert isinstance(relayed, RateLimited)
    assert relayed.retry_after == 7.0


def test_a_budget_is_not_shared_by_another_token(loopback: Loopback) -> None:
    loopback.handler = Window(1, 3600)
    for token in ("pk_1_A", "pk_1_B"):
        with_token = ClickupApiConnector(
            ClickupApiAuthConfig(token), base_url=loopback.url, timeout=2.0
        )
        for _ in range(2):
            with suppress(RateLimited):
                with_token.execute_sync(*GET)
        with_token.close()
    assert len(loopback.received) == 2, "each token finds out for itself"
