"""Finds out whether a write whose answer got lost was carried out."""

from asyncio import sleep
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import NotFound, UnknownOperation
from agent_connectors.engine.journal.entry import Entry, differences
from agent_connectors.engine.journal.file import now
from agent_connectors.engine.journal.likeness import emptied, may_be, shows
from agent_connectors.engine.preview.looking import Found, Reads, read_again
from agent_connectors.engine.secrets.secret import HIDDEN

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
    if entry.outcome == "started" and now() < entry.until:
        # Whoever began it may be alive, and wait for its turn.
        return Verdict("unknown", "It may be under way still: look again when its time is over.")
    return await _by_what_is_there(connector, entry)


async def _by_what_is_there(connector: Reads, entry: Entry) -> Verdict:
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
    deletes = entry.effect == "destructive" and all(
        endpoint.method == "DELETE" for endpoint in operation.endpoints
    )
    try:
        there = await read_again(connector, Found(entry.before, read, params, key), entry.sent)
    except NotFound:
        said = "The object is gone." if deletes else "The object is gone, so nothing shows it."
        return Verdict("done" if deletes else "unknown", said)
    if connector.hooks.is_deleted(entry.before):
        return Verdict("unknown", "The object was deleted before, so nothing shows it.", there)
    if deletes and connector.hooks.is_deleted(there):
        return Verdict("done", "The object is marked as deleted.", there)
    if deletes:
        return Verdict("not done", "The object is there.", there)
    if entry.effect == "destructive":
        return Verdict("unknown", "What is gone after it is not what shows it.", there)
    foreseen = [*connector.hooks.foreseen(operation, entry.sent, entry.before)]
    expected = foreseen[-1][1] if foreseen else entry.before
    keys = {one.field.partition(".")[0] for one in differences(entry.before, expected)}
    return _compared(keys, _form(entry.before), _form(expected), _form(there))


def _compared(keys: set[str], was: Record, expected: Record, now: Record) -> Verdict:
    expected = emptied(expected, was)
    # What was there before in other words is no change, and proves nothing either way.
    keys = {key for key in keys if not shows(expected.get(key), was.get(key), loosely=True)}
    told = ", ".join(f"`{key}`" for key in sorted(keys))
    if not keys:
        return Verdict("unknown", "What it would have changed is not known for certain.", now)
    if all(was.get(key) == now.get(key) for key in keys):
        return Verdict("not done", f"The object is as it was before: {told}.", now)
    if all(shows(expected.get(key), now.get(key)) for key in keys):
        return Verdict("done", f"The object is as it would have left it: {told}.", now)
    return Verdict("unknown", f"The object is neither as it was nor as asked for: {told}.", now)


async def _by_a_list(connector: Reads, entry: Entry, operation: Operation) -> Verdict:
    """Whether what would have been made is in the list that would show it."""
    name, text, options = connector.hooks.shown_by.get(operation.name, ("", "", {}))
    wanted = entry.sent.get(text)
    if not isinstance(wanted, str) or HIDDEN in wanted:
        return Verdict("unknown", "No list shows what it would have made.")
    key = operation.parameters[text].wire_name.rpartition(".")[2]
    listing = connector.operations.get(*name.split(".", 1))
    places = {one for endpoint in listing.endpoints for one in endpoint.names}
    places |= {*listing.inferred}  # of several workspaces, the same one
    params = {one: value for one, value in entry.sent.items() if one in places}
    filters = [one for one in listing.parameters.keys() - places if entry.sent.get(one) is True]
    if filters:
        return Verdict("unknown", f"`{listing.name}` leaves out what is {filters[0]}.")
    params |= options
    if not now() - entry.at - _STILL_UNDER_WAY >= 0:
        return Verdict("unknown", "It may be under way still: look again in a minute.")
    alike: list[Any] = []
    for look in range(2):
        if look:
            await sleep(_PAUSE)
        found = await _those_like(connector, listing, params, key, wanted)
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
    connector: Reads, listing: Operation, params: Mapping[str, Any], key: str, wanted: str
) -> list[Any] | None:
    """The records of a list that may have the text; None if it has too many to look through."""
    seen, alike = 0, []
    async for record in connector.iterate(listing.entity, listing.action, params):
        seen += 1
        if key not in record or may_be(wanted, record[key]):
            alike.append(record)
        if seen >= _MOST_RECORDS:
            return None
    return alike


def _form(record: Any) -> Mapping[str, Any]:
    return record if isinstance(record, Mapping) else {}
