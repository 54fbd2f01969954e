"""Uploads: the parts of a `multipart/form-data` body.

The core's dependencies hold no parser for these, and the standard library's is made for mail: it
reads line by line, which takes seconds for a file of some megabytes.
"""

from collections.abc import Iterator
from email.parser import BytesHeaderParser
from email.policy import HTTP
from typing import NamedTuple

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Request

_HEADERS = BytesHeaderParser(policy=HTTP)
_MOST_PARTS = 100


class Part(NamedTuple):
    """One field of an upload.

    Attributes:
        name: The field's name.
        filename: The file's name; `None` for a plain value.
        media_type: What the client says the file is.
        content: The bytes.
    """

    name: str
    filename: str | None
    media_type: str
    content: bytes


def parts_of(request: Request) -> list[Part]:
    """The parts of a request's body.

    Raises:
        ApiError: 400 where the body is not `multipart/form-data`.
    """
    head = _HEADERS.parsebytes(b"content-type: " + request.header("content-type").encode("latin-1"))
    boundary = head.get_param("boundary")
    if head.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        raise errors.invalid("Request body must be multipart/form-data")
    return [part for chunk in _chunks(request.body, boundary) if (part := _part(chunk))]


def _chunks(body: bytes, boundary: str) -> Iterator[bytes]:
    # The first boundary has no line end before it; with one added, all are alike.
    mark = b"\r\n--" + boundary.encode("latin-1", "replace")
    for chunk in (b"\r\n" + body).split(mark, _MOST_PARTS)[1:]:
        if chunk.startswith(b"--"):
            return
        yield chunk.lstrip(b" \t").removeprefix(b"\r\n")


def _part(chunk: bytes) -> Part | None:
    head, _, content = chunk.partition(b"\r\n\r\n")
    headers = _HEADERS.parsebytes(head)
    if headers.get_content_disposition() != "form-data":
        return None
    name = headers.get_param("name", header="content-disposition")
    # Browsers send a name alone; some clients a whole path.
    filename = headers.get_filename()
    if filename is not None:
        filename = filename.replace("\\", "/").rpartition("/")[2].replace("%22", '"')
    return Part(str(name or ""), filename, headers.get_content_type(), content)
