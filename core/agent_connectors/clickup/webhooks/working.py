"""Deals with what is noted: brings the store up to date, and calls the handlers."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple, Protocol
from uuid import uuid4

from agent_connectors.clickup.webhooks.events import UnknownEvent, WebhookEvent
from agent_connectors.clickup.webhooks.reading import event_of, read
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.inbox import Inbox, Taken
from agent_connectors.engine.values.unseen import where

__all__ = ["Applies", "Handler", "Handlers", "Workers"]

_log = logging.getLogger("agent_connectors.webhooks")

Handler = Callable[[Any], Awaitable[object] | object]

_POLL = 1.0
"""Seconds after which a worker looks again for what others have put back, or have left."""

_LONGEST_WAIT = 60.0
_TIDY = 3600.0


class Applies(Protocol):
    """A context store."""

    async def apply(self, event: Mapping[str, Any]) -> object:
        """Brings what an event tells of up to date."""


class Handlers(NamedTuple):
    """What is done about an event.

    Attributes:
        store: Is brought up to date first.
        handlers: With the types of events that each is for.
    """

    store: Applies | None
    handlers: list[tuple[tuple[type[WebhookEvent], ...], Handler]]

    async def deal_with(self, event: WebhookEvent) -> None:
        """Does all that there is to do about an event, one thing after the other."""
        if self.store is not None and not isinstance(event, UnknownEvent):
            await self.store.apply(event.raw)
        for kinds, handler in self.handlers:
            if isinstance(event, kinds):
                if inspect.iscoroutinefunction(handler):
                    await handler(event)
                else:
                    # Its calls may wait for the network.
                    result = await asyncio.to_thread(handler, event)
                    if inspect.isawaitable(result):
                        await result


class Workers:
    """Tasks that take deliveries and deal with them.

    Args:
        inbox: Where they are noted.
        handlers: What is done about them.
        at_once: How many are dealt with at the same time.
        attempts: After how many a delivery is given up.
        lease: Seconds after which another process takes over what this one has left.
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
        remember: timedelta,
    ) -> None:
        self._inbox, self._handlers = inbox, handlers
        self._at_once, self._attempts = at_once, attempts
        self._lease, self._remember = lease, remember
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()

    def start(self) -> None:
        """Begins to work in the running event loop, unless that is done.

        Raises:
            ConfigurationError: There is nothing that events are dealt with by: they would be lost.
        """
        if not (self._handlers.handlers or self._handlers.store):
            raise ConfigurationError(
                "Nothing deals with the events of this receiver.",
                hint="Decorate a function with `on`, or give a `store`, before it begins to work.",
            )
        loop = asyncio.get_running_loop()
        if self._loop is loop and self._tasks:
            return
        self._loop, self._woken = loop, asyncio.Event()
        works = [self._work(f"{uuid4().hex[:12]}-{n}") for n in range(self._at_once)]
        self._tasks = [loop.create_task(work) for work in (*works, self._tidy())]

    def wake(self) -> None:
        """Says that something was noted."""
        self._woken.set()

    async def stop(self) -> None:
        """Ends the work; what was begun is put back for the next process."""
        tasks, self._tasks = self._tasks, []
        here = self._loop is asyncio.get_running_loop()
        for task in tasks if here else ():
            task.cancel()
        if here:
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, name: str) -> None:
        while True:
            self._woken.clear()
            try:
                taken = await self._inbox.take(name, self._lease)
                if taken is not None:
                    await self._deal_with(taken)
                    continue
            except Exception as error:  # the disk is full, the database is away
                _log.error("The inbox of webhooks cannot be used: %s", type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(_POLL):
                    await self._woken.wait()

    async def _deal_with(self, taken: Taken) -> None:
        keeping = asyncio.create_task(self._keep(taken))
        try:
            event = event_of(read(taken.body.encode()), taken.key)
            await self._handlers.deal_with(event)
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                await asyncio.shield(self._inbox.put_back(taken, 0))
                raise
            # Something of the handler's own was cancelled, not this work.
            await self._failed(taken, error)
        except Exception as error:
            await self._failed(taken, error)
        else:
            await self._inbox.done(taken)
        finally:
            keeping.cancel()

    async def _failed(self, taken: Taken, error: BaseException) -> None:
        # The text of an error by others may hold anything; those of connectors hold no secret.
        said = error if isinstance(error, ConnectorError) else where(error.__traceback__)
        told = (taken.key, taken.attempts, type(error).__name__, said)
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
