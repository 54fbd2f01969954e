"""Records of which the parts alone do not tell what matters."""

from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.clickup.compact.apart import by_name
from agent_connectors.clickup.compact.blocks import emoji, to_markdown
from agent_connectors.clickup.compact.names import channel_name, group, person, place, somebody
from agent_connectors.clickup.compact.values import (
    duration,
    located,
    reference,
    shorten,
    time,
    without_nothing,
)

__all__ = ["FORMS"]

Form = Callable[[Mapping[str, Any]], dict[str, Any] | None]
"""Says a record; None for one of another kind, which an entity may have as well."""

_ROLES = {1: "owner", 2: "admin", 3: "member", 4: "guest"}


def _channel(channel: Mapping[str, Any]) -> dict[str, Any] | None:
    if "visibility" not in channel:
        return None
    keys = ("type", "visibility", "topic", "description", "archived")
    direct = channel.get("type") in {"DM", "GROUP_DM"}
    return without_nothing(
        {
            "id": channel.get("id"),
            "name": channel_name(channel),
            **{key: channel.get(key) for key in keys},
            "parent": None if direct else located(channel.get("parent") or {}),
            "latest_message": time(channel.get("latest_comment_at")),
        }
    )


def _message(message: Mapping[str, Any]) -> dict[str, Any] | None:
    if "content" not in message:
        return None
    keys = ("content", "parent_message", "resolved")
    return without_nothing(
        {
            "id": message.get("id"),
            "user_id": somebody(message.get("user_id")),
            **{key: message.get(key) for key in keys},
            "assignee": somebody(message.get("assignee")),
            "group_assignee": group(message.get("group_assignee")),
            "date": time(message.get("date")),
            "title": (message.get("post_data") or {}).get("title"),
            "replies": message.get("replies_count"),
        }
    )


def _page(page: Mapping[str, Any]) -> dict[str, Any] | None:
    keys = ("id", "name", "sub_title", "content", "archived", "deleted", "protected")
    return without_nothing(
        {
            **{key: page.get(key) for key in keys},
            "date_updated": time(page.get("date_updated")),
            "pages": [_page(inner) for inner in page.get("pages") or ()],
        }
    )


def _field(field: Mapping[str, Any]) -> dict[str, Any] | None:
    config = field.get("type_config") or {}
    options = [option.get("name") or option.get("label") for option in config.get("options") or ()]
    return without_nothing(
        {
            "id": field["id"],
            "name": field["name"],
            "type": field["type"],
            "options": options,
            "required": field.get("required") or None,
            "task_types": [a["object_id"] for a in field.get("applied_objects") or ()],
        }
    )


def _webhook(webhook: Mapping[str, Any]) -> dict[str, Any] | None:
    keys = ("id", "endpoint", "events", "task_id", "health")
    places = ("space_id", "folder_id", "list_id")
    return without_nothing(
        {
            **{key: webhook.get(key) for key in keys},
            **{key: place("", webhook.get(key)) for key in places},
        }
    )


def _member(member: Mapping[str, Any]) -> dict[str, Any] | None:
    if "user" not in member:
        return None
    user = member["user"]
    flags = {key: value for key, value in member.items() if key.startswith("can_")}
    return without_nothing(
        {
            "user": person(user),
            "email": user.get("email"),
            "role": (user.get("custom_role") or {}).get("name") or _ROLES.get(user.get("role")),
            "date_joined": time(user.get("date_joined")),
            "date_invited": time(user.get("date_invited")),
            "invited_by": person(member["invited_by"]) if member.get("invited_by") else None,
            **flags,
            "shared": _shared(member.get("shared") or {}),
        }
    )


def _shared(shared: Mapping[str, Any]) -> dict[str, Any]:
    return without_nothing(
        {
            kind: [reference(each) if isinstance(each, Mapping) else each for each in things]
            for kind, things in shared.items()
        }
    )


def _team(team: Mapping[str, Any]) -> dict[str, Any] | None:
    return _shared(team) if {"tasks", "lists", "folders"} >= team.keys() else None


def _time_in_status(told: Mapping[str, Any]) -> dict[str, Any] | None:
    if "current_status" not in told:
        return {task_id: _time_in_status(each) for task_id, each in told.items()}
    current = told["current_status"]
    return {
        "status": current["status"],
        "since": time(current["total_time"].get("since")),
        "minutes": by_name(
            (each["status"], each.get("id"), each["total_time"]["by_minute"])
            for each in told["status_history"]
        ),
    }


