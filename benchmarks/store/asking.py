"""Puts 47 questions to ClickUp page by page, to the store, and to the Airbyte connector."""

import asyncio
import math
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from agent_connectors.clickup.sandbox.limits import RateLimit
from benchmarks.questions.chat import CannotAnswer, Chat
from benchmarks.questions.ours import Ours
from benchmarks.questions.question import ZONES, Fact
from benchmarks.questions.run import QUESTIONS as KNOWN
from benchmarks.questions.serve import NOW, TASKS, served
from benchmarks.questions.state import State
from benchmarks.questions.theirs import Theirs
from benchmarks.store import known
from benchmarks.store.agents import StoreTool, ask, rows
from benchmarks.store.analytical import QUESTIONS, Analytical
from benchmarks.store.clock import ClickUp, Clock, runner
from benchmarks.store.world import World

__all__ = ["SIDES", "Outcome", "Put", "put_all"]

SIDES = ("live", "store", "Airbyte's")

_LATENCY, _LIMIT = 0.3, 100

_WRITES = (12, 13)

_CLOSE = 0.006
"""How far two numbers may be from each other, which are rounded on their way."""


@dataclass
class Outcome:
    """How it went with one side.

    Attributes:
        tokens: What a model reads and writes, the definitions of the tools with it.
        calls: Of the tool.
        requests: To ClickUp.
        seconds: How long the calls took together.
        right: Whether the right answer can be given from what came back.
        reason: Why not.
    """

    tokens: int = 0
    calls: int = 0
    requests: int = 0
    seconds: float = 0.0
    right: bool = False
    reason: str = ""


@dataclass
class Put:
    """A question, and what came of it.

    Attributes:
        number: From 1; those of the Airbyte connector's README come first.
        asked: As it was asked.
        outcomes: By side.
    """

    number: int
    asked: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)


class Asking:
    """The agents, over one served workspace, on one clock.

    Args:
        url: Where it is served.
        loop: What runs the agents.
        clock: Theirs.
        file: Of the store.
        theirs: The Airbyte connector's tool; None to leave it out.
        world: What is true in it.
    """

    def __init__(
        self,
        url: str,
        loop: asyncio.Runner,
        clock: Clock,
        file: Path,
        theirs: Theirs | None,
        world: World,
    ) -> None:
        self._loop, self._clock, self._theirs = loop, clock, theirs
        self._clickup = ClickUp(clock, latency=_LATENCY, limit=_LIMIT)
        self._client = httpx.AsyncClient(transport=self._clickup, timeout=60)
        self.state, self._world = State(url), world
        self._live = Ours(url, loop, clock.monotonic, lambda: self._client)
        self._connector = ClickupApiConnector(
            ClickupApiAuthConfig("pk_q"), base_url=url, http_client=self._client, store=file
        )
        self._store = StoreTool(self._connector, self._live.definition, loop)
        self._read: dict[Any, Outcome] = {}

    def sync(self) -> tuple[int, float]:
        """Fills the store; gives the requests and the minutes that it took."""
        report = self._loop.run(self._connector.store.sync())
        return report.requests, self._clock.passed / 60

    def put_known(self, number: int, *, live: bool = True) -> Put:
        """One of the 27 questions."""
        question = KNOWN[number]
        given = question.given(self.state)
        put = Put(number, question.asked.format_map(given))

        def facts(of: Callable[[State], list[Fact]]) -> Callable[[Chat], bool]:
            return lambda chat: all(fact.is_in("\n".join(chat.results)) for fact in of(self.state))

        def from_store(chat: Chat) -> bool:
            for line in known.SQL[number](given).split("\n"):
                ask(chat, line, self._store.schema)
            return facts(known.FACTS.get(number, question.facts))(chat)

        def by(path: Callable[..., object]) -> Callable[[Chat], bool]:
            def answer(chat: Chat) -> bool:
                question.prepare(self.state)
                path(chat, given)
                return facts(question.facts)(chat)

            return answer

        if live:
            put.outcomes["live"] = self._with(self._live, put.asked, by(question.ours))
        if number in known.SQL:
            put.outcomes["store"] = self._with(self._store, put.asked, from_store)
        else:
            put.outcomes["store"] = self._with(self._live, put.asked, by(question.ours))
            put.outcomes["store"].reason = "asked live"
        if self._theirs is not None:
            put.outcomes["Airbyte's"] = self._airbyte(put.asked, by(question.theirs))
        return put

    def put_analytical(self, number: int, question: Analytical, *, live: bool = True) -> Put:
        """One of the 20 others."""
        put = Put(number, question.asked)
        right = question.truth(self._world)

        def from_store(chat: Chat) -> bool:
            return same(rows(ask(chat, question.sql, self._store.schema)), right)

        if live:
            put.outcomes["live"] = self._with(self._live, question.asked, self._reading(question))
        put.outcomes["store"] = self._with(self._store, question.asked, from_store)
        if self._theirs is not None:
            put.outcomes["Airbyte's"] = self._theirs_reading(question)
        return put

    def _reading(self, question: Analytical) -> Callable[[Chat], bool]:
        """A live agent reads all of the lists, and is taken to count without a mistake."""

        def answer(chat: Chat) -> bool:
            if not question.reads:
                count = len(self._world.tasks)
                raise CannotAnswer(f"Comments take a call for each of {count:,} tasks.")
            for entity, action, params in question.reads:
                chat.records(entity, action, **params)
            return True

        return answer

    def _theirs_reading(self, question: Analytical) -> Outcome:
        """All tasks, span by span, as the tool's limit allows; once for all the questions."""
        if not question.reads:
            return self._airbyte(question.asked, self._reading(question))
        kinds = tuple(entity for entity, _, _ in question.reads)
        if kinds not in self._read:
            self._read[kinds] = self._airbyte(question.asked, lambda chat: self._spans(chat, kinds))
        return self._read[kinds]

    def _spans(self, chat: Chat, kinds: Sequence[str]) -> bool:
        team = chat.call("teams", "list")["data"][0]
        if "time_tracking" in kinds:
            people = ",".join(str(member["user"]["id"]) for member in team["members"])
            now = int(NOW.timestamp() * 1000)
            week = 7 * 86_400_000
            for start in range(now - 9 * week, now, week):
                span = {"start_date": start, "end_date": start + week}
                chat.call("time_tracking", "list", team_id=team["id"], assignee=people, **span)
        if "tasks" in kinds:
            for after, before in self.state.windows(self.state.tasks):
                span = {"date_created_gt": after, "date_created_lt": before}
                chat.call("tasks", "api_search", team_id=team["id"], **span)
        return True

    def _with(self, tool: Any, asked: str, answer: Callable[[Chat], bool]) -> Outcome:
        self._clock.passed += 120  # nothing of the minute before counts
        if tool is self._live:
            self._live.renew()
        before = self._clickup.requests
        outcome = self._ask(Chat(tool, asked), answer)
        outcome.requests = self._clickup.requests - before
        return outcome

    def _airbyte(self, asked: str, answer: Callable[[Chat], bool]) -> Outcome:
        assert self._theirs is not None
        self._theirs.renew()
        outcome = self._ask(Chat(self._theirs, asked), answer)
        outcome.requests = outcome.calls
        outcome.seconds = lasting(outcome.requests)
        return outcome

    def _ask(self, chat: Chat, answer: Callable[[Chat], bool]) -> Outcome:
        outcome = Outcome()
        try:
            outcome.right = answer(chat)
        except CannotAnswer as problem:
            outcome.reason = str(problem).partition("Preview:")[0].strip()
        outcome.tokens, outcome.calls, outcome.seconds = chat.tokens(), chat.calls, chat.seconds
        return outcome

    async def aclose(self) -> None:
        """Closes what is open."""
        self.state.close()
        await self._connector.aclose()
        await self._client.aclose()


