"""Logins: wrong ones, however many, stop no right one."""

import asyncio
from collections.abc import Callable, Collection
from typing import Any
from uuid import uuid4

import httpx
import pytest
from argon2 import PasswordHasher

from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted import secrets
from agent_connectors.hosted.refusals import Refused
from agent_connectors.hosted.secrets import Refusals, Verifier, hashed, is_slow, new_secret
from agent_connectors.hosted.store.directory import Directory, KnownClient
from agent_connectors.hosted.together import Together
from tests.hosted.api import Api
from tests.hosted.hosting import Hosting, Member

TOKEN = "/api/v1/account/applications/token"
AT_ONCE = 300


def old_hash(secret: Secret) -> str:
    """As version 0.1.0 kept it."""
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(secret.reveal())


def wrong_ones(member: Member) -> dict[str, Callable[[], dict[str, str]]]:
    """Each kind of wrong login."""
    return {
        "unknown": lambda: {"client_id": str(uuid4()), "client_secret": "wrong"},
        "no id": lambda: {"client_id": "x" * 200, "client_secret": "wrong"},
        "wrong secret": lambda: {"client_id": member.client_id, "client_secret": "wrong"},
    }


@pytest.mark.parametrize("kind", wrong_ones(Member("", "", Secret(""))))
async def test_wrong_logins_stop_no_right_one(common: Hosting, kind: str) -> None:
    member = common.member()
    wrong = wrong_ones(member)[kind]
    looked_up: list[Collection[str]] = []
    limits = httpx.Limits(max_connections=AT_ONCE + 1)
    async with httpx.AsyncClient(base_url=common.url, timeout=60, limits=limits) as client:
        with pytest.MonkeyPatch.context() as patch:
            real = Directory.find_clients

            async def counting(self: Directory, ids: Collection[str]) -> dict[str, KnownClient]:
                looked_up.append(ids)
                return await real(self, ids)

            patch.setattr(Directory, "find_clients", counting)
            flood = [asyncio.create_task(client.post(TOKEN, json=wrong())) for _ in range(AT_ONCE)]
            right = await client.post(TOKEN, json=member.credentials())
            answers = await asyncio.gather(*flood)
    assert right.status_code == 200
    assert {answer.status_code for answer in answers} == {401}
    assert sum(map(len, looked_up)) <= AT_ONCE + 1
    assert len(looked_up) < AT_ONCE / 2, "many in one go"


async def test_an_old_hash_is_replaced_when_its_secret_comes(
    common: Hosting, apis: Callable[..., Api]
) -> None:
    member = common.member()
    find = lambda: common.run(lambda directory: directory.find_client(member.client_id))  # noqa: E731
    before = await asyncio.to_thread(find)
    old = old_hash(member.secret)
    await asyncio.to_thread(
        lambda: common.run(
            lambda directory: directory.replace_hash(member.client_id, before.secret_hash, old)
        )
    )
    async with httpx.AsyncClient(base_url=common.url, timeout=60) as client:
        wrong = member.credentials() | {"client_secret": "wrong"}
        assert (await client.post(TOKEN, json=wrong)).status_code == 401
        assert is_slow((await asyncio.to_thread(find)).secret_hash)
        given = await client.post(TOKEN, json=member.credentials())
        assert given.status_code == 200
        after = await asyncio.to_thread(find)
        assert not is_slow(after.secret_hash)
        assert after.generation == before.generation, "tokens go on"
        assert (await client.post(TOKEN, json=member.credentials())).status_code == 200


async def test_slow_hashes_have_a_short_line(monkeypatch: pytest.MonkeyPatch) -> None:
    secret, computed = new_secret(), 0
    let_go = asyncio.Event()

    async def slow(*_: Any) -> bool:
        nonlocal computed
        computed += 1
        await let_go.wait()
        return True

    monkeypatch.setattr(asyncio, "to_thread", slow)
    verifier = Verifier()
    waiting = [
        asyncio.create_task(verifier.matches(new_secret(), "$argon2id$")) for _ in range(100)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    refused = [task for task in waiting if task.done()]
    assert len(refused) == 92
    for task in refused:
        error = task.exception()
        assert isinstance(error, Refused)
        assert (error.status, error.headers) == (429, {"Retry-After": "1"})
    assert await verifier.matches(secret, hashed(secret)), "others do not wait for them"
    let_go.set()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert computed == 8


def test_a_flood_of_wrong_logins_is_answered_evenly() -> None:
    refusals = Refusals()
    assert refusals.delay(100.0) == 0, "one alone does not wait"
    flood = [refusals.delay(100.0) for _ in range(3000)]
    assert flood[:200] == sorted(flood[:200])
    assert flood[199] == pytest.approx(1.0)
    assert max(flood) == pytest.approx(5.0), "and none for ever"
    assert refusals.delay(110.0) == 0


async def test_nobody_can_tell_which_clients_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[str, str]] = []

    def noting(one: str, other: str) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr(secrets, "compare_digest", noting)
    verifier, secret = Verifier(), new_secret()
    kept = hashed(secret)
    assert await verifier.matches(secret, kept)
    assert not await verifier.matches(new_secret(), kept)
    assert not await verifier.matches(secret, None)
    assert len(compared) == 3, "one hash each, whoever asks"
    assert len({len(text) for pair in compared for text in pair}) == 1
    assert secret.reveal() not in kept


async def test_looking_up_together() -> None:
    asked: list[set[int]] = []
    let_go = asyncio.Event()

    async def load(keys: Collection[int]) -> dict[int, str]:
        asked.append(set(keys))
        await let_go.wait()
        if 13 in keys:
            raise OSError("away")
        return {key: str(key) for key in keys if key != 7}

    together = Together(load)
    first = asyncio.create_task(together.get(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(together.get(key)) for key in (2, 7, 2)]
    await asyncio.sleep(0)
    others[0].cancel()
    let_go.set()
    assert await first == "1"
    assert await asyncio.gather(*others[1:]) == [None, "2"]
    assert asked == [{1}, {2, 7}]
    with pytest.raises(OSError, match="away"):
        await together.get(13)
    assert await together.get(1) == "1", "and it goes on"


@pytest.mark.parametrize(
    "body",
    [
        b'{"client_id": "x", "client_secret": "\\ud800"}',
        b'{"client_id": "\\udfff", "client_secret": "x"}',
        b"\xff",
        b"[]",
        b"",
        b'{"client_id": "x"}',
    ],
)
def test_a_body_that_is_none(api: Api, body: bytes) -> None:
    answer = api.client.post(TOKEN, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_token_is_kept_by_no_cache(api: Api) -> None:
    answer = api.client.post(TOKEN, json=api.member.credentials())
    assert answer.headers["cache-control"] == "no-store"
