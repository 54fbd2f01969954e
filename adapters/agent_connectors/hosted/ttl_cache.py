"""Answers of the database that are kept for a moment."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["TtlCache"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_KEPT = 10_000


class TtlCache(Generic[K, V]):
    """Remembers what was looked up, and looks up the same thing once at a time.

    Args:
        load: Looks something up.
        seconds: For how long an answer is taken to be true.
    """

    def __init__(self, load: Callable[[K], Awaitable[V]], seconds: float) -> None:
        self._load = load
        self._seconds = seconds
        self._known: dict[K, tuple[float, V]] = {}
        self._coming: dict[K, asyncio.Task[V]] = {}

    async def get(self, key: K) -> V:
        """What belongs to a key, as it was at most so many seconds ago."""
        known = self._known.get(key)
        if known is not None and time.monotonic() < known[0]:
            return known[1]
        coming = self._coming.get(key)
        if coming is None:
            coming = self._coming[key] = asyncio.create_task(self._look_up(key))
        # Shielded: if one caller goes away, the others still wait for the answer.
        return await asyncio.shield(coming)

    def forget(self, key: K) -> None:
        """Forgets an answer: it has just been changed here."""
        self._known.pop(key, None)

    async def _look_up(self, key: K) -> V:
        asked = time.monotonic()
        try:
            value = await self._load(key)
        finally:
            del self._coming[key]
        if len(self._known) >= _KEPT:
            self._known = {k: v for k, v in self._known.items() if v[0] > asked}
            if len(self._known) >= _KEPT:
                self._known.clear()
        # From when it was asked, not from when the answer came: it was true then.
        self._known[key] = (asked + self._seconds, value)
        return value
