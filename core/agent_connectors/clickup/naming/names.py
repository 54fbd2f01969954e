"""Finds the id of one object by its name; what may be out of date is asked for once more."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.clickup.naming.places import Kind as PlaceKind
from agent_connectors.clickup.naming.places import Place, Tree, unseen
from agent_connectors.clickup.naming.shapes import PAGE, all_shaped
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.values.names import Match, NothingLikeIt, Several, fold, match

__all__ = [
    "BUILT_IN_TYPES",
    "check_workspace",
    "find_id",
    "group_called",
    "place_id",
    "workspace_id",
]

_PLACES: Mapping[str, PlaceKind] = {"space": "space", "folder": "folder", "list": "list"}
BUILT_IN_TYPES = ({"id": 0, "name": "Task"}, {"id": 1, "name": "Milestone"})

Beside = Mapping[str, Any]
"""The other parameters of the call, with ids in the place of names as far as they are known."""


async def find_id(
    directory: Directory, kind: str, wanted: str, workspace: str | None, beside: Beside
) -> str:
    """The id of what has a name.

    Args:
        directory: What there is.
        kind: What it is, such as `list`.
        wanted: Its name; for places also after those of what it is in.
        workspace: The workspace it is in; any, or the only one, if not given.
        beside: The other parameters of the call.

    Raises:
        LookupError: There is none of that name, or there are several.
    """
    try:
        return await _find(directory, kind, wanted, workspace, beside)
    except LookupError:
        # What somebody else has made, renamed or deleted since is only seen by asking again.
        if not (KINDS[kind].known_by and directory.renew(KINDS[kind].known_by)):
            raise
    return await _find(directory, kind, wanted, workspace, beside)


async def _find(
    directory: Directory, kind: str, wanted: str, workspace: str | None, beside: Beside
) -> str:
    if kind == "workspace":
        return await workspace_id(directory, wanted)
    if kind in _PLACES:
        return await place_id(directory, _PLACES[kind], wanted, workspace=workspace)
    return _only(kind, wanted, await _candidates(directory, kind, workspace, beside))


async def _candidates(
    directory: Directory, kind: str, workspace: str | None, beside: Beside
) -> list[Mapping[str, Any]]:
    """Everything among which a name is looked for.

    Raises:
        LookupError: It is not clear in which workspace to look.
    """
    listed = KINDS[kind].listed
    if listed is not None:
        inside = await workspace_id(directory, workspace)
        found = await directory.things(listed[0], inside, listed[1])
        if kind == "task type":
            own = {str(each["id"]) for each in found}
            return [*found, *(each for each in BUILT_IN_TYPES if str(each["id"]) not in own)]
        return found
    if kind == "page":
        return _flat(await directory.one("doc_pages", "list", **_given(beside, "doc_id")))
    if "task_id" in beside:
        return list((await directory.task(beside)).get("custom_fields") or ())
    return await directory.fields(team_id=await workspace_id(directory, workspace))


def _given(beside: Beside, *names: str) -> dict[str, Any]:
    return {name: beside[name] for name in (*names, "workspace_id") if name in beside}


def _flat(pages: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Pages with those below them."""
    known = all_shaped(pages, PAGE, "a page")
    return [each for page in known for each in (page, *_flat(list(page.get("pages") or ())))]


def _only(kind: str, wanted: str, things: list[Mapping[str, Any]]) -> str:
    """The id of the one thing of a name.

    Raises:
        LookupError: There is none of that name, or there are several.
    """
    found: Match[Mapping[str, Any]] = match(wanted.strip(), things, _names)
    if kind == "channel" and not found.exact:  # a name may begin with the sign of a channel
        found = match(wanted.strip().removeprefix("#"), things, _names)
    if found.only is not None:
        return str(found.only["id"])
    listed = ", ".join(f"{_called(t)} ({t['id']})" for t in (found.exact or found.close)[:5])
    noun = KINDS[kind].noun or kind
    if found.exact:
        raise Several(f"there are {len(found.exact)} {noun}s called {wanted!r}: {listed}")
    only = f" ({KINDS[kind].only})" if KINDS[kind].only else ""
    missing = f"there is no {noun} called {wanted!r}{only}"
    if listed:
        raise LookupError(f"{missing}. Close to it: {listed}")
    there = ", ".join(f"{t['name']} ({t['id']})" for t in things[:10] if t.get("name"))
    more = f" (10 of {len(things)})" if len(things) > 10 else ""
    raise NothingLikeIt(f"{missing}. There are{more}: {there}" if there else missing)


