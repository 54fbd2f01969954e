"""Every operation, with odd values, odd answers, and faults in every step."""

import asyncio
import contextlib
import itertools
import json
import logging
import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    OutcomeUnknown,
    UnexpectedError,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.observers import Observer, observe
from agent_connectors.engine.tools import Toolbox
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker
from tests.reports.odd_values import ODD, example
from tests.reports.test_exceptions import INTERNALS, strict

_MISSING = object()

OPERATIONS = list(ClickupApiConnector.operations)


def check_text(error: ConnectorError, about: Any) -> None:
    text = str(error)
    text.encode()
    assert len(text) <= 1500, about
    assert not INTERNALS.search(text), (about, text)


@pytest.fixture
def watched(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Somebody observes the calls, and logs all of them."""
    caplog.set_level(logging.DEBUG)
    with observe(Observer()):
        yield


@pytest.mark.usefixtures("watched")
async def test_faults_n15_odd_values_for_every_parameter() -> None:
    """Each parameter of each operation gets odd values in turn; nothing foreign comes out."""
    clickup = ClickupApiConnector.sandbox(rate_limit=None, allow_destructive=True, timeout=20)
    odd = itertools.cycle(ODD)
    unexpected = []
    for operation in OPERATIONS:
        given = example(operation.schema, operation.schema)
        for name in operation.parameters:
            for _ in range(4):
                value = next(odd)
                about = (operation.name, name, type(value).__name__)
                try:
                    call = clickup.execute(
                        operation.entity, operation.action, {**given, name: value}
                    )
                    await asyncio.wait_for(call, 30)
                except ConnectorError as error:
                    check_text(error, about)
                    if isinstance(error, UnexpectedError):
                        unexpected.append((about, str(error)))
    assert not unexpected, "\n".join(f"{a}: {t[:250]}" for a, t in unexpected)
    await clickup.aclose()


@pytest.mark.parametrize("is_watched", [False, True])
@pytest.mark.parametrize("odd", range(len(ODD)))
async def test_faults_n15_odd_values_for_everything_else(
    odd: int, is_watched: bool, request: pytest.FixtureRequest
) -> None:
    """Entity, action, params, names of parameters, and arguments of tools."""
    if is_watched:
        request.getfixturevalue("watched")
    value = ODD[odd]
    clickup = ClickupApiConnector.sandbox(rate_limit=None, tasks=3)
    execute: Any = clickup.execute
    calls: list[tuple[Any, ...]] = [
        (value, "list"), ("tasks", value), ("tasks", "get", value), (value, value, value),
        ("tasks", "describe", {"action": value}),
    ]  # fmt: skip
    with contextlib.suppress(TypeError):  # it cannot be a key
        calls.append(("tasks", "get", {value: value}))
    for call in calls:
        try:
            await execute(*call)
        except ConnectorError as error:
            check_text(error, call[:2] if odd < 8 else odd)
    iterate: Any = clickup.iterate
    with contextlib.suppress(ConnectorError):
        async for _ in iterate("tasks", "list", value):
            pass
    for form in ("execute", "search", "operations"):
        options: Any = {"form": form, "max_tools": None}
        tool = Toolbox(clickup, **options).tools[0]
        for arguments in (
            {"entity": value, "action": "get"},
            {"entity": "tasks", "action": "search", "params": value},
            {"entity": "tasks", "action": "search", "detail": value, "params": {"fields": value}},
            {"query": value},
        ):
            for call_ in (tool.call(arguments), _operation_of(tool, arguments)):
                try:
                    await call_
                except ConnectorError as error:
                    check_text(error, odd)


async def _operation_of(tool: Any, arguments: Any) -> Any:
    return tool.operation(arguments)


OTHERS: list[Any] = [
    None, [], "text", 7, float("nan"), {}, [None], {"id": ["x"]}, 10**400, True, "\ud800",
    _MISSING,
]  # fmt: skip


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all nodes of an answer; of a list, its first two items."""
    yield path
    if isinstance(node, dict):
        for name in node:
            yield from places(node[name], (*path, name))
    elif isinstance(node, list):
        for index in range(min(2, len(node))):
            yield from places(node[index], (*path, index))


def changed(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    """An answer with something else at one place."""
    if not path:
        return None if value is _MISSING else value
    copy = dict(node) if isinstance(node, dict) else list(node)
    if len(path) == 1 and value is _MISSING:
        del copy[path[0]]
    else:
        copy[path[0]] = changed(node[path[0]], path[1:], value)
    return copy


class Retold:
    """A sandbox that answers some requests with something else, and does not carry them out."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.wanted: Callable[[str, str], bool] = lambda *_: False
        self.retell: Callable[[Any], Any] | None = None
        self.told: Any = None
        self.writes = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        method, path = scope["method"], scope["path"]
        self.writes += method != "GET"
        if self.retell is None or not self.wanted(method, path):
            await self._pass_on(scope, receive, send, self.wanted(method, path))
            return
        body = json.dumps(self.retell(self.told)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def _pass_on(self, scope: Any, receive: Any, send: Any, remember: bool) -> None:
        pieces: list[bytes] = []

        async def watch(message: Any) -> None:
            pieces.append(message.get("body", b""))
            await send(message)

        await self.sandbox(scope, receive, watch)
        if remember:
            self.told = json.loads(b"".join(pieces) or b"null")


def matching(method: str, template: str) -> Callable[[str, str], bool]:
    pattern = re.compile(re.sub(r"{\w+}", "[^/]+", template))
    return lambda m, path: m == method and pattern.fullmatch(path) is not None


ROUTES = [(op, endpoint) for op in OPERATIONS for endpoint in op.endpoints]
SHARES = 6


@pytest.mark.parametrize("share", range(SHARES))
async def test_faults_n15_odd_answers_to_every_operation(share: int) -> None:
    """Every node of every answer may be anything: a result or an error of ours, never "again"."""
    wrong: list[Any] = []
    for number, (operation, endpoint) in list(enumerate(ROUTES))[share::SHARES]:
        sandbox = Sandbox(tasks=20, today=NOON.date(), clock=NOON.timestamp, rate_limit=None)
        retold: Any = Retold(sandbox)
        clickup = ClickupApiConnector.sandbox(retold, allow_destructive=True, timeout=20)
        given = await Maker(clickup, sandbox).params(operation, endpoint)
        retold.wanted = matching(endpoint.method, endpoint.path)
        (tool,) = Toolbox(clickup, operations=[operation.name]).tools
        call = {"entity": operation.entity, "action": operation.action, "params": given}
        await tool.call(call)
        chance = random.Random(number)
        cases = [(path, other) for path in places(retold.told) for other in OTHERS]
        for path, other in chance.sample(cases, min(len(cases), 20)):
            retold.retell = partial(changed, path=path, value=other)
            writes = retold.writes
            try:
                strict(await tool.call(call))
            except ConnectorError as error:
                check_text(error, (operation.name, path, other))
                again = re.search("try again later|[Mm]end|[Ff]ix|call again", str(error))
                unsure = isinstance(error, OutcomeUnknown) and not again
                if operation.effect != "read" and retold.writes > writes and not unsure:
                    wrong.append((operation.name, path, other, str(error)))
        await clickup.aclose()
    assert not wrong


NAMED: list[tuple[str, str, dict[str, Any]]] = [
    ("tasks", "create", {"list_id": "Website", "name": "n", "assignees": ["Jonas"]}),
    ("tasks", "create", {"list_id": "Website", "name": "n", "custom_fields": {"Budget": 5}}),
    ("tasks", "update", {"task_id": "abc", "due_date": "tomorrow 9am"}),
    ("tasks", "search", {"space_ids": ["Engineering"], "statuses": ["x"]}),
    ("comments", "create", {"task_id": "abc", "markdown": "@[Jonas Weber] hi"}),
    ("custom_fields", "set", {"task_id": "abc", "field_id": "Budget", "value": 5}),
]


async def test_faults_n15_odd_answers_to_what_is_looked_up() -> None:
    """A write whose names cannot be looked up is not sent, or sent rightly; nothing foreign."""
    sandbox = Sandbox(tasks=20, rate_limit=None)
    for number, (entity, action, params) in enumerate(NAMED):
        retold: Any = Retold(sandbox)
        retold.wanted = lambda method, _: method == "GET"
        chance = random.Random(number)
        for _ in range(60):
            retold.retell = lambda _, c=chance: c.choice(
                [
                    None, [], 7, {}, {"teams": [None]},
                    {"teams": [{"id": 1, "members": [None, 3]}]},
                    {"teams": [{"id": "9", "name": None, "members": [{"user": None}]}]},
                    {"spaces": 7}, {"spaces": [None, {"id": []}]}, {"lists": [{"name": 5}]},
                    {"folders": None}, {"fields": [1, None]}, {"user": {"timezone": 7}},
                ]
            )  # fmt: skip
            clickup = ClickupApiConnector.sandbox(retold, timeout=20)
            try:
                await clickup.execute(entity, action, params)
            except ConnectorError as error:
                check_text(error, (entity, action))
            await clickup.aclose()
