"""What ClickUp's writes and webhooks change of a replica, and how it is read again."""

from collections.abc import Iterable, Mapping
from typing import Any

from agent_connectors.clickup.store.events import of_event
from agent_connectors.clickup.store.ones import ONES
from agent_connectors.clickup.store.ways import (
    Call,
    Way,
    each_of,
    feeds,
    gone,
    object_named,
    of_checklist,
    people,
    read_again,
    rows,
    several_ways,
    told,
)
from agent_connectors.engine.store.feeds import Effects, Source, Touch, of_feed

__all__ = ["CHANGES", "UNKEPT", "ClickupEffects"]


_TASK = read_again("tasks", "task_id")
_TAGGED = rows(
    "tasks",
    "SELECT task_id FROM task_tags JOIN tasks ON id = task_id "
    "WHERE space_id = ? AND lower(tag) = lower(?)",
    "space_id",
    "tag_name",
)
_CHILDREN = rows("tasks", "SELECT id FROM tasks WHERE parent_id = ?", "task_id")
_THREAD = several_ways(
    rows(
        of_feed("comments"),
        "SELECT task_id FROM comments WHERE id = ?",
        "comment_id",
    ),
    rows(
        of_feed("replies"),
        "SELECT coalesce(reply_to, id) FROM comments WHERE id = ? "
        "AND (reply_to IS NOT NULL OR reply_count > 0)",
        "comment_id",
    ),
)
_GOAL = rows("goals", "SELECT goal_id FROM key_results WHERE id = ?", "key_result_id")
_RESULTS = rows(
    of_feed("key_results"), "SELECT goal_id FROM key_results WHERE id = ?", "key_result_id"
)
_RUNNING = rows("time_tracking", "SELECT id FROM time_entries WHERE duration_ms < 0")
_TIME = rows(of_feed("time"), "SELECT id FROM workspaces")
_NEW_TASKS = rows(of_feed("tasks"), "SELECT id FROM workspaces")
_VIEWS = feeds(
    workspace_views="team_id",
    space_views="space_id",
    folder_views="folder_id",
    list_views="list_id",
)

CHANGES: Mapping[str, Way] = {
    "spaces.create": rows(of_feed("spaces"), "SELECT id FROM workspaces"),
    "spaces.update": read_again("spaces", "space_id"),
    "spaces.delete": gone("spaces", "space_id"),
    "folders.create": told("folders"),
    "folders.update": told("folders"),
    "folders.delete": gone("folders", "folder_id"),
    "lists.create": told("lists"),
    "lists.update": told("lists"),
    "lists.delete": gone("lists", "list_id"),
    "lists.add_task": _TASK,
    "lists.remove_task": _TASK,
    "tasks.create": told("tasks", "status_history"),
    "tasks.update": told("tasks", "status_history"),
    "tasks.delete": gone("tasks", "task_id"),
    "tasks.move": several_ways(read_again("tasks", "task_id", "status_history"), _CHILDREN),
    "tasks.merge": several_ways(
        each_of("tasks", "source_task_ids", gone=True),
        read_again("tasks", "task_id", "comments"),
    ),
    "comments.create": feeds(comments="task_id"),
    "comments.update": _THREAD,
    "comments.delete": several_ways(_THREAD, gone("comments", "comment_id")),
    "comments.reply": several_ways(
        rows(of_feed("comments"), "SELECT task_id FROM comments WHERE id = ?", "comment_id"),
        feeds(replies="comment_id"),
    ),
    "time_tracking.create": read_again("time_tracking", "time_entry_id"),
    "time_tracking.update": read_again("time_tracking", "time_entry_id"),
    "time_tracking.delete": gone("time_tracking", "time_entry_id"),
    "time_tracking.start": several_ways(_RUNNING, read_again("time_tracking", "time_entry_id")),
    "time_tracking.stop": several_ways(_RUNNING, read_again("time_tracking", "time_entry_id")),
    "time_entry_tags.add": each_of("time_tracking", "time_entry_ids"),
    "time_entry_tags.remove": each_of("time_tracking", "time_entry_ids"),
    "legacy_time_tracking.create": _TIME,
    "legacy_time_tracking.update": _TIME,
    "legacy_time_tracking.delete": _TIME,
    "docs.create": told("docs", "doc_pages"),
    "doc_pages.create": feeds(doc_pages="doc_id"),
    "doc_pages.update": feeds(doc_pages="doc_id"),
    "goals.create": read_again("goals", "goal_id"),
    "goals.update": read_again("goals", "goal_id"),
    "goals.delete": gone("goals", "goal_id"),
    "key_results.create": several_ways(
        read_again("goals", "goal_id"), feeds(key_results="goal_id")
    ),
    "key_results.update": several_ways(_GOAL, _RESULTS),
    "key_results.delete": several_ways(_GOAL, _RESULTS),
    "views.create": _VIEWS,
    "views.update": read_again("views", "view_id"),
    "views.delete": gone("views", "view_id"),
    "tags.update": _TAGGED,
    "tags.delete": _TAGGED,
    "tags.add": _TASK,
    "tags.remove": _TASK,
    "custom_fields.set": _TASK,
    "custom_fields.remove": _TASK,
    "checklists.create": _TASK,
    "checklists.update": of_checklist,
    "checklists.delete": of_checklist,
    "checklist_items.create": of_checklist,
    "checklist_items.update": of_checklist,
    "checklist_items.delete": of_checklist,
    "attachments.upload": _TASK,
    "dependencies.add": several_ways(
        _TASK, read_again("tasks", "depends_on"), read_again("tasks", "dependency_of")
    ),
    "dependencies.remove": several_ways(
        _TASK, read_again("tasks", "depends_on"), read_again("tasks", "dependency_of")
    ),
    "task_links.add": several_ways(_TASK, read_again("tasks", "links_to")),
    "task_links.remove": several_ways(_TASK, read_again("tasks", "links_to")),
    "time_estimates.update": _TASK,
    "time_estimates.replace": _TASK,
    "templates.create_task": _NEW_TASKS,
    "templates.create_list": several_ways(
        feeds(places="space_id"),
        rows(of_feed("places"), "SELECT space_id FROM folders WHERE id = ?", "folder_id"),
        _NEW_TASKS,
    ),
    "templates.create_folder": several_ways(feeds(places="space_id"), _NEW_TASKS),
    "users.invite": people,
    "users.update": people,
    "users.delete": people,
    "guests.invite": people,
    "guests.update": people,
    "guests.delete": people,
    "permissions.update": object_named,
}
"""What each write changes that is kept."""

