"""The part of the page about the 47 questions, and what is to be said of all of them."""

import re
from collections.abc import Callable, Sequence

from benchmarks.store import grid
from benchmarks.store.asking import SIDES, Outcome, Put
from benchmarks.table import Table

__all__ = ["EACH", "TOTALS", "paged", "tell", "write"]

TOTALS, EACH, WHY = "47 questions", "Each question", "What is not answered"

_REQUESTS, _LONG = 20, (9, 17, 24)
"""Requests from which on a live answer takes more than one page of a list, as names cost some, too;
and the questions whose lists have two or three pages."""


def paged(puts: Sequence[Put]) -> list[Put]:
    """Those that take more than a page of a list live, and are answered so."""
    return [
        put
        for put in puts
        if put.outcomes["live"].right
        and (put.number in _LONG or put.outcomes["live"].requests > _REQUESTS)
    ]


def tell(table: Table, puts: Sequence[Put]) -> None:
    """Prints the totals."""
    table.heading(f"Right, of {len(puts)}")
    for side in SIDES:
        if all(side in put.outcomes for put in puts):
            right = sum(put.outcomes[side].right for put in puts)
            bound = len(puts) if side == "store" else None
            table.line(side, right, "", bound=bound, better="higher")
    long = paged(puts) if all("live" in put.outcomes for put in puts) else []
    if long:
        table.heading(f"The {len(long)} that take more than a page live: the store's of live")
        for name, most, figure in _RATIOS:
            table.line(name, _ratio(long, figure), bound=most)


_RATIOS: tuple[tuple[str, float, Callable[[Outcome], float]], ...] = (
    ("seconds", 1 / 50, lambda outcome: outcome.seconds),
    ("tokens", 1 / 5, lambda outcome: outcome.tokens),
)


def _ratio(puts: Sequence[Put], figure: Callable[[Outcome], float]) -> float:
    live, store = (sum(figure(put.outcomes[side]) for put in puts) for side in SIDES[:2])
    return store / live


def write(new: Sequence[Put], requests: int, minutes: float) -> None:
    """Writes the tables; what was not asked keeps what the page says of it."""
    known = _known()
    for put in new:
        before = known.get(put.number, put).outcomes
        known[put.number] = Put(put.number, put.asked, before | put.outcomes)
    puts = [known[number] for number in sorted(known)]
    long = paged(puts)
    rows: dict[str, dict[str, str]] = {}
    for what, chosen in (("all", puts), ("more than a page live", long)):
        label = f"{what}: {len(chosen)} questions"
        for side in SIDES:
            outcomes = [put.outcomes[side] for put in chosen]
            rows.setdefault(f"{label}, right", {})[side] = f"{sum(o.right for o in outcomes)}"
            if chosen is long and side != SIDES[2]:
                for name, figure in _FIGURES.items():
                    total = sum(map(figure, outcomes))
                    rows.setdefault(f"{label}, {name}", {})[side] = _shown(total, name)
    each = {}
    for name, bound, figure in _RATIOS:
        within = [p for p in long if _ratio([p], figure) <= bound]
        each[name] = f"{len(within)} of {len(long)}"
    note = (
        f"The store was filled by {requests:,} requests, in {minutes:.0f} minutes of the rate "
        f"limit. Of the questions that take more than a page live, it answers {each['seconds']} in "
        f"a fiftieth of the seconds and {each['tokens']} for a fifth of the tokens; the others are "
        "those whose answer is itself a long list."
    )
    grid.replace(TOTALS, "")
    grid.write(TOTALS, rows, note)
    grid.replace(EACH, _each(puts))
    grid.replace(WHY, _why(puts))


_FIGURES: dict[str, Callable[[Outcome], float]] = {
    "tokens": lambda outcome: outcome.tokens,
    "calls": lambda outcome: outcome.calls,
    "requests": lambda outcome: outcome.requests,
    "seconds": lambda outcome: outcome.seconds,
}


def _shown(figure: float, name: str) -> str:
    return f"{figure:,.2f}" if name == "seconds" else f"{figure:,.0f}"


_LEGEND = """\
Of three figures of one heading, the first is live, the second the store's, the third Airbyte's;
those of what was not answered are in brackets."""


def _each(puts: Sequence[Put]) -> str:
    lines = [
        _LEGEND,
        "",
        "| | question | tokens | | | calls | | | requests | | | seconds | | |",
        "|---" * 14 + "|",
    ]
    for put in puts:
        cells = [str(put.number), re.sub(r"\s+", " ", put.asked).replace("|", "/")]
        for name, figure in _FIGURES.items():
            for side in SIDES:
                outcome = put.outcomes[side]
                shown = _shown(figure(outcome), name)
                cells.append(shown if outcome.right else f"({shown})")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _known() -> dict[int, Put]:
    """What the page says of each question."""
    reasons: dict[tuple[str, str], str] = {}
    for line in grid.section(WHY).splitlines():
        numbers, side, why = re.match(r"- ([\d, ]+), (.*?): (.*)", line).groups()  # type: ignore[union-attr]
        reasons |= {(number.strip(), side): why for number in numbers.split(",")}
    found = {}
    for line in grid.section(EACH).splitlines():
        number, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        if not number.isdigit():
            continue
        put = found[int(number)] = Put(int(number), cells[0])
        for place, side in enumerate(SIDES):
            shown = cells[1 + place :: len(SIDES)]
            figures = [float(cell.strip("()").replace(",", "")) for cell in shown]
            put.outcomes[side] = Outcome(
                tokens=int(figures[0]),
                calls=int(figures[1]),
                requests=int(figures[2]),
                seconds=figures[3],
                right=not shown[0].startswith("("),
                reason=reasons.get((number, side), ""),
            )
    return found


def _why(puts: Sequence[Put]) -> str:
    lines: dict[str, list[str]] = {}
    for put in puts:
        for side, outcome in put.outcomes.items():
            if not outcome.right:
                why = re.sub(r"\s+", " ", outcome.reason or "Not all of the answer came back.")
                lines.setdefault(f"{side}: {why.replace('<', '&lt;')}", []).append(str(put.number))
    return "\n".join(f"- {', '.join(numbers)}, {why}" for why, numbers in lines.items())
