"""The 27 example questions of the Airbyte connector, put to it and to ours."""

from benchmarks.table import Table

__all__ = ["measure"]


def measure(table: Table) -> None:
    """All questions, ours and Airbyte's, and the page and the plot of the docs."""
    # Not above: the process that serves the workspace needs nothing of this.
    from benchmarks.questions.report import report

    report(table)
