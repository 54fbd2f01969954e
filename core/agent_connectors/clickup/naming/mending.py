"""What a refused call may have meant."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo
from typing import Any

from agent_connectors.clickup.naming.custom import resolve_custom_fields
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.resolve import resolve
from agent_connectors.engine.errors import ApiError, ConnectorError, InvalidParams
from agent_connectors.engine.matching import match
from agent_connectors.engine.operation import Operation

__all__ = ["mended", "unknown_statuses"]


async def mended(
    operation: Operation,
    checked: dict[str, Any],
    error: ApiError,
    directory: Directory,
    zone: Callable[[], Awaitable[tzinfo]],
) -> dict[str, Any] | None:
    """The parameters that were probably meant; None if there is nothing better.

    Args:
        operation: What was to be carried out.
        checked: Its parameters, checked.
        error: Why ClickUp refused them.
        directory: What there is.
        zone: Gives the time zone of times that are said without one.

    Raises:
        InvalidParams: It is clear what is wrong, but not what was meant.
    """
    code = error.code or ""
    if code == "ITEM_114" and isinstance(checked.get("status"), str):
        statuses = await _statuses(checked, directory)
        known = _status(operation, checked["status"], statuses)
        return None if known == checked["status"] else checked | {"status": known}
    if code.startswith("FIELD_"):
        better = await resolve_custom_fields(operation, checked, directory, zone, every=True)
        return None if better == checked else better
    better = await resolve(operation, checked, directory, every=True)
    return None if better == checked else better


async def unknown_statuses(checked: Mapping[str, Any], directory: Directory) -> list[str]:
    """What to say of statuses that were asked for and that the list does not have."""
    if "list_id" not in checked:
        return []
    try:
        known = await _statuses(checked, directory)
    except (ConnectorError, KeyError, TypeError):
        return []  # the list itself was read: this would only have been an addition
    unknown = [status for status in checked["statuses"] if status not in known]
    if not unknown:
        return []
    names = ", ".join(f"`{name}`" for name in known)
    wrong = ", ".join(f"`{name}`" for name in unknown)
    return [f"The list has no status {wrong}, so nothing can be found by it. It has: {names}."]


def _status(operation: Operation, wanted: str, known: list[str]) -> str:
    found = match(wanted, known, lambda status: (status,))
    if found.only is not None:
        return found.only
    near = f"Did you mean `{found.close[0]}`? " if found.close else ""
    names = ", ".join(f"`{status}`" for status in known)
    raise InvalidParams(
        f"The list has no status `{wanted}`.",
        hint=f"{near}It has: {names}.",
        operation=operation.name,
    )


async def _statuses(checked: Mapping[str, Any], directory: Directory) -> list[str]:
    """The statuses of the list that a call goes to."""
    list_id = checked.get("list_id")
    if list_id is None:
        names = ("task_id", "custom_task_ids", "team_id")
        task = await directory.task(**{n: checked[n] for n in names if n in checked})
        list_id = task["list"]["id"]
    return [status["status"] for status in (await directory.one_list(str(list_id)))["statuses"]]
