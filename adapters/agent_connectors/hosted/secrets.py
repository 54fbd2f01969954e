"""Client secrets: 256 random bits, made here and kept only as a hash."""

import asyncio
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.refusals import Refused

__all__ = ["Refusals", "Verifier", "hashed", "is_slow", "new_secret"]

_FAST = "sha256$"

_AT_ONCE, _IN_LINE = 2, 8
"""Slow hashes computed at once, and how many may wait for that: each takes a processor."""


_A_SECOND, _LONGEST = 200.0, 5.0
"""Wrong logins answered in a second, and the seconds that one may wait for that."""


def new_secret() -> Secret:
    """A secret that nobody can guess."""
    return Secret(token_urlsafe(32))


def hashed(secret: Secret) -> str:
    """The hash to keep of a secret.

    A fast one: no secret is made but here, and 256 random bits cannot be tried out. A slow one
    would only let anybody who sends wrong secrets take the machine.
    """
    return _FAST + sha256(secret.reveal().encode()).hexdigest()


_NOBODYS = hashed(new_secret())
"""What is compared where there is no such client, so that it takes as long."""


def is_slow(kept: str) -> bool:
    """Whether a hash is one of version 0.1.0, to be replaced when its secret comes."""
    return not kept.startswith(_FAST)


class Verifier:
    """Compares secrets with what was kept of them."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def matches(self, secret: Secret, kept: str | None) -> bool:
        """Whether a secret is the one whose hash was kept.

        Args:
            secret: What the caller sent.
            kept: The hash; None if there is no such client.

        Raises:
            Refused: Too many secrets of clients of version 0.1.0 are being compared.
        """
        if kept is None or not is_slow(kept):
            same = compare_digest(hashed(secret), kept or _NOBODYS)
            return same and kept is not None
        if self._waiting >= _IN_LINE:
            raise Refused(429, "Too many logins at once. Try again in a second.", Retry_After="1")
        self._waiting += 1
        try:
            async with self._gate:
                return await asyncio.to_thread(_slow_match, secret, kept)
        finally:
            self._waiting -= 1


class Refusals:
    """When wrong logins are answered: a few at once, a flood of them evenly.

    Whoever sends them waits for the answers, so that right ones find the server idle.
    """

    def __init__(self) -> None:
        self._last = 0.0

    def delay(self, now: float) -> float:
        """Seconds until the next one is answered."""
        self._last = min(max(self._last + 1 / _A_SECOND, now), now + _LONGEST)
        return self._last - now


def _slow_match(secret: Secret, kept: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(kept, secret.reveal())
    except (VerificationError, InvalidHashError):
        return False
