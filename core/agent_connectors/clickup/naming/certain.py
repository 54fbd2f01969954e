"""Makes sure that a name still means what it was taken for.

What workspaces hold is kept for some minutes, and others change it meanwhile. A write does harm
by a name that has moved on, so what a name was taken for is asked for by its id before, one
request, and what was learnt by this very call is not. Where the answer to the write shows the name
itself (`Told`), that is compared instead, as long as what is known is no older than `TRUSTED`
seconds. A read is judged by its answer, and looks by id afterwards where that does not show the
name.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.clickup.naming.people import names_person
from agent_connectors.clickup.naming.places import Kind, place_of
from agent_connectors.clickup.naming.resolve import Meant, Resolution, resolve
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import BadRequest, NotFound, PermissionDenied
from agent_connectors.engine.values.names import fold

__all__ = [
    "TRUSTED",
    "Seen",
    "forget_old_fields",
    "looked_at",
    "other_names",
    "resolve_for_sure",
    "seen",
    "still_called",
]

TRUSTED = 10.0
"""Seconds for which a name is only compared afterwards, where the answer shows it."""

_PLACES: Mapping[str, Kind] = {"space": "space", "folder": "folder", "list": "list"}

_NAMES = ("name", "new_name", "title", "username")
"""Parameters by which a write gives a name to what it changes."""

_SMALL_NUMBERS = {"task type"}
"""Kinds with ids such as 1, which other things in an answer have as well."""


class Seen(NamedTuple):
    """What an answer shows of a name.

    Attributes:
        still: Whether it is still that of what it was taken for; None if that is not shown.
        name: What that is called now, where it is called otherwise.
    """

    still: bool | None
    name: str = ""


async def resolve_for_sure(
    operation: Operation, checked: dict[str, Any], directory: Directory, *, refused: bool = False
) -> Resolution:
    """The parameters of a call with ids in the place of names that have them now, if it writes.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
        directory: What there is.
        refused: As for `resolve`.

    Raises:
        InvalidParams: A name means nothing, or several things.
    """
    found = await resolve(operation, checked, directory, refused=refused)
    if operation.effect == "read":
        return found
    if operation.effect == "destructive":
        # That something else has the name as well by now can only be seen in a new list.
        old = {_known_by(meant.kind) for meant in found.meant if meant.age is not None}
        for known in old:
            directory.renew(known)
        if old:
            found = await resolve(operation, checked, directory, refused=refused)
    told = {meant.key for meant in found.meant if _is_told(operation, meant, checked)}
    return await looked_at(operation, checked, directory, found, sure=told, refused=refused)


async def looked_at(
    operation: Operation,
    given: dict[str, Any],
    directory: Directory,
    found: Resolution,
    *,
    sure: set[tuple[str, str, str]],
    refused: bool = False,
) -> Resolution:
    """What names mean now: what they were taken for before this call is asked for by its id.

    Args:
        operation: What the names were given to.
        given: Its parameters, with names.
        directory: What there is.
        found: What they were taken for.
        sure: The keys of names that need no look.
        refused: As for `resolve`.

    Raises:
        InvalidParams: A name means nothing any more, or several things.
    """
    while True:
        doubtful = [m for m in found.meant if m.age is not None and m.key not in sure]
        wrong = set()
        for meant in doubtful:
            if await still_called(directory, meant):
                sure.add(meant.key)
            else:
                wrong.add(meant.kind)
        if not wrong:
            return found
        for kind in wrong:
            directory.renew(_known_by(kind))
        # What is asked for anew is of this call, so this ends.
        found = await resolve(operation, given, directory, refused=refused)


def _is_told(operation: Operation, meant: Meant, given: Mapping[str, Any]) -> bool:
    """Whether the answer will show what has the name; nobody who is taken out is in it."""
    value = given[meant.parameter]
    told = operation.parameters[meant.parameter].told is not None
    told = told and not (isinstance(value, Mapping) and value.get("rem"))
    # A task shows what its list is called, and not all that is around it.
    told = told and not (meant.kind in _PLACES and "/" in meant.wanted)
    return told and operation.effect == "write" and (meant.age or 0) <= TRUSTED


def _known_by(kind: str) -> str:
    return "workspaces" if kind == "person" else KINDS[kind].known_by


async def still_called(directory: Directory, meant: Meant) -> bool:
    """Whether what a name was taken for has it still; False where only a new list can tell."""
    return seen(meant, await _now(directory, meant)).still is True


async def _now(directory: Directory, meant: Meant) -> Any:
    """What a name was taken for, as it is now; None where it cannot be asked for by its id."""
    asked = KINDS[meant.kind].asked if meant.kind in KINDS else None
    if asked is None:
        return None
    entity, action, parameter = asked
    try:
        return await directory.one(entity, action, **{parameter: meant.id})
    except (BadRequest, NotFound, PermissionDenied):
        return None


def forget_old_fields(
    operation: Operation, checked: Mapping[str, Any], directory: Directory
) -> None:
    """Lets custom fields that a write names be asked for anew.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
        directory: What there is.
    """
    entries = checked.get("custom_fields") or ()
    if operation.effect == "read" or not isinstance(entries, list | tuple):
        return
    if not all(KINDS["any field"].ids.fullmatch(str(entry.get("id"))) for entry in entries):
        directory.renew("fields")
        directory.renew("field")


def seen(meant: Meant, answer: Any) -> Seen:
    """What an answer shows of a name.

    Args:
        meant: What the name was taken for.
        answer: What came, a record or several, with what is in them.
    """
    still: bool | None = None
    for key, record in _records(answer, ""):
        if str(record.get("id")) == meant.id and meant.kind not in _SMALL_NUMBERS:
            each = _judged(meant, key, record)
            if each.still is False:
                return each
            still = still or each.still
    return Seen(still)


def _records(data: Any, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object in an answer, each with the name of what it is in."""
    if isinstance(data, Mapping):
        yield key, data
        for name, value in data.items():
            yield from _records(value, name)
    elif isinstance(data, list):
        for each in data:
            yield from _records(each, key)


