"""What lets requests in: a token that stays, or one that ends and is fetched anew."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from math import inf
from typing import Any, Protocol, TypeGuard

from agent_connectors.engine.errors import AuthenticationError, ConfigurationError, ConnectorError
from agent_connectors.engine.loops import LoopLock
from agent_connectors.engine.network.messages import Request
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.unseen import even_half_made, unseen

__all__ = ["Credentials", "RenewedToken", "Token", "can_be_sent"]

_SPARE = 30.0
"""Seconds before its end at which a token is no longer used: a call may take that long."""

_REMEMBERED = 8
"""Tokens that are hidden: an answer may repeat one from before."""


class Credentials(Protocol):
    """What lets requests in."""

    @property
    def version(self) -> int:
        """Which credentials these are, in the order of their making."""

    @property
    def identity(self) -> str:
        """Stands for whose credentials they are: those of one share a rate limit."""

    async def ready(self) -> None:
        """Makes sure that there are good credentials; called before each request.

        Raises:
            ConnectorError: There are none to be had.
        """

    def headers(self, request: Request, /) -> Mapping[str, str]:
        """What to send with a request."""

    async def renew(self, version: int, /) -> bool:
        """Gets other credentials, where the product has refused these with a 401.

        Args:
            version: Those that were refused; others may have come meanwhile.

        Returns:
            Whether there are others now.
        """

    def secrets(self) -> Iterable[Secret]:
        """What must not be seen, whoever says it."""


class Token:
    """A token that stays the same.

    Args:
        token: The token.
        header: The header that it travels in.
        scheme: What stands before it there; nothing if empty.
        known: How many characters at its beginning are no secret, such as the id of a user.

    Raises:
        ConfigurationError: It cannot be one.
    """

    version = 0

    @unseen
    def __init__(
        self,
        token: str,
        *,
        header: str = "Authorization",
        scheme: str = "Bearer",
        known: int = 0,
    ) -> None:
        self._secret = Secret(_checked(token).reveal(), known=known)
        self._header, self._scheme = header, scheme

    @even_half_made
    def __repr__(self) -> str:
        return f"{type(self).__name__}(header={self._header!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash(self._secret)

    @property
    def identity(self) -> str:
        """The token is its owner's."""
        return self._secret.reveal()

    async def ready(self) -> None:
        """It always is."""

    def headers(self, _: Request) -> Mapping[str, str]:
        """The header with the token."""
        return {self._header: f"{self._scheme} {self._secret.reveal()}".strip()}

    async def renew(self, _: int) -> bool:
        """There is no other."""
        return False

    def secrets(self) -> Iterable[Secret]:
        """The token."""
        return (self._secret,)


class RenewedToken:
    """A token that ends, such as one of OAuth, and is then fetched anew.

    It is fetched by one call at a time, before the first request, shortly before it ends, and
    where the product refuses it.

    Args:
        fetch: Fetches a token; gives it, and the seconds for which it is good, or None where
            that is not known.
        header: The header that it travels in.
        scheme: What stands before it there; nothing if empty.
        guard: Seconds for which a token that was just fetched is not fetched again, though it
            is refused.
        clock: Seconds that only go forward.
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[tuple[str, float | None]]],
        *,
        header: str = "Authorization",
        scheme: str = "Bearer",
        guard: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch = fetch
        self._header, self._scheme = header, scheme
        self._guard = guard
        self._clock = clock
        self._tokens: deque[Secret] = deque(maxlen=_REMEMBERED)
        self._made = -inf
        self._ends = -inf
        self._version = 0
        self._lock = LoopLock()

    @even_half_made
    def __repr__(self) -> str:
        return f"{type(self).__name__}(header={self._header!r})"

    @property
    def version(self) -> int:
        """How many tokens have been fetched."""
        return self._version

    @property
    def identity(self) -> str:
        """Tokens come and go; what fetches them stays."""
        return f"{id(self):x}"

    async def ready(self) -> None:
        """Fetches a token where there is none that is still good."""
        if self._clock() < self._ends:
            return
        async with self._lock.here():
            if self._clock() >= self._ends:
                await self._renew()

    def headers(self, _: Request) -> Mapping[str, str]:
        """The header with the token."""
        token = self._tokens[-1].reveal() if self._tokens else ""
        return {self._header: f"{self._scheme} {token}".strip()}

    async def renew(self, version: int) -> bool:
        """Fetches another token; one that has only just been fetched is not to blame."""
        async with self._lock.here():
            if version == self._version and self._clock() < self._made + self._guard:
                return False
            if version == self._version:
                await self._renew()
            return True

    def secrets(self) -> Iterable[Secret]:
        """The token, and those before it, which an answer or a log may repeat."""
        return tuple(self._tokens)

    async def _renew(self) -> None:
        try:
            token, good = await self._fetch()
        except ConnectorError:
            raise
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            problem = "No token could be fetched: what fetches it gave up."
        except Exception as error:
            # Not chained: what fetches holds the credentials that it fetches with.
            problem = f"No token could be fetched ({type(error).__name__})."
        else:
            secret, seconds = _checked(token), _usable(good)
            self._tokens.append(secret)
            self._made = self._clock()
            self._ends = self._made + seconds
            self._version += 1
            return
        raise AuthenticationError(problem, hint="Nothing was changed. Check what fetches it.")


def _usable(good: Any) -> float:
    """The seconds for which a token is used that is good for so many.

    Raises:
        ConfigurationError: That is no length of time.
    """
    if good is None:
        return inf
    if isinstance(good, bool) or not isinstance(good, int | float) or not 0 < good < inf:
        raise ConfigurationError(
            "What fetches a token must say for how many seconds it is good, or None."
        )
    return max(good - _SPARE, good / 2)  # not to its very end


def can_be_sent(token: object) -> TypeGuard[str]:
    """Whether something can be a token: a text that can travel in a header, in one line."""
    return isinstance(token, str) and bool(token) and token.isascii() and token.isprintable()


def _checked(token: object) -> Secret:
    """A token, as a secret.

    Raises:
        ConfigurationError: It cannot travel in a header.
    """
    if can_be_sent(token):
        return Secret(token)
    raise ConfigurationError("The token must be text that can travel in a header, in one line.")
