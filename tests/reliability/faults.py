"""Everything that a server, or what stands before it, was seen to do wrong."""

import asyncio
import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from email.utils import formatdate
from time import time

from tests.reliability.server import Asked, Fault, Play, Wire, good_answer, good_body, http

__all__ = ["FAULTS"]

JSON = "Content-Type: application/json"
HTML = b"<!doctype html><title>Oops</title><h1>Something went wrong</h1>"
ELSEWHERE = "Location: http://127.0.0.1:9/elsewhere"


def _answers(*pieces: bytes, stays: bool = True, pause: float = 0.0) -> Play:
    """Sends these bytes."""

    async def play(wire: Wire, _: Asked) -> bool:
        await wire.send(*pieces, pause=pause)
        return stays

    return play


def _makes(make: Callable[[Asked], bytes], *, stays: bool = True) -> Play:
    """Sends bytes that depend on the request."""

    async def play(wire: Wire, asked: Asked) -> bool:
        await wire.send(make(asked))
        return stays

    return play


def _hangs(*pieces: bytes) -> Play:
    """Sends these bytes and then nothing."""

    async def play(wire: Wire, _: Asked) -> bool:
        await wire.send(*pieces)
        await wire.wait_until_closed()
        return False

    return play


def _resets(*pieces: bytes) -> Play:
    """Sends these bytes and breaks the connection."""

    async def play(wire: Wire, _: Asked) -> bool:
        await wire.send(*pieces)
        await asyncio.sleep(0.01)
        wire.reset()
        return False

    return play


def _date(seconds: float) -> str:
    return formatdate(time() + seconds, usegmt=True)


def _too_many() -> Iterator[Fault]:
    """429 in all spellings."""
    body = b'{"err": "Rate limit reached", "ECODE": "APP_002"}'
    spellings = {
        **{
            f"Retry-After: {value or '(empty)'}": (f"Retry-After: {value}",)
            for value in (
                *("", "0", "1", "0.2", "1.5", " 1 ", "60", "3600", "+1", "-1", "-0", "1e3", "1,2"),
                *("nan", "inf", "-inf", "0x10", "1_0", "soon", "true", "1s", "Wed, 99 Foo 2026"),
            )
        },
        "Retry-After of 400 digits": ("Retry-After: " + "9" * 400,),
        "Retry-After: a date in a second": (f"Retry-After: {_date(1)}",),
        "Retry-After: a date long ago": ("Retry-After: Thu, 01 Jan 1970 00:00:00 GMT",),
        "Retry-After: a date in 9999": ("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",),
        "Retry-After: a date of year 0": ("Retry-After: Sat, 01 Jan 0000 00:00:00 GMT",),
        "Retry-After twice": ("Retry-After: 0.1", "Retry-After: 0.2"),
        "no word": (),
        "a window that ends": (*_window(100, 0, int(time()) + 1),),
        "a window of a minute": (*_window(100, 0, int(time()) + 60),),
        "a window that is over": (*_window(100, 0, int(time()) - 60),),
        "limit 0": (*_window(0, 0, int(time()) + 60),),
        "limit -1": (*_window(-1, 0, int(time()) + 60),),
    }
    for name, headers in spellings.items():
        yield Fault("429", name, _answers(http(429, body, JSON, *headers)), done=False)
    for name, raw in (("as HTML", HTML), ("empty", b""), ("half JSON", b'{"err": ')):
        yield Fault("429", name, _answers(http(429, raw, "Retry-After: 0.1")), done=False)


_REFUSALS = (
    *(400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418),
    *(421, 422, 423, 424, 426, 428, 431, 451),
)
_FAILURES = (*range(500, 512), 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 598, 599)


def _statuses() -> Iterator[Fault]:
    for status in _REFUSALS:
        body = b'{"err": "No", "ECODE": "X_001"}'
        yield Fault("4xx", str(status), _answers(http(status, body, JSON)), done=False)
    for status in (408, 425, 499):
        yield Fault("408, 425, 499", f"{status} JSON", _answers(http(status, b"{}", JSON)))
        yield Fault("408, 425, 499", f"{status} HTML", _answers(http(status, HTML)))
    for status in _FAILURES:
        yield Fault("5xx", f"{status} JSON", _answers(http(status, b'{"err": "Oops"}', JSON)))
    for status in (500, 502, 503, 504, 520, 522, 524):
        yield Fault(
            "5xx", f"{status} HTML", _answers(http(status, HTML, "Content-Type: text/html"))
        )
        yield Fault("5xx", f"{status} empty", _answers(http(status)))
    yield Fault("5xx", "503 Retry-After: 1", _answers(http(503, b"", "Retry-After: 1")))
    for status in (300, 301, 302, 303, 304, 305, 307, 308):
        yield Fault("3xx", f"{status} elsewhere", _answers(http(status, b"", ELSEWHERE)))
    yield Fault("3xx", "302 to nowhere", _answers(http(302)))


