"""The ledger."""

from datetime import timedelta
from typing import Any

import asyncpg

from agent_connectors.engine.ledger import Noted
from agent_connectors.engine.loops import LoopLock, PerLoop
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import even_half_made, unseen

__all__ = ["PostgresLedger"]

_TABLE = """CREATE TABLE IF NOT EXISTS agent_connectors_calls
(key text PRIMARY KEY, call text NOT NULL, result text, noted timestamptz NOT NULL DEFAULT now())"""

_LOCK = 7_041_776_301
"""Keeps two processes from making the table at once, which PostgreSQL would refuse to one."""

_CONNECTIONS = 5


class _Connections:
    """The connections of one event loop."""

    def __init__(self, url: Secret) -> None:
        self._url = url
        self._lock = LoopLock()
        self._pool: Any = None

    async def ready(self) -> Any:
        """The pool, once the table is there."""
        async with self._lock.here():
            if self._pool is None:
                pool = await asyncpg.create_pool(
                    self._url.reveal(), min_size=0, max_size=_CONNECTIONS
                )
                async with pool.acquire() as connection, connection.transaction():
                    await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
                    await connection.execute(_TABLE)
                self._pool = pool
        return self._pool

    async def aclose(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()


class PostgresLedger:
    """Notes calls in a table of PostgreSQL, `agent_connectors_calls`, which it makes.

    The table holds the answers to writes, and grows until `forget` is called.

    Args:
        url: The database: `postgresql://user:password@host:port/database`.

    Raises:
        ConfigurationError: It is no text.
    """

    @unseen
    def __init__(self, url: str) -> None:
        self._url = Secret(of_kind("url", url, str, wanted="the URL of a database"))
        self._connections = PerLoop(lambda: _Connections(self._url))

    @even_half_made
    def __repr__(self) -> str:
        return "PostgresLedger(...)"

    async def look(self, key: str) -> Noted | None:
        """What is noted under a key, if anything is."""
        pool = await self._ready()
        row = await pool.fetchrow(
            "SELECT call, result FROM agent_connectors_calls WHERE key = $1", key
        )
        return None if row is None else Noted(row["call"], row["result"])

    async def begin(self, key: str, call: str) -> bool:
        """Notes that a call is about to change something."""
        pool = await self._ready()
        added = await pool.execute(
            "INSERT INTO agent_connectors_calls (key, call) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            key,
            call,
        )
        return str(added).endswith(" 1")

    async def finish(self, key: str, result: str) -> None:
        """Notes what a call gave."""
        pool = await self._ready()
        await pool.execute(
            "UPDATE agent_connectors_calls SET result = $2 WHERE key = $1", key, result
        )

    async def release(self, key: str) -> None:
        """Takes a note back: nothing was changed."""
        pool = await self._ready()
        await pool.execute(
            "DELETE FROM agent_connectors_calls WHERE key = $1 AND result IS NULL", key
        )

    async def forget(self, older: timedelta) -> int:
        """Forgets calls that no run will come back to.

        Args:
            older: What was noted longer ago than this is forgotten.

        Returns:
            How many.
        """
        pool = await self._ready()
        gone = await pool.execute(
            "DELETE FROM agent_connectors_calls WHERE noted < now() - $1::interval", older
        )
        return int(str(gone).rpartition(" ")[2])

    async def aclose(self) -> None:
        """Closes the connections; a later call opens new ones."""
        await self._connections.aclose()

    async def _ready(self) -> Any:
        return await (await self._connections.here()).ready()
