"""Fetches a file to a path: piece by piece, up to a size, and on from where it broke off."""

import asyncio
import re
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from agent_connectors.engine.addresses import PrivateAddress
from agent_connectors.engine.errors import (
    CallTimeout,
    ConnectionFailed,
    InvalidParams,
    InvalidResponse,
    NotFound,
    PermissionDenied,
    ServerError,
    TransportError,
)
from agent_connectors.engine.part import Known, Part
from agent_connectors.engine.pool import library
from agent_connectors.engine.source import Source
from agent_connectors.engine.unpack import Unpacker

__all__ = ["Download", "fetch_file"]

_HOPS = 5
"""How many addresses may lead on to another at most."""

_ATTEMPTS = 4
"""How often a transfer that broke off is taken up again within one call."""

_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Download:
    """A file that was fetched.

    Attributes:
        path: Where it is.
        size: Its size in bytes.
        content_type: What the server says it is.
        resumed_at: How many bytes were taken over from an earlier call.
    """

    path: Path
    size: int
    content_type: str | None
    resumed_at: int = 0


class _TooLarge(Exception):
    """The file has more bytes than are wanted."""


class _Unfit(Exception):
    """What came does not go with what is there."""


async def fetch_file(
    url: str,
    path: Path,
    *,
    max_bytes: int,
    timeout: float,  # noqa: ASYNC109 - between two pieces, not for the whole
    total: float,
    source: Source,
) -> Download:
    """Fetches a file without credentials.

    Until it is whole, the file is beside `path`, with a mark of the URL and `.part` added to
    its name; a later call goes on from there, if it is the same file still.

    Args:
        url: Where it is.
        path: Where to put it; what is there already is replaced. Folders are made.
        max_bytes: How large it may be.
        timeout: Seconds without a byte after which the connection is given up.
        total: Seconds for the whole.
        source: Where files may come from.

    Raises:
        InvalidParams: The file cannot be written, or the URL is none.
        ApiError: The server does not give it.
        TransportError: It broke off, or is too large.
    """
    part = Part(url, path)
    try:
        async with asyncio.timeout(total):
            return await _fetch(url, path, part, max_bytes, timeout, source)
    except TimeoutError:
        raise CallTimeout(
            f"The file did not come within {total:.0f} s.", hint=await _hint(part)
        ) from None
    except OSError as error:
        raise InvalidParams(f"The file cannot be written: {error.strerror or error}.") from None


async def _fetch(
    url: str,
    path: Path,
    part: Part,
    max_bytes: int,
    timeout: float,  # noqa: ASYNC109 - see above
    source: Source,
) -> Download:
    http = library()
    transport = None if source.app is None else http.ASGITransport(app=source.app)
    failure: TransportError | None = None
    earlier = (await part.there())[0]
    async with http.AsyncClient(
        transport=transport, timeout=timeout, follow_redirects=False
    ) as client:
        for _ in range(_ATTEMPTS):
            try:
                kind = await _transfer(client, url, part, max_bytes, source)
            except http.InvalidURL as error:
                raise InvalidParams(f"The URL cannot be used: {error}.") from None
            except http.TimeoutException:
                failure = CallTimeout("No more of the file came.", hint=await _hint(part))
            except http.RequestError as error:
                name = type(error).__name__
                failure = ConnectionFailed(
                    f"The transfer broke off ({name}).", hint=await _hint(part)
                )
            except _Unfit as unfit:
                await part.drop()
                failure = InvalidResponse(str(unfit), hint="Call again.")
            except socket.gaierror:
                failure = ConnectionFailed("There is no such host.", hint=await _hint(part))
            except _TooLarge as large:
                await part.drop()
                failure = InvalidResponse(
                    f"The file has {large.args[0]} bytes; {max_bytes} are allowed.",
                    hint="Allow more with `max_bytes`.",
                )
                break
            else:
                size = await part.become(path)
                return Download(path, size, kind, earlier if part.went_on else 0)
    assert failure is not None  # noqa: S101 - each way out of an attempt sets it
    raise failure


@asynccontextmanager
async def _opened(
    client: Any, url: str, headers: Mapping[str, str], source: Source
) -> AsyncGenerator[Any, None]:
    """The answer at the end of all redirects, each of which leads where files may come from.

    Raises:
        PermissionDenied: One leads elsewhere.
    """
    for _ in range(_HOPS + 1):
        try:
            target, extra, extensions = await source.target(url)
        except PrivateAddress as error:
            raise PermissionDenied(f"The file is not fetched: {error}") from None
        request = client.build_request(
            "GET", target, headers={**headers, **extra}, extensions=extensions
        )
        response = await client.send(request, stream=True)
        location = response.headers.get("location")
        if response.status_code not in {301, 302, 303, 307, 308} or not location:
            try:
                yield response
            finally:
                await response.aclose()
            return
        await response.aclose()
        url = urljoin(url, location)
        if not source.allows(url):
            raise PermissionDenied(
                f"The file is not fetched: its address leads on to {urlsplit(url).hostname!r}, "
                "which is none of those that files come from.",
                status=response.status_code,
            )
    raise InvalidResponse(f"The address of the file leads on more than {_HOPS} times.")


async def _transfer(
    client: Any, url: str, part: Part, max_bytes: int, source: Source
) -> str | None:
    """Fetches what is missing; gives the type of the content."""
    there, known = await part.there()
    # Packed, a file has other sizes than those that are compared here.
    headers = {"Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
        if known.tag:
            headers["If-Range"] = known.tag
    async with _opened(client, url, headers, source) as response:
        status, got = response.status_code, response.headers
        if status == 416 and there:
            raise _Unfit("The file has become shorter.")
        _refuse(status)
        packed = got.get("content-encoding", "identity") != "identity"
        try:
            unpacker = Unpacker(got.get("content-encoding", "identity"))
        except ValueError as error:
            raise _Unfit(str(error)) from None
        span = _CONTENT_RANGE.fullmatch(got.get("content-range", ""))
        resumed = status == 206
        if resumed and not (
            there and span and int(span[1]) == there and int(span[2]) == known.total and not packed
        ):
            raise _Unfit("Another part of the file came than was asked for.")
        announced = got.get("content-length", "")
        total = int(announced) if announced.isdecimal() and not packed else None
        total = known.total if resumed else total
        if total is not None and total > max_bytes:
            raise _TooLarge(total)
        size = there if resumed else 0
        if not resumed:
            await part.begin(Known(total, _tag(got)))
        async with await part.open(anew=not resumed) as file:
            try:
                async for came in response.aiter_raw():
                    for piece in unpacker.pieces(came):
                        size += len(piece)
                        if size > max_bytes:
                            raise _TooLarge(f"more than {max_bytes}")
                        await file.write(piece)
                unpacker.finish()
            except ValueError as error:
                raise _Unfit(str(error)) from None
        if total is not None and size != total:
            raise _Unfit(f"{size} bytes came of a file of {total}.")
        kind: str | None = got.get("content-type")
        return kind


def _tag(headers: Mapping[str, str]) -> str:
    """What tells this version of the file from others; empty if the server does not say."""
    tag = headers.get("etag", "")
    # A weak tag may stand for other bytes.
    return headers.get("last-modified", "") if not tag or tag.startswith("W/") else tag


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


async def _hint(part: Part) -> str:
    there = (await part.there())[0]
    return f"{there} bytes are there; call again to go on from them." if there else "Call again."
