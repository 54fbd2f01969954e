"""Reads the audit log."""

from datetime import UTC, datetime

from pydantic_core import to_json
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.hosted.store.models import Execution

__all__ = ["read_executions"]


async def read_executions(
    engine: AsyncEngine, limit: int, organization_id: str | None = None
) -> list[str]:
    """The last lines of the audit log, newest first, as JSON.

    Args:
        engine: The database.
        limit: How many at most.
        organization_id: Only those of this organization.
    """
    table = Execution.__table__
    query = select(*table.columns).order_by(table.c.at.desc()).limit(limit)
    if organization_id:
        query = query.where(table.c.organization_id == organization_id)
    async with engine.connect() as connection:
        rows = (await connection.execute(query)).mappings().all()
    return [to_json(_line(dict(row))).decode() for row in rows]


def _line(row: dict[str, object]) -> dict[str, object]:
    at = datetime.fromtimestamp(int(str(row["at"])) / 1000, UTC)
    row["at"] = at.isoformat(timespec="milliseconds")
    return {name: value for name, value in row.items() if value is not None}
