"""Attachments: uploading with v2 and v3, listing, and downloading.

ClickUp serves files from another host; here they have an address of the sandbox itself, which like
ClickUp's needs no token.
"""

import re
from mimetypes import guess_type
from typing import Any
from urllib.parse import quote

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.cursors import page_of
from agent_connectors.clickup.sandbox.errors import ApiError
from agent_connectors.clickup.sandbox.http import Request, Response
from agent_connectors.clickup.sandbox.lookup import check_team, task_at, task_with_any_id
from agent_connectors.clickup.sandbox.multipart import Part, parts_of
from agent_connectors.clickup.sandbox.payloads.files import attachment_payload, uploaded_payload
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.files import MOST_BYTES, Attachment
from agent_connectors.clickup.sandbox.state.workspace import Workspace

_ENTITIES = "/api/v3/workspaces/{workspace_id}/{entity_type}/{entity_id}/attachments"
_FILE = "/attachments/{place}/{attachment_id}/{name}"
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
# `attachment` in recorded traffic; the description makes an array of it.
_FILE_FIELD = re.compile(r"attachment(\[\d*\])?")


@route("POST", "/api/v2/task/{task_id}/attachment")
def upload_to_task(workspace: Workspace, request: Request, task_id: str) -> Any:
    """Attach a file to a task."""
    task = task_at(workspace, request, task_id)
    files = [part for part in parts_of(request) if part.filename is not None]
    files = [part for part in files if _FILE_FIELD.fullmatch(part.name)]
    if not files:
        raise errors.invalid("No file was sent in the field attachment")
    attachment = _keep(workspace, files[0], files[0].filename or "file", ("tasks", task.id))
    workspace.touch(task)
    return uploaded_payload(attachment, workspace, request.origin())


@route("GET", _ENTITIES)
def get_attachments(
    workspace: Workspace, request: Request, workspace_id: str, entity_type: str, entity_id: str
) -> Any:
    """The attachments of a task or of a custom field, newest first."""
    place = _place(workspace, workspace_id, entity_type, entity_id)
    newest_first = workspace.files.of(*place)[::-1]
    return page_of(
        newest_first, request.query, lambda a: attachment_payload(a, workspace, request.origin())
    )


@route("POST", _ENTITIES)
def upload(
    workspace: Workspace, request: Request, workspace_id: str, entity_type: str, entity_id: str
) -> Any:
    """Attach a file to a task, or keep it for a custom field."""
    place = _place(workspace, workspace_id, entity_type, entity_id)
    parts = parts_of(request)
    # What the field with the file is called is not described.
    file = next((part for part in parts if part.filename is not None), None)
    if file is None:
        raise errors.invalid("No file was sent")
    given = next((p.content for p in parts if p.name == "filename" and p.filename is None), b"")
    title = given.decode("utf-8", "replace") or file.filename or "file"
    attachment = _keep(workspace, file, title, place)
    if place[0] == "tasks":
        workspace.touch(workspace.tasks[place[1]])
    return attachment_payload(attachment, workspace, request.origin())


@route("GET", _FILE, public=True, limited=False)
def download(
    workspace: Workspace, request: Request, place: str, attachment_id: str, name: str
) -> Response:
    """The bytes of an attachment, or some of them."""
    attachment = workspace.files.by_id.get(attachment_id)
    if attachment is None or place != f"t{workspace.id}" or name != attachment.title:
        raise errors.not_found("Attachment")
    if attachment.elsewhere:
        raise errors.file_elsewhere()
    content = attachment.content
    ascii_name = re.sub(r"[^ !#-\[\]-~]", "_", attachment.title)
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    further = (
        (b"accept-ranges", b"bytes"),
        (b"content-disposition", disposition.encode("ascii")),
        # What people upload is never run as a page of this host.
        (b"x-content-type-options", b"nosniff"),
    )
    media_type = attachment.media_type.encode("ascii", "ignore")
    wanted = _RANGE.fullmatch(request.header("range").replace(" ", ""))
    if wanted is None or wanted.groups() == ("", ""):
        return Response(200, content, media_type, further)
    size = len(content)
    first, last = _bounds(wanted[1], wanted[2], size)
    if first >= size or last < first:
        told = ((b"content-range", b"bytes */%d" % size),)
        return Response(416, b"", media_type, further + told)
    told = ((b"content-range", b"bytes %d-%d/%d" % (first, last, size)),)
    return Response(206, content[first : last + 1], media_type, further + told)


@route("HEAD", _FILE, public=True, limited=False)
def describe(
    workspace: Workspace, request: Request, place: str, attachment_id: str, name: str
) -> Response:
    """What a download would bring."""
    return download(workspace, request, place, attachment_id, name)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    # Longer numbers are refused by `int`, and mean the end in any case.
    first, last = first[:18], last[:18]
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(size - 1, int(last)) if last else size - 1


def _place(
    workspace: Workspace, workspace_id: str, entity_type: str, entity_id: str
) -> tuple[str, str]:
    check_team(workspace, workspace_id)
    # Tasks go by the name `attachments` here.
    if entity_type == "attachments":
        return "tasks", task_with_any_id(workspace, entity_id).id
    if entity_type != "custom_fields":
        raise errors.invalid("entity_type must be attachments or custom_fields")
    field = workspace.fields.get(entity_id)
    if field is None:
        raise errors.not_found("Custom field")
    if field.type != "attachment":
        raise errors.invalid("The custom field does not hold files")
    return "custom_fields", field.id


def _keep(workspace: Workspace, file: Part, title: str, place: tuple[str, str]) -> Attachment:
    if workspace.files.size + len(file.content) > MOST_BYTES:
        raise ApiError(400, "Storage limit reached", "APP_001")
    extension = title.rpartition(".")[2].lower() if "." in title else ""
    media_type = guess_type(title)[0] or file.media_type
    attachment = Attachment(
        workspace.ids.uuid("attachment"),
        title,
        extension,
        media_type,
        file.content,
        *place,
        workspace.caller,
        workspace.now(),
    )
    workspace.files.add(attachment)
    return attachment
