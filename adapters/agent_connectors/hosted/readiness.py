"""Whether a server can do its work: told to whoever asks, and in the metrics."""

import asyncio
import logging
import time

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.hosted.metrics import Metrics
from agent_connectors.hosted.store.database import AWAY, reason
from agent_connectors.hosted.store.models import KeyProof
from agent_connectors.hosted.vault import sealed_at
from agent_connectors.redis import RedisBudget

__all__ = ["Readiness"]

_log = logging.getLogger(__name__)

_PROBE_SECONDS = 10.0
"""How often it is tried by itself, and the database with a write."""


class Readiness:
    """Tries what a server needs.

    Args:
        engine: The database.
        budgets: Redis, if there is one.
        metrics: Are told what was found.

    Attributes:
        draining: Whether the server is about to stop.
        probe_at: When the database is next tried with a write.
    """

    def __init__(self, engine: AsyncEngine, budgets: RedisBudget | None, metrics: Metrics) -> None:
        self._engine = engine
        self._budgets = budgets
        self._metrics = metrics
        self.draining = False
        self.probe_at = 0.0
        metrics.draining.set_function(lambda: self.draining)

    async def tell(self) -> dict[str, str]:
        """What it can do: `status` is `ready`, or else why it is not.

        Without Redis it goes on, each replica by itself; so that is told, and no reason to be
        taken out. A database that can be read but not written to is one.
        """
        told = {"status": "ready", "database": await self._database()}
        self._metrics.database_up.set(told["database"] == "ok")
        if self._budgets is not None:
            told["redis"] = "ok" if await self._budgets.ping() else "away"
            self._metrics.redis_up.set(told["redis"] == "ok")
        if told["database"] != "ok":
            told["status"] = "The database is away, or cannot be written to."
        if self.draining:
            told["status"] = "The server is about to stop."
        self._metrics.ready.set(told["status"] == "ready")
        return told

    async def watch(self) -> None:
        """Tries it now and then, until it is cancelled, so that metrics tell what is."""
        while True:
            try:
                await self.tell()
            except Exception as error:  # whatever it is: metrics must not go on saying "ready"
                self._metrics.ready.set(0)
                _log.error("readiness cannot be told", extra={"error": type(error).__name__})
            await asyncio.sleep(_PROBE_SECONDS)

    async def _database(self) -> str:
        try:
            async with asyncio.timeout(2.0), self._engine.begin() as connection:
                # First: SQLite lets nobody write who has begun to read before another's change.
                if time.monotonic() >= self.probe_at:
                    await connection.execute(text("UPDATE key_proofs SET id = id"))
                sealed = await connection.scalar(select(KeyProof.sealed))
            if time.monotonic() >= self.probe_at:
                self.probe_at = time.monotonic() + _PROBE_SECONDS
            if sealed is not None:
                self._metrics.key_since.set(sealed_at(sealed))
        except AWAY as error:
            self.probe_at = 0.0
            _log.error("the database is away", extra={"error": reason(error)})
            return "away"
        return "ok"
