"""Spaces, Folders and Lists."""

from collections.abc import Callable
from typing import Any

from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.payloads.times import shown_time
from agent_connectors.clickup.sandbox.state.places import Folder, Space, Status, Tag, TaskList
from agent_connectors.clickup.sandbox.state.workspace import Workspace

Seen = Callable[[TaskList], bool]


def everything(_home: TaskList) -> bool:
    """Shows all Lists."""
    return True


PRIORITIES: dict[int, dict[str, str]] = {
    1: {"color": "#f50000", "id": "1", "orderindex": "1", "priority": "urgent"},
    2: {"color": "#f8ae00", "id": "2", "orderindex": "2", "priority": "high"},
    3: {"color": "#6fddff", "id": "3", "orderindex": "3", "priority": "normal"},
    4: {"color": "#d8d8d8", "id": "4", "orderindex": "4", "priority": "low"},
}

LIST_COLORS = {
    "red": "#d33d44",
    "orange": "#e16b16",
    "yellow": "#f8ae00",
    "green": "#008844",
    "teal": "#0f9d9f",
    "blue": "#1090e0",
    "purple": "#5f55ee",
    "pink": "#ee5e99",
    "grey": "#87909e",
}
"""The named colours a List may take, with the hex code ClickUp shows."""

_FEATURES: dict[str, Any] = {
    "due_dates": {
        "enabled": True,
        "start_date": True,
        "remap_due_dates": True,
        "remap_closed_due_date": False,
    },
    "sprints": {"enabled": False},
    "time_tracking": {"enabled": True, "harvest": False, "rollup": False, "default_to_billable": 2},
    "points": {"enabled": False},
    "custom_items": {"enabled": False},
    "priorities": {"enabled": True, "priorities": list(PRIORITIES.values())},
    "tags": {"enabled": True},
    "time_estimates": {"enabled": True, "rollup": False, "per_assignee": False},
    "check_unresolved": {"enabled": True, "subtasks": None, "checklists": None, "comments": None},
    "milestones": {"enabled": False},
    "custom_fields": {"enabled": True},
    "remap_dependencies": {"enabled": True},
    "dependency_warning": {"enabled": True},
    "status_pies": {"enabled": False},
    "multiple_assignees": {"enabled": True},
    "emails": {"enabled": True},
    # These four are switches of their own, unlike the others (recorded).
    "scheduler_enabled": False,
    "dependency_type_enabled": False,
    "dependency_enforcement": {"enforcement_enabled": False, "enforcement_mode": 0},
    "reschedule_closed_dependencies": {"enabled": True},
}


def status_payload(status: Status) -> dict[str, Any]:
    """A status on a task that was asked for."""
    return {
        "id": status.id,
        "status": status.name,
        "color": status.color,
        "orderindex": status.orderindex,
        "type": status.type,
    }


def status_in_row(status: Status) -> dict[str, Any]:
    """A status on a task among others, or on one that time was tracked for."""
    return {
        "status": status.name,
        "id": status.id,
        "color": status.color,
        "type": status.type,
        "orderindex": status.orderindex,
    }


def _status_of_space(status: Status) -> dict[str, Any]:
    return {
        "id": status.id,
        "status": status.name,
        "type": status.type,
        "orderindex": status.orderindex,
        "color": status.color,
    }


def _status_of_folder(status: Status) -> dict[str, Any]:
    return {
        "id": status.id,
        "status": status.name,
        "orderindex": status.orderindex,
        "color": status.color,
        "type": status.type,
    }


def put_before(key: str, payload: dict[str, Any], **further: Any) -> dict[str, Any]:
    """A payload with more in it, where ClickUp has it.

    Args:
        key: What the further keys come before.
        payload: The payload.
        further: The keys, and what they hold.
    """
    place = list(payload).index(key)
    rows = list(payload.items())
    return dict([*rows[:place], *further.items(), *rows[place:]])


def tag_payload(tag: Tag) -> dict[str, Any]:
    """A tag on a task."""
    return {
        "name": tag.name,
        "tag_fg": tag.foreground,
        "tag_bg": tag.background,
        "creator": tag.creator,
    }


def features_of(space: Space) -> dict[str, Any]:
    """The switches of a Space's ClickApps: what was not set is as it is in any Space."""
    features = dict(_FEATURES)
    for name, value in space.features.items():
        usual = features.get(name)
        if isinstance(value, dict) and isinstance(usual, dict):
            features[name] = {**usual, **value}
        else:
            features[name] = value
    return features


def space_payload(space: Space) -> dict[str, Any]:
    """A Space."""
    return {
        "id": space.id,
        "name": space.name,
        "color": space.color,
        "private": space.private,
        "avatar": None,
        "admin_can_manage": space.admin_can_manage,
        "statuses": [_status_of_space(status) for status in space.statuses],
        "multiple_assignees": space.multiple_assignees,
        "features": features_of(space),
        "archived": space.archived,
    }


