"""People by name, e-mail address or `me`."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.compact.values import person
from agent_connectors.clickup.markup import to_blocks
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.matching import Match, match
from agent_connectors.engine.operation import Operation

__all__ = ["find_people", "mentioned", "person_id"]


def find_people(wanted: str, people: list[Mapping[str, Any]]) -> Match[Mapping[str, Any]]:
    """The people that a name can mean; a first or last name that only one has is enough."""
    found = match(wanted, people, _names)
    if not found.exact:
        word = wanted.casefold().strip()
        having = [p for p in people if word in (p.get("username") or "").casefold().split()]
        if len(having) == 1:
            return Match(tuple(having))
    return found


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
        return int((await directory.me())["id"])
    people = await directory.people(workspace_id)
    found = find_people(plain.removeprefix("@"), people)
    if found.only is not None:
        return int(found.only["id"])
    if found.exact:
        raise LookupError(f"several people are called {wanted!r}: {_show(found.exact)}")
    near = _show(found.close[:5]) if found.close else _show(tuple(people[:20]))
    raise LookupError(
        f"nobody is called {wanted!r}. {'Close to it' if found.close else 'There are'}: {near}"
    )


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
