"""Whether a text in Markdown is there, which ClickUp shows with its own marks or as plain text.

Every word of it counts, and their order. A mark may be missing; one that is there has to be the
same: of two lists that begin with other numbers, one was not asked for.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from agent_connectors.clickup.text.markup import LinksAsWritten, star_in_word

__all__ = ["links", "prose"]

_BOX = re.compile(r"\[[ xX]\](?=\s)")
_WORD = re.compile("\ue000?\\[ \\]|\\S+")
_ROW = re.compile(
    r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?:\|?[ \t]*:?-+:?)?[ \t]*$", re.MULTILINE
)
_SPARE = "\ue000"
"""Stands before a word that need not be shown, in a text that is still to be cut into words."""

_BULLETS = ("-", "*", "+", "\u2022")
_BARS = ("|",)


class _Word(NamedTuple):
    forms: tuple[str, ...]
    """How it may be written."""
    needed: bool


class _Text(NamedTuple):
    words: list[_Word]
    links: list[str]


def prose(asked: str, there: str, *, plain: bool) -> bool:
    """Whether a text is there, but for its marks.

    Args:
        asked: The Markdown that was sent.
        there: What is shown.
        plain: Whether it may be shown as plain text, which leaves out what links lead to.
    """
    wanted, shown = _read(asked), _read(there)
    same_links = wanted.links == shown.links or (plain and not shown.links)
    if same_links and _holds(wanted.words, [word.forms[0] for word in shown.words]):
        return True
    as_plain = plain or not wanted.links
    return as_plain and _holds(wanted.words, _WORD.findall(_ROW.sub("", there)))


def links(markdown: str) -> list[str]:
    """What the links and pictures of a text lead to, as far as their words do not say it."""
    return _read(markdown).links


def _holds(words: Sequence[_Word], shown: Sequence[str]) -> bool:
    """Whether a text consists of words, without some of those that need not be shown."""
    places = {0}
    for text in shown:
        places = {at + 1 for place in places for at in _matches(words, place, text)}
    return any(not any(word.needed for word in words[place:]) for place in places)


def _matches(words: Sequence[_Word], place: int, text: str) -> Iterator[int]:
    """Where a word is next: the first that may be passed over, and the next that may not."""
    spare = False
    for at in range(place, len(words)):
        word = words[at]
        if text in word.forms and (word.needed or not spare):
            spare = True
            yield at
        if word.needed:
            return


def _read(markdown: str) -> _Text:
    """The words of a text with the marks between them, and its links."""
    text = _Text([], [])
    numbers: list[int | None] = []
    for token in _parser().parse(markdown):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            ordered = token.type == "ordered_list_open"
            numbers.append(int(token.attrs.get("start", 1)) if ordered else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open":
            text.words.append(_Word(_item(token, numbers[-1]), needed=False))
            numbers[-1] = None if numbers[-1] is None else numbers[-1] + 1
        elif token.type == "heading_open":
            text.words.append(_Word(("#" * int(token.tag[1:]),), needed=False))
        elif token.type == "blockquote_open":
            text.words.append(_Word((">",), needed=False))
        elif token.type == "hr":
            text.words.append(_Word(("---", token.markup), needed=False))
        elif token.type in {"th_open", "td_open", "tr_close"}:
            text.words.append(_Word(_BARS, needed=False))
        elif token.type in {"fence", "code_block"}:
            text.words.extend(_Word((word,), needed=True) for word in token.content.split())
        elif token.type == "inline":
            said = _inline(token.children or [], text.links)
            if box := _BOX.match(said):
                said = f"{_SPARE}{box[0].lower()}{said[box.end() :]}"
            text.words.extend(
                _Word((word.lstrip(_SPARE),), needed=not word.startswith(_SPARE))
                for word in _WORD.findall(said)
            )
    return text


def _item(token: Token, number: int | None) -> tuple[str, ...]:
    """How the mark of a list item may be written: ClickUp counts by itself."""
    if number is None:
        return _BULLETS
    return tuple(f"{n}{end}" for n in (token.info, number) for end in ".)")


def _inline(children: Sequence[Token], found: list[str]) -> str:
    """The words of a line; what its links lead to is added to the others."""
    said, opened = "", []
    for token in children:
        if token.type == "link_open":
            opened.append((str(token.attrGet("href")), len(said)))
        elif token.type == "link_close":
            target, start = opened.pop()
            found.extend(_apart(target, said[start:]))
        elif token.type == "image":
            found.extend(_apart(str(token.attrGet("src")), token.content))
            said += " ".join(_SPARE + word for word in token.content.split())
        elif token.type in {"softbreak", "hardbreak"}:
            said += "\n"
        elif token.type == "html_inline":
            said += f" {_SPARE}{token.content} "
        else:
            said += token.content
    return said


def _apart(target: str, words: str) -> Iterator[str]:
    """What a link leads to, unless its words say it."""
    if target not in {f"{scheme}{words}" for scheme in ("", "mailto:", "http://", "https://")}:
        yield unquote(target)


@cache
def _parser() -> MarkdownIt:
    # What would swallow words that somebody wrote is left as it is.
    parser = LinksAsWritten("commonmark").disable(["reference", "html_block"])
    parser.inline.ruler.before("emphasis", "star_in_word", star_in_word)
    return parser.enable(["table", "strikethrough"])
