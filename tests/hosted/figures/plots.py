"""The plots of docs/capacity.md."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from benchmarks.pictures.svg import picture, text

__all__ = ["draw"]

_LEFT, _TOP, _WIDTH, _HEIGHT = 60, 70, 520, 240
_LINES = {"cpu": "ours", "database": "theirs", "redis": "faint"}
_WORDS = {
    "cpu": "a replica (1 core)",
    "database": "PostgreSQL (8 cores)",
    "redis": "Redis (1 core)",
}
_MOST = 1.5


def draw(figures: Mapping[str, Any]) -> dict[str, str]:
    """The plots of these figures, by the names of their files."""
    drawn: dict[str, Callable[[Any], str]] = {"capacity": _capacity, "cost": _cost}
    return {
        f"server-{part}.svg": draw(figures[part]) for part, draw in drawn.items() if part in figures
    }


def _capacity(fleets: list[Mapping[str, float]]) -> str:
    """How busy everything is, by the number of replicas."""
    bottom = _TOP + _HEIGHT
    last = max(one["replicas"] for one in fleets)

    def x(replicas: float) -> int:
        return _LEFT + round(_WIDTH * replicas / last)

    def y(share: float) -> int:
        return bottom - round(_HEIGHT * min(share, _MOST) / _MOST)

    def shapes() -> Iterator[str]:
        yield text(12, 24, "10,000 tokens at 100 calls a minute: how busy everything is", "title")
        for share in (0.0, 0.5, 1.0, 1.5):
            yield _line("grid", _LEFT, y(share), _LEFT + _WIDTH, y(share))
            yield text(_LEFT - 8, y(share) + 4, f"{share:.0%}", "end small")
        for one in fleets:
            yield text(x(one["replicas"]), bottom + 16, f"{one['replicas']:.0f}", "small middle")
        yield text(_LEFT + _WIDTH // 2, bottom + 34, "replicas", "small middle faint")
        for place, (name, style) in enumerate(_LINES.items()):
            points = [(x(one["replicas"]), y(one[name])) for one in fleets]
            for (x1, y1), (x2, y2) in pairwise(points):
                yield _line(style if style != "faint" else "grid", x1, y1, x2, y2)
            yield from (f'<circle class="{style}" cx="{a}" cy="{b}" r="4.5"/>' for a, b in points)
            left = _LEFT + place * 170
            yield f'<circle class="{style}" cx="{left}" cy="44" r="4.5"/>'
            yield text(left + 10, 48, _WORDS[name], "small")

    return picture(_LEFT + _WIDTH + 60, bottom + 48, "How busy a fleet is", shapes())


def _cost(told: Mapping[str, Mapping[str, float]]) -> str:
    """CPU of a call beside the naive proxy's."""
    rows = [
        (f"{words}, {server}", told[kind][f"{name} ratio"])
        for kind, words in (("read", "small answer"), ("page", "page of tasks"), ("write", "write"))
        for name, server in (("sqlite", "SQLite"), ("postgres", "PostgreSQL + Redis"))
    ]
    left, row, scale = 220, 24, 320
    bottom = _TOP + row * len(rows)

    def shapes() -> Iterator[str]:
        yield text(12, 24, "CPU of a call, of that of a naive FastAPI + httpx proxy", "title")
        for tick in (0.0, 0.5, 1.0):
            at = left + round(scale * tick)
            yield _line("grid", at, _TOP - 14, at, bottom)
            yield text(at, bottom + 16, f"{tick:g}", "small middle")
        for place, (words, ratio) in enumerate(rows):
            top = _TOP + row * place - 8
            yield text(left - 10, top + 12, words, "end small")
            wide = round(scale * ratio)
            yield f'<rect class="ours" x="{left}" y="{top}" width="{wide}" height="14"/>'
            yield text(left + wide + 8, top + 12, f"{ratio:.2f}", "small")

    return picture(left + scale + 100, bottom + 30, "CPU of a call", shapes())


def _line(style: str, x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<line class="{style}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'
