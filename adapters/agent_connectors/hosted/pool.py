"""Connectors that are in use: one for each credential, with its connections and rate budget."""

import asyncio
import hmac
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from secrets import token_hex

from pydantic_core import to_json

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.pacing.pacer import Budget
from agent_connectors.engine.pacing.shared import pacer_for
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.fairness import FairBudget, Standing, Waited
from agent_connectors.hosted.store.connectors import KeptConnector
from agent_connectors.hosted.vault import Unsealable, Vault

__all__ = ["ConnectorPool", "fingerprint_of"]


@dataclass(slots=True, eq=False)
class _Live:
    """A connector in use."""

    connector: Connector
    budget: Budget
    uses: int = 0
    last: float = 0.0


class ConnectorPool:
    """Makes connectors when they are needed, and drops those that are not.

    Args:
        kinds: How connectors are made.
        vault: Opens their credentials.
        base_urls: Where products are that are not at their usual places, by type of connector, in
            lower case.
        timeout: Seconds that a call may take.
        idle: Seconds after which an unused connector is closed.
        waited: Is told for whom how long was waited for a rate limit.
        standing: Is told for whom a request stands in line for one.
        budget: Makes the rate budget of a credential from its fingerprint; without it, this
            process counts by itself.
    """

    def __init__(
        self,
        kinds: ConnectorKinds,
        vault: Vault,
        *,
        base_urls: Mapping[str, str],
        timeout: float,
        idle: float,
        waited: Waited = lambda *_: None,
        standing: Standing = lambda *_: None,
        budget: Callable[[str], Budget] | None = None,
    ) -> None:
        self._kinds = kinds
        self._vault = vault
        self._base_urls = base_urls
        self._timeout = timeout
        self._idle = idle
        self._waited = waited
        self._standing = standing
        self._budget = budget
        self._name_key = Secret(token_hex(32))
        self._live: dict[str, _Live] = {}
        # Which credential a kept connector has, so that it is decrypted once.
        self._fingerprints: dict[tuple[str, bytes], str] = {}

    def __len__(self) -> int:
        return len(self._live)

    def used_up(self) -> int:
        """With how many credentials nothing may be sent before the product's window ends."""
        live = list(self._live.values())  # asked by another thread, too, if metrics have a port
        return sum(each.budget.available() == 0 for each in live)

    def name_by(self, name_key: Secret) -> None:
        """Names credentials by a key that all servers have; before any is in use.

        Args:
            name_key: The key.
        """
        self._name_key = name_key

    @asynccontextmanager
    async def use(self, kept: KeptConnector) -> AsyncIterator[Connector]:
        """A connector with the credential of a kept one, for as long as it is used.

        Raises:
            Unsealable: Its credential cannot be decrypted.
        """
        live = self._find(kept)
        live.uses += 1
        try:
            yield live.connector
        finally:
            live.uses -= 1
            live.last = time.monotonic()

    def _find(self, kept: KeptConnector) -> _Live:
        fingerprint = self._fingerprints.get((kept.id, kept.credentials))
        if fingerprint is not None and fingerprint in self._live:
            return self._live[fingerprint]
        kind = self._kinds.of(kept.definition_id)
        credentials = self._vault.open(kept.id, kept.credentials)
        fingerprint = fingerprint_of(kept.definition_id, credentials, self._name_key)
        self._fingerprints[kept.id, kept.credentials] = fingerprint
        live = self._live.get(fingerprint)
        if live is None:
            count = self._budget or partial(pacer_for, rate=kind.connector.product.rate)
            budget = FairBudget(count(fingerprint), self._waited, self._standing)
            base_url = self._base_urls.get(kind.connector_type.lower())
            made = kind.make(credentials, base_url, self._timeout, budget)
            live = self._live[fingerprint] = _Live(made, budget)
        return live

    def same_credential(self, kept: KeptConnector, now: KeptConnector) -> bool:
        """Whether two states of a connector have the same credential, however it is encrypted."""
        try:
            return self._find(kept) is self._find(now)
        except Unsealable:
            return False

    async def sweep(self) -> None:
        """Closes what has not been used for a while."""
        before = time.monotonic() - self._idle
        idle = [
            fingerprint
            for fingerprint, live in self._live.items()
            if live.uses == 0 and live.last <= before
        ]
        closing = [self._live.pop(fingerprint) for fingerprint in idle]
        self._fingerprints = {k: f for k, f in self._fingerprints.items() if f in self._live}
        for live in closing:
            await live.connector.aclose()

    async def run(self) -> None:
        """Sweeps now and then, until it is cancelled."""
        while True:
            await asyncio.sleep(max(min(self._idle / 4, 30.0), 0.05))
            await self.sweep()

    async def aclose(self) -> None:
        """Closes everything."""
        live = list(self._live.values())
        self._live.clear()
        self._fingerprints.clear()
        for one in live:
            await one.connector.aclose()


def fingerprint_of(definition_id: str, credentials: Mapping[str, Secret], name_key: Secret) -> str:
    """Stands for a credential, in Redis too: whoever sees it cannot even try out which one.

    Args:
        definition_id: The kind of connector.
        credentials: The credential.
        name_key: What it is named by.
    """
    plain = {name: credentials[name].reveal() for name in sorted(credentials)}
    told = to_json([definition_id, plain])
    return hmac.new(name_key.reveal().encode(), told, sha256).hexdigest()[:32]
