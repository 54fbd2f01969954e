"""Records that are none, times that are none, lists that never end: the rest is kept."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.store import ContextStore
from agent_connectors.engine.errors import InvalidResponse

App = Callable[[Any, Any, Any], Awaitable[None]]
Change = Callable[[str, dict[str, Any]], None]

ODD: tuple[Any, ...] = (
    *(None, "text", 2**70, True, [], {}, [None], {"a": None}, 1e308, "x" * 100_000),
    *({"id": None}, {"id": True}, {"id": ""}, {"id": []}, {"id": {}}, {"id": 1.5}),
)
"""What stands in a list beside its records."""

LISTS = (
    *("teams", "members", "spaces", "folders", "lists", "tasks", "comments", "data", "goals"),
    *("key_results", "docs", "pages", "views"),
)
"""Names under which answers have lists of records."""


def answering(sandbox: Sandbox, change: Change) -> Any:
    """A ClickUp whose answers are changed on their way."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        started: dict[str, Any] = {}
        body = b""

        async def changed(message: Any) -> None:
            nonlocal body
            if message["type"] == "http.response.start":
                started.update(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            if started["status"] == 200:
                answer = json.loads(body)
                change(scope["path"], answer)
                body = json.dumps(answer).encode()
            kept = [(n, v) for n, v in started["headers"] if n.lower() != b"content-length"]
            await send({**started, "headers": kept})
            await send({"type": "http.response.body", "body": body})

        asked = scope["query_string"].replace(b"cursor=again", b"")
        await sandbox({**scope, "query_string": asked}, receive, changed)

    return app


def added_to(name: str) -> Change:
    def change(_: str, answer: Any) -> None:
        items = [answer] if isinstance(answer, dict) else list(answer)
        for item in items:
            for key, value in item.items() if isinstance(item, dict) else ():
                if isinstance(value, dict):
                    change(_, value)
                elif isinstance(value, list):
                    change(_, [each for each in value if isinstance(each, dict)])
                    if key == name:
                        value[:0] = ODD

    return change


async def counts(store: ContextStore) -> dict[str, int]:
    names = [table.name for table in store.schema.tables]
    found = [await store.sql(f"SELECT count(*) AS n FROM {name}") for name in names]  # noqa: S608
    return {name: rows.data[0]["n"] for name, rows in zip(names, found, strict=True)}


@pytest.mark.parametrize("name", LISTS)
async def test_what_is_no_record_keeps_no_other_out(name: str, tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    async with ClickupApiConnector.sandbox(sandbox) as clickup:
        with_all = ContextStore(clickup, tmp_path / "all.db")
        await with_all.sync()
        wanted = await counts(with_all)
        with_all.close()
    app = answering(sandbox, added_to(name))
    async with ClickupApiConnector.sandbox(app) as clickup:
        store = ContextStore(clickup, tmp_path / "odd.db")
        report = await store.sync()
        assert await counts(store) == wanted
        # What is no member is no person either, as one who was invited and has not come.
        assert name == "members" or any("had no id" in said for said in report.warnings)
        store.close()


@pytest.mark.parametrize("value", [None, "missing", "soon", True, [], {}, 2**70, -1, 9e18, "1e5"])
async def test_a_task_without_a_time_hides_no_later_change(value: Any, tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=20, rate_limit=None)
    odd = next(iter(sandbox.workspace.tasks))

    def change(path: str, answer: Any) -> None:
        for task in answer.get("tasks") or () if path.endswith("/task") else ():
            if task["id"] == odd:
                for name in ("date_created", "date_updated"):
                    task[name] = value
                    if value == "missing":
                        del task[name]

    async with ClickupApiConnector.sandbox(answering(sandbox, change)) as clickup:
        store = ContextStore(clickup, tmp_path / "odd.db", without=["comments", "replies"])
        await store.sync()
        assert (await counts(store))["tasks"] == len(sandbox.workspace.tasks)
        other = list(sandbox.workspace.tasks)[5]
        await clickup.execute("tasks", "update", {"task_id": other, "name": "Later"})
        await store.sync()
        assert (await store.sql("SELECT id FROM tasks WHERE name = 'Later'")).data == [
            {"id": other}
        ]
        store.close()


@pytest.mark.parametrize("endless", ["tasks", "docs", "comments"])
async def test_a_list_that_never_ends_is_not_read_for_ever(endless: str, tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=60, rate_limit=None)
    first: dict[str, Any] = {}

    def change(path: str, answer: Any) -> None:
        if endless == "tasks" and path.endswith("/task"):
            answer["last_page"] = False
            answer["tasks"] = first.setdefault("tasks", answer["tasks"])
        elif endless == "docs" and path.endswith("/docs"):
            answer["next_cursor"] = "again"
        elif endless == "comments" and path.endswith("/comment"):
            known = [*answer["comments"], *first.get("comments", ())]
            first["comments"] = known[:1]
            answer["comments"] = [{**each, "id": str(n)} for each in known[:1] for n in range(25)]

    async with ClickupApiConnector.sandbox(answering(sandbox, change)) as clickup:
        store = ContextStore(clickup, tmp_path / "odd.db")
        with pytest.raises(InvalidResponse, match="again"):
            await store.sync()
        store.close()
