"""The tool."""

from typing import Annotated, Any, Literal, Unpack

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import InjectedToolArg, ToolException
from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.ledger import Ledger, checked_ledger
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.engine.tools import (
    Tool,
    Toolbox,
    call_once,
    check_connector,
    checked_keep,
    kept,
    nullable,
    textual,
)
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.langchain.options import ConnectorToolOptions, only, refused, told_apart
from agent_connectors.langchain.runs import (
    RUNTIME,
    RunConnector,
    context_of,
    is_runtime,
    key_of,
    with_runtime,
)
from agent_connectors.langchain.shown import ShownTool

__all__ = ["ConnectorTool"]


class ConnectorTool(ShownTool):
    """One tool of a connector.

    `ConnectorTool(connector=connector)` is the general tool; `ConnectorToolkit` makes others.
    The content of its message is the short text that the model reads, the artifact is the whole
    result as a dictionary. An error becomes a message with `status="error"` that says what to do.

    Args:
        connector: The connector, for the general tool; or a function that gives the connector of
            a run from LangGraph's `ToolRuntime`, or from the `RunnableConfig` if its argument is
            called `config` or annotated so; or a `ConnectorPool`, where more is to be said.
        tool: The tool itself, instead.
        ledger: Where writes are noted before they leave, such as a `SqliteLedger`, so that a call
            which LangGraph makes again, from a checkpoint, makes none twice. The graph must be run
            with `durability="sync"`.
        keep_result: Whether the whole result is kept with the history, as the artifact; or how many
            bytes it may have for that. Without it, there is the text that the model reads.
        options: See `ConnectorToolOptions` and `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown, cannot have that value, or makes several tools.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"

    _called: str = PrivateAttr()
    _model: type[BaseModel] = PrivateAttr()
    _ledger: Ledger | None = PrivateAttr()
    _keep: bool | int = PrivateAttr()

    @unseen
    def __init__(
        self,
        connector: RunConnector | None = None,
        *,
        tool: Tool | None = None,
        ledger: Ledger | None = None,
        keep_result: bool | int = True,
        **options: Unpack[ConnectorToolOptions],
    ) -> None:
        fields, given = told_apart(options)
        if (connector is None) == (tool is None):
            raise ConfigurationError("Give either `connector` or `tool`.")
        if tool is None:
            tool = only(Toolbox(check_connector(connector), **given).tools)
        elif given:
            raise ConfigurationError(
                f"`{next(iter(given))}` decides how a tool is made, and one was given."
            )
        told = {
            # As a model, LangChain would pass on what became of the arguments; the core checks them
            # itself. `tool_call_schema` is sent; whatever sends this instead may be for Gemini.
            "args_schema": textual(tool.schema),
            "name": tool.name,
            "description": tool.description,
            "handle_tool_error": True,
            **fields,
        }
        try:
            super().__init__(**told)
        except ValidationError as error:
            raise refused(error) from None
        self._tool = tool
        self._called = self.name
        self._ledger = checked_ledger(ledger)
        self._keep = checked_keep(keep_result)
        chosen = ledger is not None or not isinstance(tool.toolbox.connectors, Connector)
        self._model = with_runtime(tool) if chosen else tool.model
        self.metadata = fields.get("metadata")

    @property
    def tool_call_schema(self) -> dict[str, Any]:
        """What the model is shown; it stays right where LangChain or OpenAI make it strict."""
        schema = nullable(self._tool.schema)
        return {**schema, "title": self.name, "description": self.description}

    def get_input_schema(self, config: RunnableConfig | None = None) -> type[BaseModel]:
        """The pydantic model of its arguments."""
        return self._model

    def _run(
        self,
        /,
        run_config: RunnableConfig,
        runtime: Annotated[Any, InjectedToolArg] = None,
        **arguments: Any,
    ) -> tuple[str, dict[str, Any] | None]:
        return run_sync(lambda: self._arun(run_config, runtime, **arguments))

    async def _arun(
        self,
        /,
        run_config: RunnableConfig,
        runtime: Annotated[Any, InjectedToolArg] = None,
        **arguments: Any,
    ) -> tuple[str, dict[str, Any] | None]:
        if self.name != self._called:
            # By whatever way: whoever agrees to calls of a tool knows it by its name.
            raise ToolException("This tool was renamed after it was made. Nothing was sent.")
        if runtime is not None and not is_runtime(runtime):
            arguments[RUNTIME] = runtime  # the model's own, for the core to refuse
        try:
            context = context_of(self._tool, run_config, runtime)
            key = None if self._ledger is None else key_of(run_config, runtime)
            if self._ledger is None or key is None:
                result = await self._tool.call(arguments, context)
            else:
                result = await call_once(self._tool, arguments, context, self._ledger, key)
        except ConnectorError as error:
            raise ToolException(str(error)) from error
        return str(result), kept(result, keep=self._keep)
