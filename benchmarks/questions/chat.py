"""A conversation in which a scripted agent answers a question with one tool.

It keeps the script honest: the agent starts with the question and the tool's description, and may
only use what it has read. An action's parameters that it has not read about cost it a call of
`describe` first; an id that it has not read is an error in the script.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Protocol

from benchmarks.questions.tokens import ENCODINGS, count

__all__ = ["Answer", "CannotAnswer", "Chat", "Tool"]

CONTEXT = 1_000_000
"""Tokens: what the largest context windows hold."""

_ID_KEYS = re.compile(r"(_ids?|assignees?|assignees\[\])$")


class CannotAnswer(Exception):
    """The question cannot be answered, and why."""


@dataclass(frozen=True)
class Answer:
    """What a tool answered.

    Attributes:
        text: What the model reads.
        seconds: How long it took.
        failed: Whether it is an error.
    """

    text: str
    seconds: float
    failed: bool = False


class Tool(Protocol):
    """A tool as a model sees it."""

    definition: str
    description: str

    def signature(self, entity: str, action: str) -> set[str] | None:
        """The parameters that the description names for an action; None if it has none."""

    def call(self, arguments: dict[str, Any]) -> Answer:
        """Calls it."""


@dataclass
class Chat:
    """One conversation.

    Args:
        tool: The tool.
        question: What the agent is asked.
    """

    tool: Tool
    question: str
    calls: int = 0
    seconds: float = 0.0
    results: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    _known: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def tokens(self, encoding: str = ENCODINGS[0]) -> int:
        """All that the model reads of the tool and writes to it."""
        texts = (self.tool.definition, *self.written, *self.results)
        return sum(count(text, encoding) for text in texts)

    def call(self, entity: str, action: str, **params: Any) -> Any:
        """Calls the tool, and gives what it answered.

        Raises:
            CannotAnswer: It answered with an error.
        """
        self._read_up_on(entity, action, set(params))
        for name, value in params.items():
            if _ID_KEYS.search(name):
                self._must_have_read(value)
        return self.ask({"entity": entity, "action": action, "params": params})

    def ask(self, arguments: dict[str, Any]) -> Any:
        """Calls the tool with arguments as they are, and gives what it answered.

        Raises:
            CannotAnswer: It answered with an error.
        """
        answer = self._send(arguments)
        if answer.failed:
            raise CannotAnswer(answer.text)
        if self.tokens() > CONTEXT:
            raise CannotAnswer(f"More than {CONTEXT:,} tokens: too much for any model.")
        return json.loads(answer.text)

    def records(self, entity: str, action: str, **params: Any) -> list[dict[str, Any]]:
        """All records of a list, going on as the answers say, with names beside the values."""
        found: list[dict[str, Any]] = []
        following: dict[str, Any] | None = params
        while following is not None:
            answer = self.call(entity, action, **following)
            columns, data = answer.get("columns"), answer["data"]
            if columns:
                same = answer.get("in_every_row", {})
                data = [same | dict(zip(columns, row, strict=True)) for row in data]
            found += data
            following = answer.get("meta", {}).get("next")
        return found

    def named(self, kind: str, name: str) -> str:
        """What to give where the id of a place or a person is wanted: its name, if that will do.

        It will if the description says so; if not, the id has to be found first.
        """
        if _names_will_do(self.tool.description):
            return name
        found = self.call("workspaces", "find", name=name)["data"]
        return str(next(item["id"] for item in found if item["kind"] == kind))

    def _read_up_on(self, entity: str, action: str, params: set[str]) -> None:
        known = self._known.get((entity, action))
        if known is None:
            known = self.tool.signature(entity, action)
            if known is None:
                raise RuntimeError(f"the description knows no {entity}.{action}")
        if not params <= known:
            asked = {"entity": entity, "action": "describe", "params": {"action": action}}
            answer = self._send(asked)
            known |= set(re.findall(r"\w+", answer.text))
            if answer.failed or not params <= known:
                raise RuntimeError(f"{entity}.{action} has no {sorted(params - known)}")
        self._known[entity, action] = known

    def _must_have_read(self, value: Any) -> None:
        for item in value if isinstance(value, list) else str(value).split(","):
            told = (self.question, self.tool.description, *self.results)
            if not any(str(item) in text for text in told):
                raise RuntimeError(f"the script uses {item!r}, which nobody has told it")

    def _send(self, arguments: dict[str, Any]) -> Answer:
        arguments = {name: value for name, value in arguments.items() if value != {}}
        self.written.append(json.dumps(arguments, separators=(",", ":"), ensure_ascii=False))
        answer = self.tool.call(arguments)
        self.calls += 1
        self.seconds += answer.seconds
        self.results.append(answer.text)
        return answer


def _names_will_do(description: str) -> bool:
    """Whether a description says, outside of its list of operations, that ids may be names."""
    prose = [line for line in description.splitlines() if not re.match(r"\s*\w+: ", line)]
    said = (line.casefold() for line in prose)
    return any(re.search(r"\bids?\b", line) and re.search(r"\bnames?\b", line) for line in said)
