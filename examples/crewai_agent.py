"""An agent that works in ClickUp, with CrewAI: `tool` over `tool_utils`.

python examples/crewai_agent.py          offline: a scripted model, an embedded sandbox
"""

import json
import os
from typing import Any

os.environ |= {"CREWAI_TRACING_ENABLED": "false", "CREWAI_DISABLE_TELEMETRY": "true"}

from crewai import Agent, BaseLLM
from crewai.tools import tool
from pydantic import Field
from scripted import REQUEST, TOOL, decide

from agent_connectors.clickup import ClickupApiConnector

clickup = ClickupApiConnector.sandbox()


@tool(TOOL)
@ClickupApiConnector.tool_utils
def clickup_execute(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Work in ClickUp.

    Args:
        entity: The kind of object.
        action: What to do with it.
        params: Parameters of the operation, by name.
    """
    return clickup.execute_sync(entity, action, params or {})


class ScriptedModel(BaseLLM):
    """A model that is told what to do."""

    waiting: list[Any] = Field(default_factory=list)

    def call(self, messages: Any, *_: Any, **__: Any) -> str:
        """The next call, or the answer, in the words that CrewAI reads them from."""
        told = [str(m["content"]) for m in messages if m["role"] == "assistant"]
        results = [text.rpartition("Observation:")[2].strip() for text in told]
        if not self.waiting:
            decision = decide(results)
            if isinstance(decision, str):
                return f"Thought: I know.\nFinal Answer: {decision}"
            self.waiting = list(decision)
        call = json.dumps(self.waiting.pop(0))
        return f"Thought: I look.\nAction: {TOOL}\nAction Input: {call}"

    def supports_function_calling(self) -> bool:
        """It does not."""
        return False


def run() -> str:
    """Gives the request to an agent; gives its answer."""
    agent = Agent(
        role="Assistant",
        goal="Help",
        backstory="You work in ClickUp.",
        llm=ScriptedModel(model="scripted"),
        tools=[clickup_execute],
    )
    return str(agent.kickoff(REQUEST).raw)


if __name__ == "__main__":
    print(run())
