"""Reads the audit log, and writes what operators do into it."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from pydantic_core import from_json, to_json
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.hosted.store.models import Execution

__all__ = ["OPERATOR", "Wanted", "prune", "read_executions", "write_down"]

OPERATOR = "operator"
"""The client that commands of an operator are written down under."""

_AT_ONCE = 5_000


class Wanted(NamedTuple):
    """Which lines: those of all that are named."""

    organization_id: str | None = None
    client_id: str | None = None
    connector_id: str | None = None
    operation: str | None = None


_ALL = Wanted()


async def read_executions(engine: AsyncEngine, limit: int, wanted: Wanted = _ALL) -> list[str]:
    """The last lines of the audit log, newest first, as JSON.

    Args:
        engine: The database.
        limit: How many at most.
        wanted: Which.
    """
    table = Execution.__table__
    query = select(*table.columns).order_by(table.c.at.desc()).limit(limit)
    for name, value in wanted._asdict().items():
        if value:
            query = query.where(table.c[name] == value)
    async with engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
    return [to_json(_line(dict(row))).decode() for row in rows]


async def write_down(engine: AsyncEngine, operation: str, objects: Mapping[str, Any]) -> None:
    """Writes down what an operator did.

    Args:
        engine: The database.
        operation: The command.
        objects: What it was about.
    """
    line = {
        "id": uuid4().hex,
        "at": int(time.time() * 1000),
        "organization_id": str(objects.get("organization_id", "")),
        "client_id": OPERATOR,
        "connector_id": "",
        "request_id": "",
        "operation": operation,
        "outcome": "done",
        "objects": to_json(objects).decode(),
    }
    async with engine.begin() as connection:
        await connection.execute(insert(Execution).values(**line))


async def prune(engine: AsyncEngine, before: int) -> int:
    """Removes lines, a few at a time; gives how many.

    Args:
        engine: The database.
        before: Those that are older, in milliseconds since 1970.
    """
    old = select(Execution.id).where(Execution.at < before).limit(_AT_ONCE)
    count = 0
    while True:
        async with engine.begin() as connection:
            done = await connection.execute(delete(Execution).where(Execution.id.in_(old)))
        count += done.rowcount
        if done.rowcount < _AT_ONCE:
            return count


def _line(row: dict[str, object]) -> dict[str, object]:
    at = datetime.fromtimestamp(int(str(row["at"])) / 1000, UTC)
    row["at"] = at.isoformat(timespec="milliseconds")
    if row["objects"] is not None:
        row["objects"] = from_json(str(row["objects"]))
    return {name: value for name, value in row.items() if value is not None and value != ""}
