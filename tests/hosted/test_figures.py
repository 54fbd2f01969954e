"""The command that measures the server: its simulation, its bounds and its page."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.table import Table
from tests.hosted.figures import page, plots
from tests.hosted.figures.__main__ import PARTS, check
from tests.hosted.figures.agents import Verdict
from tests.hosted.figures.faults import FAULTS
from tests.hosted.figures.simulation import Fleet, jain, simulate

COSTS = {
    "read_ms": 1.0,
    "write_ms": 1.4,
    "look_up_ms": 0.3,
    "round_trip_ms": 0.1,
    "database_look_up_ms": 0.15,
    "database_line_ms": 0.1,
    "redis_command_ms": 0.005,
    "base_mb": 90.0,
    "token_kb": 21.0,
    "token_files": 1.0,
}

FLEET = Fleet(4, tokens=8, a_minute=90.0, part=1, seconds=200.0)


def test_a_fleet_keeps_the_limits_and_is_fair() -> None:
    told = simulate(FLEET, COSTS)
    assert told["refused"] == 0, "no 429"
    assert told["done"] == pytest.approx(8 * 90 / 60, rel=0.15)
    assert told["fair_tokens"] > 0.95
    assert told["live_tokens"] == 8
    assert told["look_ups"] > 0
    assert told["commands"] > told["round_trips"] > told["done"]
    assert 0 < told["cpu"] < 0.2


def test_the_same_seed_gives_the_same_figures() -> None:
    fleet = replace(FLEET, seconds=60.0)
    first = simulate(fleet, COSTS)
    # The clock begins at another moment, which shows in the last digits of a difference.
    assert simulate(fleet, COSTS) == pytest.approx(first, rel=1e-6)
    assert simulate(replace(fleet, seed=2), COSTS) != pytest.approx(first, rel=1e-6)


def test_who_asks_for_too_much_waits_and_others_of_the_token_do_not() -> None:
    # Together they ask for more than the limit; the quiet ones each for less than their share.
    told = simulate(replace(FLEET, replicas=1, a_minute=150.0, clients=16, seconds=240.0), COSTS)
    assert told["refused"] == 0
    assert told["done"] <= 8 * 100 / 60 * 1.1
    assert told["wait_noisy"] > 2 * told["wait_quiet"]


def test_too_few_replicas_fall_behind() -> None:
    few = simulate(replace(FLEET, replicas=1, tokens=40, part=40, seconds=60.0), COSTS)
    dear = simulate(
        replace(FLEET, replicas=1, tokens=40, part=40, seconds=60.0),
        COSTS | {"read_ms": 40.0, "write_ms": 40.0},
    )
    assert few["cpu"] < 1 < dear["cpu"]
    assert dear["done"] < few["done"]


def test_jain() -> None:
    assert jain([3, 3, 3]) == 1.0
    assert jain([9, 0, 0]) == pytest.approx(1 / 3)
    assert jain([]) == jain([0, 0]) == 1.0


def test_a_missed_bound_is_seen() -> None:
    table = Table()
    check(table, "faults", {"kill": Verdict(requests=2, done=2, carried_out=2).row()})
    check(table, "cost", {"read": {"sqlite ratio": 0.8, "postgres ratio": 0.9}})
    assert table.kept
    check(table, "soak", Verdict(doubled=1).row())
    assert not table.kept
    for part, told in (
        ("logins", {"p99": 1.1}),
        ("revocation", {"last": 1.1, "late": 0}),
        ("memory", {"calls": 10, "gained": 5.1}),
        ("capacity", [{"refused": 1}]),
    ):
        table = Table()
        check(table, part, told)
        assert not table.kept, part


def test_the_page_and_the_plots_are_of_the_figures() -> None:
    figures: dict[str, Any] = page.load()
    assert set(figures) <= {*PARTS, "soak"}
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.render(text, figures) == text, "run `python -m tests.hosted.figures PART`"
    for name, picture in plots.draw(figures).items():
        assert page.FIGURES.with_name(name).read_text(encoding="utf-8") == picture


def test_the_figures_keep_their_bounds() -> None:
    """Those that are counts; what is time is told as it was measured."""
    figures: dict[str, Any] = page.load()
    assert set(figures.get("faults", {})) <= set(FAULTS)
    for row in (*figures.get("faults", {}).values(), figures.get("soak")):
        if row is None:
            continue
        assert row["doubled"] == row["false"] == row["unrecorded"] == row["foreign"] == 0
        assert row["requests"] == row["done"] + row["refused"] + row["unknown"]
    assert figures["revocation"]["late"] == 0
    assert json.dumps(figures)


def test_the_page_has_the_pictures_that_were_drawn() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    linked = set(re.findall(r"!\[[^\]]*\]\(benchmarks/(server-\w+\.svg)\)", text))
    assert linked == set(plots.draw(page.load()))
