"""Every way of paging: all records come once and in order, whatever is asked for at a time."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Annotated, Any
from urllib.parse import parse_qs

import pytest

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.resource import Resource, read
from agent_connectors.engine.executor.product import Product
from agent_connectors.engine.marks import Limit, Query, Skip
from agent_connectors.engine.paging import ByCursor, ByLink, ByNumber, ByOffset, ByPosition
from agent_connectors.engine.result import Records

Issue = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

FULL = 5
"""How many records a page of the product has, if no other size is asked for."""


class Issues(Resource):
    """Issues, in a list for each way of paging that a product may have."""

    @read("/number", records="", pages=ByNumber(FULL))
    async def by_number(
        self, *, page: int | None = None, limit: Limit = None, skip: Skip = None
    ) -> Records[Issue]:
        """Numbered from 0."""

    @read("/number1", records="", pages=ByNumber(FULL, first=1, size_param="per_page", most=20))
    async def by_number_and_size(
        self,
        *,
        page: int | None = None,
        per_page: int | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[Issue]:
        """Numbered from 1, of a size that can be chosen."""

    @read("/offset", records="", pages=ByOffset(FULL, "start", size_param="max_results", most=20))
    async def by_offset(
        self,
        *,
        start: int | None = None,
        max_results: int | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[Issue]:
        """Counted in records."""

    @read("/link", records="", pages=ByLink({"p": "page"}, size_param="per_page", most=20))
    async def by_link(
        self,
        *,
        page: Annotated[int | None, Query("p")] = None,
        per_page: int | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[Issue]:
        """Linked in a header."""

    @read("/cursor", records="issues", pages=ByCursor(2, 4, size_param="count"))
    async def by_cursor(
        self,
        *,
        cursor: str | None = None,
        count: int | None = None,
        limit: Limit = None,
        skip: Skip = None,
    ) -> Records[Issue]:
        """Named by the page before."""

    @read("/position", records="", pages=ByPosition(FULL, {"after": "id"}))
    async def by_position(
        self, *, after: int | None = None, limit: Limit = None, skip: Skip = None
    ) -> Records[Issue]:
        """After a record."""


class Tracker(Connector):
    """A tracker of `total` issues, in this process."""

    product = Product("Tracker", "http://t", rate=None)
    probe = ("issues", "by_number")
    issues = Issues()

    def __init__(self, total: int) -> None:
        super().__init__(app=self._answer)
        self.rows = [{"id": number} for number in range(total)]

    async def _answer(self, scope: Mapping[str, Any], _: Any, send: Send) -> None:
        query = {k: v[0] for k, v in parse_qs(scope["query_string"].decode()).items()}
        headers: list[tuple[bytes, bytes]] = []
        body: Any
        match scope["path"]:
            case "/number":
                body = self._rows(int(query.get("page", 0)) * FULL)
            case "/number1":
                size = int(query.get("per_page", FULL))
                body = self._rows((int(query.get("page", 1)) - 1) * size, size)
            case "/offset":
                body = self._rows(int(query.get("start", 0)), int(query.get("max_results", FULL)))
            case "/link":
                size, page = int(query.get("per_page", FULL)), int(query.get("p", 1))
                body = self._rows((page - 1) * size, size)
                if page * size < len(self.rows):
                    following = f"http://t/link?per_page={size}&p={page + 1}"
                    links = f'<http://t/link?p=1>; rel="first", <{following}>; rel="next"'
                    headers.append((b"link", links.encode()))
            case "/cursor":
                start, size = int(query.get("cursor", 0)), int(query.get("count", 3))
                body = {"issues": self._rows(start, size)}
                if start + size < len(self.rows):
                    body["next_cursor"] = str(start + size)
            case _:
                body = self._rows(int(query.get("after", -1)) + 1)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    def _rows(self, start: int, size: int = FULL) -> list[Issue]:
        return self.rows[start : start + size]


async def gathered(tracker: Tracker, action: str, limits: list[int | None]) -> AsyncIterator[int]:
    """The ids of a list, asked for again and again with the next limit and `meta.next`."""
    rest: Mapping[str, Any] | None = {}
    for asked in range(200):
        if rest is None:
            return
        params = {k: v for k, v in rest.items() if k != "limit"}
        limit = limits[asked % len(limits)]
        result = await tracker.execute("issues", action, {**params, "limit": limit})
        assert limit is None or len(result.data) <= limit
        for issue in result.data:
            yield issue["id"]
        rest = result.meta.next
    pytest.fail("the list does not end")


WAYS = [operation.action for operation in Issues.operations]


@pytest.mark.parametrize("limits", [[None], [1], [3], [7], [25], [25, 5], [2, None, 11], [4, 6]])
@pytest.mark.parametrize("total", [0, 1, 4, 5, 6, 23, 40])
@pytest.mark.parametrize("way", WAYS)
async def test_all_come_once_and_in_order(way: str, total: int, limits: list[int | None]) -> None:
    tracker = Tracker(total)
    assert [found async for found in gathered(tracker, way, limits)] == list(range(total))
    assert [issue["id"] async for issue in tracker.iterate("issues", way)] == list(range(total))
    await tracker.aclose()


@pytest.mark.parametrize("way", WAYS)
async def test_going_on_after_any_record_misses_none(way: str) -> None:
    tracker = Tracker(23)
    result = await tracker.execute("issues", way, {"limit": 12})
    for count in range(1, 13):
        rest = {k: v for k, v in (result.after(count) or {}).items() if k != "limit"}
        following = await tracker.execute("issues", way, {**rest, "limit": 3})
        assert [issue["id"] for issue in following.data] == [count, count + 1, count + 2]
    await tracker.aclose()
