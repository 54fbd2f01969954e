"""A person agrees to a write of an agent, hours later and in another process; OpenAI Agents SDK.

python examples/agreement_openai_agents.py ask state.json       ends where somebody has to agree
python examples/agreement_openai_agents.py answer state.json    goes on with their answer

The second takes `--edit '{"name": "..."}'` to change parameters of the call, and `--deny`. Both
work in the ClickUp at CLICKUP_BASE_URL with CLICKUP_API_KEY, such as `agent-connectors sandbox`.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from agents import Agent, Model, ModelResponse, Runner, RunState, Usage, set_tracing_disabled
from agreement import Wanted, asked_for, decide, edited, keep, kept
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.openai_agents import agreeing_to, connector_tools, previews_of


class Decides(Model):
    """Stands in for a language model."""

    async def get_response(self, *_: Any, **given: Any) -> ModelResponse:
        items: list[Any] = [] if isinstance(given["input"], str) else given["input"]
        decision = decide([str(i["output"]) for i in items if "output" in i])
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
                    name=name,
                    arguments=json.dumps(arguments),
                    call_id=f"call_{len(items)}",
                )
                for name, arguments in decision
            ]
        return ModelResponse(output=output, usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> AsyncIterator[Any]:
        raise NotImplementedError


def agent(connector: ClickupApiConnector) -> Agent[Any]:
    """An agent that asks before it changes anything."""
    tools = connector_tools(connector, approve="write")
    return Agent(name="Assistant", model=Decides(), tools=tools)


async def ask(connector: ClickupApiConnector, state: Path) -> str:
    """Runs until somebody has to agree; keeps what is needed to go on."""
    run = await Runner.run(agent(connector), "Rename the task.")
    previews = await previews_of(run)
    keep(state, {"state": run.to_state().to_string(), "previews": previews})
    return "\n".join(preview["text"] for preview in previews.values())


async def answer(connector: ClickupApiConnector, state: Path, wanted: Wanted) -> str:
    """Goes on with what a person has decided."""
    found = kept(state)
    asking = agent(connector)
    run: RunState[Any] = await RunState.from_string(asking, found["state"])
    changes: dict[str, Any] = {}
    for call in run.get_interruptions():
        if wanted.deny:
            run.reject(call)
            continue
        run.approve(call)
        if wanted.edit:
            changes[str(call.call_id)] = edited(json.loads(str(call.arguments)), wanted)
    with agreeing_to(found["previews"], edited=changes):
        return str((await Runner.run(asking, run)).final_output)


if __name__ == "__main__":
    set_tracing_disabled(disabled=True)  # traces go to OpenAI, with what the tools gave
    print(asyncio.run(asked_for(sys.argv[1:], ask, answer)))
