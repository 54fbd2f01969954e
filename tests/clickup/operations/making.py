"""Makes what operations need, by the names of their parameters."""

from datetime import timedelta
from typing import Any

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.endpoint import Endpoint
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Body
from tests.clickup.operations.conftest import NOON

__all__ = ["Maker"]

_START = NOON - timedelta(hours=3)

_FIXED: dict[str, Any] = {
    "client_id": "client",
    "client_secret": "client-secret",
    "code": "code",
    "comment_text": "Hello",
    "comment_type": "post",
    "content": "Hello",
    "email": "new@example.com",
    "end": _START + timedelta(hours=1),
    "endpoint": "https://example.com/hook",
    "estimates": [{"assignee": "unassigned", "time": 60_000}],
    "events": "*",
    "location_type": "list",
    "members": [],
    "name": "New",
    "new_name": "Newer",
    "object_type": "list",
    "permission_level": "read",
    "reaction": "thumbsup",
    "start": _START,
    "tags": [{"name": "on site"}],
    "time": "1h",
    "value": 42,
}

_BY_OPERATION: dict[str, dict[str, Any]] = {
    "key_results.create": {"type": "number", "steps_start": 0, "steps_end": 10},
    "views.create": {"type": "list"},
    "time_tracking.create": {"duration": "1h"},
    "attachments.upload": {"text": "Hello", "name": "hello.txt"},
    "attachments.upload_to_field": {"text": "Hello", "name": "hello.txt"},
}
"""What single operations need beside their required parameters."""


_CHANGES: dict[str, Any] = {
    "name": "New",
    "content": "Hello",
    "comment_text": "Hello",
    "description": "Hello",
    "steps_current": 3,
    "endpoint": "https://example.com/hook",
    "username": "New",
    "can_edit_tags": True,
    "private": True,
}
"""What there is to change, where an operation needs nothing but something to change."""


def _changes(operation: Operation, given: dict[str, Any]) -> bool:
    return any(isinstance(operation.parameters[name].place, Body) for name in given)


