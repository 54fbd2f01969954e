"""A plan by which writes are undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.journal.entry import Entry
from agent_connectors.engine.journal.errors import UndoRefused
from agent_connectors.engine.journal.file import Journal
from agent_connectors.engine.journal.undoing import UndoStep, renamed, steps_for, undoing
from agent_connectors.engine.preview.looking import Reads
from agent_connectors.engine.preview.text import quoted

__all__ = ["UndoPlan", "Undone"]

_MOST_CHANGES = 10
"""Fields of one object that a plan shows."""


class Undoes(Reads, Protocol):
    """What undoing needs of a connector."""

    def permit(self, operation: Operation) -> None:
        """Lets an operation pass, if the connector may carry it out."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone.

    Attributes:
        done: The writes that were undone, in that order.
        left: Those that were not, each with the reason.
        new_ids: New ids by old ones, of what was deleted and has been made again.
        error: What stopped it; None if nothing did.
    """

    done: tuple[Entry, ...]
    left: tuple[tuple[Entry, str], ...] = ()
    new_ids: Mapping[str, str] | None = None
    error: ConnectorError | None = None

    def __str__(self) -> str:
        lines = [f"Undone: {len(self.done)}."]
        lines += [f"  not undone: {entry}: {why}" for entry, why in self.left]
        lines += [f"  {old} is {new} now." for old, new in (self.new_ids or {}).items()]
        return "\n".join(lines)


class UndoPlan:
    """How writes would be undone, in the order in which that would be done.

    As text it is for the person who is to agree. Making it has changed nothing.

    Args:
        connector: Would carry it out.
        journal: Keeps what is written, this too.
        steps: A step for each write.
    """

    def __init__(self, connector: Undoes, journal: Journal, steps: Sequence[UndoStep]) -> None:
        self._connector = connector
        self._journal = journal
        self.steps = tuple(steps)

    @property
    def possible(self) -> tuple[UndoStep, ...]:
        """The steps that can be carried out."""
        return tuple(step for step in self.steps if not step.problem)

    @property
    def impossible(self) -> tuple[UndoStep, ...]:
        """The steps of what cannot be undone."""
        return tuple(step for step in self.steps if step.problem)

    @property
    def changed(self) -> tuple[UndoStep, ...]:
        """The steps about what others have changed since."""
        return tuple(step for step in self.possible if step.changed)

    def __str__(self) -> str:
        if not self.steps:
            return "There is nothing to undo."
        lines = []
        for step in self.possible:
            lines.append(f"{step.entry}")
            told = ", ".join(
                f"{name}={quoted(value)}" for name, value in (step.params or {}).items()
            )
            lines.append(f"  by {step.operation} {told}")
            if step.loses:
                lines.append(f"  Not undone: {step.loses}")
            lines += [
                f"  Changed since: {one.field} was left as {quoted(one.before)} and is "
                f"{quoted(one.after)}"
                for one in step.changed[:_MOST_CHANGES]
            ]
        for step in self.impossible:
            lines += [f"{step.entry}", f"  Cannot be undone: {step.problem}"]
        return "\n".join(lines)

    async def carry_out(self, *, partly: bool = False, changed: bool = False) -> Undone:
        """Undoes the writes, the last one first.

        Args:
            partly: Undo what can be undone although something cannot.
            changed: Undo also what others have changed since: their changes are lost.

        Raises:
            UndoRefused: Something cannot be undone, or was changed since; nothing was sent.
            OperationNotAllowed: The connector may not carry out what undoes it; nothing was sent.
            ConnectorError: The product could not be asked what is there now; nothing was sent.
        """
        # Others may have written, and this plan may have been carried out, since it was made.
        entries = [self._journal.entry(step.entry.id) for step in self.steps]
        self.steps = tuple(await steps_for(self._connector, entries))
        if self.impossible and not (partly and self.possible):
            raise UndoRefused(
                f"Cannot be undone: {_listed(self.impossible)}",
                hint="Nothing was sent. `partly=True` undoes the rest." if self.possible else "",
            )
        if self.changed and not changed:
            told = "; ".join(
                f"{step.entry.id}: {step.changed[0].field}" for step in self.changed[:5]
            )
            raise UndoRefused(
                f"Others have changed since what these writes left ({told}).",
                hint="Nothing was sent. `changed=True` undoes it all the same.",
            )
        operations = self._connector.operations
        for step in self.possible:
            self._connector.permit(operations.get(*step.operation.split(".", 1)))
        return await self._each()

    async def _each(self) -> Undone:
        done: list[Entry] = []
        left = [(step.entry, step.problem) for step in self.impossible]
        new_ids: dict[str, str] = {}
        stopped: ConnectorError | None = None
        rest = list(self.possible)
        while rest:
            step = renamed(rest.pop(0), new_ids)
            entity, _, action = step.operation.partition(".")
            try:
                with undoing(step.entry):
                    result = await self._connector.execute(entity, action, step.params)
            except ConnectorError as error:
                stopped = error
                # What comes after may rest on it.
                left.append((step.entry, str(error)))
                left += [(other.entry, "What comes before it was not undone.") for other in rest]
                break
            done.append(step.entry)
            old, new = step.entry.object[1], _id_of(result.data)
            if step.entry.effect == "destructive" and old and new:
                new_ids[old] = new
        return Undone(tuple(done), tuple(left), new_ids or None, stopped)


def _id_of(record: Any) -> str:
    return str(record.get("id") or "") if isinstance(record, Mapping) else ""


def _listed(steps: Sequence[UndoStep]) -> str:
    told = "; ".join(
        f"{step.entry.id} {step.entry.operation}: {step.problem}" for step in steps[:5]
    )
    return f"{told}; and {len(steps) - 5} more" if len(steps) > 5 else told
