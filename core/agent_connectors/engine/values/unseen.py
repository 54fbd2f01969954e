"""Refusals that show nothing of what was given: no token, no password, no key.

A traceback holds frames, and whoever prints their variables prints the arguments of a call. So an
error leaves from a frame that holds none of them, which also makes what is printed short.
"""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, iscoroutinefunction, signature
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from agent_connectors.engine.errors import ConnectorError, UnknownOption
from agent_connectors.engine.secrets.hiding import said_safely
from agent_connectors.engine.secrets.secret import Secret
from agent_connectors.engine.values.settings import refuse_unknown

__all__ = [
    "bare",
    "even_half_made",
    "option_names",
    "shown_half_made",
    "spelled",
    "unseen",
    "unseen_fields",
    "where",
    "within",
]

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=type)
E = TypeVar("E", bound=BaseException)


_PARAMETERS = 'What the operation takes goes into `params`, such as `{{"{}": ...}}`.'

_NAMES_OF_CREDENTIALS = re.compile("keys?$|secret|token|auth_config|password")


def option_names(function: Callable[..., Any]) -> list[str]:
    """What a function, a method or a class takes by name."""
    by_name = {Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY}
    named = signature(function).parameters.items()
    return [name for name, p in named if p.kind in by_name and name != "self"]


def unseen(function: Callable[P, T]) -> Callable[P, T]:
    """Decorates a constructor, or a function that takes credentials.

    Its errors hold no frame in which an argument stands, and a name that it does not take is
    refused with the nearest that it does.

    Args:
        function: The function; sync or async.
    """
    if iscoroutinefunction(function):

        @wraps(function)
        async def later(*args: P.args, **kwargs: P.kwargs) -> Any:
            try:
                return await function(*args, **kwargs)
            except BaseException as error:
                told = _refusal(function, error, args, kwargs)
            del args, kwargs
            raise told

        return cast("Callable[P, T]", later)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except BaseException as error:
            told = _refusal(function, error, args, kwargs)
        del args, kwargs
        # Outside of the `except`, so that nothing leads to the frames in which it happened.
        raise told

    return call


def spelled(function: Callable[P, T]) -> Callable[P, T]:
    """Decorates what callers call by names: one that it does not take is refused, with the nearest.

    Its errors hold no frame in which an argument stands.

    Args:
        function: The function; sync or async.
    """
    names = option_names(function)
    hint = _PARAMETERS if "params" in names else ""

    if iscoroutinefunction(function):

        @wraps(function)
        async def later(*args: P.args, **kwargs: P.kwargs) -> Any:
            told: BaseException
            try:
                refuse_unknown(kwargs, names, hint)
                return await function(*args, **kwargs)
            except BaseException as error:
                told = error.with_traceback(None)
            del args, kwargs
            raise told

        return cast("Callable[P, T]", later)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        told: BaseException
        try:
            refuse_unknown(kwargs, names, hint)
            return function(*args, **kwargs)
        except BaseException as error:
            told = error.with_traceback(None)
        del args, kwargs
        raise told

    return call


def unseen_fields(cls: C) -> C:
    """Does what `unseen` does, for the constructor of a dataclass, and `shown_half_made`."""
    made: Any = cls
    made.__init__ = unseen(made.__init__)
    return shown_half_made(cls)


def shown_half_made(cls: C) -> C:
    """Does what `even_half_made` does, for a dataclass."""
    made: Any = cls
    made.__repr__ = even_half_made(made.__repr__)
    return cls


def even_half_made(show: Callable[[Any], str]) -> Callable[[Any], str]:
    """Decorates `__repr__`: it shows no credential, which may stand where none belongs.

    Debuggers also show what its constructor refused.
    """

    @wraps(show)
    def shown(self: Any) -> str:
        try:
            return str(said_safely(show(self), getattr(self, "own_secrets", tuple)()))
        except AttributeError:
            return f"<{type(self).__name__}, not made>"

    return shown


def bare(error: E, secrets: Iterable[Secret] = ()) -> E:
    """An error without the frames in which it, and what it came from, happened.

    Args:
        error: The error.
        secrets: What it may not hold: neither in its text, nor in its notes and attributes.
    """
    one: BaseException | None = error
    known = tuple(secrets)
    seen: list[BaseException] = []
    while one is not None and one not in seen:
        one.__context__ = one.__traceback__ = None
        one.args = said_safely(one.args, known)
        for name, value in vars(one).items():
            vars(one)[name] = said_safely(value, known)
        seen.append(one)
        one = one.__cause__
    return error


def where(traceback: TracebackType | None) -> str:
    """The place in the code, without the frames."""
    from traceback import extract_tb

    frames = extract_tb(traceback)
    return f"{frames[-1].filename}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""


def within(traceback: TracebackType | None, call: object) -> TracebackType | None:
    """The part of a traceback that begins in a coroutine; all of it, if it was not begun."""
    frames = traceback
    while frames is not None and frames.tb_frame.f_code is not getattr(call, "cr_code", None):
        frames = frames.tb_next
    return frames or traceback


def _refusal(
    function: Callable[..., Any],
    error: BaseException,
    args: tuple[Any, ...],
    given: dict[str, Any],
) -> BaseException:
    """The error to raise instead, which may be the same."""
    by_name = {**dict(zip(signature(function).parameters, args, strict=False)), **given}
    secrets = [secret for name, value in by_name.items() for secret in _credentials(name, value)]
    if isinstance(error, ConnectorError):
        return bare(error, secrets)
    if isinstance(error, TypeError):
        # Only where the function takes no others is it Python that refused a name.
        kinds = {p.kind for p in signature(function).parameters.values()}
        if Parameter.VAR_KEYWORD not in kinds:
            try:
                refuse_unknown(given, option_names(function))
            except UnknownOption as unknown:
                return bare(unknown, secrets)
    if place := where(error.__traceback__):
        error.add_note(f"raised at {place}")
    return bare(error, secrets)


def _credentials(name: str, value: Any) -> Iterable[Secret]:
    """What an argument holds that no text may: some are given for another by mistake."""
    if name in {"self", "cls"}:
        value = getattr(value, "connector", None)
    if isinstance(value, str):
        if "url" in name and "@" in value:
            value = value.partition("://")[2].rpartition("@")[0].partition(":")[2]
        elif not _NAMES_OF_CREDENTIALS.search(name):
            return ()
        return (Secret(value),)
    credentials = getattr(type(value), "own_secrets", None)
    found = credentials(value) if callable(credentials) else ()
    return found if isinstance(found, tuple) else ()
