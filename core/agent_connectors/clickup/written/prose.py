"""Whether a text in Markdown is there, which ClickUp shows in its own way or as plain text."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from agent_connectors.clickup.written.comparing import is_nothing

__all__ = ["prose"]

_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?[^()]*\)")
_MENTION = re.compile(r"@\[([^\[\]]+)\](?:\([^()]*\))?")
_ANGLES = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s]+)>")
_RULE = re.compile(
    r"^\s*(?:(?:[-*_=]\s*){2,}|\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*)$", re.MULTILINE
)
_FENCE = re.compile(r"^\s*(?:```+|~~~+).*$", re.MULTILINE)
_LINE_START = re.compile(r"^[ \t]*(?:(?:#{1,6}|>|[-*+•]|\d+[.)])\s+|>|\[[ xX]\]\s+)+", re.MULTILINE)
_BOX = re.compile(r"^[ \t]*\[[ xX]\]\s+", re.MULTILINE)
_MARKS = re.compile(r"[*_~`|\\\s\u200b\ufeff]+")


def prose(asked: Any, there: Any) -> bool:
    """Whether a long text is there, but for its marks.

    Where it is shown with the targets of its links, they count; as plain text it has none.
    """
    if not isinstance(asked, str) or not isinstance(there, str):
        return not str(asked or "").strip() and is_nothing(there)
    shown = _bare(_with_targets(there))
    return any(_bare(form) == shown for form in _forms(asked))


def _forms(text: str) -> Iterator[str]:
    """A text in the forms in which it may be shown."""
    yield _with_targets(text)
    for mention in (r"@\1", r"\1"):
        plain = _MENTION.sub(mention, text)
        yield _LINK.sub(r"\2", plain)
        yield _LINK.sub(_words_of_links, plain)


def _words_of_links(found: re.Match[str]) -> str:
    """The words of a link; nothing of a picture."""
    return "" if found[1] else found[2]


def _with_targets(text: str) -> str:
    """A text with each link as its words and its target, or once where both are the same."""
    return _LINK.sub(lambda m: m[2] if m[2] == m[3] else f"{m[2]} {m[3]}", text)


def _bare(text: str) -> str:
    """A text without marks and blanks."""
    text = unescape(_ANGLES.sub(r"\1", text.replace("\r\n", "\n")))
    text = _LINE_START.sub("", _RULE.sub("", _FENCE.sub("", text)))
    return _MARKS.sub("", _BOX.sub("", text))
