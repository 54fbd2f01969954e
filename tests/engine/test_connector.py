import asyncio
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from agent_connectors.engine.errors import InvalidCall, OperationNotAllowed, UnknownOperation
from agent_connectors.engine.running.sync import run_sync
from tests.engine.bookshop import Bookshop
from tests.loopback import Loopback, Reply

BOOK = {"id": "1", "title": "T"}


async def test_execute_gives_data_and_meta(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply({"book": BOOK, "shop": "corner"})]
    result = await shop.execute("books", "create", {"shop_id": "7", "title": "T"})
    assert result.data == BOOK
    assert (result.meta.count, result.meta.has_more, result.meta.next) == (None, False, None)
    assert result.meta.extra == {"shop": "corner"}
    (request,) = loopback.received
    assert (request.method, request.path, request.json) == (
        "POST",
        "/shops/7/books",
        {"title": "T"},
    )
    assert request.headers["authorization"] == "secret"
    assert request.headers["content-type"] == "application/json"


async def test_methods_do_the_same(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply({"book": BOOK})]
    by_position = await shop.books.create("7", "T", genre="novel")
    by_name = await shop.books.create(title="T", shop_id="7", genre="novel")
    by_execute = await shop.execute(
        "books", "create", {"shop_id": "7", "title": "T", "genre": "novel"}
    )
    assert by_position == by_name == by_execute
    first, *others = [(r.method, r.target, r.body) for r in loopback.received]
    assert all(other == first for other in others)


async def test_a_method_with_a_body_may_take_several_calls(
    shop: Bookshop, loopback: Loopback
) -> None:
    loopback.script = [Reply({"reviews": [{"id": "1", "stars": 2}, {"id": "2", "stars": 5}]})]
    expected = {"review": {"id": "2", "stars": 5}, "among": 2}
    assert (await shop.execute("reviews", "best", {"book_id": "1"})).data == expected
    assert (await shop.reviews.best("1")).data == expected


async def test_too_many_arguments_are_an_error(shop: Bookshop) -> None:
    with pytest.raises(TypeError, match=r"books\.delete\(\) takes at most 1"):
        await shop.books.delete("1", "2")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="`book_id` is given twice"):
        await shop.books.delete("1", book_id="2")  # type: ignore[misc]


@pytest.mark.parametrize("params", ['{"book_id": "1"}', {"book_id": "1"}])
async def test_params_may_be_json_text(shop: Bookshop, loopback: Loopback, params: Any) -> None:
    loopback.script = [Reply(BOOK)]
    assert (await shop.execute("books", "get", params)).data == BOOK


@pytest.mark.parametrize("params", ["[]", "book 1", 7, ["book_id"]])
async def test_params_of_another_kind_are_refused(
    shop: Bookshop, loopback: Loopback, params: Any
) -> None:
    with pytest.raises(InvalidCall, match="must be an object of names and values"):
        await shop.execute("books", "get", params)
    assert not loopback.received


@pytest.mark.parametrize(
    ("entity", "action", "said"),
    [
        ("book", "list", "There is no entity `book`. Did you mean `books`?"),
        ("Books", "list", "Did you mean `books`?"),
        ("zzz", "list", "Valid here: `books`, `reviews`."),
        ("books", "lsit", "`books` has no action `lsit`. Did you mean `list`?"),
        ("books", "zzz", "Valid here: `list`, `get`, `create`, `update`, `delete`."),
        ("books", None, "`books` has no action `None`."),
        (["books"], "list", "There is no entity"),
    ],
)
async def test_a_wrong_name_is_put_right(
    shop: Bookshop, loopback: Loopback, entity: Any, action: Any, said: str
) -> None:
    with pytest.raises(UnknownOperation) as caught:
        await shop.execute(entity, action, {})
    assert said in str(caught.value)
    assert not loopback.received


async def test_an_alias_is_as_good_as_the_name(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply({})]
    await shop.execute("books", "edit", {"book_id": "1", "title": "T"})
    assert loopback.received[0].method == "PUT"


async def test_read_only_refuses_every_change(loopback: Loopback) -> None:
    shop = Bookshop(loopback.url, read_only=True, allow_destructive=True)
    for operation in shop.operations:
        if operation.effect != "read":
            with pytest.raises(OperationNotAllowed, match="read-only"):
                await shop.execute(operation.entity, operation.action, {})
    assert not loopback.received


async def test_what_cannot_be_undone_is_off_until_asked_for(
    shop: Bookshop, loopback: Loopback
) -> None:
    with pytest.raises(OperationNotAllowed, match="allow_destructive=True"):
        await shop.execute("books", "delete", {"book_id": "1"})
    assert not loopback.received
    loopback.script = [Reply(b"", 204)]
    allowed = Bookshop(loopback.url, allow_destructive=True)
    assert (await allowed.execute("books", "delete", {"book_id": "1"})).data is None
    await allowed.aclose()


async def test_describe_tells_about_the_operations(shop: Bookshop) -> None:
    everything = (await shop.execute("books", "describe")).data
    assert [a["signature"] for a in everything["actions"]][
        1
    ] == "books.get(book_id, by_isbn?, shop_id?)"
    one = (await shop.execute("books", "describe", {"action": "create"})).data
    assert one["effect"] == "write"
    assert one["params"]["required"] == ["shop_id", "title"]
    with pytest.raises(UnknownOperation, match="Did you mean"):
        await shop.execute("books", "describe", {"action": "creat"})


