"""How long a store takes to answer, and DuckDB on the same rows."""

import asyncio
import json
import statistics
import subprocess
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from benchmarks.environments import interpreter
from benchmarks.store import grid
from benchmarks.store.queries import QUERIES, SEARCHES
from benchmarks.table import Table

__all__ = ["SECTION", "measure", "write"]

SECTION = "Questions to one file"

ROUNDS = 9

_MEDIAN = "a question, the median of 20"


def measure(table: Table, url: str, path: Path, tasks: int, *, duckdb: bool) -> dict[str, Any]:
    """Asks all of the fixed list.

    Args:
        table: Where figures are printed.
        url: Where the sandbox is served that the store is of.
        path: The file of the store.
        tasks: How many tasks it has.
        duckdb: Whether DuckDB is asked too.

    Returns:
        Milliseconds of processor time, the median of nine rounds: by question, `SQLite` and
        `DuckDB`.
    """
    table.heading(f"Questions to a store of {tasks:,} tasks, milliseconds")
    ours = asyncio.run(_ask(url, path))
    theirs: dict[str, Any] = _duckdb(path) if duckdb else {"times": {}}
    for name, milliseconds in ours.items():
        other = theirs["times"].get(name)
        note = "" if other is None else f"DuckDB {other:.1f}"
        table.line(name, milliseconds, "ms", note=note)
    median = statistics.median(ours.values())
    table.line(_MEDIAN, median, "ms", bound=50)
    if duckdb:
        table.line("DuckDB's file, without ClickUp's JSON", theirs["megabytes"], "MB")
    return {"ours": ours | {_MEDIAN: median}, "theirs": theirs["times"]}


async def _ask(url: str, path: Path) -> dict[str, float]:
    key = ClickupApiAuthConfig("pk_benchmark")
    async with ClickupApiConnector(key, base_url=url, store=path) as connector:
        store = connector.store
        found = {}
        for name, query in QUERIES.items():
            found[name] = await _median(lambda sql=query.sql: store.sql(sql, timeout=60))  # type: ignore[misc]
        for name, search in SEARCHES.items():
            found[f"search: {name}"] = await _median(
                lambda given=search.query: store.search("tasks", given)  # type: ignore[misc]
            )
    return found


async def _median(ask: Callable[[], Awaitable[Any]]) -> float:
    times = []
    for _ in range(ROUNDS):
        # What the machine does besides counts not: the store works in a thread of this process.
        begun = time.process_time()
        await ask()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def _duckdb(path: Path) -> dict[str, Any]:
    queries = {name: query.duckdb or query.sql for name, query in QUERIES.items()}
    searches = {f"search: {name}": search.duckdb for name, search in SEARCHES.items()}
    queries |= {name: sql for name, sql in searches.items() if sql}
    folder = path.parent / "duckdb"
    folder.mkdir()
    command = [interpreter("duckdb"), Path(__file__).with_name("duck.py"), path, folder]
    done = subprocess.run(
        list(map(str, command)),
        input=json.dumps(queries),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def write(figures: dict[int, dict[str, Any]]) -> None:
    """Writes what was measured into the page, a column a size and side."""
    rows: dict[str, dict[str, str]] = {}
    for tasks, found in figures.items():
        for side, label in (("ours", f"{tasks:,} tasks"), ("theirs", f"{tasks:,} tasks, DuckDB")):
            for name, milliseconds in found[side].items():
                rows.setdefault(name, {})[label] = f"{milliseconds:.1f}"
    grid.write(SECTION, rows)
