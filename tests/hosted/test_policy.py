"""What a connector allows is decided on the server, and written down there."""

import json
import time
from typing import Any

import httpx
import pytest

from agent_connectors.clickup import ClickupApiConnector, OperationNotAllowed
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.hosted.audit import Audit
from agent_connectors.hosted.fields import pick
from agent_connectors.hosted.store.database import open_database
from agent_connectors.hosted.store.executions import Wanted, read_executions
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting


def refusal(answer: httpx.Response) -> str:
    assert answer.status_code == 403
    assert answer.json()["error"]["type"] == "OperationNotAllowed"
    detail: str = answer.json()["detail"]
    return detail


def test_read_only(api: Api, common: Hosting, sandbox: Sandbox) -> None:
    connector = api.create(common.put(sandbox), read_only=True)
    task = next(iter(sandbox.workspace.tasks))
    assert api.execute(connector, "tasks", "get", {"task_id": task}).status_code == 200
    params = {"task_id": task, "comment_text": "x"}
    assert "read-only" in refusal(api.execute(connector, "comments", "create", params))
    assert [request.method for request in sandbox.requests] == ["GET"]


def test_what_cannot_be_undone_is_off_unless_allowed(
    api: Api, common: Hosting, sandbox: Sandbox
) -> None:
    connector = api.create(common.put(sandbox))
    params = {"task_id": next(iter(sandbox.workspace.tasks))}
    assert "cannot be undone" in refusal(api.execute(connector, "tasks", "delete", params))
    assert not sandbox.requests
    path = f"{CONNECTORS}/{connector}"
    changed = api.client.patch(path, headers=api.headers, json={"allow_destructive": True})
    assert changed.json()["allow_destructive"] is True
    assert api.execute(connector, "tasks", "delete", params).status_code == 200
    assert params["task_id"] not in sandbox.workspace.tasks


def test_only_what_is_listed(api: Api, common: Hosting, sandbox: Sandbox) -> None:
    allowed = ["tasks.*", "*.list"]
    connector = api.create(common.put(sandbox), operations=allowed)
    task = next(iter(sandbox.workspace.tasks))
    assert api.execute(connector, "teams", "list").status_code == 200
    assert api.execute(connector, "tasks", "get", {"task_id": task}).status_code == 200
    assert "`tasks.*`" in refusal(api.execute(connector, "user", "get"))
    # An alias is judged by what it stands for.
    assert api.execute(connector, "tasks", "api_search", {"team_id": "1"}).status_code != 403
    path = f"{CONNECTORS}/{connector}"
    assert api.get(path).json()["operations"] == allowed
    api.client.patch(path, headers=api.headers, json={"operations": None})
    assert api.execute(connector, "user", "get").status_code == 200
    for bad in (["tasks"], ["tasks.[a-z]"], ["x" * 200]):
        answer = api.client.patch(path, headers=api.headers, json={"operations": bad})
        assert answer.status_code == 422


def test_no_file_of_the_server_can_be_sent_away(
    api: Api, common: Hosting, sandbox: Sandbox
) -> None:
    connector = api.create(common.put(sandbox), allow_destructive=True)
    task = next(iter(sandbox.workspace.tasks))
    for file in ("/etc/hostname", "../../etc/hostname", "server.db"):
        params = {"task_id": task, "file": file}
        answer = api.execute(connector, "attachments", "upload", params)
        assert answer.status_code in {403, 422}, answer.text
    assert not [request for request in sandbox.requests if request.method == "POST"]


async def test_our_client_raises_it_as_its_own(api: Api, common: Hosting, sandbox: Sandbox) -> None:
    connector = api.create(common.put(sandbox), read_only=True)
    auth = api.member.auth(connector_id=connector)
    async with ClickupApiConnector(auth, base_url=common.url) as clickup:
        with pytest.raises(OperationNotAllowed, match="read-only"):
            await clickup.comments.create("x", task_id="t")


OWN = {"login", "connector"}
"""What the server writes down beside executions."""


