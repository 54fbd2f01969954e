"""What a copy that is under way keeps of the records it has, to know what is to be read next."""

from agent_connectors.clickup.store.tables import SCHEMA
from agent_connectors.engine.store.tables import Column, Schema, Table

__all__ = ["COPY_SCHEMA"]

_SHARED = ("workspaces", "people", "spaces", "folders", "lists", "tasks", "goals", "docs")

COPY_SCHEMA = Schema(
    tables=(
        *(SCHEMA.by_name[name] for name in _SHARED),
        Table(
            "comments",
            "comments",
            (Column("id"), Column("task_id", path="_of.task_id"), Column("reply_count", "integer")),
            "Comments on tasks, lists and views, and replies.",
        ),
        Table("views", "views", (Column("id"), Column("type")), "Views."),
        Table(
            "channels",
            "channels",
            (Column("id"), Column("workspace_id", path="_of.workspace_id")),
            "Channels of the chat.",
        ),
        Table(
            "messages",
            "messages",
            (
                Column("id"),
                Column("workspace_id", path="_of.workspace_id"),
                Column("replies_count", "integer"),
            ),
            "Messages of the chat, and replies.",
        ),
    ),
)
