"""Temporal, without its server: what is registered, and an activity that is tried again."""

import warnings
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.ledger import SqliteLedger
from agent_connectors.pydantic_ai import ConnectorToolset
from tests.durable.killed import LIST, named

pytest.importorskip("temporalio")

from pydantic_ai import Agent, RunContext
from pydantic_ai.durable_exec.temporal import TemporalAgent, TemporalDurability, TemporalRunContext
from pydantic_ai.durable_exec.temporal._toolset import CallToolParams
from pydantic_ai.models.test import TestModel
from pydantic_ai.usage import RunUsage
from temporalio.testing import ActivityEnvironment

NAME = "agent__clerk__toolset__clickup__call_tool"


def activities(agent: Agent[None, str]) -> dict[str, Any]:
    """The activities of an agent, by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = TemporalAgent(agent).temporal_activities
    return {one.__temporal_activity_definition.name: one for one in found}  # type: ignore[attr-defined]


def test_every_call_is_an_activity() -> None:
    toolset: ConnectorToolset[None] = ConnectorToolset(ClickupApiConnector.sandbox(tasks=1))
    agent = Agent(TestModel(), name="clerk", toolsets=[toolset])
    assert NAME in activities(agent)
    assert TemporalDurability is not None


async def test_an_activity_that_is_tried_again_writes_once(tmp_path: Any) -> None:
    sandbox = Sandbox(tasks=1, rate_limit=None)
    clickup = ClickupApiConnector.sandbox(sandbox)
    ledger = SqliteLedger(tmp_path / "calls.sqlite")
    toolset: ConnectorToolset[None] = ConnectorToolset(clickup, ledger=ledger)
    agent = Agent(TestModel(), name="clerk", toolsets=[toolset])
    activity = activities(agent)[NAME]
    context: RunContext[None] = RunContext(
        deps=None,
        model=TestModel(),
        usage=RunUsage(),
        run_id="run",
        run_step=2,
        tool_call_id="call",
        tool_name="clickup_execute",
    )
    tools = await toolset.get_tools(context)
    params = CallToolParams(
        name="clickup_execute",
        tool_args={
            "entity": "tasks",
            "action": "create",
            "params": {"list_id": LIST, "name": "Once"},
        },
        serialized_run_context=TemporalRunContext.serialize_run_context(context),
        tool_def=tools["clickup_execute"].tool_def,
    )
    said = [await ActivityEnvironment().run(activity, params, None) for _ in range(2)]
    assert named(sandbox, "Once") == 1
    assert said[0] == said[1]
