"""What an inbox is.

A delivery that is noted survives the process. One at a time is taken of each subject, in the order
in which they came; who takes one has it for a while (a lease), and others get it when that is over.
So each is dealt with at least once, also where a process is killed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, runtime_checkable
from uuid import uuid4

__all__ = ["DONE", "FAILED", "LONGEST_WAIT", "WAITING", "Inbox", "Taken", "key_of"]

WAITING, DONE, FAILED = "waiting", "done", "failed"

LONGEST_WAIT = 3600.0
"""Seconds that a delivery is somebody's, or is put back for, at most. One that seems to wait longer
was noted before the clock was set back, and is due."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that somebody deals with.

    Attributes:
        number: Its number in the inbox.
        worker: Who has taken it.
        key: What identifies it.
        body: What was delivered.
        attempts: How often it was taken, this time included.
    """

    number: int
    worker: str
    key: str
    body: str = field(repr=False)
    attempts: int


@runtime_checkable
class Inbox(Protocol):
    """Where deliveries are noted. What it has taken in survives the process."""

    async def note(
        self, key: str, subject: str, body: str, *, again: bool = False, series: str = ""
    ) -> bool:
        """Notes a delivery.

        Args:
            key: What identifies it.
            subject: What it is about: of each subject, one is dealt with at a time.
            body: What was delivered.
            again: Whether another one with this key is new as soon as this one has been taken.
            series: Identifies what has one state after the other. A state is new if the one that
                was noted last has another key, since it may come back to what it was.

        Returns:
            Whether it is new; False if one with this key is noted already.
        """

    async def take(self, worker: str, lease: float) -> Taken | None:
        """Takes the oldest delivery that nobody has; None if there is none.

        Args:
            worker: Who takes it.
            lease: Seconds after which others may take it.
        """

    async def keep(self, taken: Taken, lease: float) -> bool:
        """Has it for longer; False if it is somebody else's by now."""

    async def done(self, taken: Taken) -> None:
        """Notes that it is dealt with; its body is forgotten."""

    async def put_back(self, taken: Taken, wait: float, *, tried: bool = True) -> None:
        """Lets it be taken again.

        Args:
            taken: What was taken.
            wait: Seconds until then.
            tried: Whether this was an attempt.
        """

    async def give_up(self, taken: Taken) -> None:
        """Notes that it cannot be dealt with; its body is kept."""

    async def revive(self) -> int:
        """Lets what was given up be taken again; how many that are."""

    async def counts(self) -> Mapping[str, int]:
        """How many wait, are done, and have failed."""

    async def forget(self, older: timedelta) -> int:
        """Forgets what was noted longer ago, unless it waits; how many that were."""


def key_of(key: str, *, once: bool) -> str:
    """What identifies a delivery of all that there ever are.

    Args:
        key: What it was noted with.
        once: Whether there is one delivery with this key.
    """
    return key if once else f"{key}#{uuid4().hex[:12]}"
