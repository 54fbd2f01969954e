"""`agent-connectors serve`, and what an operator does beside it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from cryptography.fernet import Fernet
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConnectorError
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.policy import check_patterns
from agent_connectors.hosted.secrets import hashed, new_secret
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.database import AWAY, open_database, shown
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.executions import read_executions
from agent_connectors.hosted.store.keys import reseal
from agent_connectors.hosted.store.migrate import check_tables, migrate
from agent_connectors.hosted.vault import Vault, load_keys

__all__ = ["serve"]

T = TypeVar("T")


@click.group(invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--database", help="sqlite:///FILE or postgresql://...; a file here by default.")
@click.option("--redis", help="Redis, for more than one replica.")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    help="File with the keys; made for a new SQLite database.",
)
@click.pass_context
def serve(
    context: click.Context,
    host: str,
    port: int,
    database: str | None,
    redis: str | None,
    key_file: Path | None,
) -> None:
    """Serve the API for hosted execution, so that tokens stay on this machine."""
    try:
        settings = Settings.from_environment(
            database_url=database, redis_url=redis, key_file=key_file
        )
        context.obj = settings
        if context.invoked_subcommand is None:
            from agent_connectors.hosted.serve import serve as run

            click.echo(f"Serving on http://{host}:{port} (Ctrl-C ends it)", err=True)
            with suppress(KeyboardInterrupt):
                run(settings, host=host, port=port)
    except ConnectorError as error:
        raise click.ClickException(str(error)) from None


@serve.group()
def admin() -> None:
    """Organizations, clients and keys."""


@admin.command("migrate")
@click.pass_obj
def migrate_(settings: Settings) -> None:
    """Bring the database's tables up to date. `serve` does so at its start."""
    _run(settings, migrate, tables=_unseen, make=True)
    click.echo("The tables are up to date.")


@admin.command()
def new_key() -> None:
    """Print a new key, for AGENT_CONNECTORS_KEYS or the key file."""
    click.echo(Fernet.generate_key().decode())


@admin.command()
@click.pass_obj
def rotate_key(settings: Settings) -> None:
    """Encrypt all credentials anew with the first key. The servers go on meanwhile."""
    vault = _checked(lambda: Vault(load_keys(settings.keys, settings.key_file, make=False)))
    opened, unreadable = _run(settings, lambda engine: reseal(engine, vault))
    if unreadable:
        raise click.ClickException(
            f"{opened} connectors open with the first key alone. These open with none of the "
            f"keys: {', '.join(unreadable)}. Add the key that they were encrypted with, or give "
            "them their credentials anew; until then keep the other keys."
        )
    if not opened:
        raise click.ClickException(
            f"There are no connectors in {shown(settings.database_url)}. Is it the right database?"
        )
    click.echo(f"{opened} connectors open with the first key alone; the others can go.")


@admin.group()
def organization() -> None:
    """Tenants: none sees anything of another."""


@organization.command("create")
@click.argument("name")
@click.pass_obj
def create_organization(settings: Settings, name: str) -> None:
    """Make an organization and print its id."""
    made = _run(
        settings,
        lambda engine: Directory(engine).add_organization(name),
        tables=partial(check_tables, begin=True),
        make=True,
    )
    click.echo(made)


@organization.command("list")
@click.pass_obj
def list_organizations(settings: Settings) -> None:
    """List the organizations."""
    for id_, name in _run(settings, lambda engine: Directory(engine).organizations()):
        click.echo(f"{id_}  {name}")


@organization.command("delete")
@click.argument("organization")
@click.confirmation_option(prompt="Its connectors and their credentials go with it. Go on?")
@click.pass_obj
def delete_organization(settings: Settings, organization: str) -> None:
    """Remove an organization with all its workspaces and connectors."""
    _run(settings, lambda engine: Directory(engine).remove_organization(organization))


_WORKSPACE = click.option(
    "--workspace", multiple=True, help="The only one that it may use; may be repeated."
)
_OPERATION = click.option(
    "--operation", multiple=True, help="All that it may do, such as `tasks.*`; may be repeated."
)


def _check_operations(patterns: tuple[str, ...]) -> None:
    """Refuses patterns that match no operation of any kind of connector."""
    if patterns:
        catalogues = ConnectorKinds.installed().catalogues()
        _checked(lambda: check_patterns(catalogues, patterns))


@admin.group()
def client() -> None:
    """Programs that may call the server."""


