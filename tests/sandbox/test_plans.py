"""Goals, views and Docs."""

from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.sandbox.client import TODAY, Api, Clock


async def test_seeded_goals_have_every_type_of_key_result(api: Api) -> None:
    answer = await api.get(f"/team/{api.team}/goal")
    in_folders = [goal for folder in answer["folders"] for goal in folder["goals"]]
    goals = answer["goals"] + in_folders
    assert all("key_results" not in goal for goal in goals)
    assert {goal["folder_id"] for goal in in_folders} == {f["id"] for f in answer["folders"]}
    types: set[str] = set()
    for goal in goals:
        whole = (await api.get(f"/goal/{goal['id']}"))["goal"]
        types |= {result["type"] for result in whole["key_results"]}
        assert len(whole["key_results"]) == goal["key_result_count"]
    assert types == {"number", "currency", "boolean", "percentage", "automatic"}


async def test_completed_goals_can_be_left_out(api: Api) -> None:
    path = f"/team/{api.team}/goal"
    every = (await api.get(path))["goals"]
    assert (await api.get(path, include_completed=True))["goals"] == every
    rest = (await api.get(path, include_completed=False))["goals"]
    assert [g for g in every if g["percent_completed"] < 100] == rest
    assert len(rest) == len(every) - 1


async def test_a_goal_and_its_key_results(api: Api) -> None:
    one, other = list(api.workspace.users)[:2]
    body = {"name": "Ship", "due_date": 1, "description": "D", "color": "#000000", "owners": [one]}
    goal = (await api.post(f"/team/{api.team}/goal", {**body, "multiple_owners": True}))["goal"]
    path = f"/goal/{goal['id']}"
    assert (await api.get(path))["goal"] == goal
    assert (goal["due_date"], goal["pretty_id"]) == ("1", "6")
    change = {"name": "Shipped", "add_owners": [other], "rem_owners": [one]}
    changed = (await api.put(path, change))["goal"]
    assert changed["name"] == "Shipped"
    assert [owner["id"] for owner in changed["owners"]] == [other]
    target = {"name": "Units", "type": "number", "steps_start": 0, "steps_end": 10}
    result = (await api.post(f"{path}/key_result", target))["key_result"]
    assert result["percent_completed"] is None
    moved = await api.put(f"/key_result/{result['id']}", {"steps_current": 5, "note": "Half"})
    assert moved["key_result"]["last_action"]["steps_taken_float"] == 5
    whole = (await api.get(path))["goal"]
    assert (whole["percent_completed"], whole["key_results"][0]["percent_completed"]) == (50, 50)
    await api.post(f"{path}/key_result", {**target, "type": "odd"}, status=400)
    assert await api.delete(f"/key_result/{result['id']}") == {}
    assert (await api.get(path))["goal"]["key_results"] == []
    assert await api.delete(path) == {}
    assert (await api.get(path, status=401))["ECODE"] == "OAUTH_018"


async def test_an_automatic_key_result_follows_its_tasks(api: Api) -> None:
    home = next(iter(api.workspace.lists.values()))
    tasks = [(await api.post(f"/list/{home.id}/task", {"name": name}))["id"] for name in ("A", "B")]
    goal = (await api.post(f"/team/{api.team}/goal", {"name": "Both"}))["goal"]
    body = {"name": "Done", "type": "automatic", "task_ids": tasks}
    await api.post(f"/goal/{goal['id']}/key_result", body)
    await api.put(f"/task/{tasks[0]}", {"status": home.statuses[-1].name})
    assert (await api.get(f"/goal/{goal['id']}"))["goal"]["percent_completed"] == 50


async def test_a_list_view_shows_the_lists_tasks_thirty_at_a_time() -> None:
    api = Api(Sandbox(70, today=TODAY, clock=Clock(), rate_limit=None, one_list=True))
    home = next(iter(api.workspace.lists))
    views = (await api.get(f"/list/{home}/view"))["views"]
    view = next(v["id"] for v in views if v["type"] == "list")
    pages = [await api.get(f"/view/{view}/task", page=page) for page in range(3)]
    assert [len(page["tasks"]) for page in pages] == [30, 30, 10]
    assert [page["last_page"] for page in pages] == [False, False, True]
    shown = [task["id"] for page in pages for task in page["tasks"]]
    assert shown == [task["id"] for task in await api.pages(f"/list/{home}/task")]
    await api.get(f"/view/{view}/task", status=400)


