"""The records of a list as they come, and what cannot be relied on once they have all come."""

from collections.abc import AsyncGenerator, Iterator
from typing import Any, Generic, TypeVar

__all__ = ["Iteration"]

T = TypeVar("T")

_END = object()


class Iteration(AsyncGenerator[T, None], Generic[T]):
    """Records, one by one; to be used with `async for`, or with `for` in synchronous code.

    Args:
        records: Gives them.
        warnings: Is filled when they have all been given.
    """

    def __init__(self, records: AsyncGenerator[T, None], warnings: list[str]) -> None:
        self._records = records
        self._warnings = warnings

    @property
    def warnings(self) -> tuple[str, ...]:
        """What cannot be relied on, once the loop has come to its end.

        Such as: the list kept changing, and may have held more. It is logged as well.
        """
        return tuple(self._warnings)

    async def __anext__(self) -> T:
        try:
            return await anext(self._records)
        except StopAsyncIteration:
            self._log()
            raise

    async def asend(self, _: None, /) -> T:
        """Goes on to the next record."""
        return await anext(self)

    async def athrow(self, *error: Any) -> Any:
        """Ends the loop with an error."""
        return await self._records.athrow(*error)

    async def aclose(self) -> None:
        """Ends the loop early: pages that are on their way are given up."""
        await self._records.aclose()

    def __iter__(self) -> Iterator[T]:
        from agent_connectors.engine.running.sync import run_sync

        async def step() -> Any:
            return await anext(self, _END)

        try:
            while (record := run_sync(step)) is not _END:
                yield record
        finally:
            run_sync(self.aclose)

    def _log(self) -> None:
        from logging import getLogger

        for warning in self._warnings:
            getLogger("agent_connectors").warning("%s", warning)
