"""What an MCP client is told: results as objects, the server itself, schemas of operations."""

import json
from typing import Any

import jsonschema
import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.tools import Toolbox
from tests.clickup.operations.conftest import NOON
from tests.clickup.operations.making import Maker

pytest.importorskip("mcp.server.lowlevel")

from mcp.client import Client
from mcp.shared.exceptions import MCPError

from agent_connectors.mcp import make_server
from agent_connectors.mcp.told import shown

FORMS: list[Any] = ["execute", "operations", "search"]


@pytest.mark.parametrize("form", FORMS)
async def test_a_result_is_an_object_as_well(form: Any) -> None:
    clickup = ClickupApiConnector.sandbox(tasks=40, allow_destructive=True)
    async with Client(make_server(clickup, form=form, max_tools=None)) as client:
        (team,) = clickup.execute_sync("teams", "list").data
        if form == "operations":
            name, call = "clickup_tasks_search", {"team_id": team["id"], "limit": 20}
        else:
            name = "clickup_execute"
            params = {"team_id": team["id"], "limit": 20}
            call = {"entity": "tasks", "action": "search", "params": params}
        result: Any = await client.call_tool(name, call)
        assert json.loads(result.content[0].text) == result.structured_content
        assert result.structured_content["meta"]["count"] == 20
        wrong: Any = await client.call_tool(name, {**call, "limt": 3})
        assert wrong.is_error
        assert wrong.structured_content is None
        if form == "search":
            found: Any = await client.call_tool("clickup_search", {"query": "create a task"})
            jsonschema.validate(found.structured_content, shown_schema(client, clickup))


def shown_schema(_: Any, clickup: ClickupApiConnector) -> Any:
    (tool,) = Toolbox(clickup).tools
    return shown(tool).output_schema


async def test_every_result_is_what_the_schema_says() -> None:
    """Each operation is called; what a client gets fits the schema that it was told."""
    (tool,) = Toolbox(ClickupApiConnector.sandbox()).tools
    checker = jsonschema.Draft202012Validator(tool.returns)
    checked = 0
    known: set[str] = set()
    for operation in ClickupApiConnector.operations:
        if operation.entity == "authorization" or not operation.endpoints:
            continue
        sandbox = Sandbox(tasks=60, today=NOON.date(), clock=NOON.timestamp, rate_limit=None)
        clickup = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
        params = await Maker(clickup, sandbox).params(operation, operation.endpoints[0])
        call = {"entity": operation.entity, "action": operation.action, "params": params}
        try:
            result = await Toolbox(clickup).tools[0].call(call)
        except ConnectorError as error:  # pragma: no cover - a failure of this test
            pytest.fail(f"{operation.name}: {error}")
        told = json.loads(result)
        checker.validate(told)
        known |= set(told) | set(told.get("meta", ()))
        checked += 1
    assert checked > 140
    assert {"columns", "in_every_row", "done", "count"} <= known
    said = set(tool.returns["properties"]) | set(tool.returns["properties"]["meta"]["properties"])
    unsaid = known - said - {"warnings", "not_included", "note", "next_note", "how_to_see"}
    assert unsaid == set()


async def test_the_server_says_what_it_is() -> None:
    server = make_server(ClickupApiConnector.sandbox(), version="1.2")
    assert server.title == "ClickUp"
    async with Client(server) as client:
        info: Any = client.server_info
        assert (info.title, info.version) == ("ClickUp", "1.2")
        assert client.instructions
        assert "meta.next" in client.instructions
        (tool,) = (await client.list_tools()).tools
        assert tool.title == "Work in ClickUp"
    async with Client(
        make_server(ClickupApiConnector.sandbox(), form="operations", max_tools=None)
    ) as client:
        titles = {tool.name: tool.title for tool in (await client.list_tools()).tools}
        assert titles["clickup_time_tracking_create"] == "ClickUp: time tracking, create"
        assert len(set(titles.values())) == len(titles)


async def test_the_schema_of_each_operation_is_a_resource() -> None:
    clickup = ClickupApiConnector.sandbox(allow_destructive=True)
    server = make_server(clickup, entities=["tasks", "lists"], read_only=True)
    async with Client(server) as client:
        resources = (await client.list_resources()).resources
        assert [str(r.uri) for r in resources] == [
            "clickup://operations",
            "clickup://operations/lists",
            "clickup://operations/tasks",
        ]
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "clickup://operations/{entity}/{action}"

        async def read(uri: str) -> Any:
            (content,) = (await client.read_resource(uri)).contents
            assert content.mime_type == "application/json"
            return json.loads(content.text)  # type: ignore[union-attr]

        everything = await read("clickup://operations")
        assert set(everything) == {"tasks", "lists"}
        assert "delete" not in everything["tasks"]
        operations = clickup.operations
        for entity, actions in everything.items():
            about = await read(f"clickup://operations/{entity}")
            named = [told["signature"].partition("(")[0] for told in about["actions"]]
            assert named == [f"{entity}.{action}" for action in actions]
            for action in actions:
                told = await read(f"clickup://operations/{entity}/{action}")
                assert told["params"] == operations.get(entity, action).schema
        for uri, meant in (
            ("clickup://operations/task", "`tasks`"),
            ("clickup://operations/tasks/delete", "no action `delete`"),
            ("clickup://operations/", "begin with"),
            ("clickup://other", "begin with"),
            ("file:///etc/passwd", "begin with"),
        ):
            with pytest.raises(MCPError, match=meant):
                await client.read_resource(uri)
