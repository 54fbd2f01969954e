"""An agent that works in ClickUp, with smolagents: `tool` over `tool_utils`.

python examples/smolagents_agent.py          offline: a scripted model, an embedded sandbox
"""

from typing import Any

from scripted import REQUEST, TOOL, decide
from smolagents import Model, ToolCallingAgent, tool
from smolagents.models import (
    ChatMessage,
    ChatMessageToolCall,
    ChatMessageToolCallFunction,
    MessageRole,
)

from agent_connectors.clickup import ClickupApiConnector

clickup = ClickupApiConnector.sandbox()


@tool
@ClickupApiConnector.tool_utils
def clickup_execute(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Work in ClickUp.

    Args:
        entity: The kind of object.
        action: What to do with it.
        params: Parameters of the operation, by name.
    """
    return clickup.execute_sync(entity, action, params or {})


class ScriptedModel(Model):
    """A model that is told what to do."""

    def generate(self, messages: list[Any], *_: Any, **__: Any) -> ChatMessage:
        """The next calls, or the answer."""
        told = [m for m in messages if m.role == MessageRole.TOOL_RESPONSE]
        lines = [line for m in told for part in m.content for line in part["text"].split("\n")]
        decision = decide([line for line in lines if line.startswith("{")])
        name, calls = TOOL, decision
        if isinstance(decision, str):
            name, calls = "final_answer", [{"answer": decision}]
        return ChatMessage(
            role=MessageRole.ASSISTANT,
            content="",
            tool_calls=[
                ChatMessageToolCall(
                    id=f"call_{len(messages)}_{index}",
                    type="function",
                    function=ChatMessageToolCallFunction(name=name, arguments=call),
                )
                for index, call in enumerate(calls)
            ],
        )


def run() -> str:
    """Gives the request to an agent; gives its answer."""
    model = ScriptedModel(model_id="scripted")
    agent = ToolCallingAgent(tools=[clickup_execute], model=model, verbosity_level=0)
    return str(agent.run(REQUEST))


if __name__ == "__main__":
    print(run())
