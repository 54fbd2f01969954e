"""Run by `test_released_clients`: what a user of airbyte-agent-sdk does."""

import asyncio
import json
import sys
from typing import Any

from airbyte_agent_sdk import ExecutionConfig, HostedExecutor, Workspace


async def main(organization: str, client_id: str, secret: str, definition: str) -> dict[str, Any]:
    executor = HostedExecutor(
        client_id,
        secret,
        connector_definition_id=definition,
        workspace_name="old",
        organization_id=organization,
    )
    user = await executor.execute(ExecutionConfig("user", "get", params={}))
    checked = await executor.check()
    teams = await executor.execute(ExecutionConfig("teams", "list", params={}))
    await executor.close()
    workspace = Workspace(
        client_id=client_id,
        client_secret=secret,
        workspace_name="old",
        organization_id=organization,
    )
    listed = await workspace.list_connectors()
    await workspace.delete_connector(listed[0].id)
    left = await workspace.list_connectors()
    return {
        "user": user.data["username"],
        "check": checked.data,
        "teams": [team["name"] for team in teams.data],
        "listed": [connector.name for connector in listed],
        "left": len(left),
    }


print(json.dumps(asyncio.run(main(*sys.argv[1:]))))
