"""The official MCP client, of whichever version is installed, over HTTP and standard input."""

import asyncio
import sys
from contextlib import AsyncExitStack
from importlib.metadata import version
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

OLD = version("mcp").startswith("1.")


async def streams(stack: AsyncExitStack, url: str, token: str) -> Any:
    """What a session reads from and writes to, over HTTP."""
    headers = {"Authorization": f"Bearer {token}"}
    if OLD:
        from mcp.client import streamable_http

        client: Any = streamable_http.streamablehttp_client  # type: ignore[attr-defined]
        return await stack.enter_async_context(client(url, headers=headers))
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    http = await stack.enter_async_context(httpx2.AsyncClient(headers=headers, timeout=30))
    return await stack.enter_async_context(streamable_http_client(url, http_client=http))


def told(thing: Any, name: str) -> Any:
    """A field, which the two versions spell otherwise."""
    first, *rest = name.split("_")
    return getattr(thing, first + "".join(map(str.title, rest)) if OLD else name)


async def drive(reading: Any, writing: Any) -> None:
    """Everything that the server has."""
    async with ClientSession(reading, writing) as session:
        begun = await session.initialize()
        assert told(begun, "server_info").title == "ClickUp"
        assert "meta.next" in (begun.instructions or "")
        (tool,) = (await session.list_tools()).tools
        assert told(tool, "output_schema")["required"] == ["data"]
        assert told(tool.annotations, "read_only_hint") is False
        steps: list[float] = []

        async def progress(read: float, total: float | None, message: str | None) -> None:
            steps.append(read)

        call: dict[str, Any] = {"entity": "tasks", "action": "search", "params": {"limit": 120}}
        report: Any = progress
        found = await session.call_tool(tool.name, call, progress_callback=report)
        assert told(found, "structured_content")["meta"]["count"]
        assert steps, "no progress"
        wrong = await session.call_tool(tool.name, {"entity": "task", "action": "list"})
        assert told(wrong, "is_error")
        resources = (await session.list_resources()).resources
        assert str(resources[0].uri) == "clickup://operations"
        uri: Any = "clickup://operations/tasks/get"
        (content,) = (await session.read_resource(uri)).contents
        assert "task_id" in content.text  # type: ignore[union-attr]


async def main(url: str, token: str, command: list[str]) -> None:
    async with AsyncExitStack() as stack:
        reading, writing, *_ = await streams(stack, url, token)
        await drive(reading, writing)
    server = StdioServerParameters(command=command[0], args=command[1:])
    async with stdio_client(server) as (reading, writing):
        await drive(reading, writing)


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
print("ok")
