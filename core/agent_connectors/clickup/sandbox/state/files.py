"""Attachments, kept in memory."""

from dataclasses import dataclass

from agent_connectors.clickup.sandbox.state.people import User

MOST_BYTES = 128 * 1024 * 1024
"""How much all attachments of a workspace may take together."""


@dataclass(slots=True, eq=False, repr=False)
class Attachment:
    """A file of a task or a custom field.

    Attributes:
        id: A UUID.
        title: The file's name.
        extension: What follows its last dot, in small letters.
        media_type: Such as `image/png`.
        content: The bytes.
        parent_type: `tasks` or `custom_fields`.
        parent: The id of the task or custom field.
        user: Who uploaded it.
        date: When, in milliseconds.
        elsewhere: How many bytes it has that are not here, of a workspace that was copied.
    """

    id: str
    title: str
    extension: str
    media_type: str
    content: bytes
    parent_type: str
    parent: str
    user: User
    date: int
    elsewhere: int = 0

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) + self.elsewhere

    @property
    def shown_id(self) -> str:
        """The id as ClickUp shows it, with the extension."""
        return f"{self.id}.{self.extension}" if self.extension else self.id


class Files:
    """The attachments of a workspace.

    Attributes:
        by_id: All of them.
        size: How many bytes they take together.
    """

    by_id: dict[str, Attachment]
    size: int
    _by_parent: dict[tuple[str, str], list[Attachment]]

    def __init__(self) -> None:
        self.by_id = {}
        self.size = 0
        self._by_parent = {}

    def add(self, attachment: Attachment) -> None:
        """Take in a new attachment."""
        self.by_id[attachment.id] = attachment
        place = (attachment.parent_type, attachment.parent)
        self._by_parent.setdefault(place, []).append(attachment)
        self.size += len(attachment.content)

    def of(self, parent_type: str, parent: str) -> list[Attachment]:
        """The attachments of a task or custom field, oldest first."""
        return self._by_parent.get((parent_type, parent), [])

    def move(self, parent_type: str, parent: str, other: str) -> None:
        """Give the attachments of one parent to another."""
        moved = self._by_parent.pop((parent_type, parent), [])
        for attachment in moved:
            attachment.parent = other
        if moved:
            self._by_parent.setdefault((parent_type, other), []).extend(moved)

    def delete_of(self, parent_type: str, parent: str) -> None:
        """Remove the attachments of a task or custom field."""
        for attachment in self._by_parent.pop((parent_type, parent), ()):
            del self.by_id[attachment.id]
            self.size -= len(attachment.content)
