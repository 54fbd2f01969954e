"""Serves a recorded answer to the connector, over a socket; a sandbox answers all else."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import Any

import httpx

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.result import ExecuteResult
from tests.clickup.differences import UNDOCUMENTED
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker
from tests.facts.reading import described, endpoint_of, nameless, recorded_answer, recordings
from tests.loopback import Loopback, Received, Reply

__all__ = ["carried_out", "operations_of", "routes"]

_TOKEN = "pk_10000001_RECORDED"


def routes() -> Iterator[tuple[Operation, Endpoint]]:
    """Every operation with each of its endpoints that ClickUp describes."""
    for operation in ClickupApiConnector.operations:
        for endpoint in operation.endpoints:
            if described_as(endpoint) not in UNDOCUMENTED:
                yield operation, endpoint


def described_as(endpoint: Endpoint) -> str:
    """The endpoint as ClickUp describes it, where ours may have a word for a placeholder."""
    ours = f"{endpoint.method} {nameless(endpoint.path)}"
    if ours in described() or ours in UNDOCUMENTED:
        return ours
    filled = ours.replace("{}", "id")
    fits = (known for known in described() if re.fullmatch(known.replace("{}", r"[\w-]+"), filled))
    return next(fits)


def operations_of(name: str) -> list[tuple[Operation, Endpoint]]:
    """The operations that ask for what a recording answers."""
    wanted = endpoint_of(recordings()[name])
    return [(op, endpoint) for op, endpoint in routes() if described_as(endpoint) == wanted]


@contextmanager
def serving(sandbox: Sandbox, name: str, endpoint: Endpoint) -> Iterator[str]:
    """An address that gives the recorded answer where it fits, and else that of a sandbox."""
    exchange = recordings()[name]
    path = re.compile(exchange["path"].replace("{}", "[^/]+"))

    async def forward(request: Received) -> httpx.Response:
        transport = httpx.ASGITransport(app=sandbox)
        kept = ("authorization", "content-type")
        headers: dict[str, str] = {k: v for k, v in request.headers.items() if k in kept}
        async with httpx.AsyncClient(transport=transport, base_url="https://clickup") as http:
            return await http.request(
                request.method, request.target, content=request.body, headers=headers
            )

    def answer(request: Received) -> Reply:
        if request.method == exchange["method"] and path.fullmatch(request.path):
            told = _about(recorded_answer(exchange), *_asked(endpoint, request.path))
            body = b"" if exchange["status"] == 204 else json.dumps(told)
            raw = body if isinstance(body, bytes) else body.encode()
            return Reply(raw, status=exchange["status"])
        with ThreadPoolExecutor(1) as pool:  # the server's own loop is at work
            passed_on = pool.submit(lambda: asyncio.run(forward(request))).result()
        return Reply(passed_on.content, status=passed_on.status_code)

    server = Loopback()
    server.handler = answer
    try:
        yield server.url
    finally:
        server.close()


def _asked(endpoint: Endpoint, path: str) -> tuple[dict[str, str], str | None]:
    """The ids in a path, and that of the object that is read or changed."""
    found = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", endpoint.path), path)
    asked = found.groupdict() if found else {}
    last = endpoint.names[-1] if endpoint.names else ""
    own = endpoint.method in {"GET", "PUT"} and endpoint.path.endswith(f"{{{last}}}")
    return asked, asked.get(last) if own and last else None


def _about(answer: Any, asked: Mapping[str, str], own: str | None) -> Any:
    """The answer with the ids that were asked for, where the recording was asked for others.

    Args:
        answer: The recorded answer, or a part of it.
        asked: The ids in the path, by the names of their parameters.
        own: The id of the object itself, if that is the one at the end of the path.
    """
    if isinstance(answer, list):
        return [_about(each, asked, own) for each in answer]
    if not isinstance(answer, dict):
        return answer
    if "id" not in answer and len(answer) == 1:
        told = {key: _about(value, asked, own) for key, value in answer.items()}
    else:
        told = _named(answer, own) if own is not None else dict(answer)
    for name, value in asked.items():
        for key in (name, f"new_{name}"):
            if isinstance(told.get(key), str | int):
                told[key] = type(told[key])(value)
        thing = name.removesuffix("_id")
        if isinstance(told.get(thing), dict):
            told[thing] = _named(told[thing], value)
    return told


def _named(thing: dict[str, Any], identifier: str) -> dict[str, Any]:
    return {**thing, "id": type(thing["id"])(identifier)} if "id" in thing else thing


async def carried_out(
    name: str, operation: Operation, endpoint: Endpoint
) -> tuple[ExecuteResult[Any], Any]:
    """What an operation makes of the recorded answer, in full and as a model is told it."""
    sandbox = Sandbox(60, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox, allow_destructive=True) as there:
        params = await Maker(there, sandbox).params(operation, endpoint)
    with serving(sandbox, name, endpoint) as url:
        async with ClickupApiConnector(
            ClickupApiAuthConfig(_TOKEN), base_url=url, allow_destructive=True, timeout=10.0
        ) as connector:
            result = await connector.execute(operation.entity, operation.action, params)
            await connector.hooks.before_showing(result, operation.gives)
            many = isinstance(result.data, list)
            records = result.data if many else [result.data]
            told = [connector.hooks.compact(operation.gives, r, in_list=many) for r in records]
    return result, told
