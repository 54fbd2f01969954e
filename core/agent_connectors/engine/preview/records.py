"""The parts of a preview: writes, changes, and names behind ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.executor.planned import PlannedRequest

__all__ = ["Called", "Change", "Step"]


@dataclass(frozen=True, slots=True)
class Called:
    """What an id in a call stands for.

    Attributes:
        parameter: Where the id is.
        kind: What it is of, such as `list` or `person`.
        id: The id.
        name: Its name; None if that is not known.
    """

    parameter: str
    kind: str
    id: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one field.

    Attributes:
        field: Its name, as results show it.
        before: What it holds now; None if nothing.
        after: What it will hold; None if nothing.
        known: Whether that is so for certain. Otherwise `after` is what was asked for, and what is
            there now is not known.
    """

    field: str
    before: Any
    after: Any
    known: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One write that a call would send.

    Attributes:
        operation: What it carries out.
        effect: What it does.
        request: The request.
        read_by: The operation and the parameters that the object was read by; empty if it was not.
        target: The object's name and id, and where it is.
        before: The object as it is, as results show it; None if there is none or it was not read.
        changes: What becomes of its fields.
        names: What the ids in the call stand for.
        unread: Why there is no `before` although there should be.
    """

    operation: str
    effect: Effect
    request: PlannedRequest
    read_by: str = ""
    target: Mapping[str, Any] = field(default_factory=dict)
    before: Any = None
    changes: tuple[Change, ...] = ()
    names: tuple[Called, ...] = ()
    unread: str = ""
