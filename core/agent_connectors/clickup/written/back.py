"""Reads back what ClickUp's answer to a write does not show, where one request shows it."""

from collections.abc import Awaitable, Mapping
from typing import Any

from agent_connectors.clickup.fields.forms import opened
from agent_connectors.clickup.naming.directory import TASK_NAMING, Directory
from agent_connectors.clickup.written import differences
from agent_connectors.clickup.written.comparing import brief, folded, is_nothing
from agent_connectors.clickup.written.custom import is_change, value_kept
from agent_connectors.clickup.written.days import user_zone
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError

__all__ = ["read_back"]

_DESCRIBED = {"tasks.create", "tasks.update"}
_FIELDS = {"custom_fields.set", "custom_fields.remove"}


async def read_back(
    operation: Operation, checked: Mapping[str, Any], answer: Any, directory: Directory
) -> list[str]:
    """What to say of what was written and is not there when it is read.

    Custom fields that were set, pages that were changed, tags of which nothing was answered, and
    links in the description of a task, which answers show as plain text. It costs a request each.

    Args:
        operation: What was carried out.
        checked: Its parameters.
        answer: What ClickUp answered.
        directory: Reads.
    """
    asking: Awaitable[list[str]]
    if operation.name in _FIELDS:
        asking = _field(operation, checked, directory)
    elif operation.name == "doc_pages.update":
        asking = _page(operation, checked, directory)
    elif operation.name == "tags.update" and not answer:
        asking = _tag(operation, checked, directory)
    elif operation.name in _DESCRIBED and "](" in checked.get("markdown_content", ""):
        asking = _links(checked, answer, directory)
    else:
        return []
    try:
        return await asking
    except ConnectorError as error:
        return [f"ClickUp took it; it could not be read back whether it is set ({error.message})."]


async def _page(
    operation: Operation, checked: Mapping[str, Any], directory: Directory
) -> list[str]:
    added = checked.get("content_edit_mode") in {"append", "prepend"}
    asked = {name: value for name, value in checked.items() if name != "content" or not added}
    return await differences(asked, await directory.page(checked), operation, directory)


async def _tag(operation: Operation, checked: Mapping[str, Any], directory: Directory) -> list[str]:
    tags = await directory.tags(str(checked["space_id"]))
    wanted = folded(checked["name"])
    there = next((tag for tag in tags if folded(tag.get("name")) == wanted), {"name": None})
    # A list has the colours of a tag under the names that they have where it is made.
    colours = {"fg_color": there.get("tag_fg"), "bg_color": there.get("tag_bg")}
    return await differences(checked, {"tag": {**colours, **there}}, operation, directory)


async def _links(checked: Mapping[str, Any], answer: Any, directory: Directory) -> list[str]:
    from agent_connectors.clickup.written.prose import links

    wanted = links(checked["markdown_content"])
    if not wanted:
        return []
    named = {name: checked[name] for name in TASK_NAMING if name in checked}
    task = await directory.task(named or {"task_id": answer["id"]}, markdown=True)
    there = links(str(task.get("markdown_description") or ""))
    if there == wanted:
        return []
    said = "ClickUp answered without an error, but links in `markdown_content` are others"
    return [f"{said}: asked for {brief(wanted)}, there is {brief(there)}."]


async def _field(
    operation: Operation, checked: Mapping[str, Any], directory: Directory
) -> list[str]:
    key = str(checked["field_id"])
    task = await directory.task(checked)
    asked_of, shown_of = str(checked.get("task_id")), str(task.get("id"))
    if not checked.get("custom_task_ids") and asked_of != shown_of:
        said = f"ClickUp took it, but what was read back is another task: {shown_of}."
        return [f"{said} Whether it is set is not known; read {asked_of} again."]
    fields = task.get("custom_fields")
    listed = [f for f in fields if isinstance(f, Mapping)] if isinstance(fields, list) else []
    field = next((f for f in listed if str(f.get("id")) == key), None)
    if field is None:
        return [f"ClickUp took it, but the task shows no custom field `{key}`."]
    given = getattr(checked, "given", checked).get("value")  # as the caller put it
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
