"""Fetches a file to a path: piece by piece, up to a size, and on from where it broke off."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

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
from agent_connectors.engine.files.locks import InUse
from agent_connectors.engine.files.part import Known, Part
from agent_connectors.engine.files.source import PrivateAddress, Source
from agent_connectors.engine.files.unpack import Unpacker
from agent_connectors.engine.network.client import library_of, send_through, with_headers_of
from agent_connectors.engine.network.messages import Failure, Request, Response
from agent_connectors.engine.network.pool import library
from agent_connectors.engine.network.sending import sending

__all__ = ["Download", "fetch_file"]

_HOPS = 5
"""How many addresses may lead on to another at most."""

_ATTEMPTS = 4
"""How often a transfer that broke off is taken up again within one call."""


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
    overwrite: bool = False,
) -> Download:
    """Fetches a file without credentials.

    Until it is whole, the file is beside `path`, with a mark and `.part` added to its name. A later
    call goes on from there if the server can say that it is the same file still: by a strong ETag
    and a size. What no call can go on from is taken away. One call at a time writes to a path.

    Args:
        url: Where it is.
        path: Where to put it. Folders are made.
        max_bytes: How large it may be.
        timeout: Seconds without a byte after which the connection is given up.
        total: Seconds for the whole.
        source: Where files may come from.
        overwrite: Whether a file that is there already may be replaced.

    Raises:
        InvalidParams: The file cannot be written, is there already, or another call is writing it;
            or the URL is none.
        ApiError: The server does not give it.
        TransportError: It broke off, or is too large.
    """
    part = Part(url, path, overwrite=overwrite)
    if part.is_taken:
        raise _there_already(path)
    try:
        part.claim()
        async with asyncio.timeout(total):
            return await _fetch(url, path, part, max_bytes, timeout, source)
    except TimeoutError:
        raise CallTimeout(
            f"The file did not come within {total:.0f} s.", hint=_hint(part)
        ) from None
    except InUse:
        raise InvalidParams(
            f"Another call is fetching a file to {path.name!r}.",
            hint="Wait until it has ended, or give another path.",
        ) from None
    except FileExistsError:
        if part.is_taken:
            raise _there_already(path) from None  # somebody has put it there meanwhile
        raise InvalidParams("The file cannot be written: a folder in its path is a file.") from None
    except OSError as error:
        raise InvalidParams(f"The file cannot be written: {error.strerror or error}.") from None
    finally:
        part.leave()


def _there_already(path: Path) -> InvalidParams:
    return InvalidParams(
        f"There is a file {path.name!r} already; with another name, both are kept.",
        hint="Pass `overwrite=True`.",
    )


async def _fetch(
    url: str,
    path: Path,
    part: Part,
    max_bytes: int,
    timeout: float,  # noqa: ASYNC109 - see above
    source: Source,
) -> Download:
    failure: TransportError | None = None
    async with _client(source) as client:
        http = library_of(client)
        asking = _Asking(client, http.Timeout(timeout).as_dict())
        for _ in range(_ATTEMPTS):
            try:
                size, kind = await _transfer(asking, url, part, max_bytes, source)
            except http.InvalidURL as error:
                raise InvalidParams(f"The URL cannot be used: {error}.") from None
            except http.TimeoutException:
                failure = CallTimeout("No more of the file came.", hint=_hint(part))
            except http.RequestError as error:
                name = type(error).__name__
                failure = ConnectionFailed(f"The transfer broke off ({name}).", hint=_hint(part))
            except _Unfit as unfit:
                part.drop()
                failure = InvalidResponse(str(unfit), hint="Call again.")
            except socket.gaierror:
                failure = ConnectionFailed("There is no such host.", hint=_hint(part))
            except _TooLarge as large:
                part.drop()
                failure = InvalidResponse(
                    f"The file has {large.args[0]} bytes; {max_bytes} are allowed.",
                    hint="Allow more with `max_bytes`.",
                )
                break
            else:
                return Download(path, size, kind, part.taken_over)
    assert failure is not None  # noqa: S101 - each way out of an attempt sets it
    raise failure


@asynccontextmanager
async def _client(source: Source) -> AsyncGenerator[Any, None]:
    """The client to ask with: the one that was given, or one for this transfer."""
    if source.http_client is not None:
        yield source.http_client
        return
    http = library()
    transport = None if source.app is None else http.ASGITransport(app=source.app)
    async with http.AsyncClient(transport=transport) as client:
        yield client


class _Asking(NamedTuple):
    """How the server is asked.

    Attributes:
        client: A client of the HTTP library.
        timeout: How long it waits, in its terms.
    """

    client: Any
    timeout: Mapping[str, float]

    async def ask(self, url: str, headers: Mapping[str, str], more: Mapping[str, Any]) -> Any:
        """The answer, still to be read; a redirect is one."""
        request = library_of(self.client).Request(
            "GET",
            url,
            headers=with_headers_of(self.client, headers),
            extensions={**more, "timeout": self.timeout},
        )
        parts = urlsplit(url)
        told = sending(Request("GET", parts.path), 1, base_url=f"{parts.scheme}://{parts.netloc}")
        status = None
        try:
            answer = await send_through(self.client, request)
            status = answer.status_code
        finally:
            if told is not None:
                # The body is still to come.
                failed = Failure("broken", sent=True, detail="")
                told.end(failed if status is None else Response(status, {}, b""))
        return answer


@asynccontextmanager
async def _opened(
    asking: _Asking, url: str, headers: Mapping[str, str], source: Source
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
        response = await asking.ask(target, {**headers, **extra}, extensions)
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
                f"The file is not fetched: its address redirects to {urlsplit(url).hostname!r}, "
                "which is none of those that files come from.",
                status=response.status_code,
            )
    raise InvalidResponse(f"The address of the file redirects more than {_HOPS} times.")


async def _transfer(
    asking: _Asking, url: str, part: Part, max_bytes: int, source: Source
) -> tuple[int, str | None]:
    """Fetches what is missing and puts the file in its place; gives its size and its type."""
    there, known = part.there, part.known
    # Packed, a file has other sizes than those that are compared here.
    headers = {"Accept-Encoding": "identity"}
    if there:
        headers |= {"Range": f"bytes={there}-", "If-Range": known.etag}
    async with _opened(asking, url, headers, source) as response:
        status, got = response.status_code, response.headers
        if status == 416 and there:
            raise _Unfit("The file has become shorter.")
        _refuse(status)
        encoding = got.get("content-encoding", "identity")
        try:
            unpacker = Unpacker(encoding)
        except ValueError as error:
            raise _Unfit(str(error)) from None
        plain = encoding == "identity"
        announced = got.get("content-length", "")
        total = int(announced) if announced.isdecimal() and plain else None
        if status == 206:
            if not (there and plain and _is_rest(got, there, known)):
                raise _Unfit("Another part of the file came than was asked for.")
            total = known.total
        if total is not None and total > max_bytes:
            raise _TooLarge(total)
        if status == 200:
            part.begin(Known(total, got.get("etag", ""), got.get("last-modified", "")))
        size = await _pour(response, unpacker, part, there if status == 206 else 0, max_bytes)
        if total is not None and size != total:
            raise _Unfit(f"{size} bytes came of a file of {total}.")
        if not part.become(size):
            raise _Unfit("Somebody else has changed what had come of the file.")
        return size, got.get("content-type")


async def _pour(response: Any, unpacker: Unpacker, part: Part, size: int, max_bytes: int) -> int:
    """Puts what comes into the part, which has this size; gives the size that it has then."""
    # A hook of a client may have read it.
    pieces = response.aiter_bytes() if response.is_stream_consumed else response.aiter_raw()
    try:
        async for came in pieces:
            for piece in unpacker.pieces(came):
                size += len(piece)
                if size > max_bytes:
                    raise _TooLarge(f"more than {max_bytes}")
                await part.write(piece)
        unpacker.finish()
    except ValueError as error:
        raise _Unfit(str(error)) from None
    return size


def _is_rest(headers: Mapping[str, str], there: int, known: Known) -> bool:
    """Whether an answer is all that is missing, of the version that the part is of."""
    total = known.total or 0
    wanted = f"bytes {there}-{total - 1}/{total}"
    return headers.get("content-range", "").lower() == wanted and known.continues(
        headers.get("etag", ""), headers.get("last-modified", "")
    )


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
            "Access to the file was refused.", hint="Get a new URL with `tasks.get`.", status=status
        )
    raise ServerError(f"The server answered {status}.", status=status)


def _hint(part: Part) -> str:
    there = part.there
    return f"{there} bytes are there; call again to go on from them." if there else "Call again."
