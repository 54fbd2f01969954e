"""People by name, e-mail address or `me`."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.compact.values import person
from agent_connectors.clickup.markup import to_blocks
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.engine.errors import ConnectorError, InvalidParams
from agent_connectors.engine.matching import Match, NothingLikeIt, Several, fold, match
from agent_connectors.engine.operation import Operation

__all__ = ["EVERYONE", "everyone", "find_people", "mentioned", "names_person", "person_id"]

EVERYONE = frozenset({"everyone", "everybody", "all"})
"""What means all people, where several can be given."""

_SHOWN = 20


def find_people(wanted: str, people: list[Mapping[str, Any]]) -> Match[Mapping[str, Any]]:
    """The people that a name can mean; a first or last name that only one has is enough.

    A single word means everybody who has it as a name: that it is all of somebody's name does
    not make it certain that no other is meant.
    """
    found = match(wanted, people, _names)
    word = fold(wanted)
    having = [p for p in people if word in fold(p.get("username") or "").split()]
    named = {p["id"]: p for p in (*found.exact, *having)}
    return Match(tuple(named.values())) if named else found


def names_person(wanted: str, somebody: Mapping[str, Any]) -> bool:
    """Whether a name, or an address, can be this person's."""
    return bool(find_people(wanted.strip().removeprefix("@"), [somebody]).exact)


async def person_id(directory: Directory, wanted: str, workspace_id: str | None = None) -> int:
    """The id of a person.

    Args:
        directory: Who there is.
        wanted: An id, a name, an e-mail address, or `me`.
        workspace_id: The workspace to look in; all if not given.

    Raises:
        LookupError: Nobody has that name, or several have; says who was meant perhaps.
    """
    plain = wanted.strip()
    if plain.removeprefix("-").isdecimal() and plain.isascii():
        return int(plain)
    if plain.casefold() == "me":
        return await _me(directory, workspace_id)
    if plain.casefold() in EVERYONE:
        raise Several(f"{wanted!r} may mean everybody, and one person is wanted; use a person's id")
    try:
        return await _only(directory, plain.removeprefix("@"), workspace_id)
    except LookupError:
        if not directory.renew("workspaces"):
            raise
    return await _only(directory, plain.removeprefix("@"), workspace_id)


async def everyone(directory: Directory, wanted: str, workspace_id: str) -> list[int]:
    """The ids of all people of a workspace.

    Args:
        directory: Who there is.
        wanted: The word that was given for all of them.
        workspace_id: The workspace.

    Raises:
        LookupError: Somebody is called that, so that it is not certain who is meant.
    """
    people = await directory.people(workspace_id)
    _not_a_name(wanted, people, "everybody")
    return [int(somebody["id"]) for somebody in people]


async def _me(directory: Directory, workspace_id: str | None) -> int:
    me = int((await directory.me())["id"])
    try:
        people = await directory.people(workspace_id)
    except ConnectorError:
        return me  # who else there is only matters if somebody is called that
    _not_a_name("me", [p for p in people if int(p["id"]) != me], "you")
    return me


def _not_a_name(wanted: str, people: list[Mapping[str, Any]], otherwise: str) -> None:
    """Makes sure that a word with a meaning of its own is nobody's name.

    Raises:
        LookupError: It is.
    """
    called = tuple(p for p in people if fold(p.get("username") or "") == fold(wanted))
    if called:
        raise Several(
            f"{wanted!r} may mean {otherwise} or {_show(called)}; use ids, or e-mail addresses"
        )


async def _only(directory: Directory, wanted: str, workspace_id: str | None) -> int:
    people = await directory.people(workspace_id)
    found = find_people(wanted, people)
    if found.only is not None:
        return int(found.only["id"])
    if found.exact:
        raise Several(
            f"several people are called {wanted!r}: {_show(found.exact)}; use an id, "
            "or an e-mail address"
        )
    if found.close:
        raise LookupError(f"nobody is called {wanted!r}. Close to it: {_show(found.close[:5])}")
    first = tuple(people[:_SHOWN])
    cut = f" ({_SHOWN} of {len(people)}; `teams.list` has all)" if len(people) > _SHOWN else ""
    raise NothingLikeIt(f"nobody is called {wanted!r}. There are{cut}: {_show(first)}")


async def mentioned(
    operation: Operation, markdown: str, directory: Directory
) -> list[dict[str, Any]]:
    """The pieces of a comment, with the people who are mentioned in it.

    Raises:
        InvalidParams: Somebody is mentioned who does not exist, or of whom there are several.
    """

    async def identify(name: str) -> int:
        return await person_id(directory, name)

    try:
        return await to_blocks(markdown, identify)
    except LookupError as unknown:
        problem = f"`markdown`: {unknown.args[0]}".rstrip(".")
        raise InvalidParams(f"{problem}.", operation=operation.name) from None


def _names(somebody: Mapping[str, Any]) -> Iterator[str]:
    for key in ("username", "email"):
        if somebody.get(key):
            yield str(somebody[key])


def _show(people: tuple[Mapping[str, Any], ...]) -> str:
    return ", ".join(map(person, people))
