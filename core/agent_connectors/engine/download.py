"""Fetches a file to a path: piece by piece, up to a size, and on from where it broke off."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from agent_connectors.engine.errors import (
    CallTimeout,
    ConnectionFailed,
    InvalidResponse,
    NotFound,
    PermissionDenied,
    ServerError,
    TransportError,
)
from agent_connectors.engine.pool import library

__all__ = ["Download", "fetch_file"]

_ATTEMPTS = 4
"""How often a transfer that broke off is taken up again within one call."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that was fetched.

    Attributes:
        path: Where it is.
        size: Its size in bytes.
        content_type: What the server says it is.
        resumed_at: How many bytes were there already, from an earlier call.
    """

    path: Path
    size: int
    content_type: str | None
    resumed_at: int = 0


class _TooLarge(Exception):
    """The file has more bytes than are wanted."""


async def fetch_file(
    url: str,
    path: Path,
    *,
    max_bytes: int,
    timeout: float,  # noqa: ASYNC109 - between two pieces, not for the whole
    app: Any = None,
) -> Download:
    """Fetches a file without credentials.

    Until it is whole, the file is at `path` with `.part` added; a later call goes on from
    there.

    Args:
        url: Where it is.
        path: Where to put it; what is there already is replaced.
        max_bytes: How large it may be.
        timeout: Seconds without a byte after which the connection is given up.
        app: An ASGI application to ask instead of the network.

    Raises:
        ApiError: The server does not give it.
        TransportError: It broke off, or is too large.
    """
    http = library()
    part = anyio.Path(path.with_name(f"{path.name}.part"))
    there = await _size(part)
    transport = None if app is None else http.ASGITransport(app=app)
    failure: TransportError | None = None
    async with http.AsyncClient(
        transport=transport, timeout=timeout, follow_redirects=True
    ) as client:
        for _ in range(_ATTEMPTS):
            try:
                kind = await _transfer(client, url, part, max_bytes)
            except http.TimeoutException:
                failure = CallTimeout("No more of the file came.", hint=await _hint(part))
            except http.TransportError as error:
                name = type(error).__name__
                failure = ConnectionFailed(
                    f"The transfer broke off ({name}).", hint=await _hint(part)
                )
            except _TooLarge as large:
                await part.unlink(missing_ok=True)
                failure = InvalidResponse(
                    f"The file has {large.args[0]} bytes; {max_bytes} are allowed.",
                    hint="Allow more with `max_bytes`.",
                )
                break
            else:
                await part.replace(path)
                return Download(path, await _size(anyio.Path(path)), kind, there)
    assert failure is not None  # noqa: S101 - each way out of an attempt sets it
    raise failure


async def _transfer(client: Any, url: str, part: anyio.Path, max_bytes: int) -> str | None:
    """Fetches what is missing; gives the type of the content."""
    there = await _size(part)
    headers = {"Range": f"bytes={there}-"} if there else {}
    async with client.stream("GET", url, headers=headers) as response:
        if response.status_code == 416:  # there is no more than is there, or it has changed
            await part.unlink(missing_ok=True)
            return await _transfer(client, url, part, max_bytes)
        _refuse(response.status_code)
        resumed = response.status_code == 206 and _starts_at(response.headers, there)
        size = there if resumed else 0
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and size + int(announced) > max_bytes:
            raise _TooLarge(size + int(announced))
        async with await part.open("ab" if resumed else "wb") as file:
            async for piece in response.aiter_bytes():
                size += len(piece)
                if size > max_bytes:
                    raise _TooLarge(f"more than {max_bytes}")
                await file.write(piece)
        kind: str | None = response.headers.get("content-type")
        return kind


def _starts_at(headers: Mapping[str, str], there: int) -> bool:
    return headers.get("content-range", "").startswith(f"bytes {there}-")


def _refuse(status: int) -> None:
    """Raises what a refusal means.

    Raises:
        ApiError: The server does not give the file.
    """
    if status in {200, 206}:
        return
    if status in {404, 410}:
        raise NotFound("There is no such file.", status=status)
    if status in {401, 403}:
        raise PermissionDenied(
            "The file is not given out.", hint="Get a new URL with `tasks.get`.", status=status
        )
    raise ServerError(f"The server answered {status}.", status=status)


async def _size(path: anyio.Path) -> int:
    """How many bytes are there already."""
    return (await path.stat()).st_size if await path.exists() else 0


async def _hint(part: anyio.Path) -> str:
    return f"{await _size(part)} bytes are there; call again to go on from them."
