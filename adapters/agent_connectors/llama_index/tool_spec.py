"""The tool spec."""

from collections.abc import Callable, Collection
from typing import Any, Unpack

from llama_index.core.tools import FunctionTool, ToolMetadata, ToolOutput
from llama_index.core.tools.tool_spec.base import BaseToolSpec
from llama_index.core.workflow import Context

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import OperationNotAllowed
from agent_connectors.engine.operation import Effect
from agent_connectors.engine.sync import run_sync
from agent_connectors.engine.tools import Tool, Toolbox, ToolboxOptions, ToolResult
from agent_connectors.llama_index.approval import approved

__all__ = ["ConnectorToolSpec"]

_LONGEST_DESCRIPTION = 1024
"""Characters; LlamaIndex refuses longer ones for some models."""


class _ConnectorFunctionTool(FunctionTool):
    """Gives the model a short text, and code the whole result as a dictionary."""

    def call(self, *args: Any, **kwargs: Any) -> ToolOutput:
        return _whole(super().call(*args, **kwargs))

    async def acall(self, *args: Any, **kwargs: Any) -> ToolOutput:
        return _whole(await super().acall(*args, **kwargs))


def _whole(output: ToolOutput) -> ToolOutput:
    if isinstance(output.raw_output, ToolResult):
        output.raw_output = output.raw_output.result.to_dict()
    return output


class ConnectorToolSpec(BaseToolSpec):
    """A connector's tools, for `FunctionAgent`, `ReActAgent` and the like.

    An error reaches the model as an error whose text says what to do.

    Args:
        connector: The connector.
        approve: Effects that somebody has to agree to, such as `{"write", "destructive"}`. The
            tool then waits for a `HumanResponseEvent` that says yes, after sending an
            `InputRequiredEvent`, and works in a workflow only, once in a step, as agents call it.
            One question is open at a time; an answer that has an `id` must have the question's.
        options: See `ToolboxOptions`.
    """

    def __init__(
        self,
        connector: Connector,
        *,
        approve: Collection[Effect] = (),
        **options: Unpack[ToolboxOptions],
    ) -> None:
        self.spec_functions = []
        self.connector = connector
        self.toolbox = Toolbox(connector, description_limit=_LONGEST_DESCRIPTION, **options)
        self._approve = frozenset(approve)

    def to_tool_list(
        self,
        spec_functions: list[str | tuple[str, str]] | None = None,
        func_to_metadata_mapping: dict[str, ToolMetadata] | None = None,
    ) -> list[FunctionTool]:
        """The tools.

        Args:
            spec_functions: Only the tools of these names.
            func_to_metadata_mapping: Other metadata for tools, by name.
        """
        metadata = func_to_metadata_mapping or {}
        return [
            self._make(tool, metadata.get(tool.name))
            for tool in self.toolbox.tools
            if spec_functions is None or tool.name in spec_functions
        ]

    def _make(self, tool: Tool, metadata: ToolMetadata | None) -> FunctionTool:
        sync, call = self._asking(tool) if self._approve else _calling(tool)
        return _ConnectorFunctionTool(
            fn=sync,
            async_fn=call,
            metadata=metadata
            or ToolMetadata(name=tool.name, description=tool.description, fn_schema=tool.model),
        )

    def _asking(self, tool: Tool) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """Functions that ask before they do what needs agreement."""

        async def call(ctx: Context, **arguments: Any) -> ToolResult:
            operation = tool.operation(arguments)
            if operation is not None and operation.effect in self._approve:
                question = f"May `{operation.name}` be carried out with {arguments}?"
                await _ask(ctx, operation.name, question)
            return await tool.call(arguments)

        def sync(ctx: Context, **arguments: Any) -> ToolResult:
            return run_sync(lambda: call(ctx, **arguments))

        return sync, call


async def _ask(ctx: Context, name: str, question: str) -> None:
    refusal = "A person refused this."
    try:
        if await approved(ctx, question):
            return
    except TimeoutError:
        refusal = "Nobody answered whether this may be done."
    hint = "Nothing was sent. Do something else, or ask why."
    raise OperationNotAllowed(refusal, hint=hint, operation=name)


def _calling(tool: Tool) -> tuple[Callable[..., Any], Callable[..., Any]]:
    async def call(**arguments: Any) -> ToolResult:
        return await tool.call(arguments)

    def sync(**arguments: Any) -> ToolResult:
        return run_sync(lambda: tool.call(arguments))

    return sync, call
