"""Looks up many things at once: under a flood of questions, each waits for two look-ups at most."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

__all__ = ["Together"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MOST = 500
"""Things looked up in one go: databases take only so many parameters."""


class Together(Generic[K, V]):
    """Whoever asks while a look-up is under way shares the next one with all others who do.

    Args:
        load: Looks things up; leaves out what there is not.
    """

    def __init__(self, load: Callable[[Collection[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._load = load
        self._asked: dict[K, asyncio.Future[V | None]] = {}
        self._task: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V | None:
        """What belongs to a key now; None if there is nothing."""
        future = self._asked.get(key)
        if future is None:
            future = self._asked[key] = asyncio.get_running_loop().create_future()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        # Shielded: if one caller goes away, the others still wait for the answer.
        return await asyncio.shield(future)

    async def _run(self) -> None:
        try:
            while self._asked:
                keys = list(self._asked)[:_MOST]
                asked = {key: self._asked.pop(key) for key in keys}
                try:
                    found = await self._load(keys)
                except Exception as error:  # whatever it is, those who wait must be told
                    for future in asked.values():
                        future.set_exception(error)
                        future.exception()  # also if nobody waits any more
                else:
                    for key, future in asked.items():
                        future.set_result(found.get(key))
        finally:
            self._task = None
