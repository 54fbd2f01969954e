"""Commands for keys."""

import click
from cryptography.fernet import Fernet
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.hosted.administration.running import checked, run
from agent_connectors.hosted.administration.telling import tell, tell_done
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.database import shown
from agent_connectors.hosted.store.keys import Resealed, reseal
from agent_connectors.hosted.store.names import reseal_name_key
from agent_connectors.hosted.vault import Vault, load_keys

__all__ = ["new_key", "rotate_key"]


@click.command()
def new_key() -> None:
    """Print a new key, for AGENT_CONNECTORS_KEYS or the key file."""
    tell([Fernet.generate_key().decode()])


@click.command()
@click.pass_obj
def rotate_key(settings: Settings) -> None:
    """Encrypt all credentials anew with the first key. The servers go on meanwhile."""
    vault = checked(lambda: Vault(load_keys(settings.keys, settings.key_file, make=False)))

    async def work(engine: AsyncEngine) -> Resealed:
        done = await reseal(engine, vault)
        await reseal_name_key(engine, vault)
        return done

    opened, unreadable = run(
        settings,
        work,
        changes=lambda done: {"opened": done.opened, "unreadable": done.unreadable},
    )
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
    told = f"{opened} connectors open with the first key alone; the others can go."
    tell_done(told, done=told)
