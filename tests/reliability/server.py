"""A server that answers in raw bytes, and keeps its own account of what it carried out."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

__all__ = ["Account", "Asked", "Fault", "LedgerServer", "Wire", "good_answer", "http"]


@dataclass(frozen=True)
class Asked:
    """A request, read whole."""

    cell: str
    method: str
    path: str
    name: str
    """The `name` in its body."""


@dataclass
class Wire:
    """A connection, from the server's side."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, *pieces: bytes, pause: float = 0.0) -> None:
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()
            if pause:
                await asyncio.sleep(pause)

    async def wait_until_closed(self) -> None:
        """Says nothing more until the client has gone."""
        while await self.reader.read(65_536):
            pass

    def reset(self) -> None:
        """Ends the connection with a RST."""
        import socket
        import struct

        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Play = Callable[[Wire, Asked], Awaitable[bool]]
"""Answers, or does not; gives whether the connection stays open."""


@dataclass(frozen=True)
class Fault:
    """What the server does wrong.

    Args:
        kind: Which group of the table it is in.
        name: What it is.
        play: Does it.
        done: Whether the request is carried out all the same, as it may be with all that is not
            a refusal. The worst is assumed.
        unread: Whether the connection ends before the request has been read.
    """

    kind: str
    name: str
    play: Play
    done: bool = True
    unread: bool = False


@dataclass
class Account:
    """What the server did for one cell."""

    fault: Fault
    method: str
    always: bool
    target: str = ""
    """What the path holds of the requests that it is about."""
    action: str = ""
    """The action that they name in their body, where they name one."""
    asked: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    """Requests that were carried out, by method."""
    faults: int = 0


def http(
    status: int | str, body: bytes = b"", *headers: str, length: bool = True, version: str = "1.1"
) -> bytes:
    """An answer in bytes."""
    lines = [f"HTTP/{version} {status} X", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def good_body(asked: Asked) -> bytes:
    """What the request should get."""
    task = {"id": "t1", "name": asked.name or "T", "status": {"status": "open"}}
    if asked.path.endswith("/token"):
        return b'{"access_token": "short-lived", "expires_in": 900}'
    if asked.path.endswith("/execute"):
        return json.dumps({"result": task, "connector_metadata": {}}).encode()
    return b"{}" if asked.method == "DELETE" else json.dumps(task).encode()


def good_answer(asked: Asked, *headers: str) -> bytes:
    """The answer that the request should get."""
    return http(200, good_body(asked), "Content-Type: application/json", *headers)


class LedgerServer:
    """Serves many cells at once: each has a prefix of the path to itself."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await asyncio.sleep(0)

    def url(self, cell: str) -> str:
        return f"http://127.0.0.1:{self.port}/{cell}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        wire = Wire(reader, writer)
        try:
            while await self._answer(wire):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            with suppress(Exception):
                writer.close()

    async def _answer(self, wire: Wire) -> bool:
        head = (await wire.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split(" ", 2)
        _, cell, path = target.split("/", 2)
        account = self.accounts[cell]
        meant = account.method == method and account.target in path
        faulty = meant and (account.always or not account.faults)
        if faulty and account.fault.unread:
            account.faults += 1
            return await account.fault.play(wire, Asked(cell, method, path, ""))
        length = re.search(r"(?i)^content-length: (\d+)", head, re.MULTILINE)
        body = await wire.reader.readexactly(int(length[1])) if length else b""
        given = json.loads(body) if body else {}
        name = str(given.get("name") or given.get("params", {}).get("name", ""))
        asked = Asked(cell, method, path, name)
        # A call may look something up before, or after a refusal; that is another action.
        meant = meant and account.action in {"", given.get("action", account.action)}
        faulty = faulty and meant
        account.asked[method] += 1
        if not faulty:
            account.done[method] += meant
            await wire.send(good_answer(asked))
            return True
        account.faults += 1
        if account.fault.done:
            account.done[method] += 1
        return await account.fault.play(wire, asked)
