"""Reads the object of a write as it is before, and tells what becomes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from agent_connectors.engine.declare.before import Before
from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.named import ids_in
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, NotFound, UnknownOperation
from agent_connectors.engine.executor.planned import PlannedWrite
from agent_connectors.engine.marks import Body, Clear
from agent_connectors.engine.preview.records import Called, Change, Step
from agent_connectors.engine.result import ExecuteResult
from agent_connectors.engine.secrets.secret import HIDDEN

if TYPE_CHECKING:
    from agent_connectors.engine.calls.hooks import Hooks
    from agent_connectors.engine.lists.iteration import Iteration
    from agent_connectors.engine.secrets.secret import Secret

__all__ = ["Found", "Reads", "before_of", "look", "object_before", "read_again"]

_MOST_RECORDS = 1000
"""How many records of a list are looked through for the one that a write is about."""

_MISSING: Any = object()


class Reads(Protocol):
    """What looking at objects needs of a connector."""

    operations: ClassVar[Catalogue]

    @property
    def hooks(self) -> "Hooks":
        """What the product adds to each call."""

    def own_secrets(self) -> "tuple[Secret, ...]":
        """What no text may hold."""

    async def execute(
        self,
        entity: str,
        action: str,
        params: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> ExecuteResult[Any]:
        """Carries out an operation."""

    def iterate(
        self, entity: str, action: str, params: Mapping[str, Any] | None = None
    ) -> "Iteration[Any]":
        """The records of a list."""


@dataclass(frozen=True, slots=True)
class Found:
    """The object of a write, as it is.

    Attributes:
        record: The object, as the product sent it.
        read: The operation that gave it.
        params: The parameters of that.
        key: The key by which it is known in a list; empty if it was read alone.
    """

    record: Mapping[str, Any]
    read: Operation
    params: Mapping[str, Any]
    key: str = ""

    @property
    def read_by(self) -> str:
        """The operation and its parameters, by which the same object is known again."""
        told = ", ".join(f"{name}={value}" for name, value in sorted(self.params.items()))
        return f"{self.read.name} {told}"

    def is_the_same(self, record: Any) -> bool:
        """Whether a record of the same list is this object."""
        return isinstance(record, Mapping) and record.get(self.key) == self.record.get(self.key)


def before_of(operations: Catalogue, operation: Operation) -> Before | None:
    """What to read before a write; None where it makes something new.

    Args:
        operations: All operations of the connector.
        operation: The write.
    """
    if operation.before is not None:
        return operation.before
    paths = {e.path for e in operation.endpoints if e.method != "POST"}
    for other in operations if paths else ():
        gives = {e.path for e in other.endpoints if e.method == "GET" and not other.answer.many}
        if other.effect == "read" and paths & gives:
            return Before(other.name)
    return Before(missing="No operation reads it.") if paths else None


async def object_before(
    connector: Reads, operation: Operation, sent: Mapping[str, Any]
) -> Found | None:
    """The object of a write, as it is now; None where the write makes something new.

    Args:
        connector: Reads it.
        operation: The write.
        sent: Its parameters, as they are sent.

    Raises:
        ConnectorError: It could not be read, or there is no way to.
    """
    declared = before_of(connector.operations, operation)
    if declared is None:
        return None
    if not declared.read:
        raise NotFound(declared.missing)
    entity, _, action = declared.read.partition(".")
    try:
        read = connector.operations.get(entity, action)
    except UnknownOperation:
        raise NotFound(f"`{declared.read}` would read it; this connector lacks it.") from None
    params = declared.params_for(read.parameters, sent)
    if declared.find is None:
        record = (await connector.execute(entity, action, params)).data
        return Found(record, read, params) if isinstance(record, Mapping) else None
    key, of = declared.find
    seen = 0
    async for record in connector.iterate(entity, action, params):
        seen += 1
        if str(record.get(key)).casefold() == str(sent.get(of)).casefold():
            return Found(record, read, {**params, key: record.get(key)}, key)
        if seen >= _MOST_RECORDS:
            break
    raise NotFound(f"It is not among what `{declared.read}` gives.")


async def read_again(connector: Reads, found: Found, sent: Mapping[str, Any]) -> Any:
    """An object that was read before, as it is now.

    Args:
        connector: Reads it.
        found: The object as it was.
        sent: The parameters of what was done to it meanwhile, which may have given it a new name.

    Raises:
        ConnectorError: It could not be read.
    """
    read = found.read
    if not read.answer.many:
        return (await connector.execute(read.entity, read.action, found.params)).data
    given = {name: value for name, value in found.params.items() if name in read.parameters}
    texts = {str(value).casefold() for value in sent.values() if isinstance(value, str)}
    listed = [one async for one in connector.iterate(read.entity, read.action, given)]
    same = [one for one in listed if found.is_the_same(one)]
    renamed = [one for one in listed if str(one.get(found.key)).casefold() in texts]
    if same or renamed:
        return (same or renamed)[0]
    raise NotFound(f"It is not among what `{read.name}` gives.")


async def look(
    connector: Reads, write: PlannedWrite, given: Mapping[str, Any], *, names: bool
) -> Step:
    """A write that was planned, with what it changes.

    Args:
        connector: Reads.
        write: The write.
        given: The parameters as they were given, for what is shown as it was asked for.
        names: Whether to look up what ids stand for.
    """
    operation, known = write.operation, write.operation.parameters
    sent = {n: HIDDEN if known[n].secret else value for n, value in write.params.items()}
    found, unread = None, ""
    try:
        found = await object_before(connector, operation, sent)
    except ConnectorError as error:
        unread = str(error)
    entity = operation.gives if found is None else found.read.entity
    record = {} if found is None else found.record
    steps = [] if unread else [*connector.hooks.foreseen(operation, sent, record)]
    if found is not None or steps:
        await connector.hooks.before_showing(ExecuteResult(record), entity)
        if steps:
            await connector.hooks.before_showing(ExecuteResult(steps[-1][1]), entity)

    def told(one: Mapping[str, Any]) -> Any:
        return connector.hooks.compact(entity, one, in_list=False)

    before = None if found is None else told(record)
    changes = {} if unread else _changes(record, steps, told)
    foreseen = {name for name, _ in steps}
    foreseen |= {p.whole_day.flag or "" for p in known.values() if p.whole_day}
    for name, value in sent.items():
        if name not in foreseen and isinstance(known[name].place, Body | Clear):
            shown = value if known[name].secret else given.get(name, value)
            changes[name] = Change(name, None, shown, known=False)
    called, missed = await _called(connector, operation, sent, record) if names else ([], "")
    return Step(
        operation.name,
        operation.effect,
        write.request,
        read_by="" if found is None else found.read_by,
        target=_target(connector, record, before),
        before=before,
        changes=tuple(changes.values()),
        names=tuple(called),
        unread=unread or missed,
    )


def _target(connector: Reads, record: Mapping[str, Any], before: Any) -> dict[str, Any]:
    """What a person knows the object by."""
    if not record:
        return {}
    place = connector.hooks.place_of(before) if isinstance(before, Mapping) else ""
    told = {"id": record.get("id"), "name": record.get("name"), "in": place}
    return {name: value for name, value in told.items() if isinstance(value, str | int) and value}


def _changes(
    record: Mapping[str, Any], steps: list[tuple[str, Mapping[str, Any]]], told: Any
) -> dict[str, Change]:
    """What becomes of each field, by its name."""
    changes: dict[str, Change] = {}
    whole, shown = record, told(record)
    for _, after in steps:
        # What results do not show is told as the product has it.
        shown_after = told(after)
        pairs = [*_differences(shown, shown_after)] or [*_differences(whole, after)]
        for name, old, new in pairs:
            first = changes[name].before if name in changes else old
            changes[name] = Change(name, first, new)
        whole, shown = after, shown_after
    return {name: change for name, change in changes.items() if change.before != change.after}


def _differences(before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    """The fields that differ, those within an object one by one."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            for inner in dict.fromkeys((*old, *new)):
                if old.get(inner) != new.get(inner):
                    yield f"{name}.{inner}", old.get(inner), new.get(inner)
        else:
            yield name, old, new


async def _called(
    connector: Reads,
    operation: Operation,
    sent: Mapping[str, Any],
    record: Mapping[str, Any],
) -> tuple[list[Called], str]:
    """What the ids in a call stand for, and why that is not known of all."""
    found: dict[tuple[str, str, str], Called] = {}
    missed = ""
    for parameter, shape in operation.named.items():
        if parameter not in sent:
            continue
        for kind, value in ids_in(sent[parameter], shape, sent):
            key = str(value)
            name = record.get("name") if str(record.get("id")) == key else None
            if name is None:
                try:
                    name = await connector.hooks.name_of(kind, key)
                except ConnectorError as error:
                    missed = f"Names could not be looked up: {error}"
            called = None if name is None else str(name)
            found[parameter, kind, key] = Called(parameter, kind, key, called)
    return list(found.values()), missed
