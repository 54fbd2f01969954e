"""What those who run the server rely on."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted import Settings, create_app
from agent_connectors.hosted.vault import Unsealable, Vault, load_keys
from tests.forked import run_command
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, hosting
from tests.hosted.services import replica
from tests.serving import served

PROGRAM = Path(sys.executable).with_name("agent-connectors")
Apis = Callable[..., Api]


def admin(folder: Path, *command: str, keys: str | None = None, fails: bool = False) -> str:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder / "home")}
    if keys:
        environment["AGENT_CONNECTORS_KEYS"] = keys
    done = run_command("serve", "admin", *command, env=environment, folder=folder)
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr if fails else done.stdout


def log_in(folder: Path, *options: str) -> dict[str, str]:
    """A new client, as the operator makes it."""
    made = admin(folder, "client", "create", "bot", "--organization", "acme", "--manage", *options)
    client_id, secret = (line.partition("=")[2] for line in made.splitlines())
    return {"client_id": client_id, "client_secret": secret}


def test_health_readiness_and_figures(api: Api, common: Hosting, sandbox: Sandbox) -> None:
    assert api.client.get("/health").json() == {"status": "ok"}
    assert api.client.get("/ready").json() == {"status": "ready", "database": "ok"}
    connector = api.create(common.put(sandbox))
    api.execute(connector, "user", "get")
    api.execute(connector, "tasks", "get", {"task_id": "nothing"})
    api.execute(connector, "made-up-by-a-caller", "get")
    page = api.client.get("/metrics").text
    assert re.search(r'executions_total{operation="user.get",outcome="done"} [1-9]', page)
    assert re.search(r'executions_total{operation="tasks.get",outcome="NotFound"} [1-9]', page)
    assert "made-up-by-a-caller" not in page, "labels that callers choose would fill the memory"
    assert "agent_connectors_execution_seconds_bucket" in page
    assert re.search(r"agent_connectors_live_connectors [1-9]", page)


def test_not_ready_without_the_database(tmp_path: Path, apis: Apis) -> None:
    with hosting(tmp_path) as running:
        api = apis(running)
        for file in tmp_path.glob("server.db*"):
            file.unlink()
        (tmp_path / "server.db").mkdir()
        connector = api.execute("7f2c1de0-0000-4000-8000-000000000000", "user", "get")
        assert connector.status_code in {401, 404, 503}
        assert api.client.get("/health").status_code == 200


def served_in_vain(folder: Path, *options: str, **settings: str) -> str:
    """What a server says that cannot start."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder / "home")}
    environment |= {f"AGENT_CONNECTORS_{name}": value for name, value in settings.items()}
    done = subprocess.run(
        [PROGRAM, "serve", *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode != 0
    assert "Serving on" not in done.stdout + done.stderr
    return done.stderr


def test_nobody_is_told_that_it_serves_where_it_cannot(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "address already in use" in served_in_vain(tmp_path, "--port", port).lower()
    away = served_in_vain(tmp_path, STORE="postgresql://u:hunter2@127.0.0.1:1/none")
    assert "`store`" in away
    assert "hunter2" not in away
    wrong = served_in_vain(tmp_path, STORE="stores", STORE_ALSO="status_histry")
    assert "status_history" in wrong


LIVE = "agent_connectors_live_connectors"


def test_a_credential_has_one_set_of_connections(tmp_path: Path, apis: Apis) -> None:
    with hosting(tmp_path) as running:
        api = apis(running)
        token = running.put(Sandbox(rate_limit=None))
        first, second = api.create(token), api.create(token)
        for connector in (first, second, first):
            assert api.execute(connector, "user", "get").status_code == 200
        assert f"{LIVE} 1.0" in api.client.get("/metrics").text


def test_an_unused_credential_loses_its_connections(tmp_path: Path, apis: Apis) -> None:
    with hosting(tmp_path, idle_seconds=0.2) as running:
        api = apis(running)
        first = api.create(running.put(Sandbox(rate_limit=None)))
        assert api.execute(first, "user", "get").status_code == 200
        until = time.monotonic() + 20
        while f"{LIVE} 0.0" not in api.client.get("/metrics").text:
            assert time.monotonic() < until
            time.sleep(0.05)
        assert api.execute(first, "user", "get").status_code == 200


def test_a_credential_is_encrypted_and_bound_to_its_connector() -> None:
    old, new = (Secret(Fernet.generate_key().decode()) for _ in range(2))
    credentials = {"api_key": Secret("pk_plain")}
    sealed = Vault([old]).seal("c1", credentials)
    assert b"pk_plain" not in sealed
    assert Vault([new, old]).open("c1", sealed) == credentials
    with pytest.raises(Unsealable):
        Vault([old]).open("c2", sealed)
    with pytest.raises(Unsealable):
        Vault([new]).open("c1", sealed)
    assert Vault([new]).open("c1", Vault([new, old]).reseal(sealed)) == credentials
    assert "pk_plain" not in repr(Vault([old]))
    for bad in ([], [Secret("short")]):
        with pytest.raises(ConfigurationError) as caught:
            Vault(bad)
        assert "short" not in str(caught.value)


def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "key"
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_keys(None, file, make=False)
    made = load_keys(None, file, make=True)
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_keys(None, file, make=True) == made
    file.chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        load_keys(None, file, make=True)


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_environment(
        {"AGENT_CONNECTORS_TIMEOUT": "5", "AGENT_CONNECTORS_AUDIT_PARAMS": "true"}, redis_url=None
    )
    assert (settings.timeout, settings.audit_params, settings.redis_url) == (5.0, True, None)
    for variable, value in (("TIMEOUT", "soon"), ("AUDIT_PARAMS", "maybe")):
        with pytest.raises(ConfigurationError, match=variable):
            Settings.from_environment({f"AGENT_CONNECTORS_{variable}": value})
    with pytest.raises(ConfigurationError) as caught:
        create_app(Settings(database_url="mysql://u:secret-8@h/d", keys=_key()))
    assert "secret-8" not in str(caught.value)
    assert "secret-8" not in repr(Settings(keys="secret-8", redis_url="redis://:secret-8@h"))


def _key() -> str:
    return Fernet.generate_key().decode()


@pytest.mark.timeout(400)  # it starts some fifteen processes, one after the other
def test_one_command_and_no_installation(tmp_path: Path, sandbox: Sandbox) -> None:
    """The whole of it as an operator meets it, key rotation without a stop included."""
    admin(tmp_path, "organization", "create", "acme")
    assert "already" in admin(tmp_path, "organization", "create", "acme", fails=True)
    assert "no organization" in admin(
        tmp_path, "client", "create", "x", "--organization", "nobody", fails=True
    )
    who = log_in(tmp_path)
    with served(sandbox) as clickup:
        environment = {"AGENT_CONNECTORS_BASE_URL": clickup, "HOME": str(tmp_path / "home")}
        with replica(tmp_path, environment) as running:
            running.wait_until_ready()
            connector, token = _use(running.url, who)
        key = (tmp_path / "agent-connectors.key").read_text().strip()
        new = admin(tmp_path, "new-key").strip()
        # Both keys first, so that replicas that have not been restarted yet are understood.
        both = environment | {"AGENT_CONNECTORS_KEYS": f"{new},{key}"}
        with replica(tmp_path, both) as running:
            running.wait_until_ready()
            again = _execute(running.url, token, connector)
            assert again.status_code == 200, "tokens of the old key are good as well"
            assert "1 connectors" in admin(tmp_path, "rotate-key", keys=f"{new},{key}")
            assert _execute(running.url, token, connector).status_code == 200
        with replica(tmp_path, environment | {"AGENT_CONNECTORS_KEYS": new}) as running:
            running.wait_until_ready()
            assert _execute(running.url, token, connector).status_code == 401
            _, fresh = _use(running.url, who)
            assert _execute(running.url, fresh, connector).status_code == 200
            secret = admin(tmp_path, "client", "rotate-secret", who["client_id"]).partition("=")[2]
            time.sleep(1.0)
            assert _execute(running.url, fresh, connector).status_code == 401
            _, last = _use(running.url, who | {"client_secret": secret.strip()})
            admin(tmp_path, "client", "revoke", who["client_id"])
            time.sleep(1.0)
            assert _execute(running.url, last, connector).status_code == 401
            log = running.log.read_text()
    assert "revoked" in admin(tmp_path, "client", "list")
    assert '"operation":"user.get"' in admin(tmp_path, "audit")
    assert "no client" in admin(tmp_path, "client", "revoke", "nobody", fails=True)
    assert sorted(file.name for file in tmp_path.iterdir() if "serve-" not in file.name) == [
        "agent-connectors.db",
        "agent-connectors.key",
    ], "nothing else is written, and nothing to the home folder"
    assert (tmp_path / "agent-connectors.db").stat().st_mode & 0o077 == 0
    kept = (tmp_path / "agent-connectors.db").read_bytes()
    for secret in ("pk_secret_123", who["client_secret"], token, fresh):
        assert secret.encode() not in kept
        assert secret not in log
    for line in log.splitlines():
        if line.startswith("{"):
            assert {"at", "level", "logger", "message"} <= set(json.loads(line))


def _use(url: str, who: dict[str, str]) -> tuple[str, str]:
    token = httpx.post(f"{url}/api/v1/account/applications/token", json=who).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    found = httpx.get(f"{url}{CONNECTORS}", headers=headers).json()["data"]
    if found:
        return found[0]["id"], token
    body = {"connector_type": "Clickup-Api", "credentials": {"api_key": "pk_secret_123"}}
    made = httpx.post(f"{url}{CONNECTORS}", headers=headers, json=body).json()
    answer = _execute(url, token, made["id"])
    assert answer.status_code == 200, answer.text
    return made["id"], token


def _execute(url: str, token: str, connector: str) -> httpx.Response:
    return httpx.post(
        f"{url}{CONNECTORS}/{connector}/execute",
        headers={"Authorization": f"Bearer {token}"},
        json={"entity": "user", "action": "get"},
        timeout=20,
    )


class Reached(Sandbox):
    """Tells when a request has come, before it is answered."""

    reached = threading.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached.set()
        await super().__call__(scope, receive, send)


def test_a_shutdown_finishes_what_has_begun(tmp_path: Path) -> None:
    sandbox = Reached(tasks=5, rate_limit=None)
    admin(tmp_path, "organization", "create", "acme")
    who = log_in(tmp_path)
    with served(sandbox) as clickup:
        environment = {"AGENT_CONNECTORS_BASE_URL": clickup}
        with replica(tmp_path, environment) as running:
            running.wait_until_ready()
            connector, token = _use(running.url, who)
            sandbox.latency = 1.5
            sandbox.reached.clear()
            answers: list[Any] = []
            call = threading.Thread(
                target=lambda: answers.append(_execute(running.url, token, connector))
            )
            call.start()
            assert sandbox.reached.wait(20)
            running.process.send_signal(signal.SIGTERM)
            call.join()
            assert running.process.wait(10) in {0, -signal.SIGTERM}
    assert answers[0].status_code == 200
    on_record = admin(tmp_path, "audit", "--operation", "user.get")
    assert on_record.count('"outcome":"done"') == 2, "and it is on record"


def test_the_command_is_imported_only_when_it_is_called() -> None:
    script = """
import sys
from agent_connectors.cli.commands import cli
cli(["--help"], standalone_mode=False)
sys.exit("fastapi" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_what_is_deployed_and_documented_can_be_set() -> None:
    root = Path(__file__).parents[2]
    known = {f"AGENT_CONNECTORS_{setting.name.upper()}" for setting in fields(Settings)}
    page = (root / "docs" / "hosting.md").read_text()
    compose = (root / "deploy" / "compose.yaml").read_text()
    known_too = known | {f"{name}_FILE" for name in known if name.endswith("_URL")}
    assert set(re.findall(r"AGENT_CONNECTORS_[A-Z_]+", page + compose)) <= known_too
    table = page.partition("## Settings")[2]
    for name in known:
        assert f"`{name.removeprefix('AGENT_CONNECTORS_')}`" in table, name


async def test_a_failure_of_our_own_leaves_a_change_unknown(
    api: Api, common: Hosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise OSError("disk: pk_something")

    connector = api.create(common.put(Sandbox(rate_limit=None)))
    monkeypatch.setattr(ClickupApiConnector, "execute", broken)
    read = api.execute(connector, "user", "get")
    assert (read.status_code, read.json()["error"]["type"]) == (502, "ServerError")
    params = {"task_id": "t", "comment_text": "x"}
    write = api.execute(connector, "comments", "create", params)
    assert (write.status_code, write.json()["error"]["type"]) == (504, "OutcomeUnknown")
    assert "pk_something" not in read.text + write.text
