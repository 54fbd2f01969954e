"""What the pictures have in common: colours in light and dark, and lines of text."""

from collections.abc import Iterable
from html import escape

__all__ = ["mono", "picture", "text"]

_STYLE = """
text { font-family: system-ui, sans-serif; font-size: 12px; fill: #24292f }
.small { font-size: 10px }
.title { font-size: 15px; font-weight: 600 }
.mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre }
.faint { fill: #6e7781 }
.head { fill: #0969da; font-weight: 600 }
.grid, .box { stroke: #d0d7de; fill: none }
.paper { fill: #f6f8fa; stroke: #d0d7de }
.ours { fill: #0969da; stroke: #0969da }
.theirs { fill: #bc4c00; stroke: #bc4c00 }
.no { fill: none; stroke-width: 1.5 }
.end { text-anchor: end }
.middle { text-anchor: middle }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .faint { fill: #8d96a0 }
  .head { fill: #4493f8 }
  .grid, .box { stroke: #3d444d }
  .paper { fill: #151b23; stroke: #3d444d }
  .ours { fill: #4493f8; stroke: #4493f8 }
  .theirs { fill: #f0883e; stroke: #f0883e }
  .no { fill: none }
}
"""


def picture(width: int, height: int, label: str, shapes: Iterable[str]) -> str:
    """An SVG of shapes."""
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"'
    return "\n".join(
        [f'{head} aria-label="{escape(label)}">', f"<style>{_STYLE}</style>", *shapes, "</svg>", ""]
    )


def text(x: int, y: int, words: str, style: str = "") -> str:
    """Words, from a point on their line."""
    return f'<text x="{x}" y="{y}" class="{style}">{escape(words, quote=False)}</text>'


def mono(x: int, y: int, words: str, size: float, style: str = "") -> str:
    """Words as a terminal has them."""
    shown = escape(words, quote=False)
    where = f'xml:space="preserve" x="{x}" y="{y}" style="font-size:{size}px"'
    return f'<text {where} class="mono {style}">{shown}</text>'
