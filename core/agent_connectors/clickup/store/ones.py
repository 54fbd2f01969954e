"""How single records of ClickUp's are read again, and where the feeds list them."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.engine.errors import NotFound
from agent_connectors.engine.store.feeds import One, Source

__all__ = ["ONES"]

_ONLY_ALONE = frozenset({"attachments", "subtasks", "time_spent"})
"""What of a task its lists do not show."""

_VIEWS = {7: "workspace_views", 4: "space_views", 5: "folder_views", 6: "list_views"}
"""The feeds of views, by the type of what a view is of."""


def _reading(entity: str, name: str) -> Any:
    async def read(source: Source, key: str) -> Mapping[str, Any]:
        record = (await source.ask(entity, "get", {name: key})).data
        return record if isinstance(record, Mapping) else {}

    return read


async def _space(source: Source, key: str) -> Mapping[str, Any]:
    rows = await source.rows("SELECT workspace_id FROM spaces WHERE id = ?", [key])
    record = (await source.ask("spaces", "get", {"space_id": key})).data
    return {**record, "_of": {"workspace_id": rows[0]["workspace_id"] if rows else None}}


async def _entry(source: Source, key: str) -> Mapping[str, Any]:
    workspaces = [row["id"] for row in await source.rows("SELECT id FROM workspaces ORDER BY id")]
    for at, workspace in enumerate(workspaces):
        params = {"time_entry_id": key, "team_id": workspace}
        try:
            record = (await source.ask("time_tracking", "get", params)).data
        except NotFound:
            if at == len(workspaces) - 1:
                raise
            continue
        return {**record, "wid": record.get("wid") or workspace}
    return {}


async def _doc(source: Source, key: str) -> Mapping[str, Any]:
    rows = await source.rows("SELECT workspace_id FROM docs WHERE id = ?", [key])
    params = {"workspace_id": rows[0]["workspace_id"]} if rows else {}
    record = (await source.ask("docs", "get", {"doc_id": key, **params})).data
    return record if isinstance(record, Mapping) else {}


def _of_task(task: Mapping[str, Any]) -> str:
    if task.get("archived"):
        return f"archived_tasks:{_id(task, 'list')}"
    return f"tasks:{task.get('team_id')}"


def _as_listed(task: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in task.items() if key not in _ONLY_ALONE}


def _folder_in_place(folder: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**folder, "_of": {"space_id": _id(folder, "space")}}


def _list_in_place(home: Mapping[str, Any]) -> Mapping[str, Any]:
    above = {"space_id": _id(home, "space")}
    if not _hidden(home):
        above["folder_id"] = _id(home, "folder")
    return {**home, "_of": above}


def _of_list(home: Mapping[str, Any]) -> str:
    if home.get("archived") and not _hidden(home):
        return f"archived_lists:{_id(home, 'folder')}"
    return f"places:{_id(home, 'space')}"


def _of_view(view: Mapping[str, Any]) -> str:
    parent = view.get("parent")
    feed = _VIEWS.get(parent.get("type", 0)) if isinstance(parent, Mapping) else None
    return f"{feed}:{_id(view, 'parent')}" if feed else ""


def _of_goal(goal: Mapping[str, Any]) -> str:
    return f"goals:{goal['team_id']}" if goal.get("team_id") else ""


def _without_results(goal: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in goal.items() if key != "key_results"}


def _hidden(home: Mapping[str, Any]) -> bool:
    folder = home.get("folder")
    return not isinstance(folder, Mapping) or bool(folder.get("hidden"))


def _id(record: Mapping[str, Any], key: str) -> Any:
    above = record.get(key)
    return above.get("id") if isinstance(above, Mapping) else None


ONES = (
    One("tasks", _reading("tasks", "task_id"), _of_task, _as_listed),
    One("spaces", _space, lambda space: f"spaces:{space['_of']['workspace_id']}"),
    One(
        "folders",
        _reading("folders", "folder_id"),
        lambda f: f"places:{_id(f, 'space')}",
        _folder_in_place,
    ),
    One("lists", _reading("lists", "list_id"), _of_list, _list_in_place),
    One("time_tracking", _entry, lambda entry: f"time:{entry.get('wid')}"),
    One("goals", _reading("goals", "goal_id"), _of_goal, _without_results),
    One("docs", _doc, lambda doc: f"docs:{doc.get('workspace_id')}"),
    One("views", _reading("views", "view_id"), _of_view),
)
"""The records that can be read by themselves."""
