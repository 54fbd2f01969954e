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
    return _within(SyntaxTreeNode(_parser().parse(markdown)))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _within(node: SyntaxTreeNode) -> list[Node]:
    return [made for child in node.children for made in _made(child)]


def _made(node: SyntaxTreeNode) -> list[Node]:
    if node.type in _CODE:
        return [[_CODE[node.type], [node.content]]]
    if node.type == "heading":
        # Below the headings of the page itself.
        return [[f"h{min(int(node.tag[1:]) + 3, 6)}", _within(node)]]
    if node.type == "link":
        address = str(node.attrs.get("href", ""))
        safe = address.startswith(("https://", "http://"))
        return [["a", _within(node), address]] if safe else _within(node)
    if node.type == "image":
        # A picture would be fetched from another host.
        return [node.content or str(node.attrs.get("src", ""))]
    if node.type in {"text", "softbreak"}:
        return [node.content or "\n"]
    name = _NAMES.get(node.type)
    return _within(node) if name is None else [[name, _within(node)]]
