"""An answer that comes late, or that nobody asked for, is nobody's answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    InvalidResponse,
    OutcomeUnknown,
)
from tests.conftest import TOKEN

GET = ("tasks", "get", {"task_id": "86abc1"})
OTHER = ("tasks", "get", {"task_id": "86abc2"})
WRITES = [op for op in ClickupApiConnector.operations if op.effect != "read" and op.endpoints]


class Server:
    """Answers in raw bytes, and knows what came over which connection.

    Args:
        answer: Takes the connection's number, the number of the request on it, and its line;
            gives pieces to send, with a pause between them.
    """

    def __init__(self, answer: Callable[[int, int, str], list[bytes]]) -> None:
        self.answer = answer
        self.came: list[list[str]] = []
        self.open = self.most = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = len(self.came)
        self.came.append([])
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = head.lower().partition("content-length: ")[2].partition("\r")[0]
                await reader.readexactly(int(length or 0))
                line = head.partition(" HTTP")[0]
                self.came[number].append(line)
                pieces = self.answer(number, len(self.came[number]), line)
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                    if piece is not pieces[-1]:
                        await asyncio.sleep(0.03)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open -= 1
            writer.close()


@asynccontextmanager
async def serving(
    answer: Callable[[int, int, str], list[bytes]], **options: Any
) -> AsyncIterator[tuple[ClickupApiConnector, Server]]:
    served = Server(answer)
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    options = {"timeout": 10.0, "allow_destructive": True, **options}
    connector = ClickupApiConnector(TOKEN, base_url=url, **options)
    try:
        yield connector, served
    finally:
        await connector.aclose()
        server.close()
        while served.open:  # noqa: ASYNC110 - until the server has seen the ends
            await asyncio.sleep(0.01)


def raw(body: Any, size: int = 0) -> bytes:
    """An answer; filled up to a size if one is given."""
    text = json.dumps(body).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %06d\r\n\r\n"
    text += b" " * max(size - len(head % 0) - len(text), 0)
    return head % len(text) + text


async def fetched(connector: ClickupApiConnector, operation: Any, given: Any) -> Any:
    """What an operation gives, without anything being looked up before."""
    deadline = asyncio.get_running_loop().time() + 10
    return (await connector._executor.fetch(operation, given, deadline=deadline)).data


async def tags(connector: ClickupApiConnector) -> Any:
    """The tags of a space, which say nothing of what they are the tags of."""
    return await fetched(connector, connector.operations.get("tags", "list"), {"space_id": "1"})


def asked(line: str) -> bytes:
    """The right answer to a request for a task."""
    return raw({"id": line.rpartition("/")[2].partition("?")[0], "name": "T"})


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: str(operation.name))
async def test_every_write_has_a_connection_of_its_own(operation: Any) -> None:
    """Each connection that is used again brings an answer to something else first."""

    def answer(_: int, count: int, line: str) -> list[bytes]:
        return [raw({"id": "late"}), asked(line)] if count > 1 else [asked(line)]

    async with serving(answer) as (connector, server):
        await connector.execute(*GET)
        given = dict.fromkeys(operation.endpoints[0].names, "7")
        for _ in range(2):
            with suppress(ConnectorError):
                assert "late" not in str(await fetched(connector, operation, given))
        await connector.execute(*GET)
    method = operation.endpoints[0].method
    used = [came for came in server.came if any(line.startswith(method) for line in came)]
    if method != "GET":
        assert [len(came) for came in used] == [1, 1], "and nothing follows on it"
    assert sum(map(len, server.came)) >= 4


async def test_a_comment_is_not_taken_for_made_by_a_late_answer() -> None:
    def answer(_: int, count: int, line: str) -> list[bytes]:
        if line.startswith("POST"):
            return [raw({"err": "No", "ECODE": "X_001"}).replace(b"200 OK", b"400 No")]
        return [asked(line)] if count == 1 else [raw({"id": 1, "hist_id": "2", "date": 3})]

    async with serving(answer) as (connector, _):
        await connector.execute(*GET)
        with pytest.raises(ConnectorError, match="X_001"):
            await connector.execute(
                "comments", "create", {"task_id": "86abc1", "comment_text": "Hello"}
            )


async def test_a_read_by_id_is_read_again_over_a_new_connection() -> None:
    def answer(_: int, count: int, line: str) -> list[bytes]:
        return [raw({"id": "86abc1", "name": "late"}), asked(line)] if count > 1 else [asked(line)]

    async with serving(answer) as (connector, server):
        for call in (GET, OTHER, GET, OTHER):
            result = await connector.execute(*call)
            assert result.data["id"] == call[2]["task_id"]
            assert result.meta.warnings == ()
    assert max(map(len, server.came)) <= 3
    assert all(len(set(came)) <= 2 for came in server.came)


async def test_what_stays_another_is_no_answer() -> None:
    async with serving(lambda *_: [raw({"id": "86zzz9", "name": "T"})]) as (connector, server):
        with pytest.raises(InvalidResponse, match="another task: asked for 86abc1, it is 86zzz9"):
            await connector.execute(*GET)
        assert [len(came) for came in server.came] == [1, 1]
        with pytest.raises(OutcomeUnknown, match="another task"):
            await connector.execute("tasks", "update", {"task_id": "86abc1", "name": "n"})
        assert len(server.came) == 3, "a write is not sent again"


@pytest.mark.parametrize("body", [[], 7, "text", None, {}, {"task": {"id": "86abc1"}}])
async def test_an_answer_of_another_shape_is_read_once_more(body: Any) -> None:
    wrong = [True]

    def answer(_: int, __: int, line: str) -> list[bytes]:
        return [raw(body) if wrong and wrong.pop() else asked(line)]

    async with serving(answer) as (connector, server):
        assert (await connector.execute(*GET)).data["id"] == "86abc1"
    assert [len(came) for came in server.came] == [1, 1]
    async with serving(lambda *_: [raw(body)]) as (connector, server):
        with pytest.raises(InvalidResponse):
            await connector.execute(*GET)
    assert [len(came) for came in server.came] == [1, 1]


@pytest.mark.parametrize("size", [0, 65_536, 2 * 65_536, 4 * 65_536, 65_535, 65_537])
@pytest.mark.parametrize("library", ["httpx", "httpx2"])
async def test_more_than_an_answer_is_noticed_wherever_it_ends(
    size: int, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read at once ends at a multiple of 65,536 bytes, and the rest waits below."""
    from agent_connectors.engine.network import pool, transport

    used = pytest.importorskip(library)
    for module in (pool, transport):
        monkeypatch.setattr(module, "library", lambda: used)
    late = raw({"tags": [{"name": "late"}]})

    def answer(number: int, count: int, _: str) -> list[bytes]:
        right = raw({"tags": []}, size)
        return [right + late] if (number, count) == (0, 1) else [right]

    async with serving(answer) as (connector, server):
        for _ in range(3):
            assert await tags(connector) == []
    assert [len(came) for came in server.came] == [1, 2]


