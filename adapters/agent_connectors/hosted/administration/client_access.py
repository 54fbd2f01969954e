"""Commands that let clients in, shut them out, and say whom they act for."""

from collections.abc import Awaitable, Callable

import click
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.hosted.administration.clients import client
from agent_connectors.hosted.administration.running import run
from agent_connectors.hosted.administration.telling import tell_done
from agent_connectors.hosted.secrets import hashed, new_secret
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.directory import Directory

__all__ = ["client"]


def _change(
    settings: Settings, change: Callable[[Directory], Awaitable[None]], **about: str
) -> None:
    """Changes a client, and writes down about what."""

    async def work(engine: AsyncEngine) -> None:
        await change(Directory(engine))

    run(settings, work, changes=lambda _: about)


@client.command("rotate-secret")
@click.argument("client_id")
@click.pass_obj
def rotate_secret(settings: Settings, client_id: str) -> None:
    """Give a client another secret and print it. Its tokens end."""
    secret = new_secret()
    _change(
        settings,
        lambda directory: directory.change_secret(client_id, hashed(secret)),
        client_id=client_id,
    )
    tell_done(
        f"AIRBYTE_CLIENT_SECRET={secret.reveal()}",
        done=f"The client {client_id} has another secret, and the old one is not taken any more.",
        next_step=f"`serve admin client rotate-secret {client_id}` gives another.",
    )


@client.command("revoke")
@click.argument("client_id")
@click.pass_obj
def revoke_client(settings: Settings, client_id: str) -> None:
    """Shut a client out. Its tokens end."""
    _change(settings, lambda directory: directory.revoke(client_id), client_id=client_id)


@client.command("unrevoke")
@click.argument("client_id")
@click.pass_obj
def unrevoke_client(settings: Settings, client_id: str) -> None:
    """Let a client in again, with the secret that it had."""
    _change(settings, lambda directory: directory.unrevoke(client_id), client_id=client_id)


@client.command("delete")
@click.argument("client_id")
@click.confirmation_option(prompt="It cannot be brought back. Go on?")
@click.pass_obj
def delete_client(settings: Settings, client_id: str) -> None:
    """Remove a client. Its tokens end; the audit log keeps what it did."""
    _change(settings, lambda directory: directory.remove_client(client_id), client_id=client_id)


@client.command("add-organization")
@click.argument("client_id")
@click.argument("organization")
@click.pass_obj
def add_organization(settings: Settings, client_id: str, organization: str) -> None:
    """Let a client act for one more organization, by id or name."""
    _change(
        settings,
        lambda directory: directory.add_membership(client_id, organization),
        client_id=client_id,
        organization=organization,
    )


@client.command("remove-organization")
@click.argument("client_id")
@click.argument("organization")
@click.pass_obj
def remove_organization(settings: Settings, client_id: str, organization: str) -> None:
    """Have a client act no longer for an organization, by id or name."""
    _change(
        settings,
        lambda directory: directory.remove_membership(client_id, organization),
        client_id=client_id,
        organization=organization,
    )
