"""Views."""

from typing import Any

from agent_connectors.clickup.sandbox.state.plans import View

SECTIONS: dict[str, dict[str, Any]] = {
    "grouping": {"field": "status", "dir": 1, "collapsed": [], "ignore": False},
    "divide": {"field": None, "dir": None, "collapsed": []},
    "sorting": {"fields": []},
    "filters": {"op": "AND", "fields": [], "search": "", "show_closed": False},
    "columns": {"fields": []},
    "team_sidebar": {"assignees": [], "assigned_comments": False, "unassigned_tasks": False},
    "settings": {
        "show_task_locations": False,
        "show_subtasks": 3,
        "show_subtask_parent_names": False,
        "show_closed_subtasks": False,
        "show_assignees": True,
        "show_images": True,
        "collapse_empty_columns": None,
        "me_comments": True,
        "me_subtasks": True,
        "me_checklists": True,
    },
}
"""The settings of a view, by section, as they are when nobody changed them."""


def view_section(view: View, name: str) -> dict[str, Any]:
    """One section of a view's settings."""
    return {**SECTIONS[name], **view.settings.get(name, {})}


def view_payload(view: View) -> dict[str, Any]:
    """A view."""
    return {
        "id": view.id,
        "name": view.name,
        "type": view.type,
        "parent": {"id": view.parent, "type": view.parent_type},
        **{name: view_section(view, name) for name in SECTIONS},
    }