def _goal(goal: Mapping[str, Any]) -> dict[str, Any] | None:
    keys = ("id", "name", "description", "percent_completed", "archived", "private")
    return without_nothing(
        {
            **{key: goal.get(key) for key in keys},
            "due_date": time(goal.get("due_date"), whole_days=True),
            "owners": [person(owner) for owner in goal.get("owners") or ()],
            "key_results": [_key_result(each) for each in goal.get("key_results") or ()],
        }
    )


def _key_result(result: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("id", "name", "type", "unit", "percent_completed", "steps_start", "steps_current")
    return without_nothing(
        {
            **{key: result.get(key) for key in keys},
            "steps_end": result.get("steps_end"),
            "owners": [person(owner) for owner in result.get("owners") or ()],
            "completed": result.get("completed") or None,
            "task_ids": result.get("task_ids"),
        }
    )


def _comment(comment: Mapping[str, Any]) -> dict[str, Any] | None:
    # What comes of writing one: only its id is of use, and the rest is about versions.
    if "hist_id" in comment:
        return without_nothing({"id": comment["id"], "date": time(comment.get("date"))})
    if "comment" not in comment and "comment_text" not in comment:
        return None
    return without_nothing(
        {
            "id": comment.get("id"),
            "user": somebody(comment.get("user")),
            "date": time(comment.get("date")),
            "comment_text": to_markdown(comment),
            "assignee": somebody(comment.get("assignee")),
            "group_assignee": group(comment.get("group_assignee")),
            "resolved": comment.get("resolved"),
            "reactions": _reactions(comment.get("reactions")),
            "reply_count": comment.get("reply_count"),
            "replies": [_comment(reply) for reply in comment.get("replies") or ()],
        }
    )


def _reactions(reactions: Any) -> dict[str, list[Any]]:
    """Who reacted, by how."""
    told: dict[str, list[Any]] = {}
    for reaction in reactions or ():
        told.setdefault(emoji(reaction.get("reaction")), []).append(somebody(reaction.get("user")))
    return told


def _doc(doc: Mapping[str, Any]) -> dict[str, Any] | None:
    return without_nothing(
        {
            **{key: doc.get(key) for key in ("id", "name", "archived", "deleted")},
            "in": located(doc.get("parent") or {}),
            "creator": somebody(doc.get("creator")),
            "date_created": time(doc.get("date_created")),
            "date_updated": time(doc.get("date_updated")),
        }
    )


def _time_entry(entry: Mapping[str, Any]) -> dict[str, Any] | None:
    if "duration" not in entry or "start" not in entry:
        return None
    task, place = entry.get("task"), entry.get("task_location") or {}
    names = [place.get(f"{kind}_name") for kind in ("space", "folder", "list")]
    return without_nothing(
        {
            "id": entry.get("id"),
            "task": reference(task) if isinstance(task, Mapping) else None,
            "in": " / ".join(name for name in names if name),
            "user": person(entry["user"]) if entry.get("user") else None,
            "start": time(entry["start"]),
            "end": time(entry.get("end")),
            "duration": duration(entry["duration"]),
            "description": entry.get("description"),
            "tags": [tag.get("name") for tag in entry.get("tags") or ()],
            "billable": entry.get("billable") or None,
        }
    )


def _space_in_tree(space: Mapping[str, Any]) -> dict[str, Any]:
    return without_nothing(
        {
            "id": space["id"],
            "name": space["name"],
            "folders": {
                str(reference(folder)): [reference(each) for each in folder["lists"]]
                for folder in space["folders"]
            },
            "lists": [reference(each) for each in space["lists"]],
        }
    )


def _task_with_comments(task: Mapping[str, Any]) -> dict[str, Any]:
    short: dict[str, Any] = shorten("tasks", task, in_list=False)
    return short | {"comments": [_comment(comment) for comment in task["comments"]]}


FORMS: Mapping[str, Form] = {
    "chat_channels": _channel,
    "chat_messages": _message,
    "custom_fields": _field,
    "comments": _comment,
    "doc_pages": _page,
    "docs": _doc,
    "goals": _goal,
    "key_results": _key_result,
    "time_tracking": _time_entry,
    "guests": _member,
    "teams": _team,
    "time_in_status": _time_in_status,
    "tasks.get_with_comments": _task_with_comments,
    "users": _member,
    "webhooks": _webhook,
    "workspaces.tree": _space_in_tree,
}
"""How records are said, by what they are."""
