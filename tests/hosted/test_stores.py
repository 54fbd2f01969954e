"""Connectors that the server keeps a context store of: asked by all clients, each its own."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConfigurationError,
    InvalidCall,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.hosted.store.connectors import KeptConnectors
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.executions import Wanted, read_executions
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, hosting
from tests.hosted.services import fresh_database
from tests.store.hostile_postgres import CHANGES, REACHES
from tests.store.test_hostile_sql import CHANGES as FILE_CHANGES
from tests.store.test_hostile_sql import REACHES as FILE_REACHES

pytestmark = pytest.mark.timeout(240)

SQL = "context_store_sql_query"
SEARCH = "context_store_search"
COUNT = {"sql": "SELECT count(*) AS n FROM tasks"}


@pytest.fixture(scope="module", params=["folder", "postgres"])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosting]:
    folder = tmp_path_factory.mktemp("server")
    if request.param == "folder":
        with hosting(folder, store=str(folder / "stores"), store_seconds=0.5) as server:
            yield server
    else:
        pytest.importorskip("psycopg_pool")
        with (
            fresh_database() as url,
            hosting(folder, store=url, store_seconds=0.5) as server,
        ):
            yield server


def small(seed: int = 1, tasks: int = 30) -> Sandbox:
    return Sandbox(tasks=tasks, seed=seed, rate_limit=None)


def asked(api: Api, connector: str, action: str, params: Any, entity: str = "tasks") -> Any:
    """What a store says, once it has been read for the first time."""
    for _ in range(100):
        answer = api.execute(connector, entity, action, params)
        body = answer.json()
        if answer.status_code == 200:
            waits = "Not read to the end" in str(body["connector_metadata"].get("warnings"))
            if not waits:
                return {**body, "result": body["result"]["data"]}
        else:
            assert answer.status_code == 502, answer.text
        time.sleep(0.1)
    raise AssertionError(answer.text)


def test_a_client_searches_and_asks_in_sql(running: Hosting, apis: Callable[..., Api]) -> None:
    api, sandbox = apis(running), small()
    connector = api.create(running.put(sandbox))
    count = asked(api, connector, SQL, COUNT)
    assert count["result"][0]["n"] >= 30
    assert count["connector_metadata"]["extra"]["synced"]["tasks"] >= 0
    query = {"query": {"sort": [{"name": "asc"}]}, "limit": 2, "fields": ["id", "name"]}
    found = asked(api, connector, SEARCH, query)
    assert len(found["result"]) == 2
    again = asked(api, connector, SEARCH, found["connector_metadata"]["next"])
    assert again["result"][0]["name"].lower() >= found["result"][1]["name"].lower()
    spent = len(sandbox.requests)
    for _ in range(3):
        asked(api, connector, SEARCH, query)
    assert len(sandbox.requests) <= spent + 12


def test_what_changes_is_read_again(running: Hosting, apis: Callable[..., Api]) -> None:
    api, sandbox = apis(running), small()
    connector = api.create(running.put(sandbox))
    asked(api, connector, SQL, COUNT)
    task = next(iter(sandbox.workspace.tasks.values()))
    params = {"task_id": task.id, "name": "Renamed by its owner"}
    assert api.execute(connector, "tasks", "update", params).status_code == 200
    sql = f"SELECT name FROM tasks WHERE id = '{task.id}'"  # noqa: S608
    named = {"sql": sql, "max_age": 0}
    for _ in range(50):
        if asked(api, connector, SQL, named)["result"] == [{"name": "Renamed by its owner"}]:
            break
        time.sleep(0.2)
    else:
        pytest.fail("the change is not in the store")


def test_a_client_of_ours_does_the_same(running: Hosting, apis: Callable[..., Api]) -> None:
    api = apis(running)
    connector = api.create(running.put(small()))
    asked(api, connector, SQL, COUNT)
    auth = api.member.auth(connector_id=connector)
    with ClickupApiConnector(auth, base_url=running.url) as clickup:
        found = clickup.execute_sync("tasks", SEARCH, {"limit": 1})
        assert found.meta.has_more
        assert found.meta.extra["synced"]["tasks"] >= 0
        assert found.meta.next is not None
        following = clickup.execute_sync("tasks", SEARCH, found.meta.next)
        assert following.data[0]["id"] != found.data[0]["id"]
        assert clickup.execute_sync("tasks", SQL, COUNT).data[0]["n"] >= 30
        with pytest.raises(InvalidCall, match="`tasks`"):
            clickup.execute_sync("tasks", SQL, {"sql": "SELECT * FROM task"})
        with pytest.raises(InvalidCall, match="context_store_search"):
            clickup.execute_sync("tasks", "context_store_serch", {})


def test_no_tenant_sees_another_whatever_the_sql(
    running: Hosting, apis: Callable[..., Api]
) -> None:
    mine, theirs = apis(running), apis(running)
    secret = f"theirs alone {uuid4().hex}"
    own, other = small(), small(seed=2)
    for task in other.workspace.tasks.values():
        task.name = secret
    connector, foreign = mine.create(running.put(own)), theirs.create(running.put(other))
    before = asked(mine, connector, SQL, COUNT)["result"]
    assert asked(theirs, foreign, SQL, {"sql": "SELECT name FROM tasks"})["result"][0]["name"] == (
        secret
    )
    # Another's connector is none, whatever is asked of it.
    for forged in (
        foreign,
        foreign.upper(),
        f"{foreign}%2F..%2F{connector}",
        str(uuid4()),
        "x",
        "%00",
    ):
        for action, params in ((SQL, COUNT), (SEARCH, {})):
            answer = mine.execute(forged, "tasks", action, params)
            assert answer.status_code == 404, (forged, answer.text)
    statements = [*CHANGES, *REACHES, *FILE_CHANGES.splitlines(), *FILE_REACHES.splitlines()]
    known = _places(running, foreign)
    for statement in statements:
        for name in known:
            sql = statement.replace("OTHER", name)
            answer = mine.execute(connector, "tasks", SQL, {"sql": sql})
            assert secret not in answer.text, sql
            assert answer.status_code in {200, 422}, (sql, answer.text)
    assert asked(mine, connector, SQL, COUNT)["result"] == before
    assert len(asked(theirs, foreign, SQL, {"sql": "SELECT id FROM tasks"})["result"]) >= 30


def _places(running: Hosting, connector: str) -> list[str]:
    """Where the store of a connector is, as somebody might guess."""
    replicas: Any = running.app.server.replicas
    place = replicas._places.of(connector)
    return [place.stem] if isinstance(place, Path) else [place.name]


def test_what_a_connector_allows_governs_both(running: Hosting, apis: Callable[..., Api]) -> None:
    api = apis(running)
    token = running.put(small())
    some = api.create(token, operations=["tasks.*"])
    assert asked(api, some, SEARCH, {"limit": 1})["result"]
    for entity, action, params in (
        ("comments", SEARCH, {}),
        ("people", SEARCH, {}),
        # It could read comments, too.
        ("tasks", SQL, COUNT),
    ):
        answer = api.execute(some, entity, action, params)
        assert answer.status_code == 403, answer.text
        assert answer.json()["error"]["type"] == "OperationNotAllowed"
    listed = api.create(token, name="listed", operations=["tasks.list"])
    assert api.execute(listed, "tasks", SEARCH, {}).status_code == 403
    both = api.create(token, name="both", operations=[f"*.{SQL}", f"tasks.{SEARCH}"])
    assert asked(api, both, SQL, COUNT)["result"]
    assert asked(api, both, SEARCH, {"limit": 1})["result"]
    assert api.execute(both, "goals", SEARCH, {}).status_code == 403
    read_only = api.create(token, name="read-only", read_only=True)
    assert asked(api, read_only, SQL, COUNT)["result"]
    misspelt = {"operations": ["tasks.context_store_serch"]}
    path = f"{CONNECTORS}/{both}"
    assert api.client.patch(path, headers=api.headers, json=misspelt).status_code == 422


def test_questions_are_written_down(running: Hosting, apis: Callable[..., Api]) -> None:
    api = apis(running)
    connector = api.create(running.put(small()))
    asked(api, connector, SQL, COUNT)
    api.execute(connector, "tasks", SQL, {"sql": "DROP TABLE tasks"})

    async def read() -> Any:
        engine = open_database(running.settings.database_url)
        try:
            return await read_executions(engine, 50, Wanted(connector_id=connector))
        finally:
            await engine.dispose()

    for _ in range(50):
        written = run_sync(read)
        entries = [json.loads(line) for line in written]
        outcomes = {each["outcome"] for each in entries if each["operation"] == f"tasks.{SQL}"}
        if {"done", "InvalidParams"} <= outcomes:
            return
        time.sleep(0.1)
    pytest.fail(str(written))


def test_a_connector_that_is_removed_takes_its_store_along(
    running: Hosting, apis: Callable[..., Api]
) -> None:
    api, token = apis(running), running.put(small())
    connector = api.create(token)
    asked(api, connector, SQL, COUNT)
    assert _is_there(running, connector)
    assert token not in _bytes_of(running, connector)
    path = f"{CONNECTORS}/{connector}"
    changed = {"credentials": {"api_key": running.put(small(seed=3, tasks=20))}}
    assert api.client.patch(path, headers=api.headers, json=changed).status_code == 200
    assert not _is_there(running, connector)
    asked(api, connector, SQL, COUNT)
    assert _is_there(running, connector)
    assert api.client.delete(path, headers=api.headers).status_code == 204
    assert not _is_there(running, connector)
    assert api.execute(connector, "tasks", SQL, COUNT).status_code == 404
    time.sleep(0.5)
    assert not _is_there(running, connector)


def test_a_store_whose_connector_is_no_more_is_swept_and_no_other(
    running: Hosting, apis: Callable[..., Api]
) -> None:
    api = apis(running)
    gone, stays, others = (api.create(running.put(small(tasks=20))) for _ in range(3))
    for connector in (gone, stays):
        asked(api, connector, SQL, COUNT)
    replicas: Any = running.app.server.replicas
    # By a command beside the server, which knows nothing of stores.
    running.run(
        lambda directory: KeptConnectors(directory._engine).remove(api.member.organization, gone)
    )
    mark, replicas._places._mark = replicas._places._mark, "another0"
    try:
        asked(api, others, SQL, COUNT)
        foreign = replicas._places.name(others)
    finally:
        replicas._places._mark = mark
    assert _is_there(running, gone)
    running.run(lambda directory: replicas.sweep(KeptConnectors(directory._engine).ids))
    assert not _is_there(running, gone)
    assert gone not in replicas._stores
    assert _is_there(running, stays)
    replicas._places._mark = "another0"
    try:
        assert foreign in replicas._places.there()
    finally:
        replicas._places._mark = mark
    assert asked(api, stays, SQL, COUNT)["result"][0]["n"] >= 20


def _is_there(running: Hosting, connector: str) -> bool:
    where = str(running.settings.store)
    (name,) = _places(running, connector)
    if not where.startswith("postgres"):
        return any(name in file.name for file in Path(where).iterdir() if file.suffix == ".db")
    import psycopg

    with psycopg.connect(where) as connection:
        for sql in (
            "SELECT 1 FROM pg_namespace WHERE nspname = %s",
            "SELECT 1 FROM pg_roles WHERE rolname LIKE %s || '%%'",
        ):
            if connection.execute(sql, (name,)).fetchone():
                return True
    return False


def _bytes_of(running: Hosting, connector: str) -> str:
    """All that a store holds, as text."""
    where = str(running.settings.store)
    (name,) = _places(running, connector)
    if not where.startswith("postgres"):
        with closing(sqlite3.connect(Path(where) / f"{name}.db")) as connection:
            return "\n".join(connection.iterdump())
    import psycopg

    with psycopg.connect(where) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s", (name,)
        ).fetchall()
        asked = [f'SELECT t::text FROM "{name}"."{table}" t' for (table,) in tables]  # noqa: S608
        found = [connection.execute(sql.encode()).fetchall() for sql in asked]
    return str(found)


def test_a_server_without_stores_says_so(common: Hosting, api: Api) -> None:
    connector = api.create(common.put(small()))
    answer = api.execute(connector, "tasks", SQL, COUNT)
    assert answer.status_code == 422
    assert "AGENT_CONNECTORS_STORE" in answer.text
    auth = api.member.auth(connector_id=connector)
    with (
        ClickupApiConnector(auth, base_url=common.url) as clickup,
        pytest.raises(InvalidCall, match="no context stores"),
    ):
        clickup.execute_sync("tasks", SQL, COUNT)


def test_a_workspace_that_is_read_slowly_is_told_to_be(
    running: Hosting, apis: Callable[..., Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_connectors.hosted.replicas._FIRST_SECONDS", 0.01)
    api, sandbox = apis(running), small(tasks=60)
    sandbox.latency = 0.05
    connector = api.create(running.put(sandbox))
    first = api.execute(connector, "tasks", SQL, COUNT)
    told = first.json()
    assert first.status_code == 502 or "Not read to the end" in json.dumps(told)
    sandbox.latency = 0.0
    assert asked(api, connector, SQL, COUNT)["result"][0]["n"] >= 60
    assert httpx.get(f"{running.url}/ready").status_code == 200


def test_a_place_that_is_none_is_refused_without_being_shown(tmp_path: Path) -> None:
    with (
        pytest.raises(ConfigurationError, match="folder") as caught,
        hosting(tmp_path, store="mysql://u:hunter2@host/x"),
    ):
        pass
    assert "hunter2" not in str(caught.value)
