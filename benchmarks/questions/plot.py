"""The plot of the docs: tokens of each question as dots, drawn from the table of the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import log10

from benchmarks.environments import ROOT
from benchmarks.pictures.svg import picture, text

__all__ = ["draw", "write"]

_PAGE = ROOT / "docs" / "benchmarks" / "questions.md"
_LEFT, _TOP, _WIDTH, _ROW, _RIGHT = 330, 70, 470, 20, 60
_FIRST, _LAST = 500, 2_000_000
_TICKS = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class _Side:
    style: str
    tokens: int
    answered: bool


def write() -> None:
    """Writes `docs/benchmarks/questions.svg`."""
    _PAGE.with_suffix(".svg").write_text(draw(), encoding="utf-8")


def draw() -> str:
    """The picture, of what the page says."""
    rows = list(_rows(_PAGE.read_text(encoding="utf-8")))
    bottom = _TOP + _ROW * len(rows)
    shapes = [
        text(12, 24, "What a question costs a model, in tokens: fewer is better", "title"),
        *_legend(),
        *_axis(bottom),
        *(shape for place, row in enumerate(rows) for shape in _dots(place, *row)),
    ]
    return picture(_LEFT + _WIDTH + _RIGHT, bottom + 44, "Tokens of each question", shapes)


def _rows(page: str) -> Iterator[tuple[str, list[_Side]]]:
    """The questions, and how both did."""
    table = page.partition("## Each question")[2].partition("\n## ")[0]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].isdigit():
            tokens = [int(cell.replace(",", "")) for cell in cells[2:4]]
            sides = zip(("ours", "theirs"), tokens, cells[8:10], strict=True)
            yield _words(*cells[:2]), [_Side(s, t, facts != "no") for s, t, facts in sides]


def _words(number: str, asked: str) -> str:
    """A question, short enough for its line."""
    asked = re.sub(r"^It is \S+ (The week began on \S+ )?|https?://\S+/t/|\(narrowed\)", "", asked)
    return f"{number}. {asked.strip() if len(asked) < 52 else asked[:49].rstrip() + '...'}"


def _legend() -> Iterator[str]:
    entries = (
        ("ours", "this connector"),
        ("theirs", "Airbyte's"),
        ("theirs no", "no answer: tokens until it failed"),
    )
    left = _LEFT
    for style, words in entries:
        yield f'<circle class="{style}" cx="{left}" cy="44" r="4.5"/>'
        yield text(left + 10, 48, words, "small")
        left += 40 + 6 * len(words)


def _axis(bottom: int) -> Iterator[str]:
    for tick in _TICKS:
        x = _x(tick)
        yield f'<line class="grid" x1="{x}" y1="{_TOP - 10}" x2="{x}" y2="{bottom}"/>'
        yield text(x, bottom + 16, f"{tick:,}", "small middle")
    words = (
        "tokens of definition, arguments and results (o200k_base); each line is ten times the last"
    )
    yield text(_LEFT + _WIDTH // 2, bottom + 34, words, "small middle faint")


def _dots(place: int, words: str, sides: list[_Side]) -> Iterator[str]:
    middle = _TOP + _ROW * place + 6
    yield text(_LEFT - 14, middle + 4, words, "end small")
    ends = sorted(_x(side.tokens) for side in sides)
    yield f'<line class="grid" x1="{ends[0]}" y1="{middle}" x2="{ends[1]}" y2="{middle}"/>'
    for side in sides:
        style = side.style if side.answered else f"{side.style} no"
        yield f'<circle class="{style}" cx="{_x(side.tokens)}" cy="{middle}" r="4.5"/>'


def _x(tokens: int) -> int:
    """Where so many tokens are."""
    return _LEFT + round(_WIDTH * log10(tokens / _FIRST) / log10(_LAST / _FIRST))
