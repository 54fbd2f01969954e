"""People by name, e-mail address or `me`."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from agent_connectors.clickup.compact.names import person
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.text.markup import to_blocks
from agent_connectors.clickup.text.mentions import EVERYONE, in_blocks, in_chat, in_comment
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, InvalidParams
from agent_connectors.engine.values.names import Match, NothingLikeIt, Several, fold, match

__all__ = ["EVERYONE", "everyone", "find_people", "mentioned", "names_person", "person_id"]

_SHOWN = 20

_LONGEST_ID = 20
"""Characters; Python refuses to read numbers of thousands of digits."""


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
        wanted: An id, a name, an e-mail address, or `me`, which is always whose token it is.
        workspace_id: The workspace to look in; all if not given.

    Raises:
        LookupError: Nobody has that name, or several have; says who was meant perhaps.
    """
    plain = wanted.strip()
    if plain.removeprefix("-").isdecimal() and plain.isascii():
        if len(plain) > _LONGEST_ID:
            raise LookupError(f"nobody has an id of {len(plain)} digits")
        return int(plain)
    if plain.casefold().removeprefix("@") == "me":
        return int((await directory.me())["id"])  # also where somebody else is called that
    if plain.casefold().removeprefix("@") in EVERYONE:
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
    directory.renew("workspaces")  # nothing would show that somebody who came since is missing
    people = await directory.people(workspace_id)
    word = fold(wanted.removeprefix("@"))
    called = tuple(p for p in people if fold(p.get("username") or "") == word)
    if called:
        raise Several(
            f"{wanted!r} may mean everybody or {_show(called)}; use ids, or e-mail addresses"
        )
    return [int(somebody["id"]) for somebody in people]


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
    operation: Operation,
    checked: Mapping[str, Any],
    directory: Directory,
    name: str,
    form: Literal["text", "markdown", "chat"],
) -> dict[str, Any]:
    """The parameters of a write, with the people who are mentioned in its text.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
        directory: Who there is.
        name: The parameter that holds the text.
        form: Whether it is the plain text of a comment, its Markdown, or a text of the chat.

    Raises:
        InvalidParams: Somebody is mentioned who does not exist, or of whom there are several.
    """
    text = checked[name]
    people = await _people_if_any(text, directory)

    async def identify(wanted: str) -> int:
        if wanted.isdecimal() and wanted not in {str(somebody["id"]) for somebody in people}:
            raise LookupError(f"nobody has the id {wanted}")
        return await person_id(directory, wanted)

    try:
        if form == "markdown":
            return {**checked, name: in_blocks(await to_blocks(text, identify), people)}
        if "@" not in text or checked.get("content_format") == "text/plain":
            return dict(checked)
        if form == "chat":
            return {**checked, name: await in_chat(text, identify, people)}
        blocks = await in_comment(text, identify, people)
    except LookupError as unknown:
        problem = f"`{name}`: {unknown.args[0]}".rstrip(".")
        raise InvalidParams(f"{problem}.", operation=operation.name) from None
    if blocks is None:
        return dict(checked)
    return {**{n: value for n, value in checked.items() if n != name}, "markdown": blocks}


async def _people_if_any(text: str, directory: Directory) -> list[Mapping[str, Any]]:
    """Who there is now, if a text has an `@`; nobody where that cannot be looked up."""
    if "@" not in text:
        return []
    directory.renew("workspaces")  # no answer shows whom a mention was taken for
    try:
        return await directory.people()
    except ConnectorError:
        return []  # the text is sent as it is then, and what mentions nobody is told


def _names(somebody: Mapping[str, Any]) -> Iterator[str]:
    for key in ("username", "email"):
        if somebody.get(key):
            yield str(somebody[key])


def _show(people: tuple[Mapping[str, Any], ...]) -> str:
    return ", ".join(map(person, people))
