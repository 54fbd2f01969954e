"""Stops a server so that nobody who calls it through a balancer notices."""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn

from agent_connectors.hosted.app import Server

__all__ = ["DrainingServer"]

_LAST_SECONDS = 1.0
"""In which a request arrives on a connection that was taken just before listening ended."""


class DrainingServer(uvicorn.Server):
    """A server that tells for a while that it is about to stop, before it stops to listen.

    Args:
        config: What to serve.
        server: Is told.
        seconds: For how long.
        listening: Is told the port, as soon as it is listened on.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        server: Server,
        seconds: float,
        listening: Callable[[int], None] = lambda _: None,
    ) -> None:
        super().__init__(config)
        self.server = server
        self._seconds = seconds
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Makes ready, and begins to listen."""
        await super().startup(sockets)
        if self.started:
            self._listening(self.servers[0].sockets[0].getsockname()[1])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Is called when a signal comes; a second one ends it at once, and so does Ctrl-C."""
        if sig != signal.SIGTERM or self.server.readiness.draining or not self._seconds:
            super().handle_exit(sig, frame)
            return
        self.server.readiness.draining = True
        later = threading.Timer(self._seconds, super().handle_exit, (sig, frame))
        later.daemon = True
        later.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops to listen, and finishes what has come."""
        if self.server.readiness.draining and not self.force_exit:
            await self._stop_listening()
        await super().shutdown(sockets)

    async def _stop_listening(self) -> None:
        """Takes no more connections, but breaks off none.

        A balancer sends its request as soon as the kernel has taken its connection. Who was taken
        but not yet heard would be cut off with a request that may not be sent again.
        """
        listening = [
            socket.fromfd(each.fileno(), each.family, each.type)
            for server in self.servers
            for each in server.sockets
        ]
        for server in self.servers:
            server.close()
        for each in listening:
            each.setblocking(False)  # noqa: FBT003
            taken = _take_all(each)
            each.close()
            for connection in taken:
                await self._hear(connection)
        await asyncio.sleep(_LAST_SECONDS)

    async def _hear(self, connection: socket.socket) -> None:
        """Serves a connection, as uvicorn does those that it has taken itself."""
        loop = asyncio.get_running_loop()

        def protocol() -> asyncio.Protocol:
            made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
                config=self.config, server_state=self.server_state, app_state=self.lifespan.state
            )
            return made

        try:
            await loop.connect_accepted_socket(protocol, connection, ssl=self.config.ssl)
        except OSError:
            connection.close()  # whoever it was has gone


def _take_all(listening: socket.socket) -> list[socket.socket]:
    """The connections that the kernel has taken and nobody has heard yet."""
    taken: list[socket.socket] = []
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:  # there is no more
            return taken
        connection.setblocking(False)  # noqa: FBT003
        taken.append(connection)
