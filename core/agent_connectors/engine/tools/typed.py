"""A tool for one operation, with the operation's own parameters."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, create_model

from agent_connectors.engine.operation import Operation
from agent_connectors.engine.tools.arguments import FIELDS, read_params
from agent_connectors.engine.tools.presentation import ToolResult
from agent_connectors.engine.tools.tool import Tool

if TYPE_CHECKING:
    from agent_connectors.engine.tools.toolbox import Toolbox

__all__ = ["OperationTool"]


class OperationTool(Tool):
    """Carries out one operation.

    Args:
        toolbox: What it belongs to.
        name: Its name.
        operation: The operation.
    """

    def __init__(self, toolbox: "Toolbox", name: str, operation: Operation) -> None:
        super().__init__(toolbox, name, operation.effect)
        self._operation = operation

    @cached_property
    def description(self) -> str:
        """What the operation does."""
        room = self.toolbox.description_limit
        text = self._operation.description
        return text if room is None or len(text) <= room else self._operation.summary[:room]

    @cached_property
    def model(self) -> type[BaseModel]:
        """The operation's parameters, and which fields to show."""
        model = self._operation.model
        if self._operation.effect != "read" or FIELDS in self._operation.parameters:
            return model
        fields: Any = (Sequence[str], Field(default=None, description="Show only these fields."))
        made: type[BaseModel] = create_model(model.__name__, __base__=model, **{FIELDS: fields})
        made.lists = model.lists | {FIELDS}  # type: ignore[attr-defined]  # of Params
        return made

    def operation(self, arguments: Mapping[str, Any]) -> Operation:  # noqa: ARG002
        """The operation, whatever the arguments."""
        return self._operation

    async def call(self, arguments: Mapping[str, Any]) -> ToolResult:
        """Carries out the operation."""
        params, fields = read_params(arguments)
        return await self.toolbox.execute(self._operation, params, fields)
