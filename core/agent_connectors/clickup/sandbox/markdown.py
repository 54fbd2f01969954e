"""Markdown as plain text: what ClickUp shows where it cannot show formatting."""

import re
from functools import lru_cache
from html import unescape

_LINK = re.compile(r"!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")
_LINE_START = re.compile(r"^(?:#{1,6}\s+|>\s?|\s*[-*+]\s+(?:\[[ xX]\]\s+)?)", re.MULTILINE)
_BARE = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_AS_IT_IS = re.compile(
    r"^```[^\n]*\n(?P<code>.*?)^```[ \t]*$\n?|`(?P<word>[^`\n]+)`|\\(?P<mark>[*_`~#>|\[\]()\\-])",
    re.MULTILINE | re.DOTALL,
)
"""Code, and marks that are none."""

_HELD = re.compile("\0(\\d+)\0")
_EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")


# The same descriptions are shown again and again, in lists above all.
@lru_cache(maxsize=2048)
def plain_text(markdown: str) -> str:
    """The text without its formatting."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(next(part for part in found.groups() if part is not None))
        return f"\0{len(held) - 1}\0"

    text = _BARE.sub(r"\1", _LINK.sub(r"\1", _AS_IT_IS.sub(hold, markdown)))
    text = unescape(_EMPHASIS.sub("", _LINE_START.sub("", text)))
    return _HELD.sub(lambda found: held[int(found[1])], text)