def _grouped_statuses(statuses: list[Status]) -> list[dict[str, Any]]:
    return [{**_status_of_folder(status), "status_group": status.group} for status in statuses]


def folder_reference(folder: Folder) -> dict[str, Any]:
    """A Folder on its tasks."""
    return {"id": folder.id, "name": folder.name, "hidden": folder.hidden, "access": True}


def _folder_of_list(folder: Folder) -> dict[str, Any]:
    return {
        "id": folder.id,
        "name": folder.name,
        "hidden": folder.hidden,
        "archived": folder.archived,
        "access": True,
    }


def _space_of_list(space: Space) -> dict[str, Any]:
    return {"id": space.id, "name": space.name, "archived": space.archived, "access": True}


def folder_row_payload(folder: Folder, seen: Seen = everything) -> dict[str, Any]:
    """A Folder among others.

    Args:
        folder: The Folder.
        seen: Tells which of its Lists show.
    """
    lists = [home for home in folder.lists.values() if not home.archived and seen(home)]
    payload: dict[str, Any] = {
        "id": folder.id,
        "name": folder.name,
        "orderindex": folder.orderindex,
        "override_statuses": folder.statuses is not None,
        "hidden": folder.hidden,
        "space": {"id": folder.space.id, "name": folder.space.name},
        # A string here, a number on a List: ClickUp counts in two ways.
        "task_count": str(sum(_open_tasks(home) for home in lists)),
        "archived": folder.archived,
        # Only its own: those it takes over from the Space are not repeated (recorded).
        "statuses": _grouped_statuses(folder.statuses or []),
        # Clients read the Space here; on a Folder on its own there is none (recorded).
        "lists": [
            put_before("archived", list_in_folder_payload(home), space=_space_of_list(home.space))
            for home in lists
        ],
        "permission_level": "create",
    }
    if folder.parent is not None:
        payload["parent_folder"] = folder.parent.id
    return payload


def folder_payload(folder: Folder, seen: Seen = everything) -> dict[str, Any]:
    """A Folder on its own, which may be a deleted one.

    Args:
        folder: The Folder.
        seen: Tells which of its Lists show.
    """
    payload = folder_row_payload(folder, seen)
    payload["space"]["access"] = True
    for home in payload["lists"]:
        del home["space"]
    if folder.deleted:
        # Recorded: a deleted one shows the statuses of its Space.
        statuses = folder.statuses or folder.space.statuses
        payload |= {"orderindex": -1, "statuses": [_status_of_folder(s) for s in statuses]}
    return put_before("lists", payload, deleted=folder.deleted)


def _open_tasks(home: TaskList) -> int:
    counted = (t for t in home.tasks.values() if t.parent is None and not t.archived)
    return sum(t.status.type != "closed" for t in counted)


def _list_facts(home: TaskList) -> dict[str, Any]:
    color = None
    if home.color is not None:
        color = {"status": home.color, "color": LIST_COLORS[home.color], "hide_label": True}
    priority = None
    if home.priority is not None:
        facts = PRIORITIES[home.priority]
        priority = {"priority": facts["priority"], "color": facts["color"]}
    return {
        "id": home.id,
        "name": home.name,
        "orderindex": home.orderindex,
        "content": home.content,
        "status": color,
        "priority": priority,
        "assignee": None if home.assignee is None else user_payload(home.assignee),
        "task_count": _open_tasks(home),
        "due_date": shown_time(home.due_date),
        "start_date": shown_time(home.start_date),
    }


def list_in_folder_payload(home: TaskList) -> dict[str, Any]:
    """A List inside its Folder's payload."""
    return {
        **_list_facts(home),
        "archived": home.archived,
        "override_statuses": home.own_statuses is not None,
        "statuses": _grouped_statuses(home.statuses),
        "permission_level": "create",
    }


def list_row_payload(home: TaskList) -> dict[str, Any]:
    """A List among others, without its statuses."""
    return {
        **_list_facts(home),
        "folder": _folder_of_list(home.folder),
        "space": _space_of_list(home.space),
        "archived": home.archived,
        "override_statuses": home.own_statuses is not None,
        "permission_level": "create",
    }


def list_payload(home: TaskList, workspace: Workspace) -> dict[str, Any]:
    """A List on its own, which may be a deleted one."""
    address = f"a.t.{home.id}.u-{workspace.owner.id}.sandbox@tasks.clickup.com"
    payload = list_row_payload(home)
    payload = put_before("orderindex", payload, deleted=home.id in workspace.deleted_lists)
    payload = put_before("archived", payload, inbound_address=address)
    statuses = _grouped_statuses(home.statuses)
    payload = put_before("permission_level", payload, statuses=statuses)
    # Recorded: here a colour that is not set is left out, among others it is null.
    if payload["status"] is None:
        del payload["status"]
    return payload
