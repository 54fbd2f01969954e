"""Comments as Markdown, from the blocks that ClickUp keeps them in.

`comment_text` is what is left of a comment without its blocks: of a picture the file's name, of
a table the word "undefined". Markdown has all of it, in the form in which it can be written.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from agent_connectors.clickup.compact.names import name_of

__all__ = ["emoji", "to_markdown"]

Block = Mapping[str, Any]

_MARKS = (("code", "`"), ("bold", "**"), ("italic", "*"), ("strike", "~~"))
"""Attributes of a text, and what stands around it for them."""

_BULLETS = {"bullet": "- ", "ordered": "1. ", "checked": "- [x] ", "unchecked": "- [ ] "}

_NO_TEXT = {"", "undefined", "null"}
"""Texts of blocks that have none."""


def to_markdown(comment: Mapping[str, Any]) -> Any:
    """The text of a comment as Markdown; its plain text where its blocks cannot be read.

    Args:
        comment: The comment, as ClickUp sent it.
    """
    blocks, plain = comment.get("comment"), comment.get("comment_text")
    if not isinstance(blocks, list) or not blocks:
        return plain
    try:
        return _written(blocks).rstrip().lstrip("\n") or plain
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return plain  # of another shape than any that was seen


def emoji(code: Any) -> str:
    """The character of a reaction, which ClickUp names by its code points, such as `1F44D`."""
    try:
        return "".join(chr(int(part, 16)) for part in str(code).split("-"))
    except (ValueError, OverflowError):
        return str(code)


def _written(blocks: list[Any]) -> str:
    lines: list[str] = []
    line, fenced = "", False
    for block in blocks:
        attributes = _attributes(block)
        for part in _pieces(block):
            if part != "\n":
                line += part
                continue
            in_code = bool(attributes.get("code-block"))
            if in_code != fenced:
                lines.append("```")
                fenced = in_code
            lines.append(line if in_code else _prefix(attributes) + line)
            line = ""
    if fenced:
        lines.append("```")
    return "\n".join([*lines, line])


def _attributes(block: Any) -> Mapping[str, Any]:
    found = block.get("attributes") if isinstance(block, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _pieces(block: Any) -> Iterator[str]:
    """A block as pieces of lines, and the breaks between them."""
    if not isinstance(block, Mapping):
        if block is not None:
            yield str(block)
        return
    kind = block.get("type")
    if kind not in (None, "text"):
        show = _KINDS.get(str(kind), _unknown)
        yield from _broken(show(block), {})
        return
    yield from _broken(_text(block), _attributes(block))


def _broken(text: str, attributes: Mapping[str, Any]) -> Iterator[str]:
    for number, part in enumerate(text.split("\n")):
        if number:
            yield "\n"
        if part:
            yield _marked(part, attributes)


def _marked(text: str, attributes: Mapping[str, Any]) -> str:
    """A text with what its attributes say around it; blanks at its ends stay outside."""
    bare = text.strip()
    if not bare:
        return text
    start = text.index(bare)
    said = bare
    for name, mark in _MARKS:
        if attributes.get(name):
            said = f"{mark}{said}{mark}"
    if attributes.get("link"):
        said = _link(said, attributes["link"])
    return text[:start] + said + text[start + len(bare) :]


def _prefix(attributes: Mapping[str, Any]) -> str:
    """What stands at the beginning of a line of a list, a heading or a quotation."""
    listed = attributes.get("list")
    kind = listed.get("list") if isinstance(listed, Mapping) else listed
    if kind:
        return "  " * _depth(attributes) + _BULLETS.get(str(kind), "- ")
    if attributes.get("header"):
        return "#" * min(max(int(attributes["header"]), 1), 6) + " "
    return "> " if attributes.get("blockquote") else ""


def _depth(attributes: Mapping[str, Any]) -> int:
    indent = attributes.get("indent") or 0
    return min(max(int(indent), 0), 8)


def _text(block: Block) -> str:
    text = block.get("text")
    return "" if text is None else str(text)


def _named(block: Block) -> str:
    """The text of a block, if it says something."""
    text = _text(block).strip()
    return "" if text in _NO_TEXT else text


def _inside(block: Block) -> Mapping[str, Any]:
    """What a block holds under the name of its kind."""
    held = block.get(str(block.get("type")))
    return held if isinstance(held, Mapping) else {}


def _link(label: str, url: Any) -> str:
    target = url.get("url") if isinstance(url, Mapping) else url
    return f"[{label}]({target})" if target else label


def _titled(block: Block) -> tuple[str, Any]:
    held = _inside(block)
    url = next((held[key] for key in ("url", "src", "link", "href") if held.get(key)), None)
    names = (held.get("title"), held.get("name"), _named(block), block.get("type"))
    return str(next(name for name in names if name)), url


def _image(block: Block) -> str:
    label, url = _titled(block)
    return f"!{_link(label, url)}" if url else label


def _file(block: Block) -> str:
    label, url = _titled(block)
    return f"{_link(label, url)} "  # several files follow one another without a blank


def _tag(block: Block) -> str:
    user = block.get("user")
    user = user if isinstance(user, Mapping) else {}
    name = user.get("username") or _named(block).removeprefix("@") or user.get("email")
    if not user:
        return f"@{name}" if name else "@?"
    return f"@[{name or name_of('people', user.get('id')) or user.get('id')}]"


def _task(block: Block) -> str:
    held = _inside(block)
    task_id = held.get("task_id") or held.get("id") or _named(block)
    label = held.get("name") or held.get("task_name") or _named(block) or task_id
    return _link(str(label), f"https://app.clickup.com/t/{task_id}" if task_id else None)


def _emoticon(block: Block) -> str:
    return _named(block) or emoji(_inside(block).get("code", ""))


def _table(block: Block) -> str:
    """A table, from cells that are named by row and column, such as `1:2`."""
    cells: dict[tuple[int, int], str] = {}
    for place, cell in _inside(block)["cells"].items():
        row, _, column = str(place).partition(":")
        content = cell.get("content") if isinstance(cell, Mapping) else cell
        cells[int(row), int(column)] = _cell(content)
    if not cells:
        return _unknown(block)
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    lines = [f"| {' | '.join(cells.get((r, c), '') for c in columns)} |" for r in rows]
    lines.insert(1, f"|{' --- |' * len(columns)}")
    return "\n" + "\n".join(lines) + "\n"


def _cell(content: Any) -> str:
    parts: list[str] = []
    for piece in content if isinstance(content, list) else [content]:
        inserted = piece.get("insert", piece.get("text")) if isinstance(piece, Mapping) else piece
        if isinstance(inserted, Mapping):
            inserted = next((f"[{key}]" for key in inserted), "")
        parts.append("" if inserted is None else str(inserted))
    return " ".join("".join(parts).split()).replace("|", "\\|")


def _unknown(block: Block) -> str:
    """A block of a kind that is not known: what it says, and where it leads."""
    label, url = _titled(block)
    said = _named(block) or f"[{label}]"
    return f"{_link(said.strip('[]'), url)} " if url else said


_KINDS: Mapping[str, Callable[[Block], str]] = {
    "attachment": _file,
    "divider": lambda _: "\n---\n",
    "emoticon": _emoticon,
    "image": _image,
    "table-embed": _table,
    "tag": _tag,
    "task_mention": _task,
}