@client.command("create")
@click.argument("name")
@click.option("--organization", multiple=True, required=True, help="Id or name; may be repeated.")
@click.option("--manage", is_flag=True, help="It may make and change connectors, too.")
@click.option("--execute-only", is_flag=True, hidden=True)  # as it is anyway
@_WORKSPACE
@_OPERATION
@click.pass_obj
def create_client(
    settings: Settings,
    name: str,
    organization: tuple[str, ...],
    *,
    manage: bool,
    execute_only: bool,
    workspace: tuple[str, ...],
    operation: tuple[str, ...],
) -> None:
    """Make a client and print its id and secret. The secret is shown this once.

    It may use connectors, but not make or change them, unless --manage says so.
    """
    if manage and execute_only:
        raise click.UsageError("--manage and --execute-only exclude each other.")
    _check_operations(operation)
    secret = new_secret()

    async def make(engine: AsyncEngine) -> str:
        directory = Directory(engine)
        kept = hashed(secret)
        return await directory.add_client(
            name,
            organization,
            kept,
            may_manage=manage,
            operations=operation or None,
            workspaces=workspace or None,
        )

    click.echo(f"AIRBYTE_CLIENT_ID={_run(settings, make)}")
    click.echo(f"AIRBYTE_CLIENT_SECRET={secret.reveal()}")


@client.command("list")
@click.pass_obj
def list_clients(settings: Settings) -> None:
    """List the clients."""
    for found in _run(settings, lambda engine: Directory(engine).clients()):
        state = "revoked" if found.revoked else "manages" if found.may_manage else "executes"
        limits = [*sorted(found.workspaces or ()), *(found.operations or ())]
        only = f"  only {', '.join(limits)}" if limits else ""
        organizations = ", ".join(sorted(found.organizations))
        click.echo(f"{found.id}  {state:9} {found.name}  ({organizations}){only}")


@client.command("change")
@click.argument("client_id")
@click.option("--manage/--execute-only", default=None, help="Whether it may change connectors.")
@_WORKSPACE
@click.option("--all-workspaces", is_flag=True, help="It may use all workspaces.")
@_OPERATION
@click.option("--all-operations", is_flag=True, help="It may do all that its connectors allow.")
@click.pass_obj
def change_client(
    settings: Settings,
    client_id: str,
    *,
    manage: bool | None,
    workspace: tuple[str, ...],
    all_workspaces: bool,
    operation: tuple[str, ...],
    all_operations: bool,
) -> None:
    """Change what a client may do. A server notices within a second."""
    _check_operations(operation)
    values: dict[str, Any] = {} if manage is None else {"may_manage": manage}
    for column, given, everything in (
        ("workspaces", workspace, all_workspaces),
        ("operations", operation, all_operations),
    ):
        if given and everything:
            raise click.UsageError(f"All {column} and some {column} exclude each other.")
        if given or everything:
            values[column] = list(given) or None
    if not values:
        raise click.UsageError("Say what to change.")
    _run(settings, lambda engine: Directory(engine).change_client(client_id, values))


@client.command("rotate-secret")
@click.argument("client_id")
@click.pass_obj
def rotate_secret(settings: Settings, client_id: str) -> None:
    """Give a client another secret and print it. Its tokens end."""
    secret = new_secret()

    async def change(engine: AsyncEngine) -> None:
        await Directory(engine).change_secret(client_id, hashed(secret))

    _run(settings, change)
    click.echo(f"AIRBYTE_CLIENT_SECRET={secret.reveal()}")


@client.command("revoke")
@click.argument("client_id")
@click.pass_obj
def revoke_client(settings: Settings, client_id: str) -> None:
    """Shut a client out. Its tokens end."""
    _run(settings, lambda engine: Directory(engine).revoke(client_id))


@admin.command("audit")
@click.option("--limit", default=50, show_default=True, help="How many lines.")
@click.option("--organization", help="Only this organization, by id.")
@click.pass_obj
def audit_(settings: Settings, limit: int, organization: str | None) -> None:
    """Print the last lines of the audit log, newest first, as JSON lines."""
    for line in _run(settings, lambda engine: read_executions(engine, limit, organization)):
        click.echo(line)


async def _unseen(_: AsyncEngine) -> None:
    """Takes the tables as they are."""


def _checked(function: Callable[[], T]) -> T:
    try:
        return function()
    except ConnectorError as error:
        raise click.ClickException(str(error)) from None


def _run(
    settings: Settings,
    function: Callable[[AsyncEngine], Awaitable[T]],
    *,
    tables: Callable[[AsyncEngine], Awaitable[None]] = check_tables,
    make: bool = False,
) -> T:
    """Does something with the database.

    Args:
        settings: Where it is.
        function: What to do.
        tables: Looks at its tables first.
        make: Whether to make the database where there is none.
    """

    async def run() -> Any:
        engine = open_database(settings.database_url, make=make)
        try:
            await tables(engine)
            return await function(engine)
        finally:
            await engine.dispose()

    try:
        done: T = asyncio.run(run())
    except ConnectorError as error:
        raise click.ClickException(str(error)) from None
    except AWAY as error:
        # Without its text, which may hold a password.
        where = shown(settings.database_url)
        message = f"The database {where} cannot be used: {type(error).__name__}."
        raise click.ClickException(message) from None
    return done
