"""Works out how writes are undone, and does it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, NotFound, UnknownOperation
from agent_connectors.engine.journal.entry import Difference, Entry, differences
from agent_connectors.engine.marks import Query
from agent_connectors.engine.preview.looking import (
    Found,
    Reads,
    before_of,
    object_before,
    read_again,
)
from agent_connectors.engine.undo import Undo, cannot

__all__ = ["UndoStep", "being_undone", "steps_for", "undoing"]

_UNDECLARED = cannot("Nothing says how this operation is undone.")


@dataclass(frozen=True, slots=True)
class UndoStep:
    """How one write would be undone.

    Attributes:
        entry: The write.
        operation: What undoes it; empty where nothing does.
        params: The parameters of that.
        problem: Why it cannot be undone; empty if it can.
        loses: What stays changed all the same.
        changed: What others have changed since: as the write left it, and as it is now.
    """

    entry: Entry
    operation: str = ""
    params: Mapping[str, Any] | None = None
    problem: str = ""
    loses: str = ""
    changed: tuple[Difference, ...] = ()


_undoing: ContextVar[int | None] = ContextVar("undoing", default=None)


def being_undone() -> int | None:
    """The number of the entry that is being undone; None outside of that."""
    return _undoing.get()


@contextmanager
def undoing(entry: Entry) -> Iterator[None]:
    """Has what is written within known as undoing a write.

    Args:
        entry: The write.
    """
    token = _undoing.set(entry.id)
    try:
        yield
    finally:
        _undoing.reset(token)


async def steps_for(connector: Reads, entries: Iterable[Entry]) -> list[UndoStep]:
    """How writes would be undone, the last one first.

    Args:
        connector: Reads the objects as they are now, and would undo them.
        entries: The writes.
    """
    seen = _Seen()
    steps = []
    for entry in sorted(entries, key=lambda one: one.id, reverse=True):
        if entry.outcome in {"refused", "not sent"}:
            continue
        if entry.undone_by is not None:
            steps.append(UndoStep(entry, problem=f"Entry {entry.undone_by} has undone it."))
            continue
        if entry.outcome != "done":
            why = "It is not known whether it was carried out. `verify` looks into it."
            steps.append(UndoStep(entry, problem=why))
            continue
        steps.append(await _step(connector, entry, seen))
    return steps


async def _step(connector: Reads, entry: Entry, seen: "_Seen") -> UndoStep:
    try:
        operation = connector.operations.get(*entry.operation.split(".", 1))
    except UnknownOperation:
        return UndoStep(entry, problem="This connector has no such operation.")
    undo = operation.undo or _UNDECLARED
    ruled_out = next((why for name, why in undo.unless.items() if name in entry.sent), "")
    if undo.how is None or ruled_out:
        return UndoStep(entry, problem=ruled_out or undo.loses)
    try:
        made = _WAYS[undo.how](connector, entry, operation, undo)
        validate(made.by, made.params)
        changed = await _changed_since(connector, entry, made, undo, seen)
    except CannotUndo as problem:
        return UndoStep(entry, problem=str(problem))
    except ConnectorError as error:
        return UndoStep(entry, problem=f"It cannot be prepared: {error}")
    loses = " ".join(one for one in (undo.loses, *made.missing) if one)
    return UndoStep(entry, made.by.name, made.params, loses=loses, changed=changed)


class _Seen:
    """What later writes of the same plan have done, which is undone before.

    Attributes:
        made_again: Ids of objects that were deleted.
    """

    def __init__(self) -> None:
        self.made_again: set[str] = set()
        self._changed: dict[tuple[str, str], set[str]] = {}

    def changed(self, entity: str, record: Mapping[str, Any]) -> set[str]:
        """The fields of an object that they changed; grows."""
        return self._changed.setdefault((entity, str(record.get("id"))), set())


class CannotUndo(Exception):
    """This write cannot be undone; the text says why."""


class _Made(NamedTuple):
    """What undoes a write: an operation and its parameters, and what stays changed."""

    by: Operation
    params: dict[str, Any]
    missing: Sequence[str] = ()


def _restoring(connector: Reads, entry: Entry, operation: Operation, undo: Undo) -> _Made:
    if not isinstance(entry.before, Mapping):
        raise CannotUndo(entry.unread or "How it was before is not known.")
    _must_have_changed(connector, entry)
    by = _operation(connector, undo.by) if undo.by else operation
    found = connector.hooks.restoring(by, entry.sent, entry.before, entry.after)
    by = _operation(connector, found.by) if found.by else by
    if not found.params:
        raise CannotUndo(" ".join(found.missing) or "There is nothing to restore it by.")
    places = {name: entry.sent[name] for name in _places(by) if name in entry.sent}
    others = {name: _at(entry, key) for name, key in undo.params.items()}
    return _Made(by, {**places, **found.params, **others}, found.missing)


def _removing(connector: Reads, entry: Entry, _: Operation, undo: Undo) -> _Made:
    by = _operation(connector, undo.by)
    params = {name: _at(entry, f"result.{key}") for name, key in undo.params.items()}
    lacking = [key for name, key in undo.params.items() if params[name] is None]
    if lacking:
        raise CannotUndo(f"The answer did not say what was made: it has no `{lacking[0]}`.")
    return _Made(by, {**_shared(by, entry), **params})


def _reversing(connector: Reads, entry: Entry, _: Operation, undo: Undo) -> _Made:
    _must_have_changed(connector, entry)
    by = _operation(connector, undo.by)
    params = {name: _at(entry, key) for name, key in undo.params.items()}
    given = {name: value for name, value in params.items() if value is not None}
    return _Made(by, {**_shared(by, entry), **given})


def _remaking(connector: Reads, entry: Entry, _: Operation, undo: Undo) -> _Made:
    if not isinstance(entry.before, Mapping):
        raise CannotUndo(entry.unread or "What was deleted was not kept.")
    by = _operation(connector, undo.by)
    found = connector.hooks.remaking(by, entry.before)
    declared = {name: _at(entry, f"before.{key}") for name, key in undo.params.items()}
    given = {name: value for name, value in declared.items() if value is not None}
    return _Made(by, {**_shared(by, entry), **found.params, **given}, found.missing)


_WAYS: Mapping[str, Callable[[Reads, Entry, Operation, Undo], _Made]] = {
    "restores": _restoring,
    "removes": _removing,
    "reverses": _reversing,
    "remakes": _remaking,
}


def _operation(connector: Reads, name: str) -> Operation:
    return connector.operations.get(*name.split(".", 1))


def _must_have_changed(connector: Reads, entry: Entry) -> None:
    touched = _touched(connector, entry)
    if touched is not None and not touched:
        raise CannotUndo("It changed nothing.")


def _places(operation: Operation) -> set[str]:
    """The parameters that say which object is meant."""
    names = {name for endpoint in operation.endpoints for name in endpoint.names}
    return names | {name for name, p in operation.parameters.items() if isinstance(p.place, Query)}


def _shared(by: Operation, entry: Entry) -> dict[str, Any]:
    """What a write said of which object is meant, as far as what undoes it asks the same."""
    return {name: value for name, value in entry.sent.items() if name in _places(by)}


def _at(entry: Entry, key: str) -> Any:
    """What an entry holds: `result.id`, `before.list.id`, or a parameter as it was sent."""
    first, _, rest = key.partition(".")
    whole = {"before": entry.before, "result": entry.result}
    if first not in whole or not rest:
        return entry.sent.get(key)
    found = whole[first]
    for part in rest.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else found


def _touched(connector: Reads, entry: Entry) -> set[str] | None:
    """The fields that a write changed; None where that was not seen."""
    if not isinstance(entry.before, Mapping) or not isinstance(entry.after, Mapping):
        return None
    kept = (entry.before.keys() & entry.after.keys()) - connector.hooks.bookkeeping
    before, after = ({name: one[name] for name in kept} for one in (entry.before, entry.after))
    return {one.field for one in differences(before, after)} | _emptied(connector, entry)


def _emptied(connector: Reads, entry: Entry) -> set[str]:
    """The fields that a write changed as far as can be told, and that are not shown any more."""
    gone = entry.before.keys() - entry.after.keys() - connector.hooks.bookkeeping
    operation = _operation(connector, entry.operation)
    if not gone or not operation.endpoints:
        return set()
    steps = [record for _, record in connector.hooks.foreseen(operation, entry.sent, entry.before)]
    then = steps[-1] if steps else entry.before
    return {name for name in gone if then.get(name) != entry.before[name]}


async def _changed_since(
    connector: Reads,
    entry: Entry,
    made: _Made,
    undo: Undo,
    seen: "_Seen",
) -> tuple[Difference, ...]:
    """What of the object is not as the write left it, later writes of the plan put aside."""
    if entry.object[1] in seen.made_again:
        return ()  # as it was kept when it was deleted
    if undo.how == "remakes":
        seen.made_again.add(entry.object[1])
    if undo.how == "removes":
        declared = before_of(connector.operations, made.by)
        if declared is None or not declared.read:
            return ()  # nothing shows it
        try:
            there = await object_before(connector, made.by, made.params)
        except NotFound as gone:
            raise CannotUndo(f"It is gone: {gone}") from None
        made_of = _operation(connector, entry.operation).gives
        if there is None or there.read.entity != made_of or not isinstance(entry.result, Mapping):
            return ()
        known = seen.changed(there.read.entity, there.record)
        hooks = connector.hooks
        found = _both_show(entry.result, there.record)
        out = known | hooks.bookkeeping | hooks.secret_keys
        return tuple(one for one in found if one.field.partition(".")[0] not in out)
    touched = _touched(connector, entry)
    if touched is None or entry.read_by is None:
        return ()
    name, params = entry.read_by
    read = connector.operations.get(*name.split(".", 1))
    keys = [key for key in params if key not in read.parameters]
    before = Found(entry.before, read, params, keys[0] if keys else "")
    try:
        now = await read_again(connector, before, entry.sent)
    except NotFound as gone:
        raise CannotUndo(f"It is gone: {gone}") from None
    known = seen.changed(read.entity, entry.before)
    new = {field.partition(".")[0] for field in touched}
    looked = {key: entry.after[key] for key in new - known if key in entry.after}
    known |= new
    return tuple(differences(looked, {key: now.get(key) for key in looked}))


def _both_show(left: Any, now: Any, under: str = "") -> Iterator[Difference]:
    """In what two answers differ that show the same object, each in its own way."""
    if isinstance(left, Mapping) and isinstance(now, Mapping):
        for name in left.keys() & now.keys():
            yield from _both_show(left[name], now[name], f"{under}.{name}" if under else name)
    elif left != now and str(left) != str(now):
        yield Difference(under, left, now)


def renamed(step: UndoStep, new: Mapping[str, str]) -> UndoStep:
    """A step about objects that were made again meanwhile, with their new ids.

    Args:
        step: The step.
        new: New ids by old ones.
    """
    params = {
        name: new.get(str(value), value) if isinstance(value, str | int) else value
        for name, value in (step.params or {}).items()
    }
    return replace(step, params=params)
