"""Readiness, stopping, clocks that differ, and a database that refuses."""

import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.admin import serve
from agent_connectors.hosted.store.database import AWAY, reason
from agent_connectors.hosted.tokens import BadToken, Claims, Tokens
from agent_connectors.hosted.vault import Vault
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, hosting
from tests.hosted.services import Replica, replica

Apis = Callable[..., Api]
TOKEN = "/api/v1/account/applications/token"

REFUSALS = [
    OperationalError("", {}, Exception("away")),
    InterfaceError("", {}, Exception("away")),
    OSError("no route to host: secret-5"),
    TimeoutError(),
    ConnectionRefusedError(),
    # What the driver raises while it connects; SQLAlchemy 2.0 lets it through.
    asyncpg.TooManyConnectionsError("secret-5"),
    asyncpg.CannotConnectNowError("the database system is starting up"),
    asyncpg.ObjectNotInPrerequisiteStateError("not accepting connections"),
    asyncpg.InvalidCatalogNameError("no such database"),
    asyncpg.InvalidPasswordError("secret-5"),
    asyncpg.InterfaceError("connection is closed"),
    asyncpg.AdminShutdownError("terminating connection"),
]


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: type(error).__name__)
def test_a_database_that_refuses_is_away(
    tmp_path: Path,
    apis: Apis,
    sandbox: Sandbox,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with hosting(tmp_path, stale_seconds=0) as running:
        api = apis(running)
        connector = api.create(running.put(sandbox))
        task = next(iter(sandbox.workspace.tasks))
        with monkeypatch.context() as patch:

            def refuse(*_: Any, **__: Any) -> Any:
                raise error

            patch.setattr(AsyncEngine, "connect", refuse)
            patch.setattr(AsyncEngine, "begin", refuse)
            answers = [
                api.client.post(TOKEN, json=api.member.credentials()),
                api.get(CONNECTORS),
                api.get(f"{CONNECTORS}/{connector}"),
                api.execute(connector, "user", "get"),
                api.execute(connector, "comments", "create", {"task_id": task}),
                api.client.get("/ready"),
            ]
        assert [answer.status_code for answer in answers] == [503] * len(answers)
        for answer in answers:
            assert answer.json()["detail"]
            assert "secret-5" not in answer.text
        assert "Nothing was sent" in answers[3].json()["detail"]
        assert not sandbox.requests
        assert api.execute(connector, "user", "get").status_code == 200
        assert api.client.get("/ready").status_code == 200
    assert isinstance(error, AWAY)
    assert "secret-5" not in reason(error)


def test_the_log_says_why() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    assert "disk is full" in reason(OperationalError("INSERT", {"p": "secret-5"}, full))
    assert reason(asyncpg.TooManyConnectionsError("secret-5")) == "TooManyConnectionsError 53300"


def test_a_database_that_takes_no_writes_is_not_ready(
    tmp_path: Path, apis: Apis, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hosting(tmp_path) as running:
        client = apis(running).client
        assert client.get("/ready").json() == {"status": "ready", "database": "ok"}
        server = running.app.server.readiness
        server.probe_at = 0.0
        with sqlite3.connect(tmp_path / "server.db", isolation_level=None) as other:
            other.execute(
                "CREATE TRIGGER full BEFORE UPDATE ON key_proofs BEGIN "
                "SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
            refused = client.get("/ready")
            assert refused.status_code == 503
            assert refused.json()["database"] == "away"
            assert client.get("/ready").status_code == 503, "and is tried again"
            other.execute("DROP TRIGGER full")
        assert client.get("/ready").status_code == 200
        assert "agent_connectors_database_up 1.0" in client.get("/metrics").text


def test_without_redis_it_goes_on(tmp_path: Path, apis: Apis, sandbox: Sandbox) -> None:
    with hosting(tmp_path, redis_url="redis://127.0.0.1:1") as running:
        api = apis(running)
        ready = api.client.get("/ready")
        assert (ready.status_code, ready.json()["redis"]) == (200, "away")
        assert api.execute(api.create(running.put(sandbox)), "user", "get").status_code == 200
        assert "agent_connectors_redis_up 0.0" in api.client.get("/metrics").text


@pytest.mark.parametrize("ahead", [-5.0, -0.4, 0.0, 0.4, 1.5, 30.0])
def test_a_server_whose_clock_differs_takes_the_token(
    ahead: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Vault([Secret(Fernet.generate_key().decode())]).signing_keys()
    real = time.time
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: real() + ahead)
        token = Tokens(keys, 900).issue(Claims("c", 1)).reveal()
    assert Tokens(keys, 900).read(token) == Claims("c", 1)
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: real() - 1000)
        old = Tokens(keys, 900).issue(Claims("c", 1)).reveal()
    with pytest.raises(BadToken, match="expired"):
        Tokens(keys, 900).read(old)


def test_no_redirect_leads_out(api: Api) -> None:
    answer = api.client.post(f"{CONNECTORS}/", headers=api.headers, json={})
    assert answer.status_code == 404
    assert "location" not in answer.headers


class Balancer:
    """Sends each request to a replica that has just said that it is ready, and never again."""

    def __init__(self, replicas: list[Replica]) -> None:
        self.urls = [one.url for one in replicas]
        self.ready = list(self.urls)
        self.failed: list[str] = []
        self.done = 0
        self.ends = threading.Event()

    def look(self) -> None:
        """Finds out who is ready, until it is told to end."""
        while not self.ends.wait(0.1):
            found = []
            for url in self.urls:
                with suppress(httpx.HTTPError):
                    found += [url] if httpx.get(f"{url}/ready").status_code == 200 else []
            self.ready = found

    def work(self) -> None:
        number = 0
        while not self.ends.is_set():
            number += 1
            ready = self.ready
            try:
                answer = httpx.get(f"{ready[number % len(ready)]}/health", timeout=30)
                assert answer.status_code == 200
                self.done += 1
            except Exception as error:
                self.failed.append(repr(error))


def test_a_replica_that_stops_fails_no_request(tmp_path: Path) -> None:
    keys = {"AGENT_CONNECTORS_KEYS": Fernet.generate_key().decode()}
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(replica(tmp_path, keys | {"AGENT_CONNECTORS_DRAIN_SECONDS": "8"}))
            for _ in range(2)
        )
        one.wait_until_ready()
        other.wait_until_ready()
        balancer = Balancer([one, other])
        threads = [threading.Thread(target=balancer.work) for _ in range(3)]
        threads.append(threading.Thread(target=balancer.look))
        for thread in threads:
            thread.start()
        one.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + 20
        while httpx.get(f"{one.url}/ready").status_code != 503:
            assert time.monotonic() < until
        said = httpx.get(f"{one.url}/ready")
        assert "about to stop" in said.json()["detail"]
        still = httpx.get(f"{one.url}/health")
        assert (still.status_code, still.headers["connection"]) == (200, "close")
        assert one.process.wait(60) in {0, -signal.SIGTERM}
        before = balancer.done
        while balancer.done < before + 20:
            assert time.monotonic() < until + 60
            time.sleep(0.01)
        balancer.ends.set()
        for thread in threads:
            thread.join()
        assert balancer.failed == []
        other.kill()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.com"])
def test_others_reach_it_only_by_tls(host: str) -> None:
    def listen(*options: str, **environment: str) -> str:
        done = CliRunner().invoke(serve, ["--host", host, "--port", "0", *options], env=environment)
        assert done.exit_code == 2
        return done.output

    refused = listen()
    assert "in the clear" in refused
    assert "--behind-proxy" in refused
    # Said, it goes on to the next thing that is wrong.
    away = {"AGENT_CONNECTORS_DATABASE_URL": "postgresql://u@127.0.0.1:1/d"}
    keys = {"AGENT_CONNECTORS_KEYS": Fernet.generate_key().decode()}
    assert "postgresql://127.0.0.1/d cannot be used" in listen("--behind-proxy", **away, **keys)
    said = listen(**away, **keys, AGENT_CONNECTORS_BEHIND_PROXY="true")
    assert "cannot be used" in said
    half = listen(**away, **keys, AGENT_CONNECTORS_TLS_CERTIFICATE="cert.pem")
    assert "belong together" in half


def test_heads(api: Api) -> None:
    for path in ("/health", "/ready"):
        answer = api.client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")


STRANGERS = ["", "Authorization: Bearer x\r\n", "Authorization: Basic x\r\n"]


@pytest.mark.parametrize("header", STRANGERS)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", CONNECTORS),
        ("POST", f"{CONNECTORS}/7f2c1de0-0000-4000-8000-000000000000/execute"),
        ("PATCH", f"{CONNECTORS}/7f2c1de0-0000-4000-8000-000000000000"),
    ],
)
def test_what_a_stranger_sends_is_not_read(
    common: Hosting, method: str, path: str, header: str
) -> None:
    port = int(common.url.rpartition(":")[2])
    for body in ("Content-Length: 999999", "Transfer-Encoding: chunked"):
        with socket.create_connection(("127.0.0.1", port), timeout=15) as stranger:
            # The body never comes; the answer does.
            head = f"{method} {path} HTTP/1.1\r\nHost: x\r\n{header}{body}\r\n\r\n"
            stranger.sendall(head.encode())
            answer = b""
            while piece := stranger.recv(65536):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 401")
        assert b"connection: close" in answer.lower()
