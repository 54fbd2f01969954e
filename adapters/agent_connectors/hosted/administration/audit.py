"""Commands for the audit log."""

import time

import click
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.hosted.administration.running import run
from agent_connectors.hosted.administration.telling import tell, tell_done
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.executions import Wanted, prune, read_executions

__all__ = ["audit", "prune_audit"]

_DAY_MS = 86_400_000


@click.command()
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many lines."
)
@click.option("--organization", help="Only this organization: id or name.")
@click.option("--client", help="Only this client, by id.")
@click.option("--connector", help="Only this connector, by id.")
@click.option("--operation", help="Only this operation, such as `connector.change`.")
@click.pass_obj
def audit(
    settings: Settings,
    limit: int,
    organization: str | None,
    client: str | None,
    connector: str | None,
    operation: str | None,
) -> None:
    """Print the last lines of the audit log, newest first, as JSON lines."""

    async def found(engine: AsyncEngine) -> list[str]:
        wanted = Wanted(organization, client, connector, operation)
        lines = await read_executions(engine, limit, wanted)
        if lines or organization is None:
            return lines
        # A name, then; of one that was deleted, the id alone is known.
        id_ = await Directory(engine).organization_id(organization)
        return await read_executions(engine, limit, wanted._replace(organization_id=id_))

    tell(run(settings, found))


@click.command()
@click.option("--days", type=click.IntRange(min=1), required=True, help="Keep so many days.")
@click.pass_obj
def prune_audit(settings: Settings, days: int) -> None:
    """Remove the lines of the audit log that are older. The servers go on meanwhile."""
    before = int(time.time() * 1000) - days * _DAY_MS
    count = run(
        settings,
        lambda engine: prune(engine, before),
        changes=lambda count: {"days": days, "removed": count},
    )
    told = f"{count} lines were removed."
    tell_done(told, done=told)
