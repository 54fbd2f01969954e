import pickle
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConfigurationError,
)
from tests.conftest import TOKEN


async def test_a_personal_token_is_sent_as_it_is(connect: Any, loopback: Any) -> None:
    loopback.script[0].body = {"user": {"id": 1}}
    await connect().user.get()
    assert loopback.received[0].headers["authorization"] == TOKEN


async def test_an_oauth_token_is_sent_as_bearer(loopback: Any) -> None:
    loopback.script[0].body = {"user": {"id": 1}}
    connector = ClickupApiConnector(
        ClickupApiAuthConfig(access_token="1_abc"), base_url=loopback.url
    )
    async with connector:
        await connector.user.get()
    assert loopback.received[0].headers["authorization"] == "Bearer 1_abc"


def test_the_token_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLICKUP_API_KEY", TOKEN)
    assert ClickupApiConnector().auth_config == ClickupApiAuthConfig(api_key=TOKEN)


def test_without_a_token_the_error_says_what_to_do() -> None:
    with pytest.raises(ConfigurationError) as caught:
        ClickupApiConnector()
    for way in ('ClickupApiConnector("pk_...")', "CLICKUP_API_KEY", "sandbox()"):
        assert way in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"api_key": "a", "access_token": "b"},
        {"api_key": ""},
        {"api_key": "  "},
        {"api_key": "pk_secret\r\nX-Evil: 1"},
        {"api_key": "pk_secret\x00"},
        {"api_key": "pk_sécret"},
        {"api_key": 12345678},
        {"access_token": "pk_secret\n1"},
    ],
)
def test_what_cannot_be_a_token_is_refused_without_showing_it(given: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ClickupApiAuthConfig(**given)
    for value in given.values():
        assert (
            str(value).strip() == "" or len(str(value)) == 1 or str(value) not in str(caught.value)
        )
        assert "secret" not in str(caught.value)


def test_a_token_is_trimmed_as_people_paste_it() -> None:
    assert ClickupApiAuthConfig(f" {TOKEN}\n") == ClickupApiAuthConfig(TOKEN)


def test_a_token_is_neither_shown_nor_pickled() -> None:
    config = ClickupApiAuthConfig(TOKEN)
    assert TOKEN not in repr(config)
    assert TOKEN not in str(config)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(config)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://proxy.example", "https://proxy.example"),
        ("https://proxy.example/", "https://proxy.example"),
        ("http://127.0.0.1:8787/api/v2", "http://127.0.0.1:8787"),
        ("https://proxy.example/clickup/api/v3/", "https://proxy.example/clickup"),
    ],
)
def test_base_urls(given: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = ClickupApiAuthConfig(TOKEN)
    assert ClickupApiConnector(config, base_url=given).base_url == used
    monkeypatch.setenv("CLICKUP_BASE_URL", given)
    assert ClickupApiConnector(config).base_url == used


@pytest.mark.parametrize(
    "given", ["api.clickup.com", "ftp://x", "https://", "http://x/?a=1", "/api"]
)
def test_what_is_no_base_url_is_refused(given: str) -> None:
    with pytest.raises(ConfigurationError, match="`base_url` must be like"):
        ClickupApiConnector(ClickupApiAuthConfig(TOKEN), base_url=given)


_NOBODY: dict[str, Callable[[], object]] = {
    "a connector": lambda: ClickupApiConnector(None),  # type: ignore[arg-type]
    "a connector, by name": lambda: ClickupApiConnector(auth_config=None),  # type: ignore[arg-type]
    "a connector, empty": lambda: ClickupApiConnector(""),
    "a personal token": lambda: ClickupApiAuthConfig(None),
    "a token of OAuth": lambda: ClickupApiAuthConfig(access_token=None),
    "a workspace": lambda: AirbyteAuthConfig(None),
    "a workspace, empty": lambda: AirbyteAuthConfig(""),
    "a workspace by its newer name": lambda: AirbyteAuthConfig(workspace_name=None),
    "a workspace by its newer name, empty": lambda: AirbyteAuthConfig(workspace_name=""),
    "a workspace by both names": lambda: AirbyteAuthConfig(None, workspace_name=None),
}


@pytest.mark.parametrize("make", _NOBODY.values(), ids=_NOBODY)
def test_who_has_no_account_is_not_given_that_of_the_application(
    make: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLICKUP_API_KEY", TOKEN)
    monkeypatch.setenv("AIRBYTE_CLIENT_ID", "client")
    monkeypatch.setenv("AIRBYTE_CLIENT_SECRET", "5ecret")
    with pytest.raises(ConfigurationError):
        make()
    # What is left out is not meant to be anybody's.
    assert ClickupApiConnector().own_secrets()[0].reveal() == TOKEN
    assert AirbyteAuthConfig().workspace == ("customer_name", "default")
    assert AirbyteAuthConfig("acme", workspace_name=None).workspace == ("customer_name", "acme")