def put_all(
    told: Callable[[Put], None],
    only: Sequence[int] = (),
    *,
    live: Sequence[int] | None = None,
    airbyte: bool = True,
    tasks: int = TASKS,
) -> tuple[list[Put], int, float]:
    """Puts the questions; gives what came of them, and the requests and minutes of the sync.

    Args:
        told: Is told of each.
        only: The numbers of the questions to put; all of them if not given.
        live: The numbers of those to ask page by page, too; all of them if not given.
        airbyte: Whether the Airbyte connector takes part.
        tasks: How large the workspace is.
    """
    clock = Clock(NOW.timestamp())
    with (
        served(tasks) as url,
        tempfile.TemporaryDirectory() as folder,
        Theirs(url) if airbyte else nullcontext() as theirs,
        runner(clock) as loop,
    ):
        asking = Asking(url, loop, clock, Path(folder) / "clickup.db", theirs, World(tasks))
        ZONES[1:] = [ZoneInfo(asking.state.get("/v2/user")["user"]["timezone"])]
        requests, minutes = asking.sync()
        found = []
        # What writes comes last: the others are about one and the same workspace.
        for number in sorted(
            only or range(1, 28 + len(QUESTIONS)), key=lambda one: (one in _WRITES, one)
        ):
            if number in KNOWN:
                put = asking.put_known(number, live=live is None or number in live)
            else:
                question = QUESTIONS[number - 28]
                put = asking.put_analytical(number, question, live=live is None or number in live)
            told(put)
            found.append(put)
        loop.run(asking.aclose())
        return found, requests, minutes


def lasting(requests: int) -> float:
    """Seconds that requests take one after another."""
    clock, limit = 0.0, RateLimit(_LIMIT)
    for _ in range(requests):
        while limit.count(b"", clock).exceeded:
            clock = math.floor(clock) + 1.0
        clock += _LATENCY
    return clock


def same(found: Sequence[tuple[Any, ...]], right: Sequence[tuple[Any, ...]]) -> bool:
    """Whether two answers are the same, numbers but for their rounding."""
    if len(found) != len(right):
        return False
    pairs = zip(found, right, strict=True)
    return all(len(one) == len(other) and all(map(_alike, one, other)) for one, other in pairs)


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= _CLOSE
    return bool(one == other)
