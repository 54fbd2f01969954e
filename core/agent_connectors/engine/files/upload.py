"""Files on their way to a product: read piece by piece, and sent as a form."""

import io
import os
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.values.unseen import even_half_made

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileUpload", "Form", "check_file_path", "within"]

_PIECE = 256 * 1024
"""Bytes read at a time."""

_LONGEST = 2**63
"""No file has as many bytes."""

Progress = Callable[[int, int], None]
"""Is told how many bytes have been sent, and how many there are in all."""


class FileUpload:
    """A file to be sent.

    Args:
        source: A path, the content, or a stream opened for reading bytes, which is sent from
            where it stands.
        name: What to call it; the name of the path if not given.
        size: How many bytes a stream holds, where it cannot tell itself.
        on_progress: Called after each piece with the bytes sent so far and those in all.

    Raises:
        InvalidParams: There is no such file, it has no name, or its size is not known.
    """

    def __init__(
        self,
        source: "Path | bytes | BinaryIO",
        *,
        name: str | None = None,
        size: int | None = None,
        on_progress: Progress | None = None,
    ) -> None:
        from pathlib import Path

        self._source = source
        self._on_progress = on_progress
        self._start = 0
        if size is not None:
            _check_size(size)
        if isinstance(source, Path):
            try:
                if not source.is_file():
                    raise InvalidParams(f"There is no file {str(source)!r}.")
                size = source.stat().st_size
            except OSError as error:
                raise InvalidParams(f"The file cannot be read: {error.strerror}.") from None
            name = name or source.name
        elif isinstance(source, bytes):
            size = len(source)
        elif not hasattr(source, "seekable") or isinstance(source, io.TextIOBase):
            raise InvalidParams(
                "A file is a path, bytes or a stream that is opened for reading bytes, not "
                f"{type(source).__name__}."
            )
        elif source.seekable():
            self._start = source.tell()
            size = max(source.seek(0, os.SEEK_END) - self._start, 0)
            source.seek(self._start)
        if not name:
            raise InvalidParams("The file needs a `name`, such as `report.pdf`.")
        _check_name(name)
        if size is None:
            raise InvalidParams("How long is the stream? Give its `size` in bytes.")
        self.name = name
        self.size = size
        self._spent = False
        self._opened: BinaryIO | None = None
        self.problem: str | None = None
        """Why it could not be read to its end, if it could not."""

    @even_half_made
    def __repr__(self) -> str:
        return f"FileUpload({self.name!r}, {self.size} bytes)"

    async def pieces(self) -> AsyncIterator[bytes]:
        """The content, from its beginning.

        Raises:
            OSError: It cannot be read, or has another size than was said.
        """
        self.problem = None
        try:
            async for piece in self._read():
                yield piece
        except Exception as error:
            self.problem = f"{self.name} could not be read to its end: {_said(error)}."
            raise

    async def _read(self) -> AsyncIterator[bytes]:
        # Not at the top: asyncio alone takes longer to import than this package.
        from asyncio import to_thread
        from pathlib import Path

        source = self._source
        if isinstance(source, bytes):
            for start in range(0, len(source), _PIECE):
                yield source[start : start + _PIECE]
                self._tell(min(start + _PIECE, len(source)))
            return
        if isinstance(source, Path):
            # Not in a thread: a file that is opened there is nobody's if the call is cancelled.
            opened: BinaryIO = source.open("rb")
            self._opened = opened
        else:
            opened = source
            self._rewind(opened)
        try:
            sent, more = 0, True
            while more:
                left = self.size - sent
                # One byte more than is left: what goes on after its end is not sent in part.
                piece = await to_thread(opened.read, min(_PIECE, left + 1))
                if not isinstance(piece, bytes | bytearray | memoryview | None):
                    raise OSError(f"it gives {type(piece).__name__} and not bytes")
                if len(piece or b"") > left:
                    raise OSError(f"it is longer than the {self.size} bytes that it should have")
                if not piece and left:
                    raise OSError(f"it ended after {sent} of {self.size} bytes")
                more = bool(piece)
                if piece:
                    yield bytes(piece)
                    sent += len(piece)
                    self._tell(sent)
        finally:
            self.close()

    def close(self) -> None:
        """Closes the file, if it was opened here to be sent."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def _rewind(self, stream: BinaryIO) -> None:
        if stream.seekable():
            stream.seek(self._start)
        elif self._spent:
            raise OSError("it had to be sent again, and the stream cannot be read twice")
        self._spent = True

    def _tell(self, sent: int) -> None:
        if self._on_progress is None:
            return
        try:
            self._on_progress(sent, self.size)
        except Exception as error:
            raise OSError(f"`on_progress` raised {type(error).__name__}: {error}") from error


class Form:
    """A file as the only field of a form, in `multipart/form-data`.

    Args:
        field: The name of the field.
        file: The file.
    """

    def __init__(self, field: str, file: FileUpload) -> None:
        self.file = file
        boundary = os.urandom(16).hex()
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="{_quoted(field)}"; '
            f'filename="{_quoted(file.name)}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self.length = len(self._head) + file.size + len(self._tail)

    @property
    def problem(self) -> str | None:
        """Why it could not be sent to its end, if that lies with the file."""
        return self.file.problem

    def told(self) -> dict[str, Any]:
        """What the file is called and how many bytes it has."""
        return {"name": self.file.name, "size": self.file.size}

    async def pieces(self) -> AsyncIterator[bytes]:
        """The form, from its beginning."""
        yield self._head
        async for piece in self.file.pieces():
            yield piece
        yield self._tail

    def close(self) -> None:
        """Closes the file, however the sending ended."""
        self.file.close()


def _said(error: Exception) -> str:
    """What went wrong, without the path, which is nobody else's business."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)[:300] or type(error).__name__


