"""Hooks that users add around calls."""

import logging
from collections.abc import Callable
from contextlib import suppress
from math import inf
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.observers import (
    Answered,
    Call,
    Ended,
    Observer,
    Retry,
    Sent,
    Wait,
    observe,
)
from agent_connectors.engine.pacing.pacer import Pacer
from tests.loopback import Loopback, Reply


class Noting(Observer):
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []

    def before_call(self, call: Call) -> None:
        self.told.append(("before_call", call))

    def after_call(self, call: Call, ended: Ended) -> None:
        self.told.append(("after_call", ended))

    def before_request(self, sent: Sent) -> None:
        sent.headers["X-Added"] = "1"
        self.told.append(("before_request", sent))

    def after_request(self, sent: Sent, answered: Answered) -> None:
        self.told.append(("after_request", answered))

    def on_retry(self, call: Call | None, retry: Retry) -> None:
        self.told.append(("on_retry", retry))

    def before_wait(self, call: Call | None, seconds: float) -> None:
        self.told.append(("before_wait", seconds))

    def after_wait(self, call: Call | None, wait: Wait) -> None:
        self.told.append(("after_wait", wait))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.told]


@pytest.fixture
def clickup() -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(Sandbox(tasks=5, rate_limit=None))


async def test_what_is_told_in_which_order(clickup: ClickupApiConnector) -> None:
    sandbox: Any = clickup.app
    sandbox.fail(503, path="/api/v2/user")
    with observe(Noting()) as _, observe(noting := Noting()):
        result = await clickup.user.get()
    assert noting.names == [
        "before_call",
        "before_request",
        "after_request",
        "on_retry",
        "before_request",
        "after_request",
        "after_call",
    ]
    call, ended = noting.told[0][1], noting.told[-1][1]
    assert (call.connector, call.operation, call.effect) == (clickup, "user.get", "read")
    assert (ended.error, ended.result.data) == (None, result.data)
    assert [answered.status for name, answered in noting.told if name == "after_request"] == [
        503,
        200,
    ]


async def test_a_product_gets_no_further_headers(connect: Any, loopback: Loopback) -> None:
    loopback.handler = lambda _: Reply({"user": {"id": 1}})
    with observe(Noting()):
        await connect().user.get()
    assert "x-added" not in {name.lower() for name in loopback.received[-1].headers}


async def test_it_ends(clickup: ClickupApiConnector) -> None:
    noting = Noting()
    with observe(noting), observe(noting):
        await clickup.user.get()
    assert noting.names.count("before_call") == 1
    await clickup.user.get()
    observing = observe(noting)
    observing.stop()
    await clickup.user.get()
    assert noting.names.count("before_call") == 1


async def test_a_refused_call_and_a_name_that_is_none(clickup: ClickupApiConnector) -> None:
    with observe(Noting()) as _, observe(noting := Noting()):
        with pytest.raises(ConnectorError) as refused:
            await clickup.execute("tasks", "get", {"task_id": ""})
        with pytest.raises(ConnectorError):
            await clickup.execute("tusks", "get", {})
        with pytest.raises(ConnectorError):
            await clickup.execute("tasks", "get", "{")
    ended = [told for name, told in noting.told if name == "after_call"]
    assert str(ended[0].error) == str(refused.value)
    begun = [told.operation for name, told in noting.told if name == "before_call"]
    assert begun == ["tasks.get", "", "tasks.get"]


async def test_parameters_without_secrets(clickup: ClickupApiConnector) -> None:
    given = {"client_id": "1", "client_secret": "s3cret-of-app", "code": "c0de-of-user"}
    with observe(noting := Noting()), suppress(ConnectorError):
        await clickup.execute("authorization", "get_token", given)
    (call,) = (told for name, told in noting.told if name == "before_call")
    assert dict(call.params)["client_id"] == "1"
    assert "s3cret" not in str(call.params)
    assert "c0de" not in str(call.params)
    with observe(noting := Noting()), pytest.raises(ConnectorError):
        await clickup.execute("tasks", "get", {"task_id": "pk_sandbox"})
    assert "pk_sandbox" not in str(noting.told[0][1].params)


class Waits(Pacer):
    """Says that it waits, and does not."""

    async def take(
        self, max_wait: float = inf, on_wait: Callable[[float], None] | None = None
    ) -> float:
        if on_wait is not None:
            on_wait(2.0)
        return await super().take(max_wait)


STEPS = [name for name in vars(Observer) if not name.startswith("_")]


@pytest.mark.parametrize("step", STEPS)
async def test_an_observer_that_fails_changes_nothing(
    clickup: ClickupApiConnector, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    class Failing(Observer):
        pass

    def fail(*_: Any) -> None:
        raise RuntimeError("text of an observer")

    setattr(Failing, step, fail)
    sandbox = Sandbox(tasks=5, rate_limit=2)
    sandbox.fail(503, path="/api/v2/user")
    limited = ClickupApiConnector.sandbox(sandbox, timeout=3, budget=Waits())
    with observe(Failing()), observe(noting := Noting()):
        await limited.user.get()
        with pytest.raises(ConnectorError, match="rate limit"):
            await limited.user.get()
    assert {*noting.names} == {*STEPS}, "all others are told"
    assert "Failing, failed: RuntimeError" in caplog.text
    assert "text of an observer" not in caplog.text


def test_what_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="not str"):
        observe("me")  # type: ignore[arg-type]


async def test_loggers_have_names_that_stay(
    clickup: ClickupApiConnector, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox: Any = clickup.app
    sandbox.fail(503, path="/api/v2/user")
    with caplog.at_level(logging.DEBUG, "agent_connectors"):
        await clickup.user.get()
        with pytest.raises(ConnectorError):
            await clickup.execute("tusks", "pk_made_up", {})
    said = {(record.name, record.levelname): record.getMessage() for record in caplog.records}
    assert {
        ("agent_connectors.calls", "DEBUG"),
        ("agent_connectors.requests", "DEBUG"),
        ("agent_connectors.requests", "INFO"),
    } <= {*said}
    assert said["agent_connectors.requests", "DEBUG"].startswith("GET /api/v2/user: 200 in ")
    assert "pk_made_up" not in caplog.text
