"""The key by which credentials are named where others can look, as in Redis."""

from secrets import token_hex

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.store.models import NameKey
from agent_connectors.hosted.vault import Unsealable, Vault

__all__ = ["name_key", "reseal_name_key"]

_OWNER = "names of credentials"
"""Whose it is, among all that is sealed."""


async def name_key(engine: AsyncEngine, vault: Vault) -> Secret:
    """The key, the same for all servers of a database; made by the first one.

    It is kept apart from those that encrypt, which are in another order in each server while
    they are changed: names would differ, and each server count requests by itself.

    Args:
        engine: The database.
        vault: Opens it.
    """
    build = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    made = vault.seal(_OWNER, {"key": Secret(token_hex(32))})
    new = build(NameKey).values(id=1, sealed=made)
    async with engine.begin() as connection:
        await connection.execute(new.on_conflict_do_nothing())
    kept = await _sealed(engine)
    try:
        return vault.open(_OWNER, kept)["key"]
    except Unsealable:
        # Its key is gone. A new one costs nothing but what was counted by the old names.
        change = update(NameKey).where(NameKey.sealed == kept).values(sealed=made)
        async with engine.begin() as connection:
            await connection.execute(change)
    return vault.open(_OWNER, await _sealed(engine))["key"]


async def reseal_name_key(engine: AsyncEngine, vault: Vault) -> None:
    """Encrypts it anew with the first key.

    Args:
        engine: The database.
        vault: Opens it.
    """
    await name_key(engine, vault)
    kept = await _sealed(engine)
    change = update(NameKey).where(NameKey.sealed == kept).values(sealed=vault.reseal(kept))
    async with engine.begin() as connection:
        await connection.execute(change)


async def _sealed(engine: AsyncEngine) -> bytes:
    async with engine.connect() as connection:
        found: bytes = (await connection.execute(select(NameKey.sealed))).scalar_one()
    return found
