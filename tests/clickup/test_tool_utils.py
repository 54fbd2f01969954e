import inspect
import json
import typing
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
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
