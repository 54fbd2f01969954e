"""A connector that somebody else wrote, in every adapter, over MCP and through the server."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel
from tracker.api import Tracker as Api
from tracker.connector import Tracker
from tracker.provider import PROVIDER

from agent_connectors.engine.errors import OperationNotAllowed
from agent_connectors.hosted.connector_kinds import ConnectorKinds
from agent_connectors.langchain import ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.pydantic_ai import ConnectorToolset
from tests.hosted.hosting import hosting
from tests.serving import served
from tests.tracker import with_tracker

PARAMS = {"title": "Ship", "assignee": "grace"}
CALL = {"entity": "issues", "action": "create", "params": PARAMS}


async def test_pydantic_ai() -> None:
    api = Api()

    def act(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        if len(messages) == 1:
            return ModelResponse(parts=[ToolCallPart(info.function_tools[0].name, CALL)])
        return ModelResponse(parts=[TextPart("done")])

    tracker = Tracker("tracker-token", app=api)
    agent = Agent(FunctionModel(act), toolsets=[ConnectorToolset(tracker)])
    assert (await agent.run("Open an issue for Grace.")).output == "done"
    assert api.issues[46]["assignee"] == 2


async def test_langchain() -> None:
    api = Api()
    (tool,) = ConnectorToolkit(connector=Tracker("tracker-token", app=api)).get_tools()
    assert tool.name == "tracker_execute"
    told = json.loads(await tool.ainvoke(CALL))
    assert told["data"]["id"] == 46
    assert api.issues[46]["assignee"] == 2


async def test_llama_index() -> None:
    api = Api()
    (tool,) = ConnectorToolSpec(Tracker("tracker-token", app=api)).to_tool_list()
    told = json.loads((await tool.acall(**CALL)).content)
    assert told["data"]["id"] == 46
    assert api.issues[46]["assignee"] == 2


@pytest.mark.timeout(60)
async def test_mcp(tmp_path: Path) -> None:
    command = "from agent_connectors.cli import main; main()"
    path = os.pathsep.join([str(with_tracker(tmp_path)), *sys.path])
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", command, "mcp", "--connector", "tracker", "--sandbox"],
        env={"PYTHONPATH": path},
    )
    async with stdio_client(server) as pipes, ClientSession(*pipes) as session:
        await session.initialize()
        (tool,) = (await session.list_tools()).tools
        assert tool.name == "tracker_execute"
        made: Any = await session.call_tool(tool.name, CALL)
        assert json.loads(made.content[0].text)["data"]["assignee"] == 2


@contextmanager
def held(folder: Path, api: Api, **switches: bool) -> Iterator[Tracker]:
    """A tracker whose token a server holds."""
    assert PROVIDER.hosting is not None
    with served(api) as place:
        kinds = ConnectorKinds(PROVIDER.hosting)
        with hosting(folder, kinds=kinds, base_urls={"Tracker": place}) as running:
            member = running.member()
            with httpx.Client(base_url=running.url) as client:
                token = client.post(
                    "/api/v1/account/applications/token", json=member.credentials()
                ).json()["access_token"]
                made = client.post(
                    "/api/v1/integrations/connectors",
                    headers={"Authorization": f"Bearer {token}"},
                    json={
                        "connector_type": "tracker",
                        "credentials": {"token": "tracker-token"},
                        **switches,
                    },
                )
            auth = member.auth(connector_id=made.json()["id"])
            with Tracker(auth, base_url=running.url, allow_destructive=True) as tracker:
                yield tracker


def test_the_server_holds_it(tmp_path: Path) -> None:
    api = Api()
    with held(tmp_path, api) as tracker:
        assert tracker.execute_sync("issues", "create", PARAMS).data["assignee"] == 2
        assert len(tracker.execute_sync("issues", "list", {"limit": 46}).data) == 46
        assert len(tracker.execute_sync("comments", "list", {"issue_id": 1, "limit": 7}).data) == 7
        with pytest.raises(OperationNotAllowed):
            tracker.execute_sync("issues", "delete", {"issue_id": 1})
    assert api.issues[46]["assignee"] == 2
    assert 1 in api.issues
