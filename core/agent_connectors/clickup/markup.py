"""Markdown as the pieces that ClickUp makes comments of.

ClickUp takes a comment as a list of pieces of text with attributes. What a line is, a list item
or code, is said by the attributes of the line break at its end.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

__all__ = ["to_blocks"]

Block = dict[str, Any]

_OPENING = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<code>`+)"
    r"|@\[(?P<mention>[^\]\n]{1,200}+)\]"
    r"|<@!?(?P<person>\d{1,19})>"
    r"|\[@[^\]\n]{1,200}+\]\((?:clickup:/*)?/*users?[:/]+(?P<linked>\d{1,19})\)"
    r"|!\[(?P<picture>[^\]\n]{0,500}+)\]\((?P<source>[^)\s]{1,2000}+)\)"
    r"|\[(?P<label>[^\]\n]{1,500}+)\]\((?P<url>[^)\s]{1,2000}+)\)"
    r"|(?P<mark>\*{1,3}|__|(?<!\w)_)"
)

_CLOSING = {
    "***": re.compile(r"(?<=[^\s\\])\*\*\*"),
    "**": re.compile(r"(?<=[^\s\\])\*\*(?!\*)"),
    "__": re.compile(r"(?<=[^\s\\])__(?!\*)"),
    "*": re.compile(r"(?<=[^\s*_\\])\*(?!\w)"),
    "_": re.compile(r"(?<=[^\s*_\\])_(?!\w)"),
}

_MEANING: dict[str, dict[str, Any]] = {
    "***": {"bold": True, "italic": True},
    "**": {"bold": True},
    "__": {"bold": True},
    "*": {"italic": True},
    "_": {"italic": True},
}

_ITEM = re.compile(r"\s*(?:[-*+]|(?P<number>\d+[.)]))\s+(?:\[(?P<box>[ xX])\]\s+)?(?P<text>.*)")

_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*)")

_FENCE = re.compile(r"\s*(?P<fence>```+|~~~+)\s*(?P<language>[\w+-]*)")

_PLAIN_CODE = {"code-block": {"code-block": "plain"}}


async def to_blocks(markdown: str, person: Callable[[str], Awaitable[int]]) -> list[Block]:
    """The pieces of a comment.

    Bold, italic, code, links, lists, check lists, code blocks and mentions (`@[Jane Doe]`) are
    told apart; headings become bold and pictures links, as comments have none.

    Args:
        markdown: The comment.
        person: Gives the id of whoever is mentioned.

    Raises:
        LookupError: Somebody is mentioned who does not exist.
    """
    blocks: list[Block] = []
    for block in _lines(markdown):
        if "mention" not in block:
            blocks.append(block)
            continue
        try:
            blocks.append({"type": "tag", "user": {"id": await person(block["mention"])}})
        except LookupError:
            if "literal" not in block:
                raise
            blocks.append(_text(block["literal"]))  # a number of nobody: perhaps none was meant
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
            yield from _inline(_title(heading["text"]), {"bold": True})
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


def _title(text: str) -> str:
    """A heading without the hashes that may close it."""
    text = text.rstrip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else text


def _text(text: str, attributes: dict[str, Any] | None = None) -> Block:
    return {"text": text, "attributes": attributes or {}}


def _inline(text: str, attributes: dict[str, Any]) -> Iterator[Block]:
    """A line in pieces; what is marked may hold marks of its own."""
    closings = _Closings(text)
    plain, end = "", 0
    while found := _OPENING.search(text, end):
        plain += text[end : found.start()]
        start, end = found.span()
        pieces: Iterator[Block] | None = None
        if found["escaped"]:
            plain += found["escaped"]
            continue
        if found["mention"]:
            pieces = iter([{"mention": found["mention"].strip()}])
        elif number := found["person"] or found["linked"]:
            pieces = iter([{"mention": number, "literal": found.group()}])
        elif found["source"]:
            # A comment cannot show a picture from elsewhere, but lead to it.
            label = found["picture"].strip() or found["source"]
            pieces = iter([_text(label, {**attributes, "link": found["source"]})])
        elif found["label"]:
            pieces = _inline(found["label"], {**attributes, "link": found["url"]})
        elif span := closings.of(found["code"] or found["mark"], end):
            content = text[span[0] : span[1]]
            end = span[2]
            if found["code"]:
                pieces = iter([_text(content, {**attributes, "code": True})])
            else:
                meaning = _MEANING[text[span[1] : end]]
                pieces = _inline(content, {**attributes, **meaning})
        if pieces is None:
            # The second star of two may still open something.
            end = start + 1 if found["mark"] else end
            plain += text[start:end]
            continue
        if plain:
            yield _text(plain, attributes)
            plain = ""
        yield from pieces
    if plain := plain + text[end:]:
        yield _text(plain, attributes)


class _Closings:
    """Finds where marks end, looking no further for one that is known to end nowhere.

    Without that, a line of marks that nothing closes takes the square of its length.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._nowhere: set[str] = set()

    def of(self, mark: str, start: int) -> tuple[int, int, int] | None:
        """The start and end of what is marked, and the end of the mark behind it.

        Args:
            mark: What opens it. Of several stars, fewer may do.
            start: Where the mark ends.
        """
        if mark[0] == "`":
            pattern = re.compile(rf"(?<!`){mark}(?!`)")
            return self._search(mark, pattern, start, start)
        for size in range(len(mark), 0, -1) if mark[0] == "*" else (len(mark),):
            begin = start - len(mark) + size
            first = self._text[begin : begin + 1]
            if not first or first.isspace() or (size == 1 and first in "*_"):
                continue
            kind = mark[:size]
            found = self._search(kind, _CLOSING[kind], begin, begin + 1)
            if found:
                return found
        return None

    def _search(
        self, kind: str, pattern: re.Pattern[str], begin: int, at: int
    ) -> tuple[int, int, int] | None:
        found = None if kind in self._nowhere else pattern.search(self._text, at)
        if found is None:
            self._nowhere.add(kind)
            return None
        return begin, *found.span()
