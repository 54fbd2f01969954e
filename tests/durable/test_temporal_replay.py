"""Temporal's replayer goes through a history: every call of the model and of a tool is an activity.

There is no server here, so the history is put together as a server writes it.
"""

import base64
import json
import re
import warnings
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.pydantic_ai import ConnectorToolset
from tests.durable.killed import LIST

pytest.importorskip("temporalio")

from pydantic_ai import Agent, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.durable_exec.temporal import PydanticAIPlugin, PydanticAIWorkflow, TemporalAgent
from pydantic_ai.models.function import FunctionModel
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

SANDBOX = Sandbox(tasks=1, rate_limit=None)

ANSWERED: list[str] = []
"""What replays have come to in the end."""

MODEL = "agent__clerk__model_request"
TOOL = "agent__clerk__toolset__clickup__call_tool"


def _nobody(*_: Any) -> ModelResponse:
    raise AssertionError("A model was asked in a replay.")


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the newer way is a capability; workers take both
    DURABLE: Any = TemporalAgent(
        Agent(
            FunctionModel(_nobody),
            name="clerk",
            toolsets=[ConnectorToolset[None](ClickupApiConnector.sandbox(SANDBOX))],
        )
    )


@workflow.defn(name="Clerk", sandboxed=False)
class Clerk(PydanticAIWorkflow):
    """A workflow that runs the agent."""

    __pydantic_ai_agents__ = (DURABLE,)

    @workflow.run
    async def run(self, asked: str) -> str:
        """What the agent answers."""
        answer = str((await DURABLE.run(asked)).output)
        ANSWERED.append(answer)
        return answer


class History:
    """A history of the workflow, event by event."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.add(
            "WorkflowExecutionStarted",
            workflowType={"name": "Clerk"},
            taskQueue={"name": "q"},
            input=_payloads("go"),
            workflowTaskTimeout="10s",
            originalExecutionRunId="run",
            firstExecutionRunId="run",
            attempt=1,
        )

    def add(self, kind: str, **attributes: Any) -> str:
        """Adds an event; gives its number."""
        number = str(len(self.events) + 1)
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind).upper()
        about = {"eventId": number, "eventTime": "2026-01-01T00:00:00Z"}
        key = f"{kind[0].lower()}{kind[1:]}EventAttributes"
        self.events.append({**about, "eventType": f"EVENT_TYPE_{name}", key: attributes})
        return number

    def task(self) -> str:
        """A worker has gone on with the workflow."""
        first = self.add("WorkflowTaskScheduled", taskQueue={"name": "q"}, attempt=1)
        second = self.add("WorkflowTaskStarted", scheduledEventId=first, identity="w")
        return self.add("WorkflowTaskCompleted", scheduledEventId=first, startedEventId=second)

    def activity(self, name: str, result: Any) -> None:
        """An activity was asked for, and has given something."""
        number = sum("ACTIVITY_TASK_SCHEDULED" in e["eventType"] for e in self.events) + 1
        asked = self.add(
            "ActivityTaskScheduled",
            activityId=str(number),
            activityType={"name": name},
            taskQueue={"name": "q"},
            workflowTaskCompletedEventId=self.task(),
            startToCloseTimeout="60s",
        )
        begun = self.add("ActivityTaskStarted", scheduledEventId=asked, attempt=1)
        given = {"scheduledEventId": asked, "startedEventId": begun}
        self.add("ActivityTaskCompleted", **given, result=_payloads(result))

    def completed(self) -> WorkflowHistory:
        """The whole history."""
        done = self.task()
        self.add(
            "WorkflowExecutionCompleted",
            result=_payloads("done"),
            workflowTaskCompletedEventId=done,
        )
        return WorkflowHistory.from_json("clerk-1", json.dumps({"events": self.events}))


def _payloads(value: Any) -> dict[str, Any]:
    (made,) = pydantic_data_converter.payload_converter.to_payloads([value])
    told = {name: base64.b64encode(text).decode() for name, text in made.metadata.items()}
    return {"payloads": [{"metadata": told, "data": base64.b64encode(made.data).decode()}]}


def recorded(*activities: str) -> WorkflowHistory:
    """A run in which the model asked for a write, was told of it, and answered."""
    call = {"entity": "tasks", "action": "create", "params": {"list_id": LIST, "name": "Once"}}
    told = {"return_value": "made", "metadata": None, "content": None, "kind": "tool-return"}
    results = (
        ModelResponse([ToolCallPart("clickup_execute", call, tool_call_id="c1")]),
        {"kind": "tool_return", "result": told},
        ModelResponse([TextPart("done")]),
    )
    history = History()
    for name, result in zip(activities, results, strict=False):
        history.activity(name, result)
    return history.completed()


@pytest.mark.parametrize(
    ("activities", "same"),
    [((MODEL, TOOL, MODEL), True), ((MODEL,), False)],
    ids=["as it is recorded", "without the activity of the tool"],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_a_recorded_run_is_replayed_without_a_request(
    activities: tuple[str, ...], same: bool
) -> None:
    ANSWERED.clear()
    replayer = Replayer(workflows=[Clerk], plugins=[PydanticAIPlugin()])
    outcome = await replayer.replay_workflow(recorded(*activities), raise_on_replay_failure=False)
    assert (outcome.replay_failure is None) is same
    assert (["done"] if same else []) == ANSWERED
    assert not SANDBOX.requests
