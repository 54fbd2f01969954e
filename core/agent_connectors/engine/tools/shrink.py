"""Cuts a value that is too long, so that what is left is still whole JSON."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_json

__all__ = ["shrink"]

_STEPS = ((4000, 100), (2000, 50), (1000, 25), (500, 12), (250, 6), (120, 3), (60, 1))
"""Longest text and longest list, tried one after another."""

_FEWER_NAMES = (100, 30, 10, 3)
"""Most names in an object, tried at last."""


def shrink(value: Any, room: int) -> Any:
    """A value whose JSON has at most so many characters, or as near to that as cutting gets.

    Long texts lose their end, long lists their last items, and both say how much. Names,
    numbers and short texts stay, unless there are too many of them even so.

    Args:
        value: Anything that is JSON.
        room: Characters.
    """
    if len(to_json(value)) <= room:
        return value
    short = value
    for text, items in _STEPS:
        short = _cut(value, text, items)
        if len(to_json(short)) <= room:
            return short
    for names in _FEWER_NAMES:
        short = _cut(value, *_STEPS[-1], names)
        if len(to_json(short)) <= room:
            break
    return short


def _cut(value: Any, text: int, items: int, names: int | None = None) -> Any:
    if isinstance(value, str):
        left_out = len(value) - text
        return value if left_out <= 0 else f"{value[:text]}... ({left_out} more characters)"
    if isinstance(value, Mapping):
        some = list(value.items())[:names]
        kept = {name: _cut(inner, text, items, names) for name, inner in some}
        left_out = len(value) - len(kept)
        return kept if left_out <= 0 else {**kept, "...": f"{left_out} more"}
    if isinstance(value, list | tuple):
        shown = [_cut(item, text, items, names) for item in value[:items]]
        left_out = len(value) - items
        return shown if left_out <= 0 else [*shown, f"... ({left_out} more)"]
    return value
