"""Markdown as plain text: what ClickUp shows where it cannot show formatting."""

import re
from functools import lru_cache

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LINE_START = re.compile(r"^(?:#{1,6}\s+|>\s?|\s*[-*+]\s+(?:\[[ xX]\]\s+)?)", re.MULTILINE)
_FENCE = re.compile(r"^```.*\n?", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")


# The same descriptions are shown again and again, in lists above all.
@lru_cache(maxsize=2048)
def plain_text(markdown: str) -> str:
    """The text without its formatting."""
    text = _FENCE.sub("", markdown)
    text = _LINK.sub(r"\1", text)
    return _EMPHASIS.sub("", _LINE_START.sub("", text))
