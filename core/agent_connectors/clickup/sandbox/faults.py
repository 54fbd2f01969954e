"""Failures on demand, for testing what agents and clients do about them.

sandbox.fail(502, path="*/task/*", times=2)         # twice, then all is well
sandbox.fail("drop", method="POST", after=True)     # it happened, but nobody was told
sandbox.fail("hang", probability=0.05)              # now and then, until cleared
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal

from agent_connectors.clickup.sandbox.errors import ApiError
from agent_connectors.clickup.sandbox.http import HTML_TYPE, Response

FaultKind = int | Literal["html", "empty", "garbage", "hang", "drop"]

KINDS = ("html", "empty", "garbage", "hang", "drop")
"""The kinds that are no HTTP status."""

_ERRORS = {
    400: ("Bad request", "APP_001"),
    401: ("Token invalid", "OAUTH_025"),
    403: ("Forbidden", "APP_001"),
    404: ("Task not found, deleted", "ITEM_013"),
    429: ("Rate limit reached", "APP_002"),
}

_ERROR_PAGE = b"""<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
"""


@dataclass(eq=False, repr=False)
class Fault:
    """A failure that is waiting for its requests.

    Attributes:
        kind: An HTTP status, or what goes wrong.
        method: Only requests with this method, in capitals; `None` for any.
        path: Only requests whose URL path matches this glob; `None` for any.
        times: How many requests still fail; without meaning where `probability` is set.
        after: Whether the request is carried out first, and only its answer lost or spoilt.
        probability: From 0 to 1: the share of requests that fail, for as long as the fault stays.
        number: Which one it is of those that were set up; given by `Faults`.
    """

    kind: FaultKind
    method: str | None = None
    path: str | None = None
    times: int = 1
    after: bool = False
    probability: float | None = None
    number: int = 0

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is one of those meant."""
        if self.method is not None and self.method != method:
            return False
        return self.path is None or fnmatchcase(path, self.path)

    def error(self) -> ApiError | None:
        """The error to answer with, where the fault is an HTTP status."""
        if not isinstance(self.kind, int):
            return None
        return ApiError(self.kind, *_ERRORS.get(self.kind, ("Internal server error", "APP_001")))

    def spoil(self, response: Response | None) -> Response:
        """The answer that goes out instead.

        Args:
            response: The true answer, where the request was carried out.
        """
        if self.kind == "html":
            return Response(502, _ERROR_PAGE, HTML_TYPE)
        if self.kind == "empty":
            return Response(200, b"")
        whole = response.body if response is not None else b""
        return Response(200, whole[: len(whole) // 2] or b'{"id":"86c7k')


class Faults:
    """The failures that are set up, oldest first.

    Args:
        seed: Makes the random ones the same in every run.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._faults: list[Fault] = []
        self._made = 0
        self.clear()

    def __len__(self) -> int:
        return len(self._faults)

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self._faults))

    def add(self, fault: Fault) -> None:
        """Set one up.

        Raises:
            ValueError: There is no such kind, or it could never be met.
        """
        if isinstance(fault.kind, str) and fault.kind not in KINDS:
            raise ValueError(f"There is no fault of kind {fault.kind!r}")
        if isinstance(fault.kind, int) and not 400 <= fault.kind <= 599:
            raise ValueError(f"A fault's status is one of 400 to 599, not {fault.kind}")
        if fault.times < 1:
            raise ValueError(f"A fault is for one request at least, not for {fault.times}")
        if fault.probability is not None and not 0 <= fault.probability <= 1:
            raise ValueError(f"A share of requests is from 0 to 1, not {fault.probability}")
        self._made += 1
        fault.number = self._made
        self._faults.append(fault)

    def remove(self, number: int) -> None:
        """Forget one that was set up; nothing where it is used up already."""
        self._faults = [fault for fault in self._faults if fault.number != number]

    def clear(self) -> None:
        """Forget all, and start the random ones over."""
        self._faults.clear()
        # Chance decides about failures here, not about secrets.
        self._random = random.Random(self._seed)  # noqa: S311 - for faults, not keys

    def take(self, method: str, path: str) -> Fault | None:
        """The failure a request is to meet, which is used up by it."""
        for fault in self._faults:
            if not fault.matches(method, path):
                continue
            if fault.probability is not None:
                if self._random.random() < fault.probability:
                    return fault
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._faults.remove(fault)
            return fault
        return None


def connection_lost(send: Any) -> Exception | None:
    """Close the connection a request came by, without an answer.

    Args:
        send: The server's ASGI `send`.

    Returns:
        `None` where there was a socket and it is closed. In process there is none, and the
        exception to raise instead is returned: the one the calling HTTP client would have raised
        itself.
    """
    # ASGI has no way to say "hang up". uvicorn's `send` is a method of an object that holds the
    # connection; closing it there is silent, where an exception would be logged and answered with
    # 500.
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
        return None
    client = sys.modules.get(getattr(send, "__module__", "").partition(".")[0])
    error: type[Exception] = getattr(client, "ReadError", ConnectionResetError)
    return error("The connection was closed without an answer")
