"""Measures, prints, and writes docs/capacity.md and its plots.

python -m tests.hosted.figures                        all but the soak
python -m tests.hosted.figures faults logins          some parts
python -m tests.hosted.figures soak --minutes 20
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.table import Table
from tests.hosted.figures import page
from tests.hosted.figures.cost import cost
from tests.hosted.figures.costs import costs
from tests.hosted.figures.faults import run_faults
from tests.hosted.figures.logins import logins
from tests.hosted.figures.memory import memory
from tests.hosted.figures.revocation import revocation
from tests.hosted.figures.simulation import Fleet, simulate
from tests.hosted.figures.soak import soak

__all__ = ["PARTS", "check", "main"]

_REPLICAS = (8, 16, 24, 32, 48)


def capacity(replicas: tuple[int, ...] = _REPLICAS, **options: Any) -> list[dict[str, float]]:
    """Simulates fleets, from the costs that were measured last."""
    measured = page.load()["costs"]
    fleets = []
    for count in replicas:
        fleets.append(simulate(Fleet(count, **options), measured))
        print({name: round(figure, 3) for name, figure in fleets[-1].items()}, flush=True)
    return fleets


PARTS: dict[str, Callable[[], Any]] = {
    "revocation": revocation,
    "logins": logins,
    "faults": run_faults,
    "cost": cost,
    "memory": memory,
    "costs": costs,
    "capacity": capacity,
}


def check(table: Table, part: str, told: Any) -> None:
    """Holds the figures of a part to their bounds."""
    table.heading(part)
    if part in {"faults", "soak"}:
        rows = told.values() if part == "faults" else [told]
        for name in ("doubled", "false", "unrecorded", "foreign"):
            table.line(name, sum(row[name] for row in rows), "", bound=0)
    elif part == "logins":
        table.line("a right login, p99 by the clock", told["p99"], "s", bound=1.0)
    elif part == "revocation":
        table.line("the last write after it", told["last"], "s", bound=1.0)
        table.line("later than that", told["late"], "", bound=0)
    elif part == "cost":
        for kind, row in told.items():
            for server in ("sqlite", "postgres"):
                table.line(f"{kind}, {server}", row[f"{server} ratio"], bound=0.9)
    elif part == "memory":
        table.line(f"over {told['calls']:,} calls", told["gained"], "MB", bound=5)
    elif part == "capacity":
        table.line("429 from ClickUp", sum(one["refused"] for one in told), "/s", bound=0)


def main() -> int:
    """Runs the parts that are asked for; 1 if a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[[], *PARTS, "soak"])
    parser.add_argument("--minutes", type=float, default=20.0, help="of the soak")
    given = parser.parse_args()
    runs = PARTS | {"soak": partial(soak, given.minutes)}
    table = Table()
    for part in given.parts or PARTS:
        told = runs[part]()
        page.keep(part, told)
        page.write()
        check(table, part, told)
    return 0 if table.kept else 1


if __name__ == "__main__":
    sys.exit(main())
