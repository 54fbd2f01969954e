"""What is special about a parameter of ClickUp's, said by annotations in signatures."""

from collections.abc import Mapping
from typing import Any, Literal

from agent_connectors.engine.frozen import NOTHING
from agent_connectors.engine.marks import Mark

__all__ = ["FindsNothing", "Form", "MayMention", "ShownAs"]


class FindsNothing(Mark):
    """A condition that finds nothing, rather than fails, where it names what does not exist."""


class MayMention(Mark):
    """A text that somebody is told, in which people may be mentioned.

    Args:
        form: Whether it is the plain text of a comment, its Markdown, or a text of the chat.
    """

    form: Literal["text", "markdown", "chat"]


Form = Literal[
    "admin", "all_estimates", "colour", "emptied_field", "empties", "entry_tags", "estimates",
    "events", "field_value", "field_values", "first_name", "in_order", "joined", "lasting",
    "later", "left", "linked", "number", "page_text", "people", "place", "plain", "priority",
    "public", "somebody", "status", "steps", "tag_added", "tag_name", "tag_taken", "tags",
    "task_text", "within", "worked",
]  # fmt: skip


class ShownAs(Mark):
    """How ClickUp shows what a parameter sets, where that is not the same under the same name.

    What was written is compared by it, a preview shows it, and undoing gives it back.

    Args:
        form: The form, of `written/forms`.
        at: Where: the last of these keys in what is made, and otherwise the first that the object
            has. Dots lead into objects.
        back_by: The parameter that gives the value back, if not this one.
        along: What is sent along when the value is given back.
        emptied_by: The parameter that empties it when it is true.
    """

    form: Form = "plain"
    at: tuple[str, ...] = ()
    back_by: str = ""
    along: Mapping[str, Any] = NOTHING
    emptied_by: str = ""
