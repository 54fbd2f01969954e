"""What checkers of several themes look for in values."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["all_of", "exactly", "holds", "mentions", "on", "owners", "text_of"]

_OWNER = ZoneInfo("America/Los_Angeles")
"""Where the workspace's owner is, for whom a day begins and ends."""


def on(day: str) -> Callable[[Any], bool]:
    """A day, in milliseconds at whatever time of it.

    Args:
        day: Such as `2026-03-20`.
    """
    wanted = date.fromisoformat(day)
    return lambda value: datetime.fromtimestamp(value / 1000, _OWNER).date() == wanted


def exactly(moment: str) -> int:
    """A moment, in milliseconds.

    Args:
        moment: In ISO 8601, with its offset.
    """
    return int(datetime.fromisoformat(moment).timestamp() * 1000)


def owners(*people: int) -> Callable[[Any], bool]:
    """These people and nobody else, by their ids."""
    return lambda value: {one.id for one in value} == {str(person) for person in people}


def text_of(blocks: Any) -> str:
    """The text of a comment."""
    return "".join(str(block.get("text", "")) for block in blocks)


def holds(*words: str) -> Callable[[Any], bool]:
    """A text or a comment with all of these in it, whatever their capitals."""

    def fits(value: Any) -> bool:
        told = (text_of(value) if isinstance(value, list) else str(value)).casefold()
        return all(word.casefold() in told for word in words)

    return fits


def mentions(person: int) -> Callable[[Any], bool]:
    """A comment that somebody is notified of, by their id."""
    return lambda blocks: any(
        block.get("type") == "tag" and block["user"]["id"] == person for block in blocks
    )


def all_of(*conditions: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Values that meet all conditions."""
    return lambda value: all(condition(value) for condition in conditions)
