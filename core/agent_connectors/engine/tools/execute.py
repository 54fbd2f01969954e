"""The general tool: any operation, by entity and action."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import ConfigDict

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.catalogue import Catalogue
from agent_connectors.engine.declare.describe import DESCRIBE, catalogue_text, describe
from agent_connectors.engine.declare.model import Arguments
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import UnknownOperation
from agent_connectors.engine.presentation.arguments import FIELDS, read_params
from agent_connectors.engine.presentation.presentation import ToolResult
from agent_connectors.engine.store.actions import ACTIONS, actions_told, asks_store, told
from agent_connectors.engine.tools.context import ToolContext
from agent_connectors.engine.tools.schemas import FREE
from agent_connectors.engine.tools.tool import Tool
from agent_connectors.engine.values.names import did_you_mean
from agent_connectors.engine.values.tokens import characters

__all__ = ["ExecuteArguments", "ExecuteTool"]

_OWN = {"entity", "action", "params"}


class ExecuteArguments(Arguments):
    """The arguments of the general tool; what else is given counts as one of the params."""

    model_config = ConfigDict(extra="allow")

    entity: str
    action: str
    params: dict[str, Any] | str | None = None


class ExecuteTool(Tool):
    """Carries out any of the operations of a catalogue.

    Args:
        toolbox: What it belongs to.
        name: Its name.
        catalogue: The operations it may carry out.
        brief: Whether another tool tells about the operations.
    """

    def __init__(
        self,
        toolbox: ToolContext,
        name: str,
        catalogue: Catalogue,
        *,
        brief: str | None = None,
    ) -> None:
        effects = {operation.effect for operation in catalogue}
        if effects == {"read"}:
            what = "Read from"
        else:
            what = "Work in" if "read" in effects else "Change things in"
        super().__init__(toolbox, name, f"{what} {toolbox.product}", catalogue)
        self.catalogue = catalogue
        self._brief = brief

    @cached_property
    def description(self) -> str:
        """What the model reads: the operations, in as much detail as fits."""
        head = f"{self.title}, one operation a call."
        if self._brief:
            return f"{head} {self._brief}"
        if self.toolbox.description_limit is None:
            head = f"{head} {self.toolbox.kind.conventions}".strip()
        room = characters(self.toolbox.description_tokens, "names")
        room = min(room, self.toolbox.description_limit or room)
        told = catalogue_text(
            self.catalogue, room - len(head) - 1, highlights=self.toolbox.kind.highlights
        )
        return f"{head}\n{told}"

    @property
    def _arguments(self) -> type[Arguments]:
        """The pydantic model of its arguments."""
        return ExecuteArguments

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of its arguments; the examples together are a call that only tells."""
        first = self.catalogue.entities[0]
        return {
            "type": "object",
            "properties": {
                "entity": _text("The kind of object.", first),
                "action": _text("What to do with it.", DESCRIBE),
                "params": {"description": "Its parameters, by name.", **FREE},
            },
            "required": ["entity", "action"],
        }

    def _operation_of(self, arguments: Mapping[str, Any]) -> Operation | None:
        """The operation that a call would carry out."""
        entity, action = arguments.get("entity"), arguments.get("action")
        if entity is None:
            raise UnknownOperation(
                "`entity` is missing.", hint=did_you_mean("", self.catalogue.entities)
            )
        if action is None:
            raise UnknownOperation("`action` is missing.", hint=f"`{DESCRIBE}` lists them.")
        if action == DESCRIBE or self._asks_store(action):
            return None
        return self.toolbox.find(self.catalogue, entity, action)

    def _asks_store(self, action: Any) -> bool:
        return self.toolbox.asks_store and asks_store(action)

    def _params_of(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """The parameters of the operation that a call would carry out."""
        return _read(arguments)[0]

    async def _call(self, connector: Connector, arguments: Mapping[str, Any]) -> ToolResult:
        """Carries out an operation, or tells about operations."""
        operation = self._operation_of(arguments)
        params, fields = _read(arguments)
        if operation is not None:
            return await self.toolbox.execute(connector, operation, params, fields)
        entity, action = str(arguments.get("entity")), str(arguments.get("action"))
        if action == DESCRIBE:
            return self.toolbox.tell(self._told(connector, entity, params.get("action")))
        given = params if fields is None else {**params, FIELDS: fields}
        return await self.toolbox.ask_store(connector, entity, action, given)

    def _told(self, connector: Connector, entity: str, action: Any) -> dict[str, Any]:
        """What there is to know of an entity, or of one of its actions."""
        store = getattr(connector, "store", None) if self.toolbox.asks_store else None
        if store is None or entity not in store.schema.entities:
            return describe(self.catalogue, entity, action)
        if action in ACTIONS:
            return told(entity, action)
        known = describe(self.catalogue, entity, action)
        if action is None:
            known["actions"] += actions_told()
        return known


def _read(arguments: Mapping[str, Any]) -> tuple[dict[str, Any], list[str] | None]:
    beside = {name: arguments[name] for name in arguments.keys() - _OWN}
    return read_params(arguments.get("params"), beside)


def _text(description: str, example: str) -> dict[str, Any]:
    return {"type": "string", "description": description, "examples": [example]}
