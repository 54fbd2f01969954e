"""What was taken away while a call waited is taken away from that call, too.

Every way to take something away is tried with every reason to wait.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest
from cryptography.fernet import Fernet

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.hosted.store.keys import reseal
from agent_connectors.hosted.vault import Vault, load_keys
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, hosting


class Held(Sandbox):
    """Answers nothing of one method until it is let go; counts what comes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(tasks=5, **options)
        self.holds = ""
        self.let_go = threading.Event()
        self.reached = threading.Semaphore(0)
        self.writes = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.writes += scope["method"] != "GET"
        self.reached.release()
        if scope["method"] == self.holds:
            await asyncio.to_thread(self.let_go.wait, 30)
        await super().__call__(scope, receive, send)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    keys = f"{Fernet.generate_key().decode()},{Fernet.generate_key().decode()}"
    with hosting(tmp_path_factory.mktemp("server"), stale_seconds=0, keys=keys) as made:
        yield made


Calls = list[Callable[[], httpx.Response]]


class Waiting:
    """Calls that wait when `begin` is done; `go_on` lets them go."""

    def __init__(self, sandbox: Held, calls: Calls, go_on: Callable[[], None], sent: int) -> None:
        self.sandbox, self.calls, self.go_on, self.sent = sandbox, calls, go_on, sent

    def begin(self, pool: ThreadPoolExecutor) -> list[Any]:
        answers = [pool.submit(call) for call in self.calls]
        until = time.monotonic() + 20
        while self.sandbox.writes < self.sent or not self.sandbox.reached.acquire(timeout=0.01):
            assert time.monotonic() < until
        time.sleep(0.3)  # the others come to stand in line behind those that are sent
        return answers


def comment(api: Api, connector: str, sandbox: Sandbox, number: int) -> httpx.Response:
    task = next(iter(sandbox.workspace.tasks))
    params = {"task_id": task, "comment_text": f"x{number}"}
    return api.execute(connector, "comments", "create", params)


def for_the_rate_limit(api: Api, running: Hosting) -> tuple[str, Waiting]:
    sandbox = Held(rate_limit=3, rate_window=2)
    connector = api.create(running.put(sandbox))
    calls: Calls = [partial(comment, api, connector, sandbox, n) for n in range(6)]
    return connector, Waiting(sandbox, calls, lambda: time.sleep(2.0), sent=3)


def for_another_try(api: Api, running: Hosting) -> tuple[str, Waiting]:
    sandbox = Held(rate_limit=None)
    connector = api.create(running.put(sandbox))
    sandbox.holds = "POST"
    sandbox.fail(429, method="POST")
    calls: Calls = [partial(comment, api, connector, sandbox, 1)]
    return connector, Waiting(sandbox, calls, sandbox.let_go.set, sent=1)


def for_a_connection(api: Api, running: Hosting) -> tuple[str, Waiting]:
    sandbox = Held(rate_limit=None)
    connector = api.create(running.put(sandbox))
    assert api.execute(connector, "user", "get").status_code == 200
    sandbox.holds = "POST"
    calls: Calls = [partial(comment, api, connector, sandbox, n) for n in range(66)]
    return connector, Waiting(sandbox, calls, sandbox.let_go.set, sent=64)


def for_a_name(api: Api, running: Hosting) -> tuple[str, Waiting]:
    sandbox = Held(rate_limit=None)
    connector = api.create(running.put(sandbox))
    sandbox.holds = "GET"
    name = next(iter(sandbox.workspace.lists.values())).name
    params = {"list_id": name, "name": "new"}
    calls: Calls = [partial(api.execute, connector, "tasks", "create", params)]
    return connector, Waiting(sandbox, calls, sandbox.let_go.set, sent=0)


