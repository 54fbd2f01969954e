"""What the hop through a server for hosted execution costs."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks.environments import sandbox
from benchmarks.table import Table

_PAGE = 104_000
"""Bytes of a page of 100 tasks."""


def measure(table: Table) -> None:
    """Loads one server process with a SQLite file, in front of one sandbox process."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sandbox(tasks=250, rate_limit=10_000_000) as clickup,
        _server(Path(folder), clickup) as (url, pid, environment),
    ):
        list_id, count, size = _prepare(clickup)
        token, connector = _log_in(url, environment)
        script = str(Path(__file__).with_name("hosted_load.py"))
        command = [sys.executable, script, url, token, connector, list_id, str(pid)]
        figures = json.loads(subprocess.check_output(command, text=True))
    table.heading(f"Hosted execution, one server process ({count} tasks, {size:,} bytes a page)")
    table.line("CPU of the server, page of tasks", figures["page_ms"], "ms", bound=2.0)
    table.line("CPU of the server, small answer", figures["small_ms"], "ms")
    table.line("small answers, 32 at once", figures["rate"], "/s", bound=300, better="higher")
    note = f"from {figures['memory']:.0f} MB"
    table.line("memory gained in 20,000 calls", max(figures["growth"], 0), "MB", bound=5, note=note)


@contextlib.contextmanager
def _server(folder: Path, clickup: str) -> Iterator[tuple[str, int, dict[str, str]]]:
    """A server that runs in another process: its URL, its process, its environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "AGENT_CONNECTORS_DATABASE_URL": f"sqlite:///{folder / 'server.db'}",
        "AGENT_CONNECTORS_KEY_FILE": str(folder / "server.key"),
        "AGENT_CONNECTORS_BASE_URL": clickup,
    }
    with (folder / "log").open("wb") as log:
        command = [_program(), "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{url}/ready").status_code == 200:
                    break
            time.sleep(0.05)
        yield url, process.pid, environment
    finally:
        process.terminate()
        process.wait()


def _log_in(url: str, environment: dict[str, str]) -> tuple[str, str]:
    """An access token, and the id of a connector."""
    admin = [_program(), "serve", "admin"]
    subprocess.check_output([*admin, "organization", "create", "bench"], env=environment)
    made = subprocess.check_output(
        [*admin, "client", "create", "bench", "--organization", "bench", "--manage"],
        env=environment,
        text=True,
    )
    client_id, secret = (line.partition("=")[2] for line in made.splitlines())
    with httpx.Client(base_url=url) as client:
        token = client.post(
            "/api/v1/account/applications/token",
            json={"client_id": client_id, "client_secret": secret},
        ).json()["access_token"]
        connector = client.post(
            "/api/v1/integrations/connectors",
            headers={"Authorization": f"Bearer {token}"},
            json={"connector_type": "Clickup-Api", "credentials": {"api_key": "pk_benchmark"}},
        ).json()["id"]
    return token, connector


def _prepare(clickup: str) -> tuple[str, int, int]:
    """A list of tasks whose page is about as large as wanted: its id, its tasks, its bytes."""
    with httpx.Client(base_url=clickup, headers={"Authorization": "pk_prepare"}) as client:
        team = client.get("/api/v2/team").json()["teams"][0]["id"]
        space = client.get(f"/api/v2/team/{team}/space").json()["spaces"][0]["id"]
        made = client.post(f"/api/v2/space/{space}/list", json={"name": "Benchmark"}).json()
        page = f"/api/v2/list/{made['id']}/task"
        for count in range(1, 101):
            client.post(page, json={"name": f"Check the sensors in building {count}"})
            size = len(client.get(page).content)
            if size >= _PAGE:
                break
        return made["id"], count, size


def _program() -> str:
    return str(Path(sys.executable).with_name("agent-connectors"))
