"""Receives ClickUp's webhooks: an ASGI application, by itself or in another one."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from inspect import iscoroutinefunction
from typing import Any, Self, TypeVar, cast

from agent_connectors.clickup.webhooks.events import KINDS, TaskCommentPosted, WebhookEvent
from agent_connectors.clickup.webhooks.handlers import Applies, Handler, Handlers, checked
from agent_connectors.clickup.webhooks.history import CommentItem
from agent_connectors.clickup.webhooks.reading import event_of, identity_of, read
from agent_connectors.clickup.webhooks.signature import is_signed
from agent_connectors.clickup.webhooks.working import Workers, said
from agent_connectors.engine.errors import ConfigurationError, InvalidParams
from agent_connectors.engine.inbox import LONGEST_WAIT, WAITING, Inbox, SqliteInbox
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.settings import count, of_kind, seconds
from agent_connectors.engine.values.unseen import even_half_made, unseen

__all__ = ["WebhookReceiver"]

_log = logging.getLogger("agent_connectors.webhooks")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Given = str | Iterable[str] | Callable[[], str | Iterable[str]]
H = TypeVar("H", bound=Handler)

_PATIENCE, _NOTING = 4.0, 2.5
"""Seconds for a body to arrive, and to note it: ClickUp waits for seven in all."""

_LOOK = 0.01


class _Refused(Exception):
    """A request that is not taken in."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class WebhookReceiver:
    """Takes in what ClickUp's webhooks deliver, and has handlers deal with it.

    A delivery is acknowledged once it is noted. It is dealt with afterwards, at least once: in
    order for each object, again where a handler fails, and by whoever goes on where a process ends.

    Args:
        secrets: What the deliveries are signed with: the `secret` of each webhook, several where
            there are several webhooks or one is being replaced; or a function that gives these.
        inbox: Where deliveries are noted: a path for a file of SQLite, or an `Inbox` such as
            `PostgresInbox`, which several replicas share.
        store: A context store that is brought up to date.
        at_once: How many deliveries are dealt with at the same time.
        attempts: After how many a delivery is given up, after about six minutes for the default.
        lease: Seconds after which another process takes over what one has left that was killed.
        close_seconds: How long functions that were begun may go on when the receiver is closed.
        largest: The most bytes that are taken.
        remember: How long a delivery is remembered; one that tells of something older is refused,
            as nothing could tell whether it came before.
        clock: Tells the time.

    Raises:
        ConfigurationError: One of these cannot be.
    """

    @unseen
    def __init__(
        self,
        secrets: Given,
        inbox: "Inbox | str | os.PathLike[str]",
        *,
        store: Applies | None = None,
        at_once: int = 4,
        attempts: int = 12,
        lease: float = 30.0,
        close_seconds: float = 10.0,
        largest: int = 1_000_000,
        remember: timedelta = timedelta(days=30),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._secrets = _checked(secrets)
        if isinstance(inbox, str | os.PathLike):
            inbox = SqliteInbox(inbox)
        wanted = "a path, or an inbox such as `SqliteInbox(path)`"
        self.inbox: Inbox = of_kind("inbox", inbox, Inbox, wanted=wanted)
        if store is not None and not callable(getattr(store, "apply", None)):
            raise ConfigurationError("`store` must be a context store, such as `connector.store`.")
        self._handlers = Handlers(store, [])
        self._largest = count("largest", largest)
        self._remember = _remember(remember)
        self._clock = _clock(clock)
        self._workers = Workers(
            self.inbox,
            self._handlers,
            at_once=count("at_once", at_once),
            attempts=count("attempts", attempts),
            lease=_lease(lease),
            close_seconds=seconds("close_seconds", close_seconds, zero=True),
            remember=self._remember,
        )

    @even_half_made
    def __repr__(self) -> str:
        return f"WebhookReceiver({self.inbox!r})"

    def on(self, *kinds: type[WebhookEvent]) -> Callable[[H], H]:
        """Decorates a function that deals with events; a plain one is called in a thread.

        It is called again with the same event where it, or the process, has failed: what it writes
        needs an `idempotency_key` made from `event.key`.

        Args:
            kinds: The types of events; all if not given.

        Raises:
            ConfigurationError: One is no type of event; or what is decorated takes no event.
        """
        given: tuple[object, ...] = kinds
        for kind in given:
            if not (isinstance(kind, type) and issubclass(kind, WebhookEvent)):
                names = ", ".join(sorted(each.__name__ for each in KINDS.values()))
                raise ConfigurationError(f"`on` takes types of events: {names}.")

        def register(handler: H) -> H:
            checked(handler)
            self._handlers.handlers.append((kinds or (WebhookEvent,), handler))
            return handler

        return register

    async def __aenter__(self) -> Self:
        """Begins to deal with what is noted.

        Raises:
            ConfigurationError: There is nothing that events are dealt with by.
            InboxError: The inbox cannot be used.
        """
        await self._workers.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stops; what was begun and does not end within `close_seconds` is put back."""
        await self._workers.stop()

    @asynccontextmanager
    async def lifespan(self, _app: object = None) -> AsyncIterator[None]:
        """What Starlette and FastAPI take as `lifespan`: works as long as the application runs."""
        async with self:
            yield

    async def drained(self, *, within: float = 30.0) -> Mapping[str, int]:
        """Waits until nothing waits; for tests, and before a machine is taken down.

        Args:
            within: Seconds to wait for at most.

        Returns:
            How many still wait, are done, and have failed.
        """
        self._workers.start()
        deadline = asyncio.get_running_loop().time() + within
        while True:
            counts = await self.inbox.counts()
            if not counts[WAITING] or asyncio.get_running_loop().time() > deadline:
                return counts
            await asyncio.sleep(_LOOK)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one ASGI connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})
        else:
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.__aenter__()
        except Exception as error:
            # A server takes an exception for an application that has no lifespan, and goes on.
            await send({"type": "lifespan.startup.failed", "message": said(error)})
            return
        try:
            await send({"type": "lifespan.startup.complete"})
            while (await receive())["type"] != "lifespan.shutdown":
                pass
        finally:
            await self.__aexit__()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        try:
            status, text = 200, await self._take_in(scope, receive)
        except _Refused as refused:
            status, text = refused.status, str(refused)
            headers += [(b"allow", b"POST")] * (status == 405)
            # Whoever finds the address can send anything, as often as they like.
            _log.info("A delivery was refused: %s", text)
        except ConnectionResetError:
            return
        except Exception as error:  # also where noting it takes too long
            # ClickUp comes again; what is wrong here is nothing to tell a stranger.
            status, text = 503, "cannot be noted now"
            _log.error("A delivery cannot be noted: %s", said(error))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text.encode()})

    async def _take_in(self, scope: Message, receive: Receive) -> str:
        self._workers.start()
        if scope["method"] != "POST":
            raise _Refused(405, "only POST is taken")
        signatures = [value for name, value in scope["headers"] if name == b"x-signature"]
        body = await self._in_time(scope, receive)
        # A 401 would make ClickUp suspend the webhook at once, for a secret that is not yet here.
        if len(signatures) != 1:
            raise _Refused(403, "there has to be one signature")
        if not is_signed(body, signatures[0], self._secrets()):
            raise _Refused(403, "the signature is wrong")
        try:
            event = event_of(read(body))
        except InvalidParams:
            raise _Refused(400, "this is no event") from None
        self._refuse_old(event)
        key, subject, again, series = identity_of(event)
        text = body.decode()
        async with asyncio.timeout(_NOTING):
            new = await self.inbox.note(key, subject, text, again=again, series=series)
        self._workers.wake()
        return "noted" if new else "noted before"

    async def _in_time(self, scope: Message, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._body(scope, receive)
        except TimeoutError:
            raise _Refused(408, "too slow") from None

    async def _body(self, scope: Message, receive: Receive) -> bytes:
        told = [value for name, value in scope["headers"] if name == b"content-length"]
        if any(value.isdigit() and int(value[:20]) > self._largest for value in told):
            raise _Refused(413, "too large")
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionResetError
            body += message.get("body", b"")
            if len(body) > self._largest:
                raise _Refused(413, "too large")
            more = message.get("more_body", False)
        return bytes(body)

    def _refuse_old(self, event: WebhookEvent) -> None:
        # The edit of a comment has the time of the comment.
        edited = not isinstance(event, TaskCommentPosted)
        items = (i for i in event.history if not (edited and isinstance(i, CommentItem)))
        times = [item.at for item in items if item.at is not None]
        if times and self._clock() - max(times) > self._remember:
            raise _Refused(400, "this tells of something too old")


def _lease(given: float) -> float:
    lease = seconds("lease", given)
    if lease > LONGEST_WAIT:
        raise ConfigurationError(f"`lease` must be at most {LONGEST_WAIT:.0f} seconds.")
    return lease


def _remember(given: object) -> timedelta:
    remember: timedelta = of_kind("remember", given, timedelta, wanted="a `timedelta`")
    if remember <= timedelta(0):
        raise ConfigurationError("`remember` must be longer than nothing.")
    return remember


def _clock(given: Any) -> Callable[[], datetime]:
    now = given() if callable(given) else None
    if not isinstance(now, datetime) or now.tzinfo is None:
        raise ConfigurationError("`clock` must be a function that gives a time with its zone.")
    return cast("Callable[[], datetime]", given)


def _checked(given: Given) -> Callable[[], tuple[Secret, ...]]:
    """Gives the secrets, of which there has to be one."""
    if callable(given):
        if iscoroutinefunction(given):
            raise ConfigurationError("The function for `secrets` must not be async.")
        return lambda: _secrets(given())
    found = _secrets(given)
    return lambda: found


def _secrets(given: Any) -> tuple[Secret, ...]:
    # A text is one secret, and not as many as it has characters; the names of a mapping are none.
    listed = isinstance(given, Iterable) and not isinstance(given, Mapping)
    texts = (given,) if isinstance(given, str) else tuple(given) if listed else ()
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise ConfigurationError(
            "`secrets` must be the secret of a webhook, or several.",
            hint="It is in the answer of `webhooks.create`, and in `webhooks.list`.",
        )
    if any(text != text.strip() for text in texts):
        raise ConfigurationError(
            "The secret of a webhook has no spaces or line breaks around it.",
            hint="Take them off, such as with `.strip()`.",
        )
    return tuple(Secret(text) for text in texts)
