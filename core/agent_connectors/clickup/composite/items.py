"""Many tasks, each with what became of it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from agent_connectors.clickup.composite.lost import Attempt, is_task
from agent_connectors.clickup.records import BulkItem
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.errors import (
    AuthenticationError,
    CallTimeout,
    ConnectorError,
    InvalidParams,
    OperationNotAllowed,
    OutcomeUnknown,
    RateLimited,
    TransportError,
)
from agent_connectors.engine.loops import gather_or_cancel
from agent_connectors.engine.result import ExecuteResult, Meta, Records
from agent_connectors.engine.running.sent import sent_so_far
from agent_connectors.engine.times.moment import is_about_time

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

__all__ = ["Item", "Items", "Outcomes"]

_GRACE = 5.0
"""Seconds at most that a write may take beyond the time for the call, where it was begun before."""

Item = Mapping[str, Any]
Outcome = Literal["created", "updated", "failed", "unknown", "not_sent"]
Outcomes = Records[BulkItem]


class Items:
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
        self.answers: dict[int, Mapping[str, Any]] = {}
        self._dead: ConnectorError | None = None
        self._until = asyncio.get_running_loop().time() + connector.time_left

    async def check(self, name: str) -> None:
        """Refuses all if one item is invalid, or names what does not exist.

        Raises:
            InvalidParams: It says which items, and what is wrong with each.
        """
        problems: list[str] = []
        cause: InvalidParams | None = None
        tasks: dict[Any, int] = {}
        for index, item in enumerate(self.items):
            try:
                asked = await self.connector.hooks.prepare(
                    self.operation, validate(self.operation, item), item
                )
                task = str(asked.get("task_id", index)), bool(asked.get("custom_task_ids"))
                first = tasks.setdefault(task, index)
                if first != index:
                    problems.append(
                        f"Item {index} changes the same task as item {first}, and which comes last "
                        "would be chance: make one of them."
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

    def give_back(self, why: str, error: ConnectorError) -> None:
        """Sends nothing at all."""
        for index in range(len(self.items)):
            self._note(index, "not_sent", error=why, error_type=type(error).__name__)

    async def run(self, at_once: int, done: Outcome) -> None:
        """Carries out all, a few at a time."""
        waiting = iter(range(len(self.items)))

        async def work() -> None:
            for index in waiting:
                if self._dead is not None or self._left() <= 0:
                    late = CallTimeout("The time for this call was over.")
                    self._fail(index, "not_sent", self._dead or late)
                else:
                    await self._one(index, done)

        sent_so_far().tell_by(self._account)
        await gather_or_cancel(work() for _ in range(min(at_once, len(self.items))))

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
        grace = min(_GRACE, self.connector.time_left / 2)
        try:
            result = await self.connector.execute(
                "tasks", self.operation.action, self.items[index], timeout=self._left() + grace
            )
        except (
            AuthenticationError,
            OperationNotAllowed,
            TransportError,
            RateLimited,
        ) as error:
            # None of these reached ClickUp, or it let none pass: the next would fare no better.
            if not isinstance(error, RateLimited | TransportError):
                self._dead = error
            self._fail(index, "not_sent", error)
        except OutcomeUnknown as error:
            self._note(index, "unknown", error=str(error))
        except ConnectorError as error:
            self._fail(index, "failed", error)
        except Exception as error:
            self._note(index, "unknown", error=f"{type(error).__name__}: {error}")
        else:
            task = result.data
            if is_task(task):
                warned = list(result.meta.warnings)
                found = {"warnings": warned} if warned else {}
                self._note(index, done, id=task["id"], name=task.get("name"), **found)
                self.answers[index] = task
                attempt.end(task if done == "created" else None)
                return
            self._note(index, "unknown", error="ClickUp answered with something that is no task.")
        attempt.end(None)

    def doubt(self, wrong: Callable[[int, Mapping[str, Any]], str] | None = None) -> None:
        """Takes back what an answer does not confirm: a task that is several items', for instance.

        Args:
            wrong: Gives what else is wrong with the answer to an item; nothing if it is right.
        """
        answered = Counter(str(task["id"]) for task in self.answers.values())
        for index, task in self.answers.items():
            what = wrong(index, task) if wrong else ""
            if answered[task["id"]] > 1:
                what = what or "the same for several items"
            if what:
                said = f"ClickUp answered with task {task['id']}, {what}."
                self._note(index, "unknown", error=said, candidates=[task["id"]])
                self.attempts[index].end(None)

    def deny(self, index: int, said: Sequence[str]) -> None:
        """Takes back what an answer, or a look at the task, shows otherwise or not at all."""
        known = self.outcomes[index]
        more = [warned for warned in known.get("warnings", ()) if warned not in said]
        found = {"warnings": more} if more else {}
        self._note(index, "unknown", error=" ".join(said), id=known["id"], **found)

    def _note(self, index: int, outcome: Outcome, **more: Any) -> None:
        self.outcomes[index] = {"index": index, "outcome": outcome, **more}

    def _fail(self, index: int, outcome: Outcome, error: ConnectorError) -> None:
        self._note(index, outcome, error=str(error), error_type=type(error).__name__)

    def record(self, index: int, outcome: Outcome, task: Mapping[str, Any]) -> None:
        """Takes note of what looking has shown."""
        known = {key: value for key, value in self.outcomes[index].items() if key == "warnings"}
        self._note(index, outcome, id=task["id"], name=task.get("name"), looked_up=True, **known)

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
            warnings += (f"Not all came out as asked: see `warnings` of items {told}.",)
        meta = Meta(
            count=len(self.outcomes),
            has_more=bool(left),
            next=rest(left) if left else None,
            warnings=warnings,
            extra=counts,
        )
        return ExecuteResult(cast("list[BulkItem]", self.outcomes), meta)
