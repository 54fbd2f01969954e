"""Receives ClickUp's webhooks: an ASGI application, by itself or in another one."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeVar

from agent_connectors.clickup.webhooks.events import KINDS, TaskCommentPosted, WebhookEvent
from agent_connectors.clickup.webhooks.history import CommentItem
from agent_connectors.clickup.webhooks.reading import event_of, identity_of, read
from agent_connectors.clickup.webhooks.signature import is_signed
from agent_connectors.clickup.webhooks.working import Applies, Handler, Handlers, Workers
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
Given = str | Iterable[str] | Callable[[], Iterable[str]]
H = TypeVar("H", bound=Handler)

_PATIENCE = 5.0
"""Seconds for a body to arrive, and to note it: ClickUp waits for seven."""

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
            there are several webhooks or one is being replaced; or a function that gives them.
        inbox: Where deliveries are noted: a path for a file of SQLite, or an `Inbox` such as
            `PostgresInbox`, which several replicas share.
        store: A context store that is brought up to date.
        at_once: How many deliveries are dealt with at the same time.
        attempts: After how many a delivery is given up, after about six minutes for the default.
        lease: Seconds after which another process takes over what one has left that was killed.
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
        largest: int = 1_000_000,
        remember: timedelta = timedelta(days=30),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._secrets = _checked(secrets)
        if isinstance(inbox, str | os.PathLike):
            inbox = SqliteInbox(inbox)
        wanted = "a path, or an inbox such as `SqliteInbox(path)`"
        self.inbox: Inbox = of_kind("inbox", inbox, Inbox, wanted=wanted)
        self._handlers = Handlers(store, [])
        self._largest = count("largest", largest)
        self._remember = of_kind("remember", remember, timedelta, wanted="a `timedelta`")
        self._clock = clock
        self._workers = Workers(
            self.inbox,
            self._handlers,
            at_once=count("at_once", at_once),
            attempts=count("attempts", attempts),
            lease=_lease(lease),
            remember=remember,
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
            ConfigurationError: One is no type of event.
        """
        given: tuple[object, ...] = kinds
        for kind in given:
            if not (isinstance(kind, type) and issubclass(kind, WebhookEvent)):
                names = ", ".join(sorted(each.__name__ for each in KINDS.values()))
                raise ConfigurationError(f"`on` takes types of events: {names}.")

        def register(handler: H) -> H:
            self._handlers.handlers.append((kinds or (WebhookEvent,), handler))
            return handler

        return register

    async def __aenter__(self) -> Self:
        """Begins to deal with what is noted."""
        self._workers.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stops; what was begun is put back."""
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
        async with self:
            await send({"type": "lifespan.startup.complete"})
            while (await receive())["type"] != "lifespan.shutdown":
                pass
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        try:
            async with asyncio.timeout(_PATIENCE):
                status, text = 200, await self._take_in(scope, receive)
        except _Refused as refused:
            status, text = refused.status, str(refused)
            headers += [(b"allow", b"POST")] * (status == 405)
            # Whoever finds the address can send anything, as often as they like.
            _log.info("A delivery was refused: %s", text)
        except TimeoutError:
            status, text = 408, "too slow"
        except ConnectionError:
            return
        except Exception as error:
            # ClickUp comes again; what is wrong here is nothing to tell a stranger.
            status, text = 503, "cannot be noted now"
            said = error if isinstance(error, ConfigurationError) else type(error).__name__
            _log.error("A delivery cannot be noted: %s", said)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text.encode()})

    async def _take_in(self, scope: Message, receive: Receive) -> str:
        self._workers.start()
        if scope["method"] != "POST":
            raise _Refused(405, "only POST is taken")
        signatures = [value for name, value in scope["headers"] if name == b"x-signature"]
        body = await self._body(scope, receive)
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
        identity = identity_of(event)
        text = body.decode("utf-8", "replace")
        new = await self.inbox.note(identity.key, identity.subject, text, again=identity.again)
        self._workers.wake()
        return "noted" if new else "noted before"

    async def _body(self, scope: Message, receive: Receive) -> bytes:
        told = [value for name, value in scope["headers"] if name == b"content-length"]
        if any(value.isdigit() and int(value[:20]) > self._largest for value in told):
            raise _Refused(413, "too large")
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
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


def _checked(given: Given) -> Callable[[], tuple[Secret, ...]]:
    """Gives the secrets, of which there has to be one."""
    if callable(given):
        return lambda: _secrets(given())
    found = _secrets((given,) if isinstance(given, str) else given)
    return lambda: found


def _secrets(given: Any) -> tuple[Secret, ...]:
    texts = tuple(given) if isinstance(given, Iterable) else ()
    if not texts or not all(isinstance(text, str) and text for text in texts):
        raise ConfigurationError(
            "`secrets` must be the secret of a webhook, or several.",
            hint="It is in the answer of `webhooks.create`, and in `webhooks.list`.",
        )
    return tuple(Secret(text) for text in texts)
