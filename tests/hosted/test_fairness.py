"""No client takes the rate limit of a shared token, or the server, from the others."""

import asyncio
import re
import socket
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from math import inf
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.hosted.fairness import _INSIDE, Acting, FairBudget, acting
from tests.hosted.api import Api
from tests.hosted.hosting import Hosting, hosting
from tests.hosted.services import redis_url, replica
from tests.hosted.test_asked_again import Held

Apis = Callable[..., Api]


class Full:
    """A budget that lets one request through each time somebody opens it."""

    def __init__(self) -> None:
        self.opened = asyncio.Semaphore(0)
        self.passed: list[str] = []

    async def take(
        self, max_wait: float = inf, on_wait: Callable[[float], None] | None = None
    ) -> float:
        if max_wait <= 0:
            return 9.0
        await self.opened.acquire()
        self.passed.append(acting.get().client_id)
        return 0.0

    def record_answer(self, headers: Mapping[str, str] | None) -> None: ...

    def refused(self, headers: Mapping[str, str]) -> float:
        return 1.0

    def available(self) -> int | None:
        return 3


def take(budget: FairBudget, client: str, max_wait: float = inf) -> "asyncio.Task[float]":
    async def run() -> float:
        acting.set(Acting("o", client))
        return await budget.take(max_wait)

    return asyncio.create_task(run())


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_clients_take_turns() -> None:
    full, waits = Full(), list[tuple[str, float]]()
    budget = FairBudget(full, lambda *wait: waits.append(wait))
    noisy = [take(budget, "noisy") for _ in range(100)]
    await settle()
    others = [take(budget, name) for name in ("quiet", "quiet", "third")]
    await settle()
    for _ in range(103):
        full.opened.release()
        await settle()
    await asyncio.gather(*noisy, *others)
    assert full.passed.index("quiet") <= _INSIDE + 1, "not behind a hundred of another's"
    assert full.passed.index("third") <= _INSIDE + 2
    assert full.passed.count("noisy") == 100
    assert len(waits) == 103
    assert {who for who, _ in waits} == {"o"}


async def test_who_gives_up_takes_no_turn() -> None:
    full = Full()
    budget = FairBudget(full, lambda *_: None)
    first = [take(budget, "a") for _ in range(_INSIDE)]
    await settle()
    cancelled, late, patient = take(budget, "b"), take(budget, "b", 0.01), take(budget, "c")
    assert await take(budget, "d", 0.0) > 0, "who may not wait is told so at once"
    await settle()
    cancelled.cancel()
    assert await late > 0
    for _ in range(_INSIDE + 1):
        full.opened.release()
    assert await asyncio.gather(*first, patient) == [0.0] * (_INSIDE + 1)
    assert full.passed.count("b") == 0
    # All turns are back: as many as before go in without waiting.
    again = [take(budget, "e") for _ in range(_INSIDE)]
    for _ in range(_INSIDE):
        full.opened.release()
    assert await asyncio.gather(*again) == [0.0] * _INSIDE
    assert budget._inside == 0
    assert (budget.available(), budget.refused({})) == (3, 1.0)


async def test_a_turn_that_comes_while_somebody_gives_up_is_passed_on() -> None:
    full = Full()
    budget = FairBudget(full, lambda *_: None)
    first = [take(budget, "a") for _ in range(_INSIDE)]
    await settle()
    gone, patient = take(budget, "b"), take(budget, "c")
    await settle()
    full.opened.release()
    await asyncio.sleep(0)
    gone.cancel()
    for _ in range(_INSIDE):
        full.opened.release()
    assert await patient == 0.0
    await asyncio.gather(*first)
    assert budget._inside == 0


