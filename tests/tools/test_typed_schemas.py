"""What the schema of a typed tool leaves out, for every operation."""

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.paging import Answered
from agent_connectors.engine.tools import Toolbox
from agent_connectors.engine.tools.tool import Tool

OPERATIONS = list(ClickupApiConnector.operations)

HIDDEN = {
    "cursor", "custom_task_ids", "next_cursor", "page", "skip", "start", "start_id", "team_id",
    "workspace_id",
}  # fmt: skip
"""Names under which ClickUp's lists go on, or that the connector works out."""


@pytest.fixture(scope="module")
def tools() -> dict[str, Tool]:
    connector = ClickupApiConnector.sandbox(allow_destructive=True)
    made = Toolbox(
        connector, form="operations", operations=[o.name for o in OPERATIONS], max_tools=None
    ).tools
    return {tool.name.removeprefix("clickup_"): tool for tool in made}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: str(operation.name))
def test_nothing_is_hidden_but_what_nobody_has_to_know(
    tools: dict[str, Tool], operation: Operation
) -> None:
    tool = tools[f"{operation.entity}_{operation.action}"]
    hidden = operation.parameters.keys() - tool.schema["properties"].keys()
    assert hidden <= HIDDEN
    if operation.effect != "read":
        assert not hidden - {"team_id", "workspace_id", "custom_task_ids"}
    elif operation.pages is not None:
        step = operation.pages.following(
            {}, Answered({"next_cursor": "x"}, [{"date": 1, "id": 1}] * 25)
        )
        assert step is None or step.keys() <= hidden
    needed = {name for name, p in operation.parameters.items() if p.required}
    assert needed <= tool.schema["properties"].keys()
