"""One request for every endpoint of ClickUp, that a fresh sandbox answers with success."""

from typing import Any, NamedTuple

import httpx

from agent_connectors.clickup.sandbox.payloads.chat import subtype_id
from agent_connectors.clickup.sandbox.routing import ROUTES
from agent_connectors.clickup.sandbox.state.people import GUEST
from tests.facts.reading import nameless
from tests.sandbox.client import Api

V3 = "/api/v3/workspaces/{workspace_id}"

UPLOAD = object()
"""Stands for a file instead of a JSON body."""


class Exchange(NamedTuple):
    """A request: its query, and a JSON body whose strings may hold placeholders."""

    query: str = ""
    body: Any = None


# Endpoints that need more than their ids.
EXCHANGES: dict[str, Exchange] = {
    "POST /api/v2/oauth/token": Exchange(
        body={"client_id": "app", "client_secret": "hush", "code": "1"}
    ),
    "POST /api/v2/task/{task_id}/attachment": Exchange(body=UPLOAD),
    "POST /api/v2/task/{task_id}/checklist": Exchange(body={"name": "Steps"}),
    "PUT /api/v2/checklist/{checklist_id}": Exchange(body={"name": "Other"}),
    "POST /api/v2/checklist/{checklist_id}/checklist_item": Exchange(body={"name": "One"}),
    "PUT /api/v2/checklist/{checklist_id}/checklist_item/{checklist_item_id}": Exchange(
        body={"resolved": True}
    ),
    "POST /api/v2/task/{task_id}/comment": Exchange(body={"comment_text": "Hello"}),
    "POST /api/v2/list/{list_id}/comment": Exchange(body={"comment_text": "Hello"}),
    "POST /api/v2/view/{view_id}/comment": Exchange(body={"comment_text": "Hello"}),
    "POST /api/v2/comment/{comment_id}/reply": Exchange(body={"comment_text": "Hello"}),
    "PUT /api/v2/comment/{comment_id}": Exchange(body={"resolved": True}),
    "POST /api/v2/task/{task_id}/field/{field_id}": Exchange(body={"value": "Something"}),
    "POST /api/v2/task/{task_id}/dependency": Exchange(body={"depends_on": "{links_to}"}),
    "DELETE /api/v2/task/{task_id}/dependency": Exchange("depends_on={links_to}&dependency_of="),
    "POST /api/v2/space/{space_id}/folder": Exchange(body={"name": "Folder"}),
    "PUT /api/v2/folder/{folder_id}": Exchange(body={"name": "Folder"}),
    "POST /api/v2/space/{space_id}/folder_template/{template_id}": Exchange(body={"name": "New"}),
    "POST /api/v2/team/{team_id}/goal": Exchange(body={"name": "Goal", "owners": ["{user_id}"]}),
    "PUT /api/v2/goal/{goal_id}": Exchange(body={"name": "Goal"}),
    "POST /api/v2/goal/{goal_id}/key_result": Exchange(body={"name": "Units", "type": "number"}),
    "PUT /api/v2/key_result/{key_result_id}": Exchange(body={"steps_current": 5, "note": "Five"}),
    "POST /api/v2/team/{team_id}/guest": Exchange(body={"email": "new@example.com"}),
    "PUT /api/v2/team/{team_id}/guest/{guest_id}": Exchange(body={"can_edit_tags": False}),
    "POST /api/v2/task/{task_id}/guest/{guest_id}": Exchange(body={"permission_level": "read"}),
    "POST /api/v2/list/{list_id}/guest/{guest_id}": Exchange(body={"permission_level": "read"}),
    "POST /api/v2/folder/{folder_id}/guest/{guest_id}": Exchange(body={"permission_level": "edit"}),
    "POST /api/v2/folder/{folder_id}/list": Exchange(body={"name": "List"}),
    "POST /api/v2/space/{space_id}/list": Exchange(body={"name": "List"}),
    "PUT /api/v2/list/{list_id}": Exchange(body={"name": "List"}),
    "POST /api/v2/folder/{folder_id}/list_template/{template_id}": Exchange(body={"name": "New"}),
    "POST /api/v2/space/{space_id}/list_template/{template_id}": Exchange(body={"name": "New"}),
    "GET /api/v2/team/{team_id}/customroles": Exchange("include_members=true"),
    "POST /api/v2/team/{team_id}/space": Exchange(body={"name": "Space"}),
    "PUT /api/v2/space/{space_id}": Exchange(body={"name": "Space"}),
    "POST /api/v2/space/{space_id}/tag": Exchange(body={"tag": {"name": "New tag"}}),
    "PUT /api/v2/space/{space_id}/tag/{tag_name}": Exchange(body={"tag": {"name": "Renamed"}}),
    "GET /api/v2/list/{list_id}/task": Exchange("include_closed=true&subtasks=true"),
    "GET /api/v2/team/{team_id}/task": Exchange("include_closed=true&subtasks=true"),
    "POST /api/v2/list/{list_id}/task": Exchange(body={"name": "Task"}),
    "GET /api/v2/task/{task_id}": Exchange("include_subtasks=true"),
    "PUT /api/v2/task/{task_id}": Exchange(body={"name": "Task"}),
    "POST /api/v2/task/{task_id}/merge": Exchange(body={"source_task_ids": ["{links_to}"]}),
    "GET /api/v2/task/bulk_time_in_status/task_ids": Exchange("task_ids[]={task_id}"),
    "POST /api/v2/list/{list_id}/taskTemplate/{template_id}": Exchange(body={"name": "New"}),
    "GET /api/v2/team/{team_id}/taskTemplate": Exchange("page=0"),
    "POST /api/v2/team/{team_id}/group": Exchange(body={"name": "Group", "members": []}),
    "PUT /api/v2/group/{group_id}": Exchange(body={"name": "Group"}),
    "GET /api/v2/group": Exchange("team_id={team_id}"),
    "POST /api/v2/task/{task_id}/time": Exchange(body={"start": 1000, "end": 3000, "time": 2000}),
    "PUT /api/v2/task/{task_id}/time/{interval_id}": Exchange(
        body={"start": 1000, "end": 3000, "time": 2000}
    ),
    "POST /api/v2/team/{team_id}/time_entries": Exchange(body={"start": 1000, "duration": 60000}),
    "PUT /api/v2/team/{team_id}/time_entries/{timer_id}": Exchange(body={"description": "Note"}),
    "POST /api/v2/team/{team_id}/time_entries/tags": Exchange(
        body={"time_entry_ids": ["{timer_id}"], "tags": [{"name": "night"}]}
    ),
    "PUT /api/v2/team/{team_id}/time_entries/tags": Exchange(
        body={"name": "travel", "new_name": "train"}
    ),
    "DELETE /api/v2/team/{team_id}/time_entries/tags": Exchange(
        body={"time_entry_ids": ["{timer_id}"], "tags": [{"name": "travel"}]}
    ),
    "POST /api/v2/team/{team_id}/user": Exchange(body={"email": "new@example.com", "admin": True}),
    "PUT /api/v2/team/{team_id}/user/{user_id}": Exchange(body={"username": "New Name"}),
    "POST /api/v2/team/{team_id}/view": Exchange(body={"name": "View", "type": "list"}),
    "POST /api/v2/space/{space_id}/view": Exchange(body={"name": "View", "type": "list"}),
    "POST /api/v2/folder/{folder_id}/view": Exchange(body={"name": "View", "type": "list"}),
    "POST /api/v2/list/{list_id}/view": Exchange(body={"name": "View", "type": "list"}),
    "PUT /api/v2/view/{view_id}": Exchange(body={"name": "View"}),
    "GET /api/v2/view/{view_id}/task": Exchange("page=0"),
    "POST /api/v2/team/{team_id}/webhook": Exchange(
        body={"endpoint": "https://example.com/other", "events": ["taskCreated"]}
    ),
    "PUT /api/v2/webhook/{webhook_id}": Exchange(body={"events": "*", "status": "active"}),
    f"POST {V3}/docs": Exchange(body={"name": "Doc"}),
    f"POST {V3}/docs/{{doc_id}}/pages": Exchange(body={"name": "Page", "content": "Text"}),
    f"PUT {V3}/docs/{{doc_id}}/pages/{{page_id}}": Exchange(body={"content": "Text"}),
    f"POST {V3}/chat/channels": Exchange(body={"name": "New channel"}),
    f"POST {V3}/chat/channels/location": Exchange(
        body={"location": {"id": "{list_id}", "type": "list"}}
    ),
    f"POST {V3}/chat/channels/direct_message": Exchange(body={"user_ids": ["{user_id}"]}),
    f"PATCH {V3}/chat/channels/{{channel_id}}": Exchange(body={"topic": "Topic"}),
    f"POST {V3}/chat/channels/{{channel_id}}/messages": Exchange(
        body={
            "type": "post",
            "content": "Hello",
            "post_data": {"title": "Title", "subtype": {"id": "{subtype}"}},
            "assignee": "{user_id}",
        }
    ),
    f"PATCH {V3}/chat/messages/{{message_id}}": Exchange(body={"resolved": True}),
    f"POST {V3}/chat/messages/{{message_id}}/reactions": Exchange(body={"reaction": "eyes"}),
    f"POST {V3}/chat/messages/{{message_id}}/replies": Exchange(
        body={"type": "message", "content": "Hello"}
    ),
    f"POST {V3}/{{entity_type}}/{{entity_id}}/attachments": Exchange(body=UPLOAD),
    f"PATCH {V3}/{{object_type}}/{{object_id}}/acls": Exchange(body={"private": True}),
    f"POST {V3}/auditlogs": Exchange(body={"applicability": "auth-and-security"}),
    f"PUT {V3}/tasks/{{task_id}}/home_list/{{list_id}}": Exchange(
        body={
            "status_mappings": [
                {"source_status_id": "{status}", "destination_status_id": "{other_status}"}
            ]
        }
    ),
    f"PUT {V3}/tasks/{{task_id}}/time_estimates_by_user": Exchange(
        body=[{"assignee": "unassigned", "time": 1000}]
    ),
    f"PATCH {V3}/tasks/{{task_id}}/time_estimates_by_user": Exchange(
        body=[{"assignee": "unassigned", "time": 1000}]
    ),
}


