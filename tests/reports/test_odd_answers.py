"""Every read, with something else at every place of its answer: an error of ours, or a result.

What is altered is the answer of a prepared sandbox, which has records of everything.
"""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    InvalidResponse,
    UnexpectedError,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.tools import Toolbox
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker
from tests.conformance.serving import described_as, routes
from tests.reports.answering import answering
from tests.reports.test_exceptions import strict
from tests.reports.test_exceptions_everywhere import changed, check_text, matching, places
from tests.sandbox.client import Api
from tests.sandbox.exchanges import carry_out, prepare, served

READS = [(op, endpoint) for op, endpoint in routes() if op.effect == "read"]

ABSENT = object()

ODD: dict[str, Any] = {
    "null": None,
    "a list": [],
    "a list of null": [None],
    "a list of text": ["x"],
    "an object": {},
    "an object of others": {"": {"id": ["x"]}, "\ud800": None},
    "text": "text",
    "a lone surrogate": "\ud800",
    "a number": 7,
    "a huge number": 10**400,
    "no number": float("nan"),
    "a truth": True,
    "nothing": ABSENT,
}

DEEP = 4
"""So many of them are tried, in turn, at places that are further down than a record's keys."""


class Altered:
    """A sandbox that gives one answer altered, once it is told how."""

    def __init__(self, sandbox: Sandbox, endpoint: Endpoint) -> None:
        self._sandbox = sandbox
        self._wanted = matching(endpoint.method, endpoint.path)
        self.answer: Any = ABSENT

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self.answer is ABSENT or not self._wanted(scope["method"], scope["path"]):
            await self._sandbox(scope, receive, send)
            return
        body = json.dumps(self.answer).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})


def alterations(answer: Any) -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    """Where, what, and the altered answer; of a list, its first item stands for all."""
    turn = 0
    for path in places(answer):
        if any(part != 0 for part in path if isinstance(part, int)):
            continue
        names = list(ODD)
        if sum(isinstance(part, str) for part in path) > 2:
            names = [names[(turn + step * 3) % len(names)] for step in range(DEEP)]
            turn += 1
        for name in names:
            if not (ODD[name] is ABSENT and not path):
                yield path, name, _with(answer, path, ODD[name])


def _with(answer: Any, path: tuple[Any, ...], value: Any) -> Any:
    if value is not ABSENT:
        return changed(answer, path, value)
    holder = answer
    for part in path[:-1]:
        holder = holder[part]
    copy = dict(holder) if isinstance(holder, dict) else list(holder)
    del copy[path[-1]]
    return changed(answer, path[:-1], copy)


SHARES = 8


@pytest.mark.parametrize("share", range(SHARES))
async def test_odd_answers_to_every_read(share: int) -> None:
    sandbox = Sandbox(tasks=20, today=NOON.date(), clock=NOON.timestamp, rate_limit=None)
    api = Api(sandbox)
    values = await prepare(api)
    wrong: list[Any] = []
    for operation, endpoint in READS[share::SHARES]:
        answered = await carry_out(api, served()[described_as(endpoint)], values)
        answer = _of_two(answered.json())
        altered: Any = Altered(sandbox, endpoint)
        clickup = ClickupApiConnector.sandbox(altered, timeout=20)
        (tool,) = Toolbox(clickup, operations=[operation.name]).tools
        call = await _call(operation, endpoint, clickup, sandbox, values)
        altered.answer = answer
        strict(await tool.call(call))
        for path, name, odd in alterations(answer):
            altered.answer = odd
            about = (operation.name, path, name)
            try:
                told = strict(await tool.call(call))
            except ConnectorError as error:
                check_text(error, about)
                if isinstance(error, UnexpectedError):
                    wrong.append((about, str(error)))
                continue
            if complaint := _lost(operation, path, odd, told):
                wrong.append((about, complaint, told))
        await clickup.aclose()
    assert not wrong, "\n".join(map(str, wrong[:40]))


def _of_two(node: Any) -> Any:
    """An answer with no more than two of everything that it lists."""
    if isinstance(node, dict):
        return {name: _of_two(value) for name, value in node.items()}
    return [_of_two(item) for item in node[:2]] if isinstance(node, list) else node


def _lost(operation: Operation, path: tuple[Any, ...], odd: Any, told: Any) -> str | None:
    """What a result leaves out without saying so."""
    key = operation.answer.key
    root = () if key is None else (key,)
    body = odd if key is None else odd.get(key) if isinstance(odd, dict) else None
    if operation.answer.many:
        if path in ((), root):
            return None if isinstance(body, list) else "this is no list"
        held = len(body) if isinstance(body, list) else 0
        if path[: len(root)] == root and len(told["data"]) != held:
            return f"{held} records were sent"
        return None
    if path in ((), root) and not isinstance(body, dict | list) and told["data"]:
        return "this is no object"
    return None


async def _call(
    operation: Operation,
    endpoint: Endpoint,
    clickup: ClickupApiConnector,
    sandbox: Sandbox,
    values: dict[str, str],
) -> dict[str, Any]:
    given = await Maker(clickup, sandbox).params(operation, endpoint)
    values = {"time_entry_id": values["timer_id"], **values}
    given |= {name: values[name] for name in given if name in values}
    return {"entity": operation.entity, "action": operation.action, "params": given}


ODD_MARKS = [[None], ["x"], {}, {"a": 1}, 7, 10**400, float("nan"), True, False]


@pytest.mark.parametrize("mark", [m for m in ODD_MARKS if str(m) != "nan"], ids=str)
async def test_a_cursor_that_is_no_text_ends_no_list(mark: Any) -> None:
    """Neither is the list told as complete, nor is what cannot be sent given as `meta.next`."""
    body = {"data": [{"id": "1", "name": "n"}], "next_cursor": mark}
    clickup = answering(lambda _, __: (200, body))
    with pytest.raises(InvalidResponse, match="next_cursor"):
        await clickup.execute("chat_channels", "list", {"workspace_id": "9015482310"})


def _sent(body: Any, *_: str) -> Any:
    return 200, body


@pytest.mark.parametrize("mark", [*(m for m in ODD_MARKS if m is not True), "false", None], ids=str)
async def test_what_is_no_truth_does_not_make_a_page_the_last(mark: Any) -> None:
    """A full page goes on then, and one that is not full does not."""
    for count, more in ((100, True), (3, mark is False)):
        body = {"tasks": [{"id": f"t{n}", "name": "n"} for n in range(count)], "last_page": mark}
        clickup = answering(partial(_sent, body))
        result = await clickup.execute("tasks", "list", {"list_id": "901520401700", "page": 0})
        assert result.meta.has_more is more, (mark, count)


@pytest.mark.parametrize(
    "last", [None, 7, [], {}, {"id": "1"}, {"date": "1"}, {"id": [], "date": 1}]
)
async def test_a_full_page_whose_last_record_names_no_position(last: Any) -> None:
    """The next page begins after the last one that names one; where none does, nothing is clear."""
    comments = [{"id": str(n), "date": "1767225600000", "comment_text": "x"} for n in range(24)]
    clickup = answering(lambda _, __: (200, {"comments": [*comments, last]}))
    found = await clickup.execute("comments", "list", {"task_id": "86c7k214o"})
    assert found.meta.has_more
    assert found.meta.next is not None
    assert found.meta.next["start_id"] == "23"
    clickup = answering(lambda _, __: (200, {"comments": [last] * 25}))
    with pytest.raises(InvalidResponse):
        await clickup.execute("comments", "list", {"task_id": "86c7k214o"})