def _judged(meant: Meant, key: str, record: Mapping[str, Any]) -> Seen:
    # Lists and folders answer to their ids after they were deleted.
    gone = record.get("deleted") is True
    if meant.kind == "person":
        shown = "email" if "@" in meant.wanted.strip()[1:] else "username"
        name = str(record.get("username") or record.get("email") or "")
        still = names_person(meant.wanted, record) if record.get(shown) else None
    elif not record.get("name") or (key in _PLACES and key != meant.kind):
        return Seen(None)
    elif meant.kind in _PLACES:
        place = place_of(_PLACES[meant.kind], record)
        name = " / ".join((*place.path, place.name)) if "/" in meant.wanted else place.name
        still = place.is_called(meant.wanted)
        around = record.get("space")
        whole = meant.kind == "space" or (isinstance(around, Mapping) and "name" in around)
        if not (still or whole) and place.may_end(meant.wanted):
            still = None
    else:
        name = str(record["name"])
        wanted = {fold(meant.wanted), fold(meant.wanted).removeprefix("#")}
        still = bool(wanted & {fold(name), fold(str(record.get("handle") or ""))})
        if meant.kind == "group" and "handle" not in record:
            still = still or None  # the name may be its handle
    return Seen(still=False, name=name) if gone or still is False else Seen(still)


async def other_names(
    operation: Operation,
    checked: Mapping[str, Any],
    meant: list[Meant],
    answer: Any,
    directory: Directory,
) -> list[str]:
    """What to say where a name meant something else by the time that a write was carried out.

    The answer to a single write shows what it can. Of many writes it shows only what was made, so
    what their names were taken for is asked for once more.

    Args:
        operation: The write.
        checked: Its parameters.
        meant: What names were taken for.
        answer: What ClickUp answered.
        directory: What there is.
    """
    said = []
    new = {fold(checked[n]) for n in _NAMES if isinstance(checked.get(n), str)}
    for each in {m.key: m for m in meant}.values():
        found = seen(each, answer)
        if found.still is None and not operation.endpoints:
            found = seen(each, await _now(directory, each))
        itself = any(e.path.endswith(f"{{{each.parameter}}}") for e in operation.endpoints)
        if found.still is not False or (itself and fold(found.name) in new):
            continue  # what it is called now is what the write has given it
        before = "just now" if each.age is None else f"{each.age:.0f} s before"
        said.append(
            f"`{each.parameter}`: the {each.kind} {each.id}, which was called "
            f"{each.wanted!r} {before}, is called {found.name!r} now, and that "
            "is what was written to. See whether it was meant, and undo it if not."
        )
    return said
