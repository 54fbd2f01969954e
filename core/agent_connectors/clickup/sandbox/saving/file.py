"""A file that holds a workspace: JSON lines, of which the last one vouches for the others.

The first line says what it is: `{"format": "clickup-workspace", "version": 1, "holds": "state"}`,
and more that is told of it. One line for each object follows. The last one is
`{"lines": 4711, "sha256": "..."}`: how many came before it, and the digest of their bytes. `holds`
is `state` for what `Sandbox.save` wrote, and `answers` for what ClickUp answered to reads.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from pydantic_core import from_json, to_json

__all__ = ["FORMAT", "VERSION", "SandboxFile", "SandboxFileError", "write"]

FORMAT = "clickup-workspace"
VERSION = 1

_LONGEST_HEAD = 1024 * 1024
_LONGEST_END = 256
"""Bytes of the first line at most, and of the last one."""


class SandboxFileError(Exception):
    """A file that a workspace cannot be read from or written to; what was there is unchanged."""


def write(
    path: str | os.PathLike[str], holds: str, about: Mapping[str, Any], lines: Iterable[Any]
) -> None:
    """Write a file, for its owner's eyes; what was there is replaced when all of it is on the disk.

    Args:
        path: Where to; of a link, what it leads to is replaced.
        holds: What the lines are.
        about: What else is told of it in the first line.
        lines: JSON values.

    Raises:
        SandboxFileError: It cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise SandboxFileError(f"{path} is no file.")
        # Beside it, since only within a file system does a file take another one's place at once.
        beside = target.with_name(f".{uuid4().hex}.part")
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                head = {"format": FORMAT, "version": VERSION, "holds": holds, **about}
                _write(file, chain([head], lines))
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        _keep_entry(target.parent)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        message = f"{path} cannot be written: {why}. What was there is unchanged."
        raise SandboxFileError(message) from None


class SandboxFile:
    """A file that was found whole: read once to its end before anything is made of it.

    Args:
        path: Where it is.

    Raises:
        SandboxFileError: It cannot be read, is damaged, or is of another kind or version.

    Attributes:
        about: Its first line.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = path
        try:
            if not Path(path).is_file():
                raise SandboxFileError(f"{path} is no file.")
            with Path(path).open("rb") as file:
                self.about = self._head(file)
                self._check(file)
        except (OSError, ValueError) as error:
            raise self.damaged(getattr(error, "strerror", None) or str(error)) from None

    @property
    def holds(self) -> str:
        """What its lines are: `state` or `answers`."""
        return str(self.about.get("holds"))

    def lines(self) -> Iterator[dict[str, Any]]:
        """The objects, in their order.

        Raises:
            SandboxFileError: It cannot be read.
        """
        try:
            with Path(self.path).open("rb") as file:
                for number in range(self._lines):
                    line = file.readline()
                    if number == 0:
                        continue
                    one = from_json(line)
                    if not isinstance(one, dict):
                        raise self.damaged(f"line {number + 1} is no object")
                    yield one
        except (OSError, ValueError, RecursionError) as error:
            raise self.damaged(getattr(error, "strerror", None) or str(error)) from None

    def damaged(self, why: str) -> SandboxFileError:
        """The error of a file that does not hold what it should.

        Args:
            why: What is wrong with it.
        """
        return SandboxFileError(f"{self.path} is not the file of a workspace, or damaged: {why}.")

    def _head(self, file: IO[bytes]) -> dict[str, Any]:
        head = file.readline(_LONGEST_HEAD)
        about = from_json(head) if head.startswith(b"{") else None
        if not isinstance(about, dict) or about.get("format") != FORMAT:
            raise self.damaged(f"its first line does not say that it is a {FORMAT}")
        version = about.get("version")
        if version != VERSION or type(version) is not int:  # True and 1.0 equal it
            raise SandboxFileError(
                f"{self.path} has version {version!r} of the format, and this release "
                f"reads version {VERSION}. Read the workspace again, or use the release that wrote "
                "it."
            )
        file.seek(0)
        return about

    def _check(self, file: IO[bytes]) -> None:
        digest, last, count = sha256(), b"", 0
        for line in file:
            if count:
                digest.update(last)
            last, count = line, count + 1
        self._lines = count - 1
        end = from_json(last) if len(last) <= _LONGEST_END and last.endswith(b"\n") else None
        if end != {"lines": count - 1, "sha256": digest.hexdigest()}:
            raise self.damaged("it was cut off, or changed since it was written")


def _write(file: IO[bytes], lines: Iterable[Any]) -> None:
    digest, count = sha256(), 0
    for line in lines:
        written = to_json(line, inf_nan_mode="constants") + b"\n"
        digest.update(written)
        file.write(written)
        count += 1
    file.write(to_json({"lines": count, "sha256": digest.hexdigest()}) + b"\n")
    file.flush()
    os.fsync(file.fileno())


def _keep_entry(folder: Path) -> None:
    """Sees to it that the new name outlives a power cut; not every system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
