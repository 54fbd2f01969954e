"""Commands for connectors."""

import sys

import click
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.declare.patterns import check_patterns
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted.administration.options import NAME, PATTERN
from agent_connectors.hosted.administration.running import checked, run
from agent_connectors.hosted.administration.telling import tell, tell_done
from agent_connectors.hosted.api.schemas import NewConnector
from agent_connectors.hosted.connector_kinds import ConnectorKinds, check_fields
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.connectors import KeptConnector, KeptConnectors, NameTaken
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.keys import prove_keys, vault_of

__all__ = ["connector"]


@click.group()
def connector() -> None:
    """Credentials that the server keeps, and what may be done with them."""


@connector.command("create")
@click.option("--organization", required=True, help="Id or name.")
@click.option(
    "--workspace", type=NAME, default="default", show_default=True, help="`customer_name` of it."
)
@click.option(
    "--type",
    "connector_type",
    default="Clickup-Api",
    show_default=True,
    help="Which product it is for.",
)
@click.option("--field", help="What the credential is called; the usual one if not given.")
@click.option("--name", type=NAME, help="Of the connector; its type if not given.")
@click.option("--read-only", is_flag=True, help="It changes nothing.")
@click.option("--allow-destructive", is_flag=True, help="It may delete.")
@click.option(
    "--operation",
    type=PATTERN,
    multiple=True,
    help="All that it may do, such as `tasks.*`; may be repeated.",
)
@click.pass_obj
def create_connector(
    settings: Settings,
    organization: str,
    workspace: str,
    connector_type: str,
    field: str | None,
    name: str | None,
    *,
    read_only: bool,
    allow_destructive: bool,
    operation: tuple[str, ...],
) -> None:
    """Leave a credential with the server, and print the connector's id.

    The credential is asked for at a terminal, and read from a pipe otherwise.
    """
    if read_only and allow_destructive:
        raise click.UsageError("--read-only and --allow-destructive exclude each other.")

    async def known(engine: AsyncEngine) -> str:
        return await Directory(engine).organization_id(organization)

    id_ = run(settings, known)  # before anybody types a secret
    kinds = checked(ConnectorKinds.installed)
    kind = checked(lambda: kinds.named(connector_type, None))
    allowed = list(operation) or None
    try:
        wanted = NewConnector.model_validate(
            {
                "workspace_name": workspace,
                "name": name or kind.connector_type,
                "credentials": {field or kind.fields[0]: _credential()},
                "read_only": read_only,
                "allow_destructive": allow_destructive,
                "operations": allowed,
            }
        )
    except ValidationError as error:
        raise click.UsageError(_said(error)) from None
    secrets = {key: value.get_secret_value() for key, value in wanted.credentials.items()}
    credentials = checked(lambda: check_fields(kind, secrets))
    catalogue = [kind.connector.operations]
    checked(lambda: check_patterns(catalogue, allowed, kinds.questions(kind)))
    vault = checked(lambda: vault_of(settings))
    switches = wanted.model_dump(include={"read_only", "allow_destructive", "operations"})

    async def keep(engine: AsyncEngine) -> dict[str, str]:
        await prove_keys(engine, vault)
        try:
            made = await KeptConnectors(engine).add(
                id_,
                workspace,
                lambda connector_id: vault.seal(connector_id, credentials),
                {"definition_id": kind.definition_id, "name": wanted.name, **switches},
            )
        except NameTaken as taken:
            raise ConfigurationError(
                f"The workspace has a connector of that kind and name: {taken.connector_id}.",
                hint="Give it another --name, or delete that one first.",
            ) from None
        return {"organization_id": id_, "connector_id": made}

    about = {"workspace": workspace, "name": wanted.name, **switches}
    kept = run(settings, keep, changes=lambda ids: {**ids, **about})["connector_id"]
    tell_done(
        kept,
        done=f"The connector {kept} was made, and the server has the credential.",
        next_step="`serve admin connector list` shows it, `delete` removes it.",
    )


def _credential() -> str:
    """What is typed at a terminal, unseen, or comes through a pipe."""
    if sys.stdin is None:
        raise click.UsageError("Standard input is closed: pipe the credential in.")
    if sys.stdin.isatty():
        typed: str = click.prompt("Credential", hide_input=True, err=True)
        return typed.strip()
    given = sys.stdin.read().strip()
    if not given:
        raise click.UsageError("No credential came through the pipe.")
    return given


def _said(error: ValidationError) -> str:
    """What is wrong with the options, without what was given for them."""
    parts = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
    return "; ".join(f"{where}: {what}" for where, what in parts)


@connector.command("list")
@click.option("--organization", required=True, help="Id or name.")
@click.pass_obj
def list_connectors(settings: Settings, organization: str) -> None:
    """List the connectors of an organization."""

    async def found(engine: AsyncEngine) -> list[KeptConnector]:
        id_ = await Directory(engine).organization_id(organization)
        return await KeptConnectors(engine).search(id_, None, None)

    tell(map(_line, run(settings, found)))


def _line(kept: KeptConnector) -> str:
    allowed = "reads" if kept.read_only else "deletes" if kept.allow_destructive else "writes"
    only = f"  only {', '.join(kept.operations)}" if kept.operations is not None else ""
    return f"{kept.id}  {allowed:7}  {kept.workspace}  {kept.name}{only}"


@connector.command("delete")
@click.argument("connector_id")
@click.option("--organization", required=True, help="Id or name.")
@click.confirmation_option(prompt="Its credential goes with it. Go on?")
@click.pass_obj
def delete_connector(settings: Settings, connector_id: str, organization: str) -> None:
    """Remove a connector and its credential. A server notices within a second."""

    async def remove(engine: AsyncEngine) -> str:
        id_ = await Directory(engine).organization_id(organization)
        if not await KeptConnectors(engine).remove(id_, connector_id):
            raise ConfigurationError(f"There is no connector {connector_id!r} in it.")
        return id_

    about = {"connector_id": connector_id}
    run(settings, remove, changes=lambda id_: {"organization_id": id_, **about})
