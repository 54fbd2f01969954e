"""Clients and connectors as operators and their own clients change them."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiConnector,
    ConnectorError,
    NotFound,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted.admin import serve
from agent_connectors.hosted.audit import Audit
from agent_connectors.hosted.tenancy import Tenancy
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, hosting
from tests.loopback import Loopback, Received, Reply

Apis = Callable[..., Api]


@pytest.fixture
def command(common: Hosting) -> Callable[..., str]:
    """A command of an operator, beside the running server."""

    def run(*words: str, fails: bool = False, given: str = "") -> str:
        environment = {
            "AGENT_CONNECTORS_DATABASE_URL": common.settings.database_url,
            "AGENT_CONNECTORS_KEYS": common.settings.keys or "",
        }
        done = CliRunner().invoke(serve, ["admin", *words], env=environment, input=given)
        assert (done.exit_code != 0) is fails, done.output
        return done.output

    return run


def soon(api: Api, status: int) -> None:
    """The server answers so within the stated second."""
    until = time.monotonic() + 5
    while api.get(CONNECTORS).status_code != status:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_client_is_let_in_again(api: Api, command: Callable[..., str]) -> None:
    command("client", "revoke", api.member.client_id)
    soon(api, 401)
    command("client", "unrevoke", api.member.client_id)
    again = Api(api.client, api.member)
    soon(again, 200)
    assert api.get(CONNECTORS).status_code == 401, "the tokens that it had stay at their end"


def test_a_client_is_deleted(api: Api, command: Callable[..., str]) -> None:
    id_ = api.member.client_id
    assert "Go on?" in command("client", "delete", id_, fails=True)
    command("client", "delete", id_, "--yes")
    soon(api, 401)
    assert id_ not in command("client", "list")
    assert "There is no client" in command("client", "delete", id_, "--yes", fails=True)
    said = command("audit", "--operation", "admin client delete", "--limit", "1")
    assert json.loads(said)["objects"]["client_id"] == id_


def test_one_more_organization_and_one_less(
    api: Api, apis: Apis, command: Callable[..., str]
) -> None:
    mine, other = api.member.organization, apis().member.organization
    id_ = api.member.client_id
    command("client", "add-organization", id_, other)
    soon(api, 400)  # it must say which
    named = {"X-Organization-Id": other}
    answer = api.client.get(CONNECTORS, headers=api.headers | named)
    assert answer.status_code == 200
    assert "already" in command("client", "add-organization", id_, other, fails=True)
    command("client", "remove-organization", id_, other)
    soon(api, 200)
    assert api.client.get(CONNECTORS, headers=api.headers | named).status_code == 403
    assert "does not act" in command("client", "remove-organization", id_, other, fails=True)
    refused = command("client", "remove-organization", id_, mine, fails=True)
    assert "for no other organization" in refused


EXPIRIES = ["0", "yesterday", "90", "2001-01-01", "d", "-1d", "99999999d"]


@pytest.mark.parametrize("when", EXPIRIES)
def test_a_time_that_is_none(api: Api, command: Callable[..., str], when: str) -> None:
    words = ("client", "change", api.member.client_id, f"--expires={when}")
    assert "Error" in command(*words, fails=True)


@pytest.mark.parametrize("when", ["90d", "12h", "2w", "2999-12-31", "2999-12-31T18:00"])
def test_a_client_for_a_time(api: Api, command: Callable[..., str], when: str) -> None:
    id_ = api.member.client_id
    command("client", "change", id_, "--expires", when)
    (line,) = (line for line in command("client", "list").splitlines() if id_ in line)
    assert line.endswith("UTC")
    assert api.get(CONNECTORS).status_code == 200
    command("client", "change", id_, "--no-expiry")
    (line,) = (line for line in command("client", "list").splitlines() if id_ in line)
    assert "until" not in line


def test_a_client_whose_time_is_over(common: Hosting, apis: Apis, command: Any) -> None:
    api = apis(expires_at=int(time.time()) + 2)
    assert api.get(CONNECTORS).status_code == 200
    answer = api.client.post("/api/v1/account/applications/token", json=api.member.credentials())
    assert answer.json()["expires_in"] <= 2
    soon(api, 401)
    path = "/api/v1/account/applications/token"
    refused = api.client.post(path, json=api.member.credentials())
    assert (refused.status_code, "time is over" in refused.text) == (401, True)
    wrong = api.client.post(path, json=api.member.credentials() | {"client_secret": "x"})
    assert "time is over" not in wrong.text, "only who has the secret learns that"
    assert "expired" in command("client", "list")


@pytest.mark.parametrize("how", ["expires", "delete", "remove-organization", "connector"])
async def test_no_write_leaves_after_a_client_has_ended(tmp_path: Path, how: str) -> None:
    """Twelve writes on a limit of six, of which the rest waits for the next window."""
    sandbox = Sandbox(tasks=5, rate_limit=6, rate_window=6)
    with hosting(tmp_path, stale_seconds=0.1) as running:
        member = running.member()
        other = running.member().organization
        made = await ClickupApiConnector.create(
            airbyte_config=member.auth(organization_id=member.organization),
            auth_config=running.put(sandbox),
            base_url=running.url,
            timeout=60,
        )
        task = next(iter(sandbox.workspace.tasks))
        writes = [
            asyncio.create_task(
                made.execute("comments", "create", {"task_id": task, "comment_text": f"{n}"})
            )
            for n in range(12)
        ]
        while sum(request.method == "POST" for request in sandbox.requests) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)
        match how:
            case "expires":
                until = {"expires_at": int(time.time())}
                await asyncio.to_thread(
                    running.run, lambda directory: directory.change_client(member.client_id, until)
                )
            case "delete":
                await asyncio.to_thread(
                    running.run, lambda directory: directory.remove_client(member.client_id)
                )
            case "remove-organization":
                for change in ("add_membership", "remove_membership"):
                    organization = other if change == "add_membership" else member.organization

                    async def work(
                        directory: Any, change: str = change, to: str = organization
                    ) -> None:
                        await getattr(directory, change)(member.client_id, to)

                    await asyncio.to_thread(running.run, work)
            case _:
                (kept,) = await ClickupApiConnector.list_hosted(
                    member.auth(organization_id=member.organization), base_url=running.url
                )
                await ClickupApiConnector.delete_hosted(
                    member.auth(organization_id=member.organization), kept.id, base_url=running.url
                )
        await asyncio.sleep(0.3)
        sent = sum(request.method == "POST" for request in sandbox.requests)
        results = await asyncio.gather(*writes, return_exceptions=True)
        await made.aclose()
    done = [result for result in results if not isinstance(result, BaseException)]
    assert sum(request.method == "POST" for request in sandbox.requests) == sent == len(done) < 12
    refused = [result for result in results if isinstance(result, ConnectorError)]
    assert len(done) + len(refused) == 12
    assert all(
        "not carried out" in str(each) or "Nothing was sent" in str(each) for each in refused
    )


async def test_pages_of_connectors(apis: Apis, common: Hosting, sandbox: Sandbox) -> None:
    api = apis()
    made = {api.create(common.put(sandbox), customer_name="many") for _ in range(7)}
    found: list[str] = []
    query: dict[str, Any] = {"customer_name": "many", "limit": 3}
    pages = 0
    while True:
        answer = api.get(CONNECTORS, params=query).json()
        found += [each["id"] for each in answer["data"]]
        pages += 1
        if answer["next_cursor"] is None:
            break
        query["cursor"] = answer["next_cursor"]
    assert (pages, len(found), {*found}) == (3, 7, made)
    for wrong in ({"limit": 0}, {"limit": 501}, {"cursor": "x"}, {"limit": "x"}):
        assert api.get(CONNECTORS, params=wrong).status_code == 422
    kept = await ClickupApiConnector.list_hosted(
        api.member.auth(customer_name="many"), base_url=common.url
    )
    assert {each.id for each in kept} == made


async def test_the_client_reads_all_pages(loopback: Loopback) -> None:
    def answer(received: Received) -> Reply:
        if received.method == "POST":
            return Reply({"access_token": "t", "expires_in": 60})
        cursor = dict(received.query).get("cursor", "0")
        following = {"0": "1", "1": "2"}.get(cursor)
        return Reply({"data": [{"id": f"id-{cursor}", "name": "n"}], "next_cursor": following})

    loopback.handler = answer
    auth = AirbyteAuthConfig(airbyte_client_id="a", airbyte_client_secret="b")
    found = await ClickupApiConnector.list_hosted(auth, base_url=loopback.url)
    assert [each.id for each in found] == ["id-0", "id-1", "id-2"]


async def test_a_connector_is_replaced(common: Hosting, sandbox: Sandbox) -> None:
    member, other = common.member(), Sandbox(tasks=3, rate_limit=None)
    options: dict[str, Any] = {"airbyte_config": member.auth(), "base_url": common.url}
    first = await ClickupApiConnector.create(auth_config=common.put(sandbox), **options)
    with pytest.raises(ConnectorError, match="of that kind and name"):
        await ClickupApiConnector.create(auth_config=common.put(other), **options)
    made = await ClickupApiConnector.create(
        auth_config=common.put(other), replace=True, read_only=True, **options
    )
    await made.user.get()
    assert (len(sandbox.requests), len(other.requests)) == (0, 1)
    (kept,) = await ClickupApiConnector.list_hosted(member.auth(), base_url=common.url)
    assert (kept.name, kept.told["read_only"], kept.told["allow_destructive"]) == (
        "ClickUp",
        True,
        False,
    )
    fresh = ClickupApiConnector(member.auth(), base_url=common.url)
    with pytest.raises(ConnectorError, match="read"):
        await fresh.execute("comments", "create", {"task_id": "1", "comment_text": "x"})
    another = await ClickupApiConnector.create(
        auth_config=common.put(sandbox), replace=True, name="New", **options
    )
    assert len(await ClickupApiConnector.list_hosted(member.auth(), base_url=common.url)) == 2
    for each in (first, made, fresh, another):
        await each.aclose()


def test_an_operator_leaves_a_credential(
    common: Hosting, sandbox: Sandbox, command: Callable[..., str]
) -> None:
    member, token = common.member(), common.put(sandbox)
    where = ["--organization", member.organization, "--workspace", "Ours"]
    made = command("connector", "create", *where, "--read-only", given=f"{token}\n").strip()
    assert made in command("connector", "list", "--organization", member.organization)
    agent = ClickupApiConnector(member.auth(customer_name="Ours"), base_url=common.url)
    with agent:
        assert agent.execute_sync("user", "get").data["id"]
        with pytest.raises(ConnectorError, match="read"):
            agent.execute_sync("comments", "create", {"task_id": "1", "comment_text": "x"})
    assert made in command("connector", "create", *where, given=token, fails=True)
    told = command("audit", "--organization", member.organization)
    assert "admin connector create" in told
    assert token not in told


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        ([], "", "No credential came"),
        ([], "pk_1 SECRET", "characters that a token cannot have"),
        ([], "S" * 5_000, "credentials.api_key"),
        (["--field", "api_kay"], "pk_SECRET", "`api_key` or `access_token`"),
        (["--type", "Clickup"], "pk_SECRET", "`Clickup-Api`"),
        (["--operation", "tasks.lst"], "pk_SECRET", "Did you mean `tasks.list`"),
        (["--operation", "TASKS"], "pk_SECRET", "like `tasks.list`, `tasks.*`"),
        (["--operation", "*"], "pk_SECRET", "or, for all, `*.*`"),
        (["--read-only", "--allow-destructive"], "pk_SECRET", "exclude each other"),
        ([], "Bearer SECRET", "Add `--field access_token`."),
        (["--name", " "], "pk_SECRET", "is not a name"),
        (["--name", "a\u202eb"], "pk_SECRET", "name"),
        (["--workspace", ""], "pk_SECRET", "--workspace"),
        (["--organization", "nobody"], "pk_SECRET", "no organization"),
    ],
)
def test_what_is_no_connector_is_not_kept(
    common: Hosting, command: Callable[..., str], words: list[str], given: str, said: str
) -> None:
    organization = common.member().organization
    told = command(
        "connector", "create", "--organization", organization, *words, given=given, fails=True
    )
    assert said in told
    assert "SECRET" not in told
    assert "SSS" not in told
    assert command("connector", "list", "--organization", organization) == ""


def test_a_credential_is_sealed_with_the_keys_of_the_database_alone(
    common: Hosting, sandbox: Sandbox
) -> None:
    organization = common.member().organization
    wrong = {
        "AGENT_CONNECTORS_DATABASE_URL": common.settings.database_url,
        "AGENT_CONNECTORS_KEYS": Fernet.generate_key().decode(),
    }
    words = ["admin", "connector", "create", "--organization", organization]
    done = CliRunner().invoke(serve, words, env=wrong, input=common.put(sandbox))
    assert done.exit_code == 2
    assert "keys" in done.output


async def test_a_connector_is_deleted(common: Hosting, sandbox: Sandbox) -> None:
    member = common.member()
    made = await ClickupApiConnector.create(
        airbyte_config=member.auth(), auth_config=common.put(sandbox), base_url=common.url
    )
    (kept,) = await ClickupApiConnector.list_hosted(member.auth(), base_url=common.url)
    await ClickupApiConnector.delete_hosted(member.auth(), kept.id, base_url=common.url)
    assert await ClickupApiConnector.list_hosted(member.auth(), base_url=common.url) == []
    with pytest.raises(NotFound):
        await ClickupApiConnector.delete_hosted(member.auth(), kept.id, base_url=common.url)
    with pytest.raises(NotFound):
        await made.user.get()
    await made.aclose()
    with pytest.raises(ConfigurationError, match="server"):
        await ClickupApiConnector.list_hosted("pk_1")  # type: ignore[arg-type]


NAMES = ["a\x07b", "a\x1b[31mb", "a\u202eb", "a\u200bb", "\ufeffa", "a\x85b", "a\nb"]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_look_like_others_are_refused(api: Api, name: str) -> None:
    body = {"connector_type": "Clickup-Api", "credentials": {"api_key": "pk_1"}}
    for more in ({"name": name}, {"customer_name": name}):
        answer = api.client.post(CONNECTORS, headers=api.headers, json=body | more)
        assert answer.status_code == 422


def test_a_credential_of_a_megabyte_is_refused(api: Api) -> None:
    for credentials in ({"api_key": "p" * 5_000}, {f"k{n}": "p" for n in range(21)}):
        body = {"connector_type": "Clickup-Api", "credentials": credentials}
        answer = api.client.post(CONNECTORS, headers=api.headers, json=body)
        assert answer.status_code == 422
        assert "ppp" not in answer.text


@pytest.mark.parametrize("effect", ["write", "again"])
def test_what_cannot_be_written_down_or_looked_up_is_503(
    api: Api, common: Hosting, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, effect: str
) -> None:
    async def away(*_: Any) -> None:
        raise OSError("the database is away")

    connector = api.create(common.put(sandbox))
    params = {"task_id": next(iter(sandbox.workspace.tasks)), "comment_text": "x"}
    with monkeypatch.context() as patch:
        patch.setattr(*((Audit, "_write", away) if effect == "write" else (Tenancy, "again", away)))
        refused = api.execute(connector, "comments", "create", params)
    assert refused.status_code == 503
    assert refused.json()["error"]["type"] == "ConnectionFailed"
    assert [r.method for r in sandbox.requests if r.method != "GET"] == []


def test_a_server_in_the_clear_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    ClickupApiConnector("pk_secret", base_url="http://connectors.internal:8000")
    assert "To connectors.internal credentials travel in the clear" in caplog.text
    assert "pk_secret" not in caplog.text
    caplog.clear()
    for here in ("http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "https://a.b"):
        ClickupApiConnector("pk_secret", base_url=here)
    assert caplog.text == ""
