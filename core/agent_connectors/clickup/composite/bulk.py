"""Many tasks at once: each is written at most once, and each is accounted for.

What became of an item is one of these: `created` or `updated`; `failed`, because ClickUp
refused it; `unknown`, because the answer got lost and looking did not settle it; `not_sent`,
because the time for the call was over or the credentials do not work. Only what was not sent
may be sent again without looking.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from agent_connectors.clickup.composite.lost import Attempt, Before, Found, find_lost
from agent_connectors.clickup.naming.directory import TASK_NAMING
from agent_connectors.clickup.written import confirms
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.errors import (
    AuthenticationError,
    ConnectorError,
    InvalidParams,
    OutcomeUnknown,
    RateLimited,
    TransportError,
)
from agent_connectors.engine.loops import together
from agent_connectors.engine.result import ExecuteResult, Meta
from agent_connectors.engine.running.last_resort import only_ours
from agent_connectors.engine.running.sent import sent_so_far
from agent_connectors.engine.times.moment import is_about_time

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

_GRACE = 5.0
"""Seconds at most that a write may take beyond the time for the call, where it was begun before."""

__all__ = ["create_many", "get_with_comments", "update_many"]

Item = Mapping[str, Any]
Outcome = Literal["created", "updated", "failed", "unknown", "not_sent"]
Outcomes = ExecuteResult[list[dict[str, Any]]]


class _Bulk:
    """Carries out one operation on many items.

    Args:
        connector: Carries it out.
        action: The operation on tasks.
        items: Its parameters, one set an item.
    """

    def __init__(self, connector: "Connector", action: str, items: Sequence[Item]) -> None:
        self.connector = connector
        self.operation = connector.operations.get("tasks", action)
        self.items = items
        self.outcomes: list[dict[str, Any]] = [{} for _ in items]
        self.attempts: dict[int, Attempt] = {}
        self._dead: str | None = None
        self._until = asyncio.get_running_loop().time() + connector.patience

    async def check(self, name: str) -> None:
        """Refuses all if one item is invalid, or names what does not exist.

        Raises:
            InvalidParams: It says which items, and what is wrong with each.
        """
        problems: list[str] = []
        cause: InvalidParams | None = None
        for index, item in enumerate(self.items):
            try:
                await self.connector.hooks.prepare(
                    self.operation, validate(self.operation, item), item
                )
            except InvalidParams as error:
                problems.append(f"Item {index}: {error.message}")
                cause = error if cause is None or is_about_time(error) else cause
        if problems:
            more = f" And {len(problems) - 5} more." if len(problems) > 5 else ""
            raise InvalidParams(" ".join(problems[:5]) + more, operation=name) from cause

    async def asked(self, index: int) -> Mapping[str, Any]:
        """What was asked for an item, with ids in the place of names."""
        item = self.items[index]
        try:
            checked = validate(self.operation, item)
            return await self.connector.hooks.prepare(self.operation, checked, item)
        except ConnectorError:
            return item

    async def run(self, at_once: int, done: Outcome) -> None:
        """Carries out all, a few at a time."""
        waiting = iter(range(len(self.items)))

        async def work() -> None:
            for index in waiting:
                if self._dead is not None or self._left() <= 0:
                    why = self._dead or "The time for this call was over."
                    self._note(index, "not_sent", error=why)
                else:
                    await self._one(index, done)

        sent_so_far().tell_by(self._account)
        await together(work() for _ in range(min(at_once, len(self.items))))

    def _left(self) -> float:
        """Seconds that are left of the time for the call."""
        return self._until - asyncio.get_running_loop().time()

    def _account(self) -> str:
        """What became of the items so far, where nobody will get the result."""
        ids: dict[str, list[str]] = {"created": [], "updated": []}
        counts = dict.fromkeys(("unknown", "failed", "not_sent"), 0)
        for index, outcome in enumerate(self.outcomes):
            what = outcome.get("outcome") or ("unknown" if index in self.attempts else "not_sent")
            if what in ids:
                ids[what].append(f"{index}: {outcome['id']}")
            else:
                counts[what] += 1
        done = [f"{what} {', '.join(found)}" for what, found in ids.items() if found]
        rest = [f"{what}: {count}" for what, count in counts.items() if count]
        return (
            f"tasks.{self.operation.action}_many was stopped before its end. By index and id: "
            f"{'; '.join(done) or 'nothing was confirmed'}. Of the others, "
            f"{', '.join(rest) or 'there are none'}. "
            "Look at the list before you send any of them again."
        )

    async def _one(self, index: int, done: Outcome) -> None:
        attempt = self.attempts[index] = Attempt.begin()
        # What was begun is finished, if that does not take long.
        grace = min(_GRACE, self.connector.patience / 2)
        try:
            result = await self.connector.execute(
                "tasks", self.operation.action, self.items[index], timeout=self._left() + grace
            )
        except (AuthenticationError, TransportError, RateLimited) as error:
            # None of these reached ClickUp, or it let none pass: the next would fare no better.
            if not isinstance(error, RateLimited | TransportError):
                self._dead = str(error)
            self._note(index, "not_sent", error=str(error))
        except OutcomeUnknown as error:
            self._note(index, "unknown", error=str(error))
        except ConnectorError as error:
            self._note(index, "failed", error=str(error))
        except Exception as error:
            self._note(index, "unknown", error=f"{type(error).__name__}: {error}")
        else:
            task, warned = result.data, list(result.meta.warnings)
            found = {"warnings": warned} if warned else {}
            self._note(index, done, id=task["id"], name=task.get("name"), **found)
            attempt.end(task if done == "created" else None)
            return
        attempt.end(None)

    def doubt(self, before: Before | None) -> None:
        """Takes back what cannot be: a task that was there before, or is several items'."""
        made = Counter(str(o["id"]) for o in self.outcomes if o["outcome"] == "created")
        for outcome in [o for o in self.outcomes if o["outcome"] == "created"]:
            index, task = outcome["index"], str(outcome["id"])
            old = before is not None and before.holds(task, self.attempts[index].made)
            if not old and made[task] == 1:
                continue
            what = "one that was there before" if old else "the same for several items"
            said = f"ClickUp answered with task {task}, {what}."
            self._note(index, "unknown", error=said, candidates=[task])
            self.attempts[index].end(None)

    def _note(self, index: int, outcome: Outcome, **more: Any) -> None:
        self.outcomes[index] = {"index": index, "outcome": outcome, **more}

    def settle(self, index: int, outcome: Outcome, task: Mapping[str, Any]) -> None:
        """Takes note of what looking has shown."""
        self._note(index, outcome, id=task["id"], name=task.get("name"), looked_up=True)

    def suspect(self, index: int, ids: Sequence[str]) -> None:
        """Takes note of tasks that may be an item, or somebody else's."""
        known = self.outcomes[index].get("candidates", ())
        if ids or known:
            self.outcomes[index]["candidates"] = list(dict.fromkeys((*known, *ids)))

    def unknown(self) -> list[int]:
        """The items of which it is not known what became of them."""
        return [o["index"] for o in self.outcomes if o["outcome"] == "unknown"]

    def result(self, rest: Callable[[list[Item]], Mapping[str, Any]]) -> Outcomes:
        """What became of all, and the parameters of a call for what is left."""
        counts: dict[str, int] = {}
        for outcome in self.outcomes:
            counts[outcome["outcome"]] = counts.get(outcome["outcome"], 0) + 1
        left = [
            self.items[outcome["index"]]
            for outcome in self.outcomes
            if outcome["outcome"] == "not_sent"
        ]
        warnings: tuple[str, ...] = ()
        if lost := counts.get("unknown"):
            told = (
                f"Of {lost} it is unknown whether they were written; looking did not settle it. "
                "`candidates` are tasks that may be theirs, or somebody else's."
            )
            warnings = (f"{told} They are not in `next`: look again before you send them again.",)
        warned = [outcome["index"] for outcome in self.outcomes if outcome.get("warnings")]
        if warned:
            told = ", ".join(map(str, warned[:20])) + (", ..." if len(warned) > 20 else "")
            warnings += (f"Not all was set as asked: see `warnings` of items {told}.",)
        meta = Meta(
            count=len(self.outcomes),
            has_more=bool(left),
            next=rest(left) if left else None,
            warnings=warnings,
            extra=counts,
        )
        return ExecuteResult(self.outcomes, meta)


