"""Deliveries: those that wait, how they are sent in order, and what became of them."""

import logging
import threading
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from types import NoneType
from typing import Any, Final
from urllib.parse import urlsplit

from anyio import create_task_group, move_on_after, sleep
from pydantic_core import from_json, to_json

from agent_connectors.clickup.sandbox.delivery.events import Event, happened
from agent_connectors.clickup.sandbox.delivery.hearers import hearers
from agent_connectors.clickup.sandbox.delivery.memory import Memory, remember
from agent_connectors.clickup.sandbox.delivery.sending import TIMEOUT, App, Senders
from agent_connectors.clickup.sandbox.state.webhooks import FAILING, SUSPENDED, Webhook
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Delivery", "Webhooks"]

_log = logging.getLogger(__name__)

_ATTEMPTS: Final = 5
"""Documented: after so many, an event is given up. How long to wait in between is not told."""

_SUSPENDING: Final = (401, 410)
"""Documented: these suspend a webhook at once."""

_MOST: Final = 10_000
"""Deliveries that wait, that are remembered, and that are made in one go: a receiver that answers
each with another change would never end."""

_LOOK: Final = 0.02
_GRACE: Final = 5.0


@dataclass(slots=True)
class Delivery:
    """One event on its way to one webhook.

    Attributes:
        webhook_id: The webhook.
        event: The name of the event.
        body: What is sent.
        outcome: `waiting`; `delivered`; `failed` after all attempts; `suspended`, where the
            webhook is; `gone`, where the webhook was deleted; `not allowed`, where its host may
            not be called.
        answers: What each attempt came to: a status, or why there was none.
    """

    webhook_id: str
    event: str
    body: bytes = field(repr=False)
    outcome: str = "waiting"
    answers: list[int | str] = field(default_factory=list)

    def json(self) -> Any:
        """What is sent, read."""
        return from_json(self.body)


