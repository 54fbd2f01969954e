"""Finds operations by what they are for, in a few words."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from agent_connectors.engine.catalogue import Catalogue
from agent_connectors.engine.operation import Operation
from agent_connectors.engine.tools.presentation import ToolResult
from agent_connectors.engine.tools.tool import Tool
from agent_connectors.engine.validation import Arguments

if TYPE_CHECKING:
    from agent_connectors.engine.tools.toolbox import Toolbox

__all__ = ["SearchArguments", "SearchIndex", "SearchTool"]

_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = re.compile(r"(?<=[a-z]{3})(ing|ies|es|s|ed|e|y)$")

_WEIGHTS = {"name": 4.0, "summary": 2.0, "rest": 1.0}


class SearchIndex:
    """Ranks operations by how well their words match a question.

    A word counts for more the fewer operations have it, and the nearer to an operation's name
    it stands.

    Args:
        catalogue: The operations.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._words: dict[str, dict[str, float]] = {}
        self._operations = {operation.name: operation for operation in catalogue}
        for operation in catalogue:
            words = self._words[operation.name] = {}
            names = " ".join((operation.entity, operation.action, *operation.aliases))
            for part, text in (
                ("rest", f"{operation.description} {' '.join(operation.parameters)}"),
                ("summary", operation.summary),
                ("name", names.replace("_", " ")),
            ):
                words.update(dict.fromkeys(_stems(text), _WEIGHTS[part]))
        spread = Counter(word for words in self._words.values() for word in words)
        self._rarity = {word: log(1 + len(self._words) / n) for word, n in spread.items()}

    def find(self, query: str, *, most: int = 5) -> list[Operation]:
        """The operations that match best, best first."""
        wanted = _stems(query)
        scores = {
            name: sum(words.get(word, 0.0) * self._rarity.get(word, 0.0) for word in wanted)
            for name, words in self._words.items()
        }
        ranked = sorted((name for name in scores if scores[name] > 0), key=lambda n: -scores[n])
        return [self._operations[name] for name in ranked[:most]]


def _stems(text: str) -> list[str]:
    return [_ENDINGS.sub("", word) for word in _WORD.findall(text.lower())]


class SearchArguments(Arguments):
    """The arguments of the tool that finds operations."""

    query: str = Field(description="What you want to do, in a few words.")


class SearchTool(Tool):
    """Finds operations and tells their parameters.

    Args:
        toolbox: What it belongs to.
        name: Its name.
        catalogue: The operations.
    """

    def __init__(self, toolbox: "Toolbox", name: str, catalogue: Catalogue) -> None:
        super().__init__(toolbox, name, "read")
        self.catalogue = catalogue

    @cached_property
    def description(self) -> str:
        """What the model reads."""
        entities = ", ".join(self.catalogue.entities)
        product = self.toolbox.connector.name
        return f"Find {product} operations and their parameters. They are about: {entities}."

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(self.catalogue)

    @property
    def model(self) -> type[BaseModel]:
        """The pydantic model of its arguments."""
        return SearchArguments

    def operation(self, arguments: Mapping[str, Any]) -> None:
        """Nothing is carried out."""

    async def call(self, arguments: Mapping[str, Any]) -> ToolResult:
        """Finds operations."""
        found = self._index.find(str(arguments.get("query", "")))
        return self.toolbox.tell(
            [
                {
                    "entity": op.entity,
                    "action": op.action,
                    "does": op.summary,
                    "params": _params(op),
                }
                for op in found
            ]
        )


def _params(operation: Operation) -> dict[str, str]:
    """Parameters with their descriptions; those that are needed are marked."""
    return {
        f"{name}{' (required)' if parameter.required else ''}": parameter.description
        for name, parameter in operation.parameters.items()
    }