async def test_views_at_every_level(api: Api) -> None:
    folder = next(f for f in api.workspace.folders.values() if not f.hidden)
    home = next(iter(folder.lists))
    types: set[str] = set()
    for place, kind in (
        (f"/team/{api.team}", 7),
        (f"/space/{folder.space.id}", 4),
        (f"/folder/{folder.id}", 5),
        (f"/list/{home}", 6),
    ):
        views = (await api.get(f"{place}/view"))["views"]
        assert views
        assert {view["parent"]["type"] for view in views} == {kind}
        types |= {view["type"] for view in views}
        made = (await api.post(f"{place}/view", {"name": "Mine", "type": "table"}))["view"]
        assert made["parent"] == views[0]["parent"]
        assert (await api.get(f"/view/{made['id']}"))["view"] == made
    assert len(types) > 4


HELD: dict[str, Callable[[dict[str, Any]], set[Any]]] = {
    "status": lambda t: {t["status"]["status"]},
    "priority": lambda t: {int(t["priority"]["id"])} if t["priority"] else set(),
    "assignee": lambda t: {person["id"] for person in t["assignees"]},
    "tag": lambda t: {tag["name"] for tag in t["tags"]},
}


def condition(field: str, values: list[Any], op: str = "EQ") -> dict[str, Any]:
    return {"fields": [{"field": field, "op": op, "values": values}]}


@pytest.mark.parametrize("field", ["status", "priority", "assignee", "tag"])
async def test_a_view_filters(field: str, api: Api) -> None:
    home = max(api.workspace.lists.values(), key=lambda home: len(home.tasks))
    user = next(t.assignees[0] for t in home.tasks.values() if t.assignees)
    examples: dict[str, list[Any]] = {
        "status": ["new", "confirmed"],
        "priority": [2],
        "assignee": [user.id],
        "tag": [next(t.tags[0] for t in home.tasks.values() if t.tags)],
    }
    values = examples[field]
    body = {
        "name": "Some",
        "type": "list",
        "filters": condition(field, values),
        "settings": {"show_subtasks": 1},
    }
    view = (await api.post(f"/list/{home.id}/view", body))["view"]
    some = await api.pages(f"/view/{view['id']}/task")
    every = await api.pages(f"/list/{home.id}/task")
    assert [t["id"] for t in some] == [t["id"] for t in every if HELD[field](t) & set(values)]
    assert some
    changed = {"filters": condition(field, values, "NOT EQ")}
    await api.put(f"/view/{view['id']}", changed)
    others = await api.pages(f"/view/{view['id']}/task")
    assert len(others) == len(every) - len(some)


async def test_a_view_searches_names_and_is_deleted(api: Api) -> None:
    home = max(api.workspace.lists.values(), key=lambda home: len(home.tasks))
    body = {"name": "Found", "type": "list", "filters": {"search": "TIME"}}
    view = (await api.post(f"/list/{home.id}/view", body))["view"]["id"]
    found = await api.pages(f"/view/{view}/task")
    assert found
    assert all("time" in task["name"].lower() for task in found)
    assert await api.delete(f"/view/{view}") == {}
    assert (await api.get(f"/view/{view}", status=401))["ECODE"] == "OAUTH_018"


async def test_a_conversation_has_no_tasks(api: Api) -> None:
    view = next(v.id for v in api.workspace.views.values() if v.type == "conversation")
    assert await api.get(f"/view/{view}/task", page=0) == {"tasks": [], "last_page": True}


def docs_path(api: Api) -> str:
    return f"/api/v3/workspaces/{api.team}/docs"


async def test_docs_are_paged_by_cursor(api: Api) -> None:
    first = await api.get(docs_path(api), limit=10)
    second = await api.get(docs_path(api), limit=10, cursor=first["next_cursor"])
    assert [len(first["docs"]), len(second["docs"])] == [10, 4]
    assert "next_cursor" not in second
    exactly = await api.get(docs_path(api), limit=14)
    assert "next_cursor" not in exactly
    every = await api.get(docs_path(api))
    assert every["docs"] == first["docs"] + second["docs"]
    alias = await api.get(docs_path(api), limit=10, next_cursor=first["next_cursor"])
    assert alias == second


