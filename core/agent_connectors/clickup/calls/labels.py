"""Looks up the names of ids that a result is about to show without: once a kind, and kept."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.compact import Names, compact
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.loops import gather_or_cancel

if TYPE_CHECKING:
    from agent_connectors.clickup.naming import Directory

__all__ = ["name_of", "names_for"]

_PATIENCE_SECONDS = 10.0
"""Names are an addition: a result does not wait longer for them."""

_FEW_SPACES = 8
"""Where there are more, folders and lists are not looked up only to be named: 2 calls a space."""

_FEW_CHANNELS = 10
"""Direct messages whose members are looked up for one result, a call each."""


async def names_for(directory: "Directory", entity: str, data: Any) -> Names:
    """The names of what a result has ids of alone, as far as they can be known cheaply.

    Args:
        directory: What there is, and asks ClickUp.
        entity: What the records of the result are.
        data: The records, or one.
    """
    missed: set[tuple[str, str]] = set()
    names = Names(missed=missed)
    records = data if isinstance(data, list) else [data]
    for record in records:
        compact(entity, record, in_list=isinstance(data, list), names=names)
    wanted: dict[str, set[str]] = {}
    for kind, key in missed:
        wanted.setdefault(kind, set()).add(key)
    found: dict[str, Mapping[str, str]] = {}
    for kind, look_up in _LOOK_UPS.items():
        if kind in wanted:
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    found[kind] = await look_up(directory, wanted[kind])
            except (ConnectorError, TimeoutError, AttributeError, KeyError, TypeError):
                continue  # the ids are shown alone then
    return Names(
        people=found.get("people", {}),
        places=found.get("places", {}),
        groups=found.get("groups", {}),
        channels=found.get("channels", {}),
    )


async def name_of(directory: "Directory", kind: str, key: str) -> str | None:
    """The name of one thing, for a person who is asked; None where ClickUp tells none.

    Args:
        directory: What there is, and asks ClickUp.
        kind: What it is.
        key: Its id.

    Raises:
        ConnectorError: It could not be looked up.
    """
    if kind == "task":
        return str((await directory.task({"task_id": key})).get("name"))
    if kind == "field":
        return str((directory.known_field(key) or {}).get("name") or "") or None
    look_up = _LOOK_UPS.get(
        {"person": "people", "group": "groups", "workspace": "places"}.get(kind, "")
    )
    if look_up is not None:
        return (await look_up(directory, {key})).get(key)
    asked = KINDS[kind].asked if kind in KINDS else None
    if asked is None:
        return None
    entity, action, parameter = asked
    told = compact(entity, await directory.one(entity, action, **{parameter: key}), in_list=False)
    name = told.get("name") if isinstance(told, Mapping) else None
    return None if name is None else str(name)


async def _people(directory: "Directory", _: set[str]) -> dict[str, str]:
    return {
        str(user["id"]): name
        for user in await directory.people()
        if (name := user.get("username") or user.get("email"))
    }


async def _places(directory: "Directory", wanted: set[str]) -> dict[str, str]:
    found = {str(w["id"]): str(w["name"]) for w in await directory.workspaces()}
    for workspace in list(found):
        if wanted <= found.keys():
            break
        spaces = await directory.things("spaces", workspace)
        found |= {str(space["id"]): str(space["name"]) for space in spaces}
        known = directory.tree_age(workspace) is not None
        if not wanted <= found.keys() and (known or len(spaces) <= _FEW_SPACES):
            tree = await directory.tree(workspace)
            found |= {place.id: place.name for place in tree.places}
    return found


async def _groups(directory: "Directory", _: set[str]) -> dict[str, str]:
    return {
        str(group["id"]): str(group.get("name") or group["id"])
        for workspace in await directory.workspaces()
        for group in await directory.things("user_groups", str(workspace["id"]))
    }


async def _channels(directory: "Directory", wanted: set[str]) -> dict[str, str]:
    """Direct messages by who is in them, without the user who reads them."""
    me = str((await directory.me())["id"])
    some = sorted(wanted)[:_FEW_CHANNELS]
    members = await gather_or_cancel(directory.channel_members(channel) for channel in some)
    return {
        channel: ", ".join(
            f"{user.get('username') or user.get('name') or user.get('email')} ({user['id']})"
            for user in users
            if str(user["id"]) != me or len(users) == 1
        )
        for channel, users in zip(some, members, strict=True)
        if users
    }


_LOOK_UPS: Mapping[str, Callable[["Directory", set[str]], Awaitable[dict[str, str]]]] = {
    "people": _people,
    "places": _places,
    "groups": _groups,
    "channels": _channels,
}
