"""A connector's tools as an MCP server."""

from typing import Any, Unpack

import mcp_types as types
from pydantic import ValidationError

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.errors import ConnectorError
from agent_connectors.engine.secrets.hiding import said_safely
from agent_connectors.engine.tools import Tool, Toolbox, ToolboxOptions
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import unseen
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

__all__ = ["make_server", "serve_stdio"]


@unseen
def make_server(
    connector: Connector, *, version: str = "", **options: Unpack[ToolboxOptions]
) -> Server[Any]:
    """A server whose tools are a connector's.

    Args:
        connector: What carries out the operations.
        version: What the server says of itself.
        options: Which tools; see `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """
    of_kind("version", version, str, wanted="text")
    toolbox = Toolbox(connector, beside=("connector", "version"), **options)
    tools = {tool.name: tool for tool in toolbox.tools}

    async def list_tools(
        context: Any, params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_shown(tool) for tool in tools.values()])

    async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            names = ", ".join(sorted(tools))
            return _answer(f"There is no tool `{params.name}`. Valid here: {names}.", failed=True)
        try:
            return _answer(str(await tool.call(params.arguments or {})))
        except ConnectorError as error:
            return _answer(str(error), failed=True)
        except ValidationError as error:
            problems = "; ".join(
                f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()
            )
            return _answer(f"Nothing was sent. {problems}", failed=True)

    return Server(
        f"agent-connectors-{connector.tool_prefix}",
        version=version,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def serve_stdio(server: Server[Any]) -> None:
    """Serves over standard input and output, until the input ends."""
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _shown(tool: Tool) -> types.Tool:
    """A tool in MCP's terms; the worst that calling it may do is told by annotations."""
    annotations = types.ToolAnnotations(
        read_only_hint=tool.effect == "read",
        destructive_hint=tool.effect == "destructive",
        open_world_hint=True,
    )
    return types.Tool(
        name=tool.name,
        description=tool.description,
        input_schema=tool.schema,
        annotations=annotations,
    )


def _answer(text: str, *, failed: bool = False) -> types.CallToolResult:
    said = said_safely(text) if failed else text
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=said)], is_error=failed
    )
