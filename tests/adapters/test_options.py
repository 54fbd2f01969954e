"""Every option of every adapter: spelt right and wrong, with values that it can and cannot have,
read once and used twice, in any order."""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from fnmatch import fnmatchcase
from importlib.util import find_spec
from inspect import signature
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError, ConnectorError
from agent_connectors.engine.tools import Options, Toolbox, ToolboxOptions

pytest.importorskip("pydantic_ai")
pytest.importorskip("langchain")
pytest.importorskip("llama_index.core")
pytest.importorskip("mcp")

from mcp import Client
from pydantic_ai import RunContext
from pydantic_ai.models.test import TestModel
from pydantic_ai.usage import RunUsage

from agent_connectors.langchain import ConnectorTool, ConnectorToolkit
from agent_connectors.langchain.options import ConnectorToolOptions
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.mcp import make_server
from agent_connectors.pydantic_ai import ConnectorToolset, connector_tools

CLICKUP = ClickupApiConnector.sandbox(tasks=1, allow_destructive=True)

Names = list[str]
"""The names of the tools that there are."""


class Made:
    """What an adapter made: `names` may be asked any number of times."""

    def __init__(self, names: Callable[[], Names]) -> None:
        self.names = names


def toolset(connector: Any, **options: Any) -> Made:
    made: ConnectorToolset[None] = ConnectorToolset(connector, **options)
    context: RunContext[None] = RunContext(deps=None, model=TestModel(), usage=RunUsage())
    return Made(lambda: list(asyncio.run(made.get_tools(context))))


def tools(connector: Any, **options: Any) -> Made:
    made = connector_tools(connector, **options)
    return Made(lambda: [tool.name for tool in made])


def toolkit(connector: Any, **options: Any) -> Made:
    made = ConnectorToolkit(connector=connector, **options)
    return Made(lambda: [tool.name for tool in made.get_tools()])


def tool(connector: Any, **options: Any) -> Made:
    made = ConnectorTool(connector=connector, **options)
    return Made(lambda: [made.name])


def spec(connector: Any, **options: Any) -> Made:
    made = ConnectorToolSpec(connector, **options)
    return Made(lambda: [str(tool.metadata.name) for tool in made.to_tool_list()])


def server(connector: Any, **options: Any) -> Made:
    made = make_server(connector, **options)

    async def names() -> Names:
        async with Client(made) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    return Made(lambda: asyncio.run(names()))


def agent_tools(connector: Any, **options: Any) -> Made:
    from agent_connectors.openai_agents import connector_tools

    made = connector_tools(connector, **options)
    return Made(lambda: [tool.name for tool in made])


def toolbox(connector: Any, **options: Any) -> Made:
    made = Toolbox(connector, **options)
    return Made(lambda: [tool.name for tool in made.tools])


ADAPTERS: dict[Callable[..., Made], Callable[..., Any]] = {
    toolset: ConnectorToolset.__init__,
    tools: connector_tools,
    toolkit: ConnectorToolkit.__init__,
    tool: ConnectorTool.__init__,
    spec: ConnectorToolSpec.__init__,
    server: make_server,
    toolbox: Toolbox.__init__,
}
"""How tools are made, and what has the options in its signature."""

if find_spec("agents"):
    from agent_connectors import openai_agents

    ADAPTERS[agent_tools] = openai_agents.connector_tools

MAKERS = [pytest.param(maker, id=maker.__name__) for maker in ADAPTERS]
SEVERAL = [pytest.param(maker, id=maker.__name__) for maker in ADAPTERS if maker is not tool]

OPTIONS = list(ToolboxOptions.__annotations__)

RIGHT: dict[str, list[Any]] = {
    "form": ["execute", "operations", "search"],
    "entities": [["spaces", "goals"]],
    "operations": [["spaces.list", "spaces.get", "spaces.delete"], None],
    "effects": [["read", "destructive"], None],
    "read_only": [True, False],
    "prefix": ["acme", "a", "team_2", None],
    "split_writes": [True, False],
    "max_tools": [1000, None],
    "max_output_tokens": [1, 8000],
    "max_tool_tokens": [50, None],
    "max_description_tokens": [300, 900],
}

_NO_COLLECTION: list[Any] = [5, True, b"tasks", [1], [None], object()]
_NO_SWITCH: list[Any] = ["false", "True", 0, 1, None, []]
_NO_COUNT: list[Any] = [0, -1, 1.5, "900", True, float("nan"), float("inf"), []]

WRONG: dict[str, list[Any]] = {
    "form": ["all", "Execute", "operation", "", None, 1, ["execute"]],
    "entities": [*_NO_COLLECTION, "task", ["tasks", "spacs"], "", "authorization"],
    "operations": [
        *_NO_COLLECTION,
        "tasks",
        "tasks.lst",
        ["tasks.list", "task.get"],
        "",
        "task.*",
        "*.lst",
        "a*.get_token",
    ],
    "effects": [*_NO_COLLECTION, "reads", {"writes"}, ["read", "delete"], "READ", ""],
    "read_only": _NO_SWITCH,
    "prefix": ["", "Acme", "2nd", "a b", "acme_", "a" * 21, 5, True, ["acme"], b"acme"],
    "split_writes": _NO_SWITCH,
    "max_tools": _NO_COUNT,
    "max_output_tokens": [*_NO_COUNT, None],
    "max_tool_tokens": _NO_COUNT,
    "max_description_tokens": [*_NO_COUNT, None],
}

