"""How a task is said: its id, its custom id, its link, `#id`, or `CU-id` as branches have it."""

import re
from collections.abc import Mapping
from json import dumps
from typing import Any, NamedTuple

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.links import read_link
from agent_connectors.engine.errors import BadRequest, NotFound

__all__ = ["TaskReference", "by_name", "is_custom", "plain_id", "read_task"]

_ID = re.compile(r"[A-Za-z0-9]+")
_CUSTOM_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*-\d+")
_IN_BRANCH = re.compile(r"CU-(?!\d+(?:_|$))([a-z0-9]+)(?:_.*)?", re.IGNORECASE)
"""Digits alone behind it make a custom id: `CU` is a prefix like any other then."""


class TaskReference(NamedTuple):
    """Which task is meant."""

    id: str
    custom: bool = False
    workspace: str | None = None


def is_custom(text: object) -> bool:
    """Whether a text is the custom id of a task, or a link with one."""
    if not isinstance(text, str):
        return False
    try:
        return read_task(text).custom
    except LookupError:
        return False


def read_task(text: str, *, custom: bool = False) -> TaskReference:
    """Which task a text means.

    Args:
        text: What was given.
        custom: Whether it is known to be a custom id, however it looks.

    Raises:
        LookupError: It is the link of something else, or a name.
    """
    plain = text.strip()
    workspace = None
    link = read_link(plain)
    if link is not None:
        if "task" not in link.ids:
            raise LookupError(f"{plain} is the link of a {link.noun}, not of a task")
        plain, workspace = link.ids["task"], link.workspace
    plain = plain.removeprefix("#").strip()
    if custom:
        return TaskReference(plain, custom=True, workspace=workspace)
    if found := _IN_BRANCH.fullmatch(plain):
        return TaskReference(found[1].lower(), workspace=workspace)
    if _CUSTOM_ID.fullmatch(plain):
        return TaskReference(plain.upper(), custom=True, workspace=workspace)
    if _ID.fullmatch(plain):
        mixed = any(map(str.isdigit, plain))  # a word is sent as it is: it may be wrong anyway
        return TaskReference(plain.lower() if mixed else plain, workspace=workspace)
    raise LookupError(by_name(text))


def by_name(text: str) -> str:
    """What to do with a name where a task's id is wanted.

    Args:
        text: The name.
    """
    name = " ".join(text.split())[:100]
    find = dumps({"name": name, "kinds": ["task"]}, ensure_ascii=False)
    search = dumps({"search": name}, ensure_ascii=False)
    return (
        f"{name!r} is no id of a task; names of tasks are not unique. Look it up: "
        f"`workspaces.find` {find}, or `tasks.search` {search}, and use the `id`"
    )


async def plain_id(directory: Directory, task: TaskReference, workspace_id: str | None) -> str:
    """The id of a task, asked for where only its custom id is known.

    Args:
        directory: Asks ClickUp.
        task: Which task is meant.
        workspace_id: The workspace that custom ids are of; the only one if not given.

    Raises:
        LookupError: There is no such task.
    """
    if not task.custom:
        return task.id
    asked: dict[str, Any] = {"task_id": task.id, "custom_task_ids": True}
    if workspace := task.workspace or workspace_id:
        asked["team_id"] = workspace
    try:
        found: Mapping[str, Any] = await directory.one("tasks", "get", **asked)
    except (BadRequest, NotFound):
        raise LookupError(f"there is no task with the custom id {task.id!r}") from None
    return str(found["id"])
