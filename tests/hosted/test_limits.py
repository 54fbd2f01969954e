"""What a connection may cost before anybody knows whose it is; with raw sockets."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import httpx
import pytest

from tests.hosted.hosting import Hosting, hosting

CONNECTIONS, HEAD_BYTES, HEAD_SECONDS = 60, 8_192, 1.0


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    with hosting(
        tmp_path_factory.mktemp("server"),
        connections=CONNECTIONS,
        header_bytes=HEAD_BYTES,
        head_seconds=HEAD_SECONDS,
        body_seconds=2.0,
    ) as running:
        yield running


@pytest.fixture
def sockets(small: Hosting) -> Iterator["Sockets"]:
    with ExitStack() as stack:
        yield Sockets(small, stack)


class Sockets:
    """Connections to the server."""

    def __init__(self, running: Hosting, stack: ExitStack) -> None:
        self._address = ("127.0.0.1", int(running.url.rpartition(":")[2]))
        self._stack = stack

    def new(self) -> socket.socket:
        made = socket.create_connection(self._address, timeout=15)
        return self._stack.enter_context(made)


def read(one: socket.socket) -> bytes:
    """All that comes until the server closes."""
    answer = b""
    with suppress(ConnectionError):
        while piece := one.recv(65536):
            answer += piece
    return answer


def answers(running: Hosting) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            assert httpx.get(f"{running.url}/health", timeout=5).status_code == 200
        except (httpx.TransportError, AssertionError):
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return


LONG = {
    "one long header": b"GET /health HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 10_000_000,
    "many headers": b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 500_000,
    "a long address": b"GET /health?" + b"a" * 10_000_000,
    "headers that just end": b"GET /health HTTP/1.1\r\nHost: x\r\n"
    b"X: " + b"a" * HEAD_BYTES + b"\r\n\r\n",
    "too many short ones": b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 101 + b"\r\n",
    "a name without an end": b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"a" * 10_000_000,
}


@pytest.mark.parametrize("kind", LONG)
def test_a_head_that_is_too_long(small: Hosting, sockets: Sockets, kind: str) -> None:
    one, sent = sockets.new(), 0
    data = memoryview(LONG[kind])
    with suppress(ConnectionError):
        while sent < len(data):
            sent += one.send(data[sent : sent + 65_536])
    answer = read(one)
    assert answer.startswith(b"HTTP/1.1 431 ") or sent > HEAD_BYTES
    assert sent == len(data) or sent < 5_000_000, "it was not read to its end"
    answers(small)


def test_heads_within_the_limits(small: Hosting) -> None:
    headers = {f"X-{number}": "a" * 70 for number in range(90)}
    assert httpx.get(f"{small.url}/health", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "head",
    [b"", b"\r\n", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: x\r\nX-Half: "],
    ids=["nothing", "a line", "half a line", "half a header"],
)
def test_a_head_that_does_not_come(small: Hosting, sockets: Sockets, head: bytes) -> None:
    one = sockets.new()
    one.sendall(head)
    assert read(one).startswith(b"HTTP/1.1 408 ")


def test_nor_after_an_answer(sockets: Sockets) -> None:
    one = sockets.new()
    one.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
    assert one.recv(65536).startswith(b"HTTP/1.1 200 ")
    one.sendall(b"GET /health HTTP/1.1\r\nHost:")
    assert read(one).startswith(b"HTTP/1.1 408 ")


def test_one_that_drips(sockets: Sockets) -> None:
    one, begun = sockets.new(), time.monotonic()
    one.sendall(b"GET /health HTTP/1.1\r\n")
    with suppress(ConnectionError):
        while time.monotonic() < begun + 15:
            one.sendall(b"X-A: b\r\n")
            time.sleep(0.05)
    assert time.monotonic() < begun + 15


def test_requests_one_behind_another(sockets: Sockets) -> None:
    one = sockets.new()
    head = b"GET /health HTTP/1.1\r\nHost: x\r\n"
    one.sendall((head + b"\r\n") * 20 + head + b"Connection: close\r\n\r\n")
    assert read(one).count(b"HTTP/1.1 200 ") == 21


def test_a_head_that_is_too_long_behind_a_call_that_is_answered(sockets: Sockets) -> None:
    one = sockets.new()
    head = b"GET /health HTTP/1.1\r\nHost: x\r\n"
    one.sendall(head + b"\r\n" + head + b"X: " + b"a" * HEAD_BYTES + b"\r\n\r\n")
    answer = read(one)
    assert answer.count(b"HTTP/1.1 200 ") <= 1
    assert b"HTTP/1.1 431 " not in answer or answer.index(b"200") < answer.index(b"431")


def test_three_thousand_half_sent_heads(small: Hosting, sockets: Sockets) -> None:
    answered: list[bytes] = []
    for _ in range(10):  # three hundred at a time, as few machines let one program open more
        with ExitStack() as stack:
            wave = Sockets(small, stack)
            many = [wave.new() for _ in range(300)]
            for one in many:
                with suppress(ConnectionError):
                    one.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nX-Half: ")
            answered += [read(one)[:12] for one in many]
    assert {*answered} <= {b"HTTP/1.1 408", b"HTTP/1.1 503", b""}
    # On a busy machine some are given up, and others let in, while a wave is still coming.
    assert answered.count(b"HTTP/1.1 408") <= 20 * CONNECTIONS
    answers(small)


def test_the_body_of_a_login_is_short(small: Hosting) -> None:
    path = f"{small.url}/api/v1/account/applications/token"
    answer = httpx.post(path, content=b'{"client_id": "' + b"a" * 5_000 + b'"}')
    assert answer.status_code == 413
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("known", [True, False])
def test_bodies_of_strangers_cost_nothing(small: Hosting, sockets: Sockets, *, known: bool) -> None:
    """Forty bodies of a megabyte that end short of their end: of logins, and of nobody."""
    path = "account/applications/token" if known else "integrations/connectors"
    many = [sockets.new() for _ in range(40)]
    for one in many:
        head = f"POST /api/v1/{path} HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n"
        with suppress(ConnectionError):
            one.sendall(head.encode())
            one.sendall(b"a" * 999_000)
    assert {read(one)[:12] for one in many} <= {b"HTTP/1.1 413", b"HTTP/1.1 401", b""}
