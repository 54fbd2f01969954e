"""What is done about an event: the store is brought up to date, and functions are called."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, NamedTuple, Protocol

from agent_connectors.clickup.webhooks.events import UnknownEvent, WebhookEvent
from agent_connectors.clickup.webhooks.reading import event_of, read
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.inbox import Taken

__all__ = ["Applies", "GoesOn", "Handler", "Handlers", "checked"]

Handler = Callable[[Any], Awaitable[object] | object]


class Applies(Protocol):
    """A context store."""

    async def apply(self, event: Mapping[str, Any]) -> object:
        """Brings what an event tells of up to date."""


class GoesOn(Exception):
    """Nobody waits for a function any more, which goes on in its thread: none can be ended."""


class Handlers(NamedTuple):
    """What is done about an event.

    Attributes:
        store: Is brought up to date first.
        handlers: With the types of events that each is for.
    """

    store: Applies | None
    handlers: list[tuple[tuple[type[WebhookEvent], ...], Handler]]

    async def deal_with(self, taken: Taken, threads: ThreadPoolExecutor) -> None:
        """Does all that there is to do about an event, one thing after the other.

        Args:
            taken: The delivery.
            threads: Where plain functions are called.

        Raises:
            GoesOn: This was cancelled while a plain function ran.
        """
        event = _event(taken)
        if self.store is not None and not isinstance(event, UnknownEvent):
            await self.store.apply(event.raw)
        for kinds, handler in self.handlers:
            if isinstance(event, kinds):
                # Each has an event of its own: what one does to `raw` is nothing to the next.
                await _call(handler, _event(taken), threads)


def checked(handler: Any) -> None:
    """Makes sure that something can be called with an event.

    Raises:
        ConfigurationError: It cannot.
    """
    if not callable(handler) or inspect.isgeneratorfunction(handler):
        raise ConfigurationError("`on` decorates a function that takes an event.")
    if inspect.isasyncgenfunction(handler):
        raise ConfigurationError("`on` decorates a function that takes an event, and has no yield.")
    try:
        inspect.signature(handler).bind(None)
    except TypeError:
        raise ConfigurationError("`on` decorates a function that takes one event.") from None
    except ValueError:  # a function of C that tells nothing of what it takes
        return


def _event(taken: Taken) -> WebhookEvent:
    return event_of(read(taken.body.encode()), taken.key)


async def _call(handler: Handler, event: WebhookEvent, threads: ThreadPoolExecutor) -> None:
    if inspect.iscoroutinefunction(handler):
        await handler(event)
        return
    # Its calls may wait for the network.
    ending = threads.submit(copy_context().run, _ended, handler, event)
    try:
        result, error = await asyncio.wrap_future(ending)
    except asyncio.CancelledError:
        # One that was never begun is cancelled, too.
        raise asyncio.CancelledError if ending.cancelled() else GoesOn from None
    if error is not None:
        raise error
    if inspect.isawaitable(result):
        await result


def _ended(handler: Handler, event: WebhookEvent) -> tuple[object, Exception | None]:
    """How a function ended; a future takes no StopIteration, and SystemExit ends a thread alone."""
    try:
        return handler(event), None
    except Exception as error:
        if not isinstance(error, StopIteration):
            return None, error
        ended: BaseException = error
    except BaseException as error:
        ended = error
    failed = RuntimeError(f"{type(ended).__name__} was raised")
    return None, failed.with_traceback(ended.__traceback__)
