"""Agents that write through the server, and what they were told held against what was done."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, fields
from uuid import uuid4

from sqlalchemy import text

from agent_connectors.clickup import ConnectorError, OutcomeUnknown
from agent_connectors.hosted.store.database import AWAY, open_database
from airbyte_agent_clickup_api import ClickupApiAuthConfig, ClickupApiConnector
from tests.hosted.figures.stack import Stack
from tests.hosted.figures.upstream import Ledger

__all__ = ["Agents", "Verdict", "agents"]

_PAUSE = 0.2
"""Seconds between a refusal and the next write."""

_READ_EVERY = 5

_BEGUN = {"done", "started", "cancelled", "OutcomeUnknown"}
"""What the audit log may say of a write that was carried out."""


@dataclass
class Verdict:
    """What came of the writes.

    Args:
        requests: Writes that agents asked for.
        done: Told as done.
        refused: Told as not done.
        unknown: Told as not known.
        carried_out: Writes that ClickUp carried out.
        doubled: Writes that it carried out more than once.
        false: Told as done and not carried out, or as refused and carried out; reads answered
            with something else.
        unrecorded: Carried out, and not so in the audit log.
        foreign: Exceptions that are none of the connector's.
        limited: Requests that ClickUp refused as too many (429).
        longest: Seconds of the slowest write.
    """

    requests: int = 0
    done: int = 0
    refused: int = 0
    unknown: int = 0
    carried_out: int = 0
    doubled: int = 0
    false: int = 0
    unrecorded: int = 0
    foreign: int = 0
    limited: int = 0
    longest: float = 0.0

    @property
    def is_true(self) -> bool:
        """Whether nothing was doubled, told wrongly, or left out of the audit log."""
        return not (self.doubled or self.false or self.unrecorded or self.foreign)

    def row(self) -> dict[str, float]:
        """Itself as JSON has it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class Agents:
    """Agents, each with a client of its own.

    Args:
        connectors: What they work with.
        tasks: What they write about.
    """

    def __init__(self, connectors: list[ClickupApiConnector], tasks: list[str]) -> None:
        self._connectors, self._tasks = connectors, tasks
        self.told: dict[str, str] = {}
        self.reasons: Counter[str] = Counter()
        self.wrong = 0
        self.foreign: list[str] = []
        self.longest = 0.0
        self._stop = asyncio.Event()
        self.has_done = asyncio.Event()
        self._run = uuid4().hex[:8]

    async def work(self) -> None:
        """Writes until it is told to stop, and finishes what it has begun."""
        await asyncio.gather(*(self._work(number) for number in range(len(self._connectors))))

    def stop(self) -> None:
        """Begins no more writes."""
        self._stop.set()

    async def _work(self, agent: int) -> None:
        clickup, number = self._connectors[agent], 0
        while not self._stop.is_set():
            task = self._tasks[(agent + number) % len(self._tasks)]
            if number % _READ_EVERY == 0:
                await self._read(clickup, task)
            number += 1
            words = f"{self._run} {agent} {number}"
            begun = time.monotonic()
            try:
                await clickup.comments.create(words, task_id=task)
            except ConnectorError as error:
                self.told[words] = "unknown" if isinstance(error, OutcomeUnknown) else "refused"
                self.reasons[f"{type(error).__name__}: {error}"[:160]] += 1
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), _PAUSE)
            except Exception as error:
                self.told[words] = "unknown"
                self.foreign.append(repr(error))
            else:
                self.told[words] = "done"
                self.has_done.set()
            self.longest = max(self.longest, time.monotonic() - begun)

    async def _read(self, clickup: ClickupApiConnector, task: str) -> None:
        try:
            self.wrong += (await clickup.tasks.get(task)).data["id"] != task
        except ConnectorError as error:
            self.reasons[f"read: {type(error).__name__}: {error}"[:160]] += 1
        except Exception as error:
            self.foreign.append(repr(error))

    async def verdict(self, running: Stack) -> Verdict:
        """Holds it all against what ClickUp has and what the audit log says."""
        lines = await self._lines(running)
        ledger: Ledger = await asyncio.to_thread(running.clickup.ledger)
        there = {words: n for words, n in ledger.comments.items() if words.startswith(self._run)}
        told = Counter(self.told.values())
        false = self.wrong + len(there.keys() - self.told.keys())
        for words, outcome in self.told.items():
            false += (outcome == "done") > (words in there) or (
                outcome == "refused" and words in there
            )
        return Verdict(
            requests=len(self.told),
            done=told["done"],
            refused=told["refused"],
            unknown=told["unknown"],
            carried_out=len(there),
            doubled=sum(count > 1 for count in there.values()),
            false=false,
            unrecorded=sum(lines.get(words) not in _BEGUN for words in there),
            foreign=len(self.foreign),
            limited=ledger.statuses[429],
            longest=self.longest,
        )

    async def _lines(self, running: Stack) -> dict[str, str]:
        """What the audit log says of each write, by its text."""
        await asyncio.sleep(1.5)  # lines that nobody waits for are written twice a second
        engine = open_database(running.postgres.url)
        query = "SELECT params, outcome FROM executions WHERE operation = 'comments.create'"
        try:
            for _ in range(20):
                with suppress(*AWAY):
                    async with engine.connect() as connection:
                        rows = (await connection.execute(text(query))).all()
                    return {json.loads(params)["comment_text"]: how for params, how in rows}
                await asyncio.sleep(0.5)
            raise RuntimeError("the database did not come back")
        finally:
            await engine.dispose()


@asynccontextmanager
async def agents(running: Stack, count: int) -> AsyncIterator[Agents]:
    """So many agents, who reach the replicas through the balancer."""
    url = running.balancer.url
    members = await asyncio.to_thread(running.store.members, count)
    await ClickupApiConnector.create(
        airbyte_config=members[0].auth(),
        auth_config=ClickupApiAuthConfig(f"pk_{uuid4().hex}"),
        base_url=url,
    )
    connectors = [ClickupApiConnector(one.auth(), base_url=url, timeout=60.0) for one in members]
    tasks = await asyncio.to_thread(running.clickup.tasks)
    try:
        yield Agents(connectors, tasks)
    finally:
        for connector in connectors:
            await connector.aclose()
