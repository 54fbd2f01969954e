"""Markdown as a tree that a page builds elements of, one by one: no HTML, and nothing hidden in it.

A node is a text, or a list of a name and the nodes within it; a link has its address behind them.
"""

from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

__all__ = ["Node", "tree"]

Node = str | list[Any]

_NAMES: Final = {
    "blockquote": "blockquote",
    "bullet_list": "ul",
    "em": "em",
    "hardbreak": "br",
    "hr": "hr",
    "list_item": "li",
    "ordered_list": "ol",
    "paragraph": "p",
    "s": "s",
    "strong": "strong",
    "table": "table",
    "tbody": "tbody",
    "td": "td",
    "th": "th",
    "thead": "thead",
    "tr": "tr",
}
_CODE: Final = {"code_block": "pre", "fence": "pre", "code_inline": "code"}


def tree(markdown: str) -> list[Node]:
    """The nodes of a text.

    Args:
        markdown: The text, by whomever.
    """
    return _Reader().within(SyntaxTreeNode(_parser().parse(markdown)))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


class _Reader:
    """Reads one text."""

    def __init__(self) -> None:
        # The headings of the page itself are above; none is left out on the way down.
        self._level = 3

    def within(self, node: SyntaxTreeNode) -> list[Node]:
        return [made for child in node.children for made in self._made(child)]

    def _made(self, node: SyntaxTreeNode) -> list[Node]:
        if node.type in _CODE:
            return [[_CODE[node.type], [node.content]]]
        if node.type == "heading":
            self._level = min(int(node.tag[1:]) + 3, self._level + 1, 6)
            return [[f"h{self._level}", self.within(node)]]
        if node.type == "link":
            address = str(node.attrs.get("href", ""))
            safe = address.startswith(("https://", "http://"))
            return [["a", self.within(node), address]] if safe else self.within(node)
        if node.type == "image":
            # A picture would be fetched from another host.
            return [node.content or str(node.attrs.get("src", ""))]
        if node.type in {"text", "softbreak"}:
            return [node.content or "\n"]
        name = _NAMES.get(node.type)
        return self.within(node) if name is None else [[name, self.within(node)]]
