"""Connections to PostgreSQL, with the tables that are needed there."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from agent_connectors.engine.loops import LoopLock
from agent_connectors.engine.secrets.secret import Secret

__all__ = ["Connections"]

_LOCK = 7_041_776_301
"""Keeps two processes from making the table at once, which PostgreSQL would refuse to one."""

_CONNECTIONS = 5


class Connections:
    """The connections of one event loop, to a database with certain tables.

    Args:
        url: The database.
        tables: Statements that make them, where they are not there.
    """

    def __init__(self, url: Secret, tables: Sequence[str]) -> None:
        self._url, self._tables = url, tables
        self._lock = LoopLock()
        self._pool: Any = None

    async def ready(self) -> Any:
        """The pool, once the tables are there."""
        async with self._lock.here():
            if self._pool is None:
                pool = await asyncpg.create_pool(
                    self._url.reveal(), min_size=0, max_size=_CONNECTIONS
                )
                async with pool.acquire() as connection, connection.transaction():
                    await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
                    for statement in self._tables:
                        await connection.execute(statement)
                self._pool = pool
        return self._pool

    async def aclose(self) -> None:
        """Closes them; `ready` opens new ones."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()
