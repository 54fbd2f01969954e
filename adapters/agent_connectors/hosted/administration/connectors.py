"""Commands for connectors."""

import click
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted.administration.running import run
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.connectors import KeptConnector, KeptConnectors
from agent_connectors.hosted.store.directory import Directory

__all__ = ["connector"]


@click.group()
def connector() -> None:
    """Credentials that the server keeps, and what may be done with them."""


@connector.command("list")
@click.option("--organization", required=True, help="Id or name.")
@click.pass_obj
def list_connectors(settings: Settings, organization: str) -> None:
    """List the connectors of an organization."""

    async def found(engine: AsyncEngine) -> list[KeptConnector]:
        id_ = await Directory(engine).organization_id(organization)
        return await KeptConnectors(engine).search(id_, None, None)

    for kept in run(settings, found):
        allowed = "reads" if kept.read_only else "deletes" if kept.allow_destructive else "writes"
        only = f"  only {', '.join(kept.operations)}" if kept.operations is not None else ""
        click.echo(f"{kept.id}  {allowed:7}  {kept.workspace}  {kept.name}{only}")


@connector.command("delete")
@click.argument("connector_id")
@click.option("--organization", required=True, help="Id or name.")
@click.confirmation_option(prompt="Its credential goes with it. Go on?")
@click.pass_obj
def delete_connector(settings: Settings, connector_id: str, organization: str) -> None:
    """Remove a connector and its credential. A server notices within a second."""

    async def remove(engine: AsyncEngine) -> None:
        id_ = await Directory(engine).organization_id(organization)
        if not await KeptConnectors(engine).remove(id_, connector_id):
            raise ConfigurationError(f"There is no connector {connector_id!r} in it.")

    run(settings, remove, changes=lambda _: {"connector_id": connector_id})