class Maker:
    """Finds or makes ids in a sandbox, each when it is first asked for."""

    def __init__(self, clickup: ClickupApiConnector, sandbox: Sandbox) -> None:
        self._clickup = clickup
        self._sandbox = sandbox
        self._made: dict[str, Any] = {}

    async def params(
        self, operation: Operation, endpoint: Endpoint | None, *, without: str = ""
    ) -> dict[str, Any]:
        """Parameters with which an operation can be carried out through an endpoint.

        Args:
            operation: The operation.
            endpoint: The endpoint, if it has any.
            without: A parameter that somebody else sees to.
        """
        wanted = {*(endpoint.names if endpoint else ()), *operation.one_of[:1]}
        wanted |= {name for name, p in operation.parameters.items() if p.required}
        wanted.discard(without)
        given = dict(_BY_OPERATION.get(operation.name, {}))
        for name in sorted(wanted - given.keys()):
            given[name] = await self._get(name, operation)
        if operation.action == "update" and not _changes(operation, given):
            changing = (n for n in _CHANGES if n in operation.parameters)
            given |= {name: _CHANGES[name] for name in list(changing)[:1]}
        return given

    async def _get(self, name: str, operation: Operation) -> Any:
        if name in _FIXED:
            if name == "name" and operation.name == "time_entry_tags.update":
                await self._get("tagged", operation)
                return "on site"
            return _FIXED[name]
        if name not in self._made:
            found = await getattr(self, f"_{name}")(operation)
            self._made[name] = found
        return self._made[name]

    async def _call(self, entity: str, action: str, **params: Any) -> Any:
        return (await self._clickup.execute(entity, action, params)).data

    async def _team_id(self, _: Operation) -> str:
        return str((await self._call("teams", "list"))[0]["id"])

    async def _workspace_id(self, operation: Operation) -> str:
        return str(await self._get("team_id", operation))

    async def _space_id(self, _: Operation) -> str:
        return str((await self._call("spaces", "list"))[0]["id"])

    async def _folder_id(self, operation: Operation) -> str:
        space = await self._get("space_id", operation)
        return str((await self._call("folders", "list", space_id=space))[0]["id"])

    async def _list_id(self, operation: Operation) -> str:
        folder = await self._get("folder_id", operation)
        if operation.name in {"lists.add_task", "lists.remove_task", "tasks.move"}:
            task = await self._get("task_id", operation)
            further = await self._call("lists", "create", name="Further", folder_id=folder)
            if operation.action == "remove_task":
                await self._call("lists", "add_task", list_id=further["id"], task_id=task)
            return str(further["id"])
        return str((await self._call("lists", "list", folder_id=folder))[0]["id"])

    async def _task_id(self, operation: Operation) -> str:
        folder = await self._get("folder_id", operation)
        home = (await self._call("lists", "list", folder_id=folder))[0]["id"]
        task = await self._call("tasks", "create", list_id=home, name="Calibrate")
        if operation.name == "tags.remove":
            tag = await self._get("tag_name", operation)
            await self._call("tags", "add", task_id=task["id"], tag_name=tag)
        return str(task["id"])

    async def _another(self, operation: Operation) -> str:
        task, again = await self._get("task_id", operation), Maker(self._clickup, self._sandbox)
        other = str(await again._get("task_id", operation))
        if operation.name == "dependencies.remove":
            await self._call("dependencies", "add", task_id=task, depends_on=other)
        if operation.name == "task_links.remove":
            await self._call("task_links", "add", task_id=task, links_to=other)
        return other

    _depends_on = _links_to = _another

    async def _source_task_ids(self, operation: Operation) -> list[str]:
        return [await self._another(operation)]

    async def _task_ids(self, operation: Operation) -> list[str]:
        return [await self._another(operation), str(await self._get("task_id", operation))]

    async def _goal_id(self, _: Operation) -> str:
        return str((await self._call("goals", "create", name="Fewer alarms"))["id"])

    async def _key_result_id(self, operation: Operation) -> str:
        goal = await self._get("goal_id", operation)
        made = await self._call(
            "key_results", "create", goal_id=goal, name="Half", type="boolean"
        )  # fmt: skip
        return str(made["id"])

    async def _view_id(self, operation: Operation) -> str:
        team = await self._get("team_id", operation)
        kind = "conversation" if operation.entity == "comments" else "list"
        made = await self._call("views", "create", team_id=team, name="A view", type=kind)
        return str(made["id"])

    async def _comment_id(self, operation: Operation) -> str:
        task = await self._get("task_id", operation)
        made = await self._call("comments", "create", task_id=task, comment_text="Hello")
        return str(made["id"])

    async def _checklist_id(self, operation: Operation) -> str:
        task = await self._get("task_id", operation)
        return str((await self._call("checklists", "create", task_id=task, name="C"))["id"])

    async def _checklist_item_id(self, operation: Operation) -> str:
        checklist = await self._get("checklist_id", operation)
        made = await self._call("checklist_items", "create", checklist_id=checklist, name="I")
        return str(made["items"][0]["id"])

    async def _tag_name(self, operation: Operation) -> str:
        space = await self._get("space_id", operation)
        await self._call("tags", "create", space_id=space, name="fresh")
        return "fresh"

    async def _field_id(self, operation: Operation) -> str:
        if operation.entity == "attachments":
            fields = self._sandbox.workspace.fields.values()
            return str(next(field.id for field in fields if field.type == "attachment"))
        folder = await self._get("folder_id", operation)
        home = (await self._call("lists", "list", folder_id=folder))[0]["id"]
        fields = await self._call("custom_fields", "list", list_id=home)
        return str(next(f["id"] for f in fields if f["type"] in {"number", "currency"}))

    async def _time_entry_id(self, _: Operation) -> str:
        made = await self._call("time_tracking", "create", start=_START, duration="1h")
        return str(made["id"])

    async def _time_entry_ids(self, operation: Operation) -> list[str]:
        return [str(await self._get("time_entry_id", operation))]

    async def _tagged(self, operation: Operation) -> None:
        entries = await self._get("time_entry_ids", operation)
        await self._call("time_entry_tags", "add", time_entry_ids=entries, tags=_FIXED["tags"])

    async def _interval_id(self, operation: Operation) -> str:
        task = await self._get("task_id", operation)
        times = {name: _FIXED[name] for name in ("start", "end", "time")}
        made = await self._call("legacy_time_tracking", "create", task_id=task, **times)
        return str(made["id"])

    async def _doc_id(self, _: Operation) -> str:
        return str((await self._call("docs", "create", name="Handbook"))["id"])

    async def _page_id(self, operation: Operation) -> str:
        doc = await self._get("doc_id", operation)
        return str((await self._call("doc_pages", "create", doc_id=doc, name="P"))["id"])

    async def _channel_id(self, _: Operation) -> str:
        return str((await self._call("chat_channels", "create", name="Alarms"))["id"])

    async def _message_id(self, operation: Operation) -> str:
        channel = await self._get("channel_id", operation)
        made = await self._call("chat_messages", "create", channel_id=channel, content="Hi")
        if operation.name == "chat_reactions.remove":
            await self._call("chat_reactions", "add", message_id=made["id"], reaction="thumbsup")
        return str(made["id"])

    async def _location_id(self, operation: Operation) -> str:
        return str(await self._get("list_id", operation))

    _object_id = _location_id

    async def _group_id(self, _: Operation) -> str:
        return str((await self._call("user_groups", "create", name="Night", members=[]))["id"])

    async def _user_id(self, _: Operation) -> str:
        return self._invited(await self._call("users", "invite", email="a@example.com"))

    async def _guest_id(self, operation: Operation) -> str:
        guest = self._invited(await self._call("guests", "invite", email="a@example.com"))
        if operation.name == "guests.remove":
            for name in ("task_id", "list_id", "folder_id"):
                place = {name: await self._get(name, operation)}
                await self._call("guests", "add", guest_id=guest, permission_level="read", **place)
        return guest

    def _invited(self, team: Any) -> str:
        users = [member["user"] for member in team["members"]]
        return next(str(user["id"]) for user in users if user["email"] == "a@example.com")

    async def _webhook_id(self, _: Operation) -> str:
        made = await self._call("webhooks", "create", endpoint="https://example.com", events="*")
        return str(made["id"])

    async def _template_id(self, operation: Operation) -> str:
        kinds = {"create_task": "tasks", "create_list": "lists", "create_folder": "folders"}
        action = f"list_{kinds[operation.action]}"
        return str((await self._call("templates", action))[0]["id"])