def _informal() -> Iterator[Fault]:
    for status in (100, 102, 103, 199):
        early = f"HTTP/1.1 {status} X\r\n\r\n".encode()

        def make(asked: Asked, early: bytes = early) -> bytes:
            return early + good_answer(asked)

        yield Fault("1xx", f"{status}, then the answer", _makes(make))
    early = b"HTTP/1.1 100 Continue\r\n\r\n"
    yield Fault("1xx", "100, then the end", _answers(early, stays=False))
    yield Fault("1xx", "100, then nothing", _hangs(early))
    yield Fault("1xx", "101", _answers(b"HTTP/1.1 101 X\r\nUpgrade: h2c\r\n\r\n", stays=False))
    yield Fault("1xx", "100 a hundred times", _answers(early * 100, stays=False))


_BODIES = {
    "null": b"null",
    "[]": b"[]",
    '""': b'""',
    "0": b"0",
    "true": b"true",
    "{}": b"{}",
    '{"err"} at 200': b'{"err": "Oops", "ECODE": "X_001"}',
    "half JSON": b'{"id": "t1", "na',
    "NaN": b'{"id": NaN}',
    "HTML": HTML,
    "text": b"OK",
    "spaces": b"   ",
    "empty": b"",
    "UTF-16": json.dumps({"id": "t1"}).encode("utf-16"),
    "wrong bytes": b'{"id": "\xff\xfe"}',
    "nested 5,000 deep": b"[" * 5000 + b"]" * 5000,
    "a number of 400 digits": b'{"id": ' + b"9" * 400 + b"}",
    "JSON and more": b'{"id": "t1"} {"id": "t2"}',
    "JSONP": b'callback({"id": "t1"})',
    "lines of JSON": b'{"id": "t1"}\n{"id": "t2"}',
    "zeros": b"\0" * 100,
}


def _bodies() -> Iterator[Fault]:
    for name, body in _BODIES.items():
        # ClickUp refuses with `err` and `ECODE`, whatever the status.
        done = b"ECODE" not in body
        yield Fault("bodies", name, _answers(http(200, body, JSON)), done=done)
    yield Fault("bodies", "BOM", _makes(lambda a: http(200, b"\xef\xbb\xbf" + good_body(a), JSON)))
    for status in (204, 205):
        raw = f"HTTP/1.1 {status} X\r\n\r\n".encode()
        yield Fault("bodies", f"{status} without a body", _answers(raw, stays=False))
    for status in (201, 202, 203, 206, 226):

        def make(asked: Asked, status: int = status) -> bytes:
            return http(status, good_body(asked), JSON)

        yield Fault("bodies", f"{status} with a body", _makes(make))
    for kind in ("text/html", "application/octet-stream", "application/json; charset=x", "?"):

        def typed(asked: Asked, kind: str = kind) -> bytes:
            return http(200, good_body(asked), f"Content-Type: {kind}")

        yield Fault("bodies", f"the answer as {kind}", _makes(typed))
    yield Fault("bodies", "without a type", _makes(lambda a: http(200, good_body(a))))


def _packed(encoding: str, pack: Callable[[bytes], bytes]) -> Play:
    header = f"Content-Encoding: {encoding}"
    return _makes(lambda asked: http(200, pack(good_body(asked)), JSON, header))


def _encodings() -> Iterator[Fault]:
    kind = "encodings"
    yield Fault(kind, "gzip", _packed("gzip", gzip.compress))
    yield Fault(kind, "gzip, half of it", _packed("gzip", lambda b: gzip.compress(b)[:-9]))
    yield Fault(
        kind, "gzip, a wrong sum", _packed("gzip", lambda b: gzip.compress(b)[:-8] + b"x" * 8)
    )
    yield Fault(kind, "gzip that is none", _packed("gzip", lambda b: b))
    yield Fault(kind, "gzip twice", _packed("gzip", lambda b: gzip.compress(gzip.compress(b))))
    yield Fault(
        kind, "gzip, gzip", _packed("gzip, gzip", lambda b: gzip.compress(gzip.compress(b)))
    )
    yield Fault(kind, "gzip, empty", _packed("gzip", lambda _: b""))
    yield Fault(kind, "deflate", _packed("deflate", zlib.compress))
    yield Fault(kind, "deflate that is none", _packed("deflate", lambda b: b))
    yield Fault(kind, "br that is none", _packed("br", lambda b: b))
    yield Fault(kind, "unknown", _packed("x-unknown", lambda b: b))
    yield Fault(kind, "identity", _packed("identity", lambda b: b))
    bomb = gzip.compress(b" " * 8_000_000)
    yield Fault(kind, "a bomb of 8 MB", _packed("gzip", lambda _: bomb))