async def create_many(
    connector: "Connector", list_id: str, tasks: Sequence[Item], at_once: int
) -> Outcomes:
    """Makes tasks in a list; see `tasks.create_many`."""
    for index, task in enumerate(tasks):
        if str(task.get("list_id", list_id)) != list_id:
            raise InvalidParams(
                f"Item {index} has a `list_id` of its own; one call makes tasks in one list.",
                operation="tasks.create_many",
            )
    bulk = _Bulk(connector, "create", [{**task, "list_id": list_id} for task in tasks])
    await bulk.check("tasks.create_many")
    before = await Before.of(connector, list_id, seconds=connector.patience / 4)
    await bulk.run(at_once, "created")
    bulk.doubt(before)
    lost = bulk.unknown()
    if lost:
        made = {str(o["id"]) for o in bulk.outcomes if o["outcome"] == "created"}
        wanted = {index: await bulk.asked(index) for index in lost}
        try:
            found = await only_ours(
                lambda: find_lost(connector, list_id, wanted, bulk.attempts, made, before)
            )
        except ConnectorError:
            found = Found({}, {})  # what cannot be looked up stays unknown
        for index in lost:
            if index in found.made:
                bulk.settle(index, "created", found.made[index])
            else:
                bulk.suspect(index, found.candidates.get(index, ()))

    def rest(left: list[Item]) -> Mapping[str, Any]:
        tasks = [{k: v for k, v in item.items() if k != "list_id"} for item in left]
        return {"list_id": list_id, "tasks": tasks}

    return bulk.result(rest)


