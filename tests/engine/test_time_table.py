"""Hundreds of times as people say them, at the end of a month, when clocks change, at New Year."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.engine.times.moments import Moment, NotATime
from agent_connectors.engine.times.timestamps import to_milliseconds


def table() -> list[tuple[datetime, str, str]]:
    """When something is said, what, and what is meant."""
    rows, now = [], datetime.now(UTC)
    lines = Path(__file__).with_name("time_table.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("["):
            at, _, zone = line.strip("[]").rpartition(" ")
            now = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone))
        elif line and not line.startswith("#"):
            said, _, meant = line.partition(" = ")
            rows.append((now, said, meant))
    return rows


TABLE = table()


def read(said: str, now: datetime) -> str:
    """What is meant, as the table writes it; with the offset last."""
    meant = to_milliseconds(said.removeprefix("< "), past=said.startswith("< "))

    def shown(at: int, *, day: bool) -> str:
        there = datetime.fromtimestamp(at / 1000, now.tzinfo)
        return str(there.date()) if day else there.isoformat(" ", "minutes")

    if not isinstance(meant, Moment):
        return re.sub(r"(?=[+-]\d\d:\d\d$)", " ", shown(meant, day=False))
    first = shown(meant.first(now), day=meant.whole_day)
    if not meant.vague:
        return re.sub(r"(?=[+-]\d\d:\d\d$)", " ", first)
    ends = [re.sub(r"[+-]\d\d:\d\d$", "", first)]
    if meant.edge == "since":
        return f"{ends[0]}.."
    until = shown(meant.until(now), day=meant.whole_day)
    return "..".join([*ends, re.sub(r"[+-]\d\d:\d\d$", "", until)])


@pytest.mark.parametrize(
    ("now", "said", "meant"), TABLE, ids=[f"{now.date()} {said}" for now, said, _ in TABLE]
)
def test_what_is_said_is_what_is_meant(now: datetime, said: str, meant: str) -> None:
    if meant.startswith("- "):
        with pytest.raises(NotATime, match=re.escape(meant[2:])):
            read(said, now)
        return
    got = read(said, now)
    wanted_offset = re.search(r" [+-]\d\d:\d\d$", meant)
    assert (got if wanted_offset else re.sub(r" [+-]\d\d:\d\d$", "", got)) == meant


def test_the_table_is_long_and_says_nothing_twice() -> None:
    assert len({(now, said) for now, said, _ in TABLE}) == len(TABLE) >= 300
    assert len({now for now, *_ in TABLE}) == 4
