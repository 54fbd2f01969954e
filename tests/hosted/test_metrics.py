"""What `/metrics` tells, and that it tells what is."""

import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.vault import load_keys
from tests.hosted.api import Api
from tests.hosted.hosting import hosting
from tests.hosted.test_asked_again import Held
from tests.hosted.test_running import admin

Apis = Callable[..., Api]
TOKEN = "/api/v1/account/applications/token"


def figure(api: Api, name: str) -> float:
    """The sum of the values of a metric; what it does not tell is none at all."""
    lines = re.findall(rf"^{name}(?:{{.*}})? (\S+)$", api.client.get("/metrics").text, re.MULTILINE)
    assert lines, f"/metrics does not tell {name}"
    return sum(map(float, lines))


def until(told: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 20
    while not told():
        assert time.monotonic() < end, what
        time.sleep(0.02)


FROM_THE_START = [
    "agent_connectors_outcomes_unknown_total",
    'agent_connectors_logins_total{outcome="done"}',
    'agent_connectors_logins_total{outcome="refused"}',
    "agent_connectors_audit_lines_lost_total",
    "agent_connectors_refusals_not_written_down_total",
    "agent_connectors_budgets_used_up",
    "agent_connectors_draining",
]


def test_what_alerts_go_by_is_there_from_the_start(tmp_path: Path) -> None:
    with hosting(tmp_path) as running, httpx.Client(base_url=running.url, timeout=30) as client:
        lines = client.get("/metrics").text.splitlines()
    assert {f"{name} 0.0" for name in FROM_THE_START} <= set(lines)


def test_readiness_is_told_though_nobody_asks(tmp_path: Path) -> None:
    with hosting(tmp_path) as running, httpx.Client(base_url=running.url, timeout=30) as client:
        up = {f"agent_connectors_{name} 1.0" for name in ("ready", "database_up", "redis_up")}
        until(lambda: up <= set(client.get("/metrics").text.splitlines()), "readiness is told")
        page = client.get("/metrics").text
        assert "process_start_time_seconds" in page
        clock = re.search(r"^agent_connectors_clock_timestamp_seconds (\S+)", page, re.MULTILINE)
        assert clock
        assert abs(float(clock[1]) - time.time()) < 20


def test_since_when_the_key_is_in_use(tmp_path: Path, apis: Apis) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    file, then = tmp_path / "agent-connectors.db", 1_600_000_000

    def since(keys: str) -> float:
        with hosting(tmp_path, keys=keys, database_url=f"sqlite:///{file}") as running:
            api = apis(running)
            if keys == old:
                api.create("pk_x")
            api.client.get("/ready")
            return figure(api, "agent_connectors_key_since_timestamp_seconds")

    assert since(old) > time.time() - 1000
    # As it would be, had the server been set up long ago.
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM key_proofs").fetchone()
        aged = Fernet(old).encrypt_at_time(Fernet(old).decrypt(sealed), then)
        connection.execute("UPDATE key_proofs SET sealed = ?", (aged,))
    assert since(old) == then
    assert "open with the first key" in admin(tmp_path, "rotate-key", keys=old)
    assert since(old) == then, "the same key is as old as before"
    assert since(f"{new},{old}") == then, "nothing is encrypted with the new one yet"
    admin(tmp_path, "rotate-key", keys=f"{new},{old}")
    assert since(new) > time.time() - 1000


def test_logins(api: Api) -> None:
    def logins(outcome: str) -> float:
        return figure(api, f'agent_connectors_logins_total{{outcome="{outcome}"}}')

    done, refused = logins("done"), logins("refused")
    wrong = api.member.credentials() | {"client_secret": "wrong"}
    assert api.client.post(TOKEN, json=wrong).status_code == 401
    assert api.client.post(TOKEN, json=api.member.credentials()).status_code == 200
    assert (logins("done"), logins("refused")) == (done + 1, refused + 1)


def test_outcomes_that_nobody_knows(tmp_path: Path, apis: Apis) -> None:
    held = Held()
    with hosting(tmp_path, timeout=6.0) as running:
        api = apis(running)
        connector = api.create(running.put(held))
        task = next(iter(held.workspace.tasks))
        # Of a read nobody needs to know.
        for held.holds, entity, action, more, known in (
            ("GET", "user", "get", {}, 0.0),
            ("POST", "comments", "create", {"task_id": task, "comment_text": "x"}, 1.0),
        ):
            answer = api.execute(connector, entity, action, more)
            held.let_go.set()
            held.let_go = threading.Event()
            assert answer.status_code == 504
            assert figure(api, "agent_connectors_outcomes_unknown_total") == known


def test_who_stands_in_line_and_that_the_budget_is_used_up(tmp_path: Path, apis: Apis) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=10, rate_window=4)
    with hosting(tmp_path) as running:
        api = apis(running)
        connector = api.create(running.put(sandbox))
        assert api.execute(connector, "user", "get").status_code == 200
        assert figure(api, "agent_connectors_rate_waiting") == 0

        def look() -> bool:
            in_line = figure(api, "agent_connectors_rate_waiting")
            return in_line >= 5 and figure(api, "agent_connectors_budgets_used_up") == 1

        with ThreadPoolExecutor(24) as pool:
            calls = [pool.submit(api.execute, connector, "user", "get") for _ in range(24)]
            until(look, "the line is told")
            assert {call.result().status_code for call in calls} == {200}
        assert figure(api, "agent_connectors_rate_waiting") == 0
        assert figure(api, "agent_connectors_rate_waits_total") >= 5
        assert figure(api, "agent_connectors_organization_limited_total") == 0


def test_settings_with_a_password_may_be_in_files(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://u:secret-5@h/d\n")
    named = {"AGENT_CONNECTORS_DATABASE_URL_FILE": str(file)}
    assert Settings.from_environment(named).database_url == "postgresql://u:secret-5@h/d"
    both = named | {"AGENT_CONNECTORS_DATABASE_URL": "sqlite:///x.db"}
    with pytest.raises(ConfigurationError, match="twice") as caught:
        Settings.from_environment(both)
    for wrong in (tmp_path / "none", tmp_path):
        with pytest.raises(ConfigurationError, match="cannot be read"):
            Settings.from_environment({"AGENT_CONNECTORS_REDIS_URL_FILE": str(wrong)})
    file.write_bytes(b"\xff\xfe secret-5")
    with pytest.raises(ConfigurationError, match="no text") as caught:
        Settings.from_environment(named)
    assert "secret-5" not in str(caught.value)
    file.write_text("\n")
    with pytest.raises(ConfigurationError, match="empty"):
        Settings.from_environment(named)
    with pytest.raises(ConfigurationError, match="DATABASE_URL_FILE"):
        Settings.from_environment({"AGENT_CONNECTORS_DATABSE_URL_FILE": "x"})
    with pytest.raises(ConfigurationError, match="no setting"):
        Settings.from_environment({"AGENT_CONNECTORS_TIMEOUT_FILE": "x"})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file of root's")
def test_a_key_file_of_roots_may_be_read_by_the_group_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keys"
    file.write_text(Fernet.generate_key().decode())
    file.chmod(0o440)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        load_keys(None, file, make=False)
    monkeypatch.setattr("os.geteuid", lambda: 10001)
    assert load_keys(None, file, make=False)
    for mode in (0o444, 0o460):
        file.chmod(mode)
        with pytest.raises(ConfigurationError, match="chmod 600"):
            load_keys(None, file, make=False)
