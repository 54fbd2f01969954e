"""The shipped nginx.conf, before two real replicas: draining, dying, limits, and what it hides."""

import asyncio
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography.fernet import Fernet

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.executions import read_executions
from tests.deployment.front import REPLICAS, Front, front
from tests.deployment.names import Names

TOKEN = "/api/v1/account/applications/token"
CALLERS = 12


class Slow(Sandbox):
    """Takes its time for writes, so that some are always under way."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] != "GET":
            await asyncio.sleep(0.2)
        await super().__call__(scope, receive, send)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """For tests that leave both replicas as they are."""
    folder = tmp_path_factory.mktemp("front")
    with front(folder, Sandbox(tasks=5, rate_limit=None)) as made:
        yield made


class Callers:
    """Write comments through nginx, until told to end; each text once."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.ends = threading.Event()
        with front.api() as api:
            self.connector = api.create(f"pk_{id(self)}")
            self.headers = api.headers
        self.task = next(iter(front.sandbox.workspace.tasks))
        self.answers: dict[str, int] = {}

    def write(self, who: int) -> None:
        path = f"/api/v1/integrations/connectors/{self.connector}/execute"
        with self.front.client() as client:
            number = 0
            while not self.ends.is_set():
                number += 1
                text = f"caller {who} {number}"
                params = {"task_id": self.task, "comment_text": text}
                body = {"entity": "comments", "action": "create", "params": params}
                answer = client.post(path, json=body, headers=self.headers)
                self.answers[text] = answer.status_code

    def there(self) -> Counter[str]:
        threads = self.front.sandbox.workspace.threads.values()
        texts = (str(c.blocks[0]["text"]) for thread in threads for c in thread)
        return Counter(text for text in texts if text.startswith("caller"))

    def while_writing(self, happens: Any) -> Counter[int]:
        """What was answered while something happened."""
        with ThreadPoolExecutor(CALLERS) as pool:
            calls = [pool.submit(self.write, who) for who in range(CALLERS)]
            time.sleep(1.0)
            try:
                happens()
                time.sleep(1.0)
            finally:
                self.ends.set()
            for call in calls:
                call.result()
        return Counter(self.answers.values())


def test_a_replica_that_drains_fails_nobody(tmp_path: Path) -> None:
    sandbox = Slow(tasks=5, rate_limit=None)
    with front(tmp_path, sandbox, drain_seconds="1") as running:
        callers = Callers(running)
        first = running.replicas[0]

        def stop() -> None:
            first.process.send_signal(signal.SIGTERM)
            first.process.wait(30)  # its address is still named: nginx goes on to try it
            time.sleep(1.0)

        answers = callers.while_writing(stop)
        assert set(answers) == {200}, answers
        assert callers.there() == Counter(callers.answers.keys()), "each was made, and once"
        print(f"{answers[200]} writes, none failed")
        assert answers[200] > CALLERS, "they were at work"


def test_a_replica_that_is_killed_doubles_nothing(tmp_path: Path) -> None:
    sandbox = Slow(tasks=5, rate_limit=None)
    with front(tmp_path, sandbox) as running:
        callers = Callers(running)
        answers = callers.while_writing(running.replicas[0].kill)
        there = callers.there()
        lost = [text for text, status in callers.answers.items() if status != 200]
        assert set(answers) == {200, 502}, answers
        assert 0 < len(lost) <= CALLERS, "only what the dead one had under way"
        assert max(there.values()) == 1, "none doubled"
        done = {text for text, status in callers.answers.items() if status == 200}
        assert done <= set(there), "none reported done that was not"
        print(
            f"{answers[200]} done, {len(lost)} unknown, {len(set(lost) & set(there))} of them made"
        )


def test_a_machine_that_is_gone_is_passed_over(running: Front) -> None:
    with ExitStack() as stack:
        api = stack.enter_context(running.api())
        # Takes no connection and refuses none, as an address behind which nobody is any more.
        port = urlsplit(running.replicas[0].url).port
        silent = stack.enter_context(socket.socket())
        silent.bind(("127.0.0.4", port))
        silent.listen(0)
        for _ in range(2):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.4", port))
        stack.enter_context(named(running, "127.0.0.4", REPLICAS[1]))
        begun = time.monotonic()
        connector = api.create("pk_gone")
        for _ in range(4):
            assert api.execute(connector, "user", "get").status_code == 200
        assert time.monotonic() - begun < 25


def test_a_replica_with_other_keys_serves_nobody(running: Front, tmp_path: Path) -> None:
    """It ends by itself, is started again and again, and named all the while."""
    ends = threading.Event()
    keys = tmp_path / "keys"
    keys.write_text(Fernet.generate_key().decode())
    keys.chmod(0o600)
    port = urlsplit(running.replicas[0].url).port
    settings = running.store.settings
    environment = os.environ | {
        "AGENT_CONNECTORS_DATABASE_URL": settings.database_url,
        "AGENT_CONNECTORS_KEY_FILE": str(keys),
    }
    said: list[tuple[int, str]] = []

    def loop() -> None:
        program = Path(sys.executable).with_name("agent-connectors")
        command: list[str | Path] = [program, "serve", "--host", "127.0.0.4", "--port", str(port)]
        while not ends.is_set():
            done = subprocess.run(
                command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
            )
            said.append((done.returncode, done.stderr))

    with running.api() as api, ThreadPoolExecutor(1) as pool:
        connector = api.create("pk_keys")
        looping = pool.submit(loop)
        with named(running, *REPLICAS, "127.0.0.4"):
            answers = {api.execute(connector, "user", "get").status_code for _ in range(40)}
        ends.set()
        looping.result()
    assert answers == {200}
    assert said
    assert all(code == 2 and "other keys" in text for code, text in said)


