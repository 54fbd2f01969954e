"""An entry of a journal: one write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, Literal

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.times.moment import datetime_at

__all__ = ["Difference", "Entry", "Outcome", "differences"]

Outcome = Literal["started", "done", "refused", "not sent", "unknown"]
"""What became of a write.

`started` is what a process leaves behind that was killed in the middle of it; `unknown`, that it
was sent and no answer came.
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one field.

    Attributes:
        field: Its key; dots lead into objects.
        before: What it held; None if nothing.
        after: What it holds; None if nothing.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One write.

    Attributes:
        id: Its number; later ones are higher.
        at: When it was about to be sent, in milliseconds since the epoch.
        run: In which run.
        who: Who or what did it.
        operation: What was carried out, such as `tasks.update`.
        effect: `write` or `destructive`.
        request: Method and path.
        sent: The parameters as they were sent, with ids in the place of names; without secrets.
        outcome: What became of it.
        error: What the product said, or why nothing was sent; empty if all went well.
        result: What it gave.
        read_by: The operation that read the object, and its parameters; None if nothing did.
        before: The object as it was; None if there was none, or it was not read.
        after: The object as it was left; None if there is none, or it was not read.
        unread: Why it was not.
        reads: Requests it took to see the object.
        undoes: The number of the entry that this one undid; None for other writes.
        undone_by: The number of the entry that undid this one; None if none has.
        key: The idempotency key of the call; empty without one.
        until: By when its call has ended, in milliseconds since the epoch; 0 if that is not known.
    """

    id: int
    at: int
    run: str
    who: str
    operation: str
    effect: Effect
    request: str
    sent: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome = "started"
    error: str = ""
    result: Any = None
    read_by: tuple[str, Mapping[str, Any]] | None = None
    before: Any = None
    after: Any = None
    unread: str = ""
    reads: int = 0
    undoes: int | None = None
    undone_by: int | None = None
    key: str = ""
    until: int = 0

    @property
    def object(self) -> tuple[str, str]:
        """The name and the id of the object, as far as they are known."""
        for record in (self.before, self.after, self.result):
            if isinstance(record, Mapping):
                name, key = record.get("name"), record.get("id")
                if name or key:
                    return (str(name or ""), str(key or ""))
        return ("", "")

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What became of the object's fields; empty where it was not read before and after.

        A field that only one of the two shows is left out: the answer to a write often has other
        fields than a read.
        """
        before, after = self.before, self.after
        if before is None or after is None:
            return ()
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            both = before.keys() & after.keys()
            before, after = ({k: v for k, v in one.items() if k in both} for one in (before, after))
        return tuple(differences(before, after))

    def __str__(self) -> str:
        when = datetime_at(self.at, UTC).isoformat(" ", "seconds")[:19]
        name, key = self.object
        about = f" {name!r}" if name else ""
        told = f"{self.id} {when} {self.operation}{about}{f' ({key})' if key else ''}"
        undone = f", undone by {self.undone_by}" if self.undone_by else ""
        return f"{told}: {self.outcome}{undone}"


def differences(before: Any, after: Any, under: str = "") -> Iterator[Difference]:
    """The fields that two objects differ in, those within objects one by one.

    Args:
        before: The one.
        after: The other.
        under: The key under which they are.
    """
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        if before != after:
            yield Difference(under, before, after)
        return
    for name in dict.fromkeys((*before, *after)):
        key = f"{under}.{name}" if under else str(name)
        yield from differences(before.get(name), after.get(name), key)
