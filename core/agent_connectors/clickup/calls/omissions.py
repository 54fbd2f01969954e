"""What an answer of ClickUp leaves out, or shows although it is gone, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agent_connectors.engine.declare.operation import Operation

if TYPE_CHECKING:
    from agent_connectors.clickup.naming import Directory

__all__ = ["deleted", "lists_in_folders"]

_AROUND = ("list", "folder", "space")
"""What a record tells that it is in."""


def deleted(operation: Operation, data: Any) -> list[str]:
    """Warnings where an object, or what it is in, has been deleted; ClickUp shows it all the same.

    Args:
        operation: What was carried out.
        data: The object.
    """
    if not isinstance(data, Mapping):
        return []
    noun = operation.entity.removesuffix("s").replace("_", " ")
    gone = [f"This {noun}"] if data.get("deleted") is True else []
    gone += [
        f"The {kind} that this {noun} is in"
        for kind in _AROUND
        if isinstance(data.get(kind), Mapping) and data[kind].get("deleted") is True
    ]
    end = "." if operation.effect == "read" else ": what was changed shows nowhere."
    return [f"{what} is deleted{end}" for what in gone]


def lists_in_folders(
    operation: Operation, checked: Mapping[str, Any], directory: "Directory"
) -> tuple[str, ...]:
    """That the lists in folders are not among those of a space, and how many they are if known.

    Args:
        operation: What was carried out.
        checked: Its parameters.
        directory: What is known; it is not asked for more.
    """
    if operation.name != "lists.list" or "space_id" not in checked:
        return ()
    count = directory.lists_in_folders(str(checked["space_id"]))
    if count == 0:
        return ()
    known = "lists" if count is None else f"{count} list{'s' if count > 1 else ''}"
    return (f"{known} in folders (folders.list of the space has them)",)
