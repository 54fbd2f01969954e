"""Three requests to an agent of Pydantic AI, and whether it did what was asked for.

pip install "agent-connectors[pydantic-ai]"
python examples/evals_pydantic_ai.py          offline: a scripted model
python examples/evals_pydantic_ai.py --live   all requests, to the model named by MODEL
"""

import asyncio
import json
import os
import sys
from typing import Any

from pydantic_ai import Agent
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, FunctionModel

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.evals import Report, cases, run
from agent_connectors.pydantic_ai import ConnectorToolset

OFFLINE = ("urgent-by-friday", "how-many-bugs", "which-jonas")


async def solve(request: str, clickup: ClickupApiConnector, model: Model | str = "") -> str:
    """The agent: its answer to a request."""
    agent = Agent(model or FunctionModel(respond), toolsets=[ConnectorToolset(clickup)])
    return (await agent.run(request)).output


def respond(messages: list[ModelMessage], _: AgentInfo) -> ModelResponse:
    """What a language model would do with the three requests, written down."""
    parts = [part for message in messages for part in message.parts]
    request = next(str(part.content) for part in parts if isinstance(part, UserPromptPart))
    results = [str(part.content) for part in parts if isinstance(part, ToolReturnPart)]
    if "ENG-26" in request:
        update = {"task_id": "ENG-26", "priority": "urgent", "due_date": "2026-03-20"}
        return _say("It is urgent now.") if results else _call("tasks", "update", update)
    if "Aiko" in request:
        bugs = {"list_id": "Bug Triage", "limit": 100, "fields": ["assignees", "status"]}
        return _say(_count(results[0])) if results else _call("tasks", "list", bugs)
    return _say("There are two people called Jonas Weber. Which one do you mean?")


def _count(listed: str) -> str:
    """Closed tasks are not listed unasked, but those that will not be fixed are."""
    rows = [json.dumps(row) for row in json.loads(listed)["data"]]
    hers = [row for row in rows if "Aiko Tanaka" in row and "won't fix" not in row]
    return f"{len(hers)} bugs."


def _call(entity: str, action: str, params: dict[str, Any]) -> ModelResponse:
    call = {"entity": entity, "action": action, "params": params}
    return ModelResponse([ToolCallPart("clickup_execute", call)])


def _say(text: str) -> ModelResponse:
    return ModelResponse([TextPart(text)])


async def main(model: str = "") -> Report:
    """Plays the cases, and prints the report."""

    async def solver(request: str, clickup: ClickupApiConnector) -> str:
        return await solve(request, clickup, model)

    report = await run(solver, cases() if model else cases(*OFFLINE))
    print(report)
    return report


if __name__ == "__main__":
    asyncio.run(main(os.environ["MODEL"] if "--live" in sys.argv[1:] else ""))
