"""Attachments, which v2 and v3 show in their own ways."""

from typing import Any
from urllib.parse import quote

from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.state.files import Attachment
from agent_connectors.clickup.sandbox.state.workspace import Workspace

CLICKUP = "https://api.clickup.com"
"""Where ClickUp's API is, and an in-process sandbox too."""


def address(attachment: Attachment, workspace: Workspace, origin: str) -> str:
    """Where an attachment can be downloaded."""
    name = quote(attachment.title, safe="")
    return f"{origin}/attachments/t{workspace.id}/{attachment.id}/{name}"


def _thumbnail(attachment: Attachment, url: str) -> str | None:
    # No pictures are made smaller here.
    return url if attachment.media_type.startswith("image/") else None


def uploaded_payload(attachment: Attachment, workspace: Workspace, origin: str) -> dict[str, Any]:
    """An attachment that was just uploaded with v2."""
    url = address(attachment, workspace, origin)
    thumbnail = _thumbnail(attachment, url)
    return {
        "id": attachment.shown_id,
        "version": "0",
        "date": attachment.date,
        "name": attachment.title,
        "title": attachment.title,
        "extension": attachment.extension,
        "source": 1,
        "thumbnail_small": thumbnail,
        "thumbnail_medium": thumbnail,
        "thumbnail_large": thumbnail,
        "url": url,
        "url_w_query": f"{url}?view=open",
        "url_w_host": url,
    }


def attached_payload(attachment: Attachment, workspace: Workspace, origin: str) -> dict[str, Any]:
    """An attachment of a task that was asked for."""
    payload = uploaded_payload(attachment, workspace, origin)
    del payload["name"]
    return {
        **payload,
        "date": str(attachment.date),
        "type": 1,
        "is_folder": None,
        "mimetype": attachment.media_type,
        "hidden": False,
        "parent_id": attachment.parent,
        "size": attachment.size,
        "total_comments": 0,
        "resolved_comments": 0,
        "user": user_payload(attachment.user),
        "deleted": False,
        "orientation": None,
        "email_data": None,
        "workspace_id": None,
    }


def attachment_payload(attachment: Attachment, workspace: Workspace, origin: str) -> dict[str, Any]:
    """An attachment as v3 shows it."""
    url = address(attachment, workspace, origin)
    # Described as required, and as strings: empty for a file that is no picture.
    thumbnail = _thumbnail(attachment, url) or ""
    return {
        "id": attachment.shown_id,
        "title": attachment.title,
        "extension": attachment.extension,
        "mime_type": attachment.media_type,
        "size": attachment.size,
        "date_created": attachment.date,
        "date_updated": attachment.date,
        "parent_entity_type": attachment.parent_type,
        "parent_id": attachment.parent,
        "signed": False,
        "thumbnail_small": thumbnail,
        "thumbnail_medium": thumbnail,
        "thumbnail_large": thumbnail,
        "url": url,
        "user_id": attachment.user.id,
    }
