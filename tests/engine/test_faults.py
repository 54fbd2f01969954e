"""Whatever the network or the product does, the error is clear, and no write happens twice."""

import asyncio
import time
from typing import Any

import pytest

from agent_connectors.engine.errors import (
    ApiError,
    AuthenticationError,
    BadRequest,
    CallTimeout,
    ConnectionFailed,
    ConnectorError,
    InvalidResponse,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    ServerError,
)
from agent_connectors.engine.network import pool, transport
from agent_connectors.engine.network.timeouts import Timeouts
from tests.engine.bookshop import Bookshop
from tests.loopback import Answer, Loopback, Received, Reply

BOOK = {"id": "1", "title": "T"}
READ = ("books", "get", {"book_id": "1"})
WRITE = ("books", "create", {"shop_id": "7", "title": "T"})
UPDATE = ("books", "update", {"book_id": "1", "title": "T"})

HTML = Reply(b"<!doctype html><h1>Oops</h1>", headers={"Content-Type": "text/html"})


def limits(left: int, *, seconds: float = 60) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": "100",
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": str(int(time.time() + seconds)),
    }


@pytest.fixture(params=["httpx", "httpx2"], autouse=True)
def http_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of this with httpx, and with its continuation where that is installed."""
    library = pytest.importorskip(request.param)
    for module in (pool, transport):
        monkeypatch.setattr(module, "library", lambda: library)


@pytest.fixture
def quick(loopback: Loopback) -> Any:
    """A connector that waits for nothing long."""
    connector = Bookshop(loopback.url, timeout=Timeouts(total=5.0, read=0.2, connect=0.5))
    yield connector
    connector.close()


@pytest.mark.parametrize(
    "first",
    ["close", "reset", "half", "hang", Reply(b""), HTML, Reply(b'{"id": '), Reply(status=503)],
)
async def test_a_read_is_sent_again(quick: Bookshop, loopback: Loopback, first: Answer) -> None:
    loopback.script = [first, Reply(BOOK)]
    assert (await quick.execute(*READ)).data == BOOK
    assert len(loopback.received) == 2


@pytest.mark.parametrize(
    ("answer", "error", "said", "times"),
    [
        ("close", ConnectionFailed, "The connection to Bookshop broke", 4),
        ("reset", ConnectionFailed, "The connection to Bookshop broke", 4),
        ("half", ConnectionFailed, "The connection to Bookshop broke", 4),
        ("hang", CallTimeout, "Bookshop did not answer in time", 2),
        (Reply(b""), InvalidResponse, "answered 200, but the answer cannot be right: an empty", 4),
        (HTML, InvalidResponse, "an HTML page", 4),
        (Reply(b"{]"), InvalidResponse, "something that is not JSON", 4),
        (Reply(b"\xff\xfe"), InvalidResponse, "something that is not JSON", 4),
        (Reply([]), InvalidResponse, "the object has no `id`", 2),
        (Reply({}), InvalidResponse, "the object has no `id`", 2),
        (Reply(None), InvalidResponse, "the object has no `id`", 2),
        (Reply(BOOK, 500), ServerError, "answered with no reason (HTTP 500)", 4),
        (Reply(b"<html>", 502), ServerError, "answered with an HTML page (HTTP 502)", 4),
        (Reply(b"", 504), ServerError, "answered with an empty body (HTTP 504)", 4),
        (Reply(BOOK, 302), InvalidResponse, "answered 302, a redirection", 1),
        (
            Reply({"error": "bad genre", "code": "B1"}, 400),
            BadRequest,
            'says "bad genre" (HTTP 400, B1)',
            1,
        ),
        (Reply({"error": "no"}, 401), AuthenticationError, 'says "no" (HTTP 401)', 1),
        (Reply({"error": "no"}, 403), PermissionDenied, 'says "no" (HTTP 403)', 1),
        (Reply({"error": "gone"}, 404), NotFound, 'says "gone" (HTTP 404)', 1),
        (Reply({"error": "what?"}, 422), BadRequest, 'says "what?" (HTTP 422)', 1),
    ],
)
async def test_a_read_that_fails_says_how(
    quick: Bookshop,
    loopback: Loopback,
    answer: Answer,
    error: type[ConnectorError],
    said: str,
    times: int,
) -> None:
    loopback.script = [answer]
    with pytest.raises(error) as caught:
        await quick.execute(*READ)
    assert type(caught.value) is error
    assert str(caught.value).startswith("books.get: ")
    assert said in str(caught.value)
    assert len(loopback.received) == times


@pytest.mark.parametrize("call", [WRITE, UPDATE])
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("close", "The connection to Bookshop broke"),
        ("reset", "The connection to Bookshop broke"),
        ("half", "The connection to Bookshop broke"),
        ("hang", "Bookshop did not answer in time"),
        (HTML, "an HTML page"),
        (Reply(b"{]"), "something that is not JSON"),
        (Reply({"error": "oops"}, 500), 'says "oops" (HTTP 500)'),
        (Reply(b"<html>", 502), "an HTML page"),
        (Reply(b"", 503), "an empty body"),
        (Reply(BOOK, 307), "a redirection"),
    ],
)
async def test_a_write_whose_outcome_is_unknown_is_never_repeated(
    quick: Bookshop, loopback: Loopback, call: Any, answer: Answer, said: str
) -> None:
    loopback.script = [answer, Reply({"book": BOOK})]
    with pytest.raises(OutcomeUnknown) as caught:
        await quick.execute(*call)
    assert said in str(caught.value)
    assert "may or may not have been carried out" in str(caught.value)
    assert len(loopback.received) == 1


@pytest.mark.parametrize("answer", [Reply(b""), Reply({}), Reply({"book": {}}), Reply([])])
async def test_a_write_is_not_reported_done_without_proof(
    quick: Bookshop, loopback: Loopback, answer: Answer
) -> None:
    loopback.script = [answer]
    with pytest.raises(OutcomeUnknown):
        await quick.execute(*WRITE)


@pytest.mark.parametrize("body", [b"", {}])
async def test_silence_is_proof_where_the_product_is_silent(
    quick: Bookshop, loopback: Loopback, body: Any
) -> None:
    loopback.script = [Reply(body)]
    assert not (await quick.execute(*UPDATE)).data


async def test_a_write_that_was_refused_for_now_is_sent_again(
    quick: Bookshop, loopback: Loopback
) -> None:
    loopback.script = [Reply({"error": "slow down"}, 429), Reply({"book": BOOK})]
    assert (await quick.execute(*WRITE)).data == BOOK
    assert len(loopback.received) == 2


async def test_what_never_left_is_said_so(loopback: Loopback) -> None:
    loopback.close()
    connector = Bookshop(loopback.url, timeout=Timeouts(total=1.0))
    with pytest.raises(ConnectionFailed) as caught:
        await connector.execute(*WRITE)
    assert "could not be reached" in str(caught.value)
    assert "Nothing was sent" in str(caught.value)
    await connector.aclose()


async def test_a_write_that_never_left_is_sent_again(loopback: Loopback) -> None:
    loopback.close()
    connector = Bookshop(loopback.url)
    call = asyncio.create_task(connector.execute(*WRITE))
    await asyncio.sleep(0.1)
    back = Loopback(loopback.port)
    back.script = [Reply({"book": BOOK})]
    assert (await call).data == BOOK
    assert len(back.received) == 1
    await connector.aclose()
    back.close()


async def test_retry_after_is_obeyed(quick: Bookshop, loopback: Loopback) -> None:
    loopback.script = [Reply({}, 429, {"Retry-After": "1"}), Reply(BOOK)]
    begun = time.monotonic()
    await quick.execute(*READ)
    assert 0.45 <= time.monotonic() - begun < 3


async def test_a_refusal_that_outlasts_the_deadline_is_told_at_once(
    quick: Bookshop, loopback: Loopback
) -> None:
    loopback.script = [Reply({"error": "slow down"}, 429, limits(0))]
    begun = time.monotonic()
    with pytest.raises(RateLimited) as caught:
        await quick.execute(*READ)
    assert caught.value.status == 429
    assert "slow down" in str(caught.value)
    assert time.monotonic() - begun < 2
    assert len(loopback.received) == 1


async def test_the_limit_is_waited_for_rather_than_run_into(
    loopback: Loopback, quick: Bookshop
) -> None:
    loopback.script = [Reply(BOOK, headers=limits(0, seconds=60))]
    await quick.execute(*READ)
    with pytest.raises(RateLimited, match="used up for another"):
        await quick.execute(*READ)
    assert len(loopback.received) == 1, "the second call was not sent"


async def test_a_full_window_is_waited_out(loopback: Loopback) -> None:
    """Two windows and a half of calls, all at once, through a server that counts."""
    window = {"ends": 0, "left": 0}

    def answer(_: Received) -> Reply:
        if time.time() >= window["ends"]:
            window.update(ends=int(time.time()) + 2, left=30)
        headers = {
            "X-RateLimit-Limit": "30",
            "X-RateLimit-Remaining": str(max(window["left"] - 1, 0)),
            "X-RateLimit-Reset": str(window["ends"]),
        }
        window["left"] -= 1
        return Reply(BOOK, 200 if window["left"] >= 0 else 429, headers)

    loopback.handler = answer
    async with Bookshop(loopback.url, timeout=30.0) as shop:
        await shop.execute(*READ)
        await asyncio.gather(*(shop.execute(*READ) for _ in range(74)))
    assert len(loopback.received) == 75, "none was refused and sent again"


async def test_the_deadline_covers_the_whole_call(loopback: Loopback) -> None:
    connector = Bookshop(loopback.url, timeout=0.6)
    loopback.handler = lambda _: Reply(BOOK, delay=5)
    begun = time.monotonic()
    with pytest.raises(CallTimeout):
        await connector.execute(*READ)
    assert time.monotonic() - begun < 1.5
    await connector.aclose()


async def test_an_answer_that_drips_in_does_not_hold_a_call_for_ever(loopback: Loopback) -> None:
    connector = Bookshop(loopback.url, timeout=Timeouts(total=0.5, read=0.4))
    loopback.script = ["half"]
    with pytest.raises(ConnectorError):
        await connector.execute(*READ)
    await connector.aclose()


async def test_a_write_cut_off_by_the_deadline_is_unknown(loopback: Loopback) -> None:
    connector = Bookshop(loopback.url, timeout=Timeouts(total=0.3, read=60))
    loopback.script = ["hang"]
    with pytest.raises(OutcomeUnknown):
        await connector.execute(*WRITE)
    await connector.aclose()


async def test_what_the_product_said_can_be_read_by_code(
    quick: Bookshop, loopback: Loopback
) -> None:
    loopback.script = [Reply({"error": "gone", "code": "B9"}, 404, {"X-Trace": "t-1"})]
    with pytest.raises(ApiError) as caught:
        await quick.execute(*READ)
    error = caught.value
    assert (error.status, error.code, error.trace) == (404, "B9", "t-1")
    assert error.operation == "books.get"


async def test_cancelling_a_call_leaves_the_connector_usable(
    quick: Bookshop, loopback: Loopback
) -> None:
    loopback.script = ["hang", Reply(BOOK)]
    call = asyncio.create_task(quick.execute(*READ))
    await asyncio.sleep(0.1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert (await quick.execute(*READ)).data == BOOK
