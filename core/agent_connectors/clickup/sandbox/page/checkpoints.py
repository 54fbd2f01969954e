"""The checkpoints that were taken on the page, and going back to one."""

from typing import Any, Final, NamedTuple

from agent_connectors.clickup.sandbox.app import Sandbox
from agent_connectors.clickup.sandbox.state.snapshot import Snapshot

__all__ = ["START", "Checkpoints"]

START: Final = 0
"""The number of the start, which is always there."""

_MOST: Final = 12
_LONGEST: Final = 80


class _Kept(NamedTuple):
    name: str
    at: int
    tasks: int
    snapshot: Snapshot


class Checkpoints:
    """Those of one sandbox.

    Args:
        sandbox: What they are of.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._kept: dict[int, _Kept] = {}
        self._taken = START

    def told(self) -> list[dict[str, Any]]:
        """All of them, oldest first, but for the start."""
        return [
            {"number": number, "name": one.name, "at": one.at, "tasks": one.tasks}
            for number, one in self._kept.items()
        ]

    def take(self, name: str) -> str:
        """Keep the workspace as it is now.

        Args:
            name: What to call it; empty for a number.

        Returns:
            What it is called.

        Raises:
            ValueError: There are as many as are kept.
        """
        if len(self._kept) >= _MOST:
            raise ValueError(f"{_MOST} checkpoints are kept at most: remove one first.")
        self._taken += 1
        workspace = self._sandbox.workspace
        name = " ".join(name.split())[:_LONGEST] or f"Checkpoint {self._taken}"
        kept = _Kept(name, workspace.now(), len(workspace.tasks), self._sandbox.checkpoint())
        self._kept[self._taken] = kept
        return name

    def go_back(self, number: int) -> str:
        """Make the workspace what it was.

        Returns:
            What the checkpoint is called.

        Raises:
            ValueError: It is not kept.
        """
        if number == START:
            self._sandbox.reset()
            return "the start"
        kept = self._one(number)
        self._sandbox.restore(kept.snapshot)
        return kept.name

    def remove(self, number: int) -> None:
        """Keep one no longer.

        Raises:
            ValueError: It is not kept.
        """
        self._one(number)
        del self._kept[number]

    def _one(self, number: int) -> _Kept:
        kept = self._kept.get(number)
        if kept is None:
            raise ValueError("This checkpoint is not kept any more.")
        return kept
