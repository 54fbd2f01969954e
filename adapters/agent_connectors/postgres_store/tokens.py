"""SQL taken apart as PostgreSQL takes it apart, as far as a SELECT needs it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from agent_connectors.engine.errors import InvalidParams

__all__ = ["Token", "closing", "refused", "tokens"]

Kind: TypeAlias = Literal["word", "quoted", "text", "number", "operator", "mark"]

_SPACE = re.compile(r"[ \t\n\r\f\v]+")

_LINE = re.compile(r"--[^\n\r]*")

_WORD = re.compile(r"[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*")

_QUOTED = re.compile(r'"((?:[^"]|"")+)"')

_TEXT = re.compile(r"'(?:[^']|'')*'")

_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")

_MARK = re.compile(r"::|[()\[\],;.:]")

_OPERATOR = re.compile(r"[+\-*/<>=~!@#%^&|?]")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a statement.

    Attributes:
        kind: What it is: a `word` is a keyword or a name, `quoted` a name in quotes.
        written: As PostgreSQL is to read it.
        name: Of a word or a quoted name, the name that it is, in small letters.
    """

    kind: Kind
    written: str
    name: str = ""


def tokens(sql: str) -> Iterator[Token]:
    """The parts of a statement, without its comments.

    What could be read in more than one way is refused: texts with prefixes or in dollars,
    parameters, backslashes outside of texts.

    Args:
        sql: The statement.

    Raises:
        InvalidParams: A part of it is none that a SELECT needs.
    """
    at = 0
    while at < len(sql):
        if found := _SPACE.match(sql, at) or _LINE.match(sql, at):
            at = found.end()
        elif sql.startswith("/*", at):
            at = _comment_end(sql, at)
        else:
            token, at = _token(sql, at)
            yield token


def _token(sql: str, at: int) -> tuple[Token, int]:
    if found := _WORD.match(sql, at):
        if sql.startswith(("'", '"', "&'", '&"', "$"), found.end()):
            raise refused(f"{found[0]}{sql[found.end()]}", "Write a plain text or name.")
        return Token("word", found[0], found[0].lower()), found.end()
    if found := _QUOTED.match(sql, at):
        return Token("quoted", found[0], found[1].replace('""', '"').lower()), found.end()
    if found := _TEXT.match(sql, at):
        return Token("text", found[0]), found.end()
    if found := _NUMBER.match(sql, at):
        if _WORD.match(sql, found.end()):
            raise refused(sql[at : found.end() + 1], "Write a space after a number.")
        return Token("number", found[0]), found.end()
    if found := _MARK.match(sql, at):
        return Token("mark", found[0]), found.end()
    end = at
    while end < len(sql) and _OPERATOR.match(sql, end) and not sql.startswith(("--", "/*"), end):
        end += 1
    if end == at:
        raise refused(sql[at : at + 10], "A quote may not be closed.")
    return Token("operator", sql[at:end]), end


def _comment_end(sql: str, at: int) -> int:
    """Where a comment ends; PostgreSQL's may stand in each other."""
    depth = 0
    for found in re.finditer(r"/\*|\*/", sql[at:]):
        depth += 1 if found[0] == "/*" else -1
        if depth == 0:
            return at + found.end()
    raise refused("/*", "A comment is not closed.")


def closing(found: Sequence[Token], opening: int) -> int:
    """Where the bracket is that closes another.

    Args:
        found: The parts of a statement.
        opening: Where that one is.

    Raises:
        InvalidParams: It is not closed.
    """
    depth = 0
    for at in range(opening, len(found)):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(found[at].written, 0)
        if depth == 0:
            return at
    raise refused(found[opening].written, "A bracket is not closed.")


def refused(what: str, hint: str = "") -> InvalidParams:
    """Says that something is not taken in a statement.

    Args:
        what: As it is written there.
        hint: What to do instead.
    """
    message = f"{what!r} is not there to be used."
    return InvalidParams(message, hint=hint or "`describe` tells tables and columns.")