OWN_WRONG: dict[str, list[Any]] = {
    "approve": [
        {"writes"},
        "wite",
        ["read", "reads"],
        {"write": True, "x": 1},
        None,
        True,
        5,
        b"w",
    ],
    "tell": [None, "x", 5, True, []],
    "max_retries": [-1, "5", None, True, 1.5],
    "strict": _NO_SWITCH,
    "keep_result": [0, -1, "yes", None, 1.5, []],
    "ledger": ["calls.sqlite", 5, True, object(), []],
}
"""What single adapters take beside; the rest of theirs are labels."""

_LABELS = {"id", "version", "description_limit", "beside", "tool"}


def own_options(function: Callable[..., Any]) -> set[str]:
    """What an adapter takes by name beside the options of all."""
    named = set(signature(function).parameters) - {"self", "connector", "options"}
    return named - _LABELS


def misspellings(name: str) -> Iterable[str]:
    """What people and models make of a name."""
    yield name.replace("_", "")
    yield name.replace("_", "-")
    yield "".join(part.capitalize() for part in name.split("_"))
    yield name.upper()
    yield name + "s"
    for index in range(1, len(name)):
        yield name[:index] + name[index + 1 :]
        yield name[: index - 1] + name[index] + name[index - 1] + name[index + 1 :]


def test_the_tables_know_every_option() -> None:
    assert [field.name for field in fields(Options)] == OPTIONS
    assert set(RIGHT) == set(WRONG) == set(OPTIONS)
    assert set(ConnectorToolkit.model_fields) == {"connector", "ledger", "keep_result", *OPTIONS}
    for maker, function in ADAPTERS.items():
        assert own_options(function) <= set(OWN_WRONG), maker


@pytest.mark.parametrize("maker", MAKERS)
def test_a_misspelt_option_is_refused_with_the_nearest(maker: Callable[..., Made]) -> None:
    names = [*OPTIONS, *own_options(ADAPTERS[maker])]
    tried = 0
    for name in names:
        for wrong in set(misspellings(name)) - set(names):
            tried += 1
            with pytest.raises(ConfigurationError) as caught:
                maker(CLICKUP, **{wrong: True})
            assert f"There is no option `{wrong}`" in str(caught.value)
            if len(wrong) > len(name) // 2 and not wrong.isupper():
                assert f"`{name}`" in str(caught.value), (name, wrong)
    assert tried > 150


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", OPTIONS)
def test_a_wrong_value_is_refused_where_it_is_given(maker: Callable[..., Made], name: str) -> None:
    for value in WRONG[name]:
        with pytest.raises(ConnectorError):
            maker(CLICKUP, **{name: value})


@pytest.mark.parametrize("maker", MAKERS)
def test_a_wrong_value_of_its_own_is_refused_too(maker: Callable[..., Made]) -> None:
    for name in own_options(ADAPTERS[maker]):
        for value in OWN_WRONG[name]:
            with pytest.raises(ConfigurationError):
                maker(CLICKUP, **{name: value})


@pytest.mark.parametrize("maker", SEVERAL)
@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_holds_however_often_the_tools_are_asked_for(
    maker: Callable[..., Made], name: str
) -> None:
    for form in RIGHT["form"]:
        for value in RIGHT[name]:
            options = {"form": form, "entities": ["spaces"], name: value}
            expected = maker(CLICKUP, **options).names()
            assert expected
            forms: list[Any] = [value]
            if isinstance(value, list):
                forms = [tuple(value), dict.fromkeys(value), iter(value), (v for v in value)]
            for given in forms:
                made = maker(CLICKUP, **{**options, name: given})
                assert [made.names() for _ in range(3)] == [expected] * 3


