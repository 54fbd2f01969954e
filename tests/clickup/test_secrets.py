"""The token is nowhere to be seen, whatever goes wrong."""

import asyncio
import copy
import logging
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError, Timeouts
from tests.conftest import TOKEN
from tests.loopback import Answer, Loopback, Reply

Connect = Callable[..., ClickupApiConnector]


def everything_said(error: BaseException) -> str:
    """An error as the most talkative error reporter would show it, local variables included."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "\n".join([*shown.format(), repr(error), repr(vars(error))])


@pytest.mark.parametrize(
    "answer",
    [
        "close",
        "reset",
        "half",
        "hang",
        Reply(b""),
        Reply(b"<html>"),
        Reply({}),
        Reply({"err": "Token invalid", "ECODE": "OAUTH_025"}, 401),
        Reply({"err": "Oauth token not found", "ECODE": "OAUTH_018"}, 401),
        Reply({"err": "no"}, 400),
        Reply({"err": "no"}, 404),
        Reply({"err": "oops"}, 500),
        Reply({"err": "Rate limit reached", "ECODE": "APP_002"}, 429, {"Retry-After": "99"}),
    ],
)
@pytest.mark.parametrize(
    ("entity", "action", "params"),
    [
        ("tasks", "get", {"task_id": "1"}),
        ("tasks", "create", {"list_id": "1", "name": "T"}),
        ("tasks", "get", {"task": "1"}),
    ],
)
async def test_no_error_shows_the_token(
    connect: Connect,
    loopback: Loopback,
    caplog: pytest.LogCaptureFixture,
    answer: Answer,
    entity: str,
    action: str,
    params: dict[str, Any],
) -> None:
    caplog.set_level(logging.DEBUG)
    loopback.script = [answer]
    connector = connect(timeout=Timeouts(total=2.0, read=0.1))
    with pytest.raises(ConnectorError) as caught:
        await connector.execute(entity, action, params)
    assert TOKEN not in everything_said(caught.value)
    assert TOKEN not in caplog.text


async def test_an_unreachable_host_does_not_show_the_token(connect: Connect) -> None:
    connector = connect(base_url="http://127.0.0.1:9", timeout=1.0)
    with pytest.raises(ConnectorError) as caught:
        await connector.user.get()
    assert TOKEN not in everything_said(caught.value)


def test_nothing_shows_the_token(connect: Connect) -> None:
    connector = connect()
    asyncio.run(_fail(connector))
    things: list[Any] = [
        connector,
        connector.auth_config,
        connector.tasks,
        connector.operations,
        connector._executor,
        vars(connector._executor),
        vars(connector._executor)["exchange"],
        copy.copy(connector.auth_config),
        [operation.schema for operation in connector.operations],
        *(getattr(ClickupApiConnector, name).__doc__ for name in dir(ClickupApiConnector)),
    ]
    for thing in things:
        assert TOKEN not in repr(thing)
        assert TOKEN not in str(thing)


async def _fail(connector: ClickupApiConnector) -> None:
    with pytest.raises(ConnectorError):
        await connector.user.get()


def test_a_sync_error_does_not_show_the_token(connect: Connect, loopback: Loopback) -> None:
    loopback.script = [Reply({"err": "no"}, 400)]
    with pytest.raises(ConnectorError) as caught:
        connect().execute_sync("user", "get")
    assert TOKEN not in everything_said(caught.value)
