import inspect
import json
import typing
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConfigurationError
from agent_connectors.engine.tools import ToolResult

connector = ClickupApiConnector.sandbox()


@ClickupApiConnector.tool_utils
async def clickup_execute(entity: str, action: str, params: Any = None) -> Any:
    """Work in ClickUp.

    Args:
        entity: The kind of object.
        action: What to do.
        params: The parameters.
    """
    return await connector.execute(entity, action, params or {})


@ClickupApiConnector.tool_utils(update_docstring=False)
def plain(entity: str, action: str) -> Any:
    """Work."""
    return connector.execute_sync(entity, action)


@ClickupApiConnector.tool_utils
async def undocumented(entity: str, action: str) -> Any:
    return await connector.execute(entity, action)


def test_frameworks_see_the_function_as_it_was_written() -> None:
    assert clickup_execute.__name__ == "clickup_execute"
    assert inspect.iscoroutinefunction(clickup_execute)
    assert not inspect.iscoroutinefunction(plain)
    assert list(inspect.signature(clickup_execute).parameters) == ["entity", "action", "params"]


def test_the_docstring_lists_the_operations_before_the_arguments() -> None:
    text = str(clickup_execute.__doc__)
    assert text == inspect.cleandoc(text)
    prose, arguments = text.split("\n\nArgs:\n")
    assert prose.startswith("Work in ClickUp.\n\nIds of workspaces")
    assert "\nEntities and their actions" in prose
    assert arguments.splitlines()[0] == "    entity: The kind of object."
    for operation in ClickupApiConnector.operations:
        if operation.entity not in ClickupApiConnector.not_for_agents:
            assert f"\n{operation.entity}: " in prose
            assert operation.action in prose
    assert "lists: list(folder_id|space_id), get(list_id)" in prose
    assert plain.__doc__ == "Work."
    assert str(undocumented.__doc__).startswith("Work in ClickUp.")


async def test_a_result_is_a_short_text_with_the_whole_beside_it() -> None:
    team = (await clickup_execute("teams", "list")).data[0]
    found = await clickup_execute("tasks", "search", {"team_id": team["id"], "limit": 5})
    assert isinstance(found, ToolResult)
    shown = json.loads(found)["data"]
    assert [task["id"] for task in shown] == [task["id"] for task in found.data]
    assert len(found) < len(json.dumps(found.data)) / 10
    assert plain("teams", "list").data[0] == team


async def test_what_models_send_is_understood() -> None:
    team = (await clickup_execute("teams", "list")).data[0]["id"]
    as_text = await clickup_execute(
        "tasks", "search", json.dumps({"team_id": team, "limit": 1, "fields": "id,name"})
    )
    assert json.loads(as_text)["data"][0].keys() == {"id", "name"}
    assert "not a JSON object" in await clickup_execute("tasks", "search", "team 1")
    assert "must be a list of names" in await clickup_execute("teams", "list", {"fields": 7})


async def test_what_is_no_result_is_passed_on() -> None:
    @ClickupApiConnector.tool_utils
    def other(entity: str, action: str) -> str:
        return f"{entity} {action}"

    assert other("a", "b") == "a b"


async def test_an_error_is_a_text_to_act_on() -> None:
    assert await clickup_execute("task", "list") == (
        "Error: There is no entity `task`. Did you mean `tasks`?"
    )
    assert "check the id" in await clickup_execute("tasks", "get", {"task_id": "00000000"})
    assert plain("teams", "lst").startswith("Error: `teams` has no action `lst`.")


async def test_other_exceptions_stay_what_they_are() -> None:
    @ClickupApiConnector.tool_utils
    async def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await broken()


def test_what_a_tool_returns_is_said() -> None:
    @ClickupApiConnector.tool_utils
    def silent(entity: str, action: str, params: Any = None):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return None

    @ClickupApiConnector.tool_utils
    async def anything(entity: str, action: str, params: Any = None) -> Any:
        return None

    @ClickupApiConnector.tool_utils
    def own(entity: str, action: str, params: Any = None) -> dict[str, Any]:
        return {}

    for function, wanted in ((silent, str), (anything, str), (own, dict[str, Any])):
        assert inspect.signature(function).return_annotation == wanted
        assert typing.get_type_hints(function)["return"] == wanted


@ClickupApiConnector.tool_utils(strict=True, max_description_tokens=250)
async def short(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Work in ClickUp.

    Args:
        entity: The kind of object.
        action: What to do.
        params: The parameters.
    """
    return await connector.execute(entity, action, params or {})


async def test_a_strict_form_has_no_object_of_any_keys_and_takes_its_text() -> None:
    told = inspect.signature(short).parameters["params"]
    assert (told.annotation, told.default) == (str | None, None)
    hints = typing.get_type_hints(short)
    assert hints == {"entity": str, "action": str, "params": str | None, "return": str}
    for params in ('{"fields": ["id"]}', {"fields": ["id"]}, None):
        given: Any = params
        result: Any = await short("teams", "list", given)
        assert json.loads(result)["meta"]["count"] == 1


@ClickupApiConnector.tool_utils
async def with_object(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Work in ClickUp."""
    return await connector.execute(entity, action, params or {})


def test_a_strict_decorator_takes_it() -> None:
    agents = pytest.importorskip("agents")
    made = agents.function_tool(short)
    properties = made.params_json_schema["properties"]
    assert made.strict_json_schema
    assert {"type": "string"} in properties["params"]["anyOf"]
    assert properties["params"]["description"] == "The parameters."
    with pytest.raises(agents.UserError):
        agents.function_tool(with_object)


def test_a_short_form_fits_where_1024_characters_are_taken() -> None:
    text = str(short.__doc__)
    assert len(text) <= 1024
    assert "params: The parameters." in text
    assert "tasks" in text
    tools = pytest.importorskip("llama_index.core.tools")
    made = tools.FunctionTool.from_defaults(async_fn=short)
    assert made.metadata.to_openai_tool()["function"]["name"] == "short"


@pytest.mark.parametrize(
    "options",
    [{"stict": True}, {"strict": 1}, {"max_description_tokens": 0}, {"max_output_tokens": "9"}],
)
def test_its_options_are_checked(options: Any) -> None:
    with pytest.raises(ConfigurationError):
        ClickupApiConnector.tool_utils(**options)


async def test_a_result_can_be_shorter() -> None:
    @ClickupApiConnector.tool_utils(max_output_tokens=300)
    async def brief(entity: str, action: str, params: Any = None) -> Any:
        return await connector.execute(entity, action, params or {})

    result = await brief("tasks", "search", {"limit": 50})
    assert len(result) < 3000
