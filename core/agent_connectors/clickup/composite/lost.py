"""Looks for tasks whose making was not confirmed, because the answer got lost."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from agent_connectors.clickup.composite.find import directory_of
from agent_connectors.clickup.written import dropped, unasked
from agent_connectors.engine.errors import ConnectorError, InvalidResponse

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector
    from agent_connectors.engine.declare.operation import Operation

__all__ = ["Attempt", "Before", "Found", "creator", "find_lost", "is_task"]

_PAUSE = 1.0
"""Seconds until ClickUp may be expected to show what it was still busy with."""

_SLACK = 5
"""Milliseconds allowed for beyond what the comparison of the two clocks has shown."""

_ALL = {"subtasks": True, "include_closed": True}

Task = Mapping[str, Any]


class Attempt:
    """When a task was sent, and what ClickUp says of its making.

    Attributes:
        began: Milliseconds since 1970, by our clock.
        ended: The same for the answer, or the lack of one.
        made: Milliseconds since 1970, by ClickUp's clock; None if it did not say.
        creator: The id of its maker; None if ClickUp did not say.
    """

    __slots__ = ("began", "creator", "ended", "made")

    def __init__(self, began: int) -> None:
        self.began = began
        self.ended = began
        self.made: int | None = None
        self.creator: str | None = None

    @classmethod
    def begin(cls) -> Self:
        """An attempt that begins now."""
        return cls(round(time.time() * 1000))

    def end(self, made: Task | None) -> None:
        """Takes note of the end.

        Args:
            made: The task that was made, if ClickUp said so.
        """
        self.ended = round(time.time() * 1000)
        self.made = None if made is None else _made_at(made)
        self.creator = None if made is None else creator(made)


class Before(NamedTuple):
    """What a list held before the first task was sent.

    By ClickUp's own clock, so that ours may be as wrong as it likes: whatever is as old as the
    newest of these tasks was not made by this call.
    """

    newest: int
    ids: frozenset[str]
    me: str | None = None
    """Who makes the tasks: the user whose token it is, if that can be seen."""

    @classmethod
    async def of(cls, connector: "Connector", list_id: str, *, seconds: float) -> Self:
        """Looks at the newest page of the list.

        Args:
            connector: Asks ClickUp.
            list_id: The list.
            seconds: How long that may take.

        Raises:
            ConnectorError: That cannot be seen.
        """
        page = await connector.execute(
            "tasks", "list", {"list_id": list_id, **_ALL}, timeout=seconds
        )
        times = [_made_at(task) if is_task(task) else None for task in page.data]
        if None in times:
            raise InvalidResponse("A task in it does not show when it was made.")
        try:
            me = (await directory_of(connector).me()).get("id")
        except ConnectorError:
            me = None
        newest = max((at for at in times if at is not None), default=0)
        return cls(newest, _ids(page.data), None if me is None else str(me))

    def excludes(self, task: Task) -> bool:
        """Whether a task was there before, or may have been."""
        made = _made_at(task)
        return made is None or str(task["id"]) in self.ids or made < self.newest


class Found(NamedTuple):
    """What looking has shown, by the index of the item."""

    made: Mapping[int, Task]
    """Tasks that are certainly the item's."""
    candidates: Mapping[int, list[str]]
    """Ids of tasks that may be the item's, or somebody else's."""


async def find_lost(
    connector: "Connector",
    list_id: str,
    wanted: Mapping[int, Mapping[str, Any]],
    attempts: Mapping[int, Attempt],
    confirmed: set[str],
    before: Before,
) -> Found:
    """The tasks that were made although no answer came.

    A task is taken for an item's only if it was not in the list before, was made by the maker
    of the confirmed ones, while the item was under way by the clock that these tell, shows what
    was asked for and nothing else, and if there are exactly as many such tasks as items that
    they may be. The list is looked at twice, with a pause. Where nothing was confirmed, nothing
    is certain.

    Args:
        connector: Asks ClickUp.
        list_id: The list, by id.
        wanted: What was asked for, by the index of the item.
        attempts: When each was sent.
        confirmed: The ids of the tasks that were confirmed.
        before: What was in the list before.
    """
    ahead = _compare_clocks(attempts)
    makers = {a.creator for a in attempts.values() if a.made is not None}
    found = Found({}, {})
    create = connector.operations.get("tasks", "create")
    for look in range(2):
        if look:
            await asyncio.sleep(min(_PAUSE, connector.time_left / 10))
        try:
            new = [
                task
                for since, until in _windows([attempts[index] for index in wanted], ahead)
                for task in await _made_between(connector, list_id, since, until, before)
                if str(task["id"]) not in confirmed
            ]
        except (ConnectorError, TimeoutError):
            break  # what cannot be looked up, or not in time, stays unknown
        alike = {i: [t for t in new if _shows(t, asked, create)] for i, asked in wanted.items()}
        # What holds more than was asked for may be an item too, but hardly: others write as well.
        possible = {
            i: [task for task in tasks if not unasked(wanted[i], task, create)]
            for i, tasks in alike.items()
        }
        likely = {
            i: {
                str(task["id"])
                for task in tasks
                if ahead is not None
                and creator(task) in makers
                and _within(task, attempts[i], ahead)
            }
            for i, tasks in possible.items()
        }
        told = {index: sorted(_ids(tasks)) for index, tasks in alike.items()}
        found = Found(_certain(possible, likely), told)
        if len(found.made) == len(wanted):
            break
    return found


