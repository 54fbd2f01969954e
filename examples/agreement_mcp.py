"""A person at an MCP client agrees to a write; the server is another process.

python examples/agreement_mcp.py          asks on the terminal
python examples/agreement_mcp.py --yes    agrees; `--edit '{"name": "..."}'` changes the call

It works in the ClickUp at CLICKUP_BASE_URL with CLICKUP_API_KEY, such as `agent-connectors
sandbox`.
"""

import argparse
import asyncio
import json
import os
import sys
from typing import Any

import mcp_types as types
from agreement import TOOL, Wanted, decide, edited
from mcp import Client, StdioServerParameters

SERVER = "from agent_connectors.cli import main; main()"


async def run(wanted: Wanted | None) -> str:
    """Lets a scripted model work over MCP; the person decides, or what `wanted` says is done."""
    last: dict[str, Any] = {}

    async def person(_: Any, question: Any) -> types.ElicitResult:
        print(question.message)
        said = wanted
        if said is None:
            typed = await asyncio.to_thread(input, "Type yes: ")
            said = Wanted(deny=not typed.lower().startswith("y"))
        content: dict[str, Any] = {"approve": not said.deny}
        if said.edit:
            content["arguments"] = json.dumps(edited(last, said))
        return types.ElicitResult(action="accept", content=content)

    server = StdioServerParameters(
        command=sys.executable, args=["-c", SERVER, "mcp", "--approve", "write"], env={**os.environ}
    )
    asking: Any = person
    async with Client(server, elicitation_callback=asking) as client:
        results: list[str] = []
        while not isinstance(decision := decide(results, TOOL), str):
            for name, arguments in decision:
                last = arguments
                result: Any = await client.call_tool(name, arguments)
                results.append(result.content[0].text)
        return decision


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--yes", action="store_true")
    parser.add_argument("--edit", type=json.loads, default={})
    given = parser.parse_args()
    print(asyncio.run(run(Wanted(edit=given.edit) if given.yes or given.edit else None)))
