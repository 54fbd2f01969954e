"""What a client is told of tools, results and failures."""

from typing import Any

import mcp_types as types
from pydantic_core import from_json

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.secrets.hiding import said_safely
from agent_connectors.engine.tools import Tool, ToolResult

__all__ = ["answer", "failure", "instructions", "shown"]

_GOING_ON = "`meta.next` of a result holds the params that fetch the rest."


def instructions(kind: type[Connector], name: str) -> str:
    """What a client may tell its model of all the tools."""
    schemas = f"The schema of an operation is `{name}://operations/ENTITY/ACTION`."
    return " ".join(filter(None, (kind.conventions, _GOING_ON, schemas)))


def shown(tool: Tool) -> types.Tool:
    """A tool in MCP's terms; its hints say the worst that any call of it may do."""
    annotations = types.ToolAnnotations(
        title=tool.title,
        read_only_hint=tool.effect == "read",
        destructive_hint=tool.effect == "destructive",
        idempotent_hint=tool.idempotent,
        open_world_hint=True,
    )
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.schema,
        output_schema=tool.returns,
        annotations=annotations,
    )


def answer(result: ToolResult) -> types.CallToolResult:
    """A result: as the text that a model reads, and the same as an object."""
    content: list[Any] = [types.TextContent(type="text", text=str(result))]
    return types.CallToolResult(content=content, structured_content=from_json(str(result)))


def failure(said: str) -> types.CallToolResult:
    """An error, which the model may read: it says what to do."""
    text = types.TextContent(type="text", text=said_safely(said))
    return types.CallToolResult(content=[text], is_error=True)
