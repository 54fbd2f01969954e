"""Client secrets: made here, kept only as a slow hash."""

import asyncio
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from agent_connectors.engine.secrets.secret import Secret

__all__ = ["Hasher", "new_secret"]

# OWASP's least costly setting of Argon2id. A secret made here cannot be guessed anyhow; this
# is for one that an operator chose.
_ARGON2 = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

_AT_ONCE = 2
"""Hashes computed at once, so that a flood of wrong secrets does not take the machine."""


def new_secret() -> Secret:
    """A secret that nobody can guess."""
    return Secret(token_urlsafe(32))


class Hasher:
    """Hashes secrets, off the event loop."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(_AT_ONCE)
        # What an unknown client's secret is compared with, so that it takes as long as a known
        # one's and nobody can find out which clients there are.
        self._nobody = _ARGON2.hash(token_urlsafe(32))

    async def hash(self, secret: Secret) -> str:
        """The hash to keep of a secret."""
        return await asyncio.to_thread(_hash, secret)

    async def matches(self, secret: Secret, kept: str | None) -> bool:
        """Whether a secret is the one whose hash was kept; always takes the same time.

        Args:
            secret: What the caller sent.
            kept: The hash; None if there is no such client.
        """
        async with self._gate:
            same = await asyncio.to_thread(_verify, secret, kept or self._nobody)
        return same and kept is not None


def _hash(secret: Secret) -> str:
    return _ARGON2.hash(secret.reveal())


def _verify(secret: Secret, kept: str) -> bool:
    try:
        return _ARGON2.verify(kept, secret.reveal())
    except (VerificationError, InvalidHashError):
        return False
