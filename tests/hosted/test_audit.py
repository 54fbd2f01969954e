"""Who changed what, from where, on which object: administration, logins and refusals too."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.hosted.admin import admin as admin_commands
from agent_connectors.hosted.admin import serve
from agent_connectors.hosted.audit import Audit, Entry
from agent_connectors.hosted.named_ids import named_ids
from agent_connectors.hosted.store.connectors import KeptConnectors
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.directory import Directory
from agent_connectors.hosted.store.executions import Wanted, prune, read_executions, write_down
from agent_connectors.hosted.store.migrate import migrate
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, hosting
from tests.hosted.test_keys import _below, key

Apis = Callable[..., Api]
TOKEN = "/api/v1/account/applications/token"
ADDRESS = "127.0.0.1"


def written(running: Hosting, wanted: Wanted, count: int) -> list[dict[str, Any]]:
    """So many lines of the audit log, oldest first, once they are there and settled."""
    for _ in range(100):
        found: list[str] = running.run(
            lambda directory: read_executions(directory._engine, 100, wanted)
        )
        lines = [json.loads(line) for line in reversed(found)]
        if len(lines) >= count and all(line["outcome"] != "started" for line in lines):
            return lines
        time.sleep(0.05)
    raise AssertionError(lines)


def test_a_revoked_client_is_named_that_calls_with_a_genuine_token(
    common: Hosting, api: Api
) -> None:
    common.run(lambda directory: directory.revoke(api.member.client_id))
    time.sleep(common.settings.stale_seconds)
    answers = [api.get(CONNECTORS), api.execute("7f2c1de0-0000-4000-8000-000000000000", "a", "b")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert api.member.client_id not in "".join(answer.text for answer in answers)
    told = written(common, Wanted(client_id=api.member.client_id), 3)
    assert [line["outcome"] for line in told] == ["done", "refused 401", "refused 401"]
    forged = {"Authorization": api.headers["Authorization"] + "x"}
    assert api.client.get(CONNECTORS, headers=forged).status_code == 401
    assert len(written(common, Wanted(client_id=api.member.client_id), 3)) == 3


def test_changes_of_connectors(common: Hosting, api: Api, sandbox: Sandbox) -> None:
    token = common.put(sandbox)
    made = api.create(token, name="Ours", workspace_name="sales")
    path, other = f"{CONNECTORS}/{made}", common.put(sandbox)
    headers = api.headers | {"X-Request-Id": "r-7"}
    for body in (
        {"allow_destructive": True},
        {"operations": ["tasks.*"], "read_only": True},
        {"credentials": {"api_key": other}},
        {"name": "Other"},
        {},
    ):
        assert api.client.patch(path, headers=headers, json=body).status_code == 200
    assert api.client.delete(path, headers=api.headers).status_code == 204
    lines = written(common, Wanted(api.member.organization), 7)
    assert lines[0]["operation"] == "login"
    told = [(line["operation"], line.get("objects")) for line in lines[1:]]
    assert told == [
        (
            "connector.create",
            {
                "workspace": "sales",
                "name": "Ours",
                "read_only": False,
                "allow_destructive": False,
                "operations": None,
            },
        ),
        ("connector.change", {"allow_destructive": True}),
        ("connector.change", {"operations": ["tasks.*"], "read_only": True}),
        ("connector.change", {"credentials": "changed"}),
        ("connector.change", {"name": "Other"}),
        ("connector.delete", {"workspace": "sales", "name": "Other"}),
    ]
    for line in lines[1:]:
        assert line["client_id"] == api.member.client_id
        assert (line["address"], line["outcome"]) == (ADDRESS, "done")
    assert {line.get("connector_id") for line in lines[1:]} == {made}
    assert [line["request_id"] for line in lines[2:6]] == ["r-7"] * 4
    assert token not in json.dumps(lines)
    assert other not in json.dumps(lines)


def test_a_change_that_cannot_be_written_down_is_not_made(
    common: Hosting, api: Api, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> None:
        raise OSError("the database is away")

    made = api.create(common.put(sandbox))
    path = f"{CONNECTORS}/{made}"
    body = {"connector_type": "Clickup-Api", "credentials": {"api_key": "pk_1"}, "name": "x"}
    with monkeypatch.context() as patch:
        patch.setattr(Audit, "_write", away)
        answers = [
            api.client.post(CONNECTORS, headers=api.headers, json=body),
            api.client.patch(path, headers=api.headers, json={"allow_destructive": True}),
            api.client.delete(path, headers=api.headers),
        ]
    assert [answer.status_code for answer in answers] == [503] * 3
    assert api.get(path).json()["allow_destructive"] is False
    assert len(api.get(CONNECTORS).json()["data"]) == 1


def test_refusals_and_logins(common: Hosting, apis: Apis, sandbox: Sandbox) -> None:
    api = apis()
    made = api.create(common.put(sandbox), name="Ours")
    agent = apis(may_manage=False, beside=api.member)
    path = f"{CONNECTORS}/{made}"
    wrong = agent.member.credentials() | {"client_secret": "wrong-6"}
    body = {"connector_type": "Clickup-Api", "credentials": {"api_key": "pk_1"}, "name": "Ours"}
    foreign = {"X-Organization-Id": common.member().organization}
    statuses = [
        agent.client.post(TOKEN, json=wrong).status_code,
        agent.client.patch(path, headers=agent.headers, json={"read_only": True}).status_code,
        agent.client.delete(path, headers=agent.headers).status_code,
        agent.client.post(CONNECTORS, headers=agent.headers, json=body).status_code,
        agent.client.get(path, headers=agent.headers | foreign).status_code,
        agent.execute("7f2c1de0-0000-4000-8000-000000000000", "user", "get").status_code,
        agent.execute(made, "tasks", "delete", {"task_id": "abc"}).status_code,
        agent.client.get(path, headers={"Authorization": "Bearer x"}).status_code,
    ]
    assert statuses == [401, 403, 403, 403, 403, 404, 403, 401]
    lines = written(common, Wanted(client_id=agent.member.client_id), 8)
    told = [(line["operation"], line["outcome"]) for line in lines]
    prefix = "/integrations/connectors"
    assert sorted(told) == sorted(
        [
            ("login", "done"),
            ("login", "refused 401"),
            (f"PATCH {prefix}/{{connector_id}}", "refused 403"),
            (f"DELETE {prefix}/{{connector_id}}", "refused 403"),
            (f"POST {prefix}", "refused 403"),
            # With a token that is genuine, in an organization that is not its own.
            (f"GET {prefix}/{{connector_id}}", "refused 403"),
            (f"POST {prefix}/{{connector_id}}/execute", "refused 404"),
            ("tasks.delete", "OperationNotAllowed"),
        ]
    )
    for line in lines:
        assert line["address"] == ADDRESS
        if line["outcome"].startswith("refused"):
            assert line["objects"]["why"]
    (deleted,) = [line for line in lines if line["operation"] == "tasks.delete"]
    assert deleted["objects"] == {"task_id": "abc"}, "on which object, always"
    assert "wrong-6" not in json.dumps(lines)


def test_what_was_made_is_told(common: Hosting, api: Api, sandbox: Sandbox) -> None:
    connector = api.create(common.put(sandbox))
    where = next(iter(sandbox.workspace.lists))
    made = api.execute(connector, "tasks", "create", {"list_id": where, "name": "secret plan"})
    lines = written(common, Wanted(connector_id=connector), 2)
    assert lines[-1]["objects"] == {"list_id": where, "result": made.json()["result"]["id"]}
    assert "secret plan" not in json.dumps(lines)


def test_ids_without_texts() -> None:
    params = {
        "task_id": "86abc",
        "list_id": "the Q3 layoffs",
        "name": "plan",
        "assignee_ids": [1, 2, True, {"x": 1}],
        "tasks": [{"id": "a", "name": "x"}, {"id": "b", "custom": [{"field_id": "f"}]}],
        "text_id": "x" * 65,
    }
    assert named_ids(params) == {
        "task_id": "86abc",
        "assignee_ids": ["1", "2"],
        "id": ["a", "b"],
        "field_id": "f",
    }
    many = named_ids({"tasks": [{"id": f"t{n}"} for n in range(1000)]})
    assert len(many["id"]) == 20


async def test_a_flood_of_refusals_does_not_flood_the_database(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    await migrate(engine)
    audit = Audit(engine)
    for _ in range(1000):
        audit.note(_line())
    await audit.flush()
    count = len(await read_executions(engine, 2000))
    assert 20 <= count <= 40, "a second may have ended meanwhile"
    assert audit.passed_over == 1000 - count
    await engine.dispose()


def _line(at: int | None = None) -> Entry:
    made = Entry(
        organization_id="", client_id="", connector_id="", request_id="", operation="login"
    )
    made.at = made.at if at is None else at
    return made


async def test_pruning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent_connectors.hosted.store.executions._AT_ONCE", 10)
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    await migrate(engine)
    audit = Audit(engine)
    for n in range(60):
        audit.end(_line(at=n), begun=False)
    await audit.flush()
    assert await prune(engine, 45) == 45
    assert len(await read_executions(engine, 100)) == 15
    assert await prune(engine, 45) == 0
    await engine.dispose()


SHOWS = {"audit", "new-key", "client list", "connector list", "organization list"}


def test_commands_of_the_operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"AGENT_CONNECTORS_KEYS": key().reveal()}

    def run(*words: str, given: str = "") -> str:
        done = CliRunner().invoke(serve, ["admin", *words], env=environment, input=given)
        assert done.exit_code == 0, done.output
        return done.output

    run("organization", "create", "acme")
    made = run("connector", "create", "--organization", "acme", given="pk_1").strip()
    run("connector", "delete", made, "--organization", "acme", "--yes")
    made = run("client", "create", "bot", "--organization", "acme", "--operation", "tasks.*")
    client_id = made.splitlines()[0].partition("=")[2]
    secret = made.splitlines()[1].partition("=")[2]
    run("client", "change", client_id, "--manage")
    run("client", "rotate-secret", client_id)
    run("client", "revoke", client_id)
    run("client", "unrevoke", client_id)
    run("organization", "create", "other")
    run("client", "add-organization", client_id, "other")
    run("client", "remove-organization", client_id, "acme")
    run("client", "delete", client_id, "--yes")
    run("migrate")
    # Without connectors it fails, but what it did is told all the same.
    CliRunner().invoke(serve, ["admin", "rotate-key"], env=environment)
    run("prune-audit", "--days", "90")

    async def keep() -> str:
        engine = open_database("sqlite:///agent-connectors.db")
        organization = await Directory(engine).organization_id("acme")
        values = {"definition_id": "d", "name": "Ours", "operations": ["tasks.*"]}
        made = await KeptConnectors(engine).add(organization, "sales", lambda _: b"", values)
        await engine.dispose()
        return made

    kept = asyncio.run(keep())
    listed = run("connector", "list", "--organization", "acme")
    assert listed.split() == [kept, "writes", "sales", "Ours", "only", "tasks.*"]
    run("connector", "delete", kept, "--organization", "acme", "--yes")
    assert not run("connector", "list", "--organization", "acme")
    for words in (("connector", "delete", kept, "--yes"), ("connector", "list")):
        wrong = CliRunner().invoke(serve, ["admin", *words, "--organization", "nobody"])
        assert "no organization" in wrong.output
    run("organization", "delete", "acme", "--yes")
    lines = [json.loads(line) for line in run("audit").splitlines()]
    assert {line["client_id"] for line in lines} == {"operator"}
    assert all(line["objects"]["by"] for line in lines)
    done = {line["operation"].removeprefix("admin ") for line in lines}
    names = {" ".join(w for w in words if w in _names()) for words in _below(admin_commands)}
    assert done == {name for name in names if name not in SHOWS}, "each that changes something"
    assert secret not in json.dumps(lines)
    (change,) = [line for line in lines if line["operation"] == "admin client change"]
    assert change["objects"] | {"by": ""} == {"by": "", "client_id": client_id, "may_manage": True}
    only = run("audit", "--operation", "admin client revoke").splitlines()
    assert len(only) == 1


def _names() -> set[str]:
    groups = [admin_commands, *(c for c in admin_commands.commands.values())]
    return {name for group in groups for name in getattr(group, "commands", {})}


def test_behind_a_proxy_its_word_counts(tmp_path: Path, apis: Apis, sandbox: Sandbox) -> None:
    forged = {"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}
    for behind, address in ((True, "10.1.2.3"), (False, ADDRESS)):
        folder = tmp_path / str(behind)
        folder.mkdir()
        with hosting(folder, behind_proxy=behind) as running:
            api = apis(running)
            connector = api.create(running.put(sandbox))
            api.execute(connector, "user", "get", headers=forged)
            lines = written(running, Wanted(connector_id=connector, operation="user.get"), 1)
            assert lines[-1]["address"] == address


def test_the_request_log_says_who(
    tmp_path: Path, apis: Apis, caplog: pytest.LogCaptureFixture
) -> None:
    with hosting(tmp_path, log_requests=True) as running, caplog.at_level("INFO"):
        api = apis(running)
        api.get(CONNECTORS)
    (line,) = [r for r in caplog.records if vars(r).get("path") == CONNECTORS]
    told = vars(line)
    assert told["client"] == api.member.client_id
    assert told["organization"] == api.member.organization
    assert told["address"] == ADDRESS


def test_an_organization_is_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"AGENT_CONNECTORS_KEYS": key().reveal()}

    def run(*words: str) -> str:
        return CliRunner().invoke(serve, ["admin", *words], env=environment).output

    run("organization", "create", "acme")

    async def called() -> str:
        engine = open_database("sqlite:///agent-connectors.db")
        acme = await Directory(engine).organization_id("acme")
        await write_down(engine, "tasks.list", {"organization_id": acme})
        await engine.dispose()
        return acme

    acme = asyncio.run(called())
    of = ("audit", "--operation", "tasks.list", "--organization")
    assert json.loads(run(*of, "acme")) == json.loads(run(*of, acme))
    assert "There is no organization 'acne'" in run(*of, "acne")
    run("organization", "delete", "acme", "--yes")
    assert json.loads(run(*of, acme))["operation"] == "tasks.list"
