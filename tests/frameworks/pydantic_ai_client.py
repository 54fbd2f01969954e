"""Pydantic AI's MCP toolset, with tokens of two people."""

import asyncio
import sys
from typing import Any

from pydantic_ai import Agent, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.models.function import FunctionModel

WHO = {"entity": "user", "action": "get"}


async def main(url: str, tokens: list[str]) -> None:
    names = set()

    def script(messages: list[Any], _: Any) -> ModelResponse:
        if len(messages) == 1:
            return ModelResponse([ToolCallPart("clickup_execute", WHO)])
        return ModelResponse([TextPart(messages[-1].parts[0].content["data"]["username"])])

    for token in tokens:
        toolset: Any = MCPToolset(url, headers={"Authorization": f"Bearer {token}"})
        result = await Agent(FunctionModel(script), toolsets=[toolset]).run("Who am I?")
        names.add(result.output)
    assert len(names) == 2, names


asyncio.run(main(sys.argv[1], sys.argv[2].split(",")))
print("ok")
