"""How commands end that fail: a text or JSON, and an exit code that says what can be done."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from logging import NullHandler, getLogger
from typing import IO, Any, Final

import click

from agent_connectors.cli.showing import Unwritten
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
from agent_connectors.engine.journal.errors import NotInJournal
from agent_connectors.engine.store.errors import StoreBusy

__all__ = ["AS_JSON", "JSON_ERRORS", "Failed", "MissingExtra", "code_of", "failing", "warn_of_keys"]

AS_JSON: Final = "agent_connectors.json_errors"
"""Under which click keeps whether what is wrong is told as JSON."""

JSON_ERRORS = click.option(
    "--json-errors", is_flag=True, expose_value=False, help="Tell what is wrong as JSON."
)

_CODES: Final[tuple[tuple[type[ConnectorError], int], ...]] = (
    (OutcomeUnknown, 3),
    (StoreBusy, 5),
    (NotInJournal, 4),
    (InvalidCall, 2),
    (ConfigurationError, 2),
    (BadRequest, 2),
    (NotFound, 4),
    (PermissionDenied, 4),
    (AuthenticationError, 4),
    (RateLimited, 5),
    (ServerError, 5),
    (TransportError, 5),
    (ApiError, 4),
)
"""What can be done: 2 fix the call, 3 look what was written, 4 it is refused, 5 try again later.

6 is for a call that was carried out, and whose result cannot be written.
"""


def code_of(error: ConnectorError) -> int:
    """The exit code for an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), 1)


_KEYS: Final = frozenset({
    "--access-token", "--airbyte-client-secret", "--api-key", "--api-token", "--client-secret",
    "--key", "--password", "--secret", "--token",
})  # fmt: skip


def warn_of_keys(error: click.ClickException) -> None:
    """Says where a key belongs, if an error is about one on the command line.

    Args:
        error: What is wrong with the command line.
    """
    if isinstance(error, click.NoSuchOption) and error.option_name in _KEYS:
        vars(error)["possibilities"] = ()
        vars(error)["message"] = (
            f"There is no {error.option_name}: what is on a command line, others can read, and the "
            "shell keeps it in its history; make a new key if this was one. Run "
            "`agent-connectors login`, or set CLICKUP_API_KEY."
        )


class Failed(click.ClickException):
    """A command that failed, told as JSON.

    Args:
        message: What happened.
        code: The exit code.
        about: What else there is to say; what is None is left out.
    """

    def __init__(self, message: str, code: int, about: Mapping[str, Any]) -> None:
        super().__init__(message)
        vars(self)["exit_code"] = code
        self._about = about

    def show(self, file: IO[Any] | None = None) -> None:
        """Tells it on standard error."""
        from pydantic_core import to_json

        told = {key: value for key, value in self._about.items() if value is not None}
        # The message is read last: what shows errors may have hidden a credential in it.
        told |= {"exit_code": self.exit_code, "message": self.message}
        click.echo(to_json({"error": told}).decode(), err=True)


class MissingExtra(click.ClickException):
    """What a command needs is not installed; the text says how to install it.

    Args:
        missing: Which import failed, or a text.
    """

    exit_code = 2

    def __init__(self, missing: ModuleNotFoundError | str) -> None:
        super().__init__(str(missing))


class _Plain(click.ClickException):
    """A call that failed, told in words."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        vars(self)["exit_code"] = code


@contextmanager
def failing(*, as_json: bool = False) -> Iterator[None]:
    """Ends the command with what is wrong.

    Args:
        as_json: Whether it is told as JSON, mistakes on the command line included; also where
            the command line says so.

    Raises:
        click.ClickException: A call failed, or the command line is wrong.
        SystemExit: It was stopped by Ctrl-C, and that was told as JSON.
    """
    context = click.get_current_context(silent=True)
    as_json = as_json or bool(context and context.meta.get(AS_JSON))
    logger = getLogger("agent_connectors.writes")
    quiet = NullHandler()
    if as_json:
        logger.addHandler(quiet)  # what it would say is told in the error
        logger.propagate = False
    try:
        yield
    except ConnectorError as error:
        code = code_of(error)
        if not as_json:
            raise _Plain(in_a_shell(error), code) from None
        kind, status = type(error).__name__, getattr(error, "status", None)
        about = {"type": kind, "operation": error.operation or None, "status": status}
        raise Failed(in_a_shell(error), code, about) from None
    except click.ClickException as error:
        heard = isinstance(error, Unwritten) and error.by_reader
        if not as_json or heard or isinstance(error, Failed):
            raise
        warn_of_keys(error)
        kind = "InvalidParams" if isinstance(error, click.UsageError) else type(error).__name__
        about = getattr(error, "about", {"type": kind})
        raise Failed(error.format_message(), error.exit_code, about) from None
    except KeyboardInterrupt as stopped:
        if not as_json:
            raise
        notes = (
            " ".join(getattr(stopped, "__notes__", ())) or "Stopped before anything was written."
        )
        Failed(notes, _STOPPED, {"type": "Stopped"}).show()
        sys.exit(_STOPPED)
    finally:
        if as_json:
            logger.removeHandler(quiet)
            logger.propagate = True


_STOPPED = 130
