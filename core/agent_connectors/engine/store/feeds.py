"""Where the records of a replica come from, as a product declares it."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from agent_connectors.engine.result import ExecuteResult

if TYPE_CHECKING:
    from agent_connectors.engine.secrets.secret import Secret

__all__ = ["Changes", "Each", "Feed", "Found", "Reads", "Source", "Walk"]

Found: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""Records, by what they are."""


class Present(Protocol):
    """Tells the present."""

    async def now(self) -> datetime:
        """The present, in the time zone of times that are said without one."""


class Reads(Protocol):
    """What a store needs of a connector."""

    async def execute(
        self, entity: str, action: str, params: Any = None, *, whole_pages: bool = False
    ) -> ExecuteResult[Any]:
        """Carries out an operation."""

    @property
    def hooks(self) -> "Present":
        """Tells the present."""

    @property
    def base_url(self) -> str:
        """Where calls are sent."""

    @property
    def requests_left(self) -> int | None:
        """How many requests may be sent at once; None where no limit is known."""

    def own_secrets(self) -> "Iterable[Secret]":
        """The credentials in use."""


class Source(Protocol):
    """What a feed asks: the connector, one request at a time, with room left for others."""

    async def ask(self, entity: str, action: str, params: Mapping[str, Any]) -> ExecuteResult[Any]:
        """Carries out a read: one page of a list, or one record.

        Args:
            entity: The kind of object.
            action: What to do.
            params: Its parameters.

        Raises:
            ConnectorError: As `execute`.
        """

    async def rows(self, sql: str) -> Sequence[Mapping[str, Any]]:
        """Rows that are in the replica already.

        Args:
            sql: A SELECT.
        """

    def now(self) -> int:
        """The present, in milliseconds, as this machine has it."""


Changes: TypeAlias = Callable[[Source, Mapping[str, Any], int], AsyncIterator[tuple[Found, int]]]
"""Reads what has changed since a time, and tells up to when."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A list that is read from one end to the other, and later only where it has changed.

    Attributes:
        name: Of the feed.
        pages: Reads the list under a record (a mapping of columns) of `under`; gives records, and
            the position after them, from which it can go on: any JSON value.
        under: The table whose rows the list is read for, one after another; the list is read
            once if not given.
        changes: Reads what has changed since a time of the product's clock, oldest change first.
        latest: Tells the time of the newest change that the list shows now.
        every: Seconds after which a list that cannot tell its changes is read again.
    """

    name: str
    pages: Callable[[Source, Mapping[str, Any], Any], AsyncIterator[tuple[Found, Any]]]
    under: str = ""
    changes: "Changes | None" = None
    latest: Callable[[Source, Mapping[str, Any]], Any] | None = None
    every: float = 0.0


@dataclass(frozen=True, slots=True)
class Each:
    """What is read for one record of another table after another.

    Attributes:
        name: Of the feed.
        of: That table.
        read: Reads what belongs to a row, a mapping of its `id` and of what it `needs`.
        needs: More columns of the table.
        version: The column that changes with what is read; each row is read again each time if
            not given.
        only: A condition in SQL on the rows to read for.
        every: Seconds after which it is read again, where no `version` tells.
    """

    name: str
    of: str
    read: Callable[[Source, Mapping[str, Any]], Any]
    needs: tuple[str, ...] = ()
    version: str = ""
    only: str = ""
    every: float = 0.0


Feed: TypeAlias = Walk | Each
