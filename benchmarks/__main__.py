"""Runs benchmarks and prints ratios: `make bench` all, `python -m benchmarks PART ...` some."""

import sys

from benchmarks import calls_report, construction, hosted, imports, large, questions, walking
from benchmarks.table import Table


def main() -> int:
    """Measures everything; 1 if a bound is missed."""
    table = Table()
    parts = {"imports": imports, "construction": construction, "calls": calls_report}
    parts |= {"walking": walking, "large": large, "questions": questions, "hosted": hosted}
    for name in sys.argv[1:] or parts:
        parts[name].measure(table)
    return 0 if table.kept else 1


if __name__ == "__main__":
    sys.exit(main())
