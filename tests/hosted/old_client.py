"""Run by `test_released_clients`: what a user of airbyte-agent-clickup-api does."""

import asyncio
import json
import sys
from typing import Any

from airbyte_agent_clickup_api import AirbyteAuthConfig, ClickupApiConnector
from airbyte_agent_clickup_api.models import ClickupApiAuthConfig


async def main(organization: str, client_id: str, secret: str, token: str) -> dict[str, Any]:
    auth = AirbyteAuthConfig(
        customer_name="old",
        organization_id=organization,
        airbyte_client_id=client_id,
        airbyte_client_secret=secret,
    )
    made = await ClickupApiConnector.create(
        airbyte_config=auth, auth_config=ClickupApiAuthConfig(api_key=token), name="From PyPI"
    )
    created = await made.execute("user", "get", {})
    found = ClickupApiConnector(auth_config=auth)
    checked = await found.check()
    teams = await found.execute("teams", "list", {})
    team = teams.data[0]["id"]
    spaces = await found.execute("spaces", "list", {"team_id": team})
    tasks = await found.execute("tasks", "api_search", {"team_id": team, "statuses[]": ["to do"]})
    comment = await found.execute(
        "comments", "create", {"task_id": tasks.data[0]["id"], "comment_text": "from PyPI"}
    )
    return {
        "user": created["username"] if isinstance(created, dict) else str(created),
        "check": checked.status,
        "spaces": len(spaces.data),
        "statuses": sorted({task["status"]["status"] for task in tasks.data}),
        "comment": bool(comment["id"] if isinstance(comment, dict) else comment.data["id"]),
    }


print(json.dumps(asyncio.run(main(*sys.argv[1:]))))
