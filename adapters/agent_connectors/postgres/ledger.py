"""The ledger."""

from datetime import timedelta
from typing import Any

from agent_connectors.engine.ledger import Noted
from agent_connectors.engine.loops import PerLoop
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import even_half_made, unseen
from agent_connectors.postgres.connections import Connections

__all__ = ["PostgresLedger"]

_TABLE = """CREATE TABLE IF NOT EXISTS agent_connectors_calls
(key text PRIMARY KEY, call text NOT NULL, result text, noted timestamptz NOT NULL DEFAULT now())"""


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
        self._connections = PerLoop(lambda: Connections(self._url, [_TABLE]))

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
