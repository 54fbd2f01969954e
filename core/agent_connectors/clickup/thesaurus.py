"""Words for models: what people say for what ClickUp calls otherwise, and what to point out."""

from collections.abc import Mapping

__all__ = ["CONVENTIONS", "HIGHLIGHTS", "THESAURUS"]

CONVENTIONS = (
    'Ids of workspaces, places, people, goals and docs may be names; "me" is you, "everyone" '
    'all people. Times: ISO 8601 or words ("24 hours ago", "next friday 17:00").'
)
"""What a model should know of all operations."""

HIGHLIGHTS: Mapping[str, tuple[str, ...]] = {
    "tasks.list": ("statuses", "assignees"),
    "tasks.search": (
        "search", "priority", "assignees", "statuses", "list_ids", "due_date_lt", "date_updated_gt",
    ),
    "tasks.create": ("assignees", "due_date", "priority"),
    "tasks.update": ("status", "assignees", "due_date", "priority"),
    "comments.update": ("comment_text", "resolved"),
    "time_tracking.list": ("start_date", "end_date", "assignee"),
    "time_tracking.create": ("duration", "task_id"),
    "workspaces.find": ("kinds",),
}  # fmt: skip
"""Parameters that most calls of an operation have, although it does not need them."""

THESAURUS: Mapping[str, str] = {
    "teams": "workspace organization company account",
    "teams.get_shared": "shared with me",
    "user": "me myself who am i own profile account",
    "users": "member person colleague somebody admin role",
    "guests": "external client access",
    "members": "who has access can see people assigned",
    "user_groups": "team group of people",
    "user_groups.update": "add a person to a group",
    "workspaces.tree": "overview structure hierarchy everything spaces folders lists",
    "workspaces.find": "look up by name id called named",
    "spaces.update": "turn on off features time tracking sprints",
    "folders": "project directory",
    "folders.get": "a single folder",
    "lists.list": "lists in a folder",
    "lists.get": "which statuses workflow",
    "lists.update": "rename a list",
    "lists.add_task": "another further second list",
    "tasks": "issue ticket todo item work",
    "tasks.list": "tasks in a list",
    "tasks.search": "overdue across workspace everywhere urgent assigned due priority updated",
    "tasks.update": "status assignee assign due date priority close reopen done",
    "tasks.create": "subtask new",
    "tasks.create_many": "bulk batch several at once",
    "tasks.update_many": "bulk batch several at once in one go",
    "tasks.merge": "duplicates combine",
    "dependencies": "blocks blocking blocked waiting wait",
    "time_estimates": "estimate effort each assignee",
    "custom_fields.remove": "clear empty unset",
    "attachments": "file document image attach",
    "attachments.list": "files attached",
    "comments.list": "read the comments on a task",
    "comments.create": "comment on",
    "comments.count": "most commented discussed how many",
    "comments.get": "replies threaded thread",
    "checklist_items.update": "tick check off done",
    "view_tasks": "saved view board",
    "views.create": "board calendar gantt",
    "views.update": "group sort filter",
    "goals": "objective okr target",
    "goals.create": "set a new goal",
    "key_results": "target measure progress",
    "time_tracking": "tracked time entries timesheet hours worked log timer",
    "time_tracking.get_current": "is a timer running now",
    "time_tracking.create": "log hours worked on a task",
    "tags.add": "tag a task label",
    "tags": "label",
    "time_entry_tags.add": "tag a time entry",
    "docs": "document wiki",
    "doc_pages": "wiki page text",
    "doc_pages.list_content": "read the whole text",
    "chat_channels": "room conversation",
    "chat_channels.update": "archive rename",
    "chat_channels.list_members": "who is in",
    "chat_channels.list_followers": "who follows",
    "chat_messages.list": "read messages in a channel",
    "chat_messages.create": "post send to a channel",
    "chat_reactions": "emoji react like",
    "webhooks": "callback notify url event",
    "permissions": "private share sharing access",
    "audit_logs": "history security who did what log",
}
