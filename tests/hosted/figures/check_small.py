"""The parts of the command that start servers, each in a very small form.

They take minutes and want the machine to themselves, so the suite does not have them:
`pytest tests/hosted/figures/check_small.py`.
"""

import asyncio

import pytest

from tests.hosted.figures import page
from tests.hosted.figures.cost import cost
from tests.hosted.figures.costs import costs
from tests.hosted.figures.faults import FAULTS, Load, run_fault
from tests.hosted.figures.logins import logins
from tests.hosted.figures.memory import memory
from tests.hosted.figures.revocation import revocation
from tests.hosted.figures.soak import soak
from tests.hosted.test_figures import COSTS

SMALL = Load(agents=4, limit=200, latency=0.05, quiet=0.5, short=1.0, long=2.0, drain=1.0)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("key", FAULTS)
def test_nothing_is_doubled_or_told_wrongly(key: str) -> None:
    fault = FAULTS[key]
    verdict, reasons = asyncio.run(run_fault(fault, SMALL))
    assert verdict.is_true, (verdict, reasons)
    assert verdict.done > 0
    assert verdict.requests == verdict.done + verdict.refused + verdict.unknown
    assert verdict.done <= verdict.carried_out <= verdict.done + verdict.unknown


@pytest.mark.timeout(180)
def test_a_soak() -> None:
    told = soak(0.1, SMALL, between=2.0)
    assert told["doubled"] == told["false"] == told["unrecorded"] == told["foreign"] == 0
    assert told["done"] > 0
    assert sum(told["faults"].values()) >= 1
    assert "| done |" in page.render("<!-- soak -->\n<!-- end -->", {"soak": told})


@pytest.mark.timeout(120)
def test_logins_and_revocation() -> None:
    told = logins(20, 1.0)
    assert told["right"] > 0
    assert told["wrong_a_second"] > 0
    told = revocation(writers=30, limit=10)
    assert told["sent"] >= told["done"] >= 15
    assert told["sent"] < told["writers"], "some were still waiting, and stayed here"


@pytest.mark.timeout(180)
def test_cost_and_memory() -> None:
    told = cost(rounds=1, calls=20)
    assert set(told) == {"read", "page", "write"}
    assert all(row["naive"] > 0 for row in told.values())
    assert memory(calls=200, warm=50)["before"] > 10
    measured = costs(tokens=6, calls=60)
    assert set(COSTS) <= set(measured)
    assert measured["read_ms"] > 0
    assert measured["redis_token_bytes"] > 0
