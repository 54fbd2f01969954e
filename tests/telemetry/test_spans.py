"""Spans and metrics of calls."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError, OutcomeUnknown
from agent_connectors.clickup.sandbox import Sandbox
from tests.conftest import TOKEN
from tests.loopback import Answer, Loopback, Reply
from tests.telemetry.collected import Collected, collecting

MARK = "zq7vk"
"""Stands in everything that a caller writes."""


@pytest.fixture
def collected() -> Iterator[Collected]:
    with collecting() as made:
        yield made


@pytest.fixture
def clickup() -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(Sandbox(tasks=30, rate_limit=None))


async def a_list(clickup: ClickupApiConnector) -> Any:
    return (await clickup.execute("tasks", "search", {"limit": 1})).data[0]["list"]


async def test_a_call_and_its_requests(clickup: ClickupApiConnector) -> None:
    place = await a_list(clickup)
    with collecting() as collected:
        await clickup.tasks.create(place["id"], name="New")
    call = collected.span("execute_tool tasks.create")
    assert dict(call.attributes or {}) == {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "tasks.create",
        "gen_ai.tool.type": "extension",
        "agent_connectors.product": "ClickUp",
        "agent_connectors.effect": "write",
    }
    request = collected.span("POST /api/v2/list/{list_id}/task")
    assert request.parent is not None
    assert request.parent.span_id == call.context.span_id
    assert request.kind.name == "CLIENT"
    assert dict(request.attributes or {}) == {
        "http.request.method": "POST",
        "server.address": "api.clickup.com",
        "server.port": 443,
        "url.scheme": "https",
        "url.template": "/api/v2/list/{list_id}/task",
        "http.response.status_code": 200,
    }
    figures = collected.figures()
    assert figures["agent_connectors.call.duration"] == [
        ({"gen_ai.tool.name": "tasks.create", "agent_connectors.effect": "write"}, 1)
    ]
    assert figures["http.client.request.duration"][0][1] == 1


async def test_calls_that_a_call_makes_are_below_it(clickup: ClickupApiConnector) -> None:
    place = await a_list(clickup)
    fresh = ClickupApiConnector.sandbox(clickup.app)
    with collecting() as collected:
        await fresh.execute("tasks", "list", {"list_id": place["name"]})
    call = collected.span("execute_tool tasks.list")
    assert {"execute_tool teams.list", "execute_tool folders.list"} <= {*collected.below(call)}
    assert collected.below(None) == ["execute_tool tasks.list"]
    ((_, count),) = collected.figures()["agent_connectors.call.duration"]
    assert count == 1, "what it looks up is not what was called"


async def test_retries_and_what_they_came_of(clickup: ClickupApiConnector) -> None:
    sandbox: Any = clickup.app
    with collecting() as collected:
        sandbox.fail(503, path="/api/v2/user", times=2)
        await clickup.user.get()
    call = collected.span("execute_tool user.get")
    assert [event.name for event in call.events] == ["agent_connectors.retry"] * 2
    told = dict(call.events[0].attributes or {})
    assert told["agent_connectors.retry.reason"] == "HTTP 503"
    sent = [s for s in collected.spans if s.name == "GET /api/v2/user"]
    counts = [(s.attributes or {}).get("http.request.resend_count") for s in sent]
    assert counts == [None, 1, 2]
    assert [(s.attributes or {}).get("error.type") for s in sent] == ["503", "503", None]
    assert collected.figures()["agent_connectors.retries"] == [
        ({"gen_ai.tool.name": "user.get", "agent_connectors.retry.reason": "HTTP 503"}, 2)
    ]


async def test_waiting_for_the_rate_limit() -> None:
    clickup = ClickupApiConnector.sandbox(Sandbox(tasks=5, rate_limit=2), timeout=3)
    await clickup.user.get()
    await clickup.user.get()
    with collecting() as collected, pytest.raises(ConnectorError):
        await clickup.user.get()
    call = collected.span("execute_tool user.get")
    (event,) = (e for e in call.events if e.name == "agent_connectors.rate_limit.wait")
    assert (event.attributes or {})["agent_connectors.rate_limit.given_up"] is True
    assert (call.attributes or {})["error.type"] == "RateLimited"
    assert collected.figures()["agent_connectors.rate_limit.wait"][0][1] == 1


async def test_an_outcome_that_nobody_knows(clickup: ClickupApiConnector) -> None:
    place, sandbox = await a_list(clickup), clickup.app
    with collecting() as collected:
        assert isinstance(sandbox, Sandbox)
        sandbox.fail("drop", method="POST", after=True)
        with pytest.raises(OutcomeUnknown):
            await clickup.tasks.create(place["id"], name="New")
    assert collected.figures()["agent_connectors.outcomes_unknown"] == [
        ({"gen_ai.tool.name": "tasks.create"}, 1)
    ]


async def test_a_walk_is_one_call_and_not_the_current_span(
    collected: Collected, clickup: ClickupApiConnector
) -> None:
    from opentelemetry import trace

    async for _ in clickup.iterate("tasks", "search", {}):
        assert not trace.get_current_span().is_recording()
        break
    async for _ in clickup.iterate("tasks", "search", {}):
        pass
    walks = [s for s in collected.spans if s.name == "execute_tool tasks.search"]
    assert len(walks) == 2
    assert all((s.attributes or {})["agent_connectors.walk"] for s in walks)
    assert "GET /api/v2/team/{team_id}/task" in collected.below(walks[1])


async def test_a_dry_run_says_so(clickup: ClickupApiConnector) -> None:
    place = await a_list(clickup)
    with collecting() as collected:
        await clickup.execute(
            "tasks", "create", {"list_id": place["id"], "name": "New"}, dry_run=True
        )
    tried = [s for s in collected.spans if s.name == "execute_tool tasks.create"]
    assert all((s.attributes or {})["agent_connectors.dry_run"] for s in tried)
    assert not [s for s in collected.spans if s.name.startswith("POST")]


def test_synchronous_calls_are_below_the_span_around_them(
    collected: Collected, clickup: ClickupApiConnector
) -> None:
    tracer = collected.tracer_provider.get_tracer("test")
    with tracer.start_as_current_span("around"):
        clickup.execute_sync("user", "get")
    assert collected.below(collected.span("around")) == ["execute_tool user.get"]


async def test_ids_if_asked() -> None:
    clickup = ClickupApiConnector.sandbox(Sandbox(tasks=5, rate_limit=None))
    place = await a_list(clickup)
    with collecting(ids=True) as collected:
        await clickup.tasks.create(place["id"], name="New")
    told = collected.span("execute_tool tasks.create").attributes or {}
    assert told["agent_connectors.params.list_id"] == place["id"]
    assert "New" not in collected.everything()


OPERATIONS = sorted(ClickupApiConnector.operations, key=lambda operation: operation.name)


@pytest.mark.parametrize("ids", [False, True])
async def test_nothing_that_a_caller_writes(*, ids: bool) -> None:
    """Every parameter of every operation, those that are secrets, and names that are none."""
    clickup = ClickupApiConnector.sandbox(
        Sandbox(tasks=5, rate_limit=None), allow_destructive=True, timeout=5
    )
    with collecting(ids=ids) as collected:
        for operation in OPERATIONS:
            params = {
                name: f"{MARK}-{number}"
                for number, (name, one) in enumerate(operation.parameters.items())
                if one.secret or not ids
            }
            for given in (params, {**params, MARK: MARK}):
                with suppress(ConnectorError):
                    await clickup.execute(operation.entity, operation.action, given)
        for entity, action in ((MARK, "list"), ("tasks", MARK), (MARK, "describe")):
            with pytest.raises(ConnectorError):
                await clickup.execute(entity, action, {"q": MARK})
    assert len(collected.spans) > 2 * len(OPERATIONS)
    assert MARK not in collected.everything()


ANSWERS: list[Answer] = [
    "close",
    "half",
    Reply(f"<html>{TOKEN}".encode()),
    Reply({"err": f"Token {TOKEN} {MARK}", "ECODE": TOKEN}, 401),
    Reply({"err": f"{TOKEN} {MARK}"}, 400),
    Reply({"err": TOKEN}, 503, {"X-Request-Id": TOKEN}),
    Reply({}, 302, {"Location": f"https://example.com/{TOKEN}?key={TOKEN}"}),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
@pytest.mark.parametrize("ids", [False, True])
async def test_no_secret_whatever_the_product_says(
    loopback: Loopback, answer: Answer, *, ids: bool
) -> None:
    loopback.handler = lambda _: answer
    with collecting(ids=ids) as collected:
        async with ClickupApiConnector(TOKEN, base_url=f"{loopback.url}", timeout=5) as clickup:
            for entity, action, params in (
                ("tasks", "get", {"task_id": TOKEN}),
                ("tasks", "create", {"list_id": "1", "name": f"{TOKEN} {MARK}"}),
                ("webhooks", "create", {"team_id": "1", "endpoint": f"https://x/?k={TOKEN}"}),
                (
                    "authorization",
                    "get_token",
                    {"client_id": "1", "client_secret": MARK, "code": MARK},
                ),
            ):
                with pytest.raises(ConnectorError):
                    await clickup.execute(entity, action, params)
    assert collected.spans
    assert TOKEN not in collected.everything()
    assert TOKEN.removeprefix("pk_") not in collected.everything()
    assert MARK not in collected.everything()


async def test_what_is_under_way_when_it_ends_ends_too(clickup: ClickupApiConnector) -> None:
    with collecting() as collected:
        call = asyncio.create_task(clickup.user.get())
        await asyncio.sleep(0)
    await call
    with collected.tracer_provider.get_tracer("test").start_as_current_span("later"):
        await clickup.user.get()
    assert collected.below(collected.span("later")) == []


def test_without_it_nothing_is_imported() -> None:
    script = """
import sys
from agent_connectors.clickup import ClickupApiConnector
ClickupApiConnector.sandbox().execute_sync("user", "get")
sys.exit(str([name for name in sys.modules if name.startswith("opentelemetry")] or 0))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() in {"", "0"}


def test_what_is_missing_is_named_by_its_extra() -> None:
    script = """
from importlib.machinery import PathFinder
found = PathFinder.find_spec
def without(name, path=None, target=None):
    return None if name == "opentelemetry" else found(name, path, target)
PathFinder.find_spec = without
try:
    import agent_connectors.telemetry
except ModuleNotFoundError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert 'pip install "agent-connectors[telemetry]"' in done.stdout, done.stderr