@pytest.mark.parametrize("way", ["none", "fails", "elsewhere"])
def test_names_that_are_wrong_are_told_soon_and_forgotten(running: Front, way: str) -> None:
    addresses = {"none": [], "fails": list(REPLICAS), "elsewhere": ["127.0.0.9"]}[way]
    with running.client() as client:
        with named(running, *addresses, fails=way == "fails"):
            assert becomes(client, 502)
        assert becomes(client, 200)


def becomes(client: httpx.Client, status: int) -> bool:
    """Whether an answer soon has a status: nginx asks for names again after a second or two."""
    until = time.monotonic() + 8
    while client.get("/ready").status_code != status:
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


@contextmanager
def named(running: Front, *addresses: str, fails: bool = False) -> Iterator[Names]:
    """Other addresses for a while; waits until nginx has forgotten the ones before."""
    before = running.names.addresses
    running.names.addresses, running.names.fails = list(addresses), fails
    time.sleep(2.5)
    try:
        yield running.names
    finally:
        running.names.addresses = before
        running.names.fails = False
        time.sleep(2.5)


def test_limits_on_what_is_sent(running: Front) -> None:
    with running.client() as client:
        large = client.post("/api/v1/integrations/connectors", content=b"x" * 2_000_000)
        assert large.status_code == 413
        assert client.post(TOKEN, content=b"x" * 20_000).status_code == 413
        header = client.get("/ready", headers={"X-Long": "x" * 40_000})
        assert header.status_code == 400
        for answer in (large, header):
            assert "nginx/" not in answer.text + answer.headers["server"], "no version is told"


def test_slow_headers_are_not_waited_for(running: Front) -> None:
    address = urlsplit(running.url)
    slow = []
    for _ in range(20):
        plain = socket.create_connection(("127.0.0.1", address.port), timeout=20)
        slow.append(running.tls.wrap_socket(plain, server_hostname="localhost"))
        slow[-1].sendall(b"GET /ready HTTP/1.1\r\nHost: x\r\n")
    begun = time.monotonic()
    with running.client() as client:
        assert client.get("/ready").status_code == 200
    for each in slow:
        with suppress(ConnectionError, ssl.SSLEOFError):
            assert each.recv(1) == b""
        each.close()
    assert time.monotonic() - begun < 18


def test_a_flood_of_logins_harms_nobody(running: Front) -> None:
    member = running.member
    wrong = member.credentials() | {"client_secret": "wrong"}
    elsewhere = httpx.HTTPTransport(verify=running.tls, local_address="127.0.0.5")
    with (
        running.api() as api,
        ThreadPoolExecutor(40) as pool,
        running.client(limits=httpx.Limits(max_connections=40)) as flood,
        running.client(transport=elsewhere) as other,
    ):
        connector = api.create("pk_flood")
        calls = [pool.submit(flood.post, TOKEN, json=wrong) for _ in range(300)]
        time.sleep(0.2)
        assert other.post(TOKEN, json=member.credentials()).status_code == 200
        assert api.execute(connector, "user", "get").status_code == 200
        statuses = Counter(call.result().status_code for call in calls)
    assert set(statuses) == {401, 429}, statuses
    assert statuses[401] < 150, "the servers see a few"
    told = sum(_figure(running.metrics(index), "refused") for index in (0, 1))
    assert 0 < told <= statuses[401]
    time.sleep(11)  # until this address may log in again


def _figure(page: str, outcome: str) -> float:
    name = f'agent_connectors_logins_total{{outcome="{outcome}"}} '
    return float(next(line for line in page.splitlines() if line.startswith(name)).split()[-1])


@pytest.mark.parametrize(
    "target",
    [
        "/metrics",
        "//metrics",
        "/metrics/",
        "/%6detrics",
        "/./metrics",
        "/ready/../metrics",
        "/METRICS",
        "http://server:9464/metrics",
        "/metrics%00",
        "/docs",
        "/openapi.json",
    ],
)
@pytest.mark.parametrize("host", ["localhost", "server:{metrics}", "127.0.0.2:{metrics}"])
def test_metrics_cannot_be_reached(running: Front, target: str, host: str) -> None:
    host = host.format(metrics=running.metrics_port)
    target = target.replace("9464", str(running.metrics_port))
    assert "agent_connectors_ready 1.0" in running.metrics()
    plain = socket.create_connection(("127.0.0.1", urlsplit(running.url).port), timeout=20)
    with running.tls.wrap_socket(plain, server_hostname="localhost") as connection:
        request = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        answer = b"".join(iter(partial(connection.recv, 65536), b""))
    assert answer.split()[1] in {b"400", b"404"}, answer[:200]
    assert b"agent_connectors" not in answer


def test_who_called_is_known_whatever_they_say(running: Front) -> None:
    elsewhere = httpx.HTTPTransport(verify=running.tls, local_address="127.0.0.6")
    forged = {"X-Forwarded-For": "6.6.6.6"}
    with running.api(transport=elsewhere) as api:
        connector = api.create("pk_who")
        assert api.execute(connector, "user", "get", headers=forged).status_code == 200
    time.sleep(1.5)

    async def lines() -> list[str]:
        engine = open_database(running.store.settings.database_url)
        try:
            return await read_executions(engine, 1000)
        finally:
            await engine.dispose()

    mine = [line for line in run_sync(lines) if connector in line]
    assert mine
    assert all('"address":"127.0.0.6"' in line for line in mine)


def test_tls_alone(running: Front) -> None:
    port = urlsplit(running.url).port
    assert httpx.get(f"http://localhost:{port}/ready").status_code == 400
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{running.url}/ready")
    with running.client() as client:
        told = client.get("/ready").headers["strict-transport-security"]
    assert told.startswith("max-age=")
