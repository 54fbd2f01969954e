"""Commands for clients."""

from typing import Any

import click
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.declare.patterns import check_patterns
from agent_connectors.hosted.administration.options import NAME
from agent_connectors.hosted.administration.running import checked, run
from agent_connectors.hosted.administration.telling import tell, tell_done
from agent_connectors.hosted.administration.until import UNTIL, shown_until
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.hosted.secrets import hashed, new_secret
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.directory import Directory, KnownClient

__all__ = ["client"]

_WORKSPACE = click.option(
    "--workspace", multiple=True, help="The only one that it may use; may be repeated."
)
_OPERATION = click.option(
    "--operation", multiple=True, help="All that it may do, such as `tasks.*`; may be repeated."
)
_EXPIRES = click.option(
    "--expires", type=UNTIL, help="When it is shut out: `90d`, or a day or time of UTC."
)


def _check_operations(patterns: tuple[str, ...]) -> None:
    """Refuses patterns that match no operation of any kind of connector."""
    if patterns:
        catalogues = ConnectorKinds.installed().catalogues()
        checked(lambda: check_patterns(catalogues, patterns))


@click.group()
def client() -> None:
    """Programs that may call the server."""


@client.command("create")
@click.argument("name", type=NAME)
@click.option("--organization", multiple=True, required=True, help="Id or name; may be repeated.")
@click.option("--manage", is_flag=True, help="It may make and change connectors, too.")
@click.option("--execute-only", is_flag=True, hidden=True)  # as it is anyway
@click.option("--subject", help="What the company's issuer calls it; it then has no secret.")
@_WORKSPACE
@_OPERATION
@_EXPIRES
@click.pass_obj
def create_client(
    settings: Settings,
    name: str,
    organization: tuple[str, ...],
    *,
    manage: bool,
    execute_only: bool,
    subject: str | None,
    workspace: tuple[str, ...],
    operation: tuple[str, ...],
    expires: int | None,
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
            subject=subject,
            expires_at=expires,
        )

    limits = {
        "subject": subject,
        "manage": manage,
        "workspaces": workspace,
        "operations": operation,
        "expires": expires and shown_until(expires),
    }
    made = run(
        settings,
        make,
        changes=lambda made: {
            "client_id": made,
            "name": name,
            "organizations": organization,
            **{key: value for key, value in limits.items() if value},
        },
    )
    lines = [f"AIRBYTE_CLIENT_ID={made}"]
    next_step = "`serve admin client list` shows it."
    if subject is None:
        lines.append(f"AIRBYTE_CLIENT_SECRET={secret.reveal()}")
        next_step = (
            f"Its secret is lost: `serve admin client rotate-secret {made}` gives another, "
            f"`delete {made}` removes it."
        )
    tell_done(*lines, done=f"The client {made} was made.", next_step=next_step)


@client.command("list")
@click.pass_obj
def list_clients(settings: Settings) -> None:
    """List the clients."""
    tell(map(_line, run(settings, lambda engine: Directory(engine).clients())))


def _line(found: KnownClient) -> str:
    state = "manages" if found.may_manage else "executes"
    state = "revoked" if found.revoked else "expired" if found.expired else state
    limits = [*sorted(found.workspaces or ()), *(found.operations or ())]
    only = f"  only {', '.join(limits)}" if limits else ""
    organizations = ", ".join(sorted(found.organizations))
    until = "" if found.expires_at is None else f"  until {shown_until(found.expires_at)} UTC"
    return f"{found.id}  {state:9} {found.name}  ({organizations}){only}{until}"


@client.command("change")
@click.argument("client_id")
@click.option("--manage/--execute-only", default=None, help="Whether it may change connectors.")
@_WORKSPACE
@click.option("--all-workspaces", is_flag=True, help="It may use all workspaces.")
@_OPERATION
@click.option("--all-operations", is_flag=True, help="It may do all that its connectors allow.")
@_EXPIRES
@click.option("--no-expiry", is_flag=True, help="It is never shut out by itself.")
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
    expires: int | None,
    no_expiry: bool,
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
    if expires is not None and no_expiry:
        raise click.UsageError("--expires and --no-expiry exclude each other.")
    if expires is not None or no_expiry:
        values["expires_at"] = expires
    if not values:
        raise click.UsageError("Say what to change.")
    run(
        settings,
        lambda engine: Directory(engine).change_client(client_id, values),
        changes=lambda _: {"client_id": client_id, **values},
    )