def _lengths() -> Iterator[Fault]:
    kind = "lengths"

    def sized(*headers: str, extra: bytes = b"") -> Play:
        return _makes(
            lambda a: http(200, good_body(a) + extra, JSON, *headers, length=False), stays=False
        )

    yield Fault(kind, "too short", sized("Content-Length: 5"))
    yield Fault(kind, "too long", sized("Content-Length: 5000"))
    yield Fault(kind, "0", sized("Content-Length: 0"))
    yield Fault(kind, "negative", sized("Content-Length: -1"))
    yield Fault(kind, "no number", sized("Content-Length: many"))
    yield Fault(kind, "two that differ", sized("Content-Length: 5", "Content-Length: 6"))
    yield Fault(kind, "of 400 digits", sized("Content-Length: " + "9" * 400))
    yield Fault(kind, "none, until the end", sized())
    yield Fault(
        kind, "none, and half", _answers(http(200, b'{"id": "t', JSON, length=False), stays=False)
    )
    chunked = "Transfer-Encoding: chunked"

    def chunks(make: Callable[[bytes], bytes], *headers: str, stays: bool = False) -> Play:
        return _makes(
            lambda a: http(200, make(good_body(a)), JSON, chunked, *headers, length=False),
            stays=stays,
        )

    def whole(body: bytes) -> bytes:
        return b"%x\r\n%s\r\n" % (len(body), body)

    end = b"0\r\n\r\n"
    kind = "chunks"
    yield Fault(kind, "well formed", chunks(lambda b: whole(b) + end, stays=True))
    yield Fault(
        kind,
        "a byte each",
        chunks(lambda b: b"".join(whole(b[n : n + 1]) for n in range(len(b))) + end),
    )
    yield Fault(kind, "no last one", chunks(whole))
    yield Fault(kind, "half of one", chunks(lambda b: whole(b)[:-6]))
    yield Fault(kind, "a size that is none", chunks(lambda b: b"zz\r\n" + b + b"\r\n" + end))
    yield Fault(kind, "a negative size", chunks(lambda b: b"-1\r\n" + b + b"\r\n" + end))
    yield Fault(kind, "a size too large", chunks(lambda b: b"f" * 40 + b"\r\n" + b + b"\r\n" + end))
    yield Fault(kind, "extensions", chunks(lambda b: b"%x;a=b\r\n%s\r\n" % (len(b), b) + end))
    yield Fault(kind, "trailers", chunks(lambda b: whole(b) + b"0\r\nX-A: b\r\n\r\n"))
    yield Fault(kind, "and a length", chunks(lambda b: whole(b) + end, "Content-Length: 5"))


def _connections() -> Iterator[Fault]:
    kind = "connections"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n"
    places = {
        "before the answer": (),
        "in the status line": (b"HTTP/1.1 2",),
        "in the headers": (head,),
        "after the headers": (head + b"\r\n",),
        "in the body": (head + b'\r\n{"id": "t',),
    }
    for where, pieces in places.items():
        yield Fault(kind, f"closed {where}", _answers(*pieces, stays=False))
        yield Fault(kind, f"reset {where}", _resets(*pieces))
        yield Fault(kind, f"silence {where}", _hangs(*pieces))
    yield Fault(kind, "closed unread", _answers(stays=False), done=False, unread=True)
    yield Fault(kind, "reset unread", _resets(), done=False, unread=True)
    yield Fault(
        kind, "answered unread", _answers(http(400, b"{}"), stays=False), done=False, unread=True
    )

    async def closes_later(wire: Wire, asked: Asked) -> bool:
        await wire.send(good_answer(asked))
        return False

    yield Fault(kind, "the answer, then the end", closes_later)
    closing = "Connection: close"
    yield Fault(
        kind, "the answer, and close", _makes(lambda a: good_answer(a, closing), stays=False)
    )

    async def drips(wire: Wire, asked: Asked) -> bool:
        answer = good_answer(asked)
        await wire.send(*(answer[n : n + 1] for n in range(len(answer))), pause=0.05)
        return True

    async def drips_body(wire: Wire, asked: Asked) -> bool:
        body = good_body(asked) + b" " * 200
        await wire.send(http(200, body, JSON)[: -len(body)])
        await wire.send(*(body[n : n + 1] for n in range(len(body))), pause=0.05)
        return True

    async def late(wire: Wire, asked: Asked) -> bool:
        await asyncio.sleep(0.1)
        await wire.send(good_answer(asked))
        return True

    yield Fault(kind, "a byte at a time", drips)
    yield Fault(kind, "a body of a byte at a time", drips_body)
    yield Fault(kind, "slow", late)


