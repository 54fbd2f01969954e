"""What schemas say: a single type a property, texts in enums, objects with their keys."""

import json
from collections.abc import Iterator, Mapping
from statistics import mean
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError, InvalidParams
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.tools import Tool, Toolbox, nullable, textual
from tests.providers.calls import every_call, sent

CALLS = every_call()

FORMS: list[dict[str, Any]] = [
    {},
    {"form": "search"},
    {"split_writes": True},
    {"form": "operations", "max_tools": None},
    {"form": "operations", "max_tools": None, "max_tool_tokens": None},
]


def tools(options: Mapping[str, Any]) -> tuple[Tool, ...]:
    return Toolbox(ClickupApiConnector.sandbox(allow_destructive=True), **options).tools


def nodes(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema
    for part in schema.get("properties", {}).values():
        yield from nodes(part)
    if "items" in schema:
        yield from nodes(schema["items"])
    for part in schema.get("anyOf", ()):
        yield from nodes(part)


def is_free(node: Mapping[str, Any]) -> bool:
    return node.get("type") == "object" and not node.get("properties")


@pytest.mark.parametrize("options", FORMS, ids=str)
def test_every_provider_takes_what_schemas_say(options: dict[str, Any]) -> None:
    for tool in tools(options):
        for node in nodes(tool.schema):
            assert isinstance(node["type"], str), (tool.name, node)
            assert all(isinstance(value, str) for value in node.get("enum", ())), (tool.name, node)
            assert "items" in node or node["type"] != "array", (tool.name, node)
            assert not is_free(node) or node["additionalProperties"] is True, (tool.name, node)
        assert tool.schema["properties"], "Gemini takes no tool without a parameter"
        assert '"$ref"' not in json.dumps(tool.schema)
        assert not any(is_free(node) for node in nodes(textual(tool.schema))), tool.name
        assert tool.model.model_json_schema() == textual(tool.schema)
        for node in nodes(nullable(tool.schema)):
            for name, part in node.get("properties", {}).items():
                needed = name in node.get("required", ())
                assert needed == ({"type": "null"} not in part.get("anyOf", ())), (tool.name, name)


def test_objects_in_lists_tell_their_keys() -> None:
    typed = {tool.name: tool.schema["properties"] for tool in tools(FORMS[3])}
    item = typed["clickup_tasks_create_many"]["tasks"]["items"]
    assert item["required"] == ["name"]
    assert "list_id" not in item["properties"]
    assert item["properties"]["priority"]["enum"] == ["urgent", "high", "normal", "low"]
    change = typed["clickup_tasks_update_many"]["updates"]["items"]["properties"]
    assert change["assignees"]["properties"].keys() == {"add", "rem"}
    assert typed["clickup_tasks_update"]["assignees"]["properties"].keys() == {"add", "rem"}
    assert typed["clickup_spaces_create"]["features"]["properties"]["tags"]["properties"]


@pytest.mark.parametrize("name", CALLS)
def test_null_is_not_given(name: str) -> None:
    operation = ClickupApiConnector.operations.get(*name.split("."))
    given = CALLS[name]
    nulls = {other: None for other in operation.parameters if other not in given}
    assert sent(name, {**nulls, **given}) == sent(name, given)


@pytest.mark.parametrize("name", CALLS)
def test_any_object_may_be_json_text(name: str) -> None:
    given = CALLS[name]
    assert sent(name, {key: _as_text(value) for key, value in given.items()}) == sent(name, given)


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps({key: _as_text(inner) for key, inner in value.items()})
    return [_as_text(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("given", "meant"), [("1", 1), ("-1", -1), (1, 1), ("2", None), ("one", None), ("1.0", None)]
)
def test_a_number_of_an_enum_may_be_text(given: Any, meant: Any) -> None:
    operation = ClickupApiConnector.operations.get("views", "create")
    params = {"name": "x", "type": "list", "list_id": "1", "grouping": {"dir": given}}
    if meant is None:
        with pytest.raises(InvalidParams, match="should be 1 or -1"):
            validate(operation, params)
    else:
        assert validate(operation, params)["grouping"] == {"dir": meant}


def test_all_events_may_be_a_list_of_the_star() -> None:
    operation = ClickupApiConnector.operations.get("webhooks", "create")
    for events in ("*", ["*"]):
        checked = validate(operation, {"endpoint": "https://example.com", "events": events})
        assert checked["events"] == "*"


def test_more_tools_than_openai_takes_are_refused_with_the_way_out() -> None:
    connector = ClickupApiConnector.sandbox(allow_destructive=True)
    with pytest.raises(ConfigurationError, match=r"157 tools.*128.*`entities`.*max_tools=None"):
        Toolbox(connector, form="operations")
    assert len(Toolbox(connector, form="operations", max_tools=None).tools) == 157
    assert len(Toolbox(connector, form="operations", effects=["read"]).tools) < 128
    with pytest.raises(ConfigurationError, match="11 tools, and 5 are the most"):
        Toolbox(connector, form="operations", entities=["tasks"], max_tools=5)
    assert len(Toolbox(connector, max_tools=1, split_writes=True).tools) == 2


def test_a_description_may_be_as_short_as_azure_takes() -> None:
    for options in ({}, {"split_writes": True}, {"form": "search"}):
        for tool in tools({**options, "max_description_tokens": 250}):
            assert len(tool.description) <= 1024


def test_what_nullable_costs(encoding: Any) -> None:
    def cost(schema: Mapping[str, Any]) -> int:
        return len(encoding.encode(json.dumps(schema, separators=(",", ":"))))

    typed = [tool.schema for tool in tools(FORMS[3])]
    assert mean(cost(nullable(schema)) - cost(schema) for schema in typed) <= 45
