"""What the engine has to be told about a product."""

from collections.abc import Callable, Mapping
from typing import Any

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import (
    ApiError,
    AuthenticationError,
    BadRequest,
    ConnectorError,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
)
from agent_connectors.engine.executor.retry import GIVEN_UP
from agent_connectors.engine.frozen import Frozen
from agent_connectors.engine.marks import Bodies, Style
from agent_connectors.engine.pacing.rate import USUAL_HEADERS, RateHeaders

__all__ = ["Another", "Product", "Verdict", "by_status"]


class Verdict(Frozen):
    """What a refusal means.

    Args:
        error: The error to raise.
        hint: What the caller should do next.
        doubt: Whether the same answer could also mean that the credentials are no longer
            accepted, so that it takes a second request to tell.
        late: Whether it may have come after part of a write was carried out.
    """

    error: type[ApiError]
    hint: str = ""
    doubt: bool = False
    late: bool = False


def by_status(status: int) -> Verdict:
    """What an HTTP status means by itself."""
    match status:
        case 401:
            return Verdict(AuthenticationError, "Check the credentials.")
        case 402 | 403:
            return Verdict(PermissionDenied)
        case 404 | 410:
            return Verdict(NotFound, "Check the id.")
        case 429:
            return Verdict(RateLimited, "Wait a minute, or send fewer requests.")
        case _ if status >= 500 or status in GIVEN_UP:
            return Verdict(ServerError, "Try again later.")
        case _:
            return Verdict(BadRequest, "Fix the parameters and call again.")


def message_of(body: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """What most products say in the body of a refusal."""
    said = next((body[key] for key in ("message", "error") if isinstance(body.get(key), str)), None)
    return said, None


Another = Callable[[Operation, Mapping[str, Any], Any], str | None]
"""Takes an operation, its parameters, and a result; says what the result is about if not them."""


class Product(Frozen):
    """A product with an HTTP API.

    Args:
        name: Its name, for texts.
        base_url: Where its API is.
        message: Reads from the body of a refusal what the product said, and its own code. Unless
            said otherwise, that is under `message` or `error`, and there is no code.
        judge: Tells what a refusal means, from its status, the product's code, and what the
            product said; unless said otherwise, from its status.
        probe: Path of a cheap read that any valid credentials may make, if there is one.
        trace_header: The header whose value the product's support asks for, in lower case.
        relayed: Reads from the body of a refusal an error that the product passes on from
            another one that it called, if that is what it does.
        rate: How its answers say how many requests may be sent; None if it sets no limit.
        lists: How lists are written in a query: `name=a&name=b` unless said otherwise.
        bodies: How bodies are written: as JSON, or as browsers send forms.
        denied: The status that a body would have come with if it is an error, whatever the
            status that it did come with; None if it is no error.
        another: What to say of an object that is another one than was asked for.
    """

    name: str
    base_url: str
    message: Callable[[Mapping[str, Any]], tuple[str | None, str | None]] = message_of
    judge: Callable[[int, str | None, str | None], Verdict] = lambda status, *_: by_status(status)
    probe: str | None = None
    trace_header: str | None = None
    relayed: Callable[[Mapping[str, Any]], ConnectorError | None] | None = None
    rate: RateHeaders | None = USUAL_HEADERS
    lists: Style = "repeated"
    bodies: Bodies = "json"
    denied: Callable[[Mapping[str, Any]], int | None] = lambda _: None
    another: Another = lambda *_: None
