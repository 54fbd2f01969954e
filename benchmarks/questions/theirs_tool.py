"""The Airbyte connector's tool, made as its README says, behind standard input and output.

    python theirs_tool.py URL

Runs in the connector's own environment. The first line it prints describes the tool; then it
prints an answer for each line of arguments. An empty object makes a new connector.
"""

import asyncio
import json
import sys
import time
from typing import Any

from pydantic import TypeAdapter

from airbyte_agent_clickup_api import ClickupApiConnector
from airbyte_agent_clickup_api.models import ClickupApiAuthConfig


def connect(url: str) -> Any:
    """A connector that calls the sandbox."""
    made: Any = ClickupApiConnector(auth_config=ClickupApiAuthConfig(api_key="pk_q"))
    made._executor.http_client.base_url = url
    return made


async def main(url: str) -> None:
    """Answers until there is nothing left to read."""
    connector = connect(url)

    @ClickupApiConnector.tool_utils
    async def clickup_api_execute(
        entity: str, action: str, params: dict[str, Any] | None = None
    ) -> Any:
        return await connector.execute(entity, action, params or {})

    doc = clickup_api_execute.__doc__
    print(json.dumps({"name": clickup_api_execute.__name__, "description": doc}), flush=True)
    # Results are written down as Pydantic AI does it, for which the README's example is written.
    write = TypeAdapter(Any).dump_json
    for line in sys.stdin:
        arguments = json.loads(line)
        if not arguments:
            connector = connect(url)
            continue
        begun = time.perf_counter()
        failed = False
        try:
            text = write(await clickup_api_execute(**arguments)).decode()
        except Exception as error:  # whatever it raises, the model is told
            text, failed = str(error), True
        seconds = time.perf_counter() - begun
        print(json.dumps({"text": text, "seconds": seconds, "failed": failed}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
