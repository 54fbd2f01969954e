"""Finds filters by ids that nothing has: ClickUp passes them over without a word."""

from collections.abc import Iterator, Mapping
from typing import Any

from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.names import BUILT_IN_TYPES
from agent_connectors.clickup.naming.resolve import Resolution, known_by
from agent_connectors.engine.declare.named import ids_in
from agent_connectors.engine.declare.operation import Operation

__all__ = ["unknown_ids"]

_PLACES = {"space", "folder", "list"}

_OTHERS = {"person", "task type", "group"}

_LONGEST_NAME = 8
"""Digits of a text that may be a year, a day or a number of a sprint rather than an id."""

_SHOWN_AS = {"folder": ("folder", "project"), "task type": ("custom_item_id",)}
"""Under which keys records show the ids of a kind, where not under its own name."""


async def unknown_ids(
    operation: Operation, found: Resolution, directory: Directory, data: Any
) -> list[tuple[str, str]]:
    """Kinds and texts that were sent as ids in a filter, and are ids of nothing that is known.

    The spaces, folders and lists are asked for only if the text is short enough for a name, or if
    one of them was named in the same call.

    Args:
        operation: What was carried out: a read.
        found: What became of its names.
        directory: What there is.
        data: What was read; an id that it shows is one. None before the first page of a walk.
    """
    if not operation.endpoints and data != []:
        return []  # what makes several calls is told by each of them
    listed = any(meant.kind in _PLACES for meant in found.meant)
    doubtful = [
        (kind, text)
        for kind, text in dict.fromkeys(found.unchecked)
        if (kind, text) in _filtered_by(operation, found)
        and (listed or len(text) <= _LONGEST_NAME if kind in _PLACES else data is not None)
        and text not in _shown(data, kind)
    ]
    unknown = [each for each in doubtful if each[1] not in await _known(directory, each[0])]
    # What somebody has made since is only seen by asking again.
    renewed = [directory.renew(known_by(kind)) for kind in {kind for kind, _ in unknown}]
    if any(renewed):
        return [each for each in unknown if each[1] not in await _known(directory, each[0])]
    return unknown


def _filtered_by(operation: Operation, found: Resolution) -> set[tuple[str, str]]:
    """The ids in parameters that ClickUp does not look up itself, as it does those of the path."""
    return {
        (kind, str(value).strip())
        for name, shape in operation.named.items()
        if name in found.params and operation.parameters[name].place is not None
        for kind, value in ids_in(found.params[name], shape, found.params)
        if kind in _PLACES or kind in _OTHERS
    }


async def _known(directory: Directory, kind: str) -> set[str]:
    """The ids of all that is of a kind."""
    if kind == "person":
        return {str(somebody["id"]) for somebody in await directory.people()}
    workspaces = [str(workspace["id"]) for workspace in await directory.workspaces()]
    if kind in _PLACES:
        trees = [await directory.tree(workspace) for workspace in workspaces]
        return {place.id for tree in trees for place in tree.places if place.kind == kind}
    entity = known_by(kind)
    found = [await directory.things(entity, workspace) for workspace in workspaces]
    built_in = BUILT_IN_TYPES if kind == "task type" else ()
    return {str(each["id"]) for those in (*found, built_in) for each in those}


def _shown(data: Any, kind: str) -> set[str]:
    """The ids of a kind that records show, at any depth."""
    keys = _SHOWN_AS.get(kind, (kind,))
    return {str(i) for key, i in _ids(data, "") if kind in {"person", "group"} or key in keys}


def _ids(data: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name == "id" and isinstance(value, str | int):
                yield key, value
            elif name == "custom_item_id":
                yield name, value
            else:
                yield from _ids(value, name)
    elif isinstance(data, list):
        for each in data:
            yield from _ids(each, key)
