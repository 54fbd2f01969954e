"""How old a replica is."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from agent_connectors.engine.store.feeds import Each, Feed
from agent_connectors.engine.store.tables import Schema

__all__ = ["Age", "ages", "never"]


@dataclass(frozen=True, slots=True)
class Age:
    """How old a table is.

    Attributes:
        seconds: Since it was last brought up to date; None if it never was.
        whole_seconds: Since it was last read whole: what was deleted since may still be there.
        complete: Whether it has been read to its end.
    """

    seconds: float | None
    whole_seconds: float | None
    complete: bool


def ages(
    connection: sqlite3.Connection, schema: Schema, feeds: Iterable[Feed], now: float
) -> Mapping[str, Age]:
    """How old each table is: the oldest of what fills it counts.

    Args:
        connection: To read with.
        schema: The tables.
        feeds: The feeds.
        now: Unix time.
    """
    return _by_table(schema, feeds, lambda feed: _age(connection, feed, now))


def never(schema: Schema, feeds: Iterable[Feed]) -> Mapping[str, Age]:
    """What `ages` gives where nothing was ever read.

    Args:
        schema: The tables.
        feeds: The feeds.
    """
    return _by_table(schema, feeds, lambda _: Age(None, None, complete=False))


def _by_table(
    schema: Schema, feeds: Iterable[Feed], age_of: Callable[[Feed], Age]
) -> Mapping[str, Age]:
    by_entity: dict[str, list[tuple[Age, bool]]] = {}
    for feed in feeds:
        age = age_of(feed)
        slow = isinstance(feed, Each) and feed.slow
        for entity in feed.fills:
            by_entity.setdefault(entity, []).append((age, slow))
    return {
        table.name: _oldest(by_entity[table.entity])
        for table in schema.tables
        if table.entity in by_entity
    }


def _age(connection: sqlite3.Connection, feed: Feed, now: float) -> Age:
    least, whole, cut_off, count = connection.execute(
        "SELECT min(coalesce(synced_ms, 0)), min(coalesce(whole_ms, 0)), "
        "max(CASE WHEN position IS NOT NULL AND sweeping = 0 THEN 1 ELSE 0 END), count(*) "
        "FROM store_walks WHERE feed = ?",
        (feed.name,),
    ).fetchone()
    return Age(
        seconds=_since(least, now),
        whole_seconds=_since(whole, now),
        complete=bool(count and least and not cut_off),
    )


def _oldest(found: Sequence[tuple[Age, bool]]) -> Age:
    return Age(
        _most([age.seconds for age, slow in found if not slow]),
        _most([age.whole_seconds for age, _ in found]),
        all(age.complete for age, _ in found),
    )


def _most(seconds: Sequence[float | None]) -> float | None:
    known = [each for each in seconds if each is not None]
    return max(known) if known and len(known) == len(seconds) else None


def _since(milliseconds: int | None, now: float) -> float | None:
    # A clock that was put back makes nothing younger than now.
    return max(0.0, round(now - milliseconds / 1000, 1)) if milliseconds else None
