"""Syncs of workspaces of several sizes: requests, minutes, memory, size of the file."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks.environments import ROOT, sandbox
from benchmarks.store import grid
from benchmarks.table import Table

__all__ = ["SECTION", "measure", "replica", "write"]

SECTION = "Sync"

_CHANGES = 50

_UNLIMITED = 1_000_000

_COMMENTED = 1_000
"""Tasks up to which a sync with comments is measured: they take a request each."""


@contextmanager
def replica(tasks: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """A served sandbox, and where its replica is to be."""
    with sandbox(tasks=tasks, rate_limit=_UNLIMITED) as url:
        yield url, folder / f"{tasks}.db"


def measure(table: Table, url: str, path: Path, tasks: int) -> dict[str, str]:
    """Syncs, changes 50 tasks, syncs again.

    Args:
        table: Where figures are printed.
        url: Where the sandbox is served.
        path: The file, which is left behind as the first sync made it.
        tasks: How many there are.

    Returns:
        The cells of the page, by row.
    """
    table.heading(f"Sync of a workspace of {tasks:,} tasks, 100 requests a minute, 0.3 s an answer")
    now = time.time()
    first = _sync(url, path, now, "--without-comments")
    least = _least(url)
    size = path.stat().st_size / 1e6
    ratio = first["requests"] / least
    note = f"{first['requests']:,} of {least:,}"
    table.line("first sync, of the least possible requests", ratio, bound=1.1, note=note)
    table.line("minutes", first["seconds"] / 60, "")
    table.line("file", size, "MB")
    table.line("memory of the process that syncs", first["memory"], "MB", bound=150)
    then = now + first["seconds"]
    idle = _sync(url, path, then + 120, "--without-comments")
    table.line("requests two minutes later, nothing changed", idle["requests"], "")
    _change(url, path)
    again = _sync(url, path, then + 240, "--without-comments")
    table.line("requests after 50 changes", again["requests"], "", bound=5)
    later = _sync(url, path, then + 4000, "--without-comments")
    table.line("requests an hour later, nothing changed", later["requests"], "")
    cells = {
        "requests of the first sync, without comments": f"{first['requests']:,}",
        "least possible": f"{least:,}",
        "of the least possible": f"{ratio:.2f}",
        "minutes": f"{first['seconds'] / 60:.1f}",
        "size of the file, MB": f"{size:,.0f}",
        "memory of the process, MB": f"{first['memory']:.0f}",
        "requests two minutes later, without changes": f"{idle['requests']:,}",
        f"requests after {_CHANGES} changes": f"{again['requests']:,}",
        "requests after an hour without changes": f"{later['requests']:,}",
    }
    return cells | _with_comments(table, url, path, tasks)


def _with_comments(table: Table, url: str, path: Path, tasks: int) -> dict[str, str]:
    first_name, again_name = "requests with comments", "requests after 50 changes, with comments"
    if tasks > _COMMENTED:
        return {first_name: "", "minutes with comments": "", again_name: ""}
    other = path.with_suffix(".all.db")
    now = time.time()
    first = _sync(url, other, now)
    _change(url, other)
    again = _sync(url, other, now + first["seconds"] + 120)
    other.unlink()
    table.line("requests with comments", first["requests"], "")
    table.line("minutes with comments", first["seconds"] / 60, "")
    table.line("requests after 50 changes, with comments", again["requests"], "")
    return {
        first_name: f"{first['requests']:,}",
        "minutes with comments": f"{first['seconds'] / 60:.1f}",
        again_name: f"{again['requests']:,}",
    }


def _sync(url: str, path: Path, start: float, *flags: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.store.syncing", url, str(path), str(start), *flags]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    if found["refused"]:
        raise RuntimeError(f"{found['refused']} requests were refused")
    return found


def _least(url: str) -> int:
    """The requests without which no client can read what the replica holds, comments left out.

    Whose the token is, the workspaces; spaces, their folders and lists, and once more those that
    are archived; tasks by the hundred, and archived ones of each list; one of tracked time, goals
    and docs each; what is below each goal and doc; the views of the workspace and of each space.
    """
    with httpx.Client(base_url=f"{url}/api", headers={"Authorization": "pk_state"}) as client:

        def get(path: str, **query: Any) -> Any:
            return client.get(path, params=query).raise_for_status().json()

        team = get("/v2/team")["teams"][0]["id"]
        spaces = folders = lists = 0
        for archived in ("false", "true"):
            query = {"archived": archived}
            for space in get(f"/v2/team/{team}/space", **query)["spaces"]:
                spaces += 1
                for also in ("false", "true"):
                    found = get(f"/v2/space/{space['id']}/folder", archived=also)["folders"]
                    folders += len(found)
                    lists += len(get(f"/v2/space/{space['id']}/list", archived=also)["lists"])
                    lists += sum(len(folder["lists"]) for folder in found)
        answer = get(f"/v2/team/{team}/goal", include_completed="true")
        goals = len(answer["goals"]) + sum(len(folder["goals"]) for folder in answer["folders"])
        docs = len(get(f"/v3/workspaces/{team}/docs", limit=100)["docs"])
        page = 0
        query = {"subtasks": "true", "include_closed": "true"}
        # Twice as far until there is nothing, then back: the last page.
        low, high = 0, 1
        while get(f"/v2/team/{team}/task", page=high, **query)["tasks"]:
            low, high = high, 2 * high
        while high - low > 1:
            page = (low + high) // 2
            there = get(f"/v2/team/{team}/task", page=page, **query)["tasks"]
            low, high = (page, high) if there else (low, page)
    places = 2 + 4 * spaces + folders + lists
    return 2 + places + high + 1 + 1 + goals + 1 + docs + 1 + spaces


def _change(url: str, path: Path) -> None:
    """Renames fifty tasks from all over the workspace, as somebody else."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM tasks ORDER BY id")]
    headers = {"Authorization": "pk_other"}
    with httpx.Client(base_url=f"{url}/api", headers=headers) as client:
        for key in ids[:: max(1, len(ids) // _CHANGES)][:_CHANGES]:
            client.put(f"/v2/task/{key}", json={"name": f"Renamed {key}"}).raise_for_status()


def write(figures: dict[int, dict[str, str]]) -> None:
    """Writes what was measured into the page, a column a size."""
    rows: dict[str, dict[str, str]] = {}
    for tasks, cells in figures.items():
        for row, cell in cells.items():
            rows.setdefault(row, {})[f"{tasks:,} tasks"] = cell
    grid.write(SECTION, rows)
