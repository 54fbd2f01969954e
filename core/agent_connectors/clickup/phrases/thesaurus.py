"""Words for models: what people say for what ClickUp calls otherwise, and what to point out."""

from collections.abc import Mapping

from agent_connectors.clickup.phrases import PHRASES
from agent_connectors.engine.declare.catalogue import Thesaurus

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

THESAURUS = Thesaurus(
    phrases=PHRASES,
    synonyms={
        "task": "ticket issue todo card bug chore job tix tkt workitem stories",
        "person": """
            colleague teammate coworker people user member folks guy employee staff someone
            somebody everyone everybody anyone anybody peep dude
        """,
        "guest": "external outsider contractor freelancer visitor",
        "comment": "remark feedback commentary",
        "message": "msg post",
        "channel": "room",
        "attachment": "file image picture pic photo screenshot pdf spreadsheet img",
        "doc": "document wiki documentation handbook gdoc",
        "page": "chapter section article",
        "time": "hour minute timesheet hrs hr min mins",
        "timer": "stopwatch clock",
        "goal": "objective okr",
        "tag": "label hashtag",
        "reaction": "emoji react thumb emote smiley thumbsup heart",
        "webhook": "callback hook",
        "template": "blueprint boilerplate preset",
        "view": "board kanban gantt calendar",
        "field": "column property attribute",
        "status": "stage state",
        "space": "department area",
        "folder": "directory project",
        "workspace": "organization organisation company account org",
        "group": "squad",
        "dependency": "blocker block depend wait prerequisite",
        "estimate": "estimation effort",
        "access": "permission right privacy",
        "url": "address",
        "due": "deadline",
        "overdue": "late",
        "assign": "assignee owner responsible",
        "private": "secret hidden confidential",
        "reply": "response answer",
        "link": "relation relationship relate related connect",
        "color": "colour recolor recolour",
        "priority": "urgency importance",
        "bulk": "batch mass several multiple many dozens",
        "item": "step",
        "list": "sprint backlog",
    },
    idioms={
        "dm": "direct message",
        "dms": "direct message",
        "kr": "key result",
        "krs": "key result",
        "check list": "checklist",
        "to do": "todo",
        "to dos": "todos",
        "to-do": "todo",
        "check box": "checklist item",
        "checkbox": "checklist item",
        "sub task": "subtask",
        "time log": "time entry",
        "time logs": "time entries",
        "work log": "time entry",
        "worklog": "time entry",
        "logged time": "time entry",
        "tracked time": "time entry",
        "drop down": "dropdown custom field",
        "dropdown": "dropdown custom field",
        "cf": "custom field",
        "group chat": "chat channel",
    },
    rare=frozenset(
        {
            "legacy_time_tracking.list", "legacy_time_tracking.create",
            "legacy_time_tracking.update", "legacy_time_tracking.delete",
            "authorization.get_token",
        }
    ),
)  # fmt: skip
"""What people say for what ClickUp calls otherwise."""
