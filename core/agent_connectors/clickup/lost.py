"""Looks for tasks whose making was not confirmed, because the answer got lost."""

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from agent_connectors.engine.errors import ConnectorError

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

__all__ = ["Attempt", "find_lost"]

_PAUSE = 1.0
"""Seconds until ClickUp may be expected to show what it was still busy with."""

_SLACK = 5
"""Milliseconds allowed for beyond what the comparison of the two clocks has shown."""

_BLIND = 120_000
"""Milliseconds by which the clocks may be off if they could not be compared."""


class Attempt:
    """When a task was sent, and when ClickUp says that it was made.

    Attributes:
        began: Milliseconds since 1970, by our clock.
        ended: The same for the answer, or the lack of one.
        made: Milliseconds since 1970, by ClickUp's clock; None if it did not say.
    """

    __slots__ = ("began", "ended", "made")

    def __init__(self, began: int) -> None:
        self.began = began
        self.ended = began
        self.made: int | None = None

    @classmethod
    def begin(cls) -> Self:
        """An attempt that begins now."""
        return cls(round(time.time() * 1000))

    def end(self, made: Any) -> None:
        """Takes note of the end.

        Args:
            made: When ClickUp says that the task was made, if it does.
        """
        self.ended = round(time.time() * 1000)
        if made is not None and str(made).isdigit():
            self.made = int(made)


async def find_lost(
    connector: "Connector",
    list_id: str,
    wanted: Mapping[int, str],
    attempts: Mapping[int, Attempt],
    made: set[str],
) -> dict[int, Mapping[str, Any]]:
    """The tasks that were made although no answer came.

    A task counts as one of them if it was made in the list while the request was under way,
    has its name, and is not one that was confirmed. The list is looked at twice, with a pause.

    Args:
        connector: Asks ClickUp.
        list_id: The list, by id.
        wanted: The names of the tasks by their index.
        attempts: When each was sent.
        made: The ids of the tasks that were confirmed.
    """
    ahead = _compare_clocks(attempts)
    found: dict[int, Mapping[str, Any]] = {}
    taken = set(made)
    for look in range(2):
        if look:
            await asyncio.sleep(_PAUSE)
        missing = sorted(set(wanted) - set(found), key=lambda index: attempts[index].began)
        if not missing:
            break
        for since, until, indices in _windows(missing, attempts, ahead):
            try:
                tasks = await _made_between(connector, list_id, since, until)
            except ConnectorError:
                continue  # what cannot be looked up stays unknown
            for index in indices:
                match = next(
                    (t for t in tasks if t["name"] == wanted[index] and t["id"] not in taken),
                    None,
                )
                if match is not None:
                    found[index] = match
                    taken.add(match["id"])
    return found


def _compare_clocks(attempts: Mapping[int, Attempt]) -> tuple[int, int]:
    """How far ClickUp's clock is ahead of ours, in milliseconds, at least and at most.

    Each task was made between its sending and its answer, which leaves a span for the
    difference of the clocks; all tasks together leave what their spans have in common.
    """
    known = [(a.made - a.ended, a.made - a.began) for a in attempts.values() if a.made is not None]
    if not known:
        return -_BLIND, _BLIND
    least, most = max(low for low, _ in known), min(high for _, high in known)
    if least > most:  # a clock was set meanwhile
        least, most = min(low for low, _ in known), max(high for _, high in known)
    return least - _SLACK, most + _SLACK


def _windows(
    missing: list[int], attempts: Mapping[int, Attempt], ahead: tuple[int, int]
) -> list[tuple[int, int, list[int]]]:
    """The spans of time to look at; attempts that overlap share one."""
    windows: list[tuple[int, int, list[int]]] = []
    for index in missing:
        attempt = attempts[index]
        since, until = attempt.began + ahead[0], attempt.ended + ahead[1]
        if windows and since <= windows[-1][1]:
            start, end, indices = windows.pop()
            windows.append((start, max(end, until), [*indices, index]))
        else:
            windows.append((since, until, [index]))
    return windows


async def _made_between(
    connector: "Connector", list_id: str, since: int, until: int
) -> list[Mapping[str, Any]]:
    params = {
        "list_id": list_id,
        "date_created_gt": since,
        "date_created_lt": until,
        "subtasks": True,
        "include_closed": True,
    }
    return [task async for task in connector.iterate("tasks", "list", params)]
