"""Where our operations differ from ClickUp's OpenAPI files on purpose, each with its reason."""

_OVERDONE = "the specification marks too much as required (facts, section 8)"
_STAYS = "what is not given stays as it is"
_ONE_OF = "one of the two"

UNDOCUMENTED = {
    "GET /api/v2/team/{}": "clients of others rely on it; the sandbox alone has it",
}
"""Endpoints that ClickUp's description does not have, with why they are here all the same."""

NOT_IN_THE_SPECIFICATION = {
    ("tasks.search", "search"): "undocumented; sent, and applied here as well",
    ("tasks.search", "priority"): "undocumented; sent, and applied here as well",
    **{
        (f"comments.{action}", "comment"): "marked text; ClickUp's guide to comments has it"
        for action in ("create", "update", "reply")
    },
    ("attachments.upload_to_field", "attachment"): "the file itself, which it leaves out",
}
"""Parameters that we have and ClickUp does not document."""

LEFT_OUT = {
    ("tags.delete", "tag"): "the path names the tag already",
    ("attachments.upload_to_field", "filename"): "the file brings its name along",
    ("audit_logs.query.filter", "workspaceId"): "the path names the workspace already",
}
"""Parameters, and fields within them, that ClickUp documents and we do not have."""

NOT_REQUIRED_AFTER_ALL = {
    ("view_tasks.list", "page"): "the first page, unless another is asked for",
    ("templates.list_tasks", "page"): "the first page, unless another is asked for",
    ("comments.create", "notify_all"): "seen to work without (facts, section 8)",
    ("comments.create", "assignee"): "a list comment need not be assigned",
    ("comments.reply", "notify_all"): "seen to work without for comments",
    ("dependencies.remove", "depends_on"): _ONE_OF,
    ("dependencies.remove", "dependency_of"): _ONE_OF,
    ("time_tracking.create", "duration"): "`end` or `stop` will do (facts, section 6)",
    ("chat_messages.create", "type"): "a message, unless something else is said",
    ("chat_messages.reply", "type"): "a message, unless something else is said",
    ("users.invite", "admin"): "no admin, unless it is said",
    **{("spaces.create", name): _OVERDONE for name in ("multiple_assignees", "features")},
    **{
        ("goals.create", name): _OVERDONE
        for name in ("due_date", "description", "multiple_owners", "owners", "color")
    },
    **{
        ("key_results.create", name): _OVERDONE
        for name in ("owners", "steps_start", "steps_end", "unit", "task_ids", "list_ids")
    },
    **{
        ("views.create", name): _OVERDONE
        for name in (
            "grouping", "divide", "sorting", "filters", "columns", "team_sidebar", "settings"
        )
    },
    **{("time_entry_tags.update", name): _OVERDONE for name in ("tag_bg", "tag_fg")},
    **{
        (f"comments.{action}", "comment_text"): "or `markdown`, which is sent as `comment`"
        for action in ("create", "reply")
    },
    **{
        (operation, name): _STAYS
        for operation, names in {
            "comments.update": ("comment_text", "assignee", "resolved"),
            "goals.update": (
                "name", "due_date", "description", "rem_owners", "add_owners", "color"
            ),
            "key_results.update": ("steps_current", "note"),
            "lists.update": ("name",),
            "spaces.update": (
                "name", "color", "private", "admin_can_manage", "multiple_assignees", "features"
            ),
            "time_tracking.update": ("tags",),
            "users.update": ("username", "admin", "custom_role_id"),
            "views.update": (
                "name", "type", "parent", "grouping", "divide", "sorting", "filters", "columns",
                "team_sidebar", "settings",
            ),
            "webhooks.update": ("endpoint", "events", "status"),
        }.items()
        for name in names
    },
}  # fmt: skip
"""Parameters that ClickUp calls required and we do not."""

REQUIRED_BY_US = {
    ("checklist_items.create", "name"): "an item without a name helps nobody",
    ("custom_fields.set", "value"): "required in all but one of the kinds",
}
"""Parameters that we require and ClickUp does not."""

OTHER_EFFECTS = {
    "audit_logs.query": "asks with a POST, and changes nothing",
    "chat_reactions.remove": "can be added again",
    "custom_fields.remove": "can be set again, as any field that is emptied",
    "dependencies.remove": "can be added again",
    "guests.remove": "can be added again",
    "lists.remove_task": "can be added again",
    "tags.remove": "can be added again",
    "task_links.remove": "can be added again",
    "tasks.merge": "cannot be taken apart again",
    "time_entry_tags.remove": "can be added again",
}
"""Operations whose effect is not that of their method."""
