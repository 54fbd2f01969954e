"""Markdown as the pieces that ClickUp makes comments of.

ClickUp takes a comment as a list of pieces of text with attributes. What a line is, a list item
or code, is said by the attributes of the line break at its end.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

__all__ = ["to_blocks"]

Block = dict[str, Any]

_INLINE = re.compile(
    r"(?P<code>`+)(?P<coded>.+?)(?P=code)"
    r"|@\[(?P<mention>[^\]\n]+)\]"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<url>[^)\s]+)\)"
    r"|(?P<both>\*\*\*)(?P<bold_italic>\S(?:.*?\S)?)\*\*\*"
    r"|(?P<bold>\*\*|__)(?P<bolded>\S(?:.*?\S)?)(?P=bold)(?!\*)"
    r"|(?P<italic>\*|(?<!\w)_)(?P<slanted>[^\s*_](?:.*?[^\s*_])?)(?P=italic)(?!\w)"
)

_ITEM = re.compile(r"\s*(?:[-*+]|(?P<number>\d+[.)]))\s+(?:\[(?P<box>[ xX])\]\s+)?(?P<text>.*)")

_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*")

_FENCE = re.compile(r"\s*(?P<fence>```+|~~~+)\s*(?P<language>[\w+-]*)")

_PLAIN_CODE = {"code-block": {"code-block": "plain"}}


async def to_blocks(markdown: str, person: Callable[[str], Awaitable[int]]) -> list[Block]:
    """The pieces of a comment.

    Bold, italic, code, links, lists, check lists, code blocks and mentions (`@[Jane Doe]`) are
    told apart; headings become bold, as comments have none.

    Args:
        markdown: The comment.
        person: Gives the id of whoever is mentioned.

    Raises:
        LookupError: Somebody is mentioned who does not exist.
    """
    blocks: list[Block] = []
    for block in _lines(markdown):
        mentioned = block.pop("mention", None)
        if mentioned is None:
            blocks.append(block)
        else:
            blocks.append({"type": "tag", "user": {"id": await person(mentioned)}})
    while blocks and blocks[-1] == {"text": "\n", "attributes": {}}:
        blocks.pop()
    return blocks


def _lines(markdown: str) -> Iterator[Block]:
    fence: str | None = None
    for line in markdown.replace("\r\n", "\n").split("\n"):
        opened = _FENCE.fullmatch(line)
        if fence is not None:
            if opened and opened["fence"].startswith(fence) and not opened["language"]:
                fence = None
            else:
                yield _text(line)
                yield {"text": "\n", "attributes": dict(_PLAIN_CODE)}
        elif opened:
            fence = opened["fence"]
        elif heading := _HEADING.fullmatch(line):
            yield from _inline(heading["text"], {"bold": True})
            yield _text("\n")
        elif item := _ITEM.fullmatch(line):
            yield from _inline(item["text"], {})
            yield {"text": "\n", "attributes": {"list": {"list": _kind(item)}}}
        else:
            yield from _inline(line, {})
            yield _text("\n")


def _kind(item: re.Match[str]) -> str:
    if item["box"]:
        return "unchecked" if item["box"] == " " else "checked"
    return "ordered" if item["number"] else "bullet"


def _text(text: str, attributes: dict[str, Any] | None = None) -> Block:
    return {"text": text, "attributes": attributes or {}}


def _inline(text: str, attributes: dict[str, Any]) -> Iterator[Block]:
    """A line in pieces; what is marked may hold marks of its own."""
    end = 0
    for found in _INLINE.finditer(text):
        if found.start() > end:
            yield _text(text[end : found.start()], attributes)
        end = found.end()
        if found["coded"]:
            yield _text(found["coded"], {**attributes, "code": True})
        elif found["mention"]:
            yield {"mention": found["mention"].strip()}
        elif found["label"]:
            yield from _inline(found["label"], {**attributes, "link": found["url"]})
        elif found["bold_italic"]:
            yield from _inline(found["bold_italic"], {**attributes, "bold": True, "italic": True})
        elif found["bolded"]:
            yield from _inline(found["bolded"], {**attributes, "bold": True})
        else:
            yield from _inline(found["slanted"], {**attributes, "italic": True})
    if end < len(text):
        yield _text(text[end:], attributes)
