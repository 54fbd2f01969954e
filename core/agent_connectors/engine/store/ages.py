"""How old a replica is."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent_connectors.engine.store.feeds import Feed

__all__ = ["Age", "ages"]


@dataclass(frozen=True, slots=True)
class Age:
    """How old what a feed has read is.

    Attributes:
        seconds: Since it was last brought up to date; None if it never was.
        whole_seconds: Since it was last read whole: what was deleted since may still be there.
        complete: Whether it has been read to its end.
    """

    seconds: float | None
    whole_seconds: float | None
    complete: bool


def ages(connection: sqlite3.Connection, feeds: Iterable[Feed], now: float) -> Mapping[str, Age]:
    """How old each feed is: the oldest of what it is read under counts.

    Args:
        connection: To read with.
        feeds: The feeds.
        now: Unix time.
    """
    found: dict[str, Age] = {}
    for feed in feeds:
        least, whole, cut_off, count = connection.execute(
            "SELECT min(coalesce(synced_ms, 0)), min(coalesce(whole_ms, 0)), "
            "max(position IS NOT NULL), count(*) FROM store_walks WHERE feed = ?",
            (feed.name,),
        ).fetchone()
        found[feed.name] = Age(
            seconds=_since(least, now),
            whole_seconds=_since(whole, now),
            complete=bool(count and least and not cut_off),
        )
    return found


def _since(milliseconds: int | None, now: float) -> float | None:
    # A clock that was put back makes nothing younger than now.
    return max(0.0, round(now - milliseconds / 1000, 1)) if milliseconds else None
