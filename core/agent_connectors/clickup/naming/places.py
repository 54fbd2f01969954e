"""Spaces, folders and lists of a workspace, as a tree and by name."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from agent_connectors.engine.values.names import Match, fold, match

__all__ = ["Kind", "Place", "Tree", "place_of", "unseen"]

Kind = Literal["space", "folder", "list"]

_SEPARATOR = " / "
_AROUND_SLASH = re.compile(r"\s*/\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A space, a folder or a list."""

    kind: Kind
    id: str
    name: str
    path: tuple[str, ...]
    """The names of what it is in, from the space down."""
    space_id: str
    folder_id: str | None = None
    task_count: int | None = None

    def __str__(self) -> str:
        where = f" in {_SEPARATOR.join(self.path)}" if self.path else ""
        return f"{self.name} ({self.id}{where})"

    def is_called(self, wanted: str) -> bool:
        """Whether a name, or one after those of what it is in, is its own."""
        return bool(match(_joined(wanted), (self,), Place.names).exact)

    def may_end(self, wanted: str) -> bool:
        """Whether a name after those of what it is in may be its own, as far as its last part."""
        return fold(_joined(wanted)).endswith(f"/{fold(_joined(self.name))}")

    def names(self) -> Iterator[str]:
        """What it may be called: its name, or its name after those of what it is in.

        Not all of these have to be named: `Space / List` will do for a list in a folder.
        """
        for count in range(len(self.path) + 1):
            for around in combinations(self.path, count):
                yield _joined(_SEPARATOR.join((*around, self.name)))


class Tree:
    """The spaces of a workspace with all that is in them.

    Args:
        workspace_id: The workspace.

    Attributes:
        places: All of them, each with its name.
        closed: The spaces that the token may not look into, in words.
    """

    def __init__(self, workspace_id: str) -> None:
        self.workspace_id = workspace_id
        self.places: list[Place] = []
        self.closed: list[str] = []

    def add_space(
        self,
        space: Mapping[str, Any],
        folders: Sequence[Mapping[str, Any]],
        lists: Sequence[Mapping[str, Any]],
    ) -> None:
        """Takes in a space.

        Args:
            space: The space, as ClickUp gives it.
            folders: Its folders, with their lists.
            lists: Its lists that are in no folder.
        """
        space_id, name = str(space["id"]), str(space["name"])
        self.places.append(Place("space", space_id, name, (), space_id))
        for folder in folders:
            folder_id = str(folder["id"])
            around = _space(folder, name)
            inside = (*around, str(folder["name"]))
            self.places.append(Place("folder", folder_id, inside[-1], around, space_id))
            for found in folder.get("lists") or ():
                self.places.append(_list(found, inside, space_id, folder_id))
        for found in lists:
            self.places.append(_list(found, _space(found, name), space_id, None))

    def find(self, name: str, kinds: tuple[Kind, ...]) -> Match[Place]:
        """The places of these kinds that a name can mean."""
        among = (place for place in self.places if place.kind in kinds)
        return match(_joined(name), among, Place.names)

    def nested(self) -> list[dict[str, Any]]:
        """The tree as nested objects with names and ids."""
        spaces: dict[str, dict[str, Any]] = {}
        folders: dict[str, dict[str, Any]] = {}
        for place in self.places:
            node: dict[str, Any] = {"id": place.id, "name": place.name}
            if place.kind == "space":
                spaces[place.id] = {**node, "folders": [], "lists": []}
            elif place.kind == "folder":
                folders[place.id] = {**node, "lists": []}
                spaces[place.space_id]["folders"].append(folders[place.id])
            else:
                node["task_count"] = place.task_count
                home = folders[place.folder_id] if place.folder_id else spaces[place.space_id]
                home["lists"].append(node)
        return list(spaces.values())


def unseen(closed: Collection[str]) -> list[str]:
    """What to say of spaces that the token may not look into; nothing, if there are none."""
    if not closed:
        return []
    listed = ", ".join(sorted(closed))
    return [f"ClickUp does not let this token look into {listed}: what is there is not known"]


def _joined(path: str) -> str:
    """A path with nothing around its slashes, however it was written."""
    return _AROUND_SLASH.sub("/", path)


def place_of(kind: Kind, record: Mapping[str, Any]) -> Place:
    """A place from what ClickUp answers when it is asked for one.

    Args:
        kind: Which of them it is.
        record: The answer.
    """
    inside = (
        [record.get("space"), record.get("folder")] if kind == "list" else [record.get("space")]
    )
    path = tuple(
        str(around["name"])
        for around in (inside if kind != "space" else ())
        if isinstance(around, Mapping) and around.get("name") and not around.get("hidden")
    )
    return Place(kind, str(record["id"]), str(record["name"]), path, "")


def _space(found: Mapping[str, Any], name: str) -> tuple[str]:
    """What a space is called by what is in it, which may have been asked for later."""
    around = found.get("space")
    return (str(around.get("name") or name) if isinstance(around, Mapping) else name,)


def _list(
    found: Mapping[str, Any], path: tuple[str, ...], space_id: str, folder_id: str | None
) -> Place:
    count = found.get("task_count")
    return Place(
        "list",
        str(found["id"]),
        str(found["name"]),
        path,
        space_id,
        folder_id,
        int(str(count)) if str(count).isdecimal() else None,
    )
