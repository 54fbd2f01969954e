"""A test of an agent, with Pydantic AI.

pip install "agent-connectors[pydantic-ai]" pytest
pytest examples/test_agent_pydantic_ai.py
"""

import asyncio

from pydantic_ai_agent import run, scripted_model

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox


def test_it_comments_and_makes_a_follow_up_and_touches_nothing_else(
    clickup_sandbox: Sandbox, clickup: ClickupApiConnector
) -> None:
    """What is asserted is what became of the sandbox, not what the agent says."""
    answer = asyncio.run(run(clickup, scripted_model()))

    changes = clickup_sandbox.changes()
    task = changes.one("task", "created")
    assert task.name.startswith("Follow up: ")
    assert task.after["priority"] == 1
    assert task.id in answer
    comment = changes.one("comment", "created")
    assert comment.place == task.name.removeprefix("Follow up: ")
    assert not changes.besides(task.id, comment.id)
