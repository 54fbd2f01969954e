"""What credentials are called in Redis."""

import asyncio
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic_core import to_json
from sqlalchemy import select

from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.pool import fingerprint_of
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.migrate import migrate
from agent_connectors.hosted.store.models import NameKey
from agent_connectors.hosted.store.names import name_key, reseal_name_key
from agent_connectors.hosted.vault import Vault
from tests.hosted.test_keys import key

CREDENTIALS = {"api_key": Secret("pk_secret")}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'a.db'}"


async def test_all_servers_name_alike_whatever_the_order_of_their_keys(url: str) -> None:
    old, new = key(), key()
    engines = [open_database(url) for _ in range(3)]
    await migrate(engines[0])
    await name_key(engines[0], Vault([old]))  # the server of the days before the new key
    orders = ([old], [old, new], [new, old])
    found = await asyncio.gather(
        *(name_key(e, Vault(keys)) for e, keys in zip(engines, orders, strict=True))
    )
    assert len({each.reveal() for each in found}) == 1
    await reseal_name_key(engines[0], Vault([new, old]))
    assert (await name_key(engines[0], Vault([new]))).reveal() == found[0].reveal()
    async with engines[0].connect() as connection:
        kept = await connection.scalar(select(NameKey.sealed))
    assert found[0].reveal().encode() not in (kept or b"")
    for engine in engines:
        await engine.dispose()


async def test_one_that_no_key_opens_is_made_anew(url: str) -> None:
    engine = open_database(url)
    await migrate(engine)
    before = await name_key(engine, Vault([key()]))
    vault = Vault([key()])
    after = await name_key(engine, vault)
    assert after.reveal() != before.reveal()
    assert (await name_key(engine, vault)).reveal() == after.reveal()
    await engine.dispose()


def test_nobody_can_try_out_which_credential_it_is() -> None:
    plain = to_json(["d", {"api_key": "pk_secret"}])
    one, other = (fingerprint_of("d", CREDENTIALS, Secret(each)) for each in "ab")
    assert one != other
    assert sha256(plain).hexdigest()[:32] not in {one, other}
