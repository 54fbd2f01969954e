"""Calls that are carried out once, also where they are begun again, and what is noted of them.

A process may be killed after a write has left and before anybody has written down that it did.
So a note is made durably before the first byte of a call's first write leaves, and completed by the
result when there is one. Whoever begins the same call again finds the result, or finds that nobody
knows; in both cases nothing is sent.
"""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from agent_connectors.engine.errors import ConnectionFailed, ConnectorError, OutcomeUnknown
from agent_connectors.engine.scoped import scoped

__all__ = ["Ledger", "Noted", "Once", "before_a_write", "once"]


@dataclass(frozen=True, slots=True)
class Noted:
    """What a ledger holds of a call.

    Attributes:
        call: What was called.
        result: What it gave, as JSON; None if nobody has written that down.
    """

    call: str
    result: str | None = None


@runtime_checkable
class Ledger(Protocol):
    """Where calls are noted that change something. What it has taken survives the process."""

    async def look(self, key: str) -> Noted | None:
        """What is noted under a key, if anything is."""

    async def begin(self, key: str, call: str) -> bool:
        """Notes that a call is about to change something.

        Args:
            key: Stands for the call; the same when it is begun again.
            call: What is called.

        Returns:
            Whether it was noted; False if something is noted under the key already.
        """

    async def finish(self, key: str, result: str) -> None:
        """Notes what a call gave."""

    async def release(self, key: str) -> None:
        """Takes a note back: nothing was changed."""


class Once:
    """A call under way that must not be carried out twice.

    Args:
        ledger: Where it is noted.
        key: Stands for it.
        call: What is called.

    Attributes:
        noted: Whether it is noted, or may be.
    """

    def __init__(self, ledger: Ledger, key: str, call: str) -> None:
        self._ledger, self._key, self._call = ledger, key, call
        self._around = _once.get()
        self._lock = asyncio.Lock()
        self._begun = self.noted = False

    async def begin(self) -> None:
        """Makes sure that the call is noted, before a write leaves.

        Raises:
            OutcomeUnknown: Somebody else has begun the same call.
            ConnectionFailed: It cannot be noted; nothing was sent.
        """
        async with self._lock:  # a call may make many writes at once
            if self._begun:
                return
            if self._around is not None:
                await self._around.begin()
            self.noted = True
            try:
                self._begun = await self._ledger.begin(self._key, self._call)
            except ConnectorError:
                raise
            except Exception as error:
                raise ConnectionFailed(
                    f"This write could not be noted in the ledger ({type(error).__name__}), and "
                    "without that it might be made twice.",
                    hint="Nothing was sent. Try again when the ledger can be reached.",
                ) from None
            if not self._begun:
                self.noted = False  # not by this call
                raise OutcomeUnknown(
                    "The same call was begun before, or is being carried out somewhere else.",
                    hint="It was not sent again. Look at the product before you try it anew.",
                )


_once: "ContextVar[Once | None]" = ContextVar("once", default=None)


def once(call: Once) -> scoped[Once]:
    """Has all that is written within noted as one call."""
    return scoped(_once, call)


async def before_a_write() -> None:
    """Is called before each write leaves.

    Raises:
        ConnectorError: It must not.
    """
    call = _once.get()
    if call is not None:
        await call.begin()
