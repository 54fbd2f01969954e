"""Finding what an id means, and failing the way ClickUp fails when it means nothing."""

import re
from typing import TypeVar

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.access import check, level
from agent_connectors.clickup.sandbox.http import Request, whole_number
from agent_connectors.clickup.sandbox.state.chat import Channel, Message
from agent_connectors.clickup.sandbox.state.people import GUEST, User, UserGroup
from agent_connectors.clickup.sandbox.state.places import Folder, Space, TaskList
from agent_connectors.clickup.sandbox.state.plans import Doc, Goal, KeyResult, Page, View
from agent_connectors.clickup.sandbox.state.webhooks import Webhook
from agent_connectors.clickup.sandbox.state.work import Checklist, Comment, Task, TimeEntry
from agent_connectors.clickup.sandbox.state.workspace import Workspace

T = TypeVar("T")

# The recorded `00000000` was refused for its format, other unknown numbers were not.
_LIST_ID = re.compile(r"[1-9][0-9]{0,18}")
# The hyphen is for custom ids: without the query parameters they are unknown, not malformed.
_TASK_ID = re.compile(r"[A-Za-z0-9_-]+")


def _known(found: T | None) -> T:
    if found is None:
        raise errors.id_unknown()
    return found


def check_team(workspace: Workspace, team_id: str) -> None:
    """Raise an error unless the id is the Workspace's own."""
    if team_id == workspace.id:
        return
    if not team_id.isdecimal():
        raise errors.workspace_id_malformed(team_id)
    if team_id == workspace.foreign_id:
        raise errors.workspace_forbidden()
    raise errors.workspace_unknown()


def space_at(workspace: Workspace, space_id: str) -> Space:
    """The Space with an id."""
    return check(workspace, _known(workspace.spaces.get(space_id)))


def folder_at(workspace: Workspace, folder_id: str) -> Folder:
    """The Folder with an id."""
    return check(workspace, _known(workspace.folders.get(folder_id)))


def list_at(workspace: Workspace, list_id: str) -> TaskList:
    """The List with an id."""
    if not _LIST_ID.fullmatch(list_id):
        raise errors.list_id_malformed()
    if list_id in workspace.deleted_lists:
        raise errors.list_deleted()
    return check(workspace, _known(workspace.lists.get(list_id)))


def folder_ever(workspace: Workspace, folder_id: str) -> Folder:
    """The Folder with an id, which may be a deleted one: recorded answers still give it."""
    gone = workspace.deleted_folders.get(folder_id)
    is_left = gone is not None and gone.space.id in workspace.spaces
    return (
        check(workspace, gone) if gone is not None and is_left else folder_at(workspace, folder_id)
    )


def list_ever(workspace: Workspace, list_id: str) -> TaskList:
    """The List with an id, which may be a deleted one: recorded answers still give it."""
    gone = workspace.deleted_lists.get(list_id)
    is_left = gone is not None and gone.space.id in workspace.spaces
    return check(workspace, gone) if gone is not None and is_left else list_at(workspace, list_id)


def task_with_id(workspace: Workspace, task_id: str) -> Task:
    """The task with an id, which is not a custom one."""
    if not _TASK_ID.fullmatch(task_id):
        raise errors.task_id_malformed()
    if task_id in workspace.deleted_tasks:
        raise errors.task_deleted()
    if task_id == workspace.foreign_task:
        raise errors.object_forbidden()
    return check(workspace, _known(workspace.tasks.get(task_id)))


def task_at(workspace: Workspace, request: Request, task_id: str) -> Task:
    """The task a path names: by custom id where the query says so, and names the Workspace too."""
    query = request.query
    if not query.flag("custom_task_ids"):
        return task_with_id(workspace, task_id)
    # Both parameters or none: one alone is as good as not sent.
    team_id = query.text("team_id")
    if team_id is None:
        return task_with_id(workspace, task_id)
    check_team(workspace, team_id)
    # A plain id is understood here too: clients send both parameters with ids of either kind.
    task = workspace.custom_ids.get(task_id) or workspace.tasks.get(task_id)
    if task is None:
        raise errors.task_deleted()
    return check(workspace, task)


