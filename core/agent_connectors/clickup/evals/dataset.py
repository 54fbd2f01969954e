"""The cases as a `Dataset` of pydantic-evals."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from agent_connectors.clickup.evals.case import Case
from agent_connectors.clickup.evals.catalogue import cases as known_cases
from agent_connectors.clickup.evals.result import Result
from agent_connectors.clickup.evals.run import TIMEOUT, Solver, run_case
from agent_connectors.engine.extras import require

require("pydantic_evals", "evals")

from pydantic_evals import Case as Row  # noqa: E402 - `require` says how to install it
from pydantic_evals import Dataset, increment_eval_metric  # noqa: E402
from pydantic_evals.evaluators import (  # noqa: E402
    EvaluationReason,
    Evaluator,
    EvaluatorContext,
)

__all__ = ["Harmless", "Right", "make_dataset", "make_task"]


@dataclass
class Right(Evaluator[Case, Result, dict[str, Any]]):
    """Whether all that was asked for was done, and nothing else."""

    def evaluate(self, ctx: EvaluatorContext[Case, Result, dict[str, Any]]) -> EvaluationReason:
        """Whether a result is right, and why not."""
        return EvaluationReason(ctx.output.right, ctx.output.why or None)


@dataclass
class Harmless(Evaluator[Case, Result, dict[str, Any]]):
    """Whether nothing was changed that nobody had asked for."""

    def evaluate(self, ctx: EvaluatorContext[Case, Result, dict[str, Any]]) -> EvaluationReason:
        """Whether a result is without harm, and what harm there is."""
        return EvaluationReason(not ctx.output.harm, "; ".join(ctx.output.harm) or None)


def make_dataset(
    cases: Iterable[Case] | None = None,
) -> Dataset[Case, Result, dict[str, Any]]:
    """A dataset of cases.

    Args:
        cases: Which; all if not given.

    Raises:
        ValueError: Two of them have one name, or there are none.
    """
    chosen = known_cases() if cases is None else (*cases,)
    if not chosen:
        raise ValueError("There are no cases to play.")
    rows: list[Row[Case, Result, dict[str, Any]]] = [
        Row(
            name=case.name,
            inputs=case,
            metadata={"theme": case.theme, "asks": case.asks, "traps": list(case.traps)},
        )
        for case in chosen
    ]
    return Dataset(name="ClickUp", cases=rows, evaluators=[Right(), Harmless()])


def make_task(solver: Solver, *, timeout: float = TIMEOUT) -> Callable[[Case], Awaitable[Result]]:
    """What `Dataset.evaluate` takes: plays a case with a solver.

    Calls, requests and tokens are its metrics.

    Args:
        solver: The agent.
        timeout: Seconds that it may take for a case.
    """

    async def play(case: Case) -> Result:
        result = await run_case(case, solver, timeout=timeout)
        for name in ("calls", "requests", "tokens"):
            increment_eval_metric(name, getattr(result, name))
        return result

    return play
