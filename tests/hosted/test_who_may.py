"""Who may do what unless somebody says otherwise, and what limits a client."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.hosted.admin import serve
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.migrate import migrate
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import CLICKUP, Hosting
from tests.hosted.test_keys import to_version

Apis = Callable[..., Api]


def command(*words: str, fails: bool = False) -> str:
    done = CliRunner().invoke(serve, ["admin", *words])
    assert (done.exit_code != 0) is fails, done.output
    return done.output


def create(api: Api, **more: Any) -> httpx.Response:
    body = {"connector_type": "Clickup-Api", "credentials": {"api_key": "pk_1"}, **more}
    return api.client.post(CONNECTORS, headers=api.headers, json=body)


def test_a_client_may_execute_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command("organization", "create", "acme")
    for name, options, state in (
        ("agent", (), "executes"),
        ("before", ("--execute-only",), "executes"),
        ("ops", ("--manage",), "manages"),
    ):
        command("client", "create", name, "--organization", "acme", *options)
        (line,) = [line for line in command("client", "list").splitlines() if name in line]
        assert state in line
        client_id = line.split()[0]
        command("client", "change", client_id, "--manage")
        assert command("client", "list").count("executes") == 0
        command("client", "change", client_id, "--execute-only")
        command("client", "revoke", client_id)
    command("client", "change", client_id, fails=True)
    both = ("--workspace", "a", "--all-workspaces")
    command("client", "change", client_id, *both, fails=True)
    assert "no client" in command("client", "change", "nobody", "--manage", fails=True)
    wrong = ("--operation", "task.list")
    refused = command("client", "create", "x", "--organization", "acme", *wrong, fails=True)
    assert "`tasks.list`" in refused
    command("client", "change", client_id, "--operation", "tasks.*", "--workspace", "sales")
    assert "only sales, tasks.*" in command("client", "list")
    command("client", "change", client_id, "--all-operations", "--all-workspaces")
    assert "only" not in command("client", "list")


@pytest.mark.parametrize("change", ["create", "patch", "delete"])
def test_an_agent_does_not_get_itself_more(
    apis: Apis, common: Hosting, sandbox: Sandbox, change: str
) -> None:
    owner = apis()
    connector = owner.create(common.put(sandbox))
    agent = apis(may_manage=False, beside=owner.member)
    task = next(iter(sandbox.workspace.tasks))
    assert agent.execute(connector, "tasks", "delete", {"task_id": task}).status_code == 403
    path = f"{CONNECTORS}/{connector}"
    answer = {
        "create": lambda: create(agent),
        "patch": lambda: agent.client.patch(
            path, headers=agent.headers, json={"allow_destructive": True}
        ),
        "delete": lambda: agent.client.delete(path, headers=agent.headers),
    }[change]()
    assert answer.status_code == 403
    assert agent.execute(connector, "tasks", "delete", {"task_id": task}).status_code == 403
    assert not sandbox.requests


def test_a_client_has_workspaces_of_its_own(apis: Apis, common: Hosting, sandbox: Sandbox) -> None:
    owner = apis()
    mine = owner.create(common.put(sandbox), workspace_name="mine")
    theirs = owner.create(common.put(sandbox), workspace_name="theirs")
    for manages in (False, True):
        agent = apis(beside=owner.member, may_manage=manages, workspaces=["mine"])
        assert agent.execute(mine, "user", "get").status_code == 200
        path = f"{CONNECTORS}/{theirs}"
        answers = [
            agent.execute(theirs, "user", "get"),
            agent.get(path),
            agent.client.patch(path, headers=agent.headers, json={"name": "x"}),
            agent.client.delete(path, headers=agent.headers),
        ]
        expected = 404 if manages else 403
        assert [answer.status_code for answer in answers] == [404, 404, expected, expected]
        listed = agent.get(CONNECTORS, params={"workspace_name": "theirs"})
        assert listed.status_code == 403
        assert "mine" in listed.json()["detail"]
        assert agent.get(CONNECTORS, params={"workspace_name": "mine"}).status_code == 200
        names = [one["name"] for one in agent.get("/api/v1/workspaces").json()["data"]]
        assert names == ["mine"]
        assert create(agent, workspace_name="theirs").status_code == 403
    assert owner.get(f"{CONNECTORS}/{theirs}").status_code == 200


def test_a_client_has_operations_of_its_own(apis: Apis, common: Hosting, sandbox: Sandbox) -> None:
    owner = apis()
    connector = owner.create(common.put(sandbox))
    agent = apis(beside=owner.member, may_manage=False, operations=["*.list", "user.get"])
    assert agent.execute(connector, "user", "get").status_code == 200
    task = next(iter(sandbox.workspace.tasks))
    refused = agent.execute(connector, "tasks", "get", {"task_id": task})
    assert refused.status_code == 403
    assert "`*.list`" in refused.json()["detail"]
    assert owner.execute(connector, "tasks", "get", {"task_id": task}).status_code == 200


OUTSIDE = ("webhook", "invite")
"""What lets others in is called by these."""

LETS_IN = sorted(
    {
        operation.name
        for operation in CLICKUP.connector.operations
        if operation.effect == "write" and any(word in operation.name for word in OUTSIDE)
    }
    | set(CLICKUP.only_by_name)
)


def test_what_lets_others_in_is_known() -> None:
    names = {operation.name for operation in CLICKUP.connector.operations}
    assert set(LETS_IN) == set(CLICKUP.only_by_name) <= names
    assert {"webhooks.create", "users.invite", "guests.invite"} <= set(LETS_IN)


@pytest.mark.parametrize("name", LETS_IN)
def test_others_are_let_in_only_where_that_is_said(
    apis: Apis, common: Hosting, sandbox: Sandbox, name: str
) -> None:
    api = apis()
    entity, _, action = name.partition(".")
    for n, operations in enumerate((None, ["*.*"], [f"*.{action}"], ["tasks.*", "*.create"])):
        more = {} if operations is None else {"operations": operations}
        connector = api.create(common.put(sandbox), name=f"{n}", **more)
        refused = api.execute(connector, entity, action)
        assert (refused.status_code, refused.json()["error"]["type"]) == (
            403,
            "OperationNotAllowed",
        )
    for n, operations in enumerate((["*.*", f"{entity}.*"], [name])):
        connector = api.create(common.put(sandbox), name=f"named {n}", operations=operations)
        # Past the policy: what is wrong now is that nothing else was given.
        assert api.execute(connector, entity, action).status_code == 422
    assert not sandbox.requests


def test_a_connector_is_not_made_twice(apis: Apis, common: Hosting, sandbox: Sandbox) -> None:
    api = apis()
    first = api.create(common.put(sandbox), name="Ours", customer_name="acme")
    again = create(api, name="Ours", customer_name="acme")
    assert again.status_code == 409
    assert again.json()["id"] == first
    assert first in again.json()["detail"]
    assert len(api.get(CONNECTORS, params={"customer_name": "acme"}).json()["data"]) == 1
    other = api.create(common.put(sandbox), name="Other", customer_name="acme")
    api.create(common.put(sandbox), name="Ours", customer_name="another")
    path = f"{CONNECTORS}/{other}"
    renamed = api.client.patch(path, headers=api.headers, json={"name": "Ours"})
    assert (renamed.status_code, renamed.json()["id"]) == (409, first)
    same = api.client.patch(f"{CONNECTORS}/{first}", headers=api.headers, json={"name": "Ours"})
    assert same.status_code == 200
    assert create(apis(), name="Ours", customer_name="acme").status_code == 200


async def test_our_client_is_told_which_there_is(common: Hosting, sandbox: Sandbox) -> None:
    member = await asyncio.to_thread(common.member)

    async def make() -> ClickupApiConnector:
        config = member.auth(customer_name="acme")
        return await ClickupApiConnector.create(
            airbyte_config=config,
            auth_config=ClickupApiAuthConfig(common.put(sandbox)),
            name="Ours",
            base_url=common.url,
        )

    async with await make() as made:
        with pytest.raises(ConnectorError) as caught:
            await make()
        assert (await made.user.get()).data["id"], "the first one goes on"
    assert "connector of that kind and name" in str(caught.value)
    auth = member.auth(customer_name="acme")
    async with ClickupApiConnector(auth, base_url=common.url) as found:
        assert (await found.user.get()).data["id"], "and is found by name"


def test_connectors_that_were_made_twice_are_named_apart(tmp_path: Path) -> None:
    file = tmp_path / "old.db"

    async def before() -> None:
        engine = open_database(f"sqlite:///{file}")
        async with engine.connect() as connection, connection.begin():
            await connection.run_sync(lambda sync: to_version(sync, "0002"))
        await engine.dispose()

    async def after() -> None:
        engine = open_database(f"sqlite:///{file}")
        await migrate(engine)
        await engine.dispose()

    asyncio.run(before())
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO organizations (id, name) VALUES ('o', 'acme')")
        for workspace in ("w", "v"):
            row = (workspace, "o", workspace, "2026-01-01 00:00:00")
            connection.execute("INSERT INTO workspaces VALUES (?, ?, ?, ?)", row)
        for id_, workspace, at in (("a", "w", 1), ("b", "w", 2), ("c", "w", 3), ("d", "v", 4)):
            connection.execute(
                "INSERT INTO connectors VALUES (?, ?, 'k', 'Ours', x'00', 0, 0, NULL, ?)",
                (id_, workspace, f"2026-01-0{at} 00:00:00"),
            )
    asyncio.run(after())
    with sqlite3.connect(file) as connection:
        names = dict(connection.execute("SELECT id, name FROM connectors").fetchall())
    assert names == {"a": "Ours", "b": "Ours (b)", "c": "Ours (c)", "d": "Ours"}
