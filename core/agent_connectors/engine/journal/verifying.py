"""Finds out whether a write whose answer got lost was carried out."""

from asyncio import sleep
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import NotFound, UnknownOperation
from agent_connectors.engine.journal.entry import Entry, differences
from agent_connectors.engine.journal.file import now
from agent_connectors.engine.marks import Body
from agent_connectors.engine.preview.looking import Found, Reads, read_again

__all__ = ["Verdict", "verify"]

Record = Mapping[str, Any]

_STILL_UNDER_WAY = 60_000
"""Milliseconds for which a product may still be busy with a write that nobody waits for."""

_PAUSE = 1.0
"""Seconds between two looks at a list."""

_MOST_RECORDS = 1000
"""How many records of a list are looked through for what may have been made."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a write.

    Attributes:
        outcome: `done`, `not done`, or `unknown`, which means that it cannot be told.
        why: By what that is known, in a sentence.
        record: The object as it is; None where it was not seen.
    """

    outcome: Literal["done", "not done", "unknown"]
    why: str
    record: Any = None


async def verify(connector: Reads, entry: Entry) -> Verdict:
    """What became of a write, by what it left behind.

    Args:
        connector: Reads.
        entry: The write.

    Raises:
        ConnectorError: The product could not be asked.
    """
    if entry.outcome == "done":
        return Verdict("done", "The product confirmed it.", entry.after or entry.result)
    if entry.outcome in {"refused", "not sent"}:
        return Verdict("not done", entry.error or "It was not sent.")
    try:
        operation = connector.operations.get(*entry.operation.split(".", 1))
    except UnknownOperation:
        return Verdict("unknown", "This connector has no such operation.")
    if isinstance(entry.before, Mapping) and entry.read_by is not None:
        return await _by_the_object(connector, entry, operation)
    if entry.effect == "write" and not entry.unread:
        return await _by_a_list(connector, entry, operation)
    return Verdict("unknown", entry.unread or "Nothing shows what it would have left behind.")


async def _by_the_object(connector: Reads, entry: Entry, operation: Operation) -> Verdict:
    """Whether an object is as the write would have left it, or as it was."""
    name, params = entry.read_by or ("", {})
    read = connector.operations.get(*name.split(".", 1))
    key = next((key for key in params if key not in read.parameters), "")
    try:
        there = await read_again(connector, Found(entry.before, read, params, key), entry.sent)
    except NotFound:
        gone = entry.effect == "destructive"
        said = "The object is gone." if gone else "The object is gone, so nothing shows it."
        return Verdict("done" if gone else "unknown", said)
    if entry.effect == "destructive":
        return Verdict("not done", "The object is there.", there)
    foreseen = [*connector.hooks.foreseen(operation, entry.sent, entry.before)]
    expected = foreseen[-1][1] if foreseen else entry.before
    keys = {one.field.partition(".")[0] for one in differences(entry.before, expected)}
    return _compared(keys, _form(entry.before), _form(expected), _form(there))


def _compared(keys: set[str], was: Record, expected: Record, now: Record) -> Verdict:
    told = ", ".join(f"`{key}`" for key in sorted(keys))
    if not keys:
        return Verdict("unknown", "What it would have changed is not known for certain.", now)
    if all(_alike(expected.get(key), now.get(key)) for key in keys):
        return Verdict("done", f"The object is as it would have left it: {told}.", now)
    if all(_alike(was.get(key), now.get(key)) for key in keys):
        return Verdict("not done", f"The object is as it was before: {told}.", now)
    return Verdict("unknown", f"The object is neither as it was nor as asked for: {told}.", now)


async def _by_a_list(connector: Reads, entry: Entry, operation: Operation) -> Verdict:
    """Whether what would have been made is in the list that would show it."""
    listing = _list_that_shows(connector, entry, operation)
    wanted = {
        parameter.wire_name: entry.sent[name]
        for name, parameter in operation.parameters.items()
        if name in entry.sent and isinstance(parameter.place, Body)
    }
    texts = {key: value for key, value in wanted.items() if isinstance(value, str)}
    if listing is None or not texts:
        return Verdict("unknown", "No list shows what it would have made.")
    if not now() - entry.at - _STILL_UNDER_WAY >= 0:
        return Verdict("unknown", "It may be under way still: look again in a minute.")
    alike: list[Any] = []
    for look in range(2):
        if look:
            await sleep(_PAUSE)
        found = await _those_like(connector, listing, entry, texts)
        if found is None:
            return Verdict("unknown", f"The list has more than {_MOST_RECORDS} records.")
        alike += found
    if not alike:
        return Verdict("not done", f"Nothing of that kind is in `{listing.name}`.")
    return Verdict(
        "unknown",
        f"`{listing.name}` has {len(alike) // 2 or 1} that may be it, or may have been there.",
        alike[0],
    )


async def _those_like(
    connector: Reads, listing: Operation, entry: Entry, texts: Mapping[str, str]
) -> list[Any] | None:
    """The records of a list that have the texts; None if it has too many to look through."""
    seen, alike = 0, []
    params = {name: value for name, value in entry.sent.items() if name in listing.parameters}
    async for record in connector.iterate(listing.entity, listing.action, _shared(listing, params)):
        seen += 1
        shown = [key for key in texts if key in record]
        if shown and all(record[key] == texts[key] for key in shown):
            alike.append(record)
        if seen >= _MOST_RECORDS:
            return None
    return alike


def _list_that_shows(connector: Reads, entry: Entry, operation: Operation) -> Operation | None:
    for other in connector.operations:
        if other.entity != operation.entity or not other.answer.many or not other.endpoints:
            continue
        needed = [p.name for p in other.parameters.values() if p.required and not p.inferred]
        if any(set(endpoint.names) <= entry.sent.keys() for endpoint in other.endpoints) and all(
            name in entry.sent for name in needed
        ):
            return other
    return None


def _shared(listing: Operation, params: Mapping[str, Any]) -> dict[str, Any]:
    names = {name for endpoint in listing.endpoints for name in endpoint.names}
    given = {name: value for name, value in params.items() if name in names}
    wide = {"subtasks": True, "include_closed": True}
    return {**given, **{name: on for name, on in wide.items() if name in listing.parameters}}


def _form(record: Any) -> Mapping[str, Any]:
    return record if isinstance(record, Mapping) else {}


def _alike(one: Any, other: Any) -> bool:
    """Whether two values say the same, each as far as it says anything."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(_alike(one[key], other[key]) for key in one.keys() & other.keys() if one[key])
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    return str(one or "") == str(other or "")