class Webhooks:
    """The webhooks of a sandbox, as far as they are called.

    Only this machine is called, and applications that are given to `to`; other hosts have to be
    allowed first.

    Attributes:
        timeout: Seconds after which a request has failed.
        done: The last 10,000 deliveries that no longer wait, oldest first.
        dropped: How many were given up because more than 10,000 waited.
    """

    def __init__(self) -> None:
        self.timeout = TIMEOUT
        self._apps: dict[str, App] = {}
        self._hosts: set[str] = set()
        self._busy = threading.Lock()
        self._start()

    def __repr__(self) -> str:
        waiting = getattr(self, "_waiting", ())  # it may be shown half made
        return f"<Webhooks: {len(waiting)} deliveries wait>"

    def _start(self) -> None:
        self._waiting: deque[Delivery] = deque()
        self.done: deque[Delivery] = deque(maxlen=_MOST)
        self.dropped = 0
        self._first_told: dict[int, str] = {}

    def begin(self, workspace: Workspace) -> None:
        """Start over with another workspace: nothing waits."""
        self._start()
        self._workspace = workspace
        self._memory: Memory | None = remember(workspace) if workspace.webhooks else None

    def to(self, url: str, app: App) -> None:
        """Deliver to an application in this process what goes to an address, without a socket.

        Args:
            url: The address, or the beginning of several.
            app: An ASGI application.

        Raises:
            TypeError: It is no application.
            ValueError: It is no URL of HTTP.
        """
        if not callable(app):
            raise TypeError("`app` must be an ASGI application")
        parts = urlsplit(_text(url))
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("`url` must be such as https://agent.example/clickup")
        self._apps[url] = app

    def allow(self, host: str) -> None:
        """Let deliveries go to a host that is not this machine.

        Args:
            host: Its name, such as `hooks.example.com`; without a scheme or port.

        Raises:
            ValueError: It is not only a name.
        """
        name = _text(host)
        if not name or set(name) & set("*%, ") or urlsplit(f"//{host}").hostname != host:
            raise ValueError("`host` must be a name in small letters, such as hooks.example.com")
        self._hosts.add(host)

    @property
    def waiting(self) -> Sequence[Delivery]:
        """What is to be delivered, oldest first."""
        return tuple(self._waiting)

    def look(self, method: str) -> None:
        """Take in what a request has changed.

        Args:
            method: That of the request, which is just carried out.
        """
        workspace = self._workspace
        if method in {"GET", "HEAD"}:
            return
        now = remember(workspace) if workspace.webhooks else None
        if self._memory is not None and now is not None:
            for event in happened(self._memory, now, workspace, self._first_told):
                for webhook in hearers(event, workspace):
                    self._add(event, webhook)
        self._memory = now

    def _add(self, event: Event, webhook: Webhook) -> None:
        body = to_json(event.body(webhook.id), inf_nan_mode="null")
        self._waiting.append(Delivery(webhook.id, event.name, body))
        if len(self._waiting) > _MOST:
            self._waiting.popleft()
            if not self.dropped:
                _log.warning("More than %d deliveries wait: the oldest are dropped", _MOST)
            self.dropped += 1

    async def deliver(
        self, *, shuffle: int | None = None, twice: bool = False, waits: Sequence[float] = ()
    ) -> list[Delivery]:
        """Send what waits, and what comes of it, in order; each up to five times.

        Args:
            shuffle: Send what waits now in another order, which this number decides.
            twice: Send each a second time, as happens where an answer gets lost.
            waits: Seconds before the second and each further attempt; none if not given.

        Returns:
            What was delivered and what was not; after 10,000 of them the rest waits.

        Raises:
            TypeError: `shuffle` is no whole number.
        """
        if type(shuffle) not in {int, NoneType}:
            raise TypeError("`shuffle` must be a whole number, which decides the order")
        # One at a time, also from other threads and event loops, or the order would be lost.
        while not self._busy.acquire(blocking=False):  # noqa: ASYNC110 - no event is all loops'
            await sleep(_LOOK)
        try:
            if shuffle is not None:
                waiting = list(self._waiting)
                Random(shuffle).shuffle(waiting)  # noqa: S311
                self._waiting = deque(waiting)
            done: list[Delivery] = []
            while self._waiting and len(done) < _MOST:
                # Stays in its place until it is done, should this be cancelled.
                one = self._waiting[0]
                await self._send(one, waits)
                if twice and one.outcome == "delivered":
                    await self._attempt(one, self._workspace.webhooks[one.webhook_id])
                if self._waiting and self._waiting[0] is one:
                    self._waiting.popleft()
                self.done.append(one)
                done.append(one)
            return done
        finally:
            self._busy.release()

    async def again(self, delivery: Delivery) -> int | str:
        """Send a delivery once more, as somebody would who has recorded it.

        Args:
            delivery: One that was made.

        Returns:
            The status of the answer, or why there is none.

        Raises:
            ValueError: Its webhook is gone, or may not be called.
        """
        webhook = self._workspace.webhooks.get(delivery.webhook_id)
        senders = Senders(self._apps, self._hosts)
        if webhook is None or not senders.may(webhook.endpoint):
            raise ValueError("Its webhook is gone, or may not be called.")
        return await senders.send(webhook.endpoint, webhook.secret, delivery.body, self.timeout)

    @asynccontextmanager
    async def delivering(self, waits: Sequence[float] = (1, 2, 4, 8)) -> AsyncIterator[None]:
        """Deliver by itself within the block; at its end what waits is sent, within 5 seconds.

        Args:
            waits: Seconds before the second and each further attempt.
        """

        async def keep_on() -> None:
            while True:
                if self._waiting:
                    await self.deliver(waits=waits)
                # The change may be made in another thread, which can wake nobody here.
                await sleep(_LOOK)

        async with create_task_group() as tasks:
            tasks.start_soon(keep_on)
            try:
                yield
            finally:
                tasks.cancel_scope.cancel()
        with move_on_after(_GRACE, shield=True):
            await self.deliver()
        if self._waiting:
            _log.warning("%d deliveries to webhooks were not made", len(self._waiting))

    async def _send(self, one: Delivery, waits: Sequence[float]) -> None:
        webhook = self._workspace.webhooks.get(one.webhook_id)
        if webhook is None:
            one.outcome = "gone"
            return
        if not Senders(self._apps, self._hosts).may(webhook.endpoint):
            one.outcome = "not allowed"
            host = urlsplit(webhook.endpoint).hostname
            _log.warning("Nothing is sent to %s: only this machine is called unless allowed", host)
            return
        for number in range(_ATTEMPTS):
            if number and number <= len(waits):
                await sleep(waits[number - 1])
            if webhook.status == SUSPENDED:
                one.outcome = "suspended"
                return
            await self._attempt(one, webhook)
            if one.outcome != "waiting":
                return
        one.outcome = "failed"
        webhook.failed()

    async def _attempt(self, one: Delivery, webhook: Webhook) -> None:
        senders = Senders(self._apps, self._hosts)
        answer = await senders.send(webhook.endpoint, webhook.secret, one.body, self.timeout)
        one.answers.append(answer)
        if isinstance(answer, int) and 200 <= answer < 300:
            one.outcome = "delivered"
            webhook.worked()
        elif answer in _SUSPENDING:
            one.outcome = "failed"
            webhook.suspend()
        elif webhook.status != SUSPENDED:
            webhook.status = FAILING


def _text(given: object) -> str:
    return given if isinstance(given, str) else ""
