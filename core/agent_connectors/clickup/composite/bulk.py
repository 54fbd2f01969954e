"""Many tasks at once: each is written at most once, and each is accounted for.

What became of an item is one of these: `created` or `updated`; `failed`, because ClickUp
refused it; `unknown`, because the answer got lost or is not believed, and looking did not settle
it; `not_sent`, because the list could not be looked at before, the time for the call was over or
the credentials do not work. Only what was not sent may be sent again without looking.
"""

from collections.abc import Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.composite.find import directory_of
from agent_connectors.clickup.composite.items import Item, Items, Outcomes
from agent_connectors.clickup.composite.lost import Before, Found, creator, find_lost
from agent_connectors.clickup.naming.directory import TASK_NAMING
from agent_connectors.clickup.records import TaskWithComments
from agent_connectors.clickup.written import confirms, differences, dropped
from agent_connectors.clickup.written.identity import deleted
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.errors import (
    BadRequest,
    ConnectorError,
    InvalidParams,
    NotFound,
    PermissionDenied,
)
from agent_connectors.engine.loops import gather_or_cancel
from agent_connectors.engine.result import ExecuteResult, Meta, Record
from agent_connectors.engine.running.last_resort import only_ours

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

__all__ = ["create_many", "get_with_comments", "update_many"]


async def create_many(
    connector: "Connector", list_id: str, tasks: Sequence[Item], at_once: int
) -> Outcomes:
    """Makes tasks in a list; see `tasks.create_many`."""
    for index, task in enumerate(tasks):
        if str(task.get("list_id") or list_id) != list_id:
            raise InvalidParams(
                f"Item {index} has a `list_id` of its own; one call makes tasks in one list.",
                operation="tasks.create_many",
            )
    bulk = Items(connector, "create", [{**task, "list_id": list_id} for task in tasks])
    await bulk.check("tasks.create_many")

    def rest(left: list[Item]) -> Mapping[str, Any]:
        tasks = [{k: v for k, v in item.items() if k != "list_id"} for item in left]
        return {"list_id": list_id, "tasks": tasks}

    try:
        before = await Before.of(connector, list_id, seconds=connector.time_left / 4)
    except (BadRequest, NotFound, PermissionDenied):
        raise  # there is no such list, for instance
    except ConnectorError as error:
        # What is made could not be told from what was there.
        bulk.give_back(f"The list could not be looked at before: {error}", error)
        return bulk.result(rest)
    await bulk.run(at_once, "created")

    makers = {maker for task in bulk.answers.values() if (maker := creator(task)) is not None}
    me = before.me or (makers.pop() if len(makers) == 1 else None)

    def wrong(index: int, task: Mapping[str, Any]) -> str:
        if before.excludes(task):
            return "one that was there before, or may have been"
        if gone := deleted(bulk.operation, task):
            return f"of which it shows: {gone[0].rstrip('.')}"
        if bulk.operation.overridden:
            return ""  # what it makes of an item is its own affair
        named = {"name": bulk.items[index].get("name")}
        if dropped(named, {"name": "", **task}, bulk.operation):
            return f"which is called {task.get('name')!r}"
        return "of another maker" if creator(task) not in {None, me} else ""

    bulk.doubt(wrong)
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
                bulk.record(index, "created", found.made[index])
            else:
                bulk.suspect(index, found.candidates.get(index, ()))
    return bulk.result(rest)


async def update_many(connector: "Connector", updates: Sequence[Item], at_once: int) -> Outcomes:
    """Changes tasks; see `tasks.update_many`."""
    bulk = Items(connector, "update", updates)
    await bulk.check("tasks.update_many")
    await bulk.run(at_once, "updated")
    # The same task by its id and by its custom id: which change was last is looked at.
    bulk.doubt()
    denied = await _denied(bulk)
    for index, said in denied.items():
        bulk.deny(index, said)
    for index in bulk.unknown():
        item = bulk.items[index]
        try:
            task = await connector.execute("tasks", "get", {k: item.get(k) for k in TASK_NAMING})
            asked = await connector.hooks.prepare(
                bulk.operation, validate(bulk.operation, item), item
            )
        except ConnectorError:
            continue
        if index not in denied:
            if confirms(asked, task.data, bulk.operation):
                bulk.record(index, "updated", task.data)
        elif said := await _not_there(bulk, asked, task.data):
            bulk.deny(index, said)
        else:
            bulk.record(index, "updated", task.data)
    return bulk.result(lambda left: {"updates": left})


async def _denied(bulk: Items) -> dict[int, list[str]]:
    """What answers deny of what was asked for, or do not show, by the index of the item."""
    if bulk.operation.overridden:
        return {}  # what it makes of an item is its own affair
    found: dict[int, list[str]] = {}
    for outcome in bulk.outcomes:
        index = outcome["index"]
        if outcome["outcome"] == "updated" and outcome.get("warnings"):
            said = await _not_there(bulk, await bulk.asked(index), bulk.answers[index])
            found |= {index: said} if said else {}
    return found


async def _not_there(bulk: Items, asked: Mapping[str, Any], task: Mapping[str, Any]) -> list[str]:
    """In what a task is not what it was to be."""
    directory = directory_of(bulk.connector)
    said = await differences(asked, task, bulk.operation, directory)
    return deleted(bulk.operation, task) + said


async def get_with_comments(
    connector: "Connector", task: Mapping[str, Any], limit: int
) -> Record[TaskWithComments]:
    """A task with its comments; see `tasks.get_with_comments`."""
    whole = {"include_subtasks": True, "include_markdown_description": True}
    asking: tuple[Coroutine[Any, Any, Any], ...] = (
        connector.execute("tasks", "get", {**task, **whole}),
        connector.execute("comments", "list", {**task, "limit": limit}),
    )
    found, comments = await gather_or_cancel(asking)
    replied = [comment for comment in comments.data if int(comment.get("reply_count") or 0)]
    replies = await gather_or_cancel(
        connector.execute("comments", "get", {"comment_id": c["id"]}) for c in replied
    )
    for comment, answer in zip(replied, replies, strict=True):
        comment["replies"] = answer.data
    extra: dict[str, Any] = {}
    if comments.meta.has_more:
        extra["more_comments"] = comments.meta.next
    whole_task: TaskWithComments = found.data | {"comments": comments.data}
    return ExecuteResult(whole_task, Meta(extra=extra))
