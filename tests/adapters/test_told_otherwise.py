"""What frameworks let one say of a tool that is there, copies of tools, and two of one name."""

import copy
import dataclasses
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.adapters.script import TEAMS, Call, steps

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("llama_index.core")
pytest.importorskip("agents")

from agents import Agent as OpenAIAgent
from agents import Runner, StopAtTools
from langchain.agents import create_agent
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import ToolMessage
from llama_index.core.tools import ToolMetadata
from pydantic_ai import Agent
from pydantic_ai.models.test import TestModel

from agent_connectors import openai_agents, pydantic_ai
from agent_connectors.langchain import ConnectorTool, ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from tests.adapters import test_langchain, test_llama_index, test_openai_agents, test_pydantic_ai

pytestmark = [
    pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:is_running called:DeprecationWarning"),
    pytest.mark.usefixtures("untraced"),
]

untraced = test_openai_agents.untraced

OURS: Call = ("tracker", TEAMS[1])
"""A call of the tool by the name that somebody has given it."""


@pytest.fixture
def clickup() -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(Sandbox(tasks=3, rate_limit=None))


class Told(AsyncCallbackHandler):
    """Notes what LangChain tells of a tool that is called."""

    def __init__(self) -> None:
        self.tags: Any = None
        self.metadata: Any = None

    async def on_tool_start(self, *_: Any, **given: Any) -> None:
        self.tags, self.metadata = given["tags"], given["metadata"]


@pytest.mark.parametrize("copied", [False, True])
async def test_in_langchain(clickup: ClickupApiConnector, copied: bool) -> None:
    told = Told()
    tool = ConnectorTool(
        clickup,
        name="tracker",
        description="All about work.",
        return_direct=True,
        tags=["work"],
        metadata={"team": "a"},
        callbacks=[told],
    )
    made = copy.deepcopy(tool) if copied else tool
    agent: Any = create_agent(test_langchain.Model(script=steps([OURS], "never reached")), [made])
    state = await agent.ainvoke({"messages": [("user", "go")]})
    last = state["messages"][-1]
    assert isinstance(last, ToolMessage)  # its result ended the run
    assert "Larkfield Labs" in str(last.content)
    assert last.artifact["data"]
    assert "work" in told.tags
    assert (told.metadata["team"], told.metadata["effect"]) == ("a", "write")
    assert made.tool_call_schema["description"] == "All about work."


@pytest.mark.parametrize("copied", [False, True])
async def test_in_llama_index(clickup: ClickupApiConnector, copied: bool) -> None:
    spec = ConnectorToolSpec(clickup, form="search")
    spec = copy.deepcopy(spec) if copied else spec
    own = ToolMetadata("All about work.", name="tracker", return_direct=True)
    (tool,) = spec.to_tool_list(["clickup_execute"], {"clickup_execute": own})
    tool = copy.copy(tool) if copied else tool
    assert (tool.metadata.name, tool.metadata.description) == ("tracker", "All about work.")
    agent: Any = test_llama_index.agent(clickup, steps([OURS], "never reached"))
    agent.tools = [tool]
    result = str(await agent.run("go"))
    assert "Larkfield Labs" in result
    assert "never reached" not in result


@pytest.mark.parametrize("copied", [False, True])
async def test_in_openai_agents(clickup: ClickupApiConnector, copied: bool) -> None:
    (tool,) = openai_agents.connector_tools(clickup, approve="write")
    given: Any = copy.deepcopy(tool) if copied else tool
    made = dataclasses.replace(given, name="tracker", description="All about work.")
    write = {"entity": "spaces", "action": "create", "params": {"name": "Lab"}}
    agent: Any = OpenAIAgent(
        "a",
        model=test_openai_agents.Script(OURS, ("tracker", write)),
        tools=[made],
        tool_use_behavior=StopAtTools(stop_at_tool_names=["tracker"]),
    )
    result = await Runner.run(agent, "go")
    assert "Larkfield Labs" in str(result.final_output)
    asked = await Runner.run(agent, "go")
    (preview,) = (await openai_agents.previews_of(asked)).values()
    assert preview["operation"] == "spaces.create"
    state = asked.to_state()
    state.approve(asked.interruptions[0])
    with openai_agents.agreeing_to({str(asked.interruptions[0].call_id): preview}):
        done = await Runner.run(agent, state)
    assert "Lab" in str(done.final_output)


@pytest.mark.parametrize("copied", [False, True])
async def test_in_pydantic_ai(clickup: ClickupApiConnector, copied: bool) -> None:
    made: Any = pydantic_ai.ConnectorToolset(clickup)
    made = copy.deepcopy(made) if copied else made
    told = made.renamed({"tracker": "clickup_execute"}).with_metadata(team="a")
    agent: Agent[None, str] = Agent(
        test_pydantic_ai.model(steps([OURS], "ok")), toolsets=[told.include_return_schemas()]
    )
    result = await agent.run("go")
    (seen,) = test_pydantic_ai.seen(result.all_messages())
    assert "Larkfield Labs" in seen.text
    model = TestModel(call_tools=[])
    with agent.override(model=model):
        await agent.run("go")
    parameters = model.last_model_request_parameters
    assert parameters is not None
    (tool,) = parameters.function_tools
    assert tool.name == "tracker"
    assert tool.metadata is not None
    assert (tool.metadata["team"], tool.metadata["effect"]) == ("a", "write")
    assert '"data"' in str(tool.description)  # the schema of what it gives, as this model has it


def two(make: Any) -> list[Any]:
    """Tools of two accounts in a list of the user's own, with the same names."""
    boxes = [ClickupApiConnector.sandbox(Sandbox(tasks=3, rate_limit=None)) for _ in range(2)]
    return [tool for box in boxes for tool in make(box)]


async def test_two_of_one_name_in_a_list_of_ones_own_are_refused_where_that_is_seen() -> None:
    with pytest.raises(Exception, match="conflicts with existing tool"):
        Agent("test", tools=two(pydantic_ai.connector_tools))
    model = test_openai_agents.Script(TEAMS)
    agent: Any = OpenAIAgent("a", model=model, tools=two(openai_agents.connector_tools))
    (item,) = test_openai_agents.outputs(await Runner.run(agent, "go"))
    assert "There are two tools called `clickup_execute`" in item.output
    assert "prefix" in item.output


async def test_elsewhere_the_last_one_is_taken() -> None:
    boxes = [Sandbox(tasks=3, rate_limit=None) for _ in range(2)]
    connectors = [ClickupApiConnector.sandbox(box) for box in boxes]
    tools = [tool for one in connectors for tool in ConnectorToolkit(one).get_tools()]
    asking: Any = create_agent(test_langchain.Model(script=steps([TEAMS], "ok")), tools)
    await asking.ainvoke({"messages": [("user", "go")]})
    agent: Any = test_llama_index.agent(connectors[0], steps([TEAMS], "ok"))
    agent.tools = [tool for one in connectors for tool in ConnectorToolSpec(one).to_tool_list()]
    await agent.run("go")
    assert [bool(box.requests) for box in boxes] == [False, True]
