"""Two servers on one database and one Redis, and many agents with one ClickUp token."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from redis.asyncio import Redis

from agent_connectors.clickup import (
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConnectorError,
    OutcomeUnknown,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.pool import fingerprint_of
from agent_connectors.hosted.settings import Settings
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.executions import read_executions
from agent_connectors.hosted.store.names import name_key
from agent_connectors.hosted.vault import Vault
from tests.hosted.hosting import Hosting
from tests.hosted.services import Replica, fresh_database, redis_url, replica
from tests.serving import served

AGENTS = 50
LIMIT = 60
WINDOW = 6
OURS = WINDOW + 2
"""Our window has a margin; see `budget.py`."""
SECONDS = 26.0


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=LIMIT, rate_window=WINDOW)


@pytest.fixture
def two(tmp_path: Path, sandbox: Sandbox) -> Iterator[tuple[Replica, Replica, Hosting]]:
    redis = redis_url()
    with fresh_database() as database, served(sandbox) as clickup:
        key = Fernet.generate_key().decode()
        environment = {
            "AGENT_CONNECTORS_DATABASE_URL": database,
            "AGENT_CONNECTORS_REDIS_URL": redis,
            "AGENT_CONNECTORS_KEYS": key,
            "AGENT_CONNECTORS_BASE_URL": clickup,
            "AGENT_CONNECTORS_WINDOW_SECONDS": str(WINDOW),
        }
        # Started together, so that both want to make the tables.
        with replica(tmp_path, environment) as one, replica(tmp_path, environment) as other:
            one.wait_until_ready()
            other.wait_until_ready()
            yield one, other, Hosting(Settings(database_url=database, keys=key))


class Agent:
    """Posts one comment after another, and moves on to the other server when its own is gone."""

    def __init__(self, connectors: list[ClickupApiConnector], task_id: str, name: str) -> None:
        self._connectors = connectors
        self._task_id = task_id
        self._name = name
        self.done: list[str] = []
        self.unknown: list[str] = []
        self.failed: list[str] = []
        self.waits: list[float] = []
        self.last = 0.0

    async def work(self, until: float) -> None:
        number = 0
        while time.monotonic() < until:
            number += 1
            text = f"{self._name} {number}"
            begun = time.monotonic()
            try:
                await self._connectors[0].comments.create(text, task_id=self._task_id)
            except OutcomeUnknown:
                self.unknown.append(text)
                self._connectors.reverse()
            except ConnectorError as error:
                self.failed.append(f"{text}: {error}")
                self._connectors.reverse()
            else:
                self.done.append(text)
                self.last = time.monotonic()
                self.waits.append(self.last - begun)


def really_there(sandbox: Sandbox) -> Counter[str]:
    threads = sandbox.workspace.threads.values()
    return Counter(str(c.blocks[0]["text"]) for thread in threads for c in thread)


async def forget(token: str, settings: Settings) -> None:
    """Removes from Redis what was counted for a token."""
    engine = open_database(settings.database_url)
    key = await name_key(engine, Vault([Secret(settings.keys or "")]))
    await engine.dispose()
    kind = ClickupApiConnector.definition_id
    fingerprint = fingerprint_of(kind, {"api_key": Secret(token)}, key)
    async with Redis.from_url(redis_url()) as redis:
        async for key in redis.scan_iter(f"*{fingerprint}*"):
            await redis.delete(key)


@pytest.mark.timeout(150)
async def test_fifty_agents_and_a_server_that_dies(
    two: tuple[Replica, Replica, Hosting], sandbox: Sandbox
) -> None:
    one, other, store = two
    member = store.member()
    token = f"pk_{uuid4().hex}"
    first = await ClickupApiConnector.create(
        airbyte_config=member.auth(),
        auth_config=ClickupApiAuthConfig(token),
        base_url=one.url,
        timeout=60.0,
    )
    second = ClickupApiConnector(member.auth(), base_url=other.url, timeout=60.0)
    task_id = next(iter(sandbox.workspace.tasks))
    agents = [
        Agent([first, second] if n % 2 else [second, first], task_id, f"agent {n}")
        for n in range(AGENTS)
    ]
    begun = time.monotonic()
    until = begun + SECONDS
    running = [asyncio.create_task(agent.work(until)) for agent in agents]
    await asyncio.sleep(SECONDS / 2)
    killed_at = time.monotonic()
    await asyncio.to_thread(one.kill)
    await asyncio.gather(*running)
    for connector in (first, second):
        await connector.aclose()

    statuses = Counter(request.status for request in sandbox.requests)
    assert 429 not in statuses, "the limit was kept, not run into"
    there = really_there(sandbox)
    assert max(there[text] for text in there if text.startswith("agent")) == 1, "none doubled"
    done = [text for agent in agents for text in agent.done]
    assert all(there[text] == 1 for text in done), "none reported done that was not"
    unknown = [text for agent in agents for text in agent.unknown]
    assert unknown, "the killed server had calls under way"
    assert sum(text in there for text in unknown) + len(done) == sum(
        count for text, count in there.items() if text.startswith("agent")
    )
    assert all(agent.last > killed_at + 1 for agent in agents), "the rest go on"
    longest = max(wait for agent in agents for wait in agent.waits)
    print(f"{len(done)} done, {len(unknown)} unknown, longest wait {longest:.1f} s")
    assert len(done) > 2 * LIMIT

    await forget(token, store.settings)
    engine = open_database(store.settings.database_url)
    lines = await read_executions(engine, 10_000)
    await engine.dispose()
    outcomes = Counter(line.split('"outcome":"')[1].split('"')[0] for line in lines)
    # How the last ones of the killed server ended was still to be written: a window at most.
    assert outcomes["done"] >= len(done) - len(unknown) - LIMIT
    assert outcomes["done"] + outcomes["started"] >= len(done), "every change is on record"
