"""Checklists."""

from typing import Any

from agent_connectors.clickup.sandbox.payloads.people import user_payload
from agent_connectors.clickup.sandbox.payloads.places import put_before
from agent_connectors.clickup.sandbox.state.work import Checklist, ChecklistItem


def _item_payload(item: ChecklistItem, checklist: Checklist) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": item.name,
        "orderindex": None,
        "assignee": None if item.assignee is None else user_payload(item.assignee),
        "group_assignee": None,
        "resolved": item.resolved,
        "parent": None if item.parent is None else item.parent.id,
        "date_created": str(item.created),
        "start_date": None,
        "start_date_time": False,
        "due_date": None,
        "due_date_time": False,
        "sent_due_date_notif": None,
        "children": [child.id for child in checklist.items if child.parent is item],
    }


def new_checklist_payload(checklist: Checklist) -> dict[str, Any]:
    """A checklist that was just made, of which less is shown than later."""
    resolved = sum(item.resolved for item in checklist.items)
    return {
        "id": checklist.id,
        "task_id": checklist.task.id,
        "name": checklist.name,
        "orderindex": checklist.orderindex,
        "resolved": resolved,
        "unresolved": len(checklist.items) - resolved,
        "items": [_item_payload(item, checklist) for item in checklist.items],
    }


def checklist_payload(checklist: Checklist) -> dict[str, Any]:
    """A checklist with its items."""
    payload = new_checklist_payload(checklist)
    payload = put_before("orderindex", payload, date_created=str(checklist.created))
    return put_before("resolved", payload, creator=checklist.creator.id)
