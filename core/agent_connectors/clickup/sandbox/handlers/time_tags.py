"""Labels of time entries, and what was changed about an entry."""

from collections.abc import Iterable
from typing import Any

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.lookup import check_team, time_entry_at
from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.work import TimeEntry, TimeTag
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_TAGS = "/api/v2/team/{team_id}/time_entries/tags"
_COLORS = ("#FFFFFF", "#BF55EC")


@route("GET", _TAGS)
def get_time_tags(workspace: Workspace, _request: Request, team_id: str) -> Any:
    """The labels that were ever put on a time entry."""
    check_team(workspace, team_id)
    return {"data": [_payload(tag) for tag in workspace.time_tags.values()]}


@route("POST", _TAGS)
def add_time_tags(workspace: Workspace, request: Request, team_id: str) -> Any:
    """Put labels on time entries."""
    entries, tags = _named(workspace, request, team_id)
    keep_tags(workspace, tags)
    for entry in entries:
        held = {tag["name"]: tag for tag in entry.tags}
        held |= {tag["name"]: _payload(workspace.time_tags[tag["name"]]) for tag in tags}
        _set_tags(workspace, entry, list(held.values()))
    return {}


@route("DELETE", _TAGS)
def remove_time_tags(workspace: Workspace, request: Request, team_id: str) -> Any:
    """Take labels off time entries; the Workspace keeps them."""
    entries, tags = _named(workspace, request, team_id)
    names = {tag["name"] for tag in tags}
    for entry in entries:
        _set_tags(workspace, entry, [tag for tag in entry.tags if tag["name"] not in names])
    return {}


@route("PUT", _TAGS)
def change_time_tag(workspace: Workspace, request: Request, team_id: str) -> Any:
    """Another name or colour of a label, on all its time entries."""
    check_team(workspace, team_id)
    fields = request.fields
    tag = workspace.time_tags.get(fields.text("name") or "")
    if tag is None:
        raise errors.not_found("Tag")
    before, after = tag.name, fields.text("new_name") or tag.name
    tag.foreground = fields.text("tag_fg") or tag.foreground
    tag.background = fields.text("tag_bg") or tag.background
    del workspace.time_tags[before]
    tag.name = after
    workspace.time_tags[after] = tag
    for entry in workspace.time_entries.values():
        if any(held["name"] == before for held in entry.tags):
            rest = [held for held in entry.tags if held["name"] not in {before, after}]
            entry.tags = [*rest, _payload(tag)]
    return {}


@route("GET", "/api/v2/team/{team_id}/time_entries/{timer_id}/history")
def get_history(workspace: Workspace, _request: Request, team_id: str, timer_id: str) -> Any:
    """What was changed about a time entry, oldest first; the shape is not described."""
    entry = time_entry_at(workspace, team_id, timer_id)
    rows = [
        {
            "id": f"{entry.id}{number}",
            "field": field,
            "before": before,
            "after": after,
            "date": str(date),
            "user": user_payload(workspace.caller),
        }
        for number, (field, before, after, date) in enumerate(entry.changes)
    ]
    return {"data": rows}


def keep_tags(workspace: Workspace, tags: Iterable[dict[str, Any]]) -> None:
    """Remember labels that are put on a time entry, in the colours they came with first."""
    for tag in tags:
        facts = Fields(tag)
        foreground, background = facts.text("tag_fg"), facts.text("tag_bg")
        made = TimeTag(
            tag["name"], foreground or _COLORS[0], background or _COLORS[1], workspace.caller.id
        )
        workspace.time_tags.setdefault(made.name, made)


def _payload(tag: TimeTag) -> dict[str, Any]:
    return {
        "name": tag.name,
        "creator": tag.creator,
        "tag_bg": tag.background,
        "tag_fg": tag.foreground,
    }


def _named(
    workspace: Workspace, request: Request, team_id: str
) -> tuple[list[TimeEntry], list[dict[str, Any]]]:
    """The time entries and labels a request names."""
    check_team(workspace, team_id)
    fields = request.fields
    sent = fields.get("tags")
    tags = [
        tag
        for tag in (sent if isinstance(sent, list) else [])
        if isinstance(tag, dict) and isinstance(tag.get("name"), str) and tag["name"]
    ]
    identifiers = fields.texts("time_entry_ids")
    if not tags or not identifiers:
        raise errors.invalid("time_entry_ids and tags are required")
    return [time_entry_at(workspace, team_id, entry_id) for entry_id in identifiers], tags


def _set_tags(workspace: Workspace, entry: TimeEntry, tags: list[dict[str, Any]]) -> None:
    before, after = ([tag["name"] for tag in held] for held in (entry.tags, tags))
    if before != after:
        entry.at = workspace.now()
        entry.changes = (*entry.changes, ("tags", before, after, entry.at))
    entry.tags = tags
