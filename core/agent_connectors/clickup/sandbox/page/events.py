"""The stream of what happens, as server-sent events.

Nothing is queued for a reader: each looks into the log that all share, and waits in `send` while
its browser reads slowly. Who has fallen behind the log is told to load everything anew.
"""

from collections.abc import Callable
from typing import Final

from anyio import create_task_group, sleep

from agent_connectors.clickup.sandbox.asgi import Receive, Send
from agent_connectors.clickup.sandbox.page.guard import HEADERS
from agent_connectors.clickup.sandbox.page.log import Log

__all__ = ["Stream", "position"]

# Often enough to look live, seldom enough that a burst of requests comes as one event.
_PAUSE: Final = 0.1
_PAUSES_WITHOUT_WORD: Final = 100
_MOST_ENTRIES: Final = 50


def position(log: Log, number: int) -> str:
    """Where in a log a reader is; browsers send it back when they connect again."""
    return f"{log.epoch}-{number}"


class Stream:
    """Sends one reader what happens.

    Args:
        log: Where it is written.
        state: Tells the number of the last change to what is no request: faults and checkpoints.
        ended: Whether the server is about to stop.
    """

    def __init__(self, log: Log, state: Callable[[], int], ended: Callable[[], bool]) -> None:
        self._log = log
        self._state = state
        self._ended = ended

    async def send(self, since: str, receive: Receive, send: Send) -> None:
        """Send events until the reader leaves or the server stops.

        Args:
            since: Where the reader is, as `position` tells it.
            receive: The server's.
            send: The server's.
        """
        headers = [(b"content-type", b"text/event-stream"), *HEADERS]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        async with create_task_group() as group:

            async def leave() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                group.cancel_scope.cancel()

            group.start_soon(leave)
            await self._tell(since, send)
            await send({"type": "http.response.body", "body": b""})
            group.cancel_scope.cancel()

    async def _tell(self, since: str, send: Send) -> None:
        async def say(event: str, at: int, data: bytes) -> None:
            where = position(self._log, at).encode()
            body = b"event: %b\nid: %b\ndata: %b\n\n" % (event.encode(), where, data)
            await send({"type": "http.response.body", "body": body, "more_body": True})

        epoch, _, digits = since.rpartition("-")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else -1
        state, quiet = self._state(), 0
        await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
        while not self._ended():
            if not self._log.holds(epoch, number):
                epoch, number = self._log.epoch, self._log.last
                await say("missed", number, b"{}")
            entries = self._log.after(number)[:_MOST_ENTRIES]
            if entries:
                number, quiet = entries[-1].number, 0
                rows = b",".join([entry.json for entry in entries])
                await say("requests", number, b"[%b]" % rows)
            if state != self._state():
                state, quiet = self._state(), 0
                await say("state", number, b"{}")
            quiet += 1
            if quiet % _PAUSES_WITHOUT_WORD == 0:
                # So that proxies keep the connection, and a reader who is gone is noticed.
                line = b": still here\n\n"
                await send({"type": "http.response.body", "body": line, "more_body": True})
            await sleep(_PAUSE)
