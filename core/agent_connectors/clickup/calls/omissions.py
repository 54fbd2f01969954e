"""What an answer of ClickUp leaves out, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agent_connectors.engine.declare.operation import Operation

if TYPE_CHECKING:
    from agent_connectors.clickup.naming import Directory

__all__ = ["lists_in_folders"]


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
