"""A preview: what a call would send, and what it would change."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.executor.planned import PlannedRequest
from agent_connectors.engine.preview.records import Change, Step
from agent_connectors.engine.preview.text import text
from agent_connectors.engine.values.json_text import read_answer, write

__all__ = ["EDITED", "Preview"]

EDITED = "edited"
"""Where what somebody agreed to has the parameters that they want in the place of those shown."""

_NOTHING: tuple[Any, ...] = (None, "", (), {})


@dataclass(frozen=True, slots=True)
class Preview:
    """What a call would do. As text, it is what a person is shown who is to agree.

    Attributes:
        operation: The operation, such as `tasks.update`.
        effect: `read`, `write` or `destructive`.
        summary: What the operation does, in a sentence.
        params: The parameters as they were given, without secrets.
        steps: Every write that the call would send, in order, as far as it can be known.
        unknown: What could not be read, and what cannot be known before.
        problem: Why the call could not be prepared; it would fail, as things are.
        refused: Whether the call itself is wrong: nothing would be sent.
        reads: How many requests it took to see this.
        tool: The name of the tool that was called, if one was.
    """

    operation: str
    effect: Effect
    summary: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    unknown: tuple[str, ...] = ()
    problem: str = ""
    refused: bool = False
    reads: int = 0
    tool: str = ""

    @property
    def requests(self) -> tuple[PlannedRequest, ...]:
        """The requests that would change something, in order."""
        return tuple(step.request for step in self.steps)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What becomes of the fields of all objects, in order."""
        return tuple(change for step in self.steps for change in step.changes)

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON can hold it, without what says nothing; `text` is for a person."""
        told = {name: value for name, value in asdict(self).items() if value not in _NOTHING}
        told["steps"] = [_plain(asdict(step)) for step in self.steps]
        plain: dict[str, Any] = read_answer(write({**told, "text": str(self)}))
        return plain

    def edited(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """What somebody agrees to who was shown this, and wants other parameters.

        Args:
            params: All parameters of the call, as they want them.
        """
        plain: dict[str, Any] = read_answer(write(dict(params)))
        return {**self.to_dict(), EDITED: plain}

    def __str__(self) -> str:
        heading = f"{self.operation} ({self.effect}): {self.summary}"
        return text(heading, self.problem, self.steps, self.params, self.unknown)


def _plain(step: dict[str, Any]) -> dict[str, Any]:
    """A step without what says nothing; each change has both of its sides all the same."""
    request = {name: value for name, value in step["request"].items() if value not in _NOTHING}
    told = {name: value for name, value in step.items() if value not in _NOTHING}
    return {**told, "request": request}
