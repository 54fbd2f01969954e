"""How an object shows what a parameter set: to compare, to foresee and to give back by.

Each form of `ShownAs` is a class here or beside: what is special about a priority or about people
stands in one place, whatever is done with it.
"""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import Any

from agent_connectors.clickup.written.comparing import Kept, kept
from agent_connectors.engine.declare.parameters import Parameter

__all__ = ["LOST", "MISSING", "NOTHING", "NO_NEED", "At", "Plain", "Record", "Sent", "look", "put"]

Record = Mapping[str, Any]
Sent = Mapping[str, Any]
At = tuple[str, ...]
"""Keys of an object; dots lead into objects."""

MISSING: Any = object()
"""Stands for what an object does not show."""

NOTHING: Any = object()
"""Stands for a value that is to be empty again."""

LOST: Any = object()
"""Stands for a value that cannot be given back."""

NO_NEED: Any = object()
"""Stands for a value that is what it was."""


def look(record: Record, at: At) -> Any:
    """What an object shows under the first of some keys that it has; `MISSING` if none."""
    for path in at:
        there: Any = record
        for key in path.split("."):
            there = there.get(key, MISSING) if isinstance(there, Mapping) else MISSING
        if there is not MISSING:
            return there
    return MISSING


def put(record: Record, path: str, value: Any) -> Record:
    """An object with a value under a key."""
    key, _, rest = path.partition(".")
    if rest:
        inner = record.get(key)
        value = put(inner if isinstance(inner, Mapping) else {}, rest, value)
    return {**record, key: value}


class Plain:
    """The value as it is.

    Args:
        sent_as: How a value that is shown is sent.
        shown_as: How a value that is sent is shown.
        compared: Whether what is there is what was asked for.
    """

    def __init__(
        self,
        sent_as: Callable[[Any], Any] | None = None,
        shown_as: Callable[[Any], Any] | None = None,
        compared: Kept = kept,
    ) -> None:
        self._sent_as = sent_as
        self._shown_as = shown_as
        self._compared = compared

    def rule(self, parameter: Parameter, sent: Sent, zone: tzinfo | None) -> Kept:
        """How what was asked for is compared with what is there.

        Args:
            parameter: What was asked for.
            sent: All that was asked for.
            zone: The zone of the user's days.
        """
        return self._compared

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The object as it will be; None if that is not certain.

        Args:
            value: What is sent for the parameter.
            at: Where objects show it.
            record: The object as it is.
            sent: All that is sent.
            always: Whether it is put there also where the object does not show it yet.
        """
        path = next((p for p in at if look(record, (p,)) is not MISSING), at[-1] if always else "")
        if not path:
            return None
        return put(record, path, self._shown_as(value) if self._shown_as else value)

    def emptied(self, name: str, at: At, record: Record) -> Record:
        """The object as it will be when the parameter is emptied."""
        keys = [key for key in at if key in record]
        return {**record, **dict.fromkeys(keys or [name])}

    def back(self, at: At, before: Record, after: Record | None, sent: Any) -> Any:
        """What is to be sent so that the object has its value again, or `NOTHING`, or `LOST`.

        Args:
            at: Where objects show it.
            before: The object as it was.
            after: The object as the write left it; None if that is not known.
            sent: What was sent for the parameter; None if it was emptied.
        """
        value = look(before, at)
        if value is MISSING:
            return LOST
        if value is None or value == "":
            return NOTHING
        return self._sent_as(value) if self._sent_as else value

    def again(self, at: At, record: Record) -> Any:
        """What is to be sent to make an object that has the value."""
        return self.back(at, record, None, None)


class Later(Plain):
    """What becomes of it cannot be told before."""

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """Nothing is certain."""
        return None


class Lasting(Plain):
    """What cannot be emptied: ClickUp takes an empty one for none given, or shows none."""

    def back(self, at: At, before: Record, after: Record | None, sent: Any) -> Any:
        """The value, if there was one."""
        value = super().back(at, before, after, sent)
        return LOST if value is NOTHING else value
