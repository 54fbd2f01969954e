"""A connector's tools as an MCP server."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Unpack

import mcp_types as types

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.connector_pool import ConnectorPool
from agent_connectors.engine.declare.effects import Effect, agreement
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.running.progress import reporting
from agent_connectors.engine.tools import Toolbox, ToolboxOptions
from agent_connectors.engine.values.settings import of_kind
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.mcp import resources
from agent_connectors.mcp.answers import Answers
from agent_connectors.mcp.asking import ask_and_call
from agent_connectors.mcp.told import answer, failure, instructions, shown
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

__all__ = ["make_server", "serve_stdio"]


@unseen
def make_server(
    connector: Connector | ConnectorPool[Any] | Callable[[Any], Connector | Awaitable[Connector]],
    *,
    version: str = "",
    approve: Effect | Iterable[Effect] = (),
    tell: Callable[[ConnectorError], str] = str,
    **options: Unpack[ToolboxOptions],
) -> Server[Any]:
    """A server whose tools are a connector's; for several callers, see `make_http_app`.

    Args:
        connector: What carries out the operations; or a function that gives the connector of a
            call from its `ServerRequestContext`, such as from the headers of its `request`; or a
            `ConnectorPool`, where more is to be said.
        version: What the server says of itself.
        approve: The least effect that somebody has to agree to, by an elicitation of the client:
            `write` asks before everything that changes or destroys. Where a client cannot ask,
            such calls are refused.
        tell: What the model is told of an error, where your program has other words for what to do.
        options: Which tools; see `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown or cannot have that value.
        UnknownOperation: There is no such entity or operation.
    """
    toolbox = Toolbox(connector, beside=("connector", "version", "approve", "tell"), **options)
    asked, answers = agreement("approve", approve), Answers()
    of_kind("version", version, str, wanted="text")
    if not callable(tell):
        raise ConfigurationError("`tell` must be a function that makes a text of an error.")

    async def list_tools(context: Any, params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[shown(tool) for tool in toolbox.tools])

    async def call_tool(
        context: Any, params: types.CallToolRequestParams
    ) -> types.CallToolResult | types.InputRequiredResult:
        try:
            tool, arguments = toolbox.tool(params.name), params.arguments or {}
            operation = tool.operation(arguments) if asked else None
            with reporting(_Progress(context).report):
                if operation is None or operation.effect not in asked:
                    return answer(await tool.call(arguments, context))
                done = await ask_and_call(context, tool, operation.name, params, answers)
            return done if isinstance(done, types.InputRequiredResult) else answer(done)
        except ConnectorError as error:
            return failure(tell(error))

    async def list_resources(context: Any, params: Any) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=resources.listed(toolbox))

    async def list_templates(context: Any, params: Any) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=resources.templates(toolbox))

    async def read_resource(
        context: Any, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        return types.ReadResourceResult(contents=resources.read(toolbox, str(params.uri)))

    return Server(
        f"agent-connectors-{toolbox.tool_prefix}",
        title=toolbox.kind.name,
        version=version,
        instructions=instructions(toolbox.kind, toolbox.tool_prefix),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


async def serve_stdio(server: Server[Any]) -> None:
    """Serves over standard input and output, until the input ends."""
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


class _Progress:
    """Adds up what a call reads: MCP's progress only ever grows, whatever a call consists of."""

    def __init__(self, context: Any) -> None:
        self._session = context.session
        self._read = 0

    async def report(self, records: int, wanted: int | None) -> None:
        self._read += records
        total = wanted if wanted is not None and wanted >= self._read else None
        await self._session.report_progress(self._read, total, f"{self._read} records read")
