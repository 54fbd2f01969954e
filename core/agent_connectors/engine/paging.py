"""How the pages of a list follow one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["ByCursor", "ByNumber", "ByPosition", "Pages"]

Params = Mapping[str, Any]


class Pages(Protocol):
    """A product's way of paging."""

    @property
    def size(self) -> int | None:
        """How many records a full page has, where that is certain."""

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of an answer that are about paging, and say nothing beyond `meta`."""

    @property
    def identity(self) -> tuple[str, ...]:
        """The fields of a record that tell it from every other; empty if nothing does.

        Records are known again by them where pages may overlap: among pages walked by number.
        """

    def following(self, params: Params, body: Any, records: Sequence[Any]) -> dict[str, Any] | None:
        """The parameters that fetch the page after this one, as changes; None after the last.

        Args:
            params: The parameters that fetched this page.
            body: The whole answer.
            records: The records in it.
        """

    def ahead(self, params: Params, count: int) -> dict[str, Any] | None:
        """The parameters of the page `count` pages on, where that can be known beforehand."""

    def request(self, limit: int) -> dict[str, Any]:
        """What to ask for when `limit` records are wanted, where a page's size can be chosen."""


@dataclass(frozen=True, slots=True)
class ByNumber:
    """Pages are numbered from 0.

    Args:
        size: How many records a full page has; None where it varies.
        last: The key of the answer that says whether this is the last page. Where the answer
            lacks it, a page that is not full is the last.
        param: The parameter that carries the number.
        identity: The fields of a record that tell it from every other. A product that counts
            ids for each kind of object has to name the kind as well.
    """

    size: int | None
    last: str = "last_page"
    param: str = "page"
    identity: tuple[str, ...] = ("id",)

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of an answer that are about paging."""
        return (self.last,)

    def following(self, params: Params, body: Any, records: Sequence[Any]) -> dict[str, Any] | None:
        """The next number, unless the answer says that this was the last."""
        done = body.get(self.last) if isinstance(body, dict) else None
        if done is None:
            done = len(records) < (self.size or 1)
        return None if done else self.ahead(params, 1)

    def ahead(self, params: Params, count: int) -> dict[str, Any]:
        """Numbers can be counted."""
        return {self.param: params.get(self.param, 0) + count}

    def request(self, limit: int) -> dict[str, Any]:
        """Nothing: a page's size cannot be chosen."""
        return {}


@dataclass(frozen=True, slots=True)
class ByCursor:
    """Each answer carries the cursor of the next page.

    Args:
        least: The smallest page that may be asked for.
        most: The largest.
        param: The parameter that takes the cursor.
        key: The key of the answer that gives it; missing or null after the last page.
        size_param: The query parameter that takes the size of a page.
    """

    least: int
    most: int
    param: str = "cursor"
    key: str = "next_cursor"
    size_param: str = "limit"
    size: None = None
    identity: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of an answer that are about paging."""
        return (self.key,)

    def following(self, params: Params, body: Any, records: Sequence[Any]) -> dict[str, Any] | None:
        """The cursor that the answer gave."""
        cursor = body.get(self.key) if isinstance(body, dict) else None
        return {self.param: cursor} if cursor else None

    def ahead(self, params: Params, count: int) -> None:
        """A cursor is known only once the page before it has come."""

    def request(self, limit: int) -> dict[str, Any]:
        """The size of page that gets there in the fewest requests."""
        return {self.size_param: max(self.least, min(limit, self.most))}


@dataclass(frozen=True, slots=True)
class ByPosition:
    """The next page starts after the last record of this one, named by fields of that record.

    Args:
        size: How many records a full page has. Nothing says that a full page is the last one,
            so a list that ends on a full page is followed by an empty one.
        fields: Which field of the last record goes into which parameter.
    """

    size: int
    fields: Mapping[str, str]
    identity: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of an answer that are about paging."""
        return ()

    def following(self, params: Params, body: Any, records: Sequence[Any]) -> dict[str, Any] | None:
        """The last record's position, unless the page was not full."""
        if len(records) < self.size:
            return None
        return {param: records[-1][field] for param, field in self.fields.items()}

    def ahead(self, params: Params, count: int) -> None:
        """A position is known only once the page before it has come."""

    def request(self, limit: int) -> dict[str, Any]:
        """Nothing: a page's size cannot be chosen."""
        return {}
