"""The access token: fetched once, kept as long as the server says."""

import time
from collections import deque
from collections.abc import Callable
from math import isnan
from typing import Any

from pydantic_core import to_json

from agent_connectors.engine.declare.endpoint import Page
from agent_connectors.engine.executor.credentials import REMEMBERED, can_be_sent, in_use
from agent_connectors.engine.executor.exchange import Exchange
from agent_connectors.engine.executor.executor import read_json
from agent_connectors.engine.hosted.api import TOKEN, TOKEN_PATH
from agent_connectors.engine.hosted.auth import AirbyteAuthConfig
from agent_connectors.engine.loops import LoopLock
from agent_connectors.engine.network.messages import Failure, Request, Response
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["TokenSource"]

_LEAST = 5.0
"""Seconds for which a token is good that is over at once: it was given out to be used."""

_MOST = 86_400.0
"""Seconds after which a token is fetched anew in any case."""

_USUAL = 900.0
"""Seconds that a token is taken to be good where the server does not say."""


class TokenSource:
    """Gets tokens for a client.

    Args:
        auth: The client.
        clock: Seconds that only go forward.
    """

    def __init__(
        self, auth: AirbyteAuthConfig, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._auth = auth
        self._clock = clock
        self._token: Secret | None = None
        self._known: deque[Secret] = deque(maxlen=REMEMBERED)
        self._ends = 0.0
        self._lock = LoopLock()

    @even_half_made
    def __repr__(self) -> str:
        return f"TokenSource({self._auth.client_id!r})"

    def current(self) -> Secret | None:
        """The token, if there is one that is still good."""
        return self._token if self._clock() < self._ends else None

    def known(self) -> tuple[Secret, ...]:
        """The tokens that an answer may repeat."""
        return tuple(self._known)

    def drop(self, token: Secret | None) -> None:
        """Forgets a token that the server did not accept, unless there is a newer one."""
        if self._token is token:
            self._token, self._ends = None, 0.0

    async def refresh(self, exchange: Exchange, *, deadline: float) -> None:
        """Makes sure that there is a good token.

        Raises:
            ConnectorError: There is none to be had.
        """
        if self.current() is not None:
            return
        async with self._lock.here():
            if self.current() is not None:
                return
            request = Request("POST", TOKEN_PATH, _credentials(self._auth))
            page = await exchange.run(TOKEN, request, _read, deadline=deadline)
            seconds = page.extra["expires_in"]
            self._token = page.data
            self._known.append(page.data)
            self._ends = self._clock() + in_use(seconds)


def _credentials(auth: AirbyteAuthConfig) -> bytes:
    """The body of the request; made here, so that no frame of the call holds the secret."""
    return to_json({"client_id": auth.client_id, "client_secret": auth.secret.reveal()})


def _read(response: Response) -> Page | Failure:
    body: Any = read_json(response)
    if isinstance(body, Failure):
        return body
    token = body.get("access_token") if isinstance(body, dict) else None
    if not can_be_sent(token):
        detail = "it has no `access_token` that can be one"
        return Failure("misshapen", sent=True, detail=detail, status=response.status)
    return Page(Secret(token), extra={"expires_in": _seconds(body.get("expires_in"))})


def _seconds(said: Any) -> float:
    """How long a token is good, whatever the server says of it."""
    try:
        seconds = min(float(said), _MOST)
    except (TypeError, ValueError):
        return _USUAL
    except OverflowError:
        return _MOST
    if isnan(seconds):
        return _USUAL
    return seconds if seconds > 0 else _LEAST
