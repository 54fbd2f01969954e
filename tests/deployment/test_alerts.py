"""A real Prometheus on two replicas: what happens to them, alerts, their rules, the dashboard."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import yaml
from cryptography.fernet import Fernet

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.hosted.metrics import Metrics
from tests.deployment.front import DEPLOY, REPLICAS, ROOT, Front, free_port, front, program
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.test_asked_again import Held

RULES = DEPLOY / "prometheus" / "alerts.yml"
DASHBOARD = DEPLOY / "grafana" / "dashboards" / "agent-connectors.json"
TOKEN = "/api/v1/account/applications/token"
THEN = 1_600_000_000


def alerts() -> dict[str, dict[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text())["groups"]
    return {rule["alert"]: rule for rule in group["rules"]}


def shown() -> list[str]:
    """The expressions of the dashboard, as Prometheus is asked for them."""
    panels = json.loads(DASHBOARD.read_text())["panels"]
    found = [target["expr"] for panel in panels for target in panel.get("targets", [])]
    assert len(found) > 20
    return [expr.replace("$__rate_interval", "1m").replace("$organization", ".*") for expr in found]


def test_rules_and_configuration_are_sound() -> None:
    for command in (
        f"check config {DEPLOY}/prometheus/prometheus.yml",
        f"check rules --lint=all --lint-fatal {RULES}",
        f"test rules {DEPLOY}/prometheus/alerts.test.yml",
    ):
        done = subprocess.run(
            [program("promtool"), *command.split()], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_each_alert_is_tried_both_ways_and_explained() -> None:
    tests = yaml.safe_load((DEPLOY / "prometheus" / "alerts.test.yml").read_text())["tests"]
    tried = [each for test in tests for each in test["alert_rule_test"]]
    for way in (True, False):
        assert {each["alertname"] for each in tried if bool(each["exp_alerts"]) is way} == set(
            alerts()
        )
    page = (ROOT / "docs" / "deploying.md").read_text()
    table = set(re.findall(r"^\| `(\w+)` \|", page.partition("## Alerts")[2], re.MULTILINE))
    assert table == set(alerts())


def test_metrics_are_named_as_prometheus_wants(running: Front) -> None:
    done = subprocess.run(
        [program("promtool"), "check", "metrics"],
        input=running.metrics(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_metric_that_is_asked_for_is_there() -> None:
    page = Metrics().page().decode()
    told = set(re.findall(r"^# TYPE (\S+)", page, re.MULTILINE))
    # Counted elsewhere, which a server adds.
    told |= {
        f"agent_connectors_{name}_total"
        for name in ("audit_lines_lost", "refusals_not_written_down")
    }
    told |= {f"{name}_bucket" for name in told}
    asked = " ".join([*(rule["expr"] for rule in alerts().values()), *shown()])
    named = set(re.findall(r"\b((?:agent_connectors|process)_\w+)", asked))
    assert len(named) > 20
    assert named <= told


class Watch:
    """A real Prometheus that watches the replicas."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, expr: str) -> list[dict[str, Any]]:
        answer = httpx.get(f"{self.url}/api/v1/query", params={"query": expr}, timeout=20).json()
        assert answer["status"] == "success", answer
        found: list[dict[str, Any]] = answer["data"]["result"]
        return found

    def fires(self, alert: str, expr: str | None = None) -> list[dict[str, str]]:
        """The labels with which an alert's expression holds."""
        return [each["metric"] for each in self.ask(expr or alerts()[alert]["expr"])]

    def wait(self, alert: str, expr: str | None = None, *, count: int | None = None) -> Any:
        """Waits until it holds for so many; for any if not given."""
        end = time.monotonic() + 60
        while len(found := self.fires(alert, expr)) != count and (count is not None or not found):
            assert time.monotonic() < end, f"{alert}: {found}"
            time.sleep(0.3)
        return found


