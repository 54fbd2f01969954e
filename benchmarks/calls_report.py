"""Calls one after another and many at once: ours, Airbyte's, and raw httpx beside each."""

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx

from benchmarks.environments import interpreter, quiet, sandbox
from benchmarks.table import Table

_PAGE = 104_000
"""Bytes of the page to fetch."""


_CONTENDERS = ("ours", "ours-fast", "airbyte")

_AT_MOST = {("ours", "page"): 1.00, ("ours", "small"): 1.10}
"""Bounds on the time of one call, of raw httpx."""

_AT_LEAST = {("ours", "page"): 1.5, ("ours", "small"): 1.5, ("ours-fast", "small"): 3.0}
"""Bounds on the calls a second, of raw httpx."""


def measure(table: Table) -> None:
    """Runs `calls.py` for every contender against one sandbox process."""
    with sandbox(tasks=250, rate_limit=10_000_000) as url:
        list_id, count, size = _prepare(url)
        results = {name: _run(name, url, list_id) for name in _CONTENDERS}
    table.heading(f"One call after another, of raw httpx ({count} tasks, {size:,} bytes a page)")
    for name in _CONTENDERS:
        for kind in ("page", "small"):
            figures = results[name][kind]
            table.line(
                f"execute, {kind}, {name}",
                figures["call_us"] / figures["raw_us"],
                bound=_AT_MOST.get((name, kind)),
                note=f"{figures['call_us']:.0f} of {figures['raw_us']:.0f} us",
            )
    table.heading("2,000 calls, 100 at once, of raw httpx with default limits")
    for name in _CONTENDERS:
        for kind in ("page", "small"):
            figures = results[name][f"{kind}_at_once"]
            table.line(
                f"execute, {kind}, {name}",
                figures["call"] / figures["raw"],
                bound=_AT_LEAST.get((name, kind)),
                better="higher",
                note=f"{figures['call']:.0f} of {figures['raw']:.0f} a second",
            )


def _prepare(url: str) -> tuple[str, int, int]:
    """A list whose page is about as large as wanted: its id, its tasks, its bytes."""
    with httpx.Client(base_url=url, headers={"Authorization": "pk_prepare"}) as client:
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


def _run(contender: str, url: str, list_id: str) -> Any:
    script = Path(__file__).with_name("calls.py")
    name = contender.removesuffix("-fast")
    command = [str(interpreter(contender)), str(script), name, url, list_id]
    return json.loads(subprocess.check_output(command, text=True, env=quiet()))
