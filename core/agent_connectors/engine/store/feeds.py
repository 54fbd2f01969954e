"""Where the records of a replica come from, as a product declares it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.values.names import did_you_mean

if TYPE_CHECKING:
    from agent_connectors.engine.secrets.secret import Secret

__all__ = [
    "Changes",
    "Each",
    "Effects",
    "Feed",
    "Found",
    "One",
    "Partial",
    "Reads",
    "Source",
    "Touch",
    "Walk",
    "chosen",
    "of_feed",
]

Found: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""Records, by what they are."""


class Partial(dict[str, Sequence[Mapping[str, Any]]]):
    """Records of which not all could be read: the others stay as they were."""


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

    def kept_in(self, store: Any) -> None:
        """Has a replica follow what the connector writes."""


class Source(Protocol):
    """What a feed asks: the connector, one request at a time, with room left for others."""

    async def ask(
        self, entity: str, action: str, params: Mapping[str, Any], *, keyed: bool = True
    ) -> ExecuteResult[Any]:
        """Carries out a read: one page of a list, or one record.

        Args:
            entity: The kind of object.
            action: What to do.
            params: Its parameters.
            keyed: Whether to leave out, and tell, what of a list has no id.

        Raises:
            ConnectorError: As `execute`.
        """

    async def rows(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Mapping[str, Any]]:
        """Rows that are in the replica already.

        Args:
            sql: A SELECT, with `?` for values.
            values: The values.
        """

    def warn(self, text: str) -> None:
        """Tells what could not be read.

        Args:
            text: The text.
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
        fills: The kinds of records that it gives.
        sweep: Seconds after which a list that tells its changes is gone through again, part by
            part, for what has been deleted.
    """

    name: str
    pages: Callable[[Source, Mapping[str, Any], Any], AsyncIterator[tuple[Found, Any]]]
    under: str = ""
    changes: "Changes | None" = None
    latest: Callable[[Source, Mapping[str, Any]], Any] | None = None
    every: float = 0.0
    fills: tuple[str, ...] = ()
    sweep: float = 0.0


@dataclass(frozen=True, slots=True)
class Each:
    """What is read for one record of another table after another.

    Attributes:
        name: Of the feed.
        of: That table.
        read: Reads what belongs to a row, a mapping of its `id` and of what it `needs`; or, with
            `many`, to several rows: what was found, by their ids.
        needs: More columns of the table.
        version: The column that changes with what is read; each row is read again each time if
            not given.
        only: A condition in SQL on the rows to read for.
        every: Seconds after which it is read again, where no `version` tells.
        fills: The kinds of records that it gives.
        many: How many rows one request may ask for, if more than one.
        optional: Whether it is read only where it was asked for.
        slow: Whether it finds what no change tells of, and takes many requests for it: it makes
            what is there no younger.
    """

    name: str
    of: str
    read: Callable[[Source, Any], Awaitable[Any]]
    needs: tuple[str, ...] = ()
    version: str = ""
    only: str = ""
    every: float = 0.0
    fills: tuple[str, ...] = ()
    many: int = 0
    optional: bool = False
    slow: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """How one record is read by itself, after something has changed it.

    Attributes:
        entity: What it is.
        read: Reads it by its id. A record of it stands in an answer as this gives it.
        scope: Where the feeds list it: the name of a feed, `:`, and the id of the record that it
            is listed under.
        shape: Makes of a record that a write has answered what the feeds give.
    """

    entity: str
    read: Callable[[Source, str], Awaitable[Mapping[str, Any]]]
    scope: Callable[[Mapping[str, Any]], str]
    shape: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict


@dataclass(frozen=True, slots=True)
class Touch:
    """What a write has changed, or what an event tells of.

    Attributes:
        what: The kind of record; or `of_feed(name)`, for all that a feed has read for one.
        key: The id of the record.
        record: The record as it is now, where the answer to the write has it.
        gone: Whether it is no more.
    """

    what: str
    key: str
    record: Mapping[str, Any] | None = None
    gone: bool = False


def of_feed(name: str) -> str:
    """What stands for all that a feed has read for a record.

    Args:
        name: Of the feed.
    """
    return f"feed:{name}"


Feed: TypeAlias = Walk | Each


class Effects(Protocol):
    """What writes and events change, as a product says it."""

    @property
    def ones(self) -> Sequence[One]:
        """How single records are read."""

    def of_call(self, operation: str, params: Mapping[str, Any]) -> Iterable[Touch]:
        """What a write is about to change, as far as its parameters tell.

        Args:
            operation: Its name.
            params: Its parameters.
        """

    async def of_write(
        self, operation: str, params: Mapping[str, Any], answer: Any, source: Source
    ) -> Iterable[Touch]:
        """What a write has changed.

        Args:
            operation: Its name.
            params: Its parameters.
            answer: What the product said.
            source: Rows that are in the replica.
        """

    def of_missing(self, operation: str, params: Mapping[str, Any]) -> Iterable[Touch]:
        """What is no more, when the product does not know the object of a read.

        Args:
            operation: Its name.
            params: Its parameters.
        """

    async def of_event(self, event: Mapping[str, Any], source: Source) -> Iterable[Touch]:
        """What an event of the product's tells of.

        Args:
            event: What a webhook was sent.
            source: Rows that are in the replica.

        Raises:
            InvalidParams: It is no event of the product's.
        """


def chosen(feeds: Sequence[Feed], *, without: Iterable[str], also: Iterable[str]) -> list[Feed]:
    """The feeds that a replica is read from.

    Args:
        feeds: All that there are.
        without: Names of those to leave out.
        also: Names of those that are read only where they are asked for.

    Raises:
        InvalidParams: There is no such feed, or one is both asked for and left out.
    """
    left_out, asked = _names(without), _names(also)
    names = [feed.name for feed in feeds]
    for name in sorted(left_out | asked):
        if name not in names:
            raise InvalidParams(f"There is no feed {name!r}.", hint=did_you_mean(name, names))
    for name in sorted(left_out & asked):
        raise InvalidParams(f"The feed {name!r} is both asked for and left out.")
    return [
        feed
        for feed in feeds
        if feed.name not in left_out
        and (feed.name in asked or not (isinstance(feed, Each) and feed.optional))
    ]


def _names(given: Iterable[str]) -> set[str]:
    return {given} if isinstance(given, str) else set(given)
