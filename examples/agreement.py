"""What the examples of agreement have in common: a scripted model, and what a person may say."""

import argparse
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent_connectors.clickup import ClickupApiConnector

__all__ = ["TOOL", "Wanted", "asked_for", "decide", "edited", "keep", "kept"]

TOOL = "clickup_execute"

Call = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Wanted:
    """What a person says: yes, unless they deny it; with other parameters, if they edit it."""

    deny: bool = False
    edit: dict[str, Any] = field(default_factory=dict)


Ask = Callable[[ClickupApiConnector, Path], Awaitable[str]]
Answer = Callable[[ClickupApiConnector, Path, Wanted], Awaitable[str]]


def decide(results: list[str], write: str = TOOL) -> list[Call] | str:
    """What a language model would do: find a task, rename it, and say what came of it.

    Args:
        results: What the tool calls so far gave, in order.
        write: The tool that changes something.
    """
    read = write.replace("_write", "_read")
    if not results:
        return [(read, _call("tasks", "search", {"limit": 1, "fields": ["id"]}))]
    if len(results) == 1:
        task = json.loads(results[0])["data"][0]["id"]
        return [(write, _call("tasks", "update", {"task_id": task, "name": "Renamed by an agent"}))]
    return f"The answer was: {results[-1][:200]}"


def keep(state: Path, what: dict[str, Any]) -> None:
    """Writes down what is needed to go on."""
    state.write_text(json.dumps(what))


def kept(state: Path) -> dict[str, Any]:
    """What was written down."""
    found: dict[str, Any] = json.loads(state.read_text())
    return found


def edited(arguments: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """The arguments of a call as a person wants them."""
    return {**arguments, "params": {**arguments["params"], **wanted.edit}}


async def asked_for(words: list[str], ask: Ask, answer: Answer) -> str:
    """Does what the command line says: asks, or answers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["ask", "answer"])
    parser.add_argument("state", type=Path)
    parser.add_argument("--deny", action="store_true")
    parser.add_argument("--edit", type=json.loads, default={})
    given = parser.parse_args(words)
    async with ClickupApiConnector() as connector:
        if given.what == "ask":
            return await ask(connector, given.state)
        return await answer(connector, given.state, Wanted(given.deny, given.edit))


def _call(entity: str, action: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"entity": entity, "action": action, "params": params}
