"""What goes to a product and what comes back: requests, answers, and failures to get one."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

__all__ = ["Content", "Failure", "FailureKind", "Request", "Response"]

FailureKind = Literal[
    "unreachable",
    "timeout",
    "broken",
    "garbled",
    "misshapen",
    "foreign",
    "oversized",
    "unsendable",
    "setup",
]


class Content(Protocol):
    """A body that is sent piece by piece, such as a form with a file."""

    content_type: str
    length: int

    @property
    def problem(self) -> str | None:
        """Why it could not be sent to its end, if that lies with what it is read from."""

    def told(self) -> dict[str, Any]:
        """What it is, for a person."""

    def pieces(self) -> AsyncIterator[bytes]:
        """The body, from its beginning."""

    def close(self) -> None:
        """Closes what it is read from, however the sending ended."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent."""

    method: str
    target: str
    """Path and query, escaped."""
    body: bytes | None = field(default=None, repr=False)
    form: Content | None = None
    """A file, instead of a body."""
    content_type: str = "application/json"
    """Of the body."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Those that parameters say."""
    template: str = field(default="", compare=False)
    """Its path with the names of parameters in the place of their values."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    under: int | None = None
    """The status that it came with, where its body is an error of another one."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A request to which no usable answer came.

    Attributes:
        kind: What went wrong: no connection, no answer in time, a connection that broke, an
            answer that cannot be read, one that lacks what it must hold, one to something else, or
            one that is longer than any; a request that cannot be put together, or no way to
            connect at all.
        sent: Whether the product may have received the request.
        detail: What the network or the decoder said.
        status: The HTTP status, if an answer came at all.
    """

    kind: FailureKind
    sent: bool
    detail: str
    status: int = 0
