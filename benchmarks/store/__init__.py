"""The context store: what a sync takes, how fast it answers, and 47 questions put to it.

    python -m benchmarks store [sync] [speed] [questions] [--tasks N ...] [--write] [--no-others]

With `--write`, what was measured goes into `docs/benchmarks/store.md` and its plot.
"""

import argparse
from collections.abc import Sequence

from benchmarks.table import Table

__all__ = ["measure"]

PARTS = ("sync", "speed", "questions")

SIZES = (1_000, 10_000, 100_000)


def measure(table: Table, given: Sequence[str] = ()) -> None:
    """Measures all, or some of it.

    Args:
        table: Where figures are printed.
        given: The arguments of the command.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks store")
    parser.add_argument("parts", nargs="*", help=f"Of {', '.join(PARTS)}; all if not given.")
    parser.add_argument("--tasks", nargs="+", type=int, default=list(SIZES), help="Sizes.")
    parser.add_argument("--only", nargs="+", type=int, default=[], help="Numbers of questions.")
    parser.add_argument("--write", action="store_true", help="Write the page and the plot.")
    parser.add_argument(
        "--no-others", action="store_true", help="Leave out DuckDB and the Airbyte connector."
    )
    parser.add_argument(
        "--store-alone", action="store_true", help="Put the questions to the store alone."
    )
    chosen = parser.parse_args(given)
    if odd := set(chosen.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(odd))}")
    # Not above: the process that serves the workspace needs nothing of this.
    from benchmarks.store.report import report

    report(
        table,
        chosen.parts or PARTS,
        chosen.tasks,
        only=chosen.only,
        others=not chosen.no_others,
        alone=chosen.store_alone,
        write=chosen.write,
    )
