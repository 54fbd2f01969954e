"""How commands end that fail: a text or JSON, and an exit code that says what can be done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

import click

from agent_connectors.cli.terms import in_a_shell
from agent_connectors.engine.errors import (
    ApiError,
    AuthenticationError,
    BadRequest,
    ConfigurationError,
    ConnectorError,
    InvalidCall,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    ServerError,
    TransportError,
)

__all__ = ["Failed", "code_of", "failing"]

_CODES: Final[tuple[tuple[type[ConnectorError], int], ...]] = (
    (OutcomeUnknown, 3),
    (InvalidCall, 2),
    (ConfigurationError, 1),
    (BadRequest, 2),
    (NotFound, 4),
    (PermissionDenied, 4),
    (AuthenticationError, 4),
    (RateLimited, 5),
    (ServerError, 5),
    (TransportError, 5),
    (ApiError, 4),
)
"""What can be done: 2 fix the call, 3 look what was written, 4 it is refused, 5 try again later."""


def code_of(error: ConnectorError) -> int:
    """The exit code for an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), 1)


class Failed(click.ClickException):
    """A call that failed.

    Args:
        error: What happened.
        as_json: Whether it is told as JSON.
    """

    def __init__(self, error: ConnectorError, *, as_json: bool) -> None:
        super().__init__(in_a_shell(error))
        code = code_of(error)
        vars(self)["exit_code"] = code
        self._about: dict[str, Any] = {
            "type": type(error).__name__,
            "operation": error.operation or None,
            "status": getattr(error, "status", None),
            "exit_code": code,
        }
        self._as_json = as_json

    def show(self, file: IO[Any] | None = None) -> None:
        """Tells it."""
        if not self._as_json:
            super().show(file)
            return
        from pydantic_core import to_json

        told = {key: value for key, value in self._about.items() if value is not None}
        # The message is read last: what shows errors may have hidden a credential in it.
        click.echo(to_json({"error": {**told, "message": self.message}}).decode(), err=True)


@contextmanager
def failing(*, as_json: bool = False) -> Iterator[None]:
    """Ends the command with what is wrong.

    Args:
        as_json: Whether it is told as JSON, mistakes on the command line included.

    Raises:
        Failed: A call failed.
        click.UsageError: The command line is wrong.
    """
    try:
        yield
    except ConnectorError as error:
        raise Failed(error, as_json=as_json) from None
    except click.UsageError as error:
        if not as_json:
            raise
        from agent_connectors.engine.errors import InvalidParams

        raise Failed(InvalidParams(error.message), as_json=True) from None