@contextmanager
def prometheus(folder: Path, front: Front) -> Iterator[Watch]:
    """The shipped configuration, with addresses in the place of a name, and looking more often."""
    shipped = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    (job,) = shipped["scrape_configs"]
    (named,) = job.pop("dns_sd_configs")
    assert named["names"] == ["server"]
    job["static_configs"] = [{"targets": [f"{host}:{front.metrics_port}" for host in REPLICAS]}]
    shipped["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    shipped["rule_files"] = [str(RULES)]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(shipped))
    port = free_port()
    command = [
        program("prometheus"),
        f"--config.file={folder}/prometheus.yml",
        f"--storage.tsdb.path={folder}/data",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    log = folder / "prometheus.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink, cwd=folder)
    watch = Watch(f"http://127.0.0.1:{port}")
    try:
        end = time.monotonic() + 60
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            try:
                if len(watch.ask('up{job="agent-connectors"} == 1')) == len(REPLICAS):
                    break
            except (httpx.HTTPError, ValueError):
                pass
            time.sleep(0.3)
        yield watch
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def sandbox() -> Held:
    return Held(rate_limit=20, rate_window=5)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    limits = {"calls_at_once": "40", "timeout": "30", "window_seconds": "5"}
    with front(folder, sandbox, **limits) as made:
        yield made


def test_what_happens_is_told(tmp_path: Path, running: Front, sandbox: Held) -> None:
    age_the_key(running)
    with prometheus(tmp_path, running) as watch, running.api() as api:
        connector = api.create("pk_alerts")
        for _ in range(8):  # so that both replicas have met the organization
            assert api.execute(connector, "user", "get").status_code == 200
        organization = {"organization": api.member.organization}

        watch.wait("ReplicaNotReady", count=0)
        assert watch.wait("KeyOld") == [{"job": "agent-connectors"}]
        quiet = set(alerts()) - {"KeyOld"}
        assert {alert for alert in quiet if watch.fires(alert)} == set()

        # Somebody tries secrets, slowly enough for nginx.
        wrong = api.member.credentials() | {"client_secret": "wrong"}
        refused = [api.client.post(TOKEN, json=wrong).status_code for _ in range(45)]
        assert refused.count(401) > 25
        assert watch.wait("LoginsRefused") == [{"job": "agent-connectors"}]

        # A tenant makes more calls than it may, which stand in line for the budget.
        with ThreadPoolExecutor(120) as pool:
            calls = [pool.submit(many, running, connector, api) for _ in range(120)]
            long = alerts()["QueueLong"]["expr"].replace("[5m]", "[3s]")
            assert watch.wait("QueueLong", long) == [organization]
            used_up = alerts()["BudgetUsedUp"]["expr"].replace("[15m]", "[3s]")
            assert watch.wait("BudgetUsedUp", used_up)
            statuses = [call.result() for call in calls]
        assert statuses.count(429) > 10
        assert watch.wait("TenantThrottled") == [organization]

        # Of a change no answer comes.
        sandbox.holds = "POST"
        task = next(iter(sandbox.workspace.tasks))
        params = {"task_id": task, "comment_text": "x"}
        lost = api.execute(connector, "comments", "create", params, headers={"Prefer": "wait=15"})
        sandbox.let_go.set()
        assert (lost.status_code, lost.json()["error"]["type"]) == (504, "OutcomeUnknown")
        watch.wait("OutcomesUnknown")  # on the replica that sent it

        # The database takes nobody in.
        with refusing(running):
            watch.wait("DatabaseAway", count=2)
            watch.wait("ReplicaNotReady", count=2)
            watch.wait("NobodyServes")
        watch.wait("DatabaseAway", count=0)
        watch.wait("NobodyServes", count=0)

        # One is killed.
        running.replicas[0].kill()
        (down,) = watch.wait("ReplicaDown")
        assert down["instance"].startswith(REPLICAS[0])
        watch.wait("TooFewReplicas")

        assert {each for each in shown() if not watch.ask(each)} <= never()
        told = httpx.get(f"{watch.url}/api/v1/rules").json()["data"]["groups"][0]["rules"]
        assert [rule["name"] for rule in told] == list(alerts())
        assert {rule["health"] for rule in told} == {"ok"}


def never() -> set[str]:
    """What shows nothing yet: 24 hours and rates have not gone by."""
    return set()


def many(running: Front, connector: str, api: Api) -> int:
    body = {"entity": "user", "action": "get", "params": {}}
    path = f"{CONNECTORS}/{connector}/execute"
    with running.client() as client:
        return client.post(path, json=body, headers=api.headers, timeout=60).status_code


def age_the_key(running: Front) -> None:
    """As it is where the server was set up long ago."""
    settings = running.store.settings
    fernet = Fernet(str(settings.keys))

    async def work() -> None:
        connection = await asyncpg.connect(settings.database_url)
        sealed = await connection.fetchval("SELECT sealed FROM key_proofs")
        aged = fernet.encrypt_at_time(fernet.decrypt(sealed), THEN)
        await connection.execute("UPDATE key_proofs SET sealed = $1", aged)
        await connection.close()

    run_sync(work)


@contextmanager
def refusing(running: Front) -> Iterator[None]:
    """The database lets nobody in."""
    url = running.store.settings.database_url
    server, _, name = url.rpartition("/")

    async def allow(yes: str) -> None:
        connection = await asyncpg.connect(f"{server}/postgres")
        await connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {yes}')
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name
        )
        await connection.close()

    run_sync(lambda: allow("false"))
    try:
        yield
    finally:
        run_sync(lambda: allow("true"))
