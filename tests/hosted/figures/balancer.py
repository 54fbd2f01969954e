"""Stands before the replicas, as a balancer does that goes by `/ready`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count

import httpx

__all__ = ["Balancer", "balancer"]

_EVERY = 0.25
_PATIENCE = 3.0


class Balancer:
    """Passes connections on to the replicas in turn: those that are ready, if any is.

    Args:
        urls: Gives the replicas that there are now.
    """

    def __init__(self, urls: Callable[[], list[str]]) -> None:
        self._urls = urls
        self._serving: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._ready: set[str] = set()
        self._turns = count()
        self.url = ""

    async def watch(self) -> None:
        """Asks each replica again and again whether it is ready."""
        async with httpx.AsyncClient(timeout=_PATIENCE) as client:
            while True:
                await asyncio.gather(*(self._ask(client, url) for url in self._urls()))
                await asyncio.sleep(_EVERY)

    async def _ask(self, client: httpx.AsyncClient, url: str) -> None:
        is_ready = False
        with suppress(httpx.HTTPError):
            is_ready = (await client.get(f"{url}/ready")).status_code == 200
        (self._ready.add if is_ready else self._ready.discard)(url)

    def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Passes one connection on."""
        task = asyncio.create_task(self._serve(reader, writer))
        self._serving[task] = writer
        task.add_done_callback(self._serving.pop)

    async def aclose(self) -> None:
        """Ends all connections."""
        serving = dict(self._serving)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        for writer in serving.values():
            await _closed(writer)  # a task that had not begun yet has not

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs = await self._connect()
            if theirs is not None:
                await _join((reader, writer), theirs)
        finally:
            await _closed(writer)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection to a replica; to another one, where the first takes none."""
        urls = self._urls()
        turn = next(self._turns) % max(len(urls), 1)
        # Where none is ready, all are tried.
        for url in sorted(urls[turn:] + urls[:turn], key=lambda url: url not in self._ready):
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        return None


async def _join(
    ours: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    theirs: tuple[asyncio.StreamReader, asyncio.StreamWriter],
) -> None:
    """Carries bytes both ways until either side has ended."""
    ways = [
        asyncio.create_task(_carry(ours[0], theirs[1])),
        asyncio.create_task(_carry(theirs[0], ours[1])),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        theirs[1].close()  # first: it may be cancelled while it waits for the rest
        await asyncio.gather(*ways, return_exceptions=True)
        await _closed(theirs[1])


async def _closed(writer: asyncio.StreamWriter) -> None:
    """Closes a connection, and lets the loop do that: it may end right afterwards."""
    writer.close()
    # Not `wait_closed`: whoever is cancelled in it cancels it for all others.
    await asyncio.sleep(0)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(65_536):
            writer.write(part)
            await writer.drain()


@asynccontextmanager
async def balancer(urls: Callable[[], list[str]]) -> AsyncIterator[Balancer]:
    """A balancer, as long as it is needed."""
    made = Balancer(urls)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, backlog=1024)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    watching = asyncio.create_task(made.watch())
    try:
        yield made
    finally:
        watching.cancel()
        # Cancelled a second time by the end of the loop, it would leave its connections open.
        await asyncio.gather(watching, return_exceptions=True)
        server.close()
        await made.aclose()
