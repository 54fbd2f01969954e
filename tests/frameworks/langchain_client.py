"""LangChain's adapter for MCP, in two sessions with tokens of two people."""

import asyncio
import json
import sys
from typing import Any

from langchain_mcp_adapters.client import MultiServerMCPClient

WHO = {"entity": "user", "action": "get"}


async def main(url: str, tokens: list[str]) -> None:
    names = set()
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}"}
        server: Any = {"transport": "streamable_http", "url": url, "headers": headers}
        (tool,) = await MultiServerMCPClient({"clickup": server}).get_tools()
        message = await tool.ainvoke(
            {"type": "tool_call", "id": "1", "name": tool.name, "args": WHO}
        )
        told = message.artifact["structured_content"]
        assert json.loads(message.content[0]["text"]) == told
        names.add(told["data"]["username"])
        wrong = {
            "type": "tool_call",
            "id": "2",
            "name": tool.name,
            "args": {**WHO, "action": "gett"},
        }
        assert (await tool.ainvoke(wrong)).status == "error"
    assert len(names) == 2, names


asyncio.run(main(sys.argv[1], sys.argv[2].split(",")))
print("ok")
