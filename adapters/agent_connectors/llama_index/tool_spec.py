"""The tool spec."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Unpack

from llama_index.core.tools import FunctionTool, ToolMetadata
from llama_index.core.tools.tool_spec.base import BaseToolSpec
from llama_index.core.workflow import Context

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.effects import Effect, agreement
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.engine.tools import Tool, Toolbox, ToolboxOptions, ToolList, ToolResult
from agent_connectors.engine.values.settings import Settled, one_of
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.llama_index.asking import ask_and_call
from agent_connectors.llama_index.described import describe, read_signature
from agent_connectors.llama_index.function_tool import ConnectorFunctionTool, ConnectorToolMetadata

__all__ = ["ConnectorToolSpec"]


class ConnectorToolSpec(Settled, BaseToolSpec):
    """A connector's tools, for `FunctionAgent`, `ReActAgent` and the like.

    An error reaches the model as an error whose text says what to do.

    Args:
        connector: The connector; or a function that gives the connector of a run from its
            `Context`; or a `ConnectorPool`, where more is to be said. With these, the tools work
            in a workflow only.
        approve: The least effect that somebody has to agree to: `write` asks before everything
            that changes or destroys, `destructive` before what cannot be undone. The tool then
            waits for a `HumanResponseEvent` that says yes, after sending an `InputRequiredEvent`
            with a preview as its `prefix` and, as data, its `preview`. The answer may have other
            `arguments`, which are then those of the call. Tools that ask work in a workflow only,
            once in a step, as agents call them.
            One question is open at a time; an answer that has an `id` must have the question's.
        options: See `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """

    settled = Toolbox.settled | {"approve"}
    kept = frozenset({"connector", "toolbox"})

    @unseen
    def __init__(
        self,
        connector: Connector
        | ConnectorPool[Context]
        | Callable[[Context], Connector | Awaitable[Connector]],
        *,
        approve: Effect | Iterable[Effect] = (),
        **options: Unpack[ToolboxOptions],
    ) -> None:
        self.toolbox = Toolbox(
            connector,
            beside=("connector", "approve"),
            **options,
        )
        self.connector: Any = self.toolbox.connectors
        self.spec_functions = [tool.name for tool in self.toolbox.tools]
        self._approve = agreement("approve", approve)

    def to_tool_list(
        self,
        spec_functions: list[str | tuple[str, str]] | None = None,
        func_to_metadata_mapping: dict[str, ToolMetadata] | None = None,
    ) -> list[FunctionTool]:
        """The tools; added to those of another spec with `+`, no two may have the same name.

        Args:
            spec_functions: Only the tools of these names; those of the attribute if not given.
            func_to_metadata_mapping: Other metadata for tools, by name.

        Raises:
            ConfigurationError: There is no tool of such a name.
        """
        tools = {tool.name: tool for tool in self.toolbox.tools}
        metadata = func_to_metadata_mapping or {}
        wanted = self.spec_functions if spec_functions is None else spec_functions
        # A pair, for LlamaIndex, is a sync and an async function; each tool here is both.
        pairs = [(name,) if isinstance(name, str) else name for name in _listed(wanted)]
        for name in (*metadata, *(name for pair in pairs for name in pair)):
            one_of("tool", name, tools)
        chosen = dict.fromkeys(name for pair in pairs for name in pair)
        return ToolList(self._make(tools[name], metadata.get(name)) for name in chosen)

    def _make(self, tool: Tool, metadata: ToolMetadata | None) -> FunctionTool:
        alone = isinstance(self.connector, Connector) and not self._approve
        sync, call = _calling(tool) if alone else self._in_workflow(tool)
        for function in (sync, call):
            describe(function, tool)
        return ConnectorFunctionTool(
            fn=sync,
            async_fn=call,
            metadata=metadata or ConnectorToolMetadata(tool),
        )

    def _in_workflow(self, tool: Tool) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """Functions that know of their run: whom to ask, and whose connector it is."""

        async def call(ctx: Context, **arguments: Any) -> ToolResult:
            operation = tool.operation(arguments)
            if operation is not None and operation.effect in self._approve:
                return await ask_and_call(ctx, tool, operation.name, arguments)
            return await tool.call(arguments, ctx)

        def sync(ctx: Context, **arguments: Any) -> ToolResult:
            return run_sync(lambda: call(ctx, **arguments))

        return sync, call


def _listed(wanted: str | Iterable[Any]) -> list[Any]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _calling(tool: Tool) -> tuple[Callable[..., Any], Callable[..., Any]]:
    names = tuple(read_signature(tool).parameters)

    # Code that an agent writes may give arguments by their order.
    async def call(*values: Any, **arguments: Any) -> ToolResult:
        return await tool.call({**dict(zip(names, values, strict=False)), **arguments})

    def sync(*values: Any, **arguments: Any) -> ToolResult:
        return run_sync(lambda: call(*values, **arguments))

    return sync, call
