"""Runs the questions, prints how both did, and writes the page and the plot of the docs."""

from collections.abc import Callable, Sequence

from benchmarks.questions import forms, page, plot
from benchmarks.questions.run import Outcome, Row, run
from benchmarks.table import Table

__all__ = ["report"]


def report(table: Table) -> None:
    """All 27 questions, ours and Airbyte's; then forms of lists."""
    result = run()
    table.heading("27 questions, tokens (o200k_base) and calls: ours, Airbyte's")
    for row in result.rows:
        print(_line(row))
    both = [row for row in result.rows if row.both]
    table.heading(f"Over the {len(both)} questions that both answer")
    _totals(table, both, tokens=0.10, calls=0.5)
    plain = [row for row in both if not row.narrowed]
    table.heading(f"Over the {len(plain)} of them that Airbyte's agent need not narrow")
    _totals(table, plain)
    table.heading("Answered, of 27")
    answered = sum(row.ours.answered for row in result.rows)
    table.line("ours", answered, "", bound=27, better="higher")
    table.line("Airbyte's", sum(row.theirs.answered for row in result.rows), "")
    sizes = forms.sizes()
    forms.show(table, sizes)
    page.write(result, sizes)
    plot.write()


def _totals(
    table: Table, rows: Sequence[Row], *, tokens: float | None = None, calls: float | None = None
) -> None:
    figures: dict[str, tuple[Callable[[Outcome], float], float | None, str]] = {
        "tokens": (lambda outcome: outcome.tokens[0], tokens, ",.0f"),
        "tokens, cl100k_base": (lambda outcome: outcome.tokens[1], tokens, ",.0f"),
        "calls": (lambda outcome: outcome.calls, calls, ".0f"),
        "time": (lambda outcome: outcome.seconds, None, ".2f"),
    }
    for name, (figure, bound, form) in figures.items():
        ours = sum(figure(row.ours) for row in rows)
        theirs = sum(figure(row.theirs) for row in rows)
        note = f"{ours:{form}} of {theirs:{form}}"
        table.line(f"{name}, of Airbyte's", ours / theirs, bound=bound, note=note)


def _line(row: Row) -> str:
    parts = [f"  {row.number:>2} {row.question.advertised[:52]:<52}"]
    for outcome in (row.ours, row.theirs):
        verdict = f"{outcome.right}/{outcome.facts}" if not outcome.reason else "no"
        parts.append(
            f"{outcome.tokens[0]:>9,} {outcome.calls:>3} {outcome.seconds:>6.2f} s {verdict:>9}"
        )
    reason = row.ours.reason or row.theirs.reason
    return "  ".join([*parts, reason.splitlines()[0][:60] if reason else ""]).rstrip()
