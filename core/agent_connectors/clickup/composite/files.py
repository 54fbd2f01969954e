"""Files to and from ClickUp: what may be read, where it may be put, and whom to ask."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit

from agent_connectors.clickup.records import Download
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.files.download import fetch_file
from agent_connectors.engine.files.source import Source
from agent_connectors.engine.files.upload import FileUpload, check_file_path, within
from agent_connectors.engine.result import ExecuteResult, Record

if TYPE_CHECKING:
    from agent_connectors.engine.connector import Connector

__all__ = ["download", "local_path", "prepare_upload"]

_HOSTS = (".clickup.com", ".clickup-attachments.com")

_NO_FOLDER = (
    "Paths are taken from inside the connector's folder for files, and it has none: set "
    "`files` on the connector"
)


class _Clickup(Protocol):
    """What downloads need of the connector."""

    app: Any
    base_url: str
    files: Path | None
    http_client: Any
    time_left: float
    read_timeout: float


def local_path(given: Any, folder: Path | None) -> Path:
    """The file that is meant.

    Text is what a model writes, and must stay in the folder; a `Path` comes from a program.

    Raises:
        InvalidParams: It is not in the folder, or there is no folder.
    """
    if isinstance(given, Path):
        return given
    if folder is None:
        raise InvalidParams(f"{_NO_FOLDER}.")
    return within(folder, str(given))


def prepare_upload(operation: str, checked: dict[str, Any], folder: Path | None) -> None:
    """Puts a file that can be sent in the place of a path or content.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked; changed here.
        folder: Where files may be read.

    Raises:
        InvalidParams: There is not exactly one file, or it must not be read.
    """
    given = checked.get("file")
    problem = None
    if (given is None) is (checked.get("text") is None):
        problem = "Give `file` or `text`."
    elif given is None and "name" not in checked:
        problem = "Give a `name` for the file with its `text`."
    if problem:
        raise InvalidParams(problem, operation=operation)
    if isinstance(given, FileUpload):
        return
    try:
        if given is None:
            FileUpload(b"", name=checked["name"])  # refuses what is no name
            return
        source = local_path(given, folder) if isinstance(given, str) else given
        checked["file"] = FileUpload(source, name=checked.get("name"))
    except InvalidParams as error:
        raise InvalidParams(error.message, operation=operation) from None


def _destination(to: Any, folder: Path | None) -> Path:
    """Where a file is to be put.

    Raises:
        InvalidParams: It cannot be put there.
    """
    path = local_path(to, folder)
    check_file_path(path)
    # Models cannot make folders, and so have those made that they name; programs can.
    if isinstance(to, Path) and not path.parent.is_dir():
        raise InvalidParams(f"There is no folder {str(path.parent)!r}.")
    return path


async def download(
    connector: "Connector", url: str, to: Any, max_bytes: int, *, overwrite: bool
) -> Record[Download]:
    """Fetches an attached file; see `attachments.download`."""
    clickup = cast("_Clickup", connector)
    own = urlsplit(clickup.base_url)
    source = Source(_HOSTS, (own.scheme, own.netloc), clickup.app, clickup.http_client)
    if not source.allows(url):
        raise InvalidParams(
            f"{url!r} is not a file of ClickUp's.",
            hint="Take the `url` of an attachment from `tasks.get`.",
            operation="attachments.download",
        )
    try:
        path = _destination(to, clickup.files)
        found = await fetch_file(
            url,
            path,
            max_bytes=max_bytes,
            timeout=clickup.read_timeout,
            total=clickup.time_left,
            source=source,
            overwrite=overwrite,
        )
    except InvalidParams as error:
        raise InvalidParams(
            error.message, hint=error.hint, operation="attachments.download"
        ) from None
    told: Download = {
        "path": str(found.path),
        "bytes": found.size,
        "content_type": found.content_type,
    }
    if found.resumed_at:
        told["resumed_at"] = found.resumed_at
    return ExecuteResult(told)
