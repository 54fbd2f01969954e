"""Who may see and do what."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
from cryptography.fernet import Fernet

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.hosted.secrets import hashed, new_secret
from agent_connectors.hosted.tokens import Claims, Tokens
from agent_connectors.hosted.vault import Vault
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, hosting

TOKEN = "/api/v1/account/applications/token"


Apis = Callable[..., Api]


def test_nothing_of_another_organization_is_seen(
    common: Hosting, apis: Apis, sandbox: Sandbox
) -> None:
    api = apis()
    theirs = api.create(common.put(sandbox), customer_name="theirs")
    stranger = apis()
    path = f"{CONNECTORS}/{theirs}"
    answers = [
        stranger.get(path),
        stranger.client.patch(path, headers=stranger.headers, json={"name": "mine"}),
        stranger.client.delete(path, headers=stranger.headers),
        stranger.execute(theirs, "user", "get"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    nobodys = stranger.get(f"{CONNECTORS}/7f2c1de0-0000-4000-8000-000000000000")
    assert {answer.text for answer in answers} == {nobodys.text}, "not even that it exists"
    assert stranger.get(CONNECTORS, params={"customer_name": "theirs"}).json()["data"] == []
    assert stranger.get("/api/v1/workspaces").json()["data"] == []
    assert api.get(path).status_code == 200
    assert len(sandbox.requests) == 0


def test_a_client_of_several_organizations_names_one(common: Hosting, apis: Apis) -> None:
    api = apis(organizations=2)
    unnamed = api.get(CONNECTORS)
    assert unnamed.status_code == 400
    assert "X-Organization-Id" in unnamed.json()["detail"]
    mine = {"X-Organization-Id": api.member.organization}
    assert api.client.get(CONNECTORS, headers=api.headers | mine).status_code == 200
    for wrong in (common.member().organization, "x", "' OR 1=1 --"):
        headers = api.headers | {"X-Organization-Id": wrong}
        assert api.client.get(CONNECTORS, headers=headers).status_code == 403


def test_a_client_that_only_executes_changes_no_connector(apis: Apis) -> None:
    api = apis(may_manage=False)
    body = {"connector_type": "clickup-api", "credentials": {"api_key": "pk_1"}}
    assert api.client.post(CONNECTORS, headers=api.headers, json=body).status_code == 403
    path = f"{CONNECTORS}/7f2c1de0-0000-4000-8000-000000000000"
    assert api.client.patch(path, headers=api.headers, json={}).status_code == 403
    assert api.client.delete(path, headers=api.headers).status_code == 403
    assert api.get(CONNECTORS).status_code == 200


def test_a_token_dies_with_its_client_within_the_stated_second(common: Hosting, api: Api) -> None:
    assert api.get(CONNECTORS).status_code == 200
    common.run(lambda directory: directory.revoke(api.member.client_id))
    time.sleep(common.settings.stale_seconds)
    refused = api.get(CONNECTORS)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert api.client.post(TOKEN, json=api.member.credentials()).status_code == 401


def test_a_new_secret_ends_the_old_one_and_its_tokens(common: Hosting, api: Api) -> None:
    fresh = new_secret()

    async def rotate(directory: Any) -> None:
        await directory.change_secret(api.member.client_id, hashed(fresh))

    common.run(rotate)
    time.sleep(common.settings.stale_seconds)
    assert api.get(CONNECTORS).status_code == 401
    assert api.client.post(TOKEN, json=api.member.credentials()).status_code == 401
    api.member.secret = fresh
    assert api.client.post(TOKEN, json=api.member.credentials()).status_code == 200


def forged(common: Hosting, api: Api) -> dict[str, str]:
    """Tokens that must not be accepted, by what is wrong with them."""
    keys = Vault([Secret(str(common.settings.keys))]).signing_keys()
    name, key = keys[0].name, keys[0].key.reveal()
    said = jwt.decode(api.token, options={"verify_signature": False})
    head, body, signature = api.token.split(".")

    def signed(changes: dict[str, Any], key: Any = key, **options: Any) -> str:
        options = {"algorithm": "HS256", "headers": {"kid": name}} | options
        payload = {n: v for n, v in (said | changes).items() if v is not ...}
        return jwt.encode(payload, key, **options)

    others = Vault([Secret(Fernet.generate_key().decode())]).signing_keys()
    unsigned = signed({}, key=None, algorithm="none")
    assert signed({}) == api.token, "what follows differs in nothing but what it says"
    return {
        "no signature": unsigned,
        "signature cut off": f"{head}.{body}.",
        "signature changed": f"{head}.{body}.{signature[::-1]}",
        "another's body": f"{head}.{signed({'sub': 'x'}).split('.')[1]}.{signature}",
        "another key": signed({}, key=others[0].key.reveal()),
        "another server": Tokens(others, 900).issue(Claims(said["sub"], 1)).reveal(),
        "another algorithm": signed({}, algorithm="HS512"),
        "another audience": signed({"aud": "elsewhere"}),
        "no audience": signed({"aud": ...}),
        "another issuer": signed({"iss": "elsewhere"}),
        "expired": signed({"exp": int(time.time()) - 1}),
        "no expiry": signed({"exp": ...}),
        "another generation": signed({"gen": 2}),
        "a client that is not there": signed({"sub": "7f2c1de0-0000-4000-8000-000000000000"}),
        "no key name": signed({}, headers={}),
        "a key name that is a path": signed({}, headers={"kid": "../../dev/null"}),
        "nonsense": "nonsense",
    }


def test_forged_tokens_are_refused(common: Hosting, api: Api) -> None:
    for what, token in forged(common, api).items():
        answer = api.client.get(CONNECTORS, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401, what
        assert token not in answer.text
    for header in ("", "Bearer", f"Basic {api.token}", api.token):
        answer = api.client.get(CONNECTORS, headers={"Authorization": header})
        assert answer.status_code == 401, header


def test_a_token_expires(tmp_path: Path, apis: Apis) -> None:
    with hosting(tmp_path, token_seconds=5) as running:
        api = apis(running)
        assert api.get(CONNECTORS).status_code == 200
        until = time.monotonic() + 30
        while api.get(CONNECTORS).status_code == 200 and time.monotonic() < until:
            time.sleep(0.5)
        assert "expired" in api.get(CONNECTORS).json()["detail"]


def test_both_wrong_answers_are_the_same(api: Api) -> None:
    wrong = api.member.credentials() | {"client_secret": "wrong"}
    unknown = {"client_id": "nobody", "client_secret": "wrong"}
    answers = [api.client.post(TOKEN, json=body) for body in (wrong, unknown)]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text == answers[1].text


def test_changed_and_removed_connectors(common: Hosting, api: Api, sandbox: Sandbox) -> None:
    first, second = Sandbox(seed=1, rate_limit=None), Sandbox(seed=2, rate_limit=None)
    connector = api.create(common.put(first))
    assert api.execute(connector, "user", "get").status_code == 200
    path = f"{CONNECTORS}/{connector}"
    changes = {"credentials": {"api_key": common.put(second)}, "name": "Second"}
    changed = api.client.patch(path, headers=api.headers, json=changes)
    assert changed.json()["name"] == "Second"
    assert api.execute(connector, "user", "get").status_code == 200
    assert (len(first.requests), len(second.requests)) == (1, 1)
    assert api.client.delete(path, headers=api.headers).status_code == 204
    assert api.execute(connector, "user", "get").status_code == 404
    assert api.client.delete(path, headers=api.headers).status_code == 404
