"""The plot of the docs: tokens of each question, on a logarithmic scale."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import log10

from benchmarks.questions.page import FOLDER
from benchmarks.questions.run import Outcome, Row

__all__ = ["write"]

_LEFT, _TOP, _WIDTH, _ROW, _RIGHT = 340, 64, 500, 26, 70
_FIRST, _LAST = 100, 1_000_000

_STYLE = """
text { font-family: system-ui, sans-serif; font-size: 12px; fill: #24292f }
.small { font-size: 10px }
.title { font-size: 15px; font-weight: 600 }
.grid { stroke: #d0d7de }
.ours { fill: #0969da }
.theirs { fill: #bc4c00 }
.no { fill-opacity: 0.25 }
.end { text-anchor: end }
.middle { text-anchor: middle }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .grid { stroke: #3d444d }
  .ours { fill: #4493f8 }
  .theirs { fill: #f0883e }
}
"""


def write(rows: Sequence[Row]) -> None:
    """Writes `docs/benchmarks/questions.svg`."""
    height = _TOP + _ROW * len(rows) + 44
    width = _LEFT + _WIDTH + _RIGHT
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    label = 'role="img" aria-label="Tokens of each question"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label}>',
        f"<style>{_STYLE}</style>",
        _text(12, 22, "Tokens of each of 27 questions, ours and Airbyte's", "title"),
        *_legend(),
        *_axis(height),
        *(shape for place, row in enumerate(rows) for shape in _bars(place, row)),
        "</svg>",
    ]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "questions.svg").write_text("\n".join(parts) + "\n", encoding="utf-8")


def _legend() -> Iterator[str]:
    entries = (
        ("ours", "ours"),
        ("theirs", "Airbyte's"),
        ("theirs no", "no answer: tokens until it failed"),
    )
    left = _LEFT
    for style, words in entries:
        yield f'<rect class="{style}" x="{left}" y="34" width="12" height="9"/>'
        yield _text(left + 17, 42, words, "small")
        left += 40 + 6 * len(words)


def _axis(height: int) -> Iterator[str]:
    bottom = height - 40
    tick = _FIRST
    while tick <= _LAST:
        x = _x(tick)
        yield f'<line class="grid" x1="{x}" y1="{_TOP - 6}" x2="{x}" y2="{bottom}"/>'
        yield _text(x, bottom + 14, f"{tick:,}", "small middle")
        tick *= 10
    words = "tokens (o200k_base), logarithmic: definition, arguments and results"
    yield _text(_LEFT + _WIDTH // 2, bottom + 32, words, "small middle")


def _bars(place: int, row: Row) -> Iterable[str]:
    top = _TOP + _ROW * place
    yield _text(_LEFT - 8, top + 15, f"{row.number}. {row.question.advertised}", "end small")
    for offset, style, outcome in ((1, "ours", row.ours), (12, "theirs", row.theirs)):
        yield _bar(top + offset, style, outcome)
        end = _x(outcome.tokens[0])
        yield _text(end + 4, top + offset + 9, f"{outcome.tokens[0]:,}", "small")


def _bar(top: int, style: str, outcome: Outcome) -> str:
    style = style if outcome.answered else f"{style} no"
    length = max(1, _x(outcome.tokens[0]) - _LEFT)
    return f'<rect class="{style}" x="{_LEFT}" y="{top}" width="{length}" height="10"/>'


def _x(tokens: int) -> int:
    """Where so many tokens are."""
    share = log10(max(tokens, _FIRST) / _FIRST) / log10(_LAST / _FIRST)
    return _LEFT + round(_WIDTH * min(share, 1.05))


def _text(x: int, y: int, words: str, style: str) -> str:
    return f'<text x="{x}" y="{y}" class="{style}">{escape(words)}</text>'
