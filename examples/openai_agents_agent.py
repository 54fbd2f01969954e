"""An agent that works in ClickUp, with the OpenAI Agents SDK.

python examples/openai_agents_agent.py          offline: a scripted model, an embedded sandbox
python examples/openai_agents_agent.py --live   the model named by MODEL, such as gpt-5, in your
ClickUp, with the keys in OPENAI_API_KEY and CLICKUP_API_KEY
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

from agents import Agent, Model, ModelResponse, Runner, Usage, set_tracing_disabled
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)
from scripted import REQUEST, TOOL, decide

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.openai_agents import connector_tools


async def run(connector: ClickupApiConnector, model: Model | str) -> str:
    """Gives the request to an agent; gives its answer."""
    agent = Agent(name="Assistant", model=model, tools=connector_tools(connector))
    result = await Runner.run(agent, REQUEST)
    await connector.aclose()
    return str(result.final_output)


class ScriptedModel(Model):
    """A model that is told what to do."""

    async def get_response(self, *_: Any, **given: Any) -> ModelResponse:
        items: list[Any] = [] if isinstance(given["input"], str) else given["input"]
        results = [i["output"] for i in items if i.get("type") == "function_call_output"]
        decision = decide([str(result) for result in results])
        output: list[Any]
        if isinstance(decision, str):
            text = ResponseOutputText(type="output_text", text=decision, annotations=[])
            output = [
                ResponseOutputMessage(
                    id="1", type="message", role="assistant", status="completed", content=[text]
                )
            ]
        else:
            output = [
                ResponseFunctionToolCall(
                    type="function_call",
                    name=TOOL,
                    arguments=json.dumps(call),
                    call_id=f"call_{len(items)}_{index}",
                )
                for index, call in enumerate(decision)
            ]
        return ModelResponse(output=output, usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> AsyncIterator[Any]:
        raise NotImplementedError


if __name__ == "__main__":
    if "--live" in sys.argv[1:]:
        print(asyncio.run(run(ClickupApiConnector(), os.environ["MODEL"])))
    else:
        set_tracing_disabled(disabled=True)
        print(asyncio.run(run(ClickupApiConnector.sandbox(), ScriptedModel())))
