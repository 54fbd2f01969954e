"""Notices lists that never end."""

from collections.abc import Hashable, Sequence
from typing import Any

from agent_connectors.engine.errors import InvalidResponse

__all__ = ["Progress", "mark"]

_IN_VAIN = 5
"""Pages in a row that may hold nothing new: a filter leaves some empty, a change repeats one."""


def mark(record: Any, identity: Sequence[str]) -> tuple[Hashable, bool]:
    """What tells a record from others, and whether it does so wherever the record is.

    Args:
        record: The record.
        identity: The fields that tell it from others.
    """
    if isinstance(record, dict) and identity:
        found = tuple(record.get(name) for name in identity)
        if None not in found and all(isinstance(part, str | int | float) for part in found):
            return found, True
    from pydantic_core import to_json

    return to_json(record, fallback=repr), False


class Progress:
    """Counts the pages of a walk that brought nothing new.

    Args:
        operation: The list's name, for the error.
        identity: The fields that tell its records from one another.
    """

    def __init__(self, operation: str, identity: Sequence[str]) -> None:
        self._operation = operation
        self._identity = identity or ("id",)
        self._seen: set[Hashable] = set()
        self._in_vain = 0

    def note(self, records: Sequence[Any], *, last: bool) -> None:
        """Takes note of a page.

        Args:
            records: What it held.
            last: Whether nothing follows.

        Raises:
            InvalidResponse: The list goes on and on with nothing new.
        """
        marks = {mark(record, self._identity)[0] for record in records}
        self._in_vain = 0 if marks - self._seen else self._in_vain + 1
        self._seen |= marks
        if self._in_vain >= _IN_VAIN and not last:
            held = "nothing but records of the pages before" if records else "nothing"
            raise InvalidResponse(
                f"The list does not end: the next page holds {held}, {_IN_VAIN} times in a row.",
                hint="Fetch single pages instead, with `page` or `cursor` where there is one.",
                operation=self._operation,
            )