def _protocol() -> Iterator[Fault]:
    kind = "no HTTP"
    raw = {
        "garbage": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "HTTP/0.9": b"<html>Hello</html>",
        "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "another protocol": b"220 mail.example ESMTP\r\n",
        "a status that is none": http("abc"),
        "status 99": http(99),
        "status 1000": http(1000),
        "status 0": http("000"),
        "a header without a colon": b"HTTP/1.1 200 OK\r\nNonsense\r\n\r\n",
        "a header with a zero byte": b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 2\r\n\r\n{}",
        "a header of 200 KB": http(200, b"{}", "X-A: " + "a" * 200_000),
        "5,000 headers": http(200, b"{}", *(f"X-{n}: a" for n in range(5000))),
        "line feeds alone": b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
    }
    for name, piece in raw.items():
        yield Fault(kind, name, _answers(piece, stays=False))
    yield Fault(
        kind, "HTTP/1.0", _makes(lambda a: http(200, good_body(a), version="1.0"), stays=False)
    )
    yield Fault(kind, "HTTP/1.9", _makes(lambda a: http(200, good_body(a), version="1.9")))
    kind = "more than an answer"
    other = http(200, b'{"id": "other", "name": "other"}', JSON)
    yield Fault(kind, "two answers", _makes(lambda a: good_answer(a) + other))
    yield Fault(kind, "three answers", _makes(lambda a: good_answer(a) + other * 2))
    yield Fault(kind, "an answer and a half", _makes(lambda a: good_answer(a) + other[:40]))
    yield Fault(
        kind, "an answer and garbage", _makes(lambda a: good_answer(a) + b"\x00\x01garbage")
    )
    yield Fault(kind, "a refusal, then a success", _answers(http(400, b"{}") + other), done=False)
    yield Fault(kind, "a failure, then a success", _answers(http(500, b"{}") + other))
    yield Fault(kind, "429, then a success", _answers(http(429, b"{}") + other), done=False)


def _window(limit: object, left: object, reset: object) -> Iterator[str]:
    yield f"X-RateLimit-Limit: {limit}"
    yield f"X-RateLimit-Remaining: {left}"
    yield f"X-RateLimit-Reset: {reset}"


def _rate_headers() -> Iterator[Fault]:
    kind = "rate headers"
    soon = int(time()) + 60
    windows: dict[str, tuple[object, object, object]] = {
        "in order": (100, 99, soon),
        "limit 0": (0, 0, 1),
        "limit -1": (-1, 0, soon),
        "limit of 400 digits": ("9" * 400, 5, soon),
        "limit nan": ("nan", 5, soon),
        "limit empty": ("", "", ""),
        "more left than the limit": (100, 5000, soon),
        "less than nothing left": (100, -5, soon),
        "the reset long ago": (100, 50, 1),
        "the reset in milliseconds": (100, 50, soon * 1000),
        "the reset of 400 digits": (100, 50, "9" * 400),
        "the reset -1": (100, 50, -1),
        "the reset inf": (100, 50, "inf"),
        "the reset as a date": (100, 50, _date(60)),
        "words": ("many", "some", "later"),
        "fractions": ("100.5", "50.5", f"{soon}.5"),
    }
    for name, window in windows.items():
        headers = tuple(_window(*window))

        def make(asked: Asked, headers: tuple[str, ...] = headers) -> bytes:
            return good_answer(asked, *headers)

        yield Fault(kind, name, _makes(make))
        failing = http(500, b"{}", *headers)
        if name in {"limit 0", "the reset of 400 digits", "less than nothing left"}:
            yield Fault(kind, f"{name}, with a 500", _answers(failing))


FAULTS: tuple[Fault, ...] = (
    *_too_many(),
    *_statuses(),
    *_informal(),
    *_bodies(),
    *_encodings(),
    *_lengths(),
    *_connections(),
    *_protocol(),
    *_rate_headers(),
)
"""All of them."""
