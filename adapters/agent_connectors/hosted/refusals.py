"""How the server says no: statuses and bodies of everything that is not a success."""

from typing import Any, Self

from fastapi import Response
from pydantic_core import to_json

from agent_connectors.engine import errors
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.hosted.relay import to_wire

__all__ = ["DatabaseAway", "Refused", "answer_error", "answer_refusal"]


class DatabaseAway(errors.ConnectionFailed):
    """The server cannot write down or look up what it must: nothing was sent."""


_STATUSES: tuple[tuple[type[ConnectorError], int], ...] = (
    (errors.OperationNotAllowed, 403),
    (errors.InvalidCall, 422),
    (errors.ConfigurationError, 422),
    (errors.BadRequest, 400),
    # 401 says that the caller's own token is bad, and here it is not.
    (errors.AuthenticationError, 424),
    (errors.PermissionDenied, 403),
    (errors.NotFound, 404),
    (errors.RateLimited, 429),
    (errors.CallTimeout, 504),
    (errors.OutcomeUnknown, 504),
    (DatabaseAway, 503),
)


class Refused(Exception):
    """The server does not do what it was asked to.

    Args:
        status: The HTTP status.
        detail: Why, for the caller.
        headers: Further headers of the answer.

    Attributes:
        client_id: Whose genuine token was sent, where the client is not let in all the same; for
            the audit log alone.
    """

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.client_id = ""
        self.status = status
        self.detail = detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def of(self, client_id: str) -> Self:
        """Itself, with the client whose token was sent."""
        self.client_id = client_id
        return self


def answer_error(error: ConnectorError, *, retry_after: int = 60) -> Response:
    """The answer for an error of an execution, which the caller's connector raises again.

    Args:
        error: The error.
        retry_after: Seconds to wait, if it is about the rate limit.
    """
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 502)
    headers = {"Retry-After": str(retry_after)} if status == 429 else None
    wire = to_wire(error)
    if isinstance(error, DatabaseAway):
        wire["type"] = errors.ConnectionFailed.__name__  # as the connector knows it
    return _answer(status, {"error": wire, "detail": str(error)}, headers)


def answer_refusal(refused: Refused, **more: str) -> Response:
    """The answer for a refusal of the server's own, with what else there is to know."""
    return _answer(refused.status, {"detail": refused.detail, **more}, refused.headers)


def _answer(status: int, body: dict[str, Any], headers: dict[str, str] | None) -> Response:
    return Response(to_json(body), status, headers, media_type="application/json")