def served() -> dict[str, str]:
    """The sandbox's own endpoints: with the names of their parameters, by those without."""
    return {f"{r.method} {nameless(r.path)}": f"{r.method} {r.path}" for r in ROUTES}


async def prepare(api: Api) -> dict[str, str]:
    """A value for every path parameter and placeholder; makes what the seed does not hold."""
    workspace = api.workspace
    lists = [home for home in workspace.lists.values() if not home.folder.hidden]
    home = next(home for home in lists if len(home.tasks) > 1)
    top = [task for task in home.tasks.values() if task.parent is None]
    # One of another Space, with statuses of its own.
    other = next(h for h in workspace.lists.values() if h.space is not home.space)
    fields = [field for field in workspace.fields_of(home) if field.type == "url"]
    workspace.fields[fields[0].id].type = "short_text"
    checklist = (await api.post(f"/task/{top[0].id}/checklist", {"name": "One"}))["checklist"]
    item = await api.post(f"/checklist/{checklist['id']}/checklist_item", {"name": "One"})
    hook = {"endpoint": "https://example.com/hook", "events": ["taskCreated"]}
    webhook = await api.post(f"/team/{api.team}/webhook", hook)
    period = {"start": 1000, "duration": 60000, "tags": [{"name": "travel"}], "tid": top[0].id}
    entry = (await api.post(f"/team/{api.team}/time_entries", period))["data"]
    doc = next(iter(workspace.docs.values()))
    message = next(message for message in workspace.messages.values() if message.reactions)
    message.reactions[0].user = workspace.owner
    people = list(workspace.users.values())
    return {
        "team_id": api.team,
        "workspace_id": api.team,
        "space_id": home.space.id,
        "folder_id": home.folder.id,
        "list_id": other.id,
        "task_id": top[0].id,
        "links_to": top[1].id,
        "status": top[0].status.id,
        "other_status": other.statuses[0].id,
        "comment_id": str(next(iter(workspace.comments))),
        "checklist_id": checklist["id"],
        "checklist_item_id": item["checklist"]["items"][0]["id"],
        "goal_id": next(iter(workspace.goals)),
        "key_result_id": next(iter(workspace.key_results)),
        "view_id": next(iter(workspace.views)),
        "field_id": fields[0].id,
        "timer_id": entry["id"],
        "interval_id": entry["id"],
        "doc_id": doc.id,
        "page_id": doc.pages[0].id,
        "tag_name": next(iter(home.space.tags)),
        "user_id": str(people[1].id),
        "guest_id": str(next(user.id for user in people if user.role == GUEST)),
        "group_id": next(iter(workspace.groups)),
        "webhook_id": webhook["id"],
        "channel_id": next(iter(workspace.channels)),
        "message_id": message.id,
        "reaction": message.reactions[0].name,
        "entity_type": "attachments",
        "entity_id": top[0].id,
        "object_type": "space",
        "object_id": home.space.id,
        "comment_type": "post",
        "subtype": subtype_id(workspace, "idea"),
    }


TEMPLATES = {
    "taskTemplate": "t-86c7k1a11",
    "list_template": "t-901520400173",
    "folder_template": "t-901513780026",
}


def filled(value: Any, values: dict[str, str]) -> Any:
    """A body with its placeholders filled in."""
    if isinstance(value, str):
        return value.format(**values) if value.startswith("{") else value
    if isinstance(value, dict):
        return {key: filled(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, values) for item in value]
    return value


async def carry_out(api: Api, endpoint: str, values: dict[str, str]) -> httpx.Response:
    """Send the request for an endpoint, given as its method and path.

    Args:
        api: Where to.
        endpoint: Such as `GET /api/v2/user`.
        values: From `prepare`.
    """
    method, path = endpoint.split(" ")
    exchange = EXCHANGES.get(endpoint, Exchange())
    kind = next((name for name in TEMPLATES if name in path), "")
    url = path.format(**values, template_id=TEMPLATES.get(kind, ""))
    url = f"{url}?{exchange.query.format(**values)}" if exchange.query else url
    if exchange.body is UPLOAD:
        files = {"attachment": ("note.txt", b"Hello", "text/plain")}
        return await api.http.request(method, url, files=files)
    return await api.http.request(method, url, json=filled(exchange.body, values))