async def test_of_two_answers_on_a_used_connection_none_is_taken() -> None:
    late = raw({"tags": [{"name": "late"}]})

    def answer(number: int, count: int, _: str) -> list[bytes]:
        right = raw({"tags": []})
        return [late + right] if (number, count) == (0, 2) else [right]

    async with serving(answer) as (connector, server):
        for _ in range(3):
            assert await tags(connector) == []
    assert server.came[0] == ["GET /api/v2/space/1/tag"] * 2


async def test_an_answer_that_comes_between_two_requests_is_nobodys() -> None:
    late = raw({"tags": [{"name": "late"}]})

    async with serving(lambda *_: [raw({"tags": []}), late]) as (connector, server):
        for _ in range(3):
            assert await tags(connector) == []
            await asyncio.sleep(0.1)
    assert [len(came) for came in server.came] == [1, 1, 1]


async def test_no_more_connections_are_open_than_may_be() -> None:
    async with serving(lambda _, __, line: [asked(line)], max_connections=3) as (connector, server):
        update = ("tasks", "update", {"task_id": "86abc1", "name": "T"})
        for _ in range(3):
            await asyncio.gather(*(connector.execute(*c) for c in (GET, update, OTHER) * 4))
    # One that is closed may be seen as open by the other side for a moment.
    assert server.most <= 4
