"""The lists that show all that a write can have made.

Left out are those that leave some of it out: times of others and of long ago, pages below pages,
Docs, which are searched for, and channels that were there before.
"""

from collections.abc import Mapping
from typing import Any

__all__ = ["SHOWN_BY"]

SHOWN_BY: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "chat_channels.create": ("chat_channels.list", "name", {"include_closed": True}),
    "chat_messages.create": ("chat_messages.list", "content", {}),
    "chat_messages.reply": ("chat_messages.list_replies", "content", {}),
    "comments.create": ("comments.list", "comment_text", {}),
    "comments.reply": ("comments.get", "comment_text", {}),
    "folders.create": ("folders.list", "name", {}),
    "goals.create": ("goals.list", "name", {"include_completed": True}),
    "lists.create": ("lists.list", "name", {}),
    "spaces.create": ("spaces.list", "name", {}),
    "tags.create": ("tags.list", "name", {}),
    "tasks.create": ("tasks.list", "name", {"include_closed": True, "subtasks": True}),
    "user_groups.create": ("user_groups.list", "name", {}),
    "views.create": ("views.list", "name", {}),
}
"""By the name of the write: the list, the parameter that tells records apart, how it is asked."""
