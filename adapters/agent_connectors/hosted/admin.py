"""`agent-connectors serve`, and what an operator does beside it."""

from contextlib import suppress
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConnectorError
from agent_connectors.hosted.administration.audit import audit, prune_audit
from agent_connectors.hosted.administration.client_access import client
from agent_connectors.hosted.administration.connectors import connector
from agent_connectors.hosted.administration.keys import new_key, rotate_key
from agent_connectors.hosted.administration.organizations import organization
from agent_connectors.hosted.administration.running import refused, run
from agent_connectors.hosted.administration.telling import tell_done
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.migrate import migrate

__all__ = ["serve"]


@click.group(invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 for any free one.",
)
@click.option("--database", help="sqlite:///FILE or postgresql://...; a file here by default.")
@click.option("--redis", help="Redis, for more than one replica.")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    help="File with the keys; made for a new SQLite database.",
)
@click.option(
    "--behind-proxy",
    is_flag=True,
    default=None,
    help="A proxy with TLS stands in front, so that others may reach the server.",
)
@click.pass_context
def serve(
    context: click.Context,
    host: str,
    port: int,
    database: str | None,
    redis: str | None,
    key_file: Path | None,
    *,
    behind_proxy: bool | None,
) -> None:
    """Serve the API for hosted execution, so that tokens stay on this machine."""
    try:
        settings = Settings.from_environment(
            database_url=database, redis_url=redis, key_file=key_file, behind_proxy=behind_proxy
        )
        context.obj = settings
        if context.invoked_subcommand is None:
            from agent_connectors.hosted.serve import serve as serve_

            scheme = "https" if settings.tls_certificate else "http"

            def listening(on: int) -> None:
                click.echo(f"Serving on {scheme}://{host}:{on} (Ctrl-C ends it)", err=True)

            with suppress(KeyboardInterrupt):
                serve_(settings, host=host, port=port, listening=listening)
    except ConnectorError as error:
        raise refused(error) from None


@serve.group()
def admin() -> None:
    """Organizations, clients and keys."""


@admin.command("migrate")
@click.pass_obj
def migrate_(settings: Settings) -> None:
    """Bring the database's tables up to date. `serve` does so at its start."""
    run(settings, migrate, tables=_unseen, make=True, changes=lambda _: {})
    told = "The tables are up to date."
    tell_done(told, done=told)


for command in (new_key, rotate_key, organization, client, connector, audit, prune_audit):
    admin.add_command(command)


async def _unseen(_: AsyncEngine) -> None:
    """Takes the tables as they are."""
