"""The tool that finds operations."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import Field

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.model import Arguments
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.presentation.presentation import ToolResult
from agent_connectors.engine.tools.context import ToolContext
from agent_connectors.engine.tools.search.index import SearchIndex
from agent_connectors.engine.tools.tool import Tool

__all__ = ["SearchArguments", "SearchTool"]


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

    def __init__(self, toolbox: ToolContext, name: str, catalogue: Catalogue) -> None:
        super().__init__(toolbox, name, f"Find {toolbox.product} operations")
        self.catalogue = catalogue

    @cached_property
    def description(self) -> str:
        """What the model reads."""
        entities = ", ".join(self.catalogue.entities)
        return f"{self.title} and their parameters. They are about: {entities}."

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(self.catalogue, self.toolbox.kind.thesaurus)

    @property
    def _arguments(self) -> type[Arguments]:
        """The pydantic model of its arguments."""
        return SearchArguments

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of its arguments."""
        return SearchArguments.model_json_schema()

    def _operation_of(self, arguments: Mapping[str, Any]) -> None:
        """Nothing is carried out."""

    async def _call(self, connector: Connector, arguments: Mapping[str, Any]) -> ToolResult:  # noqa: ARG002
        """Finds operations."""
        query = str(arguments.get("query", ""))
        found = self._index.find(query)
        if not found:
            return self.toolbox.tell([], warnings=(self._nothing(query),))
        told = self.toolbox.kind.highlights
        return self.toolbox.tell(
            [_told(op, told.get(op.name, ()), n) for n, op in enumerate(found)]
        )

    def _nothing(self, query: str) -> str:
        """What to say where nothing was found: what there is."""
        entities = ", ".join(self.catalogue.entities)
        return f"No operation matches {query[:100]!r}. Operations are about: {entities}."


def _told(operation: Operation, highlights: Sequence[str], place: int) -> dict[str, Any]:
    """An operation with what a call needs of it; the best match with all that it takes.

    Args:
        operation: The operation.
        highlights: Parameters that most calls have.
        place: Its place among those that were found, from 0.
    """
    parameters = operation.parameters
    needed = [name for name, parameter in parameters.items() if parameter.required]
    shown = [*needed, *highlights] if place else list(parameters)
    told: dict[str, Any] = {
        "entity": operation.entity,
        "action": operation.action,
        "does": operation.summary,
        "params": {
            f"{name}{' (required)' if parameters[name].required else ''}": _brief(
                parameters[name].description, whole=not place
            )
            for name in shown
        },
    }
    if rest := [name for name in parameters if name not in shown]:
        told["also"] = " ".join(rest)
    return told


def _brief(description: str, *, whole: bool) -> str:
    """A description, or its first sentence."""
    return description if whole else f"{description.partition('. ')[0].rstrip('.')}."
