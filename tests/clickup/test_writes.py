"""No write is doubled, and none is reported done when that is unknown."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    OutcomeUnknown,
    RateLimited,
    Timeouts,
)
from agent_connectors.clickup.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox, timeout=Timeouts(total=5.0, read=0.2))


def comments(sandbox: Sandbox, text: str) -> int:
    """How often a comment is really there."""
    threads = sandbox.workspace.threads.values()
    return sum(c.blocks == [{"text": text}] for thread in threads for c in thread)


KINDS: list[Any] = [500, 502, 503, "html", "empty", "garbage", "hang", "drop"]


@pytest.mark.parametrize("after", [False, True], ids=["not-done", "done"])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_comment_is_posted_once_at_most(
    sandbox: Sandbox, clickup: ClickupApiConnector, kind: Any, after: bool
) -> None:
    task_id = next(iter(sandbox.workspace.tasks))
    sandbox.fail(kind, method="POST", after=after, times=5)
    with pytest.raises(OutcomeUnknown, match="may or may not have been carried out"):
        await clickup.comments.create("once", task_id=task_id)
    assert comments(sandbox, "once") == (1 if after else 0)
    assert Counter(request.method for request in sandbox.requests)["POST"] == 1


async def test_a_refused_write_is_sent_again_when_the_window_opens(
    sandbox: Sandbox, clickup: ClickupApiConnector
) -> None:
    task_id = next(iter(sandbox.workspace.tasks))
    sandbox.fail(429, method="POST")
    await clickup.comments.create("once", task_id=task_id)
    assert comments(sandbox, "once") == 1
    assert [r.status for r in sandbox.requests] == [429, 200]


async def test_under_random_faults_nothing_is_lost_or_doubled(sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox, timeout=Timeouts(total=20.0, read=0.05))
    task_id = next(iter(sandbox.workspace.tasks))
    faults: list[Any] = [
        (500, True),
        ("drop", True),
        ("drop", False),
        ("empty", True),
        (429, False),
    ]
    for kind, after in faults:
        sandbox.fail(kind, method="POST", after=after, probability=0.08)
    for number in range(60):
        text = f"comment {number}"
        try:
            await clickup.comments.create(text, task_id=task_id)
        except OutcomeUnknown:
            assert comments(sandbox, text) <= 1
        else:
            assert comments(sandbox, text) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_reads_survive_what_passes(
    sandbox: Sandbox, clickup: ClickupApiConnector, kind: Any
) -> None:
    sandbox.fail(kind, method="GET", times=1)
    assert (await clickup.user.get()).data["id"]
    assert len(sandbox.requests) == 2


@pytest.mark.parametrize("kind", KINDS)
async def test_what_does_not_pass_is_an_error_not_a_result(
    sandbox: Sandbox, clickup: ClickupApiConnector, kind: Any
) -> None:
    sandbox.fail(kind, method="GET", times=99)
    with pytest.raises(ConnectorError):
        await clickup.teams.list()


async def test_calls_stop_before_the_limit_is_met() -> None:
    sandbox = Sandbox(tasks=5, rate_limit=20)
    async with ClickupApiConnector.sandbox(sandbox, timeout=2.0) as clickup:
        results = await asyncio.gather(
            *(clickup.user.get() for _ in range(30)), return_exceptions=True
        )
    assert sum(isinstance(result, RateLimited) for result in results) == 10
    assert [request.status for request in sandbox.requests] == [200] * 20
