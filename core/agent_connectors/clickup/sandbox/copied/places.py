"""The Spaces, Folders and Lists of a copy."""

from typing import Any

from agent_connectors.clickup.sandbox.copied.answers import Answer, Answers, fields_in
from agent_connectors.clickup.sandbox.copied.people import People
from agent_connectors.clickup.sandbox.http import Fields
from agent_connectors.clickup.sandbox.payloads.places import LIST_COLORS, PRIORITIES
from agent_connectors.clickup.sandbox.state.places import Folder, Space, Status, Tag, TaskList
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["add_places", "home_of", "status_of"]

_OPEN = ("to do", "#87909e", "open")


def add_places(workspace: Workspace, answers: Answers, people: People) -> None:
    """Make the hierarchy, archived places included."""
    groups = _status_groups(answers)
    for answer in answers.of("spaces"):
        _add_space(workspace, answer, groups)
    for space_id, tag in answers.items("space_tags"):
        if space_id in workspace.spaces:
            _add_tag(workspace.spaces[space_id], tag)
    for answer in answers.of("folders"):
        _add_folder(workspace, answer, groups)
    for answer in answers.of("folders"):
        above = answer.get("parent_folder")
        workspace.folders[answer.id].parent = workspace.folders.get(str(above)) if above else None
    for answer in answers.of("lists"):
        _add_list(workspace, answer, people)


def home_of(workspace: Workspace, task: Fields) -> TaskList:
    """The List of a task; made where the token sees the task, but not its place."""
    told = task.section("list")
    key = str(told.get("id"))
    if key not in workspace.lists:
        space = _space_with(workspace, str(task.section("space").get("id")))
        folder = _folder_with(workspace, task.section("folder"), space)
        home = TaskList(key, told.text("name") or "", folder, len(folder.lists))
        folder.lists[key] = workspace.lists[key] = home
    return workspace.lists[key]


def status_of(home: TaskList, told: Fields) -> Status:
    """The status that a task shows: one of its List, or one that the List has no more."""
    key, name = told.get("id"), told.text("status") or ""
    found = next((s for s in home.statuses if key is not None and s.id == str(key)), None)
    return found or home.status_named(name) or _status(told, home.id, {})


def _statuses(told: Any, place: str, groups: dict[str, str]) -> list[Status]:
    found = [_status(one, place, groups) for one in fields_in(told)]
    return sorted(found, key=lambda status: status.orderindex)


def _status(told: Fields, place: str, groups: dict[str, str]) -> Status:
    key = str(told.get("id") or f"{place}_{told.text('status')}")
    return Status(
        key,
        told.text("status") or "",
        told.text("color") or "",
        told.integer("orderindex") or 0,
        told.text("type") or "custom",
        told.text("status_group") or groups.get(key, f"proj_{place}"),
    )


def _status_groups(answers: Answers) -> dict[str, str]:
    """The groups of statuses, which only Lists and Folders show."""
    return {
        str(status.get("id")): str(status.get("status_group"))
        for kind in ("folders", "lists")
        for answer in answers.of(kind)
        for status in answer.items("statuses")
        if status.get("status_group")
    }


def _add_space(workspace: Workspace, told: Answer, groups: dict[str, str]) -> None:
    statuses = _statuses(told.get("statuses"), told.id, groups)
    space = Space(
        told.id,
        told.text("name") or "",
        told.text("color"),
        statuses or [_first_status(told.id)],
        bool(told.flag("private")),
        bool(told.flag("archived")),
        told.flag("multiple_assignees") is not False,
        told.flag("admin_can_manage"),
        dict(told.section("features").values),
    )
    workspace.spaces[space.id] = space


def _first_status(place: str) -> Status:
    name, color, kind = _OPEN
    return Status(f"p{place}_open", name, color, 0, kind, f"proj_{place}")


def _add_tag(space: Space, told: Fields) -> None:
    name = told.text("name")
    if name is not None:
        colors = told.text("tag_fg") or "", told.text("tag_bg") or ""
        space.tags[name] = Tag(name, *colors, told.integer("creator") or 0)


def _add_folder(workspace: Workspace, told: Answer, groups: dict[str, str]) -> None:
    space = _space_with(workspace, str(told.of.get("space_id") or told.section("space").get("id")))
    folder = Folder(
        told.id,
        told.text("name") or "",
        space,
        told.integer("orderindex") or 0,
        bool(told.flag("hidden")),
        bool(told.flag("archived")),
    )
    if told.flag("override_statuses"):
        folder.statuses = _statuses(told.get("statuses"), told.id, groups) or None
    space.folders[folder.id] = workspace.folders[folder.id] = folder


def _add_list(workspace: Workspace, told: Answer, people: People) -> None:
    space_id = told.section("space").get("id") or told.of.get("space_id")
    above = told.section("folder").values or {"id": told.of.get("folder_id"), "name": ""}
    known = workspace.folders.get(str(above.get("id")))
    space = known.space if known is not None else _space_with(workspace, str(space_id))
    folder = _folder_with(workspace, Fields(above), space)
    home = TaskList(
        told.id,
        told.text("name") or "",
        folder,
        told.integer("orderindex") or 0,
        told.text("content") or "",
    )
    color, priority = told.section("status").text("status"), told.section("priority")
    home.color = color if color in LIST_COLORS else None
    home.priority = next(
        (n for n, one in PRIORITIES.items() if one["priority"] == priority.text("priority")), None
    )
    home.assignee = people.or_none(told.get("assignee"))
    home.due_date, home.start_date = told.integer("due_date"), told.integer("start_date")
    home.due_date_time = bool(told.flag("due_date_time"))
    home.archived = bool(told.flag("archived"))
    if told.flag("override_statuses"):
        home.own_statuses = _statuses(told.get("statuses"), told.id, {}) or None
    folder.lists[home.id] = workspace.lists[home.id] = home


def _space_with(workspace: Workspace, key: str) -> Space:
    """The Space with an id; one of which nothing is known where the token does not see it."""
    if key not in workspace.spaces:
        workspace.spaces[key] = Space(key, "", None, [_first_status(key)])
    return workspace.spaces[key]


def _folder_with(workspace: Workspace, told: Fields, space: Space) -> Folder:
    key, name = str(told.get("id")), told.text("name") or "hidden"
    if key not in workspace.folders:
        hidden = told.flag("hidden") is not False
        folder = Folder(key, name, space, len(space.folders), hidden=hidden)
        space.folders[key] = workspace.folders[key] = folder
    return workspace.folders[key]
