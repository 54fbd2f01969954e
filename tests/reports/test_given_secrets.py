"""Secrets that were given to a call or an option, and tokens of before: none is shown."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
    ConfigurationError,
    ConnectorError,
)
from agent_connectors.engine.executor.credentials import RenewedToken
from agent_connectors.engine.network.messages import Request
from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import HIDDEN, Secret
from agent_connectors.engine.tools import Toolbox
from agent_connectors.langchain import ConnectorTool, ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.mcp import make_server
from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools
from tests.conftest import TOKEN
from tests.loopback import Loopback, Reply
from tests.reports.test_exceptions import everything_said

OPERATIONS = ClickupApiConnector.operations
SECRET = "zyxwvu-TSRQPO-987654"
CODE = "QWERTZUIOP12345"
OWN = "csec-ZYXWVUTSRQPONMLKJIHG98765"
"""A client's secret, which looks like nothing that is known."""

PARAMS = {"client_id": "id1", "client_secret": SECRET, "code": CODE}


def test_each_parameter_that_is_a_secret_is_marked() -> None:
    names = re.compile("secret|token|password|credential|^code$|api_key")
    called = {
        (operation.name, name)
        for operation in OPERATIONS
        for name in operation.parameters
        if names.search(name) and not name.endswith("page_token")
    }
    marked = {(o.name, n) for o in OPERATIONS for n, p in o.parameters.items() if p.secret}
    assert marked == called
    assert marked == {("authorization.get_token", name) for name in ("client_secret", "code")}


@pytest.fixture
def server() -> Iterator[Loopback]:
    running = Loopback()
    yield running
    running.close()


def by_execute(clickup: ClickupApiConnector, params: dict[str, Any]) -> Any:
    return asyncio.run(clickup.execute("authorization", "get_token", params)).data


def by_sync(clickup: ClickupApiConnector, params: dict[str, Any]) -> Any:
    return clickup.execute_sync("authorization", "get_token", params).data


def by_method(clickup: ClickupApiConnector, params: dict[str, Any]) -> Any:
    given: Any = params
    return asyncio.run(clickup.authorization.get_token(**given)).data


WAYS = [by_execute, by_sync, by_method]

