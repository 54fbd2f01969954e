"""Cuts a value that is too long, so that what is left is still whole JSON."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from agent_connectors.engine.values.json_text import write

__all__ = ["shrink"]


class _Cut(NamedTuple):
    """How much of a value is left."""

    text: int
    """Characters of a text at most."""
    items: int
    """Items of a list."""
    names: int | None = None
    """Names of an object; None for all."""
    levels: int | None = None
    """Levels of nesting; None for all."""


_CUTS = (
    _Cut(4000, 100),
    _Cut(2000, 50),
    _Cut(1000, 25),
    _Cut(500, 12),
    _Cut(250, 6),
    _Cut(120, 3),
    _Cut(60, 1),
    _Cut(60, 1, 100),
    _Cut(60, 1, 30),
    _Cut(60, 1, 10),
    _Cut(60, 1, 3),
    _Cut(60, 1, 3, 3),
    _Cut(30, 1, 2, 1),
    _Cut(10, 1, 1, 1),
)
"""Tried one after another; the last leaves about fifty characters of anything."""

_LONG_NAME = 100
"""Characters of a name in an object; what is longer is no name but a text."""

_SHORTEST = ("...", None)
"""What stands for a value for which there is no room at all."""


def shrink(value: Any, room: int) -> Any:
    """A value whose JSON has at most so many characters.

    Long texts lose their end, long lists their last items, and both say how much. Names,
    numbers and short texts stay, unless there are too many of them even so. Where there is
    room for nothing else, `"..."` or null stands for the value.

    Args:
        value: Anything that is JSON.
        room: Characters.
    """
    if len(write(value)) <= room:
        return value
    for cut in _CUTS:
        short = _cut(value, cut)
        if len(write(short)) <= room:
            return short
    return next((short for short in _SHORTEST if len(write(short)) <= room), None)


def _cut(value: Any, cut: _Cut, level: int = 0) -> Any:
    if isinstance(value, str):
        left_out = len(value) - cut.text
        return value if left_out <= 0 else f"{value[: cut.text]}... ({left_out} more characters)"
    if isinstance(value, int | float) and cut.levels is not None:
        return value if len(text := _digits(value)) <= cut.text else _cut(text, cut)
    if not isinstance(value, Mapping | list | tuple):
        return value
    if level == cut.levels:
        return f"... ({len(value)} more)"
    if isinstance(value, Mapping):
        some = list(value.items())[: cut.names]
        kept = {_name(name, cut): _cut(inner, cut, level + 1) for name, inner in some}
        left_out = len(value) - len(kept)
        return kept if left_out <= 0 else {**kept, "...": f"{left_out} more"}
    shown = [_cut(item, cut, level + 1) for item in value[: cut.items]]
    left_out = len(value) - cut.items
    return shown if left_out <= 0 else [*shown, f"... ({left_out} more)"]


def _name(name: Any, cut: _Cut) -> str:
    most = _LONG_NAME if cut.levels is None else cut.text
    return str(name) if len(str(name)) <= most else f"{str(name)[:most]}..."


def _digits(number: float) -> str:
    try:
        return str(number)
    except ValueError:  # more digits than Python writes
        return "a very large number"
