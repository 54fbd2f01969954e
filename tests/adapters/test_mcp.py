"""The tools over MCP, as its own client sees them."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp_types import TextResourceContents

from agent_connectors.clickup import ClickupApiConnector

pytestmark = pytest.mark.timeout(60)


def server(*options: str) -> StdioServerParameters:
    command = ["-c", "from agent_connectors.cli import main; main()", "mcp", "--sandbox", *options]
    return StdioServerParameters(command=sys.executable, args=command)


def text(result: Any) -> str:
    (part,) = result.content
    return str(part.text)


async def test_an_agent_works_over_mcp() -> None:
    async with (
        stdio_client(server()) as (reading, writing),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        (tool,) = (await session.list_tools()).tools
        assert tool.name == "clickup_execute"
        assert set(tool.input_schema["required"]) == {"entity", "action"}
        found = await session.call_tool(
            tool.name, {"entity": "tasks", "action": "search", "params": {"limit": 3}}
        )
        assert not found.is_error
        assert json.loads(text(found))["meta"]["count"] == 3
        beside = {"entity": "tasks", "action": "search", "fields": ["name"], "params": {"limit": 2}}
        picked = json.loads(text(await session.call_tool(tool.name, beside)))
        assert [set(task) for task in picked["data"]] == [{"name"}] * 2
        wrong = await session.call_tool(tool.name, {"entity": "task", "action": "list"})
        assert wrong.is_error
        assert "Did you mean `tasks`?" in text(wrong)
        lost = await session.call_tool("clickup_exec", {})
        assert lost.is_error
        assert "`clickup_execute`" in text(lost) or "clickup_execute" in text(lost)


async def test_typed_tools_say_what_they_do() -> None:
    options = ("--form", "operations", "--allow-destructive", "--entity", "tasks")
    async with (
        stdio_client(server(*options)) as (reading, writing),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        hints: dict[str, Any] = {name: tool.annotations for name, tool in tools.items()}
        assert hints["clickup_tasks_get"].read_only_hint is True
        assert hints["clickup_tasks_update"].read_only_hint is False
        assert hints["clickup_tasks_delete"].destructive_hint is True
        missing = await session.call_tool("clickup_tasks_get", {})
        assert missing.is_error
        assert "`task_id` is missing" in text(missing)


async def test_read_only_offers_no_change() -> None:
    options = ("--form", "operations", "--read-only", "--entity", "comments")
    async with (
        stdio_client(server(*options)) as (reading, writing),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        names = {tool.name for tool in (await session.list_tools()).tools}
        assert names == {f"clickup_comments_{action}" for action in ("list", "get", "count")}


async def test_a_store_is_a_tool_two_actions_and_resources(tmp_path: Path) -> None:
    path = tmp_path / "clickup.db"
    async with ClickupApiConnector.sandbox(store=path) as clickup:
        await clickup.store.sync()
    async with (
        stdio_client(server("--store", str(path), "--read-only")) as (reading, writing),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        tools = {tool.name: tool for tool in (await session.list_tools()).tools}
        assert set(tools) == {"clickup_execute", "clickup_store"}
        annotations = tools["clickup_store"].annotations
        assert annotations is not None
        assert annotations.read_only_hint is True
        sql = "SELECT count(*) AS n FROM tasks"
        for name, arguments in (
            ("clickup_store", {"sql": sql}),
            (
                "clickup_execute",
                {"entity": "tasks", "action": "context_store_sql_query", "params": {"sql": sql}},
            ),
        ):
            answer = json.loads(text(await session.call_tool(name, arguments)))
            assert next(iter(answer["data"]))["n"] == 302
            assert answer["meta"]["extra"]["synced"]["tasks"] >= 0
        search = {"entity": "tasks", "action": "context_store_search", "params": {"limit": 1}}
        found = json.loads(text(await session.call_tool("clickup_execute", search)))
        assert found["meta"]["next"]["cursor"]
        uris = {str(each.uri) for each in (await session.list_resources()).resources}
        assert {"clickup://store", "clickup://store/tasks", "clickup://store/overdue"} <= uris
        for uri in sorted(uri for uri in uris if "://store" in uri):
            (told,) = (await session.read_resource(uri)).contents
            assert isinstance(told, TextResourceContents)
            assert told.mime_type == "text/plain"
            assert len(told.text) > 20
        with pytest.raises(Exception, match="`tasks`"):
            await session.read_resource("clickup://store/task")


async def test_without_a_store_there_is_none() -> None:
    async with (
        stdio_client(server()) as (reading, writing),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        uris = {str(each.uri) for each in (await session.list_resources()).resources}
        assert not any("://store" in uri for uri in uris)
