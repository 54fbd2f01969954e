"""The inbox."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from agent_connectors.engine.inbox import DONE, FAILED, WAITING, Taken, key_of
from agent_connectors.engine.loops import PerLoop
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import even_half_made, unseen
from agent_connectors.postgres.connections import Connections

__all__ = ["PostgresInbox"]

_TABLES = (
    """CREATE TABLE IF NOT EXISTS agent_connectors_deliveries (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL,
    same text UNIQUE, series text,
    subject text NOT NULL, body text NOT NULL, again boolean NOT NULL,
    state text NOT NULL DEFAULT 'waiting', noted timestamptz NOT NULL DEFAULT now(),
    due timestamptz NOT NULL DEFAULT now(), attempts integer NOT NULL DEFAULT 0, worker text)""",
    """CREATE INDEX IF NOT EXISTS agent_connectors_deliveries_waiting
    ON agent_connectors_deliveries (subject, number) WHERE state = 'waiting'""",
    """CREATE INDEX IF NOT EXISTS agent_connectors_deliveries_next
    ON agent_connectors_deliveries (number) WHERE state = 'waiting'""",
    """CREATE INDEX IF NOT EXISTS agent_connectors_deliveries_series
    ON agent_connectors_deliveries (series) WHERE same IS NOT NULL""",
)

_NOTE = """
INSERT INTO agent_connectors_deliveries (key, same, series, subject, body, again)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
"""

_PAST = """
UPDATE agent_connectors_deliveries SET same = NULL WHERE series = $1 AND same != $2
"""

# Who has just taken the first one of a subject may not have said so to others yet: it is locked,
# and passed over, and those after it see that it waits.
_TAKE = """
UPDATE agent_connectors_deliveries SET attempts = attempts + 1, worker = $1,
    due = clock_timestamp() + make_interval(secs => $2),
    same = CASE WHEN again THEN NULL ELSE same END
WHERE number = (
    SELECT number FROM agent_connectors_deliveries AS mine
    WHERE state = 'waiting' AND due <= clock_timestamp() AND NOT EXISTS (
        SELECT 1 FROM agent_connectors_deliveries AS other WHERE other.state = 'waiting'
        AND other.subject = mine.subject AND other.number < mine.number)
    ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING number, key, body, attempts
"""


class PostgresInbox:
    """Notes deliveries in a table of PostgreSQL, `agent_connectors_deliveries`, which it makes.

    All processes that use it take from it; the database's clock is that of all of them.

    Args:
        url: The database: `postgresql://user:password@host:port/database`.

    Raises:
        ConfigurationError: It is no text.
    """

    @unseen
    def __init__(self, url: str) -> None:
        self._url = Secret(of_kind("url", url, str, wanted="the URL of a database"))
        self._connections = PerLoop(lambda: Connections(self._url, _TABLES))

    @even_half_made
    def __repr__(self) -> str:
        return "PostgresInbox(...)"

    async def note(
        self, key: str, subject: str, body: str, *, again: bool = False, series: str = ""
    ) -> bool:
        """Notes a delivery; whether it is new."""
        own = key_of(key, once=not (again or series))
        values = (own, key, series or None, subject, body, again)
        if not series:
            return await self._change(_NOTE, *values) == 1
        pool = await self._ready()
        async with pool.acquire() as connection, connection.transaction():
            # Which state is the last one is decided for one of them at a time.
            await connection.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", series
            )
            await connection.execute(_PAST, series, key)
            return _rows(await connection.execute(_NOTE, *values)) == 1

    async def take(self, worker: str, lease: float) -> Taken | None:
        """Takes the oldest delivery that nobody has; None if there is none."""
        pool = await self._ready()
        row = await pool.fetchrow(_TAKE, worker, lease)
        if row is None:
            return None
        return Taken(row["number"], worker, row["key"], row["body"], row["attempts"])

    async def keep(self, taken: Taken, lease: float) -> bool:
        """Has it for longer; False if it is somebody else's by now."""
        return await self._set(taken, f"due = clock_timestamp() + {_interval(lease)}") == 1

    async def done(self, taken: Taken) -> None:
        """Notes that it is dealt with; its body is forgotten."""
        await self._set(taken, "state = 'done', body = ''")

    async def put_back(self, taken: Taken, wait: float, *, tried: bool = True) -> None:
        """Lets it be taken again, after some seconds."""
        attempts = taken.attempts if tried else taken.attempts - 1
        due = f"clock_timestamp() + {_interval(wait)}"
        await self._set(taken, f"worker = NULL, due = {due}, attempts = {attempts:d}")

    async def give_up(self, taken: Taken) -> None:
        """Notes that it cannot be dealt with; its body is kept."""
        await self._set(taken, "state = 'failed'")

    async def revive(self) -> int:
        """Lets what was given up be taken again; how many that are."""
        return await self._change(
            "UPDATE agent_connectors_deliveries SET state = 'waiting', attempts = 0, "
            "worker = NULL, due = now() WHERE state = 'failed'"
        )

    async def counts(self) -> Mapping[str, int]:
        """How many wait, are done, and have failed."""
        pool = await self._ready()
        rows = await pool.fetch(
            "SELECT state, count(*) AS n FROM agent_connectors_deliveries GROUP BY state"
        )
        return {WAITING: 0, DONE: 0, FAILED: 0} | {row["state"]: row["n"] for row in rows}

    async def forget(self, older: timedelta) -> int:
        """Forgets what was noted longer ago, unless it waits; how many that were."""
        return await self._change(
            "DELETE FROM agent_connectors_deliveries "
            "WHERE state != 'waiting' AND noted < now() - $1::interval",
            older,
        )

    async def aclose(self) -> None:
        """Closes the connections; a later call opens new ones."""
        await self._connections.aclose()

    async def _set(self, taken: Taken, what: str) -> int:
        # `what` is one of the texts above, with numbers at most.
        statement = (
            f"UPDATE agent_connectors_deliveries SET {what} "  # noqa: S608
            "WHERE number = $1 AND worker = $2 AND state = 'waiting'"
        )
        return await self._change(statement, taken.number, taken.worker)

    async def _change(self, statement: str, *values: object) -> int:
        pool = await self._ready()
        return _rows(await pool.execute(statement, *values))

    async def _ready(self) -> Any:
        return await (await self._connections.here()).ready()


def _rows(told: Any) -> int:
    return int(str(told).rpartition(" ")[2])


def _interval(seconds: float) -> str:
    return f"make_interval(secs => {float(seconds)!r})"
