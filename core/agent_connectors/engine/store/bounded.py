"""In the place of functions of SQLite that take hours for some texts, and cannot be stopped."""

import sqlite3
from collections.abc import Callable
from typing import Any

from agent_connectors.engine.store.functions import add_functions

__all__ = ["add_bounded"]

_LONG = 10_000
"""Characters from which on it is worth looking at the time."""


def add_bounded(connection: sqlite3.Connection, late: Callable[[], bool], most: int) -> None:
    """Adds what a statement of somebody else's may call, in the place of SQLite's own.

    Args:
        connection: The connection.
        late: Whether the statement is to end: SQLite itself does not ask within a function.
        most: Characters of a text that a statement may make.
    """
    add_functions(connection, _stopping(late))
    for name, count, function in (
        ("instr", 2, _instr),
        ("replace", 3, _replacing(most)),
        ("trim", 2, _trimming(start=True, end=True)),
        ("ltrim", 2, _trimming(start=True, end=False)),
        ("rtrim", 2, _trimming(start=False, end=True)),
    ):
        connection.create_function(name, count, _stopping(late)(function), deterministic=True)


def _stopping(late: Callable[[], bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def stopping(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any) -> Any:
            for value in given:
                if isinstance(value, str | bytes) and len(value) > _LONG and late():
                    raise TimeoutError
            return function(*given)

        return called

    return stopping


def _text(value: Any) -> str:
    """A value as SQLite writes it."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if not isinstance(value, float):
        return str(value)
    text = f"{value:.15g}"
    if "n" in text:
        return text.replace("inf", "Inf")
    digits, mark, power = text.partition("e")
    return f"{digits}{'' if '.' in digits else '.0'}{mark}{power}"


def _instr(text: Any, wanted: Any) -> int | None:
    if text is None or wanted is None:
        return None
    if isinstance(text, bytes) and isinstance(wanted, bytes):
        return text.find(wanted) + 1
    return _text(text).find(_text(wanted)) + 1


def _replacing(most: int) -> Callable[[Any, Any, Any], str | None]:
    def replace(text: Any, old: Any, new: Any) -> str | None:
        if text is None or old is None or new is None:
            return None
        whole, before, after = _text(text), _text(old), _text(new)
        if not before:
            return whole
        if len(whole) + whole.count(before) * (len(after) - len(before)) > most:
            raise OverflowError  # SQLite's own would fail, too
        return whole.replace(before, after)

    return replace


def _trimming(*, start: bool, end: bool) -> Callable[[Any, Any], str | None]:
    def trim(text: Any, letters: Any) -> str | None:
        if text is None or letters is None:
            return None
        whole, known = _text(text), set(_text(letters))
        first, last = 0, len(whole)
        while start and first < last and whole[first] in known:
            first += 1
        while end and last > first and whole[last - 1] in known:
            last -= 1
        return whole[first:last]

    return trim
