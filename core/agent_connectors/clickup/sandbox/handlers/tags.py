"""Tags: those of a Space, and those on a task."""

from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Request
from agent_connectors.clickup.sandbox.lookup import space_at, task_at
from agent_connectors.clickup.sandbox.payloads.places import put_before, tag_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.places import Space, Tag
from agent_connectors.clickup.sandbox.state.work import Task
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("GET", "/api/v2/space/{space_id}/tag")
def get_tags(workspace: Workspace, _request: Request, space_id: str) -> Any:
    """The tags of a Space."""
    space = space_at(workspace, space_id)
    rows = (tag_payload(tag) for tag in space.tags.values())
    return {"tags": [put_before("tag_fg", row, project_id=space.id) for row in rows]}


@route("POST", "/api/v2/space/{space_id}/tag")
def create_tag(workspace: Workspace, request: Request, space_id: str) -> Any:
    """A new tag; ClickUp writes its name in small letters."""
    space, facts = space_at(workspace, space_id), request.fields.section("tag")
    name = facts.text("name")
    if not name:
        raise errors.invalid("Tag name is required")
    tag = workspace.tag(space, name)
    tag.foreground = facts.text("tag_fg") or tag.foreground
    tag.background = facts.text("tag_bg") or tag.background
    workspace.changed()
    return {}


@route("PUT", "/api/v2/space/{space_id}/tag/{tag_name}")
def update_tag(workspace: Workspace, request: Request, space_id: str, tag_name: str) -> Any:
    """Another name or colour. Here the colours are called `fg_color` and `bg_color`."""
    space, facts = space_at(workspace, space_id), request.fields.section("tag")
    tag = _tag(space, tag_name)
    name = (facts.text("name") or tag.name).strip().lower()
    tag.foreground = facts.text("fg_color") or tag.foreground
    tag.background = facts.text("bg_color") or tag.background
    # Tags are known by name, so renaming one means renaming it on every task.
    for task in _tagged(workspace, space, tag):
        task.tags = tuple(dict.fromkeys(name if n == tag.name else n for n in task.tags))
    del space.tags[tag.name]
    tag.name = name
    space.tags[name] = tag
    workspace.changed()
    return {"tag": {"name": name, "fg_color": tag.foreground, "bg_color": tag.background}}


@route("DELETE", "/api/v2/space/{space_id}/tag/{tag_name}")
def delete_tag(workspace: Workspace, _request: Request, space_id: str, tag_name: str) -> Any:
    """Remove a tag, also from its tasks."""
    space = space_at(workspace, space_id)
    tag = _tag(space, tag_name)
    for task in _tagged(workspace, space, tag):
        task.tags = tuple(name for name in task.tags if name != tag.name)
    del space.tags[tag.name]
    workspace.changed()
    return {}


@route("POST", "/api/v2/task/{task_id}/tag/{tag_name}")
def add_tag_to_task(workspace: Workspace, request: Request, task_id: str, tag_name: str) -> Any:
    """Tag a task; a tag the Space does not have yet is made."""
    task = task_at(workspace, request, task_id)
    # The recorded Space has a tag with random colours that nobody made by itself.
    name = workspace.tag(task.home.space, tag_name).name
    if name not in task.tags:
        task.tags = (*task.tags, name)
    workspace.touch(task)
    return {}


@route("DELETE", "/api/v2/task/{task_id}/tag/{tag_name}")
def remove_tag_from_task(
    workspace: Workspace, request: Request, task_id: str, tag_name: str
) -> Any:
    """Take a tag off a task."""
    task = task_at(workspace, request, task_id)
    task.tags = tuple(name for name in task.tags if name.lower() != tag_name.strip().lower())
    workspace.touch(task)
    return {}


def _tag(space: Space, name: str) -> Tag:
    tag = space.tag_named(name)
    if tag is None:
        raise errors.not_found("Tag")
    return tag


def _tagged(workspace: Workspace, space: Space, tag: Tag) -> list[Task]:
    return [t for t in workspace.tasks.values() if tag.name in t.tags and t.home.space is space]
