"""Writes what was read into a file that a sandbox starts with.

JSON lines: what the file is, one answer of ClickUp's in each line after it, and a last line that
vouches for the others. The sandbox reads this format with code of its own, as the two do not import
each other; `docs/testing.md` describes it.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.values.json_text import parse, write

__all__ = ["CopyError", "WrongCopy", "check_target", "write_copy"]

_FORMAT, _VERSION = "clickup-workspace", 1

_LONGEST_HEAD = 1024 * 1024


class CopyError(ConnectorError):
    """A copy cannot be made where it was wanted; what was there is unchanged."""


class WrongCopy(CopyError, ConfigurationError):
    """Something else is where the copy was wanted."""


def check_target(path: Path, workspace: str) -> None:
    """Sees to it that no file is replaced but an older copy of the same workspace.

    Args:
        path: Where the copy is wanted.
        workspace: The id of the workspace.

    Raises:
        CopyError: Something else is there, or nothing can be made there.
    """
    if not path.parent.is_dir():
        raise WrongCopy(f"There is no folder {path.parent}.", hint="Make it first.")
    if not path.exists():
        return
    if not path.is_file():
        raise WrongCopy(f"{path} is no file.", hint="Give the path of a file.")
    if not path.stat().st_size:
        return
    head: Any = None
    with suppress(OSError, ValueError), path.open("rb") as file:
        head = parse(file.readline(_LONGEST_HEAD).decode())
    if not isinstance(head, dict) or head.get("format") != _FORMAT:
        raise WrongCopy(
            f"{path} is there already, and is not the copy of a workspace.",
            hint="Give another path; it was left as it is.",
        )
    there = head.get("workspace")
    known = there.get("id") if isinstance(there, dict) else None
    if str(known) != workspace:
        raise WrongCopy(
            f"{path} holds another workspace ({known}).",
            hint="Give another path; it was left as it is.",
        )


def write_copy(path: Path, about: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> None:
    """Writes a file for its owner's eyes, in the place of an older one once it is on the disk.

    Args:
        path: Where to.
        about: What the first line tells beside what the file is.
        lines: The answers.

    Raises:
        CopyError: It cannot be written.
    """
    head = {"format": _FORMAT, "version": _VERSION, "holds": "answers", **about}
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{uuid4().hex}.part")
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                digest, count = sha256(), 0
                for line in chain([head], lines):
                    text = write(line) + b"\n"
                    digest.update(text)
                    file.write(text)
                    count += 1
                file.write(write({"lines": count, "sha256": digest.hexdigest()}) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise CopyError(
            f"{path} cannot be written: {error.strerror}. What was there is unchanged.",
            hint="What was read is kept beside it: the same call goes on from there.",
        ) from None
