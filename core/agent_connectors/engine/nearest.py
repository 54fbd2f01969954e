"""Finds the valid name that a wrong one was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean", "nearest"]


def nearest(name: str, valid: Iterable[str], *, most: int = 3) -> list[str]:
    """The valid names nearest to a wrong one, best first; none where none is near."""
    wrong, names = name.lower(), list(valid)
    # Where one is almost the same, those that merely resemble it would only distract.
    return get_close_matches(wrong, names, most, 0.8) or get_close_matches(wrong, names, most, 0.6)


def did_you_mean(name: str, valid: Iterable[str], *, most: int = 24) -> str:
    """A sentence that puts a wrong name right: the nearest valid ones, or else all there are."""
    names = list(valid)
    if near := nearest(name, names):
        return f"Did you mean {' or '.join(f'`{n}`' for n in near)}?"
    shown = ", ".join(f"`{n}`" for n in names[:most])
    return f"Valid here: {shown}{', ...' if len(names) > most else ''}." if names else ""
