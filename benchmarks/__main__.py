"""Runs benchmarks and prints ratios: `make bench` all, `python -m benchmarks PART ...` some.

The context store's take an hour for all sizes, a newcomer's ten minutes: they run when they are
asked for.
"""

import sys

from benchmarks import (
    calls_report,
    construction,
    hosted,
    imports,
    large,
    newcomer,
    questions,
    store,
    walking,
)
from benchmarks.table import Table


def main() -> int:
    """Measures everything; 1 if a bound is missed."""
    table = Table()
    alone = {"store": store.measure, "newcomer": newcomer.measure}
    if sys.argv[1:2] and sys.argv[1] in alone:
        alone[sys.argv[1]](table, sys.argv[2:])
        return 0 if table.kept else 1
    parts = {"imports": imports, "construction": construction, "calls": calls_report}
    parts |= {"walking": walking, "large": large, "questions": questions, "hosted": hosted}
    for name in sys.argv[1:] or parts:
        parts[name].measure(table)
    return 0 if table.kept else 1


if __name__ == "__main__":
    sys.exit(main())
