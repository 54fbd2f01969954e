"""What callers send who mean no good, or do not look."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting

LIMIT = 1_000_000


def test_a_body_that_says_it_is_too_large(api: Api, common: Hosting) -> None:
    with socket.create_connection(_address(common)) as connection:
        connection.sendall(
            b"POST /api/v1/account/applications/token HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/json\r\nContent-Length: 900000000\r\n\r\n{"
        )
        answer = connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413"), "answered without waiting for it"


def test_a_body_that_turns_out_too_large(api: Api) -> None:
    sent = 0

    def pieces() -> Any:
        nonlocal sent
        for _ in range(200):
            sent += 64_000
            yield b" " * 64_000

    try:
        answer = api.client.post(CONNECTORS, headers=api.headers, content=pieces())
        assert answer.status_code == 413
    except httpx.WriteError:
        pass  # the server has hung up, as it may
    assert sent < 200 * 64_000
    assert api.get(CONNECTORS).status_code == 200


def test_a_body_at_the_limit(api: Api, common: Hosting, sandbox: Sandbox) -> None:
    connector = api.create(common.put(sandbox))
    frame = len(json.dumps({"entity": "user", "action": "get", "intent": ""}))
    for extra, status in ((0, 200), (1, 413)):
        body = {"entity": "user", "action": "get", "intent": "x" * (LIMIT - frame + extra)}
        path = f"{CONNECTORS}/{connector}/execute"
        answer = api.client.post(path, headers=api.headers, content=json.dumps(body))
        assert answer.status_code == status


INJECTIONS = [
    "'; DROP TABLE connectors; --",
    "' OR '1'='1",
    '" OR ""="',
    "%",
    "_",
    "\\",
    "x' UNION SELECT credentials FROM connectors --",
    "\u0000",
    "\N{GRINNING FACE}",
    "{{7*7}}",
    "../../etc/passwd",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_sql_in_every_place(api: Api, common: Hosting, sandbox: Sandbox, text: str) -> None:
    kept = api.create(common.put(sandbox), customer_name="kept", name=text.replace("\0", "0"))
    for path, params in (
        (CONNECTORS, {"customer_name": text}),
        (CONNECTORS, {"workspace_name": text}),
        (CONNECTORS, {"definition_id": text}),
        ("/api/v1/workspaces", {"name_contains": text}),
    ):
        answer = api.get(path, params=params)
        assert answer.status_code == (422 if "\0" in text else 200)
        assert answer.json().get("data", []) == [], (path, params)
    for path in (f"{CONNECTORS}/{text}", f"{CONNECTORS}/{kept}{text}"):
        try:
            assert api.get(path).status_code == 404
        except httpx.InvalidURL:
            assert "\0" in text
    body = {"client_id": text, "client_secret": text}
    assert api.client.post("/api/v1/account/applications/token", json=body).status_code == 401
    assert api.get(f"{CONNECTORS}/{kept}").status_code == 200


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("abc-123", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("a b", False),
        ('x"}', False),
        ("x\\r\\nSet-Cookie: a=b", False),
    ],
)
def test_request_ids_come_back_if_they_are_sane(api: Api, given: str, taken: bool) -> None:
    answer = api.client.get("/health", headers={"X-Request-Id": given})
    assert (answer.headers["x-request-id"] == given) is taken
    assert "set-cookie" not in answer.headers


def test_headers_cannot_be_smuggled_through_names(
    api: Api, common: Hosting, sandbox: Sandbox
) -> None:
    name = "x\r\nX-Injected: 1"
    body = {"connector_type": "Clickup-Api", "credentials": {"api_key": "pk_1"}, "name": name}
    refused = api.client.post(CONNECTORS, headers=api.headers, json=body)
    assert refused.status_code == 422
    assert refused.json()["detail"] == "`body.name`: It has characters that cannot be here."
    connector = api.create(common.put(sandbox))
    answer = api.execute(connector, "teams", "list", headers={"Prefer": "wait=5; x=y"})
    assert "x-injected" not in answer.headers
    assert [r.path for r in sandbox.requests] == ["/api/v2/team"]
    answer = api.execute(connector, "tasks", "get", {"task_id": "x\r\nAuthorization: y"})
    assert answer.status_code in {400, 404, 422}


def test_a_bad_credential_is_refused_without_being_shown(api: Api) -> None:
    for key in ("pk_1\r\nX: y", "", "pk_\u00e9"):
        body = {"connector_type": "clickup-api", "credentials": {"api_key": key}}
        answer = api.client.post(CONNECTORS, headers=api.headers, json=body)
        assert answer.status_code == 422
        assert not key or json.dumps(key)[1:-1] not in answer.text
    for credentials in ({}, {"api_key": 5}, {"api_key": "pk_1", "more": "x"}, {"key": "secret-9"}):
        body = {"connector_type": "clickup-api", "credentials": credentials}
        answer = api.client.post(CONNECTORS, headers=api.headers, json=body)
        assert answer.status_code == 422
        assert "secret-9" not in answer.text


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{", b'"x"', b"\xff\xfe", b'{"entity": 1, "action": []}', b"[" * 5000],
)
def test_bodies_that_are_no_call(api: Api, common: Hosting, sandbox: Sandbox, body: bytes) -> None:
    connector = api.create(common.put(sandbox))
    path = f"{CONNECTORS}/{connector}/execute"
    answer = api.client.post(path, headers=api.headers, content=body)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def _address(common: Hosting) -> tuple[str, int]:
    parts = urlsplit(common.url)
    return str(parts.hostname), int(parts.port or 0)
