import json
from collections.abc import Iterable
from statistics import median
from typing import Any, cast

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConfigurationError,
    InvalidParams,
    NotFound,
    OperationNotAllowed,
    UnknownOperation,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.tools import Form, Tool, Toolbox
from agent_connectors.engine.tools.search import SearchIndex
from tests.tools.questions import QUESTIONS
from tests.tools.reading import read

FORMS: tuple[Form, ...] = ("execute", "operations", "search")


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox)


def names(tools: Iterable[Tool]) -> list[str]:
    return [tool.name for tool in tools]


def team(sandbox: Sandbox) -> str:
    return sandbox.workspace.id


async def execute(toolbox: Toolbox, entity: str, action: str, **params: Any) -> Any:
    tool = toolbox.tools[-1]
    call = {"entity": entity, "action": action, "params": params}
    return json.loads(await tool.call(call))


def test_the_three_forms(clickup: ClickupApiConnector) -> None:
    assert names(Toolbox(clickup).tools) == ["clickup_execute"]
    assert names(Toolbox(clickup, form="search").tools) == ["clickup_search", "clickup_execute"]
    typed = names(Toolbox(clickup, form="operations", max_tools=None).tools)
    assert typed == [
        f"clickup_{op.entity}_{op.action}"
        for op in clickup.operations
        if clickup.allows(op) and op.entity != "authorization"
    ]
    split = Toolbox(clickup, split_writes=True)
    assert names(split.tools) == ["clickup_read", "clickup_write"]
    assert [tool.effect for tool in split.tools] == ["read", "write"]
    with pytest.raises(ConfigurationError, match="no form `all`"):
        Toolbox(clickup, form=cast("Any", "all"))


def test_tools_can_be_chosen(clickup: ClickupApiConnector) -> None:
    by_entity = Toolbox(clickup, form="operations", entities=["goals"])
    assert names(by_entity.tools) == [
        f"clickup_goals_{action}" for action in ("list", "get", "create", "update")
    ]
    by_name = Toolbox(clickup, form="operations", operations=["tasks.get", "docs.list"])
    assert names(by_name.tools) == ["clickup_tasks_get", "clickup_docs_list"]
    by_effect = Toolbox(clickup, form="operations", effects=["write"])
    assert {tool.effect for tool in by_effect.tools} == {"write"}
    with pytest.raises(UnknownOperation, match="Did you mean"):
        Toolbox(clickup, operations=["tasks.gte"])
    with pytest.raises(UnknownOperation, match="Did you mean"):
        Toolbox(clickup, entities=["task"])


@pytest.mark.parametrize("form", ["execute", "operations", "search"])
def test_what_is_not_allowed_is_not_offered(sandbox: Sandbox, form: Any) -> None:
    careful = Toolbox(ClickupApiConnector.sandbox(sandbox), form=form, max_tools=None)
    assert {op.effect for op in careful.catalogue} == {"read", "write"}
    trusting = Toolbox(
        ClickupApiConnector.sandbox(sandbox, allow_destructive=True), form=form, max_tools=None
    )
    assert "destructive" in {op.effect for op in trusting.catalogue}
    for reader in (
        Toolbox(ClickupApiConnector.sandbox(sandbox, read_only=True), form=form, max_tools=None),
        Toolbox(ClickupApiConnector.sandbox(sandbox), form=form, max_tools=None, read_only=True),
    ):
        assert {op.effect for op in reader.catalogue} == {"read"}
        assert not any("create" in tool.description for tool in reader.tools)


async def test_what_is_not_offered_is_refused_if_called_anyway(sandbox: Sandbox) -> None:
    create = {"entity": "tasks", "action": "create", "params": {"list_id": "1", "name": "x"}}
    delete = {"entity": "tasks", "action": "delete", "params": {"task_id": "1"}}
    clickup = ClickupApiConnector.sandbox(sandbox)
    cases = [
        (Toolbox(ClickupApiConnector.sandbox(sandbox, read_only=True)), create, "read-only"),
        (Toolbox(clickup, read_only=True), create, "may not do that"),
        (Toolbox(clickup, entities=["goals"]), create, "may not do that"),
        (Toolbox(clickup), delete, "allow_destructive=True"),
        (Toolbox(clickup, split_writes=True), create, "may not do that"),
    ]
    for toolbox, call, said in cases:
        with pytest.raises(OperationNotAllowed, match=said):
            await toolbox.tools[0].call(call)
    assert not sandbox.requests


