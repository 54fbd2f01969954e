"""Access tokens of the company's own issuer, checked with the keys that it publishes."""

import asyncio
import time
from typing import Any

import httpx
import jwt

from agent_connectors.hosted.refusals import Refused
from agent_connectors.hosted.tokens import BadToken

__all__ = ["Issuer"]

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Those of key pairs alone: a public key must never be taken for a shared secret."""

_LEEWAY = 30
"""Seconds by which the clock of the issuer may differ."""

_FRESH, _SELDOM = 300.0, 10.0
"""Seconds for which its keys are taken to be true; and at least between two looks for a new one."""

_KEPT = 10_000


class Issuer:
    """Reads the tokens of an issuer.

    Args:
        name: What its tokens say in `iss`.
        audience: What they must say in `aud`.
        keys_url: Where its keys are (JWKS).
    """

    def __init__(self, name: str, audience: str, keys_url: str) -> None:
        self._name = name
        self._audience = audience
        self._keys_url = keys_url
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._looked = -_FRESH
        self._looking = asyncio.Lock()
        self._read: dict[str, tuple[str, float]] = {}

    def issued(self, token: str) -> bool:
        """Whether a token says that it is of this issuer."""
        try:
            said = jwt.decode(token, options={"verify_signature": False})
        except (jwt.InvalidTokenError, ValueError):
            return False
        return said.get("iss") == self._name

    async def read(self, token: str) -> str:
        """Whose token it is.

        Raises:
            BadToken: It was not given out by the issuer, not for this server, or has expired.
            Refused: The keys of the issuer cannot be had.
        """
        known = self._read.get(token)
        if known is not None and time.time() < known[1]:
            return known[0]
        try:
            key = await self._key(jwt.get_unverified_header(token).get("kid"))
            said = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=self._audience,
                issuer=self._name,
                leeway=_LEEWAY,
                options={"require": ["aud", "exp", "iss", "sub"]},
            )
        except jwt.ExpiredSignatureError:
            raise BadToken("The access token has expired.") from None
        except (jwt.PyJWTError, TypeError, ValueError):
            raise BadToken("The access token is not valid here.") from None
        if len(self._read) >= _KEPT:
            self._read.clear()
        self._read[token] = str(said["sub"]), float(said["exp"])
        return str(said["sub"])

    async def _key(self, kid: str | None) -> jwt.PyJWK:
        """The key of a name; looked for anew where it is not known, but not by every token.

        Raises:
            BadToken: The issuer has no such key.
            Refused: Its keys cannot be had.
        """
        async with self._looking:
            age = time.monotonic() - self._looked
            if age >= _FRESH or (kid not in self._keys and age >= _SELDOM):
                self._keys = await self._published()
                self._looked = time.monotonic()
        if kid not in self._keys:
            raise BadToken("The access token is not valid here.")
        return self._keys[kid]

    async def _published(self) -> dict[str | None, jwt.PyJWK]:
        try:
            async with httpx.AsyncClient(timeout=5.0) as client:
                answer = await client.get(self._keys_url)
                said: Any = answer.raise_for_status().json()
            return {key.key_id: key for key in jwt.PyJWKSet.from_dict(said).keys}
        except (httpx.HTTPError, jwt.PyJWTError, ValueError, TypeError, AttributeError):
            raise Refused(503, "The keys of the issuer cannot be had. Try again later.") from None
