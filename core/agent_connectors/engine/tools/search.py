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

_WEIGHTS = {
    "entity": 5.0,
    "action": 4.0,
    "thesaurus": 4.0,
    "summary": 2.5,
    "description": 1.0,
    "parameters": 0.7,
}

_EMPTY = frozenset(
    {
        *("a", "all", "an", "and", "any", "are", "at", "by", "can", "do", "does", "did", "for"),
        *("from", "has", "have", "how", "i", "in", "is", "it", "its", "me", "my", "new", "of"),
        *("on", "one", "our", "out", "that", "the", "their", "there", "this", "to", "us", "was"),
        *("we", "what", "with", "you", "your"),
    }
)
"""Words that say nothing about what is wanted."""

_VERBS: Mapping[str, tuple[str, ...]] = {
    "create": (
        "add", "call", "create", "invite", "log", "make", "open", "post", "record", "send",
        "start", "write",
    ),
    "update": (
        "archive", "assign", "change", "complete", "edit", "mark", "modify", "move", "reactivate",
        "rename", "replace", "set", "tick", "turn", "update",
    ),
    "delete": ("clear", "delete", "destroy", "drop", "erase", "remove", "stop", "take", "unlink"),
    "add": ("add", "attach", "block", "blocks", "give", "link", "react", "tag"),
    "remove": ("clear", "end", "remove", "stop", "take", "unlink"),
    "list": ("every", "find", "give", "list", "overview", "read", "search", "show", "which"),
    "get": ("detail", "details", "get", "one", "read", "show", "single"),
}  # fmt: skip
"""What people say for what operations do."""

_ALL_VERBS = frozenset(word for words in _VERBS.values() for word in words)

_VERB = 0.5
"""What a verb counts as a word: what it does is counted already."""

_SINGLE = {"detail", "details", "one", "single", "specific"}
"""Words that ask for one thing rather than a list."""

_READS = {"get", "list"}
_LOSSES = {"delete", "remove"}

_HINT = 0.6
"""What an action counts that is only hinted at by another word for it."""

_MISFIT = 0.5
"""What is left of an operation that does another kind of thing than was asked for."""


class SearchIndex:
    """Ranks operations by how well their words match a question.

    A word counts for more the fewer operations have it, and the nearer to an operation's name
    it stands; and an operation counts for less the more its name says that was not asked for.

    Args:
        catalogue: The operations.
        thesaurus: Other words for what an entity or an operation is about, by its name.
    """

    def __init__(self, catalogue: Catalogue, thesaurus: Mapping[str, str] | None = None) -> None:
        self._words: dict[str, dict[str, float]] = {}
        self._named: dict[str, frozenset[str]] = {}
        self._operations = {operation.name: operation for operation in catalogue}
        for operation in catalogue:
            words = self._words[operation.name] = {}
            parts = {
                "parameters": " ".join(operation.parameters),
                "description": operation.description,
                "summary": operation.summary,
                "action": " ".join((operation.action, *operation.aliases)),
                "entity": operation.entity,
            }
            other = thesaurus or {}
            parts["thesaurus"] = " ".join(
                other.get(name, "") for name in (operation.entity, operation.name)
            )
            for part, text in parts.items():
                for stem in _stems(text):
                    words[stem] = max(words.get(stem, 0.0), _WEIGHTS[part])
            self._named[operation.name] = frozenset(
                _stems(f"{operation.entity} {operation.action}")
            )
        spread = Counter(word for words in self._words.values() for word in words)
        self._rarity = {word: log(1 + len(self._words) / n) for word, n in spread.items()}

    def find(self, query: str, *, most: int = 5) -> list[Operation]:
        """The operations that match best, best first."""
        said = set(_words(query))
        wanted = {
            _stem(word): _VERB if word in _ALL_VERBS else 1.0
            for word in _words(query)
            if word not in _EMPTY
        }
        hints = _hints(query)
        scores: dict[str, float] = {}
        for name, words in self._words.items():
            operation = self._operations[name]
            score = sum(
                words.get(stem, 0.0) * self._rarity.get(stem, 0.0) * share
                for stem, share in wanted.items()
            )
            action = operation.action.partition("_")[0]
            if score and action in hints and _stem(action) not in wanted:
                score += _HINT * _WEIGHTS["action"]
            if action in said:
                score *= 1 + _HINT
            elif not _fits(operation, action, hints):
                score *= _MISFIT
            unasked = len(self._named[name] - wanted.keys() - {_stem(hint) for hint in hints})
            scores[name] = score / (1 + 0.12 * unasked)
        ranked = sorted((name for name in scores if scores[name] > 0), key=lambda n: -scores[n])
        return [self._operations[name] for name in ranked[:most]]


def _hints(query: str) -> frozenset[str]:
    """The actions that the first verb of a question may mean; to read, if it has none."""
    words = _words(query)
    if words[:1] == ["comment"]:  # a noun anywhere else
        return frozenset({"create"})
    for word in words:
        if meant := frozenset(verb for verb, words in _VERBS.items() if word in words):
            break
    else:
        meant = frozenset(_READS)
    return meant - {"list"} if "get" in meant and _SINGLE & set(words) else meant


def _fits(operation: Operation, action: str, hints: frozenset[str]) -> bool:
    """Whether an operation does the kind of thing that is asked for."""
    if operation.effect == "read":
        return bool(hints & _READS)
    if action in _LOSSES:
        return bool(hints & _LOSSES)
    return bool(hints - _READS - _LOSSES)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word)


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _words(text) if word not in _EMPTY]


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
        return SearchIndex(self.catalogue, self.toolbox.connector.thesaurus)

    @property
    def model(self) -> type[BaseModel]:
        """The pydantic model of its arguments."""
        return SearchArguments

    def _operation_of(self, arguments: Mapping[str, Any]) -> None:
        """Nothing is carried out."""

    async def _call(self, arguments: Mapping[str, Any]) -> ToolResult:
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
