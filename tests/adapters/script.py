"""A model that does what it is told: tool calls, step by step, then an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Call = tuple[str, dict[str, Any]]
Step = list[Call] | str
Script = Callable[[list[str]], Step]


def steps(*given: Step) -> Script:
    """Does one step after another, whatever comes back."""
    done: list[int] = []

    def decide(results: list[str]) -> Step:
        done.append(len(results))
        return given[len(done) - 1]

    return decide


@dataclass(frozen=True)
class Seen:
    """What a model saw of a tool call."""

    text: str
    failed: bool


def execute(entity: str, action: str, params: Any = None) -> Call:
    """A call of the general tool."""
    return ("clickup_execute", {"entity": entity, "action": action, "params": params or {}})


TEAMS = execute("teams", "list")
TYPO = execute("teams", "lst")
GONE = execute("tasks", "get", {"task_id": "00000000"})
