"""What `tasks.create_many` calls certain: never another's task, never one that was there before."""

import itertools
from collections import Counter
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.composite import lost as looking
from agent_connectors.clickup.sandbox import Sandbox
from tests.virtual import CLOCK, on_a_virtual_clock

NAME = "Follow up"


class Ledger:
    """A sandbox that is asked by others in the same moment, and whose answers get lost.

    Args:
        lose: Which of the POSTs, by their number, get no answer.
        done: Whether they are carried out all the same.
        meanwhile: Makes tasks of others when a POST gets lost.
    """

    def __init__(self, lose: set[int], *, done: bool, others: int) -> None:
        self.sandbox = Sandbox(tasks=5, rate_limit=None, latency=0.01, clock=CLOCK.time)
        self.lose, self.done, self.others = lose, done, others
        self.posts = 0
        self.ours: set[str] = set()
        self.list_id = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] != "POST":
            await self.sandbox(scope, receive, send)
            return
        self.posts += 1
        lost = self.posts in self.lose
        answer: list[Any] = []

        async def keep(message: Any) -> None:
            answer.append(message)

        if not lost or self.done:
            await self.sandbox(scope, receive, keep)
        if lost:
            await self.interfere()
            raise ConnectionResetError
        for message in answer:
            await send(message)

    async def interfere(self) -> None:
        """Somebody else makes tasks of the same name."""
        if self.others:
            other = ClickupApiConnector.sandbox(self.sandbox)
            for number in range(self.others):
                await other.tasks.create(self.list_id, NAME, description=f"Theirs {number}")


async def names(connector: ClickupApiConnector, list_id: str) -> list[dict[str, Any]]:
    params = {"list_id": list_id, "include_closed": True}
    found = [task async for task in connector.iterate("tasks", "list", params)]
    return [task for task in found if task["name"] == NAME]


@pytest.mark.parametrize("skew", [-86_400.0, -2.0, 0.0, 2.0, 86_400.0])
@on_a_virtual_clock
async def test_nothing_is_claimed_that_is_not_certain(
    skew: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    skewed = type("Skewed", (), {"time": lambda: CLOCK.time() + skew})
    monkeypatch.setattr(looking, "time", skewed)
    claimed = 0
    for confirmed, older, others, done in itertools.product((0, 2), (0, 3), (0, 1, 3), (1, 0)):
        ledger = Ledger({confirmed + 1}, done=bool(done), others=others)
        setup = ClickupApiConnector.sandbox(ledger.sandbox)
        space = (await setup.execute("spaces", "list")).data[0]
        lists = (await setup.execute("lists", "list", {"space_id": space["id"]})).data
        ledger.list_id = str(lists[0]["id"])
        for _ in range(older):
            await setup.tasks.create(ledger.list_id, NAME)
        before = {task["id"] for task in await names(setup, ledger.list_id)}
        connector = ClickupApiConnector.sandbox(ledger, timeout=2)
        params = {
            "list_id": ledger.list_id,
            "tasks": [{"name": NAME}] * (confirmed + 1),
            "at_once": 1,
        }
        result = await connector.execute("tasks", "create_many", params)
        made = [task for task in await names(setup, ledger.list_id) if task["id"] not in before]
        ours = {t["id"] for t in made if not (t.get("description") or "").startswith("Theirs")}
        told = [o["id"] for o in result.data if o["outcome"] == "created"]
        assert Counter(told).most_common(1) == [] or max(Counter(told).values()) == 1
        assert set(told) <= ours, (confirmed, older, others, done)
        assert len(ours) == confirmed + done, "nothing is doubled"
        (last,) = (o for o in result.data if o["index"] == confirmed)
        assert last["outcome"] == ("created" if confirmed and done else "unknown")
        if last["outcome"] == "unknown":
            assert bool(last.get("candidates")) is bool(done or others)
        claimed += last["outcome"] == "created"
    assert claimed == 6
