"""Reads custom fields back that were set: ClickUp's answer to that shows nothing."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.fields.forms import opened
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.written.comparing import brief, is_nothing
from agent_connectors.clickup.written.custom import is_change, value_kept
from agent_connectors.clickup.written.days import user_zone
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError

__all__ = ["READ_BACK", "read_back"]

READ_BACK = {"custom_fields.set", "custom_fields.remove"}
"""Operations after which the task is read."""


async def read_back(
    operation: Operation, checked: Mapping[str, Any], given: Any, directory: Directory
) -> list[str]:
    """What to say of a custom field that does not hold what it was set to.

    Args:
        operation: What was carried out.
        checked: Its parameters.
        given: The value as the caller put it.
        directory: Reads the task.
    """
    key = str(checked["field_id"])
    try:
        task = await directory.task(checked)
    except ConnectorError as error:
        return [f"ClickUp took it; it could not be read back whether it is set ({error.message})."]
    asked_of, shown_of = str(checked.get("task_id")), str(task.get("id"))
    if not checked.get("custom_task_ids") and asked_of != shown_of:
        said = f"ClickUp took it, but what was read back is another task: {shown_of}."
        return [f"{said} Whether it is set is not known; read {asked_of} again."]
    fields = task.get("custom_fields")
    listed = [f for f in fields if isinstance(f, Mapping)] if isinstance(fields, list) else []
    field = next((f for f in listed if str(f.get("id")) == key), None)
    if field is None:
        return [f"ClickUp took it, but the task shows no custom field `{key}`."]
    asked = checked.get("value") if operation.action == "set" else None
    if isinstance(asked, Mapping) and is_change(asked) and not is_change(opened(field, given)):
        asked = asked.get("add")  # all that it is to hold
    sent = {**checked, "value": asked}
    if value_kept(sent, field) is not False:
        return []
    if field.get("type") == "date" and value_kept(sent, field, await user_zone(directory)):
        return []
    there = field.get("value")
    wanted = "be empty" if is_nothing(asked) else f"hold {brief(asked)}"
    said = f"ClickUp answered without an error, but `{field.get('name')}` does not {wanted}"
    return [f"{said}: it is {brief(there, plain=True)}."]
