"""A tool: a name, a text, a schema and something to call."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Self

from pydantic import BaseModel, create_model

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.effects import Effect, worst
from agent_connectors.engine.declare.model import Arguments
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.errors import ConnectorError, InvalidCall
from agent_connectors.engine.presentation.presentation import ToolResult
from agent_connectors.engine.presentation.schema import RESULT_SCHEMA
from agent_connectors.engine.preview.agreeing import bind, tells_of
from agent_connectors.engine.preview.making import shown_params
from agent_connectors.engine.preview.preview import Preview
from agent_connectors.engine.running.last_resort import only_ours, only_ours_at_once
from agent_connectors.engine.tools.agreement import held_to, showing, shown
from agent_connectors.engine.tools.context import ToolContext
from agent_connectors.engine.tools.schemas import textual
from agent_connectors.engine.values.settings import Settled
from agent_connectors.engine.values.unseen import even_half_made

__all__ = ["Tool"]


class Tool(Settled, ABC):
    """One tool, in no framework's terms.

    Attributes:
        name: Letters, digits and underscores.
        title: What a person reads instead.
        operations: What it may carry out.
        effects: The effects of the operations that it may carry out.
    """

    kept = frozenset(
        {
            *("toolbox", "name", "title", "operations", "effects", "effect", "idempotent"),
            *("catalogue", "description", "model", "schema", "returns"),
        }
    )

    def __init__(
        self, toolbox: ToolContext, name: str, title: str, operations: Iterable[Operation] = ()
    ) -> None:
        self.toolbox = toolbox
        self.name = name
        self.title = title
        self.operations = tuple(operations)
        self.effects = frozenset(operation.effect for operation in self.operations)

    def __deepcopy__(self, _: dict[int, Any] | None = None) -> Self:
        return self

    @property
    def effect(self) -> Effect:
        """The worst that calling it may do to the product."""
        return worst(self.effects)

    @property
    def idempotent(self) -> bool:
        """Whether to repeat a call of it, whichever that is, does nothing more to the product."""
        return all(operation.idempotent for operation in self.operations)

    @even_half_made
    def __repr__(self) -> str:
        return f"<Tool {self.name}>"

    @property
    @abstractmethod
    def description(self) -> str:
        """What the model reads."""

    @property
    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The JSON schema of its arguments; `schemas` makes of it what frameworks need."""

    @property
    @abstractmethod
    def _arguments(self) -> type[Arguments]:
        """The pydantic model of its arguments."""

    @cached_property
    def model(self) -> type[BaseModel]:
        """The pydantic model of its arguments, whose schema has no object without keys."""
        made = create_model(self._arguments.__name__, __base__=self._arguments)
        made.shown = textual(self.schema)
        return made

    @property
    def returns(self) -> dict[str, Any]:
        """The JSON schema of what a call of it gives, parsed."""
        return RESULT_SCHEMA

    def operation(self, arguments: Mapping[str, Any]) -> Operation | None:
        """The operation that a call would carry out; None if it only looks something up.

        Raises:
            InvalidCall: The arguments name none, or one that this tool may not carry out.
        """
        return only_ours_at_once(
            lambda: self._operation_of(arguments),
            self.name,
            secrets=self.toolbox.own_secrets,
        )

    async def call(self, arguments: Mapping[str, Any], context: Any = None) -> ToolResult:
        """Calls it.

        Args:
            arguments: As the model sent them.
            context: What the framework tells of the run, for whom a connector is chosen.

        Raises:
            ConnectorError: It could not be done; the text says what to do next.
        """
        async with self.toolbox.connector_for(context) as connector:
            held_to(self.name)
            if (asked := shown()) is not None:
                asked.chosen = True
            return await only_ours(
                lambda: self._call(connector, arguments),
                self.name,
                secrets=connector.own_secrets,
            )

    async def preview(self, arguments: Mapping[str, Any], context: Any = None) -> Preview:
        """What a call would do, for the person who is to agree to it; see `Connector.preview`.

        Args:
            arguments: As the model sent them.
            context: As for `call`.
        """
        problem: ConnectorError | None = None
        with showing() as taken:
            try:
                await self.call(arguments, context)
            except ConnectorError as error:
                problem = error
        if taken.preview is not None:
            return replace(taken.preview, tool=self.name)
        told = "" if problem is None else str(problem)
        # Without a connector it is nobody's call, and to agree to it would be to agree to nothing.
        refused = problem is None or not taken.chosen or isinstance(problem, InvalidCall)
        try:
            operation, params = self.operation(arguments), self._params_of(arguments)
        except ConnectorError:
            operation = None
        if operation is None:
            return Preview(self.name, self.effect, problem=told, refused=refused, tool=self.name)
        # What somebody agrees to is this call, whatever could not be found out about it.
        return Preview(
            operation.name,
            operation.effect,
            operation.summary,
            shown_params(operation, params),
            problem=told,
            refused=refused,
            tool=self.name,
        )

    def bind(self, preview: Any, arguments: Mapping[str, Any]) -> None:
        """Lets a call pass, if it is the one that a preview was made of.

        Args:
            preview: What somebody saw, as data; anything else lets every call pass.
            arguments: As the model sent them.

        Raises:
            OperationNotAllowed: It is another call.
            InvalidCall: It is none at all.
        """
        if not tells_of(preview):
            return
        operation = self.operation(arguments)
        if operation is not None:
            shown = shown_params(operation, self._params_of(arguments))
            bind(preview, operation.name, shown)

    @abstractmethod
    def _operation_of(self, arguments: Mapping[str, Any]) -> Operation | None:
        """Does what `operation` does, whatever may go wrong in it."""

    def _params_of(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG002
        """The parameters of the operation that a call would carry out.

        Raises:
            InvalidParams: They are no object.
        """
        return {}

    @abstractmethod
    async def _call(self, connector: Connector, arguments: Mapping[str, Any]) -> ToolResult:
        """Does what `call` does, whatever may go wrong in it."""