@pytest.mark.parametrize("maker", SEVERAL)
@pytest.mark.parametrize("name", ["entities", "operations", "effects"])
def test_a_text_is_one_and_nothing_is_none(maker: Callable[..., Made], name: str) -> None:
    for form in RIGHT["form"]:
        one = RIGHT[name][0][0]
        as_list = maker(CLICKUP, form=form, **{name: [one]}).names()
        assert as_list
        assert maker(CLICKUP, form=form, **{name: one}).names() == as_list
        nothings: list[Any] = [[], (), set(), iter(())]
        for nothing in nothings:
            assert maker(CLICKUP, form=form, **{name: nothing}).names() == []
    with pytest.raises(ConfigurationError, match="no operation"):
        tool(CLICKUP, **{name: []})


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("given", ["pk_secret", None, {}, 5, ClickupApiConnector])
def test_tools_are_made_of_a_connector(maker: Callable[..., Made], given: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        maker(given)
    assert "secret" not in str(caught.value)
    if maker is not tool or given is not None:
        assert "ClickupApiConnector(" in str(caught.value)


@pytest.mark.parametrize("maker", SEVERAL)
def test_patterns_mean_what_they_mean_on_a_server(maker: Callable[..., Made]) -> None:
    given = ["tasks.*", "*.list", "spaces.get"]
    known = [op.name for op in ClickupApiConnector.operations]
    meant = [name for name in known if any(fnmatchcase(name, one) for one in given)]
    assert len(meant) > 30
    for form in RIGHT["form"]:
        as_names = maker(CLICKUP, form=form, operations=meant).names()
        assert maker(CLICKUP, form=form, operations=given).names() == as_names


def test_a_pattern_that_means_nothing_is_refused_with_the_nearest() -> None:
    for wrong, near in (("task.*", "`tasks.*`"), ("tasks.lis?s", "`tasks.list`")):
        with pytest.raises(ConfigurationError, match=re.escape(near)):
            toolbox(CLICKUP, operations=["spaces.*", wrong])


def test_only_a_pattern_that_names_it_opens_what_agents_are_not_offered() -> None:
    def offered(pattern: str) -> set[str]:
        return {op.entity for op in Toolbox(CLICKUP, operations=[pattern]).catalogue}

    assert "authorization" not in offered("*")
    assert "authorization" not in offered("*.*")
    assert offered("authorization.*") == {"authorization"}


def test_an_operation_may_be_named_by_its_alias() -> None:
    made = toolbox(CLICKUP, form="operations", operations="tasks.api_search")
    assert made.names() == ["clickup_tasks_search"]


@pytest.mark.parametrize("options", [{"form": "operations"}, {"split_writes": True}])
@pytest.mark.parametrize("filters", ["entities", "operations", "effects"])
@pytest.mark.parametrize("first", ["tools", "interrupts"])
def test_langchain_asks_for_the_same_before_and_after(
    options: Any, filters: str, first: str
) -> None:
    values = {"entities": ["tasks"], "operations": ["spaces.create"], "effects": ["write"]}
    given: Any = {**options, filters: iter(values[filters])}
    kit = ConnectorToolkit(CLICKUP, **given)
    if first == "tools":
        kit.get_tools()
    asked = kit.interrupt_on()
    assert asked
    assert asked == kit.interrupt_on()
    names = {tool.name for tool in kit.get_tools()}
    assert set(asked) <= names
    assert kit.get_tools() == kit.get_tools()


@pytest.mark.parametrize("wrong", OWN_WRONG["approve"])
def test_langchain_refuses_to_be_asked_for_what_is_no_effect(wrong: Any) -> None:
    with pytest.raises(ConfigurationError):
        ConnectorToolkit(CLICKUP, split_writes=True).interrupt_on(wrong)


def test_a_toolkit_does_not_change_afterwards() -> None:
    kit = ConnectorToolkit(CLICKUP, form="operations", entities=["tasks"])
    for name in OPTIONS:
        with pytest.raises(AttributeError, match="make another"):
            setattr(kit, name, getattr(kit, name))
    reader = kit.model_copy(update={"read_only": True})
    assert {t.metadata["effect"] for t in reader.get_tools() if t.metadata} == {"read"}
    with pytest.raises(ConfigurationError, match="`read_only`"):
        kit.model_copy(update={"readonly": True})


def test_what_langchain_lets_one_say_of_a_tool_is_honoured() -> None:
    own: dict[str, Any] = {
        "name": "tracker",
        "description": "All about work.",
        "return_direct": True,
        "verbose": True,
        "callbacks": [],
        "tags": ["work"],
        "metadata": {"team": "a", "effect": "read"},
        "handle_tool_error": False,
        "extras": {"defer_loading": True},
    }
    assert set(own) == set(ConnectorToolOptions.__annotations__) - set(OPTIONS)
    made = ConnectorTool(CLICKUP, **own)
    own["metadata"] = {"team": "a", "effect": "destructive"}
    assert {name: getattr(made, name) for name in own} == own
    assert made.tool_call_schema["title"] == "tracker"
    (inner,) = Toolbox(CLICKUP).tools
    assert ConnectorTool(tool=inner, name="other").name == "other"
    several: list[Any] = [{"read_only": True}, {"form": "search"}]
    for options in several:
        with pytest.raises(ConfigurationError, match="and one was given"):
            ConnectorTool(tool=inner, **options)


def test_llama_index_gives_the_tools_that_are_named() -> None:
    made = ConnectorToolSpec(CLICKUP, form="search")
    both = made.to_tool_list()
    assert [t.metadata.name for t in made.to_tool_list(["clickup_execute"])] == ["clickup_execute"]
    assert len(made.to_tool_list([("clickup_search", "clickup_search")])) == 1
    assert made.to_tool_list([]) == []
    wrongs: list[Any] = [["clickup_exeute"], [("clickup_search", "async_search")]]
    for wrong in wrongs:
        with pytest.raises(ConfigurationError, match="There is no tool"):
            made.to_tool_list(wrong)
    with pytest.raises(ConfigurationError, match="Did you mean `clickup_search`"):
        made.to_tool_list(func_to_metadata_mapping={"clickup_serch": both[0].metadata})
    made.spec_functions = ["clickup_search"]
    assert len(made.to_tool_list()) == 1