def _certain(possible: Mapping[int, list[Task]], likely: Mapping[int, set[str]]) -> dict[int, Task]:
    """The tasks that can be nobody's but the items': exactly as many of them as of the items."""
    sharing: dict[frozenset[str], list[int]] = {}
    for index, tasks in sorted(possible.items()):
        sharing.setdefault(_ids(tasks), []).append(index)
    uses = Counter(task for ids in sharing for task in ids)
    certain: dict[int, Task] = {}
    for ids, indices in sharing.items():
        if len(ids) != len(indices) or any(uses[task] > 1 for task in ids):
            continue
        # Items that ask for the same are alike: which of them a task is makes no difference.
        ordered = sorted(possible[indices[0]], key=lambda task: (_made_at(task) or 0, task["id"]))
        pairs = dict(zip(indices, ordered, strict=True))
        if all(str(task["id"]) in likely[index] for index, task in pairs.items()):
            certain |= pairs
    return certain


def _compare_clocks(attempts: Mapping[int, Attempt]) -> tuple[int, int] | None:
    """How far ClickUp's clock is ahead of ours, in milliseconds, at least and at most.

    Each task was made between its sending and its answer, which leaves a span for the
    difference of the clocks; all tasks together leave what their spans have in common. None if
    nothing was confirmed.
    """
    known = [(a.made - a.ended, a.made - a.began) for a in attempts.values() if a.made is not None]
    if not known:
        return None
    least, most = max(low for low, _ in known), min(high for _, high in known)
    if least > most:  # a clock was set meanwhile
        least, most = min(low for low, _ in known), max(high for _, high in known)
    return least - _SLACK, most + _SLACK


def _within(task: Task, attempt: Attempt, ahead: tuple[int, int]) -> bool:
    made = _made_at(task) or 0
    return attempt.began + ahead[0] <= made <= attempt.ended + ahead[1]


def _shows(task: Task, asked: Mapping[str, Any], create: "Operation") -> bool:
    """Whether a task shows what was asked for."""
    return str(task.get("name")) == str(asked.get("name")) and not dropped(asked, task, create)


def _windows(
    attempts: list[Attempt], ahead: tuple[int, int] | None
) -> list[tuple[int, int | None]]:
    """The spans of time to look at, by ClickUp's clock; attempts that overlap share one."""
    if ahead is None:
        return [(0, None)]
    windows: list[tuple[int, int | None]] = []
    for attempt in sorted(attempts, key=lambda attempt: attempt.began):
        since, until = attempt.began + ahead[0], attempt.ended + ahead[1]
        if windows and since <= (windows[-1][1] or 0):
            start, end = windows.pop()
            windows.append((start, max(end or 0, until)))
        else:
            windows.append((since, until))
    return windows


async def _made_between(
    connector: "Connector", list_id: str, since: int, until: int | None, before: Before
) -> list[Task]:
    """The tasks of a list that are newer than what was there before, made in a span of time."""
    params: dict[str, Any] = {"list_id": list_id, **_ALL}
    if since or before.newest:
        params["date_created_gt"] = max(since, before.newest) - 1
    if until is not None:
        params["date_created_lt"] = until + 1
    tasks = connector.iterate("tasks", "list", params)
    async with asyncio.timeout(connector.time_left):  # a list may have no end
        return [task async for task in tasks if is_task(task) and not before.excludes(task)]


def is_task(task: Any) -> bool:
    """Whether a record has what a task is known by: an id, which is a text."""
    identifier = task.get("id") if isinstance(task, Mapping) else None
    return isinstance(identifier, str) and bool(identifier.strip())


def _ids(tasks: list[Task]) -> frozenset[str]:
    return frozenset(str(task["id"]) for task in tasks)


def _made_at(task: Task) -> int | None:
    made = str(task.get("date_created") or "")
    return int(made) if made.isascii() and made.isdigit() and len(made) < 16 else None


def creator(task: Task) -> str | None:
    """The id of who has made a task; None if that is not shown."""
    maker = task.get("creator")
    return str(maker["id"]) if isinstance(maker, Mapping) and "id" in maker else None