def lines(common: Hosting, api: Api, count: int) -> list[dict[str, Any]]:
    """The audit lines of an organization, once so many are there and settled."""

    async def read() -> list[str]:
        engine = open_database(common.settings.database_url)
        try:
            return await read_executions(engine, 100, Wanted(api.member.organization))
        finally:
            await engine.dispose()

    for _ in range(60):
        found = [json.loads(line) for line in run_sync(read)]
        found = [line for line in found if line["operation"].partition(".")[0] not in OWN]
        if len(found) >= count and all(line["outcome"] != "started" for line in found):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def test_everything_is_written_down_without_values(
    api: Api, common: Hosting, sandbox: Sandbox
) -> None:
    connector = api.create(common.put(sandbox))
    task = next(iter(sandbox.workspace.tasks))
    params = {"task_id": task, "comment_text": "confidential-7"}
    api.execute(connector, "comments", "create", params, headers={"X-Request-Id": "r-1"})
    api.execute(connector, "tasks", "get", {"task_id": "nothing"})
    api.execute(connector, "tasks", "delete", {"task_id": task})
    api.execute(connector, "tasks", "get", {"tusk": 1})
    api.execute(connector, "nonsense", "get")
    sandbox.fail(500, method="POST")
    api.execute(connector, "comments", "create", params)
    found = lines(common, api, 6)
    outcomes = sorted((line["operation"], line["outcome"]) for line in found)
    assert outcomes == [
        ("comments.create", "OutcomeUnknown"),
        ("comments.create", "done"),
        ("nonsense.get", "UnknownOperation"),
        ("tasks.delete", "OperationNotAllowed"),
        ("tasks.get", "InvalidParams"),
        ("tasks.get", "NotFound"),
    ]
    first = next(line for line in found if line["request_id"] == "r-1")
    assert first["client_id"] == api.member.client_id
    assert first["connector_id"] == connector
    assert first["milliseconds"] >= 0
    assert "confidential-7" not in json.dumps(found)
    assert "params" not in first


def test_values_are_written_down_if_the_operator_asks(tmp_path: Any, apis: Any) -> None:
    from tests.hosted.hosting import hosting

    with hosting(tmp_path, audit_params=True) as running:
        api = apis(running)
        connector = api.create(running.put(Sandbox(rate_limit=None)))
        api.execute(connector, "tasks", "get", {"task_id": "asked-for-5"})
        (line,) = lines(running, api, 1)
        assert json.loads(line["params"]) == {"task_id": "asked-for-5"}


def test_names_of_both_kinds_are_taken(api: Api, common: Hosting, sandbox: Sandbox) -> None:
    connector = api.create(common.put(sandbox))
    team = api.execute(connector, "teams", "list").json()["result"][0]["id"]
    for name in ("statuses", "statuses[]"):
        params = {"team_id": team, name: ["to do"]}
        answer = api.execute(connector, "tasks", "search", params)
        assert {task["status"]["status"] for task in answer.json()["result"]} == {"to do"}


def test_fields_are_picked(api: Api, common: Hosting, sandbox: Sandbox) -> None:
    connector = api.create(common.put(sandbox))
    some = api.execute(connector, "user", "get", select_fields=["id", "username"])
    assert set(some.json()["result"]) == {"id", "username"}
    rest = api.execute(connector, "user", "get", exclude_fields=["id"])
    assert "id" not in rest.json()["result"]
    records = [{"id": 1, "status": {"status": "a", "color": "b"}, "tags": [{"n": 1, "m": 2}]}]
    assert pick(records, ["status.status", "tags.n"], None) == [
        {"status": {"status": "a"}, "tags": [{"n": 1}]}
    ]
    assert pick(records, None, ["status.color", "tags"]) == [{"id": 1, "status": {"status": "a"}}]


def test_check(api: Api, common: Hosting, sandbox: Sandbox) -> None:
    connector = api.create(common.put(sandbox), read_only=True, operations=[])
    assert api.execute(connector, "*", "check").json()["result"] == {"status": "healthy"}
    sandbox.fail(401, times=50)
    result = api.execute(connector, "*", "check").json()["result"]
    assert result["status"] == "unhealthy"
    assert "ClickUp" in result["error"]


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [(404, 404, "NotFound"), (400, 400, "BadRequest"), (500, 502, "ServerError")],
)
def test_errors_have_fitting_statuses(
    api: Api, common: Hosting, sandbox: Sandbox, fault: Any, status: int, kind: str
) -> None:
    connector = api.create(common.put(sandbox))
    sandbox.fail(fault, times=10)
    answer = api.execute(connector, "tasks", "get", {"task_id": "x"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (status, kind)


def test_the_rate_limit_is_told_with_a_time_to_wait(api: Api, common: Hosting) -> None:
    connector = api.create(common.put(Sandbox(rate_limit=2)))
    for _ in range(2):
        assert api.execute(connector, "user", "get").status_code == 200
    answer = api.execute(connector, "user", "get", headers={"Prefer": "wait=1"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_a_change_that_cannot_be_recorded_is_not_made(
    api: Api, common: Hosting, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> None:
        raise OSError("the database is away")

    connector = api.create(common.put(sandbox))
    params = {"task_id": next(iter(sandbox.workspace.tasks)), "comment_text": "x"}
    with monkeypatch.context() as patch:
        patch.setattr(Audit, "_write", away)
        refused = api.execute(connector, "comments", "create", params)
        assert refused.json()["error"]["type"] == "ConnectionFailed"
        assert "Nothing was sent" in refused.json()["detail"]
        assert api.execute(connector, "user", "get").status_code == 200
    assert [request.method for request in sandbox.requests] == ["GET"]
    assert api.execute(connector, "comments", "create", params).status_code == 200
    found = lines(common, api, 2)
    assert ("user.get", "done") in {(line["operation"], line["outcome"]) for line in found}
