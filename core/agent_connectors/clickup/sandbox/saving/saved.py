"""The workspace in a file, which a sandbox starts with and goes back to."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.clickup.sandbox.copied import workspace_of
from agent_connectors.clickup.sandbox.plans import PLANS
from agent_connectors.clickup.sandbox.saving import state
from agent_connectors.clickup.sandbox.saving.file import SandboxFile, write
from agent_connectors.clickup.sandbox.state.snapshot import Snapshot
from agent_connectors.clickup.sandbox.state.workspace import Workspace

__all__ = ["Saved", "write_workspace"]

_READ: Mapping[str, Callable[[SandboxFile, Callable[[], float]], Workspace]] = {
    "answers": workspace_of,
    "state": state.workspace_in,
}
"""Makes a workspace of the lines of a file, by what it holds."""

_MADE_UP = ("tasks", "seed", "today", "one_list", "lists")
"""Options of a workspace that is made up."""


def write_workspace(workspace: Workspace, path: str | os.PathLike[str]) -> None:
    """Write all of a workspace into a file.

    Args:
        workspace: What to write.
        path: Where to.

    Raises:
        SandboxFileError: It cannot be written.
    """
    write(path, "state", state.about(workspace), state.lines_of(workspace))


class Saved:
    """The workspace in a file, read when it is first asked for.

    Args:
        path: The file.
        options: What a sandbox of it is made with.

    Raises:
        SandboxFileError: It cannot be read, is damaged, or is of another kind or version.
        TypeError: An option is one of workspaces that are made up.

    Attributes:
        options: What a sandbox of it is made with, and the plan of the workspace.
    """

    def __init__(self, path: str | os.PathLike[str], options: Mapping[str, Any]) -> None:
        for name in _MADE_UP:
            if name in options:
                raise TypeError(f"`{name}` is for a workspace that is made up, not for a file.")
        self._file = SandboxFile(path)
        self._start: Snapshot | None = None
        plan = self._file.about.get("plan")
        if self._file.holds not in _READ or plan not in {None, *PLANS}:
            raise self._file.damaged(f"it holds {self._file.holds!r}")
        # What a new sandbox makes up first is thrown away, so it is as little as can be.
        self.options = {"plan": plan, **options, "tasks": 0}

    def __str__(self) -> str:
        return f"from {str(self._file.path)!r}"

    def workspace(self, clock: Callable[[], float]) -> Workspace:
        """The workspace as the file has it: other objects at each call.

        Args:
            clock: Tells the time in Unix seconds.

        Raises:
            SandboxFileError: The file does not hold what it should.
        """
        if self._start is None:
            self._start = Snapshot(_READ[self._file.holds](self._file, clock))
        return self._start.workspace()
