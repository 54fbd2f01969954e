"""An agent that works in ClickUp, with Strands Agents: `tool` over `tool_utils`.

python examples/strands_agent.py          offline: a scripted model, an embedded sandbox
"""

import json
from collections.abc import AsyncIterator
from typing import Any

from scripted import REQUEST, TOOL, decide
from strands import Agent, tool
from strands.models import Model

from agent_connectors.clickup import ClickupApiConnector

clickup = ClickupApiConnector.sandbox()


@tool
@ClickupApiConnector.tool_utils
async def clickup_execute(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Work in ClickUp.

    Args:
        entity: The kind of object.
        action: What to do with it.
        params: Parameters of the operation, by name.
    """
    return await clickup.execute(entity, action, params or {})


class ScriptedModel(Model):
    """A model that is told what to do."""

    def update_config(self, **_: Any) -> None:
        """There is nothing to set."""

    def get_config(self) -> dict[str, Any]:
        """There is nothing that is set."""
        return {}

    def structured_output(self, *_: Any, **__: Any) -> Any:
        """It gives none."""
        raise NotImplementedError

    async def stream(self, messages: Any, *_: Any, **__: Any) -> AsyncIterator[Any]:
        """The next calls, or the answer."""
        parts = [part for message in messages for part in message["content"]]
        results = [p["toolResult"]["content"][0]["text"] for p in parts if "toolResult" in p]
        decision = decide(results)
        yield {"messageStart": {"role": "assistant"}}
        if isinstance(decision, str):
            yield {"contentBlockStart": {"start": {}}}
            yield {"contentBlockDelta": {"delta": {"text": decision}}}
            yield {"contentBlockStop": {}}
        else:
            for index, call in enumerate(decision):
                start = {"name": TOOL, "toolUseId": f"call_{len(messages)}_{index}"}
                yield {"contentBlockStart": {"start": {"toolUse": start}}}
                delta = {"toolUse": {"input": json.dumps(call)}}
                yield {"contentBlockDelta": {"delta": delta}}
                yield {"contentBlockStop": {}}
        yield {"messageStop": {"stopReason": "end_turn" if len(results) == 3 else "tool_use"}}


def run() -> str:
    """Gives the request to an agent; gives its answer."""
    agent = Agent(model=ScriptedModel(), tools=[clickup_execute], callback_handler=None)
    return str(agent(REQUEST)).strip()


if __name__ == "__main__":
    print(run())
