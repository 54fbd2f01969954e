"""The toolkit."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Self, Unpack

from langchain_core.tools import BaseTool, BaseToolkit
from pydantic import ConfigDict, PrivateAttr

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.effects import Effect, agreement
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.tools import Form, Toolbox, ToolboxOptions
from agent_connectors.engine.unseen import unseen
from agent_connectors.langchain.tool import ConnectorTool

__all__ = ["ConnectorToolkit"]


class ConnectorToolkit(BaseToolkit):
    """A connector's tools, made once.

    Args:
        connector: The connector.
        options: See `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """

    # The tools would not follow an option that is set later, so none can be.
    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid", frozen=True)

    connector: Connector
    form: Form
    entities: tuple[str, ...] | None
    operations: tuple[str, ...] | None
    effects: frozenset[Effect] | None
    read_only: bool
    split_writes: bool
    max_output_tokens: int
    max_tool_tokens: int | None
    max_description_tokens: int

    _tools: tuple[ConnectorTool, ...] = PrivateAttr()

    @unseen
    def __init__(self, connector: Connector, **options: Unpack[ToolboxOptions]) -> None:
        toolbox = Toolbox(connector, beside=("connector",), **options)
        super().__init__(**{"connector": connector, **asdict(toolbox.options)})
        self._tools = tuple(ConnectorTool(tool=tool) for tool in toolbox.tools)

    def get_tools(self) -> list[BaseTool]:
        """The tools; the same ones each time."""
        return list(self._tools)

    def interrupt_on(
        self, effects: Effect | Iterable[Effect] = ("write", "destructive")
    ) -> dict[str, Any]:
        """What `HumanInTheLoopMiddleware(interrupt_on=...)` takes: tools that need agreement.

        LangChain asks for agreement by the name of a tool, so changes need tools of their own:
        use `split_writes=True`, or `form="operations"`.

        Args:
            effects: The least effect that somebody has to agree to: all that is worse is asked
                for as well. A tool is asked for if anything that it may do needs agreement.

        Raises:
            ConfigurationError: There is no such effect, or a tool also reads, which needs none.
        """
        asked = agreement("effects", effects)
        asking = [tool for tool in self._tools if tool.effects & asked]
        if mixed := [tool.name for tool in asking if "read" in tool.effects - asked]:
            raise ConfigurationError(
                f"`{mixed[0]}` reads and writes.", hint="Set `split_writes=True`."
            )
        return {tool.name: True for tool in asking}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A toolkit with other options, whose tools are made anew."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**(given | dict(update or {})))
