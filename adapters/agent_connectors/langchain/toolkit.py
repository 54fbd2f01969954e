"""The toolkit."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from langchain_core.tools import BaseTool
from pydantic import PrivateAttr

from agent_connectors.engine.declare.effects import Effect, agreement
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.ledger import Ledger
from agent_connectors.engine.tools import Form, Toolbox, ToolboxOptions, ToolList, checked_keep
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.langchain.asking import described
from agent_connectors.langchain.copied import SettledToolkit
from agent_connectors.langchain.runs import RunConnector
from agent_connectors.langchain.tool import ConnectorTool

if TYPE_CHECKING:
    from agent_connectors.langchain.previews import ConnectorPreviews

__all__ = ["ConnectorToolkit"]


class ConnectorToolkit(SettledToolkit):
    """A connector's tools, made once.

    Args:
        connector: The connector; or a function that gives the connector of a run; or a
            `ConnectorPool`, where more is to be said. As for `ConnectorTool`.
        ledger: As for `ConnectorTool`.
        keep_result: As for `ConnectorTool`.
        options: See `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """

    connector: Any
    ledger: Any
    keep_result: bool | int
    form: Form
    entities: tuple[str, ...] | None
    operations: tuple[str, ...] | None
    effects: frozenset[Effect] | None
    read_only: bool
    prefix: str | None
    split_writes: bool
    max_tools: int | None
    max_output_tokens: int
    max_tool_tokens: int | None
    max_description_tokens: int

    _tools: tuple[ConnectorTool, ...] = PrivateAttr()
    _described: dict[str, Any] = PrivateAttr()

    @unseen
    def __init__(
        self,
        connector: RunConnector,
        *,
        ledger: Ledger | None = None,
        keep_result: bool | int = True,
        **options: Unpack[ToolboxOptions],
    ) -> None:
        toolbox = Toolbox(connector, beside=("connector", "ledger", "keep_result"), **options)
        keep = checked_keep(keep_result)
        given = {"connector": toolbox.connectors, "ledger": ledger, "keep_result": keep}
        super().__init__(**{**given, **asdict(toolbox.options)})
        self._tools = tuple(
            ConnectorTool(tool=tool, ledger=ledger, keep_result=keep) for tool in toolbox.tools
        )
        self._described = {tool.name: partial(described, tool) for tool in self._tools}
        self._operations = frozenset(operation.name for operation in toolbox.catalogue)

    def get_tools(self) -> list[BaseTool]:
        """The tools; the same ones each time.

        Added to those of another toolkit with `+`, no two may have the same name.
        """
        return ToolList(self._tools)

    @unseen
    def interrupt_on(
        self, effects: Effect | Iterable[Effect] = ("write", "destructive")
    ) -> dict[str, Any]:
        """What `HumanInTheLoopMiddleware(interrupt_on=...)` takes: tools that need agreement.

        The person is shown a preview of the call, and may approve it, edit it or reject it.

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
        return {
            tool.name: {
                "allowed_decisions": ["approve", "edit", "reject"],
                "description": self._described[tool.name],
            }
            for tool in asking
        }

    @unseen
    def previews(
        self, effects: Effect | Iterable[Effect] = ("write", "destructive")
    ) -> "ConnectorPreviews":
        """A middleware that keeps what is shown to the person who is asked, with the agent's state.

        Beside `HumanInTheLoopMiddleware(interrupt_on=...)`, it gives them previews as data too, and
        holds calls to what they saw, in another process as well.

        Args:
            effects: As for `interrupt_on`.

        Raises:
            ConfigurationError: There is no such effect.
        """
        from agent_connectors.langchain.previews import ConnectorPreviews

        asked = agreement("effects", effects)
        return ConnectorPreviews([tool for tool in self._tools if tool.effects & asked], asked)
