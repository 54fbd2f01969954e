"""The two Python blocks of the page that describes the connector, word for word.

Their placeholders are filled in by the test where they are read; nothing else is changed but
the indentation, which the page has lost.
"""

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.conftest import TOKEN
from tests.serving import served

pytest.importorskip("pydantic_ai")

from pydantic_ai import Agent
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel

OPEN_SOURCE = """
from airbyte_agent_clickup_api import ClickupApiConnector
from airbyte_agent_clickup_api.models import ClickupApiAuthConfig
connector = ClickupApiConnector(
    auth_config=ClickupApiAuthConfig(
        api_key="<Your ClickUp personal API token>"
    )
)
"""

HOSTED = """
from airbyte_agent_clickup_api import ClickupApiConnector, AirbyteAuthConfig
connector = ClickupApiConnector(
    auth_config=AirbyteAuthConfig(
        customer_name="<your_customer_name>",
        organization_id="<your_organization_id>", # Optional for multi-org clients
        airbyte_client_id="<your-client-id>",
        airbyte_client_secret="<your-client-secret>"
    )
)
"""

TOOL = """
@agent.tool_plain # assumes you're using Pydantic AI
@ClickupApiConnector.tool_utils
async def clickup_api_execute(entity: str, action: str, params: dict | None = None):
    return await connector.execute(entity, action, params or {})
"""


def words(text: str) -> str:
    return re.sub(r"\s+", "", text)


PAGE = Path(__file__).parents[3] / "shared" / "seed-clickup-auth.md"

if PAGE.exists():  # a maintainer has it, a clone has not

    def test_the_blocks_are_the_pages() -> None:
        text = words(PAGE.read_text())
        for block in (OPEN_SOURCE, HOSTED + TOOL):
            assert words(block) in text


def scripted_agent() -> Agent[None, str]:
    """An agent that lists the workspaces, with a mistake on the way."""
    calls: list[dict[str, Any]] = [
        {"entity": "teams", "action": "lst"},
        {"entity": "tasks", "action": "get", "params": {"task_id": "00000000"}},
        {"entity": "teams", "action": "list"},
    ]

    def respond(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        (tool,) = info.function_tools
        assert "Entities and their actions" in str(tool.description)
        returned = [p for m in messages for p in m.parts if isinstance(p, ToolReturnPart)]
        if len(returned) == len(calls):
            return ModelResponse([TextPart(str(returned[-1].content))])
        return ModelResponse([ToolCallPart(tool.name, calls[len(returned)])])

    return Agent(FunctionModel(respond))


async def run(code: str) -> tuple[Any, str]:
    """Runs the page's code with an agent; gives its connector and the agent's answer."""
    agent = scripted_agent()
    namespace: dict[str, Any] = {"agent": agent}
    exec(textwrap.dedent(code), namespace)
    answer = (await agent.run("Which workspaces are there?")).output
    await namespace["connector"].aclose()
    return namespace["connector"], answer


@pytest.mark.parametrize("block", [OPEN_SOURCE, HOSTED])
def test_the_blocks_run_with_their_placeholders(block: str) -> None:
    namespace: dict[str, Any] = {"agent": scripted_agent()}
    exec(block + TOOL, namespace)
    assert isinstance(namespace["connector"], ClickupApiConnector)


async def test_open_source_execution(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("uvicorn")
    code = OPEN_SOURCE.replace("<Your ClickUp personal API token>", TOKEN) + TOOL
    with served(sandbox) as url:
        monkeypatch.setenv("CLICKUP_BASE_URL", url)
        connector, answer = await run(code)
    assert isinstance(connector, ClickupApiConnector)
    assert sandbox.workspace.name in answer
    assert [request.status for request in sandbox.requests if "task" in request.path] == [401]


def test_a_tools_parameters_keep_their_descriptions() -> None:
    agent = scripted_agent()
    connector = ClickupApiConnector.sandbox(tasks=1)

    @agent.tool_plain
    @ClickupApiConnector.tool_utils
    async def clickup_api_execute(
        entity: str, action: str, params: dict[str, Any] | None = None
    ) -> Any:
        """Work in ClickUp.

        Args:
            entity: The kind of object.
            action: What to do with it.
            params: What the operation needs.
        """
        return await connector.execute(entity, action, params or {})

    schema = agent._function_toolset.tools["clickup_api_execute"].function_schema.json_schema
    described = {name: p["description"] for name, p in schema["properties"].items()}
    assert described == {
        "entity": "The kind of object.",
        "action": "What to do with it.",
        "params": "What the operation needs.",
    }


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=None)


async def test_hosted_execution(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("sqlalchemy")
    from agent_connectors.clickup import ClickupApiAuthConfig
    from tests.hosted.hosting import hosting

    with hosting(tmp_path) as server:
        member = server.member()
        monkeypatch.setenv("AIRBYTE_API_URL", server.url)
        made = await ClickupApiConnector.create(
            airbyte_config=member.auth(customer_name="acme"),
            auth_config=ClickupApiAuthConfig(server.put(sandbox)),
        )
        await made.aclose()
        code = HOSTED + TOOL
        for place, value in {
            "<your_customer_name>": "acme",
            "<your_organization_id>": member.organization,
            "<your-client-id>": member.client_id,
            "<your-client-secret>": member.secret.reveal(),
        }.items():
            code = code.replace(place, value)
        connector, answer = await run(code)
    assert isinstance(connector, ClickupApiConnector)
    assert sandbox.workspace.name in answer
    assert [request.status for request in sandbox.requests if "task" in request.path] == [401]
