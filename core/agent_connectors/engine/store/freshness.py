"""Brings what is asked for up to date first, within the time of a call."""

import asyncio
from collections.abc import Mapping
from math import isfinite
from typing import Any

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.ages import Age
from agent_connectors.engine.store.errors import StoreBusy, StoreError, StoreReadOnly
from agent_connectors.engine.store.store import Store

__all__ = ["fresh"]

_PART = 0.8
"""The part of the time of a call that it may sync for: the answer takes some as well."""

_LOOK = 0.1
"""Seconds between looks at whether another process is done."""


async def fresh(
    store: Store, max_age: Any, seconds: float, sql: Any, tables: frozenset[str]
) -> list[str]:
    """Syncs what is asked for, where it is older than it may be.

    Args:
        store: The store.
        max_age: Seconds.
        seconds: How long the call may take.
        sql: The SELECT, if it is one.
        tables: What is asked for otherwise.

    Returns:
        What is older all the same, as warnings.

    Raises:
        InvalidParams: `max_age` is no number of seconds.
        ConnectorError: It could not be read.
    """
    known = isinstance(max_age, int | float) and not isinstance(max_age, bool)
    if not known or not max_age >= 0 or not isfinite(max_age):
        raise InvalidParams("`max_age` should be seconds.")
    clock = asyncio.get_running_loop().time
    began = clock()
    ends, said = began + seconds * _PART, ""
    ages = await store.status()
    if all(age.complete for age in ages.values()):
        tables = await store.tables_of(sql) if sql is not None else tables
    else:
        tables = frozenset(ages)  # what others are read under is missing, too
    while _older(ages, tables, max_age):
        try:
            async with asyncio.timeout_at(ends):
                whole = not all(age.complete for age in ages.values())
                await store.sync(max_age=max_age, tables=() if whole else tables)
            said = ""
        except TimeoutError:
            said = "there was no time to bring it up to date; the next sync goes on"
        except StoreReadOnly as error:
            said = error.message.rstrip(".")
        except StoreBusy:
            said = "another process is syncing it"
            if clock() + _LOOK < ends:
                await asyncio.sleep(_LOOK)
                ages = await store.status()
                continue
        ages = await store.status()
        break
    # What the call itself has taken makes nothing too old.
    older = _older(ages, tables, max_age + clock() - began)
    if not older:
        return []
    if not any(age.seconds is not None for age in ages.values()):
        raise StoreError(f"The store is empty: {said or 'it was never read'}.", hint="Sync it.")
    parts = ", ".join(f"{name} ({_told(age)})" for name, age in sorted(older.items()))
    why = f": {said}" if said else ""
    return [f"Older than the {max_age:g} s that were asked for{why}. {parts}."]


def _older(ages: Mapping[str, Age], tables: frozenset[str], most: float) -> dict[str, Age]:
    """The tables that are not as young as they should be."""
    return {
        name: age
        for name, age in ages.items()
        if name in tables and (not age.complete or age.seconds is None or age.seconds > most)
    }


def _told(age: Age) -> str:
    if age.seconds is None:
        return "never read"
    return f"{age.seconds:g} s" if age.complete else f"{age.seconds:g} s, not to its end"
