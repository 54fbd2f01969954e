"""The audit log: who did what, from where, with which outcome. Written in batches."""

import asyncio
import logging
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from agent_connectors.hosted.store.models import Execution

__all__ = ["Audit", "AuditUnavailable", "Entry"]

_log = logging.getLogger(__name__)

_EVERY = 0.5
_BATCH = 500
_WAITING = 50_000
"""Lines that wait for a database that is away; the oldest are given up then, and counted."""

_A_SECOND = 20
"""Refusals written down in a second: whoever floods the server must not flood the database."""

STARTED = "started"


class AuditUnavailable(Exception):
    """A line that had to be there beforehand could not be written."""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One line: an execution, a change of the server's own, a login or a refusal.

    Attributes:
        address: Where the request came from.
        objects: The ids that it named, or what was changed, as JSON.
    """

    organization_id: str
    client_id: str
    connector_id: str
    request_id: str
    operation: str
    params: str | None = None
    address: str | None = None
    objects: str | None = None
    id: str = ""
    at: int = 0
    outcome: str = STARTED
    milliseconds: int | None = None

    def __post_init__(self) -> None:
        self.id = uuid4().hex
        self.at = int(time.time() * 1000)

    def row(self) -> dict[str, Any]:
        """Itself as the table has it."""
        return {name: getattr(self, name) for name in _COLUMNS}


_COLUMNS = [column.name for column in fields(Entry)]

_Line = tuple[Entry, "asyncio.Future[None] | None"]
"""A new line, and who waits for it to be there."""


class Audit:
    """Writes the audit log.

    Args:
        engine: The database.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._new: deque[_Line] = deque()
        self._changed: deque[Entry] = deque()
        self._wake = asyncio.Event()
        self._writing = asyncio.Lock()
        self.lost = 0
        self._second, self._noted = 0, 0
        self.passed_over = 0

    def note(self, entry: Entry) -> None:
        """Writes down a refusal, some time soon; of a flood only so many a second."""
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._noted = second, 0
        if self._noted >= _A_SECOND:
            self.passed_over += 1
            return
        self._noted += 1
        self.end(entry, begun=False)

    async def begin(self, entry: Entry) -> None:
        """Writes a line before a change is made, so that it is there if this process dies.

        Raises:
            AuditUnavailable: It cannot be written; the change must not be made.
        """
        written = asyncio.get_running_loop().create_future()
        self._new.append((entry, written))
        self._wake.set()
        await written

    def end(self, entry: Entry, *, begun: bool) -> None:
        """Writes down how an execution ended, some time soon."""
        if begun:
            self._changed.append(entry)
        else:
            self._new.append((entry, None))
        self._limit()

    async def run(self) -> None:
        """Writes what there is now and then, until it is cancelled."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _EVERY)
            await self.flush()

    async def flush(self) -> None:
        """Writes what there is."""
        async with self._writing:
            self._wake.clear()
            while self._new or self._changed:
                new = [self._new.popleft() for _ in range(min(len(self._new), _BATCH))]
                changed = [self._changed.popleft() for _ in range(min(len(self._changed), _BATCH))]
                try:
                    await self._write([entry for entry, _ in new], changed)
                except Exception as error:  # whatever it is, those who wait must be told
                    _log.error(
                        "audit log: the database is away", extra={"error": type(error).__name__}
                    )
                    self._put_back(new, changed)
                    return
                for _, written in new:
                    if written is not None and not written.done():
                        written.set_result(None)

    def _put_back(self, new: list[_Line], changed: list[Entry]) -> None:
        """Keeps for the next time what could not be written; who waits for it is told."""
        for line in reversed(new):
            written = line[1]
            if written is None:
                self._new.appendleft(line)
            elif not written.done():
                written.set_exception(AuditUnavailable())
        self._changed.extendleft(reversed(changed))
        self._limit()

    def _limit(self) -> None:
        """Gives up the oldest lines where too many wait, but none that somebody waits for."""
        while len(self._changed) > _WAITING:
            self._changed.popleft()
            self.lost += 1
        while len(self._new) > _WAITING and self._new[0][1] is None:
            self._new.popleft()
            self.lost += 1

    async def _write(self, new: list[Entry], changed: list[Entry]) -> None:
        async with self._engine.begin() as connection:
            if new:
                await connection.execute(insert(Execution), [entry.row() for entry in new])
            if changed:
                change = (
                    update(Execution)
                    .where(Execution.id == bindparam("which"))
                    .values(
                        outcome=bindparam("how"),
                        milliseconds=bindparam("took"),
                        objects=bindparam("about"),
                        connector_id=bindparam("on"),
                    )
                )
                rows = [
                    {
                        "which": entry.id,
                        "how": entry.outcome,
                        "took": entry.milliseconds,
                        "about": entry.objects,
                        "on": entry.connector_id,
                    }
                    for entry in changed
                ]
                await connection.execute(change, rows)
