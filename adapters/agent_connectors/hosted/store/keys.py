"""Whether the keys fit what is kept, and what is encrypted with which."""

from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.database import is_unsealed
from agent_connectors.hosted.store.models import Connector, KeyProof
from agent_connectors.hosted.vault import Unsealable, Vault, load_keys

__all__ = ["Resealed", "prove_keys", "reseal", "vault_of"]

_PROOF = "the keys of this database"
"""The owner of what is sealed only to be opened again."""


class Resealed(NamedTuple):
    """What came of encrypting anew.

    Attributes:
        opened: How many connectors open with the first key alone.
        unreadable: The ids of those that no key opens.
    """

    opened: int
    unreadable: list[str]


def vault_of(settings: Settings) -> Vault:
    """What encrypts in the database that is set; its key is made where nothing is encrypted yet.

    Raises:
        ConfigurationError: There is no key, or one that is none.
    """
    # A key made for a database that has been written to with another opens nothing in it.
    make = not settings.keys and is_unsealed(settings.database_url)
    return Vault(load_keys(settings.keys, settings.key_file, make=make))


async def prove_keys(engine: AsyncEngine, vault: Vault) -> list[str]:
    """Shows that the keys open what is kept; gives the ids of connectors that they do not open.

    Raises:
        ConfigurationError: They are not the keys of this database.
    """
    kept = await _credentials(engine)
    unreadable = [id_ for id_, sealed in kept.items() if not _opens(vault, id_, sealed)]
    if await _proof(engine) is None:
        if kept and len(unreadable) == len(kept):
            raise _not_its_keys()
        build = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        made = build(KeyProof).values(id=1, sealed=vault.seal(_PROOF, {}))
        async with engine.begin() as connection:
            await connection.execute(made.on_conflict_do_nothing())
    # Read again: another server may have been first, with other keys.
    proof = await _proof(engine)
    if proof is None or not _opens(vault, _PROOF, proof):
        raise _not_its_keys()
    return unreadable


async def reseal(engine: AsyncEngine, vault: Vault) -> Resealed:
    """Encrypts all that is kept with the first key, until it opens with that key alone.

    One by one, and only where nothing else has changed it meanwhile, so that the servers can go
    on. One that still has another key first may write in between; so it is looked at again.

    Raises:
        ConfigurationError: They are not the keys of this database.
    """
    await prove_keys(engine, vault)
    first = vault.first()
    proof = await _proof(engine)
    # Its time tells since when the first key is in use, so it stays as long as that does.
    if proof is None or not _opens(first, _PROOF, proof):
        async with engine.begin() as connection:
            await connection.execute(update(KeyProof).values(sealed=vault.seal(_PROOF, {})))
    while True:
        kept = await _credentials(engine)
        left = {id_: sealed for id_, sealed in kept.items() if not _opens(first, id_, sealed)}
        unreadable = [id_ for id_, sealed in left.items() if not _opens(vault, id_, sealed)]
        if len(unreadable) == len(left):
            return Resealed(len(kept) - len(left), unreadable)
        for connector_id, sealed in left.items():
            if connector_id not in unreadable:
                change = (
                    update(Connector)
                    .where(Connector.id == connector_id, Connector.credentials == sealed)
                    .values(credentials=vault.reseal(sealed))
                )
                async with engine.begin() as connection:
                    await connection.execute(change)


async def _credentials(engine: AsyncEngine) -> dict[str, bytes]:
    query = select(Connector.id, Connector.credentials).order_by(Connector.id)
    async with engine.connect() as connection:
        return {row[0]: row[1] for row in await connection.execute(query)}


async def _proof(engine: AsyncEngine) -> bytes | None:
    async with engine.connect() as connection:
        found: bytes | None = await connection.scalar(select(KeyProof.sealed))
    return found


def _opens(vault: Vault, owner: str, sealed: bytes) -> bool:
    try:
        vault.open(owner, sealed)
    except Unsealable:
        return False
    return True


def _not_its_keys() -> ConfigurationError:
    return ConfigurationError(
        "What this database holds was encrypted with other keys.",
        hint="Bring back its keys, or name the database that these belong to.",
    )
