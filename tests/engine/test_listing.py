import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

import pytest

from agent_connectors.engine.errors import InvalidCall, InvalidResponse
from tests.engine.bookshop import Bookshop
from tests.loopback import Loopback, Received, Reply


def books(
    count: int, *, delay: float = 0.0, headers: dict[str, str] | None = None
) -> Callable[[Received], Reply]:
    """A shop with so many books, ten a page."""

    def answer(request: Received) -> Reply:
        page = int(dict(request.query).get("page", "0"))
        ids = range(page * 10, min(page * 10 + 10, count))
        body = {
            "books": [{"id": str(i), "cover": "red" if i % 7 == 0 else "blue"} for i in ids],
            "last_page": (page + 1) * 10 >= count,
            "shop": "corner",
        }
        return Reply(body, delay=delay, headers=headers or {})

    return answer


def reviews(count: int) -> Callable[[Received], Reply]:
    """Reviews by position, five a page, and by cursor."""

    def answer(request: Received) -> Reply:
        query = dict(request.query)
        if request.path == "/reviews":
            start, size = int(query.get("cursor", "0")), int(query.get("limit", "3"))
            end = min(start + size, count)
            more = {"next_cursor": str(end)} if end < count else {}
            return Reply({"reviews": [{"id": str(i)} for i in range(start, end)], **more})
        start = int(query.get("after", "-1")) + 1
        return Reply(
            {
                "reviews": [
                    {"id": str(i), "stars": i % 5} for i in range(start, min(start + 5, count))
                ]
            }
        )

    return answer


def ids(records: list[Any]) -> list[int]:
    return [int(record["id"]) for record in records]


async def test_one_page_says_what_it_leaves_out(shop: Bookshop, loopback: Loopback) -> None:
    loopback.handler = books(25)
    result = await shop.execute("books", "list", {"shop_id": "7"})
    assert ids(result.data) == list(range(10))
    assert (result.meta.count, result.meta.has_more) == (10, True)
    assert result.meta.next == {"shop_id": "7", "page": 1}
    assert result.meta.extra == {"shop": "corner"}


async def test_next_leads_to_the_end(shop: Bookshop, loopback: Loopback) -> None:
    loopback.handler = books(25)
    params: Any = {"shop_id": "7", "in_print": True}
    found = []
    while params:
        result = await shop.execute("books", "list", params)
        found += ids(result.data)
        params = result.meta.next
    assert found == list(range(25))
    assert not result.meta.has_more
    assert all(dict(request.query)["in_print"] == "true" for request in loopback.received)


@pytest.mark.parametrize("limit", [1, 9, 10, 11, 20, 24, 25, 26, 99])
async def test_a_limit_is_kept_exactly(shop: Bookshop, loopback: Loopback, limit: int) -> None:
    loopback.handler = books(25)
    result = await shop.execute("books", "list", {"shop_id": "7", "limit": limit})
    assert ids(result.data) == list(range(min(limit, 25)))
    assert result.meta.has_more is (limit < 25)
    needed = -(-limit // 10)
    asked = [dict(request.query).get("page", "0") for request in loopback.received]
    assert len(set(asked)) <= needed, "no page more than could be needed"
    assert len(asked) <= 2 * needed, "and none more often than it takes to be certain"


@pytest.mark.parametrize("limit", [1, 4, 7, 10, 13])
async def test_limited_results_join_without_a_gap(
    shop: Bookshop, loopback: Loopback, limit: int
) -> None:
    loopback.handler = books(25)
    params: Any = {"shop_id": "7", "limit": limit}
    found = []
    while params:
        result = await shop.execute("books", "list", params)
        found += ids(result.data)
        params = result.meta.next
    assert found == list(range(25))


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 10, 13])
async def test_pages_by_position(shop: Bookshop, loopback: Loopback, count: int) -> None:
    loopback.handler = reviews(count)
    found = [r async for r in shop.iterate("reviews", "list", {"book_id": "1"})]
    assert ids(found) == list(range(count))
    result = await shop.execute("reviews", "list", {"book_id": "1", "limit": 7})
    assert ids(result.data) == list(range(min(count, 7)))
    if result.meta.next:
        rest = await shop.execute("reviews", "list", {**result.meta.next, "limit": 100})
        assert ids(rest.data) == list(range(7, count))


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 11, 12])
async def test_pages_by_cursor(shop: Bookshop, loopback: Loopback, limit: int) -> None:
    loopback.handler = reviews(11)
    result = await shop.execute("reviews", "search", {"limit": limit})
    assert ids(result.data) == list(range(min(limit, 11)))
    assert {dict(r.query)["limit"] for r in loopback.received} == {str(min(max(limit, 2), 4))}
    found = ids(result.data)
    while result.meta.next:
        result = await shop.execute("reviews", "search", result.meta.next)
        found += ids(result.data)
    assert found == list(range(11))


async def test_without_a_limit_the_products_page_size_stands(
    shop: Bookshop, loopback: Loopback
) -> None:
    loopback.handler = reviews(11)
    result = await shop.execute("reviews", "search")
    assert ids(result.data) == [0, 1, 2]
    assert result.meta.next == {"cursor": "3"}
    assert loopback.received[0].target == "/reviews"


