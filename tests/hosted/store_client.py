"""Run by `test_released_clients`: a user of airbyte-agent-sdk asks the context store."""

import asyncio
import json
import sys
from typing import Any

from airbyte_agent_sdk import AirbyteAuthConfig
from airbyte_agent_sdk.connectors.clickup_api import ClickupApiConnector

LATE: dict[str, Any] = {
    "filter": {"lt": {"due_date": "today"}},
    "sort": [{"due_date": "asc"}],
}


async def main(organization: str, client_id: str, secret: str, connector: str) -> dict[str, Any]:
    auth = AirbyteAuthConfig(
        airbyte_client_id=client_id,
        airbyte_client_secret=secret,
        organization_id=organization,
        connector_id=connector,
    )
    clickup = ClickupApiConnector(auth_config=auth)
    counted = await clickup.tasks.context_store_sql_query("SELECT count(*) AS n FROM tasks")
    late = {"query": LATE, "limit": 2, "fields": ["id", "name"]}
    # Its method for tasks puts the answer into a class of another operation.
    tasks = await clickup.execute("tasks", "context_store_search", late)
    named: dict[str, Any] = {"sort": [{"name": "asc"}]}
    found = await clickup.lists.context_store_search(named, limit=2, fields=[["id"], ["name"]])
    rest = await clickup.lists.context_store_search(named, limit=2, cursor=found.meta.cursor,
                                                    fields=[["id"], ["name"]])  # fmt: skip
    people = await clickup.user.context_store_search({})
    try:
        await clickup.tasks.context_store_sql_query("DROP TABLE tasks")
        wrong = ""
    except Exception as error:
        wrong = str(error)
    return {
        "count": counted.data,
        "tasks": [sorted(task) for task in tasks["data"]],
        "found": [each.name for each in found.data],
        "rest": [each.name for each in rest.data],
        "people": len(people.data),
        "more": found.meta.has_more,
        "wrong": wrong,
    }


print(json.dumps(asyncio.run(main(*sys.argv[1:]))))
