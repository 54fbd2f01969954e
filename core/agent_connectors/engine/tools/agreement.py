"""Asking a person before a tool does what it was called for, and keeping to what they saw."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from agent_connectors.engine.preview.agreeing import tells_of
from agent_connectors.engine.preview.preview import Preview

__all__ = ["Shown", "agreed_to", "agreeing", "showing", "shown"]

Agreed = Mapping[str, Any]

_agreed: ContextVar[Agreed | None] = ContextVar("agreed", default=None)
_shown: ContextVar["Shown | None"] = ContextVar("shown", default=None)


class Shown:
    """Takes the preview of a call in the place of carrying it out."""

    preview: Preview | None = None


@contextmanager
def showing() -> Iterator[Shown]:
    """Shows what calls within would do, and carries out none."""
    taken = Shown()
    token = _shown.set(taken)
    try:
        yield taken
    finally:
        _shown.reset(token)


def shown() -> Shown | None:
    """What takes the preview of a call; None where calls are carried out."""
    return _shown.get()


@contextmanager
def agreeing(preview: Any) -> Iterator[None]:
    """Holds calls within to what somebody saw.

    Args:
        preview: The preview as data; anything else, as where nobody kept it, holds to nothing.
    """
    token = _agreed.set(preview if tells_of(preview) else None)
    try:
        yield
    finally:
        _agreed.reset(token)


def agreed_to() -> Agreed | None:
    """What somebody saw who agreed to the call; None where nobody was asked."""
    return _agreed.get()
