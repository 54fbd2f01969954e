"""Functions for queries: comparisons that know all letters, and that cannot hang."""

import re
import sqlite3
import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

__all__ = ["LONGEST_LIKENESS", "TOO_LONG", "add_functions", "fold", "has_a_word", "writable_text"]

LONGEST_LIKENESS = 200
"""Characters of a text that others are to resemble."""

TOO_LONG = "user-defined function raised exception"
"""What SQLite says where a text is too long for a function."""

_MOST_PLACES = 5_000_000
"""Letters that are compared for one pattern with `_`: some tenths of a second."""


def add_functions(
    connection: sqlite3.Connection,
    made: Callable[[Callable[..., Any]], Callable[..., Any]] = lambda function: function,
) -> None:
    """Adds the functions to a connection.

    Args:
        connection: The connection.
        made: What becomes of each.
    """
    for name, count, function in (
        ("folded", 1, _folded),
        ("likeness", 2, _likeness),
        ("has_words", 2, _has_words),
        # SQLite's own take minutes for a pattern of many wildcards, and cannot be stopped.
        ("like", 2, _like),
        ("like", 3, _like),
    ):
        connection.create_function(name, count, made(function), deterministic=True)


def writable_text(text: str) -> bool:
    """Whether a text can be written at all: halves of characters cannot.

    Args:
        text: The text.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def has_a_word(text: str) -> bool:
    """Whether there is a word in a text that `has_words` could look for.

    Args:
        text: The text.
    """
    return re.search(r"\w", text) is not None


def fold(text: str) -> str:
    """A text in the letters in which texts are compared, however these are put together.

    Args:
        text: The text.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _folded(text: Any) -> Any:
    return fold(text) if isinstance(text, str) else text


def _likeness(text: Any, wanted: Any) -> float:
    """How much a part of a text resembles another: 1 for the same."""
    if not isinstance(text, str) or not isinstance(wanted, str):
        return 0.0
    if len(wanted) > LONGEST_LIKENESS:
        raise ValueError(wanted[:20])
    return _resemblance(" ".join(fold(text).split())[:2000], fold(wanted))


@lru_cache(maxsize=20_000)
def _resemblance(text: str, wanted: str) -> float:
    if wanted in text:
        return 1.0
    words, count = text.split(), max(1, len(wanted.split()))
    matcher = SequenceMatcher(b=wanted, autojunk=False)
    best = 0.0
    for at in range(max(1, len(words) - count + 1)):
        matcher.set_seq1(" ".join(words[at : at + count]))
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            best = max(best, matcher.ratio())
    return best


def _has_words(text: Any, wanted: Any) -> bool:
    """Whether all words of one text are in another, as words."""
    if not isinstance(text, str):
        return False
    missing = set(re.findall(r"\w+", fold(str(wanted))))
    for word in re.finditer(r"\w+", fold(text)) if missing else ():
        missing.discard(word[0])
        if not missing:
            return True
    return not missing


def _like(pattern: Any, text: Any, escape: Any = None) -> bool | None:
    if text is None or pattern is None:
        return None
    return _matches(_parts(fold(str(pattern)), escape), fold(str(text)))


@lru_cache(maxsize=64)
def _parts(pattern: str, escape: str | None) -> tuple[tuple[str | None, ...], ...]:
    """A pattern as what stands between its `%`: letters, and None for any one letter."""
    parts: list[list[str | None]] = [[]]
    letters = iter(pattern)
    for letter in letters:
        if escape is not None and letter == escape:
            parts[-1].append(next(letters, escape))
        elif letter == "%":
            parts.append([])
        else:
            parts[-1].append(None if letter == "_" else letter)
    return tuple(map(tuple, parts))


def _matches(parts: tuple[tuple[str | None, ...], ...], text: str) -> bool:
    # The first place for each part is good enough: what is left is longest then.
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return len(text) == len(first) and _fits(first, text, 0)
    if len(text) < len(first) + len(last) or not _fits(first, text, 0):
        return False
    at, end = len(first), len(text) - len(last)
    for part in parts[1:-1]:
        at = _find(part, text, at, end)
        if at < 0:
            return False
        at += len(part)
    return at <= end and _fits(last, text, end)


def _fits(part: tuple[str | None, ...], text: str, at: int) -> bool:
    return all(letter in (None, text[at + n]) for n, letter in enumerate(part))


def _find(part: tuple[str | None, ...], text: str, at: int, end: int) -> int:
    if None not in part:
        return text.find("".join(filter(None, part)), at, end)
    if len(part) * (end - at) > _MOST_PLACES:
        raise ValueError(text[:20])
    for place in range(at, end - len(part) + 1):
        if _fits(part, text, place):
            return place
    return -1
