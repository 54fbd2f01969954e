"""Secrets that a call was given, such as that of an application: hidden while the call lasts."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from agent_connectors.engine.scoped import scoped
from agent_connectors.engine.secrets.secret import Secret, Secrets

__all__ = ["and_given", "hide_given", "while_given"]

_given: ContextVar[list[Secret] | None] = ContextVar("given", default=None)
"""What the call that is under way was given; calls that it makes add to their own copy."""


def while_given() -> scoped[list[Secret]]:
    """Keeps what is given within, until the end of it."""
    return scoped(_given, list(_given.get() or ()))


def hide_given(values: Iterable[Any]) -> None:
    """Hides values in all that comes of the call that is under way.

    Args:
        values: Texts; what is none is left out.
    """
    given = _given.get()
    if given is not None:
        given += [Secret(value) for value in values if isinstance(value, str)]


def and_given(secrets: Secrets) -> Secrets:
    """What must not be seen, and what the call that is under way was given besides."""
    return lambda: (*secrets(), *(_given.get() or ()))
