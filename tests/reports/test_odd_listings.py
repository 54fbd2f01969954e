"""One odd answer to what the connector keeps for a while: it is refused then, and never kept."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidResponse
from agent_connectors.clickup.naming.kinds import KINDS
from agent_connectors.clickup.naming.names import find_id
from agent_connectors.clickup.naming.people import person_id
from agent_connectors.clickup.sandbox import Sandbox

SANDBOX = Sandbox(tasks=60, rate_limit=None)

ODD: list[Any] = [5, True, [], {}]

ITEMS: list[Any] = [
    *(7, None, "x", [], True, 1.5, {}, {"name": "x"}, {"id": None, "name": "x"}),
    *({"id": True, "name": "x"}, {"id": {}, "name": "x"}, {"id": [], "name": "x"}),
    *({"id": "9", "name": value} for value in (*ODD, None)),
    {"id": "9"},
    {"id": "9", "name": "x", "members": [5]},
    {"id": "9", "name": "x", "members": [{"user": None}]},
    {"id": "9", "name": "x", "members": [{"user": {"id": "x"}}]},
    {"id": "9", "name": "x", "members": [{"user": {"id": 9, "username": 5}}]},
    {"id": "9", "name": "x", "members": {"user": 5}},
    {"id": "9", "name": "x", "lists": [7]},
    {"id": "9", "name": "x", "lists": [{"id": "8"}]},
    {"id": "9", "name": "x", "lists": 5},
    {"id": "9", "name": "x", "task_count": "many"},
    {"id": "9", "name": "x", "task_count": []},
    {"id": "9", "name": "x", "space": 5, "folder": []},
    {"id": "9", "name": "x", "handle": 5},
    {"id": "9", "name": "x", "type": 5, "type_config": 7},
    {"id": "9", "name": "x", "type": "drop_down", "type_config": {"options": [5]}},
]

USERS: list[Any] = [
    *(7, [], "x", {}, {"id": None}, {"id": True}, {"id": "x"}, {"id": {}}),
    *({"id": 1, "timezone": odd} for odd in ODD),
    *({"id": 1, "username": odd} for odd in ODD),
    {"id": 1, "timezone": "Nowhere/At all"},
]


class Once:
    """A ClickUp that gives one odd answer, and good ones from then on.

    Args:
        path: How the path of the request ends that is answered oddly.
        alter: Makes the odd answer of the good one.
    """

    def __init__(self, path: str, alter: Callable[[Any], Any]) -> None:
        self.path, self.alter, self.odd = path, alter, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        parts: list[Any] = []

        async def keep(message: Any) -> None:
            parts.append(message)

        await SANDBOX(scope, receive, keep)
        body = b"".join(part.get("body", b"") for part in parts)
        if not self.odd and scope["path"].endswith(self.path):
            self.odd += 1
            body = json.dumps(self.alter(json.loads(body))).encode()
        head = [each for each in parts[0]["headers"] if each[0].lower() != b"content-length"]
        await send({**parts[0], "headers": head})
        await send({"type": "http.response.body", "body": body})


def with_item(item: Any) -> Callable[[Any], Any]:
    """Adds an item to the list of an answer."""

    def alter(body: Any) -> Any:
        if isinstance(body, list):
            return [*body, item]
        return {k: [*v, item] if isinstance(v, list) else v for k, v in body.items()}

    return alter


async def workspace(clickup: ClickupApiConnector) -> str:
    return str((await clickup.execute("teams", "list")).data[0]["id"])


def named(kind: str) -> Callable[[ClickupApiConnector, str], Awaitable[object]]:
    async def look(clickup: ClickupApiConnector, team: str) -> object:
        with pytest.raises(LookupError):
            await find_id(clickup.directory, kind, "Nowhere at all", team, {})
        return None

    return look


async def somebody(clickup: ClickupApiConnector, team: str) -> object:
    with pytest.raises(LookupError):
        await person_id(clickup.directory, "Nobody at all", team)
    return await person_id(clickup.directory, "me", team)


async def search(clickup: ClickupApiConnector, team: str) -> object:
    params = {"team_id": team, "assignees": ["me"], "due_date_lt": "tomorrow", "limit": 2}
    return await clickup.execute("tasks", "search", params)


async def search_by_name(clickup: ClickupApiConnector, team: str) -> object:
    me = (await ClickupApiConnector.sandbox(SANDBOX).execute("user", "get")).data["username"]
    params = {"team_id": team, "assignees": [me], "limit": 2}
    return await clickup.execute("tasks", "search", params)


async def tags(clickup: ClickupApiConnector, team: str) -> object:
    space = (await clickup.directory.things("spaces", team))[0]
    return await clickup.directory.tags(str(space["id"]))


LISTINGS: dict[str, tuple[str, Callable[[ClickupApiConnector, str], Awaitable[object]]]] = {
    "person": ("/team", somebody),
    "workspace": ("/team", named("workspace")),
    "space": ("/space", named("space")),
    "folder": ("/folder", named("folder")),
    "list": ("/list", named("list")),
    "any field": ("/field", named("any field")),
    "tag": ("/tag", tags),
    "goal": ("/goal", named("goal")),
    "doc": ("/docs", named("doc")),
    "view": ("/view", named("view")),
    "channel": ("/channels", named("channel")),
    "group": ("/group", named("group")),
    "role": ("/customroles", named("role")),
    "task type": ("/custom_item", named("task type")),
    "task template": ("/taskTemplate", named("task template")),
    "list template": ("/list_template", named("list template")),
    "folder template": ("/folder_template", named("folder template")),
}


def test_each_kind_that_is_looked_up_is_tried() -> None:
    assert {kind for kind in KINDS if kind != "page"} <= LISTINGS.keys()


async def odd_then_good(
    app: Once, look: Callable[[ClickupApiConnector, str], Awaitable[object]]
) -> None:
    clickup = ClickupApiConnector.sandbox(app, timeout=10)
    team = await workspace(ClickupApiConnector.sandbox(SANDBOX))
    with suppress(InvalidResponse):  # anything else, an UnexpectedError for instance, fails
        await look(clickup, team)
    assert app.odd == 1, "it was never asked for"
    await look(clickup, team)


@pytest.mark.parametrize("listing", LISTINGS)
async def test_an_odd_item_of_a_listing_is_not_kept(listing: str) -> None:
    path, look = LISTINGS[listing]
    for item in ITEMS:
        await odd_then_good(Once(path, with_item(item)), look)


@pytest.mark.parametrize("user", USERS, ids=repr)
async def test_an_odd_user_is_not_kept(user: Any) -> None:
    await odd_then_good(Once("/user", lambda _: {"user": user}), search)


@pytest.mark.parametrize("item", ITEMS, ids=repr)
async def test_a_call_after_an_odd_workspace_works(item: Any) -> None:
    await odd_then_good(Once("/team", with_item(item)), search_by_name)