def _called(thing: Mapping[str, Any]) -> str:
    return next(iter(_names(thing)), "")


def _names(thing: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(thing[key]) for key in ("name", "handle") if thing.get(key))


async def workspace_id(directory: Directory, wanted: str | None) -> str:
    """The id of a workspace; of the usual one, or the only one there is, if none is wanted.

    Raises:
        LookupError: It is not clear which one is meant.
    """
    wanted = directory.workspace if wanted is None else wanted
    if wanted is not None and wanted.isdecimal():
        return wanted
    workspaces = await directory.workspaces()
    fits = [w for w in workspaces if wanted is None or fold(str(w["name"])) == fold(wanted)]
    if len(fits) == 1:
        return str(fits[0]["id"])
    listed = ", ".join(f"{w['name']} ({w['id']})" for w in fits or workspaces)
    if wanted is None:
        raise LookupError(f"say which workspace: {listed or 'the token can see none'}")
    raise LookupError(f"which workspace is {wanted!r}? There are: {listed}")


async def check_workspace(
    directory: Directory, text: str, linked: str | None, workspace: str | None
) -> None:
    """Refuses the link of another workspace than the call goes to, or the token can see.

    Args:
        directory: What there is.
        text: The link.
        linked: The workspace that it says; None if it says none.
        workspace: That of the call; None if it says none.

    Raises:
        LookupError: It is of another one.
    """
    if linked is None or linked == workspace:
        return
    if workspace is not None:
        raise LookupError(f"{text} is of the workspace {linked}, and the call of {workspace}")
    try:
        known = [str(each["id"]) for each in await directory.workspaces()]
    except ConnectorError:
        return  # ClickUp says of itself what the token may not see
    if linked not in known and directory.renew("workspaces"):
        await check_workspace(directory, text, linked, workspace)
    elif linked not in known:
        raise LookupError(
            f"{text} is of the workspace {linked}, and the token sees {', '.join(known)}"
        )


async def place_id(
    directory: Directory, kind: PlaceKind, wanted: str, *, workspace: str | None = None
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
    closed: list[str] = []
    for identifier in ids:
        if kind == "space":  # one request, rather than all that is in them
            tree = Tree(identifier)
            for space in await directory.things("spaces", identifier):
                tree.add_space(space, (), ())
        else:
            tree = await directory.tree(identifier)
        closed += tree.closed
        found = tree.find(wanted, (kind,))
        exact += found.exact
        close += found.close
    if len(exact) == 1:
        return exact[0].id
    if exact:
        listed = ", ".join(map(str, exact[:10]))
        raise Several(f"there are {len(exact)} {kind}s called {wanted!r}: {listed}")
    missing = "; ".join(
        [f"there is no {kind} called {wanted!r} ({KINDS[kind].only})", *unseen(closed)]
    )
    if not close:
        raise NothingLikeIt(f"{missing}; `workspaces.tree` shows what there is")
    raise LookupError(f"{missing}. Close to it: {', '.join(map(str, close[:5]))}")


async def group_called(directory: Directory, wanted: str, workspace: str | None) -> str | None:
    """The id of the user group of a name; None if there is not just one, or none can be seen.

    Args:
        directory: What there is.
        wanted: The name.
        workspace: The workspace.
    """
    try:
        return await find_id(directory, "group", wanted, workspace, {})
    except (LookupError, ConnectorError):
        return None
