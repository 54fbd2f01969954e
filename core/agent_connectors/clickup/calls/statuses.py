"""Statuses in conditions: as the places that are asked about spell them, or told to be none there.

ClickUp finds nothing by a status that it does not know, and says nothing of it. Spaces show their
statuses, and folders those of their own; a list that has its own has to be asked for.
"""

from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.loops import gather_or_cancel
from agent_connectors.engine.values.names import fold, nearest

__all__ = ["are_shown", "spelled_statuses"]

_MOST_LISTS = 20
"""Lists with statuses of their own that are asked for, at most."""

_SHOWN = 24


def are_shown(checked: Mapping[str, Any], tasks: Any) -> bool:
    """Whether tasks that were found have each of the statuses asked for, so that they exist.

    Args:
        checked: The parameters of the call.
        tasks: What it found.
    """
    asked = checked.get("statuses")
    if not asked or not isinstance(tasks, list):
        return True
    statuses = [task.get("status") for task in tasks if isinstance(task, Mapping)]
    shown = {fold(str(s.get("status"))) for s in statuses if isinstance(s, Mapping)}
    return all(fold(str(status)) in shown for status in asked)


async def spelled_statuses(
    checked: Mapping[str, Any], directory: Directory
) -> tuple[list[str], list[str]]:
    """Statuses as the places that are asked about spell them, and what to say of the others.

    Args:
        checked: The parameters of a call that did not show all of them.
        directory: What there is.
    """
    asked = [str(status) for status in checked["statuses"]]
    try:
        known, left = await _known(checked, asked, directory)
        if any(not _spellings(status, known) for status in asked):
            # What statuses there are may have changed.
            old = [directory.renew(what) for what in ("list", "tree", "spaces")]
            known, left = await _known(checked, asked, directory) if any(old) else (known, left)
    except (ConnectorError, KeyError, TypeError):
        return asked, []  # the tasks themselves were read: this would only have been an addition
    spelled = [name for status in asked for name in _spellings(status, known) or [status]]
    unknown = [status for status in asked if not _spellings(status, known)]
    if not unknown or not known:
        return spelled, []
    wrong = ", ".join(f"`{name}`" for name in unknown)
    said = f"There is no status {wrong}" if len(unknown) == 1 else f"There are no {wrong}"
    near = list(dict.fromkeys(name for each in unknown for name in nearest(each, known)))
    meant = f" Did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
    names = ", ".join(f"`{name}`" for name in known[:_SHOWN])
    more = f", and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    said += f" here, so nothing can be found by it.{meant} There is: {names}{more}."
    if left:
        said += f" {left} more lists with statuses of their own were not looked at."
    return spelled, [said]


def _spellings(status: str, known: list[str]) -> list[str]:
    """The ways in which a status is spelled; itself where it is spelled like that."""
    if status in known:
        return [status]
    return [name for name in known if fold(name) == fold(status)]


async def _known(
    checked: Mapping[str, Any], asked: list[str], directory: Directory
) -> tuple[list[str], int]:
    """The statuses of the places asked about, and how many lists were not looked at.

    No more is asked for than until all statuses are found.
    """
    lists = [checked["list_id"]] if "list_id" in checked else list(checked.get("list_ids") or ())
    if lists:
        return await _of_lists([str(each) for each in lists], directory), 0
    workspace = str(checked["team_id"])
    wanted = {str(each) for each in checked.get("space_ids") or ()}
    spaces = [
        space
        for space in await directory.things("spaces", workspace)
        if not wanted or str(space["id"]) in wanted
    ]
    known = _names(spaces)
    if all(_spellings(status, known) for status in asked):
        return known, 0
    await directory.tree(workspace)
    places = [place for space in spaces for place in directory.inside(str(space["id"]))]
    own = [str(place["id"]) for place in places if place.get("override_statuses") is True
           and "statuses" not in place]  # fmt: skip
    known += _names(places) + await _of_lists(own[:_MOST_LISTS], directory)
    return list(dict.fromkeys(known)), len(own[_MOST_LISTS:])


async def _of_lists(ids: list[str], directory: Directory) -> list[str]:
    return _names(await gather_or_cancel(directory.one_list(each) for each in ids))


def _names(places: list[Mapping[str, Any]]) -> list[str]:
    names = (str(each["status"]) for place in places for each in place.get("statuses") or ())
    return list(dict.fromkeys(names))