async def update_many(connector: "Connector", updates: Sequence[Item], at_once: int) -> Outcomes:
    """Changes tasks; see `tasks.update_many`."""
    bulk = _Bulk(connector, "update", updates)
    await bulk.check("tasks.update_many")
    await bulk.run(at_once, "updated")
    for index in bulk.unknown():
        item = bulk.items[index]
        try:
            task = await connector.execute("tasks", "get", {k: item.get(k) for k in TASK_NAMING})
            asked = await connector.hooks.prepare(
                bulk.operation, validate(bulk.operation, item), item
            )
        except ConnectorError:
            continue
        if confirms({k: v for k, v in asked.items() if k not in TASK_NAMING}, task.data):
            bulk.settle(index, "updated", task.data)
    return bulk.result(lambda left: {"updates": left})


async def get_with_comments(
    connector: "Connector", task: Mapping[str, Any], limit: int
) -> ExecuteResult[dict[str, Any]]:
    """A task with its comments; see `tasks.get_with_comments`."""
    whole = {"include_subtasks": True, "include_markdown_description": True}
    asking: tuple[Coroutine[Any, Any, Any], ...] = (
        connector.execute("tasks", "get", {**task, **whole}),
        connector.execute("comments", "list", {**task, "limit": limit}),
    )
    found, comments = await together(asking)
    replied = [comment for comment in comments.data if int(comment.get("reply_count") or 0)]
    replies = await together(
        connector.execute("comments", "get", {"comment_id": c["id"]}) for c in replied
    )
    for comment, answer in zip(replied, replies, strict=True):
        comment["replies"] = answer.data
    extra: dict[str, Any] = {}
    if comments.meta.has_more:
        extra["more_comments"] = comments.meta.next
    return ExecuteResult({**found.data, "comments": comments.data}, Meta(extra=extra))
