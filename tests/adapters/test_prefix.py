"""Two accounts in one agent: each has tools of its own, by name, in texts and in use."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.tools import Toolbox
from tests.adapters.script import Call

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("llama_index.core")
pytest.importorskip("mcp")

from langchain_core.messages import ToolMessage
from langgraph.prebuilt import ToolNode
from llama_index.core.tools import FunctionTool
from mcp import Client
from pydantic_ai import Agent, ModelMessage, ModelResponse, TextPart, ToolCallPart, UserError
from pydantic_ai.models.function import FunctionModel

from agent_connectors.langchain import ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.mcp import make_server
from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools

FORMS: list[dict[str, Any]] = [
    {},
    {"split_writes": True},
    {"form": "search"},
    {"form": "search", "split_writes": True},
    {"form": "operations", "entities": ["tasks", "spaces"]},
    {"form": "operations", "entities": ["tasks"], "max_tool_tokens": None},
]


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("limit", [None, 1024])
def test_a_prefix_is_in_names_texts_and_references(form: Any, limit: int | None) -> None:
    clickup = ClickupApiConnector.sandbox(tasks=1)
    plain = Toolbox(clickup, description_limit=limit, **form).tools
    tools = Toolbox(clickup, description_limit=limit, prefix="acme", **form).tools
    assert [tool.name for tool in tools] == [f"acme_{tool.name}" for tool in plain]
    known = {tool.name for tool in tools}
    for tool in tools:
        assert "ClickUp (acme)" in tool.description
        told = f"{tool.description} {tool.schema}"
        assert set(re.findall(r"\w*clickup_\w+", told)) <= known
        assert limit is None or len(tool.description) <= limit
        assert len(tool.name) <= 64


def test_the_longest_prefix_leaves_names_that_providers_take() -> None:
    clickup = ClickupApiConnector.sandbox(tasks=1, allow_destructive=True)
    tools = Toolbox(clickup, form="operations", max_tools=None, prefix="a" * 20).tools
    assert max(len(tool.name) for tool in tools) <= 64


@pytest.fixture
def accounts() -> dict[str, Sandbox]:
    return {name: Sandbox(tasks=3, rate_limit=None) for name in ("acme", "beta")}


def calls(accounts: dict[str, Sandbox]) -> list[Call]:
    """One task is created in each account."""
    place = next(iter(accounts["acme"].workspace.lists))
    return [
        (
            f"{name}_clickup_execute",
            {
                "entity": "tasks",
                "action": "create",
                "params": {"list_id": place, "name": f"For {name}"},
            },
        )
        for name in accounts
    ]


def check(accounts: dict[str, Sandbox]) -> None:
    for name, sandbox in accounts.items():
        made = [t.name for t in sandbox.workspace.tasks.values() if t.name.startswith("For ")]
        assert made == [f"For {name}"]


async def test_pydantic_ai(accounts: dict[str, Sandbox]) -> None:
    async def respond(messages: list[ModelMessage], _: Any) -> ModelResponse:
        if len(messages) > 1:
            return ModelResponse([TextPart("ok")])
        return ModelResponse([ToolCallPart(name, args) for name, args in calls(accounts)])

    toolsets = [
        ConnectorToolset[None](ClickupApiConnector.sandbox(sandbox), prefix=name)
        for name, sandbox in accounts.items()
    ]
    assert [toolset.id for toolset in toolsets] == ["acme_clickup", "beta_clickup"]
    await Agent(FunctionModel(respond), toolsets=toolsets).run("go")
    check(accounts)


async def test_pydantic_ai_refuses_two_of_one_name(accounts: dict[str, Sandbox]) -> None:
    made = [ClickupApiConnector.sandbox(sandbox) for sandbox in accounts.values()]
    toolsets = [ConnectorToolset[None](connector, id=f"{n}") for n, connector in enumerate(made)]
    with pytest.raises(UserError, match="clickup_execute"):
        await Agent("test", toolsets=toolsets).run("go")
    with pytest.raises(ConfigurationError, match='prefix="acme"'):
        _ = connector_tools(made[0]) + connector_tools(made[1])


def test_langchain(accounts: dict[str, Sandbox]) -> None:
    kits = [
        ConnectorToolkit(connector=ClickupApiConnector.sandbox(sandbox), prefix=name)
        for name, sandbox in accounts.items()
    ]
    node = ToolNode(kits[0].get_tools() + kits[1].get_tools())
    for name, args in calls(accounts):
        message = node.tools_by_name[name].invoke(
            {"name": name, "args": args, "id": "1", "type": "tool_call"}
        )
        assert isinstance(message, ToolMessage)
        assert message.status == "success"
    check(accounts)


def test_llama_index(accounts: dict[str, Sandbox]) -> None:
    tools: list[FunctionTool] = []
    for name, sandbox in accounts.items():
        tools += ConnectorToolSpec(ClickupApiConnector.sandbox(sandbox), prefix=name).to_tool_list()
    for name, args in calls(accounts):
        (tool,) = [tool for tool in tools if tool.metadata.name == name]
        assert not tool.call(**args).is_error
    check(accounts)


async def test_mcp(accounts: dict[str, Sandbox]) -> None:
    for (name, sandbox), (tool, args) in zip(accounts.items(), calls(accounts), strict=True):
        server = make_server(ClickupApiConnector.sandbox(sandbox), prefix=name)
        assert server.name == f"agent-connectors-{name}_clickup"
        async with Client(server) as client:
            assert not (await client.call_tool(tool, args)).is_error
    check(accounts)


def lists(accounts: dict[str, Sandbox], **options: Any) -> list[tuple[list[Any], list[Any]]]:
    """The tools of two accounts, in each framework that does not look at names itself."""
    made = [ClickupApiConnector.sandbox(sandbox) for sandbox in accounts.values()]
    kits = [ConnectorToolkit(connector=one, **options).get_tools() for one in made]
    specs = [ConnectorToolSpec(one, **options).to_tool_list() for one in made]
    return [(kits[0], kits[1]), (specs[0], specs[1])]


def test_two_of_one_name_are_refused_with_the_way_out(accounts: dict[str, Sandbox]) -> None:
    joins: list[Callable[[Any, Any], Any]] = [
        lambda a, b: a + b,
        lambda a, b: list(a) + b,
        lambda a, b: a.extend(b),
        lambda a, b: a.append(b[0]),
        lambda a, b: a.insert(0, b[0]),
        lambda a, b: a.__iadd__(b),
    ]
    for first, second in lists(accounts):
        for join in joins:
            with pytest.raises(ConfigurationError, match="two tools called `clickup_execute`"):
                join(first, second)
            assert len(first) == len(second) == 1


def test_other_tools_are_taken_beside(accounts: dict[str, Sandbox]) -> None:
    def add(a: int, b: int) -> int:
        """Adds."""
        return a + b

    for tools, _ in lists(accounts):
        others = [add, {"type": "web_search"}]
        assert list(tools + others) == [*tools, *others]
        tools.append(tools[0])  # the same tool twice is nobody else's
        assert len(tools) == 2
