"""Whatever a server does, no write is doubled, no success is false, and no exception is foreign."""

from pathlib import Path

import pytest

from tests.reliability.faults import FAULTS
from tests.reliability.matrix import Verdict, cells, run, table

KINDS = tuple(dict.fromkeys(fault.kind for fault in FAULTS))
CELLS = tuple(cells())
PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"


@pytest.mark.parametrize("hosted", [False, True], ids=["direct", "hosted"])
@pytest.mark.parametrize("kind", KINDS)
async def test_no_fault_makes_the_connector_lie(kind: str, hosted: bool) -> None:
    wanted = [cell for cell in CELLS if cell.fault.kind == kind and cell.hosted is hosted]
    verdicts = await run(wanted)
    assert len(verdicts) == len(wanted)
    assert not [fault for verdict in verdicts for fault in verdict.faults]


async def test_the_account_of_the_server_is_the_judge() -> None:
    """A verdict that says nothing whatever happens would be worth nothing."""
    cell = next(c for c in CELLS if c.fault.name == "500 JSON" and c.method == "POST")
    (honest,) = await run([cell])
    assert honest.told == "unknown"
    assert not honest.faults
    invented = Verdict(cell, "success", True, True, True, "KeyError", True, 1e6)
    assert len(invented.faults) == 6


def test_there_are_as_many_cells_as_are_claimed() -> None:
    assert len(FAULTS) >= 173
    assert len(CELLS) >= 1384
    assert len({str(cell) for cell in CELLS}) == len(CELLS)


def test_the_page_shows_the_faults_that_there_are() -> None:
    """The figures that do not depend on the run: what is in the table, and nothing bad in it."""
    nothing = [Verdict(c, "refused", False, False, False, "", False, 0.0) for c in CELLS]
    shown = PAGE.read_text().partition("<!-- matrix -->\n")[2].partition("<!-- end -->")[0]
    columns = [0, 1, 2, *range(6, 12)]
    assert _columns(shown, columns) == _columns(table(nothing), columns), "run `make reliability`"


def _columns(text: str, wanted: list[int]) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines()]
    return [[row[n] for n in wanted] for row in rows if len(row) > 1]
