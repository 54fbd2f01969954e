"""An agent that works in ClickUp, with Pydantic AI.

python examples/pydantic_ai_agent.py          offline: a scripted model, an embedded sandbox
python examples/pydantic_ai_agent.py --live   the model named by MODEL, such as openai:gpt-5,
in your ClickUp, with the key in CLICKUP_API_KEY
"""

import asyncio
import os
import sys

from pydantic_ai import Agent
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
)
from pydantic_ai.models import Model
from pydantic_ai.models.function import AgentInfo, FunctionModel
from scripted import REQUEST, TOOL, decide

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.pydantic_ai import ConnectorToolset


async def run(connector: ClickupApiConnector, model: Model | str) -> str:
    """Gives the request to an agent; gives its answer."""
    agent = Agent(model, toolsets=[ConnectorToolset(connector)])
    return (await agent.run(REQUEST)).output


def scripted_model() -> FunctionModel:
    """Pydantic AI's test model, told what to do."""

    def respond(messages: list[ModelMessage], _: AgentInfo) -> ModelResponse:
        parts = [part for message in messages for part in message.parts]
        decision = decide([str(p.content) for p in parts if isinstance(p, ToolReturnPart)])
        if isinstance(decision, str):
            return ModelResponse([TextPart(decision)])
        return ModelResponse([ToolCallPart(TOOL, call) for call in decision])

    return FunctionModel(respond)


if __name__ == "__main__":
    if "--live" in sys.argv[1:]:
        print(asyncio.run(run(ClickupApiConnector(), os.environ["MODEL"])))
    else:
        print(asyncio.run(run(ClickupApiConnector.sandbox(), scripted_model())))
