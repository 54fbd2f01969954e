"""The same operations through every adapter and the core: the same data, and the same errors."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.tools import Toolbox

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain_core")
pytest.importorskip("llama_index.core")
pytest.importorskip("agents")
pytest.importorskip("mcp")

from agents.tool_context import ToolContext
from mcp import Client
from pydantic_ai import ModelRetry, RunContext
from pydantic_ai.exceptions import ToolFailed
from pydantic_ai.models.test import TestModel
from pydantic_ai.usage import RunUsage

from agent_connectors.langchain import ConnectorTool
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.mcp import make_server
from agent_connectors.openai_agents import connector_tools
from agent_connectors.pydantic_ai import ConnectorToolset

Outcome = tuple[Any, Any, str | None]
"""The whole data, what the model reads, and the error."""

Way = Callable[[ClickupApiConnector, dict[str, Any]], Awaitable[Outcome]]


async def core(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    try:
        result = await clickup.execute(call["entity"], call["action"], call.get("params"))
    except ConnectorError as error:
        return None, None, str(error)
    return result.data, None, None


async def core_sync(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    try:
        result = await asyncio.to_thread(
            clickup.execute_sync, call["entity"], call["action"], call.get("params")
        )
    except ConnectorError as error:
        return None, None, str(error)
    return result.data, None, None


async def toolbox(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    try:
        text = await Toolbox(clickup).tools[0].call(call)
    except ConnectorError as error:
        return None, None, str(error)
    return text.data, json.loads(text), None


async def tool_utils(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    @ClickupApiConnector.tool_utils
    async def execute(entity: str, action: str, params: Any = None) -> Any:
        return await clickup.execute(entity, action, params or {})

    text = await execute(**call)
    if text.startswith("Error: "):
        return None, None, text.removeprefix("Error: ")
    return text.data, json.loads(text), None


async def pydantic_ai(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    toolset: ConnectorToolset[None] = ConnectorToolset(clickup)
    context: RunContext[None] = RunContext(
        deps=None, model=TestModel(), usage=RunUsage(), max_retries=1
    )
    tools = await toolset.get_tools(context)
    (name,) = tools
    try:
        result = await toolset.call_tool(name, call, context, tools[name])
    except (ModelRetry, ToolFailed) as error:
        return None, None, error.message
    return result.metadata["data"], json.loads(str(result.return_value)), None


async def langchain(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    tool = ConnectorTool(connector=clickup)
    request: Any = {"type": "tool_call", "id": "1", "name": tool.name, "args": call}
    message = await tool.ainvoke(request)
    if message.status == "error":
        return None, None, str(message.content)
    return message.artifact["data"], json.loads(str(message.content)), None


async def langchain_sync(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    tool = ConnectorTool(connector=clickup)
    request: Any = {"type": "tool_call", "id": "1", "name": tool.name, "args": call}
    message = tool.invoke(request)
    if message.status == "error":
        return None, None, str(message.content)
    return message.artifact["data"], json.loads(str(message.content)), None


async def llama_index(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    (tool,) = ConnectorToolSpec(clickup).to_tool_list()
    try:
        output = await tool.acall(**call)
    except ConnectorError as error:
        return None, None, str(error)
    return output.raw_output["data"], json.loads(str(output.content)), None


async def llama_index_sync(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    (tool,) = ConnectorToolSpec(clickup).to_tool_list()
    try:
        output = tool.call(**call)
    except ConnectorError as error:
        return None, None, str(error)
    return output.raw_output["data"], json.loads(str(output.content)), None


async def openai_agents(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    (tool,) = connector_tools(clickup)
    made: Any = tool
    arguments = json.dumps(call)
    context: Any = ToolContext(None, tool_name=made.name, tool_call_id="1", tool_arguments="")
    output = await made.on_invoke_tool(context, arguments)
    if output.startswith("Error: "):
        return None, None, output.removeprefix("Error: ")
    return output.result.to_dict()["data"], json.loads(output), None


async def mcp(clickup: ClickupApiConnector, call: dict[str, Any]) -> Outcome:
    async with Client(make_server(clickup)) as client:
        result: Any = await client.call_tool("clickup_execute", call)
    (content,) = result.content
    if result.is_error:
        return None, None, content.text
    # A client has what the model reads, and no more.
    return WITHHELD, json.loads(content.text), None


WITHHELD = object()

WAYS: list[Way] = [
    core,
    core_sync,
    toolbox,
    tool_utils,
    pydantic_ai,
    langchain,
    langchain_sync,
    llama_index,
    llama_index_sync,
    openai_agents,
    mcp,
]

CALLS: dict[str, tuple[str, str, Any]] = {
    "a list": ("teams", "list", {}),
    "a page of many": ("tasks", "search", {"team_id": "{team}", "subtasks": True}),
    "a limit": ("tasks", "search", {"team_id": "{team}", "limit": 7}),
    "one object": ("tasks", "get", {"task_id": "{task}"}),
    "params as text": ("spaces", "list", '{"team_id": "{team}"}'),
    "nothing given": ("user", "get", None),
    "a write": ("tasks", "create", {"list_id": "{list}", "name": "New", "priority": None}),
    "a silent write": ("comments", "update", {"comment_id": "{comment}", "resolved": True}),
    "a wrong entity": ("task", "list", {}),
    "a wrong action": ("tasks", "lst", {}),
    "a wrong parameter": ("tasks", "get", {"task": "1"}),
    "a missing parameter": ("tasks", "get", {}),
    "a wrong value": ("tasks", "list", {"list_id": "1", "page": "two"}),
    "a missing object": ("tasks", "get", {"task_id": "00000000"}),
    "another's object": ("spaces", "list", {"team_id": "{foreign}"}),
    "what is switched off": ("tasks", "delete", {"task_id": "{task}"}),
    "what the product refuses": (
        "tasks",
        "create",
        {"list_id": "{list}", "name": "x", "status": "?"},
    ),
}


def filled(sandbox: Sandbox, params: Any) -> Any:
    workspace = sandbox.workspace
    places = {
        "{team}": workspace.id,
        "{foreign}": workspace.foreign_id,
        "{list}": next(iter(workspace.lists)),
        "{task}": next(iter(workspace.tasks)),
        "{comment}": str(next(iter(workspace.comments))),
    }
    text = json.dumps(params)
    for name, value in places.items():
        text = text.replace(name, value)
    return json.loads(text)


@pytest.mark.parametrize("name", CALLS)
async def test_every_way_gives_the_same(name: str) -> None:
    outcomes: dict[str, Outcome] = {}
    for way in WAYS:
        sandbox = Sandbox(tasks=60, today=date(2026, 3, 18), clock=lambda: 1.77e9, rate_limit=None)
        entity, action, params = CALLS[name]
        call = {"entity": entity, "action": action, "params": filled(sandbox, params)}
        outcomes[way.__name__] = await way(ClickupApiConnector.sandbox(sandbox), call)
    data, _, error = outcomes["core"]
    shown = next(shown for _, shown, _ in outcomes.values() if shown is not None or error)
    assert (data is None) is (error is not None)
    for way_name, (its_data, its_shown, its_error) in outcomes.items():
        assert its_data == data or its_data is WITHHELD, way_name
        assert its_error == error, way_name
        assert its_shown in (None, shown), way_name


def test_every_adapter_is_among_the_ways() -> None:
    folder = Path(str(files("agent_connectors.langchain"))).parent
    adapters = {p.name for p in folder.iterdir() if "Toolbox" in texts(p)}
    adapters -= {"cli"}  # it serves what `mcp` makes
    assert adapters == set(FRAMEWORKS)
    assert adapters <= {way.__name__ for way in WAYS}


def texts(package: Path) -> str:
    return "".join(module.read_text() for module in package.glob("*.py"))


FRAMEWORKS = ("langchain", "llama_index", "mcp", "openai_agents", "pydantic_ai")
"""Their adapters; the server, the command line, ledgers and budgets adapt no framework."""


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_an_adapter_is_thin_and_knows_no_product(name: str) -> None:
    modules = sorted(Path(str(files(f"agent_connectors.{name}"))).rglob("*.py"))
    sizes = {module.name: len(module.read_text().splitlines()) for module in modules}
    assert len(sizes) > 2
    assert {module: size for module, size in sizes.items() if size > 150} == {}
    code = {m.name: re.sub(r'""".*?"""', "", m.read_text(), flags=re.DOTALL) for m in modules}
    assert [name for name, text in code.items() if "clickup" in text.lower()] == []
