"""A list that has a custom field of every type, in a sandbox."""

from datetime import UTC, date, datetime
from typing import Any

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.plans import CustomField
from tests.reports.between import Between

__all__ = ["CONFIGS", "NOW", "Ground", "options", "uuid"]

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)


def uuid(number: int) -> str:
    return f"0aa0c0de-0000-4000-8000-{number:012d}"


def options(*names: str, key: str = "name") -> dict[str, Any]:
    return {
        "options": [
            {"id": uuid(1000 + n), key: name, "orderindex": n} for n, name in enumerate(names)
        ]
    }


CONFIGS: dict[str, dict[str, Any]] = {
    "url": {},
    "drop_down": options("Web", "API", "Gateway"),
    "email": {},
    "phone": {},
    "date": {},
    "text": {},
    "checkbox": {},
    "number": {},
    "currency": {"precision": 2, "currency_type": "EUR"},
    "tasks": {"fields": []},
    "users": {"single_user": False},
    "emoji": {"count": 5, "code_point": "2b50"},
    "labels": options("iOS", "Web", "Edge", key="label"),
    "automatic_progress": {"tracking": {"subtasks": True}},
    "manual_progress": {"start": 0, "end": 100},
    "short_text": {},
    "attachment": {},
    "formula": {"formula": "1+1"},
    "list_relationship": {"fields": [], "subcategory_id": "901"},
    "location": {},
    "votes": {},
    "signature": {},
    "app_object": {},
    "app_object_property": {},
    "button": {},
    "multi_key": {"feature": "baselines"},
}
"""Every type that ClickUp's specification and its recorded answers name."""


class Ground:
    """A sandbox with a list of such fields, each called by its type, and two tasks in it."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(
            tasks=20, today=date(2026, 3, 18), clock=NOW.timestamp, rate_limit=None
        )
        for user in self.sandbox.workspace.users.values():
            user.timezone = "Europe/Berlin"
        self.between = Between(self.sandbox)
        self.connector = self.between.connector(timezone="Europe/Berlin", allow_destructive=True)
        self.execute = self.connector.execute_sync
        spaces = self.execute("spaces", "list").data
        made = self.execute("lists", "create", {"space_id": spaces[0]["id"], "name": "All fields"})
        self.list_id = str(made.data["id"])
        for number, (kind, config) in enumerate(CONFIGS.items()):
            self.add(uuid(number), kind, kind, config)
        self.task, self.other = (self.new() for _ in range(2))
        self.people = [user.id for user in self.sandbox.workspace.users.values()]

    def add(self, identifier: str, name: str, kind: str, config: dict[str, Any]) -> None:
        """One more field."""
        field = CustomField(identifier, name, kind, config, 1, self.list_id)
        self.sandbox.workspace.fields[identifier] = field
        self.sandbox.workspace._fields_of.clear()

    def new(self) -> str:
        params = {"list_id": self.list_id, "name": "n"}
        return str(self.execute("tasks", "create", params).data["id"])

    def set(self, field: str, value: Any, **more: Any) -> Any:
        params = {"task_id": self.task, "field_id": field, "value": value, **more}
        return self.execute("custom_fields", "set", params)

    def value(self, field: str) -> Any:
        """What the task shows."""
        task = self.execute("tasks", "get", {"task_id": self.task}).data
        return next(f.get("value") for f in task["custom_fields"] if f["name"] == field)
