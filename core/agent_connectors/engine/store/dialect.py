"""How the database of a replica is asked what a search asks."""

import re
from typing import Any

from agent_connectors.engine.store.functions import add_functions, fold
from agent_connectors.engine.store.tables import Table, View

__all__ = ["SQLITE", "Dialect"]

_CANDIDATES = 500
"""Rows with the most trigrams in common, among which those that resemble a text are looked for."""

_PLAIN = re.compile(r"[ !#-\[\]-~]+")
"""Letters of ASCII that JSON writes as they are."""


class Dialect:
    """SQLite's ways; another database has others.

    Attributes:
        name: What its SQL is called.
        differs: Whether two values are not the same, where one may be missing.
        tie: What tells rows apart that are the same otherwise.
        words: How texts are looked for by their parts, for who writes SQL.
    """

    name = "SQLite"
    differs = "IS NOT"
    tie = "rowid"
    words = "TABLE_words MATCH finds texts."

    def prepare(self, connection: Any) -> None:
        """Makes a connection ready for a search.

        Args:
            connection: The connection.
        """
        add_functions(connection)

    def view(self, view: View) -> str:
        """The SELECT of a view.

        Args:
            view: The view.
        """
        return view.sql

    def compared(self, column: str, text: str) -> tuple[str, str, str]:
        """A column and a text, so that they are compared in any letters.

        Args:
            column: The column.
            text: The text.

        Returns:
            The column, the mark and the value that stand for them.
        """
        # The collation knows the letters of ASCII alone.
        if text.isascii():
            return f"{column} COLLATE NOCASE", "?", text
        return f"folded({column})", "?", fold(text)

    def ordered(self, column: str, kind: str) -> str:
        """What a column is sorted by.

        Args:
            column: The column.
            kind: What it holds.
        """
        return f"{column} COLLATE NOCASE" if kind == "text" else column

    def like(self, column: str, *, escaped: bool) -> str:
        """Whether a text is as a pattern, in any letters.

        Args:
            column: The text.
            escaped: Whether a backslash in the pattern is a sign.
        """
        return f"{column} LIKE ?" + (r" ESCAPE '\'" if escaped else "")

    def likeness(self, column: str) -> str:
        """How much a text resembles another.

        Args:
            column: The text.
        """
        return f"likeness({column}, ?)"

    def resembles(self, column: str) -> str:
        """Whether a text resembles another.

        Args:
            column: The text.
        """
        return f"{self.likeness(column)} >= 0.7"

    def items(self, column: str) -> str:
        """The items of a list, as rows of `value`.

        Args:
            column: The list.
        """
        return f"json_each({column})"

    def sooner(self, column: str, text: str) -> tuple[str, list[Any]]:
        """What tells of most lists that a text is no item of theirs, before they are taken apart.

        Args:
            column: The list.
            text: The item.

        Returns:
            A condition and its values.
        """
        if not _PLAIN.fullmatch(text):
            return "", []
        # They have no such item in their JSON, nor a letter beyond ASCII, of which some fold to
        # two within it.
        bytes_of = f"length(CAST({column} AS BLOB))"
        found = f"(instr(lower({column}), ?) OR length({column}) != {bytes_of}) AND "
        return found, [f'"{text}"'.lower()]

    def number(self, kind: str, value: float) -> Any:  # noqa: ARG002 - others need it
        """A number or a truth as the column has it.

        Args:
            kind: What the column holds.
            value: The number; 1 for true.
        """
        return value

    def indexed(self, table: Table, column: str, operator: str, text: str) -> tuple[str, list[Any]]:
        """What narrows the rows by an index of words, and its values.

        Args:
            table: The table.
            column: The column, of which there is such an index.
            operator: How it is looked for.
            text: What is looked for.
        """
        index = f"{table.name}_words"
        if operator == "fuzzy":
            parts = {text[at : at + 3] for at in range(len(text) - 2)}
            terms = " OR ".join(map(_term, sorted(parts)))
            most = f" ORDER BY rank LIMIT {_CANDIDATES}"
        else:
            parts = set(re.findall(r"\w{3,}", text)) if operator == "keyword" else {text}
            terms, most = " AND ".join(filter(None, map(_spelled, sorted(parts)))), ""
        if not terms:
            return "", []
        found = f"rowid IN (SELECT rowid FROM {index} WHERE {index} MATCH ?{most}) AND "
        return found, [f"{column} : ({terms})"]


SQLITE = Dialect()


def _term(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _spelled(text: str) -> str:
    """A part of a text in the spellings that are the same in any letters; "" where one is short.

    The index knows small letters, but not that `ss` and `ß` are the same, nor the two sigmas.
    """
    folded = fold(text)
    spellings = {
        text,
        folded,
        folded.replace("ss", "ß"),
        re.sub(r"\u03c3\b", "ς", folded),
    }
    short = any(len(spelling) < 3 for spelling in spellings)
    return "" if short else f"({' OR '.join(map(_term, sorted(spellings)))})"
