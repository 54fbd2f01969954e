"""Webhooks, and the token for a code."""

from typing import Any

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.sandbox.client import TODAY, Api, Clock

HOOK = {"endpoint": "https://example.com/hook", "events": ["taskCreated", "listDeleted"]}


async def test_a_webhook_is_made_changed_and_removed(api: Api) -> None:
    path = f"/team/{api.team}/webhook"
    assert await api.get(path) == {"webhooks": []}
    home = next(iter(api.workspace.lists))
    made = await api.post(path, {**HOOK, "list_id": int(home)})
    webhook = made["webhook"]
    assert (made["id"], webhook["list_id"], webhook["task_id"]) == (webhook["id"], home, None)
    assert webhook["events"] == HOOK["events"]
    assert webhook["health"] == {"status": "active", "fail_count": 0}
    assert len(webhook["secret"]) == 64
    assert await api.get(path) == {"webhooks": [webhook]}
    one = f"/webhook/{made['id']}"
    change = {"endpoint": "https://example.com/other", "events": "*", "status": "suspended"}
    changed = (await api.put(one, change))["webhook"]
    assert (changed["endpoint"], changed["health"]["status"]) == (change["endpoint"], "suspended")
    assert len(changed["events"]) == 28
    assert changed["secret"] == webhook["secret"]
    assert await api.get(path) == {"webhooks": [changed]}
    assert await api.delete(one) == {}
    assert await api.get(path) == {"webhooks": []}
    assert (await api.delete(one, status=401))["ECODE"] == "OAUTH_018"


async def test_one_webhook_for_an_address_and_a_place(api: Api) -> None:
    path = f"/team/{api.team}/webhook"
    await api.post(path, HOOK)
    assert await api.post(path, HOOK, status=400) == {
        "err": "Webhook configuration already exists",
        "ECODE": "OAUTH_171",
    }
    await api.post(path, {**HOOK, "task_id": next(iter(api.workspace.tasks))})
    assert len((await api.get(path))["webhooks"]) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": ""}, {"endpoint": "not an address"}, {"endpoint": "ftp://x"}, {"endpoint": "http://["},
     {"endpoint": None}, {"events": []}, {"events": ["taskEaten"]}, {"events": None}],
)  # fmt: skip
async def test_a_webhook_is_refused(wrong: dict[str, Any], api: Api) -> None:
    await api.post(f"/team/{api.team}/webhook", {**HOOK, **wrong}, status=400)
    assert api.workspace.webhooks == {}


async def test_what_names_no_protocol_means_https(api: Api) -> None:
    made = await api.post(f"/team/{api.team}/webhook", {**HOOK, "endpoint": "example.com/hook"})
    assert made["webhook"]["endpoint"] == "https://example.com/hook"


async def test_a_webhook_of_no_place(api: Api) -> None:
    answer = await api.post(f"/team/{api.team}/webhook", {**HOOK, "space_id": 5}, status=401)
    assert answer["ECODE"] == "OAUTH_018"


APP = {"client_id": "app", "client_secret": "hush hush", "code": "a code"}


async def token(sandbox: Sandbox, **request: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app=sandbox)
    async with httpx.AsyncClient(transport=transport, base_url="https://x") as client:
        return await client.post("/api/v2/oauth/token", **request)


async def test_a_code_becomes_a_token_that_works() -> None:
    sandbox = Sandbox(0, today=TODAY, clock=Clock())
    codes = [{**APP, "code": f"{APP['code']}{number}"} for number in range(3)]
    answers = [
        await token(sandbox, json=codes[0]),
        await token(sandbox, data=codes[1]),
        await token(sandbox, params=codes[2]),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.json()["access_token"] for answer in answers}) == 3
    again = await token(sandbox, json=codes[0])
    assert (again.status_code, again.json()["ECODE"]) == (400, "OAUTH_014")
    wrong = await token(sandbox, json={**APP, "client_secret": "another"})
    assert (wrong.status_code, wrong.json()["ECODE"]) == (400, "OAUTH_011")
    assert "x-ratelimit-remaining" in answers[0].headers
    api = Api(sandbox, f"Bearer {answers[0].json()['access_token']}")
    await api.get("/user")
    other = await token(sandbox, json={**APP, "code": "another"})
    assert other.json() != answers[0].json()
    assert not any(value in answers[0].text for value in APP.values())


@pytest.mark.parametrize("missing", APP)
async def test_a_token_is_refused(missing: str) -> None:
    body = {key: value for key, value in APP.items() if key != missing}
    answer = await token(Sandbox(0, today=TODAY), json=body)
    assert answer.status_code == 400
    assert answer.json()["ECODE"] == ("APP_001" if missing == "code" else "OAUTH_010")
    assert "hush" not in answer.text
