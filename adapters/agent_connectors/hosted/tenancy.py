"""Who calls, and for which organization."""

import asyncio
import time
from typing import NamedTuple

from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.issuer import Issuer
from agent_connectors.hosted.refusals import Refused
from agent_connectors.hosted.secrets import Refusals, Verifier, hashed, is_slow
from agent_connectors.hosted.store.directory import Directory, KnownClient
from agent_connectors.hosted.together import Together
from agent_connectors.hosted.tokens import BadToken, Claims, Tokens
from agent_connectors.hosted.ttl_cache import TtlCache

__all__ = ["Caller", "Tenancy"]


class Caller(NamedTuple):
    """Who calls.

    Attributes:
        client: The client.
        organization_id: The organization that it acts for now.
    """

    client: KnownClient
    organization_id: str

    @property
    def client_id(self) -> str:
        """The id of the client."""
        return self.client.id

    def reaches(self, workspace: str) -> bool:
        """Whether it may use what is in a workspace of its organization."""
        return self.client.workspaces is None or workspace in self.client.workspaces


class Tenancy:
    """Tells callers apart.

    Args:
        directory: Knows the clients.
        tokens: Gives out tokens, and reads them.
        stale_seconds: How long a revoked client may still be let in.
        issuer: Whose tokens are good here as well.
    """

    def __init__(
        self,
        directory: Directory,
        tokens: Tokens,
        stale_seconds: float,
        issuer: Issuer | None = None,
    ) -> None:
        self._issuer = issuer
        self._subjects: TtlCache[str, KnownClient | None] = TtlCache(
            directory.find_subject, stale_seconds
        )
        self._directory = directory
        self._tokens = tokens
        self._verifier = Verifier()
        self._refusals = Refusals()
        self._logging_in = Together(directory.find_clients)
        self._clients: TtlCache[str, KnownClient | None] = TtlCache(
            Together(directory.find_clients).get, stale_seconds
        )

    @property
    def token_seconds(self) -> int:
        """How long a token is good for."""
        return self._tokens.seconds

    async def log_in(self, client_id: str, secret: Secret) -> tuple[Secret, KnownClient]:
        """A token for a client, and the client.

        Raises:
            Refused: There is no such client, it is shut out, or the secret is wrong; it does not
                say which.
        """
        client = await self._logging_in.get(client_id)
        kept = client.secret_hash if client else None
        matches = await self._verifier.matches(secret, kept)
        if client is None or not matches or client.shut_out:
            await asyncio.sleep(self._refusals.delay(time.monotonic()))
            if client is not None and matches and client.expired and not client.revoked:
                raise Refused(401, "This client's time is over. Ask whoever runs the server.")
            raise Refused(401, "The client id or the client secret is wrong.")
        if is_slow(client.secret_hash):
            await self._directory.replace_hash(client.id, client.secret_hash, hashed(secret))
        return self._tokens.issue(Claims(client.id, client.generation)), client

    async def caller(self, authorization: str | None, organization_id: str | None) -> Caller:
        """Who calls.

        Args:
            authorization: The header of that name.
            organization_id: The header `X-Organization-Id`.

        Raises:
            Refused: The token is missing or bad, or the organization is not the client's.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _unauthorized("Send an access token: `Authorization: Bearer <token>`.")
        try:
            client = await self._bearer(token.strip())
        except BadToken as error:
            raise _unauthorized(str(error)) from None
        if organization_id:
            if organization_id not in client.organizations:
                said = "This client may not act for that organization."
                raise Refused(403, said).of(client.id)
            return Caller(client, organization_id)
        if len(client.organizations) > 1:
            raise Refused(
                400, "This client may act for several organizations: send `X-Organization-Id`."
            ).of(client.id)
        return Caller(client, next(iter(client.organizations)))

    async def _bearer(self, token: str) -> KnownClient:
        """Whose token it is.

        Raises:
            BadToken: It is none.
            Refused: It is genuine, and good no longer.
        """
        if self._issuer is not None and self._issuer.issued(token):
            client = await self._subjects.get(await self._issuer.read(token))
            named = "" if client is None else client.id
            client = None if client is None or client.shut_out else client
        else:
            claims = self._tokens.read(token)
            named, client = claims.client_id, await self._known(*claims)
        if client is None:
            raise _unauthorized("The access token is no longer valid.").of(named)
        return client

    async def again(self, caller: Caller) -> Caller | None:
        """A caller who was let in, as it is now; None if it would not be let in any more."""
        client = await self._known(caller.client_id, caller.client.generation)
        if client is None or caller.organization_id not in client.organizations:
            return None
        return Caller(client, caller.organization_id)

    async def _known(self, client_id: str, generation: int) -> KnownClient | None:
        """A client, if a token for that secret of it is still good."""
        client = await self._clients.get(client_id)
        if client is None or client.shut_out or client.generation != generation:
            return None
        return client


def _unauthorized(detail: str) -> Refused:
    return Refused(401, detail, WWW_Authenticate="Bearer")
