"""Makes sure that a name still means what it was taken for, before a write and after it.

What workspaces hold is kept for some minutes, and others change it meanwhile. A read by a name
that has moved on shows the wrong thing; a write does harm. So before a write, what a name was
taken for is asked for by its id, one request, and what was learnt by this very call is not. Where
the answer to the write shows the name itself (`Told`), that is compared instead, as long as what
is known is no older than `TRUSTED` seconds.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.clickup.naming.people import names_person
from agent_connectors.clickup.naming.places import Kind, Tree, place_of
from agent_connectors.clickup.naming.resolve import Meant, Resolution, resolve
from agent_connectors.engine.errors import BadRequest, NotFound, PermissionDenied
from agent_connectors.engine.matching import fold
from agent_connectors.engine.operation import Operation

__all__ = ["TRUSTED", "forget_old_fields", "moved_on", "other_names", "resolve_for_sure"]

TRUSTED = 10.0
"""Seconds for which a name is only compared afterwards, where the answer shows it."""

_PLACES: Mapping[str, Kind] = {"space": "space", "folder": "folder", "list": "list"}


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
    sure: set[tuple[str, str]] = set()
    while True:
        doubtful = [m for m in found.meant if m.age is not None and (m.kind, m.id) not in sure]
        wrong = set()
        for meant in doubtful:
            if _is_told(operation, meant, checked) or await _still_called(directory, meant):
                sure.add((meant.kind, meant.id))
            else:
                wrong.add(meant.kind)
        if not wrong:
            return found
        for kind in wrong:
            directory.renew(_known_by(kind))
        # What is asked for anew is of this call, so this ends.
        found = await resolve(operation, checked, directory, refused=refused)


def _is_told(operation: Operation, meant: Meant, given: Mapping[str, Any]) -> bool:
    """Whether the answer will show what has the name; nobody who is taken out is in it."""
    value = given[meant.parameter]
    told = operation.parameters[meant.parameter].told is not None
    told = told and not (isinstance(value, Mapping) and value.get("rem"))
    return told and operation.effect == "write" and (meant.age or 0) <= TRUSTED


def _known_by(kind: str) -> str:
    return "workspaces" if kind == "person" else KINDS[kind].known_by


async def _still_called(directory: Directory, meant: Meant) -> bool:
    """Whether what a name was taken for has it still; False where only a new list can tell."""
    asked = KINDS[meant.kind].asked if meant.kind in KINDS else None
    if asked is None:
        return False
    entity, action, parameter = asked
    try:
        record = await directory.one(entity, action, **{parameter: meant.id})
    except (BadRequest, NotFound, PermissionDenied):
        return False
    # Lists and folders answer to their ids after they were deleted.
    if meant.kind not in _PLACES or record.get("deleted") is True:
        return _is_called(meant, record)
    among = Tree("")
    among.places.append(place_of(_PLACES[meant.kind], record))
    return among.find(meant.wanted, (_PLACES[meant.kind],)).only is not None


def _is_called(meant: Meant, record: Mapping[str, Any]) -> bool:
    """Whether a record is there and has the name that was given; paths are not looked at."""
    if record.get("deleted") is True:
        return False
    if meant.kind == "person":
        return names_person(meant.wanted, record)
    wanted, name = fold(meant.wanted), fold(str(record.get("name") or ""))
    last = wanted.rpartition("/")[2].strip() if meant.kind in _PLACES else wanted.removeprefix("#")
    return name in {wanted, last} or wanted.endswith((f"/{name}", f"/ {name}"))


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


def moved_on(meant: list[Meant], data: Any) -> list[Meant]:
    """The names that are not those of what was read.

    Args:
        meant: What names were taken for.
        data: What came, a record or several.
    """
    shown = {str(r.get("id")): r for r in _with_names(data)}
    return [
        m for m in meant if m.age is not None and m.id in shown and not _is_called(m, shown[m.id])
    ]


def _with_names(data: Any) -> Iterator[Mapping[str, Any]]:
    """What a result shows with ids and names: itself, and what it is in."""
    record = data[0] if isinstance(data, list) and data else data
    if not isinstance(record, Mapping):
        return
    for each in (record, *(record.get(key) for key in ("list", "folder", "space"))):
        if isinstance(each, Mapping) and each.get("name") and not each.get("hidden"):
            yield each


def other_names(operation: Operation, meant: list[Meant], answer: Any) -> list[str]:
    """What to say where the answer to a write shows that a name meant something else by then.

    Args:
        operation: The write.
        meant: What names were taken for.
        answer: What ClickUp answered.
    """
    said = []
    for each in meant:
        key = operation.parameters[each.parameter].told
        if key is None or each.age is None or not isinstance(answer, Mapping):
            continue
        shown = answer.get(key)
        for record in shown if isinstance(shown, list) else [shown]:
            if not isinstance(record, Mapping) or str(record.get("id")) != each.id:
                continue
            if not _is_called(each, record):
                name = record.get("name") or record.get("username")
                said.append(
                    f"`{each.parameter}`: the {each.kind} {each.id}, which was called "
                    f"{each.wanted!r} {each.age:.0f} s before, is called {name!r} now, and that "
                    "is what was written to. See whether it was meant, and undo it if not."
                )
    return said
