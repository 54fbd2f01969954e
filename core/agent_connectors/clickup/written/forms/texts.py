"""Texts that are shown in several forms, or that are joined with what was there."""

from typing import Any

from agent_connectors.clickup.written.forms.base import At, Plain, Record, Sent

__all__ = ["PageText", "TaskText"]

_FORMS = ("markdown_description", "description", "text_content")
"""The forms in which a task shows its text; all are empty when it is emptied."""


class TaskText(Plain):
    """The description of a task; what is undone is its Markdown."""

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The text in all its forms."""
        keys = [key for key in _FORMS if key in record]
        return {**record, **dict.fromkeys(keys or _FORMS[:1], value)}

    def emptied(self, name: str, at: At, record: Record) -> Record:
        """The object without a text in any form."""
        return super().emptied(name, (*at, *_FORMS), record)

    def back(self, at: At, before: Record, after: Record | None, sent: Any) -> Any:
        """Its Markdown."""
        return super().back(_FORMS[:1], before, after, sent)


class PageText(Plain):
    """The text of a page, which may be joined with another: how is ClickUp's own affair."""

    def foreseen(
        self, value: Any, at: At, record: Record, sent: Sent, *, always: bool
    ) -> Record | None:
        """The text, where it takes the place of the old one."""
        if sent.get("content_edit_mode", "replace") != "replace":
            return None
        return super().foreseen(value, at, record, sent, always=always)
