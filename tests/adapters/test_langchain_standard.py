"""LangChain's own standard tests for tools, as they are."""

from typing import Any

import pytest

pytest.importorskip("langchain_tests")

from langchain_tests.integration_tests import ToolsIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.tools import Toolbox
from agent_connectors.langchain import ConnectorTool

CLICKUP = ClickupApiConnector.sandbox(rate_limit=None)
TYPED = {tool.name: tool for tool in Toolbox(CLICKUP, form="operations", max_tools=None).tools}


class General:
    """The general tool."""

    @property
    def tool_constructor(self) -> type[ConnectorTool]:
        return ConnectorTool

    @property
    def tool_constructor_params(self) -> dict[str, Any]:
        return {"connector": CLICKUP}

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"entity": "teams", "action": "list", "params": {"limit": 1}}


class Typed(General):
    """A tool for one operation."""

    @property
    def tool_constructor_params(self) -> dict[str, Any]:
        return {"tool": TYPED["clickup_teams_list"]}

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return {"limit": 1, "fields": ["name"]}


class TestGeneralUnit(General, ToolsUnitTests):
    pass


class TestGeneralIntegration(General, ToolsIntegrationTests):
    pass


class TestTypedUnit(Typed, ToolsUnitTests):
    pass


class TestTypedIntegration(Typed, ToolsIntegrationTests):
    pass
