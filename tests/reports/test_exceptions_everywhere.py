"""Every operation, with odd values, odd answers, and faults in every step."""

import asyncio
import contextlib
import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    OutcomeUnknown,
    UnexpectedError,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.operation import Operation
from agent_connectors.engine.tools import Toolbox
from tests.reports.odd_values import ODD, example
from tests.reports.test_exceptions import INTERNALS, strict

OPERATIONS = list(ClickupApiConnector.operations)


def check_text(error: ConnectorError, about: Any) -> None:
    text = str(error)
    text.encode()
    assert len(text) <= 1500, about
    assert not INTERNALS.search(text), (about, text)


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


@pytest.mark.parametrize("odd", range(len(ODD)))
async def test_faults_n15_odd_values_for_everything_else(odd: int) -> None:
    """Entity, action, params, names of parameters, and arguments of tools."""
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
        options: Any = {"form": form}
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


NAN = float("nan")
OTHERS: list[Any] = [None, [], "text", 7, NAN, {}, [None], {"id": ["x"]}, 10**400, True, "\ud800"]


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all nodes of an answer; of a list, its first two items."""
    yield path
    if isinstance(node, dict):
        for name in node:
            yield from places(node[name], (*path, name))
    elif isinstance(node, list):
        for index in range(min(2, len(node))):
            yield from places(node[index], (*path, index))


def changed(node: Any, path: tuple[Any, ...], value: Any, *, missing: bool) -> Any:
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    if len(path) == 1 and missing:
        del copy[path[0]]
    else:
        copy[path[0]] = changed(node[path[0]], path[1:], value, missing=missing)
    return copy


class Mutating:
    """A sandbox, of whose answers the one to `METHOD path` is told otherwise."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.wanted: Any = None
        self.body: Any = None
        self.last: list[tuple[str, Any]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        start: dict[str, Any] = {}
        pieces: list[bytes] = []

        async def hold(message: Any) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                pieces.append(message.get("body", b""))

        body = self.body
        if self.wanted is None or self.wanted(scope) is False:
            await self.sandbox(scope, receive, hold)
            body = None
            if scope["method"] != "GET" or self.wanted is None:
                with contextlib.suppress(ValueError):
                    self.last.append((scope["method"], json.loads(b"".join(pieces) or b"null")))
        else:
            start = {"type": "http.response.start", "status": 200, "headers": []}
        raw = b"".join(pieces) if body is None else json.dumps(body).encode()
        headers = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": raw})