def for_the_one_before(api: Api, running: Hosting) -> tuple[str, Waiting]:
    sandbox = Held(rate_limit=None)
    connector = api.create(running.put(sandbox))
    sandbox.holds = "POST"
    some = next(iter(sandbox.workspace.lists))
    params = {"list_id": some, "tasks": [{"name": f"new {n}"} for n in range(4)], "at_once": 1}
    calls: Calls = [partial(api.execute, connector, "tasks", "create_many", params)]
    return connector, Waiting(sandbox, calls, sandbox.let_go.set, sent=1)


def patch(api: Api, connector: str, running: Hosting, **changes: Any) -> None:
    answer = api.client.patch(f"{CONNECTORS}/{connector}", headers=api.headers, json=changes)
    assert answer.status_code == 200


def other_credential(api: Api, connector: str, running: Hosting) -> None:
    patch(api, connector, running, credentials={"api_key": running.put(Sandbox())})


def removed(api: Api, connector: str, running: Hosting) -> None:
    answer = api.client.delete(f"{CONNECTORS}/{connector}", headers=api.headers)
    assert answer.status_code == 204


def revoked(api: Api, connector: str, running: Hosting) -> None:
    running.run(lambda directory: directory.revoke(api.member.client_id))


def other_secret(api: Api, connector: str, running: Hosting) -> None:
    running.run(lambda directory: directory.change_secret(api.member.client_id, "another"))


def organization_gone(api: Api, connector: str, running: Hosting) -> None:
    running.run(lambda directory: directory.remove_organization(api.member.organization))


WAITS = [for_the_rate_limit, for_another_try, for_a_connection, for_a_name, for_the_one_before]
CHANGES = [
    revoked,
    other_secret,
    organization_gone,
    removed,
    other_credential,
    partial(patch, read_only=True),
    partial(patch, operations=["user.get"]),
]


def _name(change: Any) -> str:
    return str(getattr(change, "__name__", "") or next(iter(change.keywords)))


@pytest.mark.parametrize("change", CHANGES, ids=_name)
@pytest.mark.parametrize("wait", WAITS, ids=_name)
def test_nothing_is_sent_any_more(
    running: Hosting, apis: Callable[..., Api], wait: Any, change: Any
) -> None:
    api = apis(running)
    connector, waiting = wait(api, running)
    sandbox = waiting.sandbox
    with ThreadPoolExecutor(80) as pool:
        try:
            answers = waiting.begin(pool)
            change(api, connector, running)
            sent = sandbox.writes
            assert sent == waiting.sent
        finally:
            waiting.go_on()
        said = [answer.result() for answer in answers]
    assert sandbox.writes == sent, "none left after the change"
    if wait is for_the_one_before:
        outcomes = [one["outcome"] for one in said[0].json()["result"]]
        assert outcomes.count("not_sent") == 3, "and what was not sent is said to be that"
        return
    refused = [answer for answer in said if answer.status_code != 200]
    assert len(refused) == len(said) - (0 if wait is for_another_try else sent)
    for answer in refused:
        error = answer.json()["error"]
        assert (answer.status_code, error["type"]) == (403, "OperationNotAllowed")


def test_a_read_that_waited_is_not_answered(running: Hosting, apis: Callable[..., Api]) -> None:
    api = apis(running)
    sandbox = Held(rate_limit=None)
    connector = api.create(running.put(sandbox))
    sandbox.holds = "GET"
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(api.execute, connector, "user", "get")
        assert sandbox.reached.acquire(timeout=20)
        revoked(api, connector, running)
        sandbox.let_go.set()
        assert answer.result().status_code == 403


def test_a_credential_that_is_encrypted_anew_is_the_same(
    running: Hosting, apis: Callable[..., Api]
) -> None:
    api = apis(running)
    _, waiting = for_a_name(api, running)
    first, second = load_keys(running.settings.keys, running.settings.key_file, make=False)
    vault = Vault([second, first])
    with ThreadPoolExecutor(1) as pool:
        (answer,) = waiting.begin(pool)
        running.run(lambda directory: reseal(directory._engine, vault))
        waiting.go_on()
        assert answer.result().status_code == 200
    assert waiting.sandbox.writes == 1
