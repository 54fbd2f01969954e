"""Agents ask the store, where they may read all."""

import json
from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.errors import InvalidParams
from agent_connectors.engine.store.errors import StoreError
from agent_connectors.engine.tools import Toolbox


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clickup.db"


async def test_a_model_asks_the_store(path: Path) -> None:
    async with ClickupApiConnector.sandbox(store=path) as clickup:
        tool = Toolbox(clickup).tool("clickup_store")
        assert tool.effect == "read"
        assert len(tool.description) // 4 <= 450
        with pytest.raises(StoreError, match="sync"):
            await tool.call({"sql": "SELECT 1"})
        await clickup.store.sync()
        load = "SELECT person, open_tasks FROM load_by_person ORDER BY open_tasks DESC"
        told = json.loads(await tool.call({"sql": load, "limit": 3}))
        assert "open_tasks" in str(told)
        assert "synced" in told["meta"]["extra"]
        assert "due_date time" in await tool.call({"sql": "describe tasks"})
        with pytest.raises(InvalidParams, match="`tasks`"):
            await tool.call({"sql": "SELECT * FROM task"})
        with pytest.raises(InvalidParams, match="Only one SELECT"):
            await tool.call({"sql": "DELETE FROM tasks"})


@pytest.mark.parametrize("form", ["execute", "search", "operations"])
@pytest.mark.parametrize(
    ("options", "there"),
    [
        ({}, True),
        ({"read_only": True}, True),
        ({"effects": ["read"]}, True),
        ({"effects": ["write"]}, False),
        ({"entities": ["tasks"]}, False),
        ({"operations": ["tasks.list"]}, False),
        ({"split_writes": True}, True),
        ({"prefix": "acme"}, True),
    ],
)
def test_tools_that_may_not_read_all_do_not_ask_it(
    form: Any, options: dict[str, Any], there: bool, path: Path
) -> None:
    clickup = ClickupApiConnector.sandbox(store=path)
    names = [tool.name for tool in Toolbox(clickup, form=form, max_tools=None, **options).tools]
    prefix = f"{options['prefix']}_" if "prefix" in options else ""
    assert (f"{prefix}clickup_store" in names) is there
    without = Toolbox(ClickupApiConnector.sandbox(), form=form, max_tools=None, **options).tools
    assert not any("store" in tool.name for tool in without)


def test_a_short_description_names_the_tables(path: Path) -> None:
    clickup = ClickupApiConnector.sandbox(store=path)
    tool = Toolbox(clickup, description_limit=900).tool("clickup_store")
    assert len(tool.description) <= 900
    assert "custom_field_values" in tool.description
