"""A history is gone on with twice, as by two clicks on the same button: one write is made."""

from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.ledger import SqliteLedger
from tests.durable.killed import LIST, named

pytest.importorskip("pydantic_ai")

from pydantic_ai import (
    Agent,
    DeferredToolRequests,
    DeferredToolResults,
    ModelMessage,
    ModelMessagesTypeAdapter,
    ModelResponse,
    TextPart,
    ToolCallPart,
)
from pydantic_ai.models.function import FunctionModel

from agent_connectors.pydantic_ai import ConnectorToolset

CALL = {"entity": "tasks", "action": "create", "params": {"list_id": LIST, "name": "Once"}}


def respond(messages: list[ModelMessage], _: Any) -> ModelResponse:
    """A write, and after it another of the same kind, then an answer."""
    told = [p for m in messages for p in m.parts if p.part_kind == "tool-return"]
    if len(told) < 2:
        return ModelResponse([ToolCallPart("clickup_execute", CALL, tool_call_id="call_1")])
    return ModelResponse([TextPart("done")])


def agent(sandbox: Sandbox, path: Path) -> Agent[None, Any]:
    toolset: ConnectorToolset[None] = ConnectorToolset(
        ClickupApiConnector.sandbox(sandbox), approve="write", ledger=SqliteLedger(path)
    )
    output: Any = [str, DeferredToolRequests]
    return Agent(FunctionModel(respond), toolsets=[toolset], output_type=output)


async def test_an_approval_that_is_sent_twice(tmp_path: Path) -> None:
    sandbox, path = Sandbox(tasks=1, rate_limit=None), tmp_path / "calls.sqlite"
    run = await agent(sandbox, path).run("go")
    for count in (1, 2):  # two writes with the same id, each agreed to twice
        assert isinstance(run.output, DeferredToolRequests)
        kept = run.all_messages_json()
        for _ in range(2):
            run = await agent(sandbox, path).run(
                message_history=ModelMessagesTypeAdapter.validate_json(kept),
                deferred_tool_results=DeferredToolResults(approvals={"call_1": True}),
            )
            assert named(sandbox, "Once") == count
    assert run.output == "done"