async def test_a_wrong_name_is_put_right_by_what_is_offered(clickup: ClickupApiConnector) -> None:
    (tool,) = Toolbox(clickup, entities=["goals", "views"]).tools
    with pytest.raises(UnknownOperation, match="Valid here: `goals`, `views`"):
        await tool.call({"entity": "zzz", "action": "list"})


@pytest.mark.parametrize("params", [{"limit": 1}, '{"limit": 1}', None, "", {"limit": None}])
async def test_params_come_in_many_shapes(clickup: ClickupApiConnector, params: Any) -> None:
    (tool,) = Toolbox(clickup).tools
    shown = json.loads(await tool.call({"entity": "teams", "action": "list", "params": params}))
    assert shown["meta"]["count"] == 1


@pytest.mark.parametrize("params", ["team 1", "[1]", [1], 7])
async def test_params_that_are_no_object_are_refused(
    clickup: ClickupApiConnector, params: Any
) -> None:
    (tool,) = Toolbox(clickup).tools
    with pytest.raises(InvalidParams, match="`params`"):
        await tool.call({"entity": "teams", "action": "list", "params": params})


async def test_params_are_taken_beside_params_as_well(clickup: ClickupApiConnector) -> None:
    (tool,) = Toolbox(clickup).tools
    call = {"entity": "tasks", "action": "search"}
    proper = {"assignees": ["me"], "fields": ["name"], "limit": 2}
    wanted = json.loads(await tool.call({**call, "params": proper}))
    assert [set(task) for task in wanted["data"]] == [{"name"}] * 2
    beside = {**call, "assignees": ["me"], "fields": ["name"], "priority": None}
    for params in ({"limit": 2}, '{"limit": 2}', {"limit": 2, "assignees": ["me"]}):
        assert json.loads(await tool.call({**beside, "params": params})) == wanted
    assert json.loads(await tool.call({**beside, "limit": 2})) == wanted
    with pytest.raises(InvalidParams, match="`limit` is given twice"):
        await tool.call({**call, "limit": 3, "params": {"limit": 2}})
    with pytest.raises(InvalidParams, match="no parameter `assignee`"):
        await tool.call({**call, "assignee": "me"})
    assert "additionalProperties" not in tool.schema
    assert tool.model.model_validate({**beside, "limit": 2}).model_dump()["limit"] == 2


@pytest.mark.parametrize("detail", [["full"], {"full": True}, 1])
async def test_a_wrong_detail_is_refused(clickup: ClickupApiConnector, detail: Any) -> None:
    (tool,) = Toolbox(clickup).tools
    with pytest.raises(InvalidParams, match="`detail`"):
        await tool.call({"entity": "teams", "action": "list", "params": {"detail": detail}})


async def test_what_is_missing_is_named(clickup: ClickupApiConnector) -> None:
    (tool,) = Toolbox(clickup, entities=["goals"]).tools
    with pytest.raises(UnknownOperation, match=r"`entity` is missing\. Valid here: `goals`"):
        await tool.call({"action": "list"})
    with pytest.raises(UnknownOperation, match=r"`action` is missing\. `describe` lists"):
        await tool.call({"entity": "goals"})


async def test_describe_tells_what_the_list_leaves_out(clickup: ClickupApiConnector) -> None:
    (tool,) = Toolbox(clickup).tools
    one = await tool.call({"entity": "tasks", "action": "describe", "params": {"action": "create"}})
    assert json.loads(one)["data"]["params"]["required"] == ["list_id", "name"]
    everything = json.loads(await tool.call({"entity": "tasks", "action": "describe"}))
    signatures = [action["signature"] for action in everything["data"]["actions"]]
    assert not any(signature.startswith("tasks.delete") for signature in signatures)