def test_a_quiet_client_beside_a_noisy_one(common: Hosting, apis: Apis) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=5, rate_window=2)
    owner = apis()
    connector = owner.create(common.put(sandbox))
    quiet = apis(beside=owner.member, may_manage=False)
    task = next(iter(sandbox.workspace.tasks))

    def write(api: Api, text: str) -> int:
        params = {"task_id": task, "comment_text": text}
        return api.execute(connector, "comments", "create", params).status_code

    with ThreadPoolExecutor(40) as pool:
        noisy = [pool.submit(write, owner, f"noisy {n}") for n in range(30)]
        while len(sandbox.requests) < 5:
            time.sleep(0.01)
        before = len(sandbox.requests)
        assert write(quiet, "quiet") == 200
        after = len(sandbox.requests)
        assert {call.result() for call in noisy} == {200}
    assert after - before <= 2 * 5, "within the second window, not behind all thirty"


def test_calls_at_once(tmp_path: Path, apis: Apis) -> None:
    sandbox = Held(rate_limit=None)
    with hosting(tmp_path, calls_at_once=2) as running:
        api, other = apis(running), apis(running)
        connector, theirs = api.create(running.put(sandbox)), other.create(running.put(sandbox))
        sandbox.holds = "GET"
        with ThreadPoolExecutor(2) as pool:
            held = [pool.submit(api.execute, connector, "user", "get") for _ in range(2)]
            for _ in held:
                assert sandbox.reached.acquire(timeout=20)
            refused = api.execute(connector, "user", "get")
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
            assert "2 calls under way" in refused.json()["detail"]
            sandbox.let_go.set()
            assert [one.result().status_code for one in held] == [200, 200]
        assert api.execute(connector, "user", "get").status_code == 200
        assert other.execute(theirs, "user", "get").status_code == 200
        page = api.client.get("/metrics").text
    limited = (
        f'agent_connectors_organization_limited_total{{organization="{api.member.organization}"}}'
    )
    assert f"{limited} 1.0" in page
    assert other.member.organization not in page.partition("_limited_total{")[2].splitlines()[0]


@pytest.mark.parametrize("shared", [True, False])
def test_calls_a_minute(tmp_path: Path, apis: Apis, sandbox: Sandbox, shared: bool) -> None:
    options: dict[str, Any] = {"redis_url": redis_url()} if shared else {}
    with hosting(tmp_path, calls_a_minute=3, **options) as running:
        api, other = apis(running), apis(running)
        connector = api.create(running.put(sandbox))
        statuses = [api.execute(connector, "user", "get").status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        refused = api.execute(connector, "user", "get")
        assert 0 < int(refused.headers["retry-after"]) <= 60
        theirs = other.create(running.put(sandbox))
        assert other.execute(theirs, "user", "get").status_code == 200


def test_figures_by_organization_and_of_waiting(tmp_path: Path, apis: Apis) -> None:
    with hosting(tmp_path) as running:
        api = apis(running)
        connector = api.create(running.put(Sandbox(rate_limit=2, rate_window=1)))
        for _ in range(4):
            assert api.execute(connector, "user", "get").status_code == 200
        page = api.client.get("/metrics").text
    mine = f'organization="{api.member.organization}"'
    assert f'organization_executions_total{{{mine},outcome="done"}} 4.0' in page
    assert re.search(rf"rate_waits_total{{{mine}}} [1-9]", page)
    assert re.search(rf"rate_wait_seconds_total{{{mine}}} [0-9.]+", page)


def test_metrics_on_a_port_of_their_own(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "AGENT_CONNECTORS_KEYS": Fernet.generate_key().decode(),
        "AGENT_CONNECTORS_METRICS_PORT": str(port),
        "AGENT_CONNECTORS_DOCS": "false",
    }
    with replica(tmp_path, environment) as running:
        running.wait_until_ready()
        for path in ("/metrics", "/docs", "/openapi.json"):
            assert httpx.get(f"{running.url}{path}").status_code == 404, path
        assert (
            "agent_connectors_requests_total" in httpx.get(f"http://127.0.0.1:{port}/metrics").text
        )