REPLIES: dict[str, Callable[[str], Reply]] = {
    "said": lambda said: Reply(b'{"err": "bad %s"}' % said.encode(), 400),
    "key": lambda said: Reply(b'{"err": "no", "%s": 1}' % said.encode(), 401),
    "server": lambda said: Reply(said.encode(), 500),
    "no JSON": lambda said: Reply(said.encode(), 200),
    "in the header": lambda said: Reply(b'{"err": "no"}', 400, {"X-Echo": said}),
}


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("way", WAYS)
def test_what_clickup_repeats_of_it_is_hidden(
    way: Callable[..., Any], reply: str, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.script = [REPLIES[reply](f"{SECRET} {CODE}")]
    clickup = ClickupApiConnector(TOKEN, base_url=server.url, timeout=5)
    with pytest.raises(ConnectorError) as raised, clickup:
        way(clickup, PARAMS)
    for text in (everything_said(raised.value), caplog.text):
        assert SECRET not in text
        assert CODE not in text


@pytest.mark.parametrize("wrong", [{"client_secrt": SECRET}, {"code": [SECRET]}, {"x": SECRET}])
@pytest.mark.parametrize("way", WAYS)
def test_a_refusal_before_the_wire_shows_none(
    way: Callable[..., Any], wrong: dict[str, Any]
) -> None:
    with pytest.raises(ConnectorError) as raised:
        way(ClickupApiConnector(TOKEN), {**PARAMS, **wrong})
    said = everything_said(raised.value)
    assert SECRET not in said
    assert CODE not in said


@pytest.mark.parametrize("way", WAYS)
def test_the_answer_is_given_and_its_echo_is_not(way: Callable[..., Any], server: Loopback) -> None:
    body = {"access_token": "12_abcdefabcdef", "for": SECRET, "by": CODE}
    server.script = [Reply(body)]
    with ClickupApiConnector(TOKEN, base_url=server.url, timeout=5) as clickup:
        got = way(clickup, PARAMS)
    assert got == {"access_token": "12_abcdefabcdef", "for": HIDDEN, "by": HIDDEN}


async def test_a_later_call_is_not_concerned(server: Loopback) -> None:
    user = {"id": 1, "username": SECRET}
    server.script = [Reply({"access_token": "12_abcdefabcdef", "user": user})]
    async with ClickupApiConnector(TOKEN, base_url=server.url, timeout=5) as clickup:
        await clickup.execute("authorization", "get_token", PARAMS)
        me = await clickup.execute("user", "get")
    assert me.data["username"] == SECRET


@pytest.mark.parametrize("number", [12345678901234567890, 123456789012, -123456789012])
def test_a_token_of_digits_is_hidden_as_a_number(number: int) -> None:
    sought = [Secret("12345678901234567890")]
    told = without_secrets({"a": [number, 12, 1.5, True, None]}, sought)
    assert "123456789012" not in repr(told)
    assert told["a"][1:] == [12, 1.5, True, None]


async def test_tokens_of_before_stay_hidden() -> None:
    made: list[str] = []

    async def fetch() -> tuple[str, float]:
        made.append(f"tok-{'abcdefgh'[len(made)] * 16}")
        return made[-1], 10

    now = [0.0]
    credentials = RenewedToken(fetch, clock=lambda: now[0])
    for _ in range(5):
        now[0] += 100
        await credentials.ready()
    assert len(made) == 5
    assert {secret.reveal() for secret in credentials.secrets()} == set(made)
    assert made[-1] in credentials.headers(Request("GET", "/"))["Authorization"]


def hosted() -> ClickupApiConnector:
    auth = AirbyteAuthConfig(airbyte_client_id="client", airbyte_client_secret=OWN)
    return ClickupApiConnector(auth)


MADE: dict[str, Callable[[str], object]] = {
    "base_url": lambda text: ClickupApiConnector(TOKEN, base_url=f"http://127.0.0.1:9/{text}"),
    "customer_name": lambda text: AirbyteAuthConfig(text, None, "id", OWN),
    "workspace_name": lambda text: AirbyteAuthConfig(None, None, "id", OWN, workspace_name=text),
    "organization_id": lambda text: AirbyteAuthConfig("a", text, "id", OWN),
    "airbyte_client_id": lambda text: AirbyteAuthConfig("a", None, text, OWN),
    "api_key": ClickupApiAuthConfig,
}


@pytest.mark.parametrize("made", MADE)
def test_what_is_made_shows_no_token(made: str) -> None:
    assert TOKEN.rpartition("_")[2] not in repr(MADE[made](TOKEN))
    if made.startswith(("customer", "workspace", "organization", "airbyte")):
        assert OWN not in repr(MADE[made](OWN))


MAKERS: list[Callable[..., Any]] = [
    *(Toolbox, ConnectorToolset, connector_tools, ConnectorTool, ConnectorToolkit),
    *(ConnectorToolSpec, make_server),
]
OPTIONS = [
    *("form", "entities", "operations", "effects", "approve", "read_only", "split_writes"),
    *("max_output_tokens", "max_tool_tokens", "id", "version", "max_retries"),
    *ConnectorTool.model_fields,
]


@pytest.mark.parametrize("secret", [OWN, [OWN], {OWN: 1}, TOKEN, [TOKEN], {TOKEN: 1}], ids=repr)
@pytest.mark.parametrize("maker", MAKERS)
def test_options_of_tools_show_no_secret(maker: Callable[..., Any], secret: Any) -> None:
    clickup = hosted()
    found = [refusal(partial(maker, clickup, **{option: secret})) for option in OPTIONS]
    refused = [error for error in found if error is not None]
    for error in refused:
        said = everything_said(error)
        assert OWN not in said
        assert TOKEN.rpartition("_")[2] not in said
    assert len(refused) > 10


def refusal(attempt: Callable[[], object]) -> BaseException | None:
    try:
        attempt()
    except (ConnectorError, AttributeError) as error:
        return error
    return None


@pytest.mark.parametrize("kind", [ConnectorTool, ConnectorToolkit])
def test_langchain_shows_no_value_of_any_field(kind: Any) -> None:
    clickup = hosted()
    whole = kind(clickup)
    refused = 0
    for name in dict(kind.model_fields):
        given = {"connector": clickup, name: OWN}
        attempts: list[Callable[[], object]] = [
            partial(kind, **given),
            partial(kind.model_validate, given),
            partial(kind.model_construct, **given),
            partial(whole.model_copy, update={name: OWN}),
            partial(setattr, whole, name, OWN),
        ]
        for attempt in attempts:
            error = refusal(attempt)
            # Python's and pydantic's own ways of giving a value have frames of theirs.
            ours = attempts.index(attempt) not in {1, 4}
            said = everything_said(error) if error is not None and ours else str(error)
            assert OWN not in said
            refused += error is not None
    assert refused > 20
    with pytest.raises(ValueError, match="valid") as raised:
        kind.model_validate(OWN)
    assert OWN not in str(raised.value)


def test_langchain_asks_by_effects_without_showing_a_secret() -> None:
    kit = ConnectorToolkit(hosted(), split_writes=True)
    wrong: Any = OWN
    with pytest.raises(ConfigurationError) as raised:
        kit.interrupt_on(wrong)
    assert OWN not in everything_said(raised.value)
