"""A tool for one operation, with the operation's own parameters."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from pydantic import Field, create_model

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.model import Arguments
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.presentation.arguments import FIELDS, read_params
from agent_connectors.engine.presentation.presentation import ToolResult
from agent_connectors.engine.tools.brief import tool_schema
from agent_connectors.engine.tools.context import ToolContext
from agent_connectors.engine.tools.tool import Tool

__all__ = ["OperationTool"]


class OperationTool(Tool):
    """Carries out one operation.

    Args:
        toolbox: What it belongs to.
        name: Its name.
        operation: The operation.
    """

    def __init__(self, toolbox: ToolContext, name: str, operation: Operation) -> None:
        title = f"{toolbox.product}: {operation.entity}, {operation.action}"
        super().__init__(toolbox, name, title.replace("_", " "), [operation])
        self._operation = operation

    @cached_property
    def description(self) -> str:
        """What the operation does."""
        brief = self.toolbox.tool_tokens is not None
        where = f"In {self.toolbox.product}: " if self.toolbox.options.prefix else ""
        summary = f"{where}{self._operation.summary}"
        text = summary if brief else f"{where}{self._operation.description}"
        room = self.toolbox.description_limit
        return text if room is None or len(text) <= room else summary[:room]

    @cached_property
    def _arguments(self) -> type[Arguments]:
        """The operation's parameters, and which fields to show."""
        known = self._operation.model
        more: dict[str, Any] = {}
        if self._operation.effect == "read" and FIELDS not in self._operation.parameters:
            more[FIELDS] = (Sequence[str], Field(default=None, description="Show only these."))
        return cast("type[Arguments]", create_model(known.__name__, __base__=known, **more))

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of its arguments, in as much detail as fits."""
        whole = self._arguments.model_json_schema()
        known = self.toolbox.kind.operations
        return tool_schema(self._operation, whole, known, self.toolbox.tool_tokens)

    def _operation_of(self, arguments: Mapping[str, Any]) -> Operation:  # noqa: ARG002
        """The operation, whatever the arguments."""
        return self._operation

    def _params_of(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """The parameters of the operation that a call would carry out."""
        return read_params(arguments)[0]

    async def _call(self, connector: Connector, arguments: Mapping[str, Any]) -> ToolResult:
        """Carries out the operation."""
        params, fields = read_params(arguments)
        return await self.toolbox.execute(connector, self._operation, params, fields)
