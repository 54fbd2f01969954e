"""What LlamaIndex calls, and what it tells models of it."""

from copy import deepcopy
from typing import Any

from llama_index.core.tools import FunctionTool, ToolMetadata, ToolOutput

from agent_connectors.engine.tools import Tool, ToolResult, nullable

__all__ = ["ConnectorFunctionTool", "ConnectorToolMetadata"]


class ConnectorToolMetadata(ToolMetadata):
    """What models are told of a tool.

    The class for Gemini sends `fn_schema`, all others `get_parameters_dict`.
    """

    def __init__(self, tool: Tool) -> None:
        # The class for Gemini leaves out the first line, where LlamaIndex has a signature.
        told = f"\n{tool.description}"
        super().__init__(name=tool.name, description=told, fn_schema=tool.model)
        self._schema = nullable(tool.schema)

    def get_parameters_dict(self) -> dict[str, Any]:
        return deepcopy(self._schema)  # some classes write into it

    def to_openai_tool(self, skip_length_check: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        return super().to_openai_tool(skip_length_check=True)  # OpenAI has no such limit any more


class ConnectorFunctionTool(FunctionTool):
    """Gives the model a short text, and code the whole result as a dictionary."""

    def call(self, *args: Any, **kwargs: Any) -> ToolOutput:
        return _whole(super().call(*args, **kwargs))

    async def acall(self, *args: Any, **kwargs: Any) -> ToolOutput:
        return _whole(await super().acall(*args, **kwargs))


def _whole(output: ToolOutput) -> ToolOutput:
    if isinstance(output.raw_output, ToolResult):
        output.raw_output = output.raw_output.result.to_dict()
    return output
