"""Puts ids in the place of names in the parameters of a call."""

import re
from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.people import person_id
from agent_connectors.clickup.naming.places import Kind, Place
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.matching import NothingLikeIt, match
from agent_connectors.engine.operation import Operation

__all__ = ["looks_like_name", "place_id", "resolve", "workspace_id"]

_PLACES: Mapping[str, Kind] = {
    "space_id": "space",
    "space_ids": "space",
    "folder_id": "folder",
    "folder_ids": "folder",
    "project_ids": "folder",
    "list_id": "list",
    "list_ids": "list",
}

_WORKSPACES = {"team_id", "workspace_id"}

_THINGS: Mapping[str, str] = {
    "channel_id": "chat_channels",
    "doc_id": "docs",
    "goal_id": "goals",
    "view_id": "views",
}
"""What a workspace lists itself, by the parameter that takes its id."""

_PEOPLE = {
    "add_owners", "assignee", "assignees", "followers", "members", "owner", "owners",
    "rem_owners", "user_id", "user_ids", "watchers",
}  # fmt: skip

_EVERYONE = {"everyone", "everybody", "all"}

_CUSTOM_ID = re.compile(r"[A-Z][A-Z0-9_]*-\d+")


async def resolve(
    operation: Operation, checked: dict[str, Any], directory: Directory, *, every: bool = False
) -> dict[str, Any]:
    """The parameters with ids where names were given.

    A name in a path is sent as it is first, unless it can be no id: ClickUp's ids may change
    their looks, and it says itself what it does not know.

    Args:
        operation: What is to be carried out.
        checked: Its parameters, checked.
        directory: What there is.
        every: Whether to take everything for a name that does not look like an id.

    Raises:
        InvalidParams: A name means nothing, or several things.
    """
    changed: dict[str, Any] = {}
    try:
        for name, value in checked.items():
            if name in _WORKSPACES:
                if not str(value).isdigit() and (every or looks_like_name(value)):
                    changed[name] = await workspace_id(directory, str(value))
            elif name in _PLACES:
                patient = not every and operation.parameters[name].place is None
                known = await _places(name, value, checked, directory, patient=patient)
                if known != value:
                    changed[name] = known
            elif name in _THINGS:
                if looks_like_name(value) or (every and not any(map(str.isdigit, str(value)))):
                    changed[name] = await _thing(_THINGS[name], str(value), checked, directory)
            elif name in _PEOPLE:
                given = _workspace_in(checked)
                known = await _people(value, directory, given)
                if known != value:
                    changed[name] = known
    except LookupError as unknown:
        if every and isinstance(unknown, NothingLikeIt):
            return checked  # then it was meant as an id
        problem = f"`{name}`: {unknown.args[0]}"
        raise InvalidParams(problem.rstrip(".") + ".", operation=operation.name) from None
    return checked | changed | _custom_id(operation, checked)


async def workspace_id(directory: Directory, wanted: str | None) -> str:
    """The id of a workspace; of the only one there is, if none is wanted.

    Raises:
        LookupError: It is not clear which one is meant.
    """
    workspaces = await directory.workspaces()
    if wanted is not None and wanted.isdigit():
        return wanted
    fits = [
        w for w in workspaces if wanted is None or str(w["name"]).casefold() == wanted.casefold()
    ]
    if len(fits) == 1:
        return str(fits[0]["id"])
    listed = ", ".join(f"{w['name']} ({w['id']})" for w in fits or workspaces)
    if wanted is None:
        raise LookupError(f"say which workspace: {listed or 'the token can see none'}")
    raise LookupError(f"which workspace is {wanted!r}? There are: {listed}")


