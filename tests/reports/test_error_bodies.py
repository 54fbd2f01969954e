"""What an error is, is said by its body, whatever the status that it comes with."""

from typing import Any
from urllib.parse import unquote

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
)
from agent_connectors.clickup.access.product import CLICKUP
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ApiError
from agent_connectors.engine.executor.retry import RetryPolicy
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker
from tests.facts.reading import description, recorded_answer, recordings
from tests.reports.answering import answering
from tests.reports.test_exceptions_everywhere import ROUTES, Retold, matching

CODED: dict[str, Any] = {
    "err and ECODE": {"err": "Not possible", "ECODE": "ITEM_001"},
    "error and ECODE": {"error": "Not possible", "ECODE": "OAUTH_117"},
    "ECODE alone": {"ECODE": "ITEM_001"},
    "v3": {"status": 404, "message": "Not found", "trace_id": 1, "timestamp": 1671534256138},
    "v3, refused": {"status": 403, "message": "Forbidden"},
}
"""Errors that say enough to know that nothing was carried out."""

VAGUE: dict[str, Any] = {
    "err": {"err": "Not possible"},
    "error": {"error": "Not possible"},
    "an object as error": {"error": {"message": "Not possible"}},
    "errors": {"errors": ["Not possible"]},
    "errors as objects": {"errors": [{"message": "Not possible"}]},
    "success false": {"success": False},
    "success false, in words": {"success": False, "message": "Not possible"},
    "v3, failed": {"status": 500, "message": "Internal"},
}

BODIES = CODED | VAGUE
SHARES = 4


class Ground:
    """A sandbox that answers to one operation as it is told."""

    def __init__(self) -> None:
        sandbox = Sandbox(tasks=20, today=NOON.date(), clock=NOON.timestamp, rate_limit=None)
        retold: Any = Retold(sandbox)
        self.retold = retold
        self.clickup = ClickupApiConnector.sandbox(
            retold, allow_destructive=True, timeout=20, timezone="UTC"
        )
        self.maker = Maker(self.clickup, sandbox)
        # Reads are repeated after a failure; nobody has to wait for that here.
        executor: Any = self.clickup._executor
        executor.exchange.retry = RetryPolicy(first=0.0)

    async def given(self, operation: Operation, endpoint: Endpoint) -> dict[str, Any]:
        self.retold.retell = None
        given = await self.maker.params(operation, endpoint)
        self.retold.wanted = matching(endpoint.method, endpoint.path)
        return given

    async def told(self, operation: Operation, given: dict[str, Any], body: Any) -> Any:
        """What comes of an answer: a result, or an error."""
        self.retold.retell = lambda _: body
        try:
            return await self.clickup.execute(operation.entity, operation.action, given)
        except ConnectorError as error:
            return error


@pytest.mark.parametrize("share", range(SHARES))
async def test_an_error_at_200_is_an_error_of_every_operation(share: int) -> None:
    wrong: list[Any] = []
    for operation, endpoint in ROUTES[share::SHARES]:
        ground = Ground()
        given = await ground.given(operation, endpoint)
        for name, body in BODIES.items():
            told = await ground.told(operation, given, body)
            refused = isinstance(told, ApiError)
            if operation.effect == "read" or name in CODED:
                right = refused
            else:
                right = isinstance(told, OutcomeUnknown)
            if not right:
                wrong.append((operation.name, name, told))
        await ground.clickup.aclose()
    assert not wrong


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (CODED["v3"], NotFound),
        (CODED["v3, refused"], PermissionDenied),
        ({"err": "Team not authorized", "ECODE": "OAUTH_056"}, PermissionDenied),
        ({"error": "Task not found", "ECODE": "ITEM_013"}, NotFound),
    ],
)
async def test_it_means_what_it_would_mean_with_its_own_status(
    body: Any, error: type[ApiError]
) -> None:
    connector = answering(lambda *_: (200, body))
    said = body.get("err") or body.get("error") or body["message"]
    with pytest.raises(error, match=said) as caught:
        await connector.execute("tags", "add", {"task_id": "86abc1", "tag_name": "x"})
    assert caught.value.status == 200
    assert "HTTP 200" in str(caught.value)


@pytest.mark.parametrize("name", sorted(recordings()))
def test_no_recorded_success_is_taken_for_an_error(name: str) -> None:
    exchange = recordings()[name]
    body = recorded_answer(exchange)
    if exchange["status"] < 300 and isinstance(body, dict):
        assert CLICKUP.denied(body) is None
    if exchange["status"] >= 400 and isinstance(body, dict):
        assert "err" not in body or CLICKUP.denied(body) is not None


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_no_object_of_clickups_has_the_marks_of_an_error(version: str) -> None:
    described = description(version)
    looked_at = 0
    for path, item in described["paths"].items():
        for method in item.keys() - {"parameters"}:
            for status, response in item[method].get("responses", {}).items():
                names = top_level(described, response) if status.startswith("2") else set()
                assert not {"err", "error", "errors", "ECODE", "success"} & names, (path, method)
                looked_at += bool(names)
    assert looked_at > 10


def top_level(described: Any, node: Any) -> set[str]:
    """The names of what an answer has at its top."""
    while isinstance(node, dict) and "$ref" in node:
        name = node["$ref"]
        node = described
        for key in unquote(name).removeprefix("#/").split("/"):
            node = node[key.replace("~1", "/").replace("~0", "~")]
    if not isinstance(node, dict):
        return set()
    if "content" in node:
        found = [top_level(described, c.get("schema")) for c in node["content"].values()]
        return set().union(*found)
    parts = [part for key in ("allOf", "anyOf", "oneOf") for part in node.get(key, ())]
    return set(node.get("properties", {})).union(*(top_level(described, p) for p in parts))