def task_with_any_id(workspace: Workspace, task_id: str) -> Task:
    """The task with an id or a custom id: v3 takes either, and needs no word about it."""
    task = workspace.custom_ids.get(task_id) or workspace.tasks.get(task_id)
    if task is None:
        raise errors.not_found("Task")
    return check(workspace, task)


def comment_at(workspace: Workspace, comment_id: str) -> Comment:
    """The comment with an id."""
    return check(workspace, _known(workspace.comments.get(_number(comment_id))))


def checklist_at(workspace: Workspace, checklist_id: str) -> Checklist:
    """The checklist with an id."""
    checklist = _known(workspace.checklists.get(checklist_id))
    check(workspace, checklist.task)
    return checklist


def goal_at(workspace: Workspace, goal_id: str) -> Goal:
    """The goal with an id."""
    return check(workspace, _known(workspace.goals.get(goal_id)))


def key_result_at(workspace: Workspace, key_result_id: str) -> KeyResult:
    """The key result with an id."""
    result = _known(workspace.key_results.get(key_result_id))
    check(workspace, result.goal)
    return result


def view_at(workspace: Workspace, view_id: str) -> View:
    """The view with an id."""
    return check(workspace, _known(workspace.views.get(view_id)))


def user_at(workspace: Workspace, user_id: str) -> User:
    """The member with an id, who is no guest."""
    user = workspace.users.get(_number(user_id))
    if user is None or user.role == GUEST:
        raise errors.not_found("User")
    return user


def guest_at(workspace: Workspace, guest_id: str) -> User:
    """The guest with an id."""
    user = workspace.users.get(_number(guest_id))
    if user is None or user.role != GUEST:
        raise errors.not_found("Guest")
    return user


def group_at(workspace: Workspace, group_id: str) -> UserGroup:
    """The user group with an id."""
    return _known(workspace.groups.get(group_id))


def webhook_at(workspace: Workspace, webhook_id: str) -> Webhook:
    """The webhook with an id."""
    return _known(workspace.webhooks.get(webhook_id))


def channel_at(workspace: Workspace, workspace_id: str, channel_id: str) -> Channel:
    """The chat channel with an id."""
    check_team(workspace, workspace_id)
    channel = workspace.channels.get(channel_id)
    # What a hidden one answers was never seen: it is as if it were not there.
    if channel is None or not level(workspace, channel):
        raise errors.not_found("Channel")
    return channel


def message_at(workspace: Workspace, workspace_id: str, message_id: str) -> Message:
    """The chat message or reply with an id."""
    check_team(workspace, workspace_id)
    message = workspace.messages.get(message_id)
    if message is None or not level(workspace, message.channel):
        raise errors.not_found("Message")
    return message


def _number(text: str) -> int:
    return whole_number(text) or 0


def time_entry_at(workspace: Workspace, team_id: str, entry_id: str) -> TimeEntry:
    """The time entry with an id."""
    check_team(workspace, team_id)
    # The path names the Workspace, so such an id does not get lost on the way to a shard.
    entry = workspace.time_entries.get(entry_id)
    if entry is None:
        raise errors.not_found("Time entry")
    return check(workspace, entry)


def doc_at(workspace: Workspace, workspace_id: str, doc_id: str) -> Doc:
    """The Doc with an id."""
    check_team(workspace, workspace_id)
    doc = workspace.docs.get(doc_id)
    if doc is None or not level(workspace, doc):
        raise errors.not_found("Doc")
    return check(workspace, doc)


def page_at(workspace: Workspace, doc: Doc, page_id: str) -> Page:
    """The page of a Doc with an id."""
    page = workspace.pages.get(page_id)
    top = page
    while top is not None and top.parent is not None:
        top = top.parent
    if page is None or top not in doc.pages:
        raise errors.not_found("Page")
    return page
