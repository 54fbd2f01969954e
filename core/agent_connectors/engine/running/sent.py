"""What a call has sent so far: whatever goes wrong afterwards, that much can be told."""

from collections.abc import Callable, Iterator
from contextvars import ContextVar

from agent_connectors.engine.scoped import scoped

__all__ = ["Sent", "noting", "sent_so_far"]


class Sent:
    """The requests of a call, counted by what is known of them.

    Args:
        within: The record of the call that this one is a part of, if it is.

    Attributes:
        reads: Requests that change nothing.
        writes: Writes that left, and of which nothing is known yet.
        done: Writes that the product has confirmed.
        accounts: What calls of many writes have to tell of each of them.
    """

    __slots__ = ("_within", "accounts", "done", "reads", "writes")

    def __init__(self, within: "Sent | None" = None) -> None:
        self._within = within
        self.reads = self.writes = self.done = 0
        self.accounts: list[Callable[[], str]] = []

    @property
    def is_part(self) -> bool:
        """Whether it is of a call within another, which tells what became of both."""
        return self._within is not None

    def tell_by(self, account: Callable[[], str]) -> None:
        """Takes note of who can tell more of the writes than how many there were."""
        for record in self._line():
            record.accounts.append(account)

    def leaves(self, *, write: bool) -> None:
        """Takes note of a request that is about to leave."""
        for record in self._line():
            if write:
                record.writes += 1
            else:
                record.reads += 1

    def confirmed(self) -> None:
        """Takes note that the product has carried out a write that had left."""
        for record in self._line():
            record.writes -= 1
            record.done += 1

    def refused(self) -> None:
        """Takes note that a write that had left was certainly not carried out."""
        for record in self._line():
            record.writes -= 1

    def _line(self) -> "Iterator[Sent]":
        record: Sent | None = self
        while record is not None:
            yield record
            record = record._within  # noqa: SLF001 - its own class


_current: ContextVar[Sent | None] = ContextVar("sent", default=None)


def sent_so_far() -> Sent:
    """The record of the call that is under way; one that nobody reads where there is none."""
    return _current.get() or Sent()


def noting() -> scoped[Sent]:
    """Keeps a record of what is sent within, also by the calls and tasks begun there."""
    return scoped(_current, Sent(_current.get()))
