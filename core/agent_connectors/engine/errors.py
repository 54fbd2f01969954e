"""What can go wrong, as one tree grouped by what the caller can do about it.

    ConnectorError
    ├── ConfigurationError          the connector was set up wrongly
    │   └── UnknownOption           there is no option of that name; a TypeError as well
    ├── InvalidCall                 nothing was sent: fix the call
    │   ├── UnknownOperation        no such entity or action
    │   ├── InvalidParams           a parameter is unknown, missing or of the wrong kind
    │   ├── ObjectChanged           not any more what somebody saw who agreed to the call
    │   └── OperationNotAllowed     switched off: read-only, or destructive
    ├── ApiError                    the product answered, and refused
    │   ├── BadRequest              it did not accept the parameters
    │   ├── AuthenticationError     it does not accept the credentials
    │   ├── PermissionDenied        the credentials may not do this
    │   ├── NotFound                no such object, or not one that the credentials can see
    │   ├── RateLimited             too many requests, still, when the deadline came
    │   └── ServerError             it failed
    ├── TransportError              no usable answer to a call that changes nothing
    │   ├── ConnectionFailed
    │   ├── CallTimeout
    │   └── InvalidResponse         an answer, but not one that can be true
    ├── OutcomeUnknown              a write that may or may not have been carried out
    └── UnexpectedError             something that nobody foresaw; no write was sent

The text of every error says what failed, what the product said, and what to do next, because
an agent reads the text and nothing else.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

__all__ = [
    "ApiError",
    "AuthenticationError",
    "BadRequest",
    "CallTimeout",
    "ConfigurationError",
    "ConnectionFailed",
    "ConnectorError",
    "InvalidCall",
    "InvalidParams",
    "InvalidResponse",
    "NotFound",
    "ObjectChanged",
    "OperationNotAllowed",
    "OutcomeUnknown",
    "PermissionDenied",
    "RateLimited",
    "ServerError",
    "TransportError",
    "UnexpectedError",
    "UnknownOperation",
    "UnknownOption",
]


_LONGEST = 1500
"""Characters of an error's text: an agent reads all of it, and what is long buries what matters."""

_LONGEST_HINT = 700

_LONGEST_NAME = 100


def _readable(text: str, most: int) -> str:
    """A text of a bounded length in which every character can be written."""
    whole = text if text.isascii() else text.encode("utf-8", "replace").decode()
    if len(whole) <= most:
        return whole
    half = (most - 30) // 2
    return f"{whole[:half]} ... ({len(whole) - 2 * half} characters) ... {whole[-half:]}"


class ConnectorError(Exception):
    """Base of every error this package raises.

    Attributes:
        message: What failed.
        hint: What to do next; empty where there is nothing useful to say.
        operation: The operation that was called, such as `tasks.get`, if one was.
    """

    fixable: ClassVar[bool] = False
    """Whether the same caller can put it right by calling differently."""

    message = hint = operation = ""

    def __init__(self, message: str, *, hint: str = "", operation: str = "") -> None:
        operation = operation[:_LONGEST_NAME]
        message = _readable(message, _LONGEST - len(operation) - min(len(hint), _LONGEST_HINT) - 3)
        super().__init__(message)
        self.message = message
        self.hint = _readable(hint, _LONGEST_HINT)
        self.operation = operation

    def __str__(self) -> str:
        text = f"{self.operation}: {self.message}" if self.operation else self.message
        return f"{text} {self.hint}" if self.hint else text


class ConfigurationError(ConnectorError):
    """The connector was set up wrongly: no key, a key with a line break, a URL without a host."""


class UnknownOption(ConfigurationError, TypeError):
    """There is no option of that name; the text names the nearest."""


class InvalidCall(ConnectorError):
    """The call was refused before anything was sent."""

    fixable = True


class UnknownOperation(InvalidCall):
    """There is no such entity, or the entity has no such action."""


class ObjectChanged(InvalidCall):
    """What the call would change is not any more as somebody saw it who agreed."""


class InvalidParams(InvalidCall):
    """A parameter is unknown, missing, or not of the kind that the operation takes."""


class OperationNotAllowed(InvalidCall):
    """The operation exists, but this connector was told not to carry it out."""

    fixable = False


class ApiError(ConnectorError):
    """The product answered, and refused.

    Attributes:
        status: The HTTP status of the answer.
        code: The product's own code for the error, where it gave one.
        said: What the product said, in its words.
        trace: An id that the product's support can look the request up by.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        operation: str = "",
        status: int = 0,
        code: str | None = None,
        said: str | None = None,
        trace: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, operation=operation)
        self.status = status
        self.code = code
        self.said = said
        self.trace = trace


class BadRequest(ApiError):
    """The product did not accept the parameters."""

    fixable = True


class AuthenticationError(ApiError):
    """The product does not accept the credentials."""


class PermissionDenied(ApiError):
    """The credentials are good, but may not do this."""


class NotFound(ApiError):
    """There is no such object, or none that the credentials can see."""


class RateLimited(ApiError):
    """The product takes no more requests before the call's deadline.

    Attributes:
        retry_after: Seconds until it will, as far as that is known.
    """

    retry_after: float | None = None


class ServerError(ApiError):
    """The product failed while answering a call that changes nothing."""


class TransportError(ConnectorError):
    """No usable answer came to a call that changes nothing, or that was never sent."""


class ConnectionFailed(TransportError):
    """The product could not be reached, or the connection broke."""


class CallTimeout(TransportError):
    """No answer came in time."""


class InvalidResponse(TransportError):
    """An answer came, but not one that this operation can have: empty, garbled, misshapen."""


class OutcomeUnknown(ConnectorError):
    """A write was sent, and whether it was carried out cannot be told.

    It is never repeated by this package. Look at the product before trying again.

    Attributes:
        status: The HTTP status of the answer, or 0 where none came.
        params: The ids and names among the parameters: what it should have changed.
        look: The operation that shows whether it was done, and its parameters; None if there
            is none.
    """

    def __init__(
        self, message: str, *, hint: str = "", operation: str = "", status: int = 0
    ) -> None:
        super().__init__(message, hint=hint, operation=operation)
        self.status = status
        self.params: Mapping[str, Any] = {}
        self.look: tuple[str, Mapping[str, Any]] | None = None


class UnexpectedError(ConnectorError):
    """Something went wrong that nobody foresaw, in this package or beneath it.

    No write had been sent; where one had, it is an `OutcomeUnknown`. `__cause__` has what
    happened, without the frames in which it did, since those may hold credentials.
    """
