"""Access tokens: signed, short-lived, and bound to one secret of one client."""

import time
from collections.abc import Sequence
from typing import NamedTuple

import jwt

from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.vault import SigningKey

__all__ = ["BadToken", "Claims", "Tokens"]

_ISSUER = "agent-connectors"
_AUDIENCE = "agent-connectors/api"
_KEPT = 10_000
"""Tokens whose signature has been checked: a client sends the same one again and again."""

_REQUIRED = ["aud", "exp", "gen", "iat", "iss", "sub"]


class BadToken(Exception):
    """A token that was not given out here, or is no longer good."""


class Claims(NamedTuple):
    """What a token says.

    Attributes:
        client_id: Who it was given to.
        generation: Which of the client's secrets it was given for.
    """

    client_id: str
    generation: int


class Tokens:
    """Gives out tokens, and reads them.

    Args:
        keys: The first one signs, any of them verifies.
        seconds: How long a token is good for.
    """

    def __init__(self, keys: Sequence[SigningKey], seconds: int) -> None:
        self._keys = {key.name: key.key for key in keys}
        self._signing = keys[0]
        self._read: dict[str, tuple[Claims, float]] = {}
        self.seconds = seconds

    def issue(self, claims: Claims) -> Secret:
        """A new token."""
        now = int(time.time())
        payload = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": claims.client_id,
            "gen": claims.generation,
            "iat": now,
            "exp": now + self.seconds,
        }
        key = self._signing.key.reveal()
        headers = {"kid": self._signing.name}
        return Secret(jwt.encode(payload, key, algorithm="HS256", headers=headers))

    def read(self, token: str) -> Claims:
        """What a token says.

        Raises:
            BadToken: It was not given out here, was changed, or has expired.
        """
        known = self._read.get(token)
        if known is not None and time.time() < known[1]:
            return known[0]
        claims, ends = self._verify(token)
        if len(self._read) >= _KEPT:
            self._read.clear()
        self._read[token] = claims, ends
        return claims

    def _verify(self, token: str) -> tuple[Claims, float]:
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            said = jwt.decode(
                token,
                key.reveal(),
                algorithms=["HS256"],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                # Another server may have given it out whose clock is ahead: only its end counts.
                options={"require": _REQUIRED, "verify_iat": False},
            )
            return Claims(str(said["sub"]), int(said["gen"])), float(said["exp"])
        except jwt.ExpiredSignatureError:
            raise BadToken("The access token has expired.") from None
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
            raise BadToken("The access token is not valid here.") from None
