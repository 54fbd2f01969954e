"""The attachments of a copy: all that is told of them, but not their bytes."""

from agent_connectors.clickup.sandbox.copied.people import People
from agent_connectors.clickup.sandbox.http import Fields
from agent_connectors.clickup.sandbox.state.files import Attachment
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["add_file"]


def add_file(workspace: Workspace, told: Fields, place: tuple[str, str], people: People) -> str:
    """Take in an attachment, and tell its id.

    Args:
        workspace: The workspace under construction.
        told: The attachment as a task or a value shows it.
        place: What kind of object it is on, and the id of that.
        people: Who can have uploaded it.
    """
    title, extension = told.text("title") or "", told.text("extension") or ""
    # It is shown with the extension behind it.
    key = str(told.get("id")).removesuffix(f".{extension}" if extension else "")
    if key not in workspace.files.by_id:
        size = told.integer("size") or 0
        file = Attachment(
            key,
            title,
            extension,
            told.text("mimetype") or "application/octet-stream",
            b"",
            *place,
            people.known(told.get("user")),
            told.integer("date") or 0,
            size,
        )
        workspace.files.add(file)
    return key
