"""Makes sure that a name still means what it was taken for, and nothing else has it.

What workspaces hold is kept for some minutes, and others change it meanwhile. So before a write,
what a name was looked for in is listed anew, unless this very call has done so. A read is judged
by its answer, and only where that does not show the name is it looked up anew.

To list all folders and lists takes two requests a space. So one request shows the part of the
space in which one was found, and the rest is listed anew once it is older than `RECENT` seconds:
for a name alone that of all spaces, and for a path that of its own. What cannot be undone always
takes a new list of all.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from agent_connectors.clickup.naming.directory import Directory, Part
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.clickup.naming.people import names_person
from agent_connectors.clickup.naming.places import Kind, place_of
from agent_connectors.clickup.naming.resolve import Meant, Resolution, known_by, resolve
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import BadRequest, NotFound, PermissionDenied
from agent_connectors.engine.values.names import fold

__all__ = [
    "RECENT",
    "Seen",
    "looked_at",
    "other_names",
    "resolve_for_sure",
    "seen",
    "still_called",
]

RECENT = 60.0
"""Seconds after which a write looks for namesakes of a folder or a list in other places."""

_PLACES: Mapping[str, Kind] = {"space": "space", "folder": "folder", "list": "list"}

_SMALL_NUMBERS = {"task type"}
"""Kinds with ids such as 1, which other things in an answer have as well."""


class Seen(NamedTuple):
    """What an answer shows of a name.

    Attributes:
        still: Whether it is still that of what it was taken for; None if that is not shown.
        name: What that is called now, where it is called otherwise or gone.
        gone: `archived` or `deleted`, where it is.
        whole: Whether it would be shown if that was gone.
    """

    still: bool | None
    name: str = ""
    gone: str = ""
    whole: bool = False


async def resolve_for_sure(
    operation: Operation,
    checked: dict[str, Any],
    directory: Directory,
    *,
    refused: Collection[tuple[str, str]] = (),
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
    return await looked_at(operation, checked, directory, found, None, refused=refused)


async def looked_at(
    operation: Operation,
    given: dict[str, Any],
    directory: Directory,
    found: Resolution,
    answer: Any,
    *,
    refused: Collection[tuple[str, str]] = (),
) -> Resolution:
    """What names mean now: what is known of them from before this call is asked for anew.

    Args:
        operation: What the names were given to.
        given: Its parameters, with names.
        directory: What there is.
        found: What they were taken for.
        answer: What a read gave, which may show it; None where there is no answer yet.
        refused: As for `resolve`.

    Raises:
        InvalidParams: A name means nothing any more, or several things.
    """
    named = {meant.key: meant for meant in found.meant}.values()
    unsure = [meant for meant in named if not await _is_shown(meant, directory, answer)]
    parts = [directory.part_of(meant.kind, meant.id) for meant in unsure]
    forgotten = [
        _forget(operation, meant, part, directory)
        for meant, part in zip(unsure, parts, strict=True)
    ]
    return await resolve(operation, given, directory, refused=refused) if any(forgotten) else found


async def _is_shown(meant: Meant, directory: Directory, answer: Any) -> bool:
    """Whether an answer shows that a name means what it was taken for."""
    shown = seen(meant, answer)
    if not shown.still or shown.whole:
        return bool(shown.still)
    # One request tells whether it is archived: a list of what is beside it, or itself by its id.
    return known_by(meant.kind) != "tree" and (
        meant.age is None or await still_called(directory, meant)
    )


def _forget(
    operation: Operation, meant: Meant, shown: tuple[Part, str] | None, directory: Directory
) -> bool:
    """Forgets what has to be listed anew before a name is believed; whether there was any."""
    what = known_by(meant.kind)
    # What the call itself has listed since may differ from what the name was looked up in.
    if what != "tree" or operation.effect == "destructive":
        return directory.renew(what) or meant.age is not None
    if shown is None:  # another call has forgotten it since
        return directory.renew(what, older_than=RECENT) or meant.age is not None
    part, name = shown
    forgotten = [directory.renew(what, str(part))]
    if operation.effect != "read":
        alone = fold(meant.wanted) == fold(name)
        around = [(what, None)] if alone else [(what, str(each)) for each in part.whole_space()]
        for each, of in (("spaces", None), *around):
            forgotten.append(directory.renew(each, of, older_than=RECENT))
    return any(forgotten) or meant.age is not None


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


def seen(meant: Meant, answer: Any) -> Seen:
    """What an answer shows of a name.

    Args:
        meant: What the name was taken for.
        answer: What came, a record or several, with what is in them.
    """
    shown = Seen(None)
    for key, record in _records(answer, ""):
        if str(record.get("id")) == meant.id and meant.kind not in _SMALL_NUMBERS:
            each = _judged(meant, key, record)
            if each.still is False:
                return each
            if each.still:
                shown = each._replace(whole=shown.whole or each.whole)
    return shown


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
    whole = True
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
        within = meant.kind == "space" or (isinstance(around, Mapping) and "name" in around)
        if not (still or within) and place.may_end(meant.wanted):
            still = None
        whole = "archived" in record  # what a task is in, for instance, is only named
    else:
        name = str(record["name"])
        wanted = {fold(meant.wanted), fold(meant.wanted).removeprefix("#")}
        still = bool(wanted & {fold(name), fold(str(record.get("handle") or ""))})
        if meant.kind == "group" and "handle" not in record:
            still = still or None  # the name may be its handle
    gone = _gone(meant.kind, record)
    return Seen(False if gone else still, name, gone, whole)


def _gone(kind: str, record: Mapping[str, Any]) -> str:
    """Whether something is archived or deleted, and so not what is meant by a name."""
    # Places answer to their ids after they, or what they are in, were deleted or archived.
    around = (record.get(name) for name in ("folder", "space") if kind in _PLACES)
    for each in (record, *(one for one in around if isinstance(one, Mapping))):
        if each.get("deleted") is True:
            return "deleted"
        if each.get("archived") is True and kind in KINDS and KINDS[kind].leaves_out_archived:
            return "archived"
    return ""


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
    for each in {m.key: m for m in meant}.values():
        found = seen(each, answer)
        if found.still is None and not operation.endpoints:
            found = seen(each, await _now(directory, each))
        gone = found.gone if operation.effect != "destructive" else ""
        given = (
            checked.get(name)
            for name, parameter in operation.parameters.items()
            if parameter.renames == each.parameter
        )
        # What it is called now may be what the write has given it.
        itself = fold(found.name) in {fold(new) for new in given if isinstance(new, str)}
        if found.still is not False or (itself and not gone):
            continue
        before = "just now" if each.age is None else f"{each.age:.0f} s before"
        now = f"is {gone} by now" if gone else f"is called {found.name!r} now"
        said.append(
            f"`{each.parameter}`: the {each.kind} {each.id}, which was called "
            f"{each.wanted!r} {before}, {now}, and that is what was written to. "
            "See whether it was meant, and undo it if not."
        )
    return said
