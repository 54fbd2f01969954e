"""Tracked time is read in windows: few where there is little, and all that there is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.clickup.store.feeds import FEEDS
from agent_connectors.engine.errors import InvalidResponse
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.store.feeds import Walk

YEAR = 365 * 86_400_000
NOW = 1_773_835_200.0  # noon of 18 March 2026

_LONG = ["comments", "replies", "doc_pages"]


def tracked_at(sandbox: Sandbox, start: int) -> str:
    """Moves an entry to a time; gives its id."""
    entry = next(e for e in sandbox.workspace.time_entries.values() if e.end is not None)
    assert entry.end is not None
    entry.start, entry.end = start, start + entry.end - entry.start
    return entry.id


def spans(sandbox: Sandbox) -> list[tuple[int, int]]:
    asked = [parse_qs(r.query) for r in sandbox.requests if r.path.endswith("/time_entries")]
    return [(int(one["start_date"][0]), int(one["end_date"][0])) for one in asked]


@pytest.mark.parametrize("years", [-1, 0.2, 3, 9, 15])
async def test_what_was_tracked_long_ago_is_found(years: float, tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=40, rate_limit=None, clock=lambda: NOW)
    known = tracked_at(sandbox, round(NOW * 1000 - years * YEAR))
    store = ContextStore(
        ClickupApiConnector.sandbox(sandbox), tmp_path / "time.db", without=_LONG, clock=lambda: NOW
    )
    await store.sync()
    rows = await store.sql(f"SELECT id FROM time_entries WHERE id = '{known}'")  # noqa: S608
    assert len(rows.data) == 1
    assert len(spans(sandbox)) == 3
    store.close()


class Overflowing:
    """A ClickUp that tracked so much, years ago, that only short windows can be answered."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.given: set[int] = set()

    async def rows(self, _: str, __: Sequence[Any] = ()) -> list[dict[str, Any]]:
        return [{"id": "1"}]

    def warn(self, text: str) -> None:
        raise AssertionError(text)

    def now(self) -> int:
        return round(NOW * 1000)

    async def ask(
        self, _: str, __: str, params: Mapping[str, Any], *, keyed: bool = True
    ) -> ExecuteResult[Any]:
        start, end = params["start_date"], params["end_date"]
        self.asked.append((start, end))
        busy = range(self.now() - 4 * YEAR, self.now() - YEAR, YEAR // 100)
        times = [at for at in busy if start <= at <= end]
        if len(times) > 60:
            raise InvalidResponse("The answer is too long.")
        self.given.update(times)
        found = [{"id": str(at), "start": at} for at in times]
        return ExecuteResult(found, Meta(count=len(found)))


async def test_a_window_that_no_answer_can_hold_is_read_in_shorter_ones() -> None:
    feed = next(feed for feed in FEEDS if feed.name == "time")
    assert isinstance(feed, Walk)
    source = Overflowing()
    async for _ in feed.pages(source, {"id": "9"}, None):
        assert len(source.asked) < 100
    assert len(source.given) == 300