async def place_id(
    directory: Directory, kind: Kind, wanted: str, *, workspace: str | None = None
) -> str:
    """The id of a space, a folder or a list.

    Args:
        directory: What there is.
        kind: Which of them it is.
        wanted: Its name, or its name after those of what it is in, such as `Product / Backlog`.
        workspace: The workspace it is in; any of them if not given.

    Raises:
        LookupError: There is none of that name, or there are several.
    """
    ids = [workspace] if workspace else [str(w["id"]) for w in await directory.workspaces()]
    exact: list[Place] = []
    close: list[Place] = []
    for identifier in ids:
        found = (await directory.tree(identifier)).find(wanted, (kind,))
        exact += found.exact
        close += found.close
    if len(exact) == 1:
        return exact[0].id
    if exact:
        listed = ", ".join(map(str, exact[:10]))
        raise LookupError(f"there are {len(exact)} {kind}s called {wanted!r}: {listed}")
    missing = f"there is no {kind} called {wanted!r}"
    if not close:
        raise NothingLikeIt(f"{missing}; `workspaces.tree` shows what there is")
    raise LookupError(f"{missing}. Close to it: {', '.join(map(str, close[:5]))}")


def _workspace_in(checked: Mapping[str, Any]) -> str | None:
    """The workspace that a call names, by id or name."""
    return next((str(checked[name]) for name in _WORKSPACES if name in checked), None)


async def _places(
    name: str, value: Any, checked: Mapping[str, Any], directory: Directory, *, patient: bool
) -> Any:
    workspace = _workspace_in(checked)
    if workspace is not None and not workspace.isdigit():
        workspace = await workspace_id(directory, workspace)

    async def one(wanted: str) -> str:
        if wanted.isdigit() or (patient and not looks_like_name(wanted)):
            return wanted
        return await place_id(directory, _PLACES[name], wanted, workspace=workspace)

    if isinstance(value, list | tuple):
        return [await one(str(item)) for item in value]
    return await one(str(value))


async def _thing(entity: str, wanted: str, checked: Mapping[str, Any], directory: Directory) -> str:
    """The id of a goal, a doc, a view of the workspace or a channel.

    Raises:
        LookupError: There is none of that name, or there are several.
    """
    given = _workspace_in(checked)
    things = await directory.things(entity, await workspace_id(directory, given))
    found = match(wanted, things, lambda thing: (str(thing.get("name") or ""),))
    if found.only is not None:
        return str(found.only["id"])
    noun = entity.removesuffix("s").replace("_", " ")
    listed = ", ".join(f"{t['name']} ({t['id']})" for t in (found.exact or found.close)[:5])
    if found.exact:
        raise LookupError(f"there are {len(found.exact)} {noun}s called {wanted!r}: {listed}")
    if not listed:
        raise NothingLikeIt(f"there is no {noun} called {wanted!r}")
    raise LookupError(f"there is no {noun} called {wanted!r}. Close to it: {listed}")


async def _people(value: Any, directory: Directory, workspace: str | None) -> Any:
    """People by id, in whatever they are put: one, a list, or lists to add and to remove."""
    if isinstance(value, Mapping):
        return {k: await _people(people, directory, workspace) for k, people in value.items()}
    if isinstance(value, list | tuple):
        if any(isinstance(person, str) and person.casefold() in _EVERYONE for person in value):
            meant = await workspace_id(directory, workspace)
            return [person["id"] for person in await directory.people(meant)]
        return [await _people(person, directory, workspace) for person in value]
    return await person_id(directory, value, workspace) if isinstance(value, str) else value


def looks_like_name(value: Any) -> bool:
    """Whether a text can hardly be an id, however ids may look."""
    if not isinstance(value, str):
        return False
    word = value.isalpha() and value[:1].isupper() and len(value) > 2
    return word or not value.isascii() or any(character.isspace() for character in value)


def _custom_id(operation: Operation, checked: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be said with a custom task id, such as DEV-12."""
    known = operation.parameters
    task = checked.get("task_id")
    if (
        "custom_task_ids" in known
        and "custom_task_ids" not in checked
        and isinstance(task, str)
        and _CUSTOM_ID.fullmatch(task)
    ):
        return {"custom_task_ids": True}
    return {}