@pytest.mark.parametrize("query", [{"limit": 9}, {"limit": 101}, {"limit": "x"}, {"cursor": "!"}])
async def test_a_wrong_page_of_docs(query: dict[str, Any], api: Api) -> None:
    answer = await api.get(docs_path(api), status=400, **query)
    assert set(answer) == {"status", "message", "trace_id", "timestamp"}


async def test_docs_are_filtered(api: Api) -> None:
    path = docs_path(api)
    every = (await api.get(path))["docs"]
    one = every[3]
    assert (await api.get(path, id=one["id"]))["docs"] == [one]
    mine = (await api.get(path, creator=one["creator"]))["docs"]
    assert mine == [doc for doc in every if doc["creator"] == one["creator"]]
    here = (await api.get(path, parent_id=one["parent"]["id"], parent_type="SPACE"))["docs"]
    assert here == [doc for doc in every if doc["parent"] == one["parent"]]
    assert (await api.get(path, parent_type="LIST"))["docs"] == []
    archived = (await api.get(path, archived=True))["docs"]
    assert [doc["name"] for doc in archived] == ["Old gateway notes"]
    assert (await api.get(path, deleted=True))["docs"] == []


async def test_pages_are_trees(api: Api) -> None:
    doc = next(d for d in api.workspace.docs.values() if d.name == "Engineering handbook")
    path = f"{docs_path(api)}/{doc.id}"

    def levels(pages: list[dict[str, Any]]) -> int:
        return 0 if not pages else 1 + max(levels(page.get("pages", [])) for page in pages)

    for kind in ("page_listing", "pages"):
        whole = await api.get(f"{path}/{kind}")
        assert levels(whole) == 3
        assert levels(await api.get(f"{path}/{kind}", max_page_depth=-1)) == 3
        assert levels(await api.get(f"{path}/{kind}", max_page_depth=0)) == 1
        assert levels(await api.get(f"{path}/{kind}", max_page_depth=1)) == 2
    markdown = await api.get(f"{path}/pages")
    plain = await api.get(f"{path}/pages", content_format="text/plain")
    texts = [pages[0]["pages"][1]["content"] for pages in (markdown, plain)]
    assert texts == [
        "Small changes, within a day, **kindly**.",
        "Small changes, within a day, kindly.",
    ]


async def test_a_doc_and_its_pages(api: Api, clock: Clock) -> None:
    space = next(iter(api.workspace.spaces))
    body = {"name": "Plan", "parent": {"id": space, "type": 4}, "visibility": "PRIVATE"}
    doc = await api.post(docs_path(api), body, status=201)
    assert (doc["parent"], doc["public"]) == ({"id": space, "type": 4}, False)
    assert doc["date_created"] == clock.ms
    path = f"{docs_path(api)}/{doc['id']}"
    assert await api.get(path) == doc
    assert [page["name"] for page in await api.get(f"{path}/page_listing")] == [""]
    top = await api.post(f"{path}/pages", {"name": "Top", "content": "A"}, status=201)
    below = {"name": "Below", "parent_page_id": top["id"], "sub_title": "S"}
    page = await api.post(f"{path}/pages", below, status=201)
    assert (page["parent_page_id"], page["sub_title"]) == (top["id"], "S")
    for mode, content in (("append", "A\nB"), ("prepend", "B\nA\nB"), ("replace", "B")):
        change = {"content": "B", "content_edit_mode": mode}
        response = await api.send("PUT", f"{path}/pages/{top['id']}", change)
        assert (response.status_code, response.content) == (200, b"")
        assert (await api.get(f"{path}/pages/{top['id']}"))["content"] == content
    await api.get(f"{path}/pages/nope", status=404)
    other = next(iter(api.workspace.docs))
    await api.get(f"{docs_path(api)}/{other}/pages/{top['id']}", status=404)
    empty = await api.post(docs_path(api), {"create_page": False}, status=201)
    assert await api.get(f"{docs_path(api)}/{empty['id']}/pages") == []
