"""What ASGI asks of an application: reading a body, giving no answer, starting and stopping."""

from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from agent_connectors.clickup.sandbox.faults import Fault, connection_lost

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def authorization(scope: Scope) -> bytes | None:
    """The header that says who asks; `None` where there is none."""
    return next((value for name, value in scope["headers"] if name == b"authorization"), None)


async def body_of(receive: Receive, largest: int) -> bytes:
    """The body of a request.

    Args:
        receive: The server's.
        largest: Of a body of more bytes, only so much is kept that this shows.
    """
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body", False):
        return body
    pieces, size = [body], len(body)
    while message.get("more_body", False):
        message = await receive()
        # What is too much is read, so that the client comes to hear the answer, but not kept.
        if size <= largest:
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
    return b"".join(pieces)


async def lose(fault: Fault, receive: Receive, send: Send) -> None:
    """Leave a request without an answer."""
    error = connection_lost(send) if fault.kind == "drop" else None
    if error is not None:
        raise error
    # Returning before the client has gone would make a server answer 500 in our stead.
    while (await receive())["type"] != "http.disconnect":
        pass


async def lifespan(
    receive: Receive, send: Send, during: Callable[[], AbstractAsyncContextManager[None]]
) -> None:
    """Answer a server that asks whether it may start and stop.

    Args:
        receive: The server's.
        send: The server's.
        during: What goes on in between; it ends before the server stops.
    """
    await receive()
    async with during():
        await send({"type": "lifespan.startup.complete"})
        while (await receive())["type"] != "lifespan.shutdown":
            pass
    await send({"type": "lifespan.shutdown.complete"})
