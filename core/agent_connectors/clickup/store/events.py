"""What the events of ClickUp's webhooks tell of."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.feeds import Source, Touch, of_feed

__all__ = ["of_event"]

_PARTS = {
    "task": ("tasks", "task_id"),
    "list": ("lists", "list_id"),
    "folder": ("folders", "folder_id"),
    "space": ("spaces", "space_id"),
    "goal": ("goals", "goal_id"),
    "keyResult": ("key_results", "goal_id"),
}
"""What an event's name begins with: the kind of record, and where its id is."""


async def of_event(event: Mapping[str, Any], source: Source) -> list[Touch]:
    """What an event tells of.

    Args:
        event: What ClickUp has sent.
        source: Rows that are in the replica.

    Raises:
        InvalidParams: It is no event of ClickUp's.
    """
    name = str(event.get("event"))
    part = next((part for part in _PARTS if name.startswith(part) and name != part), None)
    entity, where = _PARTS.get(part or "", ("", ""))
    key = event.get(where) if entity else None
    if not isinstance(key, str | int) or isinstance(key, bool) or key == "":
        raise InvalidParams(
            f"This is no event of ClickUp's webhooks: {name}.",
            hint="It has an `event`, such as `taskUpdated`, and the id of the object.",
        )
    own = str(key)
    if part == "keyResult":
        return [Touch(of_feed("key_results"), own), Touch("goals", own)]
    if name.endswith("Deleted"):
        return [Touch(entity, own, gone=True)]
    if part == "task":
        return [Touch(what, own) for what in _of_task(name)] + await _time(name, event, source)
    if name == "spaceCreated":
        rows = await source.rows("SELECT id FROM workspaces")
        return [Touch(of_feed("spaces"), str(row["id"])) for row in rows]
    if part == "goal":
        return [Touch(entity, own), Touch(of_feed("key_results"), own)]
    return [Touch(entity, own)]


def _of_task(name: str) -> list[str]:
    if name.startswith("taskComment"):
        return ["tasks", of_feed("comments")]
    return ["tasks", of_feed("status_history")]


async def _time(name: str, event: Mapping[str, Any], source: Source) -> list[Touch]:
    """The time entries of a task whose tracked time has changed."""
    if name != "taskTimeTrackedUpdated":
        return []
    # The event names the entry, where it is a new one; all others of the task are asked for.
    told = event.get("data")
    entry = told.get("interval_id") if isinstance(told, Mapping) else None
    rows = await source.rows(
        "SELECT id FROM time_entries WHERE task_id = ?", [str(event["task_id"])]
    )
    keys = dict.fromkeys([*([str(entry)] if entry else []), *(str(row["id"]) for row in rows)])
    return [Touch("time_tracking", key) for key in keys]
