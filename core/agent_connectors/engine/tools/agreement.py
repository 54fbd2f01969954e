"""Asking a person before a tool does what it was called for, and keeping to what they saw."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from agent_connectors.engine.errors import OperationNotAllowed
from agent_connectors.engine.preview.agreeing import tells_of
from agent_connectors.engine.preview.preview import EDITED, Preview
from agent_connectors.engine.scoped import scoped
from agent_connectors.engine.values.json_text import read_answer, write

__all__ = ["Shown", "agreed_to", "agreeing", "held_to", "showing", "shown"]


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What somebody saw who agreed, and whether they have edited it."""

    seen: Mapping[str, Any]
    edited: bool


_agreed: ContextVar[_Agreed | None] = ContextVar("agreed", default=None)
_shown: ContextVar["Shown | None"] = ContextVar("shown", default=None)


class Shown:
    """Takes the preview of a call in the place of carrying it out."""

    preview: Preview | None = None
    chosen = False
    """Whether there is a connector for the call."""


def showing() -> scoped[Shown]:
    """Shows what calls within would do, and carries out none."""
    return scoped(_shown, Shown())


def shown() -> Shown | None:
    """What takes the preview of a call; None where calls are carried out."""
    return _shown.get()


def agreeing(preview: Any, *, edited: bool = False) -> scoped[_Agreed | None]:
    """Holds calls within to what somebody saw.

    Args:
        preview: The preview as data; anything else, as where nobody kept it, holds to nothing.
        edited: Whether they have edited the arguments of the call.
    """
    return scoped(_agreed, _Agreed(preview, edited) if tells_of(preview) else None)


def held_to(tool: str) -> None:
    """Lets a call of a tool pass, if it is the one that somebody was asked about.

    Args:
        tool: Its name.

    Raises:
        OperationNotAllowed: It is another.
    """
    agreed = _agreed.get()
    asked = tool if agreed is None else agreed.seen.get("tool", tool)
    if asked != tool:
        raise OperationNotAllowed(
            f"Somebody has agreed to a call of `{asked}`, not of `{tool}`.",
            hint="Nothing was sent. Call it again, so that they are asked.",
        )


def agreed_to(params: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What somebody saw who agreed to the call; None where nobody was asked.

    Args:
        params: The parameters of the call: their own, if they have edited it.
    """
    agreed = _agreed.get()
    if agreed is None:
        return None
    # As JSON gives it back, which is how a preview has them.
    return {**agreed.seen, EDITED: read_answer(write(params))} if agreed.edited else agreed.seen
