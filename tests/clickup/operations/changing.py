"""Parameters with which each write changes something."""

from typing import Any

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.people import MEMBER
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.operations.making import Maker

__all__ = ["changing"]

_OTHERS: dict[str, dict[str, Any]] = {
    "comments.update": {"comment_text": "Another text"},
    "chat_messages.update": {"content": "Another text"},
    "legacy_time_tracking.update": {"time": "2h"},
    "time_tracking.update": {"billable": True},
    "guests.update": {"can_edit_tags": False},
}
_FIRST = {
    "custom_fields.remove": ("set", {"value": 42}),
    "time_entry_tags.remove": ("add", {}),
}
"""What must be there before it can be taken away."""


async def changing(
    clickup: ClickupApiConnector,
    sandbox: Sandbox,
    operation: Operation,
    endpoint: Endpoint | None,
) -> dict[str, Any]:
    """The parameters of a call that changes something, with what it needs made first."""
    params = await Maker(clickup, sandbox).params(operation, endpoint)
    if operation.name in _FIRST:
        action, more = _FIRST[operation.name]
        await clickup.execute(operation.entity, action, {**params, **more})
    if operation.name == "time_tracking.update":
        del params["description"]
    if operation.name == "users.update":
        members = [user for user in sandbox.workspace.users.values() if user.role == MEMBER]
        params["user_id"] = str(next(user.id for user in members if user.joined))
    return params | _OTHERS.get(operation.name, {})
