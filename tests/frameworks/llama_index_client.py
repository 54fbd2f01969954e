"""LlamaIndex's tools for MCP, with tokens of two people."""

import asyncio
import re
import sys

from llama_index.tools.mcp import BasicMCPClient, McpToolSpec


async def main(url: str, tokens: list[str]) -> None:
    names = set()
    for token in tokens:
        client = BasicMCPClient(url, headers={"Authorization": f"Bearer {token}"})
        (tool,) = await McpToolSpec(client=client).to_tool_list_async()
        output = await tool.acall(entity="user", action="get")
        (name,) = set(re.findall(r'"username":"([^"]+)"', str(output.content)))
        names.add(name)
    assert len(names) == 2, names


asyncio.run(main(sys.argv[1], sys.argv[2].split(",")))
print("ok")
