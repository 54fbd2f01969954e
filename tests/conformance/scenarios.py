"""The request that brings each recorded exchange about in a sandbox."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tests.facts.reading import endpoint_of, recordings
from tests.sandbox.client import Api
from tests.sandbox.exchanges import carry_out, prepare, served

Scenario = Callable[[Api], Awaitable[httpx.Response]]

SCENARIOS: dict[str, Scenario] = {}

__all__ = ["SCENARIOS", "bring_about", "places"]


async def bring_about(name: str, api: Api) -> httpx.Response:
    """Send the request of a recording, or else the one that stands for its endpoint."""
    if name in SCENARIOS:
        return await SCENARIOS[name](api)
    return await carry_out(api, served()[endpoint_of(recordings()[name])], await prepare(api))


def scenario(function: Scenario) -> Scenario:
    SCENARIOS[getattr(function, "__name__", "")] = function
    return function


def simple(name: str, method: str, path: str, body: Any = None) -> None:
    """An exchange that needs nothing but the seeded workspace."""

    async def run(api: Api) -> httpx.Response:
        return await api.send(method, path.format(**places(api)), body)

    SCENARIOS[name] = run


def places(api: Api) -> dict[str, str]:
    """Ids of the seeded workspace, by what they are."""
    workspace = api.workspace
    home = next(home for home in workspace.lists.values() if home.name == "Bug Triage")
    in_folder = next(home for home in workspace.lists.values() if not home.folder.hidden)
    task, other = list(in_folder.tasks.values())[:2]
    threads = {p: c for p, c in workspace.threads.items() if p[0] == "task"}
    doc = next(doc for doc in workspace.docs.values() if doc.pages[0].pages)
    return {
        "team": api.team,
        "foreign": workspace.foreign_id,
        "foreign_task": workspace.foreign_task,
        "space": home.space.id,
        "folder": in_folder.folder.id,
        "list": home.id,
        "task": task.id,
        "other": other.id,
        "folderless_task": next(iter(home.tasks)),
        "commented": max(threads, key=lambda place: len(threads[place]))[1],
        "checklist": next(iter(workspace.checklists)),
        "goal": next(iter(workspace.goals)),
        "key_result": next(iter(workspace.key_results)),
        "entry": next(entry.id for entry in workspace.time_entries.values() if entry.end),
        "doc": doc.id,
    }


v3 = "/api/v3/workspaces/{team}/docs"
simple("checklist_create", "POST", "/task/{task}/checklist", {"name": "Made by a test"})
simple("checklist_item_create", "POST", "/checklist/{checklist}/checklist_item", {"name": "One"})
simple("checklist_update", "PUT", "/checklist/{checklist}", {"name": "Another name"})
simple("custom_fields_list", "GET", "/list/{list}/field")
simple("doc_v3_get_CONSTRUCTED", "GET", v3 + "/{doc}")
simple("doc_v3_page_listing_CONSTRUCTED", "GET", v3 + "/{doc}/page_listing")
simple("doc_v3_pages_CONSTRUCTED", "GET", v3 + "/{doc}/pages")
simple("docs_v3_search_CONSTRUCTED", "GET", v3 + "?limit=10")
simple("error_400_invalid_list_id", "GET", "/list/00000000/member")
simple("error_401_link_other_team", "POST", "/task/{task}/link/{foreign_task}")
simple("error_401_team_not_authorized", "GET", "/team/{foreign}/task")
simple("error_401_unknown_task_id", "GET", "/task/00000000?include_markdown_description=true")
simple("error_404_unknown_workspace", "GET", "/team/99999999/space")
simple("error_v3_generic_CONSTRUCTED", "GET", v3 + "/nope")
simple("folder_create", "POST", "/space/{space}/folder", {"name": "Made by a test"})
simple("folders_list", "GET", "/space/{space}/folder")
simple("goal_create", "POST", "/team/{team}/goal", {"name": "Made by a test", "due_date": 1})
simple("goal_get", "GET", "/goal/{goal}")
simple("goals_list", "GET", "/team/{team}/goal")
simple("key_result_update", "PUT", "/key_result/{key_result}", {"steps_current": 50, "note": "50"})
simple("list_comment_create", "POST", "/list/{list}/comment", {"comment_text": "Hello"})
simple("list_comments_list", "GET", "/list/{list}/comment")
simple("list_members", "GET", "/list/{list}/member")
simple("lists_in_folder", "GET", "/folder/{folder}/list")
simple("space_tag_create", "POST", "/space/{space}/tag", {"tag": {"name": "Test Tag"}})
simple("space_tags", "GET", "/space/{space}/tag")
simple("spaces_list", "GET", "/team/{team}/space")
simple("task_comment_create", "POST", "/task/{task}/comment", {"comment_text": "Hello"})
simple("task_comments_list", "GET", "/task/{commented}/comment")
simple("task_create_rich", "POST", "/list/{list}/task", {"name": "Assigned", "assignees": [123]})
simple("task_delete_204", "DELETE", "/task/{task}")
simple("task_dependency_add", "POST", "/task/{task}/dependency", {"depedency_of": "{other}"})
simple("task_get", "GET", "/task/{folderless_task}?include_markdown_description=true")
simple("task_link_add", "POST", "/task/{task}/link/{other}")
simple("task_members", "GET", "/task/{task}/member")
simple("task_tag_add", "POST", "/task/{task}/tag/test-tag")
simple("task_update", "PUT", "/task/{task}", {"priority": 1})
simple("team_tasks_list", "GET", "/team/{team}/task?page=0&include_markdown_description=true")
simple("teams_list", "GET", "/team")
simple("teams_list_with_invites", "GET", "/team")
simple("time_entries_list", "GET", "/team/{team}/time_entries")
simple("time_entry_current", "GET", "/team/{team}/time_entries/current")
simple("time_entry_delete", "DELETE", "/team/{team}/time_entries/{entry}")
simple("time_entry_stop", "POST", "/team/{team}/time_entries/stop")
simple("user_get", "GET", "/user")
simple(
    "error_400_checklist_assignee",
    "POST",
    "/checklist/{checklist}/checklist_item",
    {"name": "For nobody", "assignee": 183},
)
simple(
    "list_create",
    "POST",
    "/folder/{folder}/list",
    {"name": "Made by a test", "content": "What for", "priority": 1, "status": "red"},
)
simple(
    "task_create",
    "POST",
    "/list/{list}/task",
    {"name": "Made by a test", "description": "Why", "status": "new", "priority": 3},
)


@scenario
async def attachment_create(api: Api) -> httpx.Response:
    task = next(iter(api.workspace.tasks))
    files = {"attachment": ("test.txt", b"Hello", "text/plain")}
    return await api.http.post(f"/api/v2/task/{task}/attachment", files=files)


@scenario
async def checklist_item_update(api: Api) -> httpx.Response:
    checklist = next(iter(api.workspace.checklists.values()))
    path = f"/checklist/{checklist.id}/checklist_item/{checklist.items[0].id}"
    return await api.send("PUT", path, {"name": "Another name", "resolved": True})


@scenario
async def error_429_rate_limit_REPORTED(api: Api) -> httpx.Response:  # noqa: N802
    for _ in range(100):
        await api.get("/user")
    return await api.send("GET", f"/team/{api.team}/task")


@scenario
async def key_result_create(api: Api) -> httpx.Response:
    goal, task = next(iter(api.workspace.goals)), next(iter(api.workspace.tasks))
    body = {"name": "With tasks", "type": "percentage", "unit": "%", "task_ids": [task]}
    return await api.send("POST", f"/goal/{goal}/key_result", body)


@scenario
async def time_entry_create(api: Api) -> httpx.Response:
    task = next(iter(api.workspace.tasks))
    body = {"start": 1737925200000, "duration": 1800000, "billable": False, "tid": task}
    return await api.send("POST", f"/team/{api.team}/time_entries", body)


@scenario
async def time_entry_current_none(api: Api) -> httpx.Response:
    await api.post(f"/team/{api.team}/time_entries/stop")
    return await api.send("GET", f"/team/{api.team}/time_entries/current")


@scenario
async def time_entry_start(api: Api) -> httpx.Response:
    task = next(iter(api.workspace.tasks))
    return await api.send("POST", f"/team/{api.team}/time_entries/start", {"tid": task})


@scenario
async def nango_get_folder_id(api: Api) -> httpx.Response:
    folder = places(api)["folder"]
    await api.delete(f"/folder/{folder}")
    return await api.send("GET", f"/folder/{folder}")


@scenario
async def nango_get_team_id_time_entries_id(api: Api) -> httpx.Response:
    path = f"/team/{api.team}/time_entries"
    entry = (await api.post(path, {"start": 1747666800000, "duration": 3600000}))["data"]
    return await api.send("GET", f"{path}/{entry['id']}")


@scenario
async def nango_put_team_id_time_entries_id(api: Api) -> httpx.Response:
    path = f"/team/{api.team}/time_entries"
    body = {"start": 1747666800000, "duration": 3600000, "tid": next(iter(api.workspace.tasks))}
    entry = (await api.post(path, body))["data"]
    return await api.send("PUT", f"{path}/{entry['id']}", {"description": "Another"})


simple("nango_get_task_id", "GET", "/task/{task}")
simple("shape_time_entry_running", "GET", "/team/{team}/time_entries/current")

SCENARIOS["nango_post_team_id_time_entries"] = time_entry_create
