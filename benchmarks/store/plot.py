"""The plot of the docs: seconds of each question as dots, drawn from the table of the page."""

import re
from collections.abc import Iterator
from math import log10

from benchmarks.pictures.svg import picture, text
from benchmarks.store import grid

__all__ = ["draw", "write"]

_LEFT, _TOP, _WIDTH, _ROW, _RIGHT = 330, 70, 470, 17, 60
_FIRST, _LAST = 0.001, 1000
_TICKS = (0.001, 0.01, 0.1, 1, 10, 100, 1000)
_STYLES = {"live": "faint", "store": "ours", "Airbyte's": "theirs"}
_LEGEND = {
    "store": "the store",
    "live": "ClickUp's API, page by page",
    "Airbyte's": "Airbyte's connector",
}

Row = tuple[str, dict[str, float]]


def write() -> None:
    """Writes `docs/benchmarks/store.svg`."""
    grid.PAGE.with_suffix(".svg").write_text(draw(), encoding="utf-8")


def draw() -> str:
    """The picture, of what the page says; a side that does not answer has no dot."""
    rows = list(_rows())
    bottom = _TOP + _ROW * len(rows)
    title = "Seconds until a question is answered, at 100 requests a minute"
    shapes = [
        text(12, 24, title, "title"),
        *_legend(),
        *_axis(bottom),
        *(shape for place, row in enumerate(rows) for shape in _dots(place, row)),
    ]
    return picture(_LEFT + _WIDTH + _RIGHT, bottom + 44, title, shapes)


def _rows() -> Iterator[Row]:
    for line in grid.section("Each question").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].isdigit():
            shown = dict(zip(_STYLES, cells[-len(_STYLES) :], strict=True))
            found = {
                side: float(cell.replace(",", ""))
                for side, cell in shown.items()
                if cell and not cell.startswith("(")
            }
            yield _words(*cells[:2]), found


def _words(number: str, asked: str) -> str:
    """A question, short enough for its line."""
    asked = re.sub(r"^It is \S+ (The week began on \S+ )?|https?://\S+/t/", "", asked)
    return f"{number}. {asked.strip() if len(asked) < 52 else asked[:49].rstrip() + '...'}"


def _legend() -> Iterator[str]:
    left = _LEFT
    for side, words in _LEGEND.items():
        yield f'<circle class="{_STYLES[side]}" cx="{left}" cy="44" r="4"/>'
        yield text(left + 10, 48, words, "small")
        left += 40 + 6 * len(words)


def _axis(bottom: int) -> Iterator[str]:
    for tick in _TICKS:
        x = _x(tick)
        yield f'<line class="grid" x1="{x}" y1="{_TOP - 10}" x2="{x}" y2="{bottom}"/>'
        yield text(x, bottom + 16, f"{tick:g}", "small middle")
    words = "seconds, each line ten times the last; no dot: not answered"
    yield text(_LEFT + _WIDTH // 2, bottom + 34, words, "small middle faint")


def _dots(place: int, row: Row) -> Iterator[str]:
    words, seconds = row
    middle = _TOP + _ROW * place + 5
    yield text(_LEFT - 14, middle + 4, words, "end small")
    if len(seconds) > 1:
        ends = sorted(map(_x, seconds.values()))
        yield f'<line class="grid" x1="{ends[0]}" y1="{middle}" x2="{ends[-1]}" y2="{middle}"/>'
    for side, figure in seconds.items():
        yield f'<circle class="{_STYLES[side]}" cx="{_x(figure)}" cy="{middle}" r="4"/>'


def _x(seconds: float) -> int:
    """Where so many seconds are."""
    share = log10(max(seconds, _FIRST) / _FIRST) / log10(_LAST / _FIRST)
    return _LEFT + round(_WIDTH * min(share, 1.0))