def test_the_catalogue_can_be_filtered() -> None:
    catalogue = Bookshop.operations
    assert {op.name for op in catalogue.filter(effect="destructive")} == {"books.delete"}
    assert {op.entity for op in catalogue.filter(entity="reviews")} == {"reviews"}
    writes = catalogue.filter(entity=["books", "reviews"], effect=["write", "destructive"])
    assert [op.action for op in writes] == ["create", "update", "delete"]
    with pytest.raises(UnknownOperation, match="Did you mean `reviews`"):
        catalogue.filter(entity="review")


async def test_check_tells_and_does_not_raise(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply([])]
    assert (await shop.check()).status == "healthy"
    loopback.script = [Reply({"error": "no"}, 401)]
    check = await shop.check()
    assert check.status == "unhealthy"
    assert 'says "no"' in str(check.error)


def test_one_connector_serves_several_event_loops(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]
    for _ in range(3):
        assert asyncio.run(shop.execute("books", "get", {"book_id": "1"})).data == BOOK


def test_connections_are_kept_within_a_loop(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]

    async def several() -> None:
        for _ in range(5):
            await shop.execute("books", "get", {"book_id": "1"})

    asyncio.run(several())
    assert loopback.connections == 1


def test_sync_calls_share_connections(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]
    for _ in range(3):
        assert shop.execute_sync("books", "get", {"book_id": "1"}).data == BOOK
    assert loopback.connections == 1


def test_sync_calls_work_in_threads(shop: Bookshop, loopback: Loopback) -> None:
    loopback.handler = lambda _: Reply(BOOK, delay=0.05)
    with ThreadPoolExecutor(8) as pool:
        calls = [
            pool.submit(shop.execute_sync, *("books", "get", {"book_id": "1"})) for _ in range(8)
        ]
        assert all(call.result().data == BOOK for call in calls)
    assert loopback.most_at_once > 1


async def test_sync_calls_work_inside_a_running_loop(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]
    params = {"book_id": "1"}
    assert shop.execute_sync("books", "get", params).data == BOOK, "as in a notebook"
    in_a_thread = await asyncio.to_thread(shop.execute_sync, "books", "get", params)
    assert in_a_thread.data == BOOK
    assert (await shop.execute("books", "get", params)).data == BOOK


def test_a_sync_call_that_would_wait_for_itself_is_refused(shop: Bookshop) -> None:
    async def inner() -> None:
        shop.execute_sync("books", "get", {"book_id": "1"})

    with pytest.raises(InvalidCall, match="Await the asynchronous method"):
        run_sync(inner)


def test_errors_come_through_sync_calls_as_they_are(shop: Bookshop) -> None:
    with pytest.raises(UnknownOperation):
        shop.execute_sync("book", "get")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_can_make_sync_calls_too(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]
    shop.execute_sync("books", "get", {"book_id": "1"})
    child = os.fork()
    if child == 0:
        ok = False
        try:
            ok = shop.execute_sync("books", "get", {"book_id": "1"}).data == BOOK
        finally:
            os._exit(0 if ok else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_script_ends_cleanly_after_sync_calls(loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]
    script = f"""
from tests.engine.bookshop import Bookshop
print(Bookshop({loopback.url!r}).execute_sync("books", "get", {{"book_id": "1"}}).data["id"])
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("1\n", "", 0)


def test_a_closed_connector_opens_again(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]

    async def use() -> None:
        async with shop:
            await shop.execute("books", "get", {"book_id": "1"})
        async with shop:
            await shop.execute("books", "get", {"book_id": "1"})
        await shop.aclose()
        await shop.aclose()

    asyncio.run(use())
    assert loopback.connections == 2


def test_closing_reaches_the_loops_of_other_threads(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]
    used, stop = threading.Event(), threading.Event()

    async def use() -> None:
        await shop.execute("books", "get", {"book_id": "1"})
        used.set()
        await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(use(),))
    thread.start()
    used.wait()
    asyncio.run(shop.aclose())
    stop.set()
    thread.join()


async def test_no_more_connections_than_allowed(loopback: Loopback) -> None:
    loopback.handler = lambda _: Reply(BOOK, delay=0.01)
    shop = Bookshop(loopback.url)
    calls = [shop.execute("books", "get", {"book_id": "1"}) for _ in range(200)]
    await asyncio.gather(*calls)
    assert loopback.most_at_once <= 64
    assert loopback.connections <= 64
    await shop.aclose()


async def test_a_result_is_json_as_text(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply({"reviews": [{"id": str(i)} for i in range(5)]})]
    result = await shop.execute("reviews", "list", {"book_id": "1"})
    assert json.loads(str(result)) == {
        "data": [{"id": str(i)} for i in range(5)],
        "meta": {"count": 5, "has_more": True, "next": {"book_id": "1", "after": "4"}},
    }


async def test_one_object_as_text_has_no_meta(shop: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply(BOOK)]
    assert json.loads(str(await shop.books.get("1"))) == {"data": BOOK}
