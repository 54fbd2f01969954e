"""A parameter of an operation, as its signature declares it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from agent_connectors.engine.marks import (
    File,
    InMarkdown,
    LeavesOut,
    Mark,
    NoChange,
    Place,
    SentAs,
    Since,
    Until,
    WholeDay,
)

__all__ = ["Parameter"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation, read from its signature."""

    name: str
    annotation: Any
    required: bool
    description: str
    place: Place | None
    """Where it goes; None is the path."""
    sent_as: SentAs | None = None
    default: Any = None
    """What stands for it when it is not given; None stands for nothing."""
    requires: str | None = None
    inferred: bool = False
    whole_day: WholeDay | None = None
    bound: Since | Until | None = None
    not_before: str | None = None
    renames: str | None = None
    leaves_out: LeavesOut | None = None
    implies: str | None = None
    no_change: NoChange | None = None
    continues: bool = False
    may_be_empty: bool = False
    marks: tuple[Mark, ...] = ()
    markdown: InMarkdown | None = None
    not_shown: bool = False
    secret: bool = False

    @property
    def choices(self) -> tuple[Any, ...]:
        """The values that it, or an item of it, may have, where its annotation names them."""
        return tuple(_choices(self.annotation))

    @property
    def wire_name(self) -> str:
        """Its name in the query, the body or the headers; a form's is the file's own matter."""
        named = None if isinstance(self.place, File) else getattr(self.place, "name", None)
        return named or self.name


def _choices(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for inner in get_args(annotation):
            yield from _choices(inner)
