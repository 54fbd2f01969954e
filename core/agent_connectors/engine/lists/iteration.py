"""The records of a list as they come, and what cannot be relied on once they have all come."""

import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import suppress
from typing import Any, Generic, TypeVar

from agent_connectors.engine.errors import ConnectorError, InvalidCall

__all__ = ["END", "Iteration"]

END: Any = object()
"""Comes after the last record: what stops without it was broken off."""

_STOPPED = object()

_AGAIN = "Begin a new one with `iterate`."

T = TypeVar("T")


class Iteration(AsyncGenerator[T, None], Generic[T]):
    """Records, one by one; to be used with `async for`, or with `for` in synchronous code.

    One task or thread takes records of it at a time.

    Args:
        records: Gives them, and `END` after the last.
        warnings: Is filled when they have all been given.
        operation: The list, for the text of errors.
    """

    def __init__(
        self, records: AsyncGenerator[T, None], warnings: list[str], operation: str = ""
    ) -> None:
        self._records = records
        self._warnings = warnings
        self._operation = operation
        self._taking = threading.Lock()
        self._given = 0
        self._whole = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """What cannot be relied on, once the loop has come to its end.

        Such as: the list kept changing, and may have held more. It is logged as well.
        """
        return tuple(self._warnings)

    async def __anext__(self) -> T:
        told: ConnectorError
        try:
            self._take()
            try:
                return await self._next()
            finally:
                self._taking.release()
        except ConnectorError as error:
            told = error.with_traceback(None)  # the frames below say nothing of the call
        raise told

    async def _next(self) -> T:
        if self._whole:
            raise StopAsyncIteration
        # An event loop that ends closes the generators that it has begun, and whoever stops
        # waiting for a record ends them too: they then stop as if there were no more.
        record: Any = await anext(self._records, _STOPPED)
        if record is END:
            self._whole = True
            self._log()
            await self._records.aclose()
            raise StopAsyncIteration
        if record is _STOPPED:
            raise InvalidCall(
                f"This iteration was broken off after record {self._given}, so it cannot "
                "go on: by an error, a timeout, a loop that was left, or the end of its "
                "event loop.",
                hint=_AGAIN,
                operation=self._operation,
            )
        self._given += 1
        taken: T = record
        return taken

    async def asend(self, _: None, /) -> T:
        """Goes on to the next record."""
        return await anext(self)

    async def athrow(self, *error: Any) -> Any:
        """Ends the loop with an error."""
        return await self._records.athrow(*error)

    async def aclose(self) -> None:
        """Ends the loop early: pages that are on their way are given up."""
        self._take()
        try:
            await self._records.aclose()
        finally:
            self._taking.release()

    def __iter__(self) -> Iterator[T]:
        from agent_connectors.engine.running.sync import run_sync

        async def step() -> Any:
            return await anext(self, END)

        told: ConnectorError | None = None
        try:
            while (record := run_sync(step)) is not END:
                yield record
        except GeneratorExit:
            with suppress(InvalidCall):  # somebody else goes on with it
                run_sync(self.aclose)
            raise
        except ConnectorError as error:
            told = error.with_traceback(None)
        if told is not None:
            raise told

    def _take(self) -> None:
        """Keeps others from taking a record until `_taking` is released.

        Raises:
            InvalidCall: Somebody else is taking one.
        """
        if not self._taking.acquire(blocking=False):
            raise InvalidCall(
                "Another task or thread is taking a record of this iteration.",
                hint=f"Nothing is lost: that one goes on. Use one task or thread. {_AGAIN}",
                operation=self._operation,
            )

    def _log(self) -> None:
        from logging import getLogger

        for warning in self._warnings:
            getLogger("agent_connectors.lists").warning("%s", warning)
