"""Every read that an agent can make of a workspace, sent to two sandboxes."""

from collections.abc import Iterator, Mapping
from itertools import product
from re import findall
from typing import Any

import httpx

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.people import GUEST

Difference = tuple[str, str]
"""The name of an operation, and where in its answer there is another value: `[].user.email`."""

_FLAGS: Mapping[str, list[dict[str, Any]]] = {
    "spaces.list": [{}, {"archived": "true"}],
    "folders.list": [{}, {"archived": "true"}],
    "lists.list": [{}, {"archived": "true"}],
    "docs.list": [{"limit": 100}, {"limit": 100, "archived": "true"}],
    "tasks.get": [
        {},
        {"include_markdown_description": "true", "include_subtasks": "true"},
    ],
    "tasks.list": [
        {},
        {"archived": "true"},
        {"include_closed": "true", "subtasks": "true", "include_timl": "true"},
        {"include_markdown_description": "true", "order_by": "due_date"},
        {"order_by": "updated", "reverse": "true"},
    ],
    "tasks.search": [
        {"page": page, **more}
        for page in range(4)
        for more in (
            {"include_closed": "true", "subtasks": "true"},
            {"order_by": "due_date"},
            {"tags[]": "customer"},
        )
    ],
    "time_tracking.list": [
        {"start_date": 0, "end_date": 4 * 10**12, "include_task_tags": "true"},
        {"start_date": 0, "end_date": 4 * 10**12, "assignee": "ALL"},
    ],
    "time_tracking.get": [{"include_location_names": "true"}],
    "goals.list": [{"include_completed": "true"}],
    "view_tasks.list": [{"page": 0}],
    "custom_fields.list": [{}, {"include_applied_objects": "true"}],
    "time_in_status.get_many": [{"task_ids[]": "ALL"}],
    "chat_messages.get_subtypes": [{}],
    "templates.list_tasks": [{"page": 0}],
    "user_groups.list": [{"team_id": "TEAM"}],
    "roles.list": [{"include_members": "true"}],
    "audit_logs.query": [],
}
"""The queries of a read; one without any if there are none here."""


def _ids(sandbox: Sandbox) -> dict[str, list[str]]:
    w = sandbox.workspace
    tables = {
        "space_id": w.spaces,
        "folder_id": [f.id for f in w.folders.values() if not f.hidden and not f.deleted],
        "list_id": w.lists,
        "task_id": w.tasks,
        "view_id": w.views,
        "comment_id": w.comments,
        "time_entry_id": w.time_entries,
        "doc_id": w.docs,
        "goal_id": w.goals,
        "field_id": [f.id for f in w.fields.values() if f.type == "attachment"],
        "channel_id": w.channels,
        "message_id": w.messages,
        "comment_type": ["post", "ai"],
        "user_id": [u.id for u in w.users.values() if u.role != GUEST],
        "guest_id": [u.id for u in w.users.values() if u.role == GUEST],
        "team_id": [w.id],
        "workspace_id": [w.id],
    }
    return {name: [str(one) for one in found] for name, found in tables.items()}


def reads_of(sandbox: Sandbox) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The name, path and query of every read, with all ids there are."""
    ids, w = _ids(sandbox), sandbox.workspace
    pages = [(doc.id, page) for doc in w.docs.values() for page in _pages(doc.pages)]
    for operation in ClickupApiConnector.operations:
        if operation.effect != "read":
            continue
        for endpoint in operation.endpoints:
            names = findall(r"\{(\w+)\}", endpoint.path)
            found: Any = (
                product(*(ids[n] for n in names))
                if "page_id" not in names
                else ((w.id, doc, page) for doc, page in pages)
            )
            for values in found:
                path = endpoint.path
                for name, value in zip(names, values, strict=True):
                    path = path.replace(f"{{{name}}}", value)
                for query in _FLAGS.get(operation.name, [{}]):
                    yield operation.name, path, {k: _given(k, v, ids) for k, v in query.items()}


def _pages(pages: Any) -> Iterator[str]:
    for page in pages:
        yield page.id
        yield from _pages(page.pages)


def _given(name: str, value: Any, ids: Mapping[str, list[str]]) -> Any:
    if value == "TEAM":
        return ids["team_id"][0]
    if value == "ALL":
        return ids["task_id"][:100] if name == "task_ids[]" else ",".join(ids["user_id"])
    return value


async def differences(source: Sandbox, copy: Sandbox) -> tuple[int, dict[Difference, list[Any]]]:
    """How many reads were sent to each, and where answers differ: an example of both values."""
    found: dict[Difference, list[Any]] = {}
    sent = 0
    clients = [
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url="https://api.clickup.com",
            headers={"Authorization": "pk_any"},
        )
        for app in (source, copy)
    ]
    for name, path, query in reads_of(source):
        answers = [await client.get(path, params=query) for client in clients]
        sent += 1
        bodies = [(answer.status_code, answer.json()) for answer in answers]
        for where, one, other in _differing("", *bodies):
            found.setdefault((name, where), [path, one, other])
    for client in clients:
        await client.aclose()
    return sent, found


def _differing(where: str, one: Any, other: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, tuple) and isinstance(other, tuple):
        if one[0] != other[0]:
            yield "status", one, other
        else:
            yield from _differing(where, one[1], other[1])
    elif isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            if (key in one) is not (key in other):
                yield f"{where}.{key}", one.get(key, "absent"), other.get(key, "absent")
            else:
                yield from _differing(f"{where}.{key}", one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield f"{where}[]", one, other
            return
        for a, b in zip(one, other, strict=True):
            yield from _differing(f"{where}[]", a, b)
    elif one != other or type(one) is not type(other):
        yield where, one, other
