"""An agent that works in ClickUp, with Google's ADK: a function under `tool_utils`.

python examples/google_adk_agent.py          offline: a scripted model, an embedded sandbox
"""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

from google.adk.agents import LlmAgent
from google.adk.models import BaseLlm, LlmRequest, LlmResponse
from google.adk.runners import InMemoryRunner
from google.genai import types
from scripted import REQUEST, TOOL, decide

from agent_connectors.clickup import ClickupApiConnector

clickup = ClickupApiConnector.sandbox()


@ClickupApiConnector.tool_utils
async def clickup_execute(entity: str, action: str, params: dict[str, Any] | None = None) -> Any:
    """Work in ClickUp.

    Args:
        entity: The kind of object.
        action: What to do with it.
        params: Parameters of the operation, by name.
    """
    return await clickup.execute(entity, action, params or {})


class ScriptedModel(BaseLlm):
    """A model that is told what to do."""

    async def generate_content_async(
        self,
        llm_request: LlmRequest,
        stream: bool = False,  # noqa: ARG002, FBT001, FBT002 - theirs
    ) -> AsyncGenerator[LlmResponse, None]:
        """The next calls, or the answer."""
        parts = [part for content in llm_request.contents for part in content.parts or ()]
        given = [p.function_response.response or {} for p in parts if p.function_response]
        decision = decide([str(answer["result"]) for answer in given])
        if isinstance(decision, str):
            told = [types.Part(text=decision)]
        else:
            told = [types.Part.from_function_call(name=TOOL, args=call) for call in decision]
        yield LlmResponse(content=types.Content(role="model", parts=told))


async def run() -> str:
    """Gives the request to an agent; gives its answer."""
    agent = LlmAgent(name="assistant", model=ScriptedModel(model="s"), tools=[clickup_execute])
    runner = InMemoryRunner(agent=agent, app_name="example")
    session = await runner.session_service.create_session(app_name="example", user_id="me")
    question = types.Content(role="user", parts=[types.Part(text=REQUEST)])
    answer = ""
    async for event in runner.run_async(user_id="me", session_id=session.id, new_message=question):
        if event.is_final_response() and event.content and event.content.parts:
            answer = event.content.parts[0].text or ""
    return answer


if __name__ == "__main__":
    print(asyncio.run(run()))