async def test_a_list_without_pages_can_be_cut_too(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply([{"id": "0"}, {"id": "1"}, {"id": "2"}])]
    result = await shop.execute("reviews", "latest", {"limit": 2})
    assert ids(result.data) == [0, 1]
    assert result.meta.next == {"limit": 2, "skip": 2}
    result = await shop.execute("reviews", "latest", result.meta.next)
    assert ids(result.data) == [2]
    assert not result.meta.has_more


@pytest.mark.parametrize("count", [0, 9, 10, 11, 95, 300])
async def test_iterating_walks_every_page_once(
    shop: Bookshop, loopback: Loopback, count: int
) -> None:
    loopback.handler = books(count)
    found = [book async for book in shop.iterate("books", "list", {"shop_id": "7"})]
    assert ids(found) == list(range(count))
    needed = max(-(-count // 10), 1)
    wasted = len(loopback.received) - needed
    assert wasted <= needed, "no more pages are fetched in vain than were needed"


async def test_iterating_starts_where_it_is_told_and_stops_there_too(
    shop: Bookshop, loopback: Loopback
) -> None:
    loopback.handler = books(100)
    params = {"shop_id": "7", "page": 2, "skip": 5, "limit": 12}
    found = [book async for book in shop.iterate("books", "list", params)]
    assert ids(found) == list(range(25, 37))
    assert [dict(r.query)["page"] for r in loopback.received] == ["2", "3", "2"]


async def test_pages_are_fetched_ahead(shop: Bookshop, loopback: Loopback) -> None:
    loopback.handler = books(300, delay=0.05)
    found = [book async for book in shop.iterate("books", "list", {"shop_id": "7"})]
    assert len(found) == 300
    assert loopback.most_at_once == 8


async def test_fetching_ahead_spares_the_rate_limit(shop: Bookshop, loopback: Loopback) -> None:
    headers = {
        "X-RateLimit-Limit": "100",
        "X-RateLimit-Remaining": "4",
        "X-RateLimit-Reset": str(int(time.time() + 60)),
    }
    loopback.handler = books(40, delay=0.05, headers=headers)
    async with aclosing(shop.iterate("books", "list", {"shop_id": "7"})) as found:
        async for book in found:
            if book["id"] == "20":
                break
    assert loopback.most_at_once <= 2


async def test_leaving_early_gives_up_what_is_on_its_way(
    shop: Bookshop, loopback: Loopback
) -> None:
    loopback.handler = books(1000, delay=0.02)
    async with aclosing(shop.iterate("books", "list", {"shop_id": "7"})) as found:
        async for book in found:
            if book["id"] == "55":
                break
    await asyncio.sleep(0.2)
    assert len(loopback.received) <= 6 + 8 + 2, "six read, eight ahead, and two far ahead"
    assert (await shop.execute("books", "list", {"shop_id": "7"})).meta.count == 10


async def test_a_record_pushed_onto_the_next_page_comes_once(
    shop: Bookshop, loopback: Loopback
) -> None:
    shelf = [{"id": str(i), "cover": "blue"} for i in range(30)]

    def answer(request: Received) -> Reply:
        page = int(dict(request.query).get("page", "0"))
        body = {"books": shelf[page * 10 : page * 10 + 10], "last_page": page == 3}
        if page == 0:
            shelf.insert(0, {"id": "new", "cover": "blue"})
        return Reply(body)

    loopback.handler = answer
    found = [book["id"] async for book in shop.iterate("books", "list", {"shop_id": "7"})]
    assert sorted(map(int, filter(str.isdigit, found))) == list(range(30))
    assert len(found) == len(set(found))


async def test_a_product_that_repeats_itself_is_noticed(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply({"books": [{"id": "1", "cover": "blue"}], "last_page": False})]
    with pytest.raises(InvalidResponse, match="nothing but records of the pages before"):
        async for _ in shop.iterate("books", "list", {"shop_id": "7"}):
            pass


async def test_records_that_do_not_pass_are_left_out_and_counted(
    shop: Bookshop, loopback: Loopback
) -> None:
    loopback.handler = books(300)
    result = await shop.execute("books", "list", {"shop_id": "7", "red": True, "limit": 3})
    assert ids(result.data) == [0, 7, 14]
    assert (result.meta.count, result.meta.scanned, result.meta.has_more) == (3, 15, True)
    assert result.meta.next is not None
    rest = await shop.execute("books", "list", {**result.meta.next, "limit": 99})
    assert ids(rest.data) == list(range(21, 110, 7)), "ten pages are looked through"
    assert rest.meta.has_more
    everything = [b async for b in shop.iterate("books", "list", {"shop_id": "7", "red": True})]
    assert ids(everything) == list(range(0, 300, 7))


async def test_iterating_over_one_object_is_refused(shop: Bookshop, loopback: Loopback) -> None:
    with pytest.raises(InvalidCall, match="Use `execute`"):
        async for _ in shop.iterate("books", "get", {"book_id": "1"}):
            pass
    assert not loopback.received


@pytest.fixture(autouse=True)
async def no_task_is_left_behind() -> AsyncIterator[None]:
    yield
    assert asyncio.all_tasks() == {asyncio.current_task()}
