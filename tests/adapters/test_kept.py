"""What a connector, a tool or an operation was made with stays: each attribute, assigned anew."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError, OperationNotAllowed
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.tools import Toolbox
from agent_connectors.langchain import ConnectorTool, ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.pydantic_ai import ConnectorToolset

CLICKUP = ClickupApiConnector.sandbox(tasks=0, allow_destructive=True)

MADE: dict[str, Callable[[], Any]] = {
    "toolset": lambda: ConnectorToolset(CLICKUP),
    "toolkit": lambda: ConnectorToolkit(CLICKUP),
    "LangChain's tool": lambda: ConnectorTool(CLICKUP),
    "spec": lambda: ConnectorToolSpec(CLICKUP),
    "toolbox": lambda: Toolbox(CLICKUP),
    "options": lambda: Toolbox(CLICKUP).options,
    "catalogue": lambda: Toolbox(CLICKUP).catalogue,
    "tool": lambda: Toolbox(CLICKUP).tools[0],
    "tool of an operation": lambda: Toolbox(CLICKUP, form="operations", max_tools=None).tools[0],
    "tool that finds": lambda: Toolbox(CLICKUP, form="search").tools[0],
    "connector": lambda: ClickupApiConnector.sandbox(tasks=0),
    "resource": lambda: CLICKUP.tasks,
    "resource of the class": lambda: ClickupApiConnector.tasks,
    "operation": lambda: ClickupApiConnector.operations.get("tasks", "delete"),
    "endpoint": lambda: ClickupApiConnector.operations.get("tasks", "delete").endpoints[0],
    "answer": lambda: ClickupApiConnector.operations.get("tasks", "delete").answer,
}

FREE = {
    # LangChain's and LlamaIndex's own: they have all of their effect.
    "LangChain's tool": {
        *("description", "return_direct", "verbose", "callbacks", "tags", "metadata", "extras"),
        *("handle_tool_error", "handle_validation_error"),
    },
    "spec": {"spec_functions"},
    # Of Pydantic AI's `FunctionToolset`: how it makes tools of functions, which ours are not.
    "toolset": {
        *("docstring_format", "include_return_schema", "metadata", "schema_generator"),
        *("require_parameter_descriptions", "sequential", "strict", "timeout"),
    },
}
"""What may be assigned."""


def attributes(made: Any) -> list[str]:
    """Everything of it that is no method; of a connector, what a subclass may say as well."""
    names = {name for base in type(made).__mro__ for name in vars(base)} | set(vars(made))
    if isinstance(made, tuple):
        names = set(getattr(made, "_fields", ()))
    found = []
    for name in sorted(names):
        if name.startswith(("_", "model_")) or name in {"settled", "kept"}:
            continue
        static = next((vars(b)[name] for b in type(made).__mro__ if name in vars(b)), None)
        method = callable(static) or isinstance(static, classmethod | staticmethod)
        if name in vars(made) or not method or name in {"allows", "permit", "permits"}:
            found.append(name)
    return found


def vars(thing: Any) -> dict[str, Any]:
    return getattr(thing, "__dict__", {})


@pytest.mark.parametrize("kind", MADE)
def test_nothing_is_assigned_or_taken_away(kind: str) -> None:
    made = MADE[kind]()
    names = attributes(made)
    assert names
    own = FREE.get(kind, set())
    if kind in {"LangChain's tool", "toolkit"}:
        names += [name for name in type(made).model_fields if name not in names]
        # What LangChain's own classes offer besides is none of ours.
        names = [n for n in names if n in type(made).model_fields or n in {"effect", "effects"}]
    for name in names:
        before = getattr(made, name, None)
        if name in own:
            continue
        for change, given in ((setattr, (name, "other")), (delattr, (name,))):
            with pytest.raises((AttributeError, ValueError)):
                change(made, *given)
            assert repr(getattr(made, name, None)) == repr(before)


def test_what_is_said_where_it_is_refused() -> None:
    toolset: Any = ConnectorToolset(CLICKUP)
    with pytest.raises(AttributeError, match="`connector` of a ConnectorToolset is decided when"):
        toolset.connector = ClickupApiConnector.sandbox()
    operation: Any = ClickupApiConnector.operations.get("tasks", "delete")
    with pytest.raises(AttributeError, match="`effect` of a Operation is decided"):
        operation.effect = "read"


async def test_no_operation_is_made_harmless() -> None:
    sandbox = Sandbox(tasks=1, rate_limit=None)
    reader = ClickupApiConnector.sandbox(sandbox, read_only=True)
    for operation in ClickupApiConnector.operations:
        loose: Any = operation
        for name, value in {"effect": "read", "body": None, "endpoints": ()}.items():
            with pytest.raises(AttributeError):
                setattr(loose, name, value)
    with pytest.raises(OperationNotAllowed):
        await reader.tasks.delete(next(iter(sandbox.workspace.tasks)))
    assert isinstance(copy.copy(ClickupApiConnector.operations.get("tasks", "get")), Operation)
    assert not sandbox.requests


def test_a_tool_that_langchain_asks_about_is_not_renamed() -> None:
    kit = ConnectorToolkit(CLICKUP, split_writes=True)
    asked = kit.interrupt_on()
    tool: Any = next(tool for tool in kit.get_tools() if tool.name in asked)
    for name, value in (("name", "x"), ("args_schema", {}), ("response_format", "content")):
        with pytest.raises(ConfigurationError):
            tool.model_copy(update={name: value})
        with pytest.raises(AttributeError):
            setattr(tool, name, value)
    assert tool.model_copy(update={"name": tool.name}).name == tool.name
    with pytest.raises(ConfigurationError):
        tool.model_copy(update={"split_writes": False})


async def test_a_tool_that_was_renamed_all_the_same_does_nothing() -> None:
    sandbox = Sandbox(tasks=1, rate_limit=None)
    tool = ConnectorTool(ClickupApiConnector.sandbox(sandbox))
    tool.__dict__["name"] = "harmless"
    told = await tool.ainvoke({"entity": "user", "action": "get"})
    assert "renamed" in told
    assert not sandbox.requests


@pytest.mark.parametrize("given", [None, {}, {"effect": "read"}, {"a": 1, "effect": "read"}])
def test_the_effect_in_langchains_metadata_stays(given: Any) -> None:
    tool = ConnectorTool(CLICKUP, metadata=given)
    for told in (tool, tool.model_copy(update={"metadata": given}), copy.deepcopy(tool)):
        told.metadata = given
        metadata: Any = told.metadata
        changes: dict[str, tuple[Any, ...]] = {
            "update": ({"effect": "read"},),
            "__setitem__": ("effect", "read"),
            "__ior__": ({"effect": "read"},),
            "setdefault": ("b", 1),
            "pop": ("effect",),
            "__delitem__": ("effect",),
            "popitem": (),
            "clear": (),
        }
        for change, arguments in changes.items():
            with pytest.raises(TypeError):
                getattr(metadata, change)(*arguments)
        assert metadata == {**(given or {}), "effect": "destructive"}
        assert copy.deepcopy(metadata) == metadata


class Reader(ClickupApiConnector):
    """Reads, unless somebody says otherwise."""

    def __init__(self, auth_config: Any = None, *, read_only: bool = True, **options: Any) -> None:
        super().__init__(auth_config, read_only=read_only, **options)


class Eager(ClickupApiConnector):
    """Deletes, unless somebody says otherwise."""

    def __init__(self, auth_config: Any = None, **options: Any) -> None:
        super().__init__(auth_config, **{"allow_destructive": True, "timezone": "UTC", **options})


def test_a_subclass_has_its_own_defaults_in_a_sandbox_too() -> None:
    assert Reader.sandbox(tasks=0).read_only
    assert Reader("pk_1").read_only
    assert not Reader.sandbox(tasks=0, read_only=False).read_only
    assert Reader.sandbox(tasks=0, timeout=5).time_left == 5
    assert Eager.sandbox(tasks=0).allow_destructive
    assert not Eager.sandbox(tasks=0, allow_destructive=False).allow_destructive


class Narrow(ClickupApiConnector):
    """Knows tasks only, and forgets the switches."""

    def allows(self, operation: Operation) -> bool:
        return operation.entity == "tasks"


@pytest.mark.parametrize(
    ("options", "entity", "told"),
    [
        ({}, "spaces", "`Narrow` does not allow this. Nothing was sent. Its own method `allows`"),
        ({"allow_destructive": True}, "spaces", "`Narrow` does not allow this"),
        ({"read_only": True}, "tasks", "This connector is read-only"),
        ({}, "tasks", "This cannot be undone"),
    ],
)
async def test_a_class_that_allows_less_says_so_and_the_switches_count(
    options: Any, entity: str, told: str
) -> None:
    sandbox = Sandbox(tasks=1, rate_limit=None)
    narrow = Narrow.sandbox(sandbox, **options)
    with pytest.raises(OperationNotAllowed, match=told):
        await narrow.execute(entity, "delete" if entity == "tasks" else "update", {})
    assert not sandbox.requests
    offered = {operation.name for operation in Toolbox(narrow).catalogue}
    assert offered
    assert all(name.startswith("tasks.") for name in offered)
    assert ("tasks.delete" in offered) is (options == {"allow_destructive": True})