def _check_size(size: object) -> None:
    """Refuses what is no size of a file.

    Raises:
        InvalidParams: It is no number of bytes, or none that a file can have.
    """
    if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size < _LONGEST:
        shown = (
            repr(size)[:40] if not isinstance(size, int) or abs(size) < _LONGEST else "that many"
        )
        raise InvalidParams(f"`size` is a number of bytes, from 0, not {shown}.")


def _check_name(name: str) -> None:
    """Refuses what is more than a name.

    Raises:
        InvalidParams: It leads into folders, or cannot be written.
    """
    if name in {".", ".."} or "/" in name or "\\" in name:
        raise InvalidParams(f"A file's name cannot have folders in it: {name!r}.")
    if any(ord(letter) < 32 or "\ud800" <= letter <= "\udfff" for letter in name):
        raise InvalidParams(f"A file's name cannot have such characters: {name!r}.")


def _quoted(text: str) -> str:
    """A text between quotation marks, as browsers write it in forms."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def within(folder: "Path", path: str) -> "Path":
    """The path of a file inside a folder, wherever links and dots in it may lead.

    Raises:
        InvalidParams: It leads out of the folder, or is no path of a file.
    """
    try:
        root = folder.resolve()
        found = (root / path).resolve()
    except (OSError, RuntimeError, ValueError):  # RuntimeError: links that lead in a circle
        raise InvalidParams(f"{path[:100]!r} is no path.") from None
    if not found.is_relative_to(root):
        raise InvalidParams(f"{path!r} is not in the folder for files.")
    if found == root:
        raise InvalidParams(f"{path!r} is the folder for files; a file in it is wanted.")
    check_file_path(found)
    return found


def check_file_path(path: "Path") -> None:
    """Refuses a path at which no file can be.

    Raises:
        InvalidParams: It is a folder, leads through a file, or cannot be written.
    """
    shown = repr(str(path)[:100])
    try:
        if "\0" in str(path):
            raise InvalidParams(f"{shown} is no path.")
        os.fsencode(path)
        if path.is_dir():
            raise InvalidParams(f"{shown} is a folder; a file is wanted.")
        if any(above.exists() and not above.is_dir() for above in path.parents):
            raise InvalidParams(f"{shown} goes through something that is not a folder.")
        path.exists()  # a name that is too long is refused here
    except (OSError, ValueError, RuntimeError):
        raise InvalidParams(f"{shown} is no path.") from None
