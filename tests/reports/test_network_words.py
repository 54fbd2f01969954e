"""Addresses that lead on, addresses that are none, time for names, and what a server refuses."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    BadRequest,
    CallTimeout,
    ClickupApiConnector,
    ConfigurationError,
    ConnectorError,
    InvalidResponse,
    NotFound,
)
from agent_connectors.engine.files.download import fetch_file
from agent_connectors.engine.files.source import Source
from tests.conftest import TOKEN
from tests.loopback import Loopback, Reply


@pytest.mark.parametrize("hops", range(8))
async def test_five_addresses_may_lead_on(loopback: Loopback, tmp_path: Path, hops: int) -> None:
    def answer(request: Any) -> Reply:
        left = int(request.path[1:])
        return Reply(b"file", 302 if left else 200, {"Location": f"/{left - 1}"})

    loopback.handler = answer
    source = Source((), ("http", loopback.url.removeprefix("http://")))
    fetched = fetch_file(
        f"{loopback.url}/{hops}", tmp_path / "f", max_bytes=99, timeout=5, total=20, source=source
    )
    if hops <= 5:
        await fetched
        assert (tmp_path / "f").read_bytes() == b"file"
    else:
        with pytest.raises(InvalidResponse, match="more than 5 times"):
            await fetched


@pytest.mark.parametrize("rest", ["?token=hush-hush", "#hush-hush", "?a=1&key=hush-hush#x"])
@pytest.mark.parametrize("start", ["https://api.clickup.com", "ftp://x.y/z", "x.y"])
def test_an_address_is_told_without_its_query(start: str, rest: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ClickupApiConnector(TOKEN, base_url=start + rest)
    assert "hush" not in str(caught.value)
    assert start in str(caught.value)


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [(404, NotFound, "connector_id"), (409, BadRequest, "Nothing was changed"),
     (422, BadRequest, "another version")],
)  # fmt: skip
def test_what_a_server_refuses_says_what_to_do(
    loopback: Loopback, status: int, error: type[ConnectorError], said: str
) -> None:
    loopback.handler = lambda r: (
        Reply({"access_token": "token-1234567", "expires_in": 900})
        if r.path.endswith("/token")
        else Reply({"detail": "No such thing"}, status)
    )
    auth = AirbyteAuthConfig(
        airbyte_client_id="me", airbyte_client_secret="hush-hush", connector_id="c1"
    )
    connector = ClickupApiConnector(auth, base_url=loopback.url, timeout=5)
    with pytest.raises(error, match="No such thing") as caught:
        connector.execute_sync("user", "get")
    assert said in str(caught.value)
    connector.close()


async def test_looking_up_names_is_within_the_time_of_the_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever it waits for, such as what another call is about to look up."""

    async def never(*_: Any) -> Any:
        await asyncio.Event().wait()

    connector = ClickupApiConnector.sandbox(tasks=3, timeout=0.2)
    monkeypatch.setattr(type(connector.hooks), "prepare", never)
    for action, params in (
        ("get", {"task_id": "86abc"}),
        ("update", {"task_id": "x", "name": "n"}),
    ):
        with pytest.raises(CallTimeout, match="not sent"):
            await asyncio.wait_for(connector.execute("tasks", action, params), 20)
