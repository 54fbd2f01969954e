"""How the pages of a list follow one another.

Where a product lets its callers choose the size of a page, `size_param` names the parameter for
it, and `most` says the largest.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from agent_connectors.engine.frozen import Frozen

__all__ = [
    "Answered",
    "ByCursor",
    "ByLink",
    "ByNumber",
    "ByOffset",
    "ByPosition",
    "Pages",
    "WrongShape",
]

Params = Mapping[str, Any]

_NEXT = re.compile(r'<([^>]*)>[^,]*;\s*rel="?next"?')


class WrongShape(ValueError):
    """A successful answer that lacks what it must hold."""


class Answered(NamedTuple):
    """An answer with a page of records."""

    body: Any
    """The whole answer."""
    records: Sequence[Any]
    """The records in it."""
    headers: Mapping[str, str] = {}
    """Its headers, by lower-case name."""


class Pages(Protocol):
    """A product's way of paging."""

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of an answer that are about paging, and say nothing beyond `meta`."""

    @property
    def identity(self) -> tuple[str, ...]:
        """The fields of a record that tell it from every other; empty if nothing does.

        Records are known again by them where pages may overlap: among pages that are counted.
        """

    def size(self, params: Params) -> int | None:
        """How many records a full page has, where that is certain.

        Args:
            params: The parameters of the page.
        """

    def following(self, params: Params, told: Answered) -> dict[str, Any] | None:
        """The parameters that fetch the page after this one, as changes; None after the last.

        Args:
            params: The parameters that fetched this page.
            told: The answer.

        Raises:
            WrongShape: The answer does not tell where the next page starts.
        """

    def ahead(self, params: Params, count: int) -> dict[str, Any] | None:
        """The parameters of the page `count` pages on, where that can be known beforehand."""

    def request(self, limit: int) -> dict[str, Any]:
        """What to ask for when `limit` records are wanted, where a page's size can be chosen."""


class _Sized(Frozen, kw_only=True):
    """Pages of a size that may be chosen, where the product has a parameter for that.

    Args:
        size_param: The parameter that asks for pages of a size, if there is one.
        most: The largest size of page that may be asked for.
    """

    size_param: str | None = None
    most: int = 100

    def request(self, limit: int) -> dict[str, Any]:
        """The size of page that gets there in the fewest requests, if it can be chosen."""
        return {self.size_param: min(limit, self.most)} if self.size_param else {}

    def _size(self, params: Params, full: int | None) -> int | None:
        """The size of a page: what was asked for, or else what the product gives."""
        asked = params.get(self.size_param) if self.size_param else None
        return asked if isinstance(asked, int) else full

    def _same_size(self, params: Params) -> dict[str, Any]:
        """What keeps the size of pages: without it, a number would name other records."""
        name = self.size_param
        return {name: params[name]} if name and name in params else {}


class ByNumber(_Sized):
    """Pages are numbered.

    Args:
        full: How many records a full page has, if no size is asked for; None where it varies.
        last: The key of the answer that says whether this is the last page. Where the answer
            lacks it, a page that is not full is the last.
        param: The parameter that carries the number.
        first: The number of the first page.
        identity: The fields of a record that tell it from every other. A product that counts
            ids for each kind of object has to name the kind as well.
    """

    full: int | None
    last: str = "last_page"
    param: str = "page"
    first: int = 0
    identity: tuple[str, ...] = ("id",)

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of an answer that are about paging."""
        return (self.last,)

    def size(self, params: Params) -> int | None:
        """The size that was asked for, or else the product's own."""
        return self._size(params, self.full)

    def following(self, params: Params, told: Answered) -> dict[str, Any] | None:
        """The next number, unless the answer says that this was the last."""
        done = told.body.get(self.last) if isinstance(told.body, dict) else None
        if not isinstance(done, bool):
            done = len(told.records) < (self.size(params) or 1)
        return None if done else self.ahead(params, 1)

    def ahead(self, params: Params, count: int) -> dict[str, Any]:
        """Numbers can be counted; a number means nothing without the size of the pages."""
        number = params.get(self.param, self.first) + count
        return {self.param: number, **self._same_size(params)}


