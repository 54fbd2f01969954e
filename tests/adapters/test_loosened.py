"""A switch that was made stays: assigned, copied, pickled, replaced, or in a subclass."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError, OperationNotAllowed
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.tools import Toolbox
from agent_connectors.langchain import ConnectorTool, ConnectorToolkit
from agent_connectors.llama_index import ConnectorToolSpec
from agent_connectors.pydantic_ai import ConnectorToolset
from tests.adapters.test_options import (
    CLICKUP,
    OPTIONS,
    RIGHT,
    Made,
    spec,
    tool,
    toolbox,
    toolkit,
    toolset,
)

MAKERS: dict[str, tuple[Callable[..., Any], Callable[..., Made]]] = {
    "toolset": (ConnectorToolset, toolset),
    "toolkit": (ConnectorToolkit, toolkit),
    "tool": (ConnectorTool, tool),
    "spec": (ConnectorToolSpec, spec),
    "toolbox": (Toolbox, toolbox),
}

STRICT: dict[str, Any] = {"read_only": True, "entities": ["spaces"]}

LOOSE: list[dict[str, Any]] = [
    {"read_only": False},
    {"entities": None},
    {"entities": ["spaces", "tasks"]},
    {"read_only": False, "effects": ["write"]},
]


def may(made: Any) -> set[str]:
    """The operations that what an adapter made may carry out."""
    if isinstance(made, ConnectorToolkit):
        return {name for one in made.get_tools() for name in may(one)}
    if isinstance(made, ConnectorTool):
        return names_in([made._tool])
    if isinstance(made, ConnectorToolset):
        return names_in(made.toolbox.tools)
    box = made.toolbox if isinstance(made, ConnectorToolSpec) else made
    return names_in(box.tools)


def names_in(tools: Any) -> set[str]:
    return {operation.name for one in tools for operation in one.catalogue}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", [*OPTIONS, "approve"])
def test_no_option_is_assigned_afterwards(kind: str, name: str) -> None:
    made = MAKERS[kind][0](CLICKUP, **STRICT)
    if name == "approve" and kind not in {"toolset", "spec"}:
        return
    before = may(made)
    for value in RIGHT.get(name, ["destructive"]):
        with pytest.raises((AttributeError, ValueError)):
            setattr(made, name, value)
        vars(made)[name] = value
        assert may(made) == before


def _chosen(_: object) -> ClickupApiConnector:
    return CLICKUP


@pytest.mark.parametrize("kind", MAKERS)
def test_what_chooses_connectors_is_copied_along(kind: str) -> None:
    pool: ConnectorPool[Any] = ConnectorPool(_chosen)
    assert copy.copy(pool) is copy.deepcopy(pool) is pool
    made = MAKERS[kind][0](pool, **STRICT)
    for again in (copy.copy(made), copy.deepcopy(made)):
        assert may(again) == may(made)
    for one in (pool, made):
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(one)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("update", LOOSE)
def test_a_copy_does_no_more(kind: str, update: dict[str, Any]) -> None:
    made = MAKERS[kind][0](CLICKUP, **STRICT)
    before = may(made)
    for again in (copy.copy(made), copy.deepcopy(made)):
        assert may(again) == before
    for method in ("model_copy", "copy"):
        change: Any = getattr(made, method, None)
        if change is None:
            continue
        assert may(change()) == before
        with pytest.raises(ConfigurationError):
            change(update=update)
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(made)


def test_a_copy_may_do_less() -> None:
    kit = ConnectorToolkit(CLICKUP, entities=["spaces", "tasks"])
    reader = kit.model_copy(update={"read_only": True, "entities": ["spaces"]})
    assert may(reader) < may(kit)
    assert ConnectorTool(CLICKUP).model_copy(update={"description": "x"}).description == "x"


@pytest.mark.parametrize("kind", ["toolkit", "tool"])
def test_what_is_constructed_is_checked(kind: str) -> None:
    construct: Any = MAKERS[kind][0].model_construct  # type: ignore[attr-defined]
    assert may(construct(connector=CLICKUP, **STRICT)) == may(MAKERS[kind][0](CLICKUP, **STRICT))
    with pytest.raises(ConfigurationError, match="Did you mean `read_only`"):
        construct(connector=CLICKUP, readonly=True)


class _Ours(ClickupApiConnector):
    """A subclass."""


@pytest.mark.parametrize("kind", [ClickupApiConnector, _Ours])
@pytest.mark.parametrize("options", [{"read_only": True}, {}])
def test_a_connector_keeps_its_switches(kind: Any, options: dict[str, Any]) -> None:
    connector = kind.sandbox(tasks=0, **options)
    for name in ClickupApiConnector.settled:
        with pytest.raises(AttributeError, match="is decided when it is made"):
            setattr(connector, name, None)
    vars(connector).update(read_only=False, allow_destructive=True)
    assert copy.copy(connector) is copy.deepcopy(connector) is connector
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(connector)
    for operation in ClickupApiConnector.operations:
        if operation.effect == "destructive" or (options and operation.effect == "write"):
            with pytest.raises(OperationNotAllowed):
                connector.permit(operation)


@pytest.mark.parametrize("name", ["read_only", "allow_destructive", "timezone", "base_url"])
def test_an_option_is_no_attribute_of_a_subclass(name: str) -> None:
    for attribute in (True, property(lambda _: True)):
        with pytest.raises(TypeError, match=rf"`Ours\.{name}`: options are given where"):
            type("Ours", (ClickupApiConnector,), {name: attribute})


@pytest.mark.parametrize("kind", [ConnectorToolset, ConnectorToolSpec, Toolbox])
@pytest.mark.parametrize("name", ["read_only", "approve", "effects", "operations"])
def test_an_option_of_tools_is_no_attribute_of_a_subclass(kind: Any, name: str) -> None:
    if name in kind.settled:
        with pytest.raises(TypeError, match="options are given where"):
            type("Ours", (kind,), {name: "write"})


@pytest.mark.parametrize("option", ["effects", "operations", "entities"])
@pytest.mark.parametrize("kind", ["toolset", "toolkit", "spec", "toolbox"])
def test_a_mapping_is_no_collection_of_names(kind: str, option: str) -> None:
    names = {"effects": "write", "operations": "tasks.update", "entities": "tasks"}
    with pytest.raises(ConfigurationError, match="collection of names"):
        MAKERS[kind][1](CLICKUP, **{option: {names[option]: False}})
