"""Markdown as the pieces that ClickUp makes comments of.

ClickUp takes a comment as a list of pieces of text with attributes. What a line is, a list item
or code, is said by the attributes of the line break at its end. What comments are not known to
have (quotations, tables, lists in lists, rules) stays as it was written.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

__all__ = ["LinksAsWritten", "star_in_word", "to_blocks"]

Block = dict[str, Any]

_MENTION = re.compile(
    r"@\[(?P<mention>[^\]\n]{1,200}+)\]"
    r"|<@!?(?P<person>\d{1,19})>"
    r"|\[@[^\]\n]{1,200}+\]\((?:clickup:/*)?/*users?[:/]+(?P<linked>\d{1,19})\)"
)

_BOX = re.compile(r"\[(?P<box>[ xX])\]\s+")

_PLAIN_CODE = {"code-block": {"code-block": "plain"}}

_MARKS: dict[str, dict[str, Any]] = {"strong": {"bold": True}, "em": {"italic": True}}

_LEFT_ALONE = ("code", "html_block", "reference", "hr", "blockquote", "html_inline", "entity")
"""Parts of Markdown that comments do not have, or that would swallow what somebody wrote."""


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
    for block in _Lines(markdown).blocks():
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


class _Lines:
    """The lines of a comment in pieces, as many as were written."""

    def __init__(self, markdown: str) -> None:
        self._source = re.sub(r"\r\n?", "\n", markdown).split("\n")
        self._tokens = _parser().parse("\n".join(self._source))
        self._line = 0
        """The first line that has not been said."""

    def blocks(self) -> Iterator[Block]:
        """The pieces."""
        lists: list[Token] = []
        item: dict[str, Any] | None = None
        for at, token in enumerate(self._tokens):
            if token.type in {"bullet_list_open", "ordered_list_open"}:
                lists.append(token)
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                lists.pop()
            elif token.type == "list_item_open":
                item = self._item(lists, at)
            elif token.map is None or token.map[0] < self._line:
                continue
            elif token.type == "fence":
                yield from self._between(token.map[0])
                yield from self._code(token)
                item = None
            elif token.type == "inline":
                yield from self._between(token.map[0])
                yield from self._leaf(token, self._tokens[at - 1], item, nested=bool(lists))
                item = None
        yield from self._between(len(self._source))

    def _item(self, lists: Sequence[Token], at: int) -> dict[str, Any] | None:
        """The attributes of the line of a list item; None if it has to stay as it was written."""
        opened = self._tokens[at + 1] if len(lists) == 1 else None
        if opened is None or opened.type != "paragraph_open" or "start" in lists[0].attrs:
            return None
        if lists[0].type == "ordered_list_open":
            return {"list": {"list": "ordered"}}
        found = _BOX.match(self._tokens[at + 2].content)
        kind = "bullet" if found is None else "unchecked" if found["box"] == " " else "checked"
        return {"list": {"list": kind}}

    def _between(self, line: int) -> Iterator[Block]:
        """The lines before another one that nothing has been made of, as they were written."""
        for text in self._source[self._line : line]:
            if text:
                yield _text(text)
            yield _text("\n")
        self._line = max(self._line, line)

    def _code(self, token: Token) -> Iterator[Block]:
        for line in token.content.removesuffix("\n").split("\n") if token.content else ():
            if line:
                yield _text(line)
            yield {"text": "\n", "attributes": dict(_PLAIN_CODE)}
        self._line = token.map[1] if token.map else self._line

    def _leaf(
        self, token: Token, around: Token, item: dict[str, Any] | None, *, nested: bool
    ) -> Iterator[Block]:
        """A paragraph, a heading, or the first lines of a list item."""
        children = token.children or []
        if nested and item is None:
            # The bullet of a list in a list stays before its text, as it was written.
            before = self._source[self._line]
            yield _text(before[: max(before.find(token.content.split("\n", maxsplit=1)[0]), 0)])
        if item is not None and _BOX.match(token.content):
            children[0].content = _BOX.sub("", children[0].content, count=1)
        heading = around.type == "heading_open"
        yield from _inline(children, {"bold": True} if heading else {}, ends := _ends(item))
        yield {"text": "\n", "attributes": next(ends)}
        self._line = around.map[1] if around.map else self._line


def _ends(item: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """The attributes of the line breaks of a text: the first line of an item is the item."""
    if item is not None:
        yield item
    while True:
        yield {}


def _inline(
    children: Sequence[Token], attributes: dict[str, Any], ends: Iterator[dict[str, Any]]
) -> Iterator[Block]:
    """A text in pieces; what is marked may hold marks of its own."""
    stack = [attributes]
    plain = ""
    for token in children:
        kind, _, edge = token.type.rpartition("_")
        if token.type == "text":
            plain += token.content
            continue
        if plain:
            yield _text(plain, stack[-1])
            plain = ""
        if token.type == "mention":
            yield dict(token.meta)
        elif token.type == "code_inline":
            yield _text(token.content, {**stack[-1], "code": True})
        elif token.type in {"softbreak", "hardbreak"}:
            yield {"text": "\n", "attributes": next(ends)}
        elif token.type == "image":
            # A comment cannot show a picture from elsewhere, but lead to it.
            source = str(token.attrGet("src"))
            yield _text(token.content.strip() or source, {**stack[-1], "link": source})
        elif edge == "close":
            stack.pop()
        else:
            mark = _MARKS.get(kind) or {"link": str(token.attrGet("href"))}
            stack.append({**stack[-1], **mark})
    if plain:
        yield _text(plain, stack[-1])


def _text(text: str, attributes: dict[str, Any] | None = None) -> Block:
    return {"text": text, "attributes": attributes or {}}


class LinksAsWritten(MarkdownIt):
    """A parser that leaves links as they are."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - its name there
        """A link as it was written."""
        return url


@cache
def _parser() -> MarkdownIt:
    parser = LinksAsWritten("commonmark").disable(list(_LEFT_ALONE))
    parser.inline.ruler.before("emphasis", "mention", _mention)
    parser.inline.ruler.before("emphasis", "star_in_word", star_in_word)
    return parser


def _mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as rules are called
    """Reads a mention, in the ways in which people and models write them."""
    found = _MENTION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        number = found["person"] or found["linked"]
        meta = {"mention": number, "literal": found.group()} if number else None
        state.push("mention", "", 0).meta = meta or {"mention": found["mention"].strip()}
    state.pos = found.end()
    return True


def star_in_word(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Leaves a single star within a word, where people multiply: `2*3*4`."""
    around = state.src[max(state.pos - 1, 0) : state.pos + 2]
    if len(around) < 3 or around[1] != "*" or not (around[0].isalnum() and around[2].isalnum()):
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True
