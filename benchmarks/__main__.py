"""Runs every benchmark and prints the ratios: `make bench`, or `python -m benchmarks`."""

import sys

from benchmarks import calls_report, construction, imports, walking
from benchmarks.table import Table


def main() -> int:
    """Measures everything; 1 if a bound is missed."""
    table = Table()
    for part in (imports, construction, calls_report, walking):
        part.measure(table)
    return 0 if table.kept else 1


if __name__ == "__main__":
    sys.exit(main())