async def test_a_typed_tool_takes_the_operations_parameters(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    tools = {tool.name: tool for tool in Toolbox(clickup, form="operations", max_tools=None).tools}
    found = tools["clickup_tasks_search"]
    assert "required" not in found.schema, "the workspace is known where there is only one"
    assert set(tools["clickup_tasks_create"].schema["required"]) == {"list_id", "name"}
    assert found.schema["properties"]["fields"]["type"] == "array"
    arguments = {"team_id": team(sandbox), "limit": 2, "priority": None, "fields": ["name"]}
    shown = json.loads(await found.call(arguments))
    assert [list(task) for task in shown["data"]] == [["name"], ["name"]]
    assert "fields" not in tools["clickup_tasks_create"].schema["properties"]


async def test_operations_are_found_by_what_they_are_for(clickup: ClickupApiConnector) -> None:
    search, _ = Toolbox(clickup, form="search").tools
    for question, best in {
        "create a task": "tasks.create",
        "spaces of a workspace": "spaces.list",
        "how much time somebody has tracked": "time_tracking.list",
        "replies to a comment": "comments.get",
        "search tasks": "tasks.search",
    }.items():
        first = read(await search.call({"query": question}))["data"][0]
        assert f"{first['entity']}.{first['action']}" == best, question
    assert json.loads(await search.call({"query": "xyzzy"}))["data"] == []
    first = json.loads(await search.call({"query": "create a task"}))["data"][0]
    assert "name (required)" in first["params"]


async def test_errors_come_through(clickup: ClickupApiConnector) -> None:
    with pytest.raises(NotFound):
        await execute(Toolbox(clickup), "tasks", "get", task_id="00000000")


def test_descriptions_fit_where_they_must(clickup: ClickupApiConnector) -> None:
    whole = Toolbox(clickup, max_description_tokens=9999).tools[0].description
    assert "\ntasks: list(list_id, statuses?, assignees?), get(task_id)" in whole
    assert "\naudit_logs: query(" in whole
    usual = Toolbox(clickup).tools[0].description
    assert "\nlists: list(folder_id|space_id), get(list_id)" in usual, "most used, told in full"
    assert '"me" is you' in usual
    assert "\naudit_logs: query\n" in usual, "what is used least is named"
    short = Toolbox(clickup, description_limit=1023).tools[0].description
    assert "\ntasks: list, get, search, create, update" in short
    assert "\nOthers: " in short
    for room in range(len(whole), 700, -100):
        text = Toolbox(clickup, description_limit=room).tools[0].description
        assert len(text) <= room
        assert all(entity in text for entity in clickup.operations.entities[:-1])
    for form in FORMS:
        toolbox = Toolbox(clickup, form=form, max_tools=None, description_limit=300)
        assert all(len(tool.description) <= 1000 for tool in toolbox.tools)


def tokens(tool: Tool, encoding: Any) -> int:
    """What a tool costs in each request."""
    schema = json.dumps(tool.schema, separators=(",", ":"))
    return sum(len(encoding.encode(text)) for text in (tool.name, tool.description, schema))


def test_tools_cost_few_tokens(sandbox: Sandbox, encoding: Any) -> None:
    connector = ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
    (execute,) = Toolbox(connector).tools
    assert len(encoding.encode(execute.description)) <= 900
    assert sum(tokens(tool, encoding) for tool in Toolbox(connector, form="search").tools) <= 250
    typed = Toolbox(connector, form="operations", max_tools=None).tools
    assert sum(tokens(tool, encoding) for tool in typed) / len(typed) <= 110


async def test_an_answer_of_the_search_costs_few_tokens(sandbox: Sandbox, encoding: Any) -> None:
    search, _ = Toolbox(ClickupApiConnector.sandbox(sandbox), form="search").tools
    costs = [len(encoding.encode(await search.call({"query": asked}))) for asked in QUESTIONS]
    print(f"{median(costs):.0f} tokens an answer, {max(costs)} at most")
    assert median(costs) <= 400
    assert max(costs) <= 900


async def test_what_a_short_schema_leaves_out_is_still_taken(
    clickup: ClickupApiConnector, sandbox: Sandbox
) -> None:
    tools = {tool.name: tool for tool in Toolbox(clickup, form="operations", max_tools=None).tools}
    search = tools["clickup_tasks_search"]
    assert "page" not in search.schema["properties"]
    shown = read(await search.call({"team_id": team(sandbox), "page": 1, "limit": 3}))
    assert shown["meta"]["count"] == 3
    whole = Toolbox(clickup, form="operations", max_tools=None, max_tool_tokens=None).tools
    longest = {tool.name: tool for tool in whole}["clickup_tasks_search"]
    assert longest.schema["properties"]["page"]["description"]


def test_schemas_are_lean(clickup: ClickupApiConnector) -> None:
    for form in FORMS:
        for tool in Toolbox(clickup, form=form, max_tools=None).tools:
            text = json.dumps(tool.schema)
            assert '"title": "' not in text
            assert '"default": null' not in text
            assert "anyOf" not in text or "value" in text


def arrays(node: Any) -> list[dict[str, Any]]:
    """All schemas of arrays in a schema."""
    if isinstance(node, list):
        return [found for item in node for found in arrays(item)]
    if not isinstance(node, dict):
        return []
    here = [node] if node.get("type") == "array" or "array" in (node.get("type") or ()) else []
    return here + [found for value in node.values() for found in arrays(value)]


@pytest.mark.parametrize("room", [120, None])
def test_arrays_say_of_what(clickup: ClickupApiConnector, room: int | None) -> None:
    tools = Toolbox(clickup, form="operations", max_tools=None, max_tool_tokens=room).tools
    found = [(tool.name, array) for tool in tools for array in arrays(tool.schema)]
    assert len(found) > 40
    assert [name for name, array in found if "items" not in array] == []


def test_plain_questions_find_their_operation(clickup: ClickupApiConnector) -> None:
    catalogue = Toolbox(clickup, form="search").catalogue
    everything = Catalogue(
        operation
        for operation in clickup.operations
        if operation.entity not in clickup.not_for_agents
    )
    assert {operation.entity for operation in catalogue} == {op.entity for op in everything}
    index = SearchIndex(everything, clickup.thesaurus)
    assert len(QUESTIONS) >= 120
    asked_about = {name.partition(".")[0] for name in QUESTIONS.values()}
    assert asked_about == set(everything.entities) - {"legacy_time_tracking"}
    right = sum(
        bool(found := index.find(question)) and found[0].name == name
        for question, name in QUESTIONS.items()
    )
    print(f"{right} of {len(QUESTIONS)} questions find their operation first")
    assert right / len(QUESTIONS) >= 0.9


def test_the_thesaurus_names_what_exists(clickup: ClickupApiConnector) -> None:
    names = {op.name for op in clickup.operations} | set(clickup.operations.entities)
    assert set(clickup.thesaurus.phrases) <= names
    assert clickup.thesaurus.rare <= names
    agents = {op.name for op in clickup.operations if op.entity not in clickup.not_for_agents}
    assert agents <= set(clickup.thesaurus.phrases)


def test_what_is_pointed_out_exists(clickup: ClickupApiConnector) -> None:
    for name, parameters in clickup.highlights.items():
        operation = clickup.operations.get(*name.split("."))
        assert set(parameters) <= set(operation.parameters), name
        assert not any(operation.parameters[parameter].required for parameter in parameters)


def _raises(_: object) -> ClickupApiConnector:
    raise KeyError("nobody")


def _gives_nothing(_: object) -> ClickupApiConnector:
    return None  # type: ignore[return-value]


@pytest.mark.parametrize("choose", [_raises, _gives_nothing])
async def test_nobody_is_asked_about_a_call_without_a_connector(choose: Any) -> None:
    (tool,) = Toolbox(ConnectorPool(choose)).tools
    call = {"entity": "comments", "action": "create", "params": {"task_id": "1"}}
    preview = await tool.preview(call)
    assert preview.refused
    assert preview.problem
