"""What is special about a parameter of ClickUp's, said by annotations in signatures."""

from typing import Literal

from agent_connectors.engine.marks import Mark

__all__ = ["FindsNothing", "MayMention"]


class FindsNothing(Mark):
    """A condition that finds nothing, rather than fails, where it names what does not exist."""


class MayMention(Mark):
    """A text that somebody is told, in which people may be mentioned.

    Args:
        form: Whether it is the plain text of a comment, its Markdown, or a text of the chat.
    """

    form: Literal["text", "markdown", "chat"]
