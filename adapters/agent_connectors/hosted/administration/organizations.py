"""Commands for organizations."""

from functools import partial

import click

from agent_connectors.hosted.administration.options import NAME
from agent_connectors.hosted.administration.running import run
from agent_connectors.hosted.administration.telling import tell, tell_done
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.migrate import check_tables

__all__ = ["organization"]


@click.group()
def organization() -> None:
    """Tenants: none sees anything of another."""


@organization.command("create")
@click.argument("name", type=NAME)
@click.pass_obj
def create_organization(settings: Settings, name: str) -> None:
    """Make an organization and print its id."""
    made = run(
        settings,
        lambda engine: Directory(engine).add_organization(name),
        tables=partial(check_tables, begin=True),
        make=True,
        changes=lambda made: {"organization_id": made, "name": name},
    )
    tell_done(
        made,
        done=f"The organization {made} was made.",
        next_step="`serve admin organization list` shows it.",
    )


@organization.command("list")
@click.pass_obj
def list_organizations(settings: Settings) -> None:
    """List the organizations."""
    found = run(settings, lambda engine: Directory(engine).organizations())
    tell(f"{id_}  {name}" for id_, name in found)


@organization.command("delete")
@click.argument("organization")
@click.confirmation_option(prompt="Its connectors and their credentials go with it. Go on?")
@click.pass_obj
def delete_organization(settings: Settings, organization: str) -> None:
    """Remove an organization with all its workspaces and connectors."""
    run(
        settings,
        lambda engine: Directory(engine).remove_organization(organization),
        changes=lambda _: {"organization": organization},
    )
