"""What a refused call may have meant."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.calls.call import Call
from agent_connectors.clickup.calls.statuses import spelled_statuses
from agent_connectors.clickup.fields import Now, is_uuid, resolve_custom_fields, what_they_take
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ApiError, ConnectorError, InvalidParams
from agent_connectors.engine.values.names import match

__all__ = ["better_conditions", "repaired"]


async def repaired(
    operation: Operation,
    checked: dict[str, Any],
    error: ApiError,
    directory: Directory,
    now: Now,
) -> dict[str, Any] | None:
    """The parameters that were probably meant; None if there is nothing better.

    Args:
        operation: What was to be carried out.
        checked: Its parameters, checked.
        error: Why ClickUp refused them.
        directory: What there is.
        now: Gives the time, in the zone of times that are said without one.

    Raises:
        InvalidParams: It is clear what is wrong, but not what was meant.
    """
    code = error.code or ""
    if code == "ITEM_114" and isinstance(checked.get("status"), str):
        statuses = await _statuses(checked, directory)
        known = _status(operation, checked["status"], statuses)
        return None if known == checked["status"] else checked | {"status": known}
    if code.startswith("FIELD_"):
        directory.forget_fields(older_than=0)
        better = await resolve_custom_fields(operation, checked, directory, now, fresh=True)
        if better != checked:
            return better
        if takes := await what_they_take(operation, checked, directory, now):
            raise InvalidParams(
                f"ClickUp refused it: {error.said or code}.", hint=takes, operation=operation.name
            )
        return None
    named = await checked.anew(operation, directory) if isinstance(checked, Call) else None
    if named is None:
        return None
    # Another place has other custom fields.
    better = await resolve_custom_fields(operation, named, directory, now)
    return Call(better, named.given, named.found)


async def better_conditions(
    operation: Operation,
    checked: dict[str, Any],
    directory: Directory,
    now: Now,
    *,
    found: bool,
) -> tuple[dict[str, Any], list[str]]:
    """The conditions of a call with statuses, and fields if it found nothing, by their right names.

    Args:
        operation: What was carried out.
        checked: Its parameters, checked.
        directory: What there is.
        now: Gives the time, in the zone of times that are said without one.
        found: Whether it found anything.

    Returns:
        The parameters, the same where there are no better ones, and what to say of those that
        name nothing.
    """
    better, said = checked, []
    keys = [entry.get("field_id") for entry in checked.get("custom_fields") or ()]
    if not found and not all(map(is_uuid, keys)):
        try:
            better = await resolve_custom_fields(operation, checked, directory, now, strict=True)
        except InvalidParams as unknown:
            said.append(f"{unknown.message} So nothing can be found by it.")
        except ConnectorError:
            pass  # the tasks were read: this would only have been an addition
    if checked.get("statuses"):
        spelled, warnings = await spelled_statuses(checked, directory)
        said += warnings
        if spelled != list(checked["statuses"]):
            better = better | {"statuses": spelled}
    # ClickUp keeps tags in small letters, whatever letters they are made with.
    tags = checked.get("tags") or []
    if [str(tag).lower() for tag in tags] != list(tags):
        better = better | {"tags": [str(tag).lower() for tag in tags]}
    return better, said


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
    directory.renew("list")  # else one that was made since would be missing
    list_id = checked.get("list_id")
    if list_id is None:
        list_id = (await directory.task(checked))["list"]["id"]
    return [status["status"] for status in (await directory.one_list(str(list_id)))["statuses"]]
