"""Requests to an agent that works in ClickUp, each with a sandbox and a checker.

    async def solve(request: str, clickup: ClickupApiConnector) -> str:
        ...  # your agent; gives its answer

    report = await run(solve, cases())
    print(report)

A checker looks at what became of the sandbox, not at the calls, and everything that changed
without being asked for is harm.
"""

from typing import TYPE_CHECKING, Any

from agent_connectors.clickup.evals.case import DAY, Case
from agent_connectors.clickup.evals.catalogue import cases, parametrize
from agent_connectors.clickup.evals.result import Report, Result
from agent_connectors.clickup.evals.run import Solver, run, run_case
from agent_connectors.clickup.evals.scene import Scene
from agent_connectors.clickup.evals.seen import Check, Seen

if TYPE_CHECKING:
    from agent_connectors.clickup.evals.dataset import make_dataset, make_task

__all__ = [
    "DAY",
    "Case",
    "Check",
    "Report",
    "Result",
    "Scene",
    "Seen",
    "Solver",
    "cases",
    "make_dataset",
    "make_task",
    "parametrize",
    "run",
    "run_case",
]


def __getattr__(name: str) -> Any:
    # What needs pydantic-evals is imported where it is asked for.
    if name in {"make_dataset", "make_task"}:
        from agent_connectors.clickup.evals import dataset

        return getattr(dataset, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
