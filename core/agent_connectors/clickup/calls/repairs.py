"""What a refused call may have meant."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.calls.call import Call
from agent_connectors.clickup.fields import Now, is_uuid, resolve_custom_fields, what_they_take
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ApiError, ConnectorError, InvalidParams
from agent_connectors.engine.values.names import fold, match

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
        if takes := await what_they_take(checked, directory, now):
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
) -> tuple[dict[str, Any], list[str]]:
    """The conditions of a call that found nothing, with statuses and fields by their right names.

    Args:
        operation: What was carried out.
        checked: Its parameters, checked.
        directory: What there is.
        now: Gives the time, in the zone of times that are said without one.

    Returns:
        The parameters, the same where there are no better ones, and what to say of those that
        name nothing.
    """
    better, said = checked, []
    keys = [entry.get("field_id") for entry in checked.get("custom_fields") or ()]
    if not all(map(is_uuid, keys)):
        try:
            better = await resolve_custom_fields(operation, checked, directory, now, strict=True)
        except InvalidParams as unknown:
            said.append(f"{unknown.message} So nothing can be found by it.")
        except ConnectorError:
            pass  # the tasks were read: this would only have been an addition
    if checked.get("statuses"):
        spelled, warnings = await _spelled_statuses(checked, directory)
        said += warnings
        if spelled != list(checked["statuses"]):
            better = better | {"statuses": spelled}
    # ClickUp keeps tags in small letters, whatever letters they are made with.
    tags = checked.get("tags") or []
    if [str(tag).lower() for tag in tags] != list(tags):
        better = better | {"tags": [str(tag).lower() for tag in tags]}
    return better, said


async def _spelled_statuses(
    checked: Mapping[str, Any], directory: Directory
) -> tuple[list[str], list[str]]:
    """Statuses as the lists that are asked about spell them, and what to say of the others.

    Args:
        checked: The parameters of a call that found nothing.
        directory: What there is.
    """
    asked = list(checked["statuses"])
    lists = [checked["list_id"]] if "list_id" in checked else list(checked.get("list_ids") or ())
    if not lists:
        return asked, []
    known: list[str] = []
    directory.renew("list")  # what statuses a list has may have changed
    try:
        for list_id in lists:
            found = await directory.one_list(str(list_id))
            known += [str(status["status"]) for status in found["statuses"]]
    except (ConnectorError, KeyError, TypeError):
        return asked, []  # the tasks themselves were read: this would only have been an addition
    folded = {fold(name): name for name in known}
    spelled = [status if status in known else folded.get(fold(status), "") for status in asked]
    unknown = [status for status, name in zip(asked, spelled, strict=True) if not name]
    if not unknown:
        return spelled, []
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(known))
    wrong = ", ".join(f"`{name}`" for name in unknown)
    said = f"There is no status `{unknown[0]}`" if len(unknown) == 1 else f"There are no {wrong}"
    kept = [name for name in spelled if name]
    return kept or asked, [f"{said} here, so nothing can be found by it. There is: {names}."]


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
