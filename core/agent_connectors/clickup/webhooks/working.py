"""Deals with what is noted, and goes on where something of it fails."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from agent_connectors.clickup.webhooks.handlers import GoesOn, Handlers
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.inbox import Inbox, Taken
from agent_connectors.engine.values.unseen import where

__all__ = ["Workers", "said"]

_log = logging.getLogger("agent_connectors.webhooks")

_POLL = 1.0
"""Seconds after which a worker looks again for what others have put back, or have left."""

_LAST = 1.0
"""Seconds for a function to end that is cancelled."""

_LONGEST_WAIT = 60.0
_TIDY = 3600.0


class Workers:
    """Tasks that take deliveries and deal with them.

    Args:
        inbox: Where they are noted.
        handlers: What is done about them.
        at_once: How many are dealt with at the same time.
        attempts: After how many a delivery is given up.
        lease: Seconds after which another process takes over what this one has left.
        close_seconds: How long what was begun may go on when the work ends.
        remember: How long what is done is remembered.
    """

    def __init__(
        self,
        inbox: Inbox,
        handlers: Handlers,
        *,
        at_once: int,
        attempts: int,
        lease: float,
        close_seconds: float,
        remember: timedelta,
    ) -> None:
        self._inbox, self._handlers = inbox, handlers
        self._at_once, self._attempts = at_once, attempts
        self._lease, self._remember = lease, remember
        self._close_seconds = close_seconds
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken, self._closed = asyncio.Event(), False
        self._threads: ThreadPoolExecutor

    async def open(self) -> None:
        """Begins to work, once the inbox is known to be usable.

        Raises:
            ConfigurationError: There is nothing that events are dealt with by, or no such inbox.
            InboxError: The inbox cannot be used.
        """
        self._check()
        await self._inbox.forget(self._remember)
        self._closed = False
        self.start()

    def start(self) -> None:
        """Begins to work in the running event loop, unless that is done.

        Raises:
            ConfigurationError: There is nothing that events are dealt with by: they would be lost.
                Or it was closed.
        """
        self._check()
        if self._closed:
            raise ConfigurationError("This receiver is closed.", hint="Enter it again.")
        loop = asyncio.get_running_loop()
        if self._loop is loop and self._tasks:
            return
        self._loop, self._woken = loop, asyncio.Event()
        # Not those of the event loop: the inbox needs one, whatever all functions wait for.
        self._threads = ThreadPoolExecutor(self._at_once, thread_name_prefix="clickup-webhook")
        works = [self._work(f"{uuid4().hex[:12]}-{n}") for n in range(self._at_once)]
        self._tasks = [loop.create_task(work) for work in (*works, self._tidy())]

    def wake(self) -> None:
        """Says that something was noted."""
        self._woken.set()

    async def stop(self) -> None:
        """Ends the work.

        What was begun may end for a while; then it is put back for the next process, except for
        what goes on in a thread, which is left to it when the lease is over.
        """
        tasks, self._tasks, self._closed = self._tasks, [], True
        if not tasks or self._loop is not asyncio.get_running_loop():
            return
        self.wake()
        tidy = tasks.pop()
        tidy.cancel()
        try:
            await asyncio.wait(tasks, timeout=self._close_seconds)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, tidy, return_exceptions=True)
            self._threads.shutdown(wait=False)

    def _check(self) -> None:
        if not (self._handlers.handlers or self._handlers.store):
            raise ConfigurationError(
                "Nothing deals with the events of this receiver.",
                hint="Decorate a function with `on`, or give a `store`, before it begins to work.",
            )

    async def _work(self, name: str) -> None:
        while not self._closed:
            self._woken.clear()
            try:
                taken = await self._inbox.take(name, self._lease)
                if taken is not None:
                    await self._take_on(taken)
                    continue
            except Exception as error:  # the disk is full, the database is away
                _log.error("The inbox of webhooks cannot be used: %s", said(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(_POLL):
                    await self._woken.wait()

    async def _take_on(self, taken: Taken) -> None:
        if self._closed:
            await self._inbox.put_back(taken, 0, tried=False)
        elif taken.attempts > self._attempts:
            # Each time the process ended before anybody could say so.
            _log.error("Delivery %s is given up: it ended %d processes", taken.key, self._attempts)
            await self._inbox.give_up(taken)
        else:
            await self._deal_with(taken)

    async def _deal_with(self, taken: Taken) -> None:
        keeping = asyncio.create_task(self._keep(taken))
        # A task of its own: what functions cancel, or keep from being cancelled, is not this work.
        dealing = asyncio.create_task(self._handlers.deal_with(taken, self._threads))
        try:
            await asyncio.wait({dealing})
            await self._ended(taken, dealing)
        except asyncio.CancelledError:
            dealing.cancel()
            await asyncio.wait({dealing}, timeout=_LAST)
            await self._ended(taken, dealing, stopped=True)
            raise
        finally:
            keeping.cancel()

    async def _ended(
        self, taken: Taken, dealing: asyncio.Task[None], *, stopped: bool = False
    ) -> None:
        cancelled = dealing.done() and dealing.cancelled()
        error = dealing.exception() if dealing.done() and not cancelled else None
        if not dealing.done() or isinstance(error, GoesOn):
            await self._inbox.keep(taken, self._lease)
        elif cancelled and stopped:
            await self._inbox.put_back(taken, 0, tried=False)
        elif cancelled:
            await self._failed(taken, asyncio.CancelledError())
        elif error is not None:
            await self._failed(taken, error)
        else:
            await self._inbox.done(taken)

    async def _failed(self, taken: Taken, error: BaseException) -> None:
        # The text of an error by others may hold anything; those of connectors hold no secret.
        text = error if isinstance(error, ConnectorError) else where(error.__traceback__)
        told = (taken.key, taken.attempts, _name(error), text)
        if taken.attempts >= self._attempts:
            _log.error("Delivery %s is given up after %d attempts: %s: %s", *told)
            await self._inbox.give_up(taken)
            return
        wait = min(_LONGEST_WAIT, 2.0 ** (taken.attempts - 1))
        _log.warning("Delivery %s failed at attempt %d: %s: %s", *told)
        await self._inbox.put_back(taken, wait)

    async def _keep(self, taken: Taken) -> None:
        """Has others not take it, as long as this process works on it."""
        while True:
            await asyncio.sleep(self._lease / 3)
            with suppress(Exception):
                await self._inbox.keep(taken, self._lease)

    async def _tidy(self) -> None:
        while True:
            with suppress(Exception):
                await self._inbox.forget(self._remember)
            await asyncio.sleep(_TIDY)


def said(error: BaseException) -> str:
    """What a log may hold of an error: the text of one by others may hold anything."""
    return str(error) if isinstance(error, ConnectorError) else _name(error)


def _name(error: BaseException) -> str:
    return "".join(c if c.isprintable() else "?" for c in type(error).__name__)