class ByOffset(_Sized):
    """The next page starts after as many records as have been passed over.

    Args:
        full: How many records a full page has, if no size is asked for.
        param: The parameter that says how many records to pass over.
        identity: The fields of a record that tell it from every other.
    """

    full: int
    param: str = "offset"
    identity: tuple[str, ...] = ("id",)
    marks: tuple[str, ...] = ()

    def size(self, params: Params) -> int:
        """The size that was asked for, or else the product's own."""
        return self._size(params, self.full) or self.full

    def following(self, params: Params, told: Answered) -> dict[str, Any] | None:
        """The records after these, unless the page was not full."""
        return None if len(told.records) < self.size(params) else self.ahead(params, 1)

    def ahead(self, params: Params, count: int) -> dict[str, Any]:
        """Records can be counted."""
        passed = params.get(self.param, 0) + count * self.size(params)
        return {self.param: passed, **self._same_size(params)}


class ByCursor(Frozen):
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
    identity: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of an answer that are about paging."""
        return (self.key,)

    def size(self, params: Params) -> None:
        """Nothing is certain: a page may be shorter than was asked for."""

    def following(self, params: Params, told: Answered) -> dict[str, Any] | None:
        """The cursor that the answer gave."""
        cursor = told.body.get(self.key) if isinstance(told.body, dict) else None
        if cursor is not None and not isinstance(cursor, str):
            raise WrongShape(f"`{self.key}` is not a text")
        return {self.param: cursor} if cursor else None

    def ahead(self, params: Params, count: int) -> None:
        """A cursor is known only once the page before it has come."""

    def request(self, limit: int) -> dict[str, Any]:
        """The size of page that gets there in the fewest requests."""
        return {self.size_param: max(self.least, min(limit, self.most))}


class ByLink(_Sized):
    """The header `Link` of each answer names the next page, as RFC 8288 has it, and its size.

    Args:
        params: Which parameter each part of the link's query goes into, by its name there.
    """

    params: Mapping[str, str]
    identity: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def size(self, params: Params) -> None:
        """Nothing is certain: links say no size."""

    def following(self, params: Params, told: Answered) -> dict[str, Any] | None:
        """What the link to the next page names."""
        link = _NEXT.search(told.headers.get("link", ""))
        if link is None:
            return None
        from urllib.parse import parse_qsl, urlsplit

        query = dict(parse_qsl(urlsplit(link[1]).query))
        names = dict(self.params) | ({self.size_param: self.size_param} if self.size_param else {})
        return {param: query[name] for name, param in names.items() if name in query} or None

    def ahead(self, params: Params, count: int) -> None:
        """A link is known only once the page before it has come."""


class ByPosition(Frozen):
    """The next page starts after the last record of this one, named by fields of that record.

    Args:
        full: How many records a full page has. Nothing says that a full page is the last one,
            so a list that ends on a full page is followed by an empty one.
        fields: Which field of the last record goes into which parameter.
    """

    full: int
    fields: Mapping[str, str]
    identity: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def size(self, params: Params) -> int:
        """The product's own."""
        return self.full

    def following(self, params: Params, told: Answered) -> dict[str, Any] | None:
        """The last record's position, unless the page was not full.

        What is no record has none: the next page then begins after the last one that is.
        """
        if len(told.records) < self.full:
            return None
        for last in reversed(told.records):
            if isinstance(last, dict) and all(
                type(last.get(field)) in (str, int) for field in self.fields.values()
            ):
                return {param: last[field] for param, field in self.fields.items()}
        raise WrongShape(f"no record has {' and '.join(map(repr, self.fields.values()))}")

    def ahead(self, params: Params, count: int) -> None:
        """A position is known only once the page before it has come."""

    def request(self, limit: int) -> dict[str, Any]:
        """Nothing: a page's size cannot be chosen."""
        return {}
