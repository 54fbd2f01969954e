"""The tool and the toolkit."""

from collections.abc import Collection, Iterable
from typing import Any, Literal, Unpack

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, BaseToolkit, ToolException
from pydantic import BaseModel, ConfigDict, PrivateAttr

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.operation import Effect
from agent_connectors.engine.sync import run_sync
from agent_connectors.engine.tools import Form, Tool, Toolbox, ToolboxOptions

__all__ = ["ConnectorTool", "ConnectorToolkit"]


class ConnectorTool(BaseTool):
    """One tool of a connector.

    `ConnectorTool(connector=connector)` is the general tool; `ConnectorToolkit` makes others.
    The content of its message is the short text that the model reads, the artifact is the whole
    result as a dictionary. An error becomes a message with `status="error"` that says what to do.

    Args:
        connector: The connector, for the general tool.
        tool: The tool itself, instead.
        options: See `ToolboxOptions`.
    """

    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"

    _tool: Tool = PrivateAttr()

    def __init__(
        self,
        *,
        connector: Connector | None = None,
        tool: Tool | None = None,
        **options: Unpack[ToolboxOptions],
    ) -> None:
        if (connector is None) == (tool is None):
            raise ConfigurationError("Give either `connector` or `tool`.")
        if connector is not None:
            tool, *others = Toolbox(connector, **options).tools
            if others:
                raise ConfigurationError(
                    "These options make several tools.", hint="Use `ConnectorToolkit`."
                )
        assert tool is not None  # noqa: S101 - one of the two was given
        super().__init__(
            name=tool.name,
            description=tool.description,
            # As a model, LangChain would check the arguments and pass on what became of them; the
            # core checks them itself, needs them as they were sent, and says better what is wrong.
            args_schema=tool.schema,
            metadata={"effect": tool.effect},
            handle_tool_error=True,
        )
        self._tool = tool

    @property
    def tool_call_schema(self) -> dict[str, Any]:
        """What the model is shown; LangChain's own would add titles and defaults to it."""
        return {**self._tool.schema, "title": self.name, "description": self.description}

    def get_input_schema(self, config: RunnableConfig | None = None) -> type[BaseModel]:
        """The pydantic model of its arguments."""
        return self._tool.model

    @property
    def effect(self) -> Effect | None:
        """What calling it does to the product; None if that depends on the arguments."""
        return self._tool.effect

    def _run(self, /, **arguments: Any) -> tuple[str, dict[str, Any]]:
        return run_sync(lambda: self._arun(**arguments))

    async def _arun(self, /, **arguments: Any) -> tuple[str, dict[str, Any]]:
        try:
            result = await self._tool.call(arguments)
        except ConnectorError as error:
            raise ToolException(str(error)) from error
        return str(result), result.result.to_dict()


class ConnectorToolkit(BaseToolkit):
    """A connector's tools.

    Attributes:
        connector: The connector.
        form: `execute`, `operations` or `search`; see `ToolboxOptions`, also for the others.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    connector: Connector
    form: Form = "execute"
    entities: Iterable[str] | None = None
    operations: Iterable[str] | None = None
    effects: Iterable[Effect] | None = None
    read_only: bool = False
    split_writes: bool = False
    max_output_tokens: int = 8000
    max_tool_tokens: int | None = 120
    max_description_tokens: int = 900

    def get_tools(self) -> list[BaseTool]:
        """The tools."""
        options = {name: getattr(self, name) for name in ToolboxOptions.__annotations__}
        toolbox = Toolbox(self.connector, **options)
        return [ConnectorTool(tool=tool) for tool in toolbox.tools]

    def interrupt_on(
        self, effects: Collection[Effect] = ("write", "destructive")
    ) -> dict[str, Any]:
        """What `HumanInTheLoopMiddleware(interrupt_on=...)` takes: tools that need agreement.

        LangChain asks for agreement by the name of a tool, so changes need tools of their own:
        use `split_writes=True`, or `form="operations"`.

        Args:
            effects: The effects that somebody has to agree to.

        Raises:
            ConfigurationError: A tool may do both, what needs agreement and what does not.
        """
        tools = [tool for tool in self.get_tools() if isinstance(tool, ConnectorTool)]
        if mixed := [tool.name for tool in tools if tool.effect is None]:
            raise ConfigurationError(
                f"`{mixed[0]}` reads and writes.", hint="Set `split_writes=True`."
            )
        return {tool.name: True for tool in tools if tool.effect in effects}
