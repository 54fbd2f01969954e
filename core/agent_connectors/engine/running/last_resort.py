"""The last resort: an exception that nobody foresaw becomes an error that says what was sent.

What runs through here raises `ConnectorError` and nothing else. That a program is to stop
(`KeyboardInterrupt`, `CancelledError`) is no error and passes; but nobody will get the result, so
what was written until then is noted on it and in the log.
"""

import builtins
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from agent_connectors.engine.errors import ConnectorError, OutcomeUnknown, UnexpectedError
from agent_connectors.engine.running.sent import Sent, noting
from agent_connectors.engine.secrets.given import and_given, while_given
from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import Secrets
from agent_connectors.engine.values.unseen import bare, where

__all__ = ["only_ours", "only_ours_at_once", "told_if_stopped"]

T = TypeVar("T")

_LONGEST = 300
"""Characters of what the exception says."""


@contextmanager
def told_if_stopped(operation: str = "") -> Iterator[Sent]:
    """Keeps a record of what is sent within; if that is stopped, notes what was written.

    Args:
        operation: What is carried out, for the text.
    """
    with noting() as sent:
        try:
            yield sent
        except Exception:
            raise
        except BaseException as stopped:
            _note(stopped, sent, operation)
            raise


async def only_ours(
    call: Callable[[], Awaitable[T]],
    operation: str = "",
    *,
    secrets: Secrets = tuple,
    quoted: bool = True,
) -> T:
    """What a call gives; whatever goes wrong in it is a `ConnectorError`.

    Args:
        call: The call.
        operation: What it carries out, for the text.
        secrets: What must not be in a text.
        quoted: Whether a text may have what an exception says that is not ours.

    Raises:
        ConnectorError: The call's own, or one that says what was sent before it failed.
    """
    secrets = and_given(secrets)
    with while_given(), noting() as sent:
        try:
            return await call()
        except BaseException as error:
            told = _ours(error, sent, operation, secrets, quoted=quoted)
    # Outside of the `except`, so that nothing leads to the frames in which it happened.
    raise told


def only_ours_at_once(
    call: Callable[[], T], operation: str = "", *, secrets: Secrets = tuple, quoted: bool = True
) -> T:
    """What `only_ours` does, for synchronous code.

    Raises:
        ConnectorError: The call's own, or one that says what was sent before it failed.
    """
    with noting() as sent:
        try:
            return call()
        except BaseException as error:
            told = _ours(error, sent, operation, secrets, quoted=quoted)
    raise told


def _ours(
    error: BaseException, sent: Sent, operation: str, secrets: Secrets, *, quoted: bool = True
) -> BaseException:
    """What to raise in the place of what ended a call, without its frames.

    They hold requests, and those the credentials.
    """
    if isinstance(error, Exception) and not isinstance(error, ConnectorError):
        error = _tell(error, sent, operation, secrets, quoted=quoted)
    told = bare(error, secrets())
    if not isinstance(told, Exception):
        _note(told, sent, operation)
    return told


def _tell(
    error: Exception, sent: Sent, operation: str, secrets: Secrets, *, quoted: bool
) -> ConnectorError:
    """The error to raise instead of one that is not ours."""
    name = type(error).__name__
    try:
        said = " ".join(str(error).split()) if quoted else ""
        said = without_secrets(said, secrets())
    except Exception:  # whatever `str` of a foreign exception does
        said = ""
    what = f"{name}: {said[:_LONGEST]}" if said else name
    place = where(error.__traceback__)
    message, hint, kind = _said_of(sent)
    told = kind(f"{message} ({what}).", hint=hint, operation=operation)
    told.__cause__ = _cause(error, what, clean=said == str(error))
    if place:
        told.add_note(f"raised at {place}")
    for account in () if sent.is_part else sent.accounts:
        told.add_note(account())
    return told


def _note(stopped: BaseException, sent: Sent, operation: str) -> None:
    """Says what was written before a call was stopped, where the whole call ends."""
    if sent.is_part or not (sent.writes or sent.done):
        return
    counted = (
        f"{operation or 'A call'} was stopped before its end. Writes that were confirmed: "
        f"{sent.done}; that were sent, and may or may not have been carried out: {sent.writes}. "
        "Read what they should have changed before you send any of them again."
    )
    for one in [account() for account in sent.accounts] or [counted]:
        stopped.add_note(one)
        # Not at the top: it is slow to import, and seldom needed.
        import logging

        logging.getLogger("agent_connectors.writes").warning("%s", one)


def _said_of(sent: Sent) -> tuple[str, str, type[ConnectorError]]:
    """What went wrong, what to do next, and the kind of error, from what had been sent."""
    if sent.writes:
        many = "A write was sent" if sent.writes == 1 else f"{sent.writes} writes were sent"
        done = f", {sent.done} more confirmed," if sent.done else ""
        what = f"{many}{done} when something unexpected went wrong"
        return (
            f"{what}, and may or may not have been carried out",
            "It was not repeated. Read what it should have changed before trying again.",
            OutcomeUnknown,
        )
    if sent.done:
        many = "The write was" if sent.done == 1 else f"{sent.done} writes were"
        return (
            f"{many} carried out, but something unexpected went wrong with the answer",
            "Do not repeat it: read what it changed instead.",
            OutcomeUnknown,
        )
    if sent.reads:
        return (
            "Something unexpected went wrong. Only reads were sent, and nothing was changed",
            "Calling again in the same way will hardly help.",
            UnexpectedError,
        )
    return (
        "Something unexpected went wrong before anything was sent",
        "Nothing was changed. Calling again in the same way will hardly help.",
        UnexpectedError,
    )


def _cause(error: Exception, what: str, *, clean: bool) -> BaseException:
    """The exception itself where it can hold nothing that is secret, else what it says.

    Exceptions of an HTTP library have the request with its headers, those of a codec the whole
    text; and a traceback has the frames, whose variables anybody may print.
    """
    kind = type(error)
    plain = (
        clean
        and getattr(builtins, kind.__name__, None) is kind
        and not isinstance(error, UnicodeError)
        and not getattr(error, "__dict__", None)
        and all(isinstance(arg, str | int | float) for arg in error.args)
    )
    if not plain:
        return RuntimeError(what)
    error.__traceback__ = error.__context__ = error.__cause__ = None
    return error
