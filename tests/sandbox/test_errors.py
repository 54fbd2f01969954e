"""Errors come in ClickUp's words, with ClickUp's codes."""

from typing import Any

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.sandbox.client import TODAY, Api, Clock

UNKNOWN: dict[str, tuple[int, str]] = {
    "/space/1": (401, "OAUTH_018"),
    "/folder/1": (401, "OAUTH_018"),
    "/list/1": (401, "OAUTH_018"),
    "/list/abc": (400, "INPUT_003"),
    "/list/1/task": (401, "OAUTH_018"),
    "/task/00000000": (401, "OAUTH_018"),
    "/task/ENG-1": (401, "OAUTH_018"),
    "/task/a%20b": (400, "INPUT_004"),
    "/task/00000000/comment": (401, "OAUTH_018"),
    "/comment/1/reply": (401, "OAUTH_018"),
    "/goal/nope": (401, "OAUTH_018"),
    "/view/nope": (401, "OAUTH_018"),
    "/team/99999999/space": (404, "SHARD_031"),
    "/team/abc/space": (400, "SHARD_024"),
    "/team/{foreign}/task": (401, "OAUTH_056"),
    "/task/{foreign_task}": (401, "OAUTH_023"),
    "/team/{team}/time_entries/1": (404, "APP_001"),
    "/team/{team}/guest/1": (404, "APP_001"),
    "/team/{team}/user/1": (404, "APP_001"),
    "/team/99999999/webhook": (404, "SHARD_031"),
    "/group": (400, "APP_001"),
    "/group?team_id=99999999": (404, "SHARD_031"),
    "/task/00000000/time": (401, "OAUTH_018"),
}


@pytest.mark.parametrize("path", UNKNOWN)
async def test_an_unknown_id(path: str, api: Api) -> None:
    status, ecode = UNKNOWN[path]
    workspace = api.workspace
    names = {"team": api.team, "foreign": workspace.foreign_id}
    url = path.format(**names, foreign_task=workspace.foreign_task)
    answer = await api.get(url, status=status)
    assert answer["ECODE"] == ecode
    assert set(answer) == {"err", "ECODE"}


async def test_what_is_deleted_is_not_unknown(api: Api) -> None:
    task = next(iter(api.workspace.tasks.values()))
    await api.delete(f"/task/{task.id}", status=204)
    assert await api.get(f"/task/{task.id}", status=404) == {
        "err": "Task not found, deleted",
        "ECODE": "ITEM_013",
    }
    await api.delete(f"/list/{task.home.id}")
    assert (await api.get(f"/list/{task.home.id}/task", status=404))["ECODE"] == "SHARD_006"


@pytest.mark.parametrize("path", ["/nope", "/task", "/api/v1/user", "/api/v3/workspaces/1/nope"])
async def test_an_unknown_path(path: str, api: Api) -> None:
    response = await api.send("GET", path)
    assert response.status_code == 404
    message = {"err": "Route not found", "ECODE": "APP_001"}
    if "v3" in path:
        assert response.json()["message"] == message["err"]
    else:
        assert response.json() == message
    assert "x-ratelimit-limit" not in response.headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "HEAD", "BREW"])
async def test_a_wrong_method(method: str, api: Api) -> None:
    response = await api.send(method, f"/team/{api.team}/space")
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    if method != "HEAD":
        assert f"Cannot {method} /api/v2/team" in response.text


async def test_the_html_of_a_wrong_method_is_escaped(api: Api) -> None:
    response = await api.send("PATCH", "/task/%3Cscript%3E")
    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


async def test_v3_errors_have_a_shape_of_their_own(api: Api, clock: Clock) -> None:
    path = f"/api/v3/workspaces/{api.team}/docs/nope"
    answer = await api.get(path, status=404)
    assert answer == {
        "status": 404,
        "message": "Doc not found",
        "trace_id": answer["trace_id"],
        "timestamp": clock.ms,
    }
    foreign = f"/api/v3/workspaces/{api.workspace.foreign_id}/docs"
    assert (await api.get(foreign, status=401))["ECODE"] == "OAUTH_056"


async def test_authorization() -> None:
    sandbox = Sandbox(0, today=TODAY, revoked={"pk_dead"})
    transport = httpx.ASGITransport(app=sandbox)
    async with httpx.AsyncClient(transport=transport, base_url="https://x") as client:

        async def user(**headers: str) -> tuple[int, Any]:
            response = await client.get("/api/v2/user", headers=headers)
            return response.status_code, response.json().get("ECODE")

        assert await user() == (400, "OAUTH_017")
        assert await user(Authorization="") == (400, "OAUTH_017")
        for token in ("pk_dead", "Bearer pk_dead"):
            assert await user(Authorization=token) == (401, "OAUTH_025")
        for token in ("pk_alive", "Bearer anything"):
            assert await user(Authorization=token) == (200, None)


def strings_in(value: object, seen: set[int]) -> set[str]:
    """All text reachable from an object."""
    if id(value) in seen:
        return set()
    seen.add(id(value))
    if isinstance(value, (str, bytes)):
        return {value if isinstance(value, str) else value.decode("latin-1")}
    parts: list[object] = []
    if isinstance(value, dict):
        parts = [*value, *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)) or hasattr(value, "maxlen"):
        parts = list(value)  # type: ignore[call-overload]
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    parts += [getattr(value, name, None) for name in slots]
    parts += list(getattr(value, "__dict__", {}).values())
    return set().union(*(strings_in(part, seen) for part in parts))


async def test_no_token_is_kept() -> None:
    sandbox = Sandbox(5, today=TODAY, revoked={"pk_secret_dead"})
    api = Api(sandbox, "pk_secret_live")
    await api.get("/user")
    await api.post(f"/team/{api.team}/space", {"name": "A Space that can be found"})
    known = strings_in(sandbox, set())
    assert "A Space that can be found" in known
    assert not any("pk_secret" in text for text in known)
    assert "pk_secret" not in repr(sandbox)


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"name": "\xff"}'])
async def test_a_body_that_is_not_json(body: bytes, api: Api) -> None:
    home = next(iter(api.workspace.lists))
    response = await api.http.post(f"/api/v2/list/{home}/task", content=body)
    assert response.status_code == 400
    assert "err" in response.json()


@pytest.mark.parametrize("body", [None, [], "text", 5])
async def test_a_body_that_is_not_an_object_reads_as_empty(body: Any, api: Api) -> None:
    task = next(iter(api.workspace.tasks))
    before = await api.get(f"/task/{task}")
    after = await api.put(f"/task/{task}", body)
    assert {**after, "date_updated": before["date_updated"]} == before
