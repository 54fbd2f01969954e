"""Calls as steps of a durable workflow, and the keys under which they are noted.

DBOS records the steps of a workflow and gives what is recorded when it begins one again. A step
that was under way when the process was killed is run again, so a write needs a record of its own
before it leaves: a step before the step, or a ledger.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextvars import Context, copy_context
from typing import Any
from uuid import uuid4

from pydantic_ai import RunContext, UserError

from agent_connectors.engine.ledger import Ledger, Noted

__all__ = ["Step", "key_of", "step_of"]


class _StepBefore:
    """A ledger of one call, in a step of its own.

    What a step gave is given again when the workflow is: so it gives a text that nobody else has,
    and whoever is given another has not come first.

    Args:
        reserved: The step, drawn before that of the call, so that their order is always the same.
        outside: The context of the workflow, as a step cannot be run within another.
        name: What the step is called.
    """

    def __init__(self, reserved: Any, outside: Context, name: str) -> None:
        self._reserved, self._outside, self._name = reserved, outside, name

    async def look(self, key: str) -> Noted | None:
        return None  # what is known of the call is in its own step

    async def begin(self, key: str, call: str) -> bool:
        mine = uuid4().hex

        async def note() -> str:
            return mine

        work = self._reserved.run_async({"name": self._name}, note)
        # DBOS knows from the context where it is.
        recorded = await asyncio.get_running_loop().create_task(work, context=self._outside)
        return bool(recorded == mine)

    async def finish(self, key: str, result: str) -> None:
        """The step of the call itself says it."""

    async def release(self, key: str) -> None:
        """The step of the call itself says it."""


class Step:
    """A step of a DBOS workflow, in which one call is made.

    Args:
        dbos: DBOS.
        name: What the step is called.
    """

    def __init__(self, dbos: Any, name: str) -> None:
        self._name = name
        before = dbos.reserve_step()
        self._step = dbos.reserve_step()
        self.key = f"dbos/{dbos.workflow_id}/{self._step.step_id}"
        self.ledger: Ledger = _StepBefore(before, copy_context(), f"{name}.write")

    async def run(self, call: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        """What a call gives, or has given when the workflow was run before.

        Args:
            call: The call; what it gives can be written as JSON.
        """

        async def work() -> dict[str, Any]:
            return await call()

        given: dict[str, Any] = await self._step.run_async({"name": self._name}, work)
        return given


def step_of(name: str) -> Step | None:
    """The step that a call is, where it is made from a workflow of DBOS."""
    module = sys.modules.get("dbos")
    dbos = getattr(module, "DBOS", None)
    if dbos is None or dbos.workflow_id is None or dbos.step_id is not None:
        return None
    return Step(dbos, name)


def key_of(ctx: RunContext[Any]) -> str | None:
    """Stands for a call; the same where it is made again from the same history, or by an engine.

    None where it has no id of its own: nobody will come back to it.
    """
    if ctx.run_id is None or ctx.tool_call_id is None:
        return None
    try:
        # Where in its conversation a call stands: a history may be gone on with more than once.
        place = f"{ctx.conversation_id or ctx.run_id}/{len(ctx.messages)}"
    except (AttributeError, UserError):  # an activity of Temporal does not know the history
        place = f"{ctx.run_id}/{ctx.run_step}"
    return f"pydantic-ai/{place}/{ctx.tool_call_id}"