UNKEPT: Mapping[str, str] = {
    "attachments.upload_to_field": "the file is on no task yet",
    "authorization.get_token": "a token",
    "guests.add": "who may see what",
    "guests.remove": "who may see what",
    "tags.create": "a tag that no task has",
    "time_entry_tags.update": "tags of time entries are in no table",
    **{
        f"{entity}.{action}": "of chats, nothing is kept"
        for entity, actions in {
            "chat_channels": (
                *("create", "create_for_place", "create_direct_message", "update", "delete"),
            ),
            "chat_messages": ("create", "update", "delete", "reply"),
            "chat_reactions": ("add", "remove"),
        }.items()
        for action in actions
    },
    **{
        f"{entity}.{action}": f"no {entity} are kept"
        for entity in ("user_groups", "webhooks")
        for action in ("create", "update", "delete")
    },
}
"""The writes that change nothing that is kept, and why."""

_BEFORE = {
    **{name: entity for entity in ("spaces", "folders", "lists", "tasks", "goals", "views")
       for name in (f"{entity}.update", f"{entity}.delete")},
    **dict.fromkeys(
        (
            *("tasks.move", "tasks.merge", "tags.add", "tags.remove", "custom_fields.set"),
            *("custom_fields.remove", "checklists.create", "dependencies.add"),
            *("dependencies.remove", "task_links.add", "task_links.remove"),
            *("time_estimates.update", "time_estimates.replace", "attachments.upload"),
            *("lists.add_task", "lists.remove_task"),
        ),
        "tasks",
    ),
    "time_tracking.update": "time_tracking",
    "time_tracking.delete": "time_tracking",
    "key_results.create": "goals",
}  # fmt: skip
"""The writes whose object is named by a parameter, and what that is."""

_PARAMETERS = {"time_tracking": "time_entry_id"}


class ClickupEffects(Effects):
    """What ClickUp's writes and webhooks change."""

    ones = ONES

    def of_call(self, operation: str, params: Mapping[str, Any]) -> Iterable[Touch]:
        """What a write is about to change, as far as its parameters tell."""
        if operation == "comments.create" and params.get("task_id"):
            yield Touch(of_feed("comments"), str(params["task_id"]))
        if operation in {"doc_pages.create", "doc_pages.update"}:
            yield Touch(of_feed("doc_pages"), str(params["doc_id"]))
        entity = _BEFORE.get(operation)
        if entity is None or params.get("custom_task_ids"):
            return
        yield Touch(entity, str(params[_PARAMETERS.get(entity, f"{entity[:-1]}_id")]))

    async def of_write(
        self, operation: str, params: Mapping[str, Any], answer: Any, source: Source
    ) -> Iterable[Touch]:
        """What a write has changed."""
        way = CHANGES.get(operation)
        if way is None:
            return ()
        said = answer if isinstance(answer, Mapping) else {}
        return [
            touch
            async for touch in way(Call(params, said, source))
            if touch.key or "feed:" in touch.what
        ]

    def of_missing(self, operation: str, params: Mapping[str, Any]) -> Iterable[Touch]:
        """What is no more, when ClickUp does not know the object of a read."""
        entity, _, action = operation.partition(".")
        name = _PARAMETERS.get(entity, f"{entity[:-1]}_id")
        known = {"spaces", "folders", "lists", "tasks", "goals", "views", "docs", "time_tracking"}
        if action == "get" and entity in known and not params.get("custom_task_ids"):
            yield Touch(entity, str(params[name]), gone=True)

    async def of_event(self, event: Mapping[str, Any], source: Source) -> Iterable[Touch]:
        """What a webhook of ClickUp's tells of."""
        return await of_event(event, source)
