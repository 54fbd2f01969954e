"""The commands of the page that describes hosted execution, word for word, host aside."""

import json
import subprocess
from typing import Any

from agent_connectors.clickup.sandbox import Sandbox
from tests.hosted.hosting import Hosting, Member

TOKEN = """curl -X POST "https://api.airbyte.ai/api/v1/account/applications/token" \\
-H "Content-Type: application/json" \\
-d '{
"client_id": "<your-client-id>",
"client_secret": "<your-client-secret>"
}'"""

CREATE = """curl -X POST "https://api.airbyte.ai/api/v1/integrations/connectors" \\
-H "Authorization: Bearer <YOUR_BEARER_TOKEN>" \\
-H "Content-Type: application/json" \\
-d '{
"customer_name": "<CUSTOMER_NAME>",
"connector_type": "Clickup-Api",
"name": "My Clickup-Api Connector",
"credentials": {
"api_key": "<Your ClickUp personal API token>"
}
}'"""

EXECUTE = """curl -X POST 'https://api.airbyte.ai/api/v1/integrations/connectors/<connector_id>/execute' \\
-H 'Authorization: Bearer <YOUR_BEARER_TOKEN>' \\
-H 'X-Organization-Id: <YOUR_ORGANIZATION_ID>' \\
-H 'Content-Type: application/json' \\
-d '{"entity": "<entity>", "action": "<action>", "params": {}}'"""  # noqa: E501 - as it stands there


def curl(command: str, hosting: Hosting, **values: str) -> Any:
    command = command.replace("https://api.airbyte.ai", hosting.url)
    for place, value in values.items():
        command = command.replace(f"<{place}>", value)
    for place, value in {
        "your-client-id": values.get("client_id", ""),
        "your-client-secret": values.get("client_secret", ""),
        "Your ClickUp personal API token": values.get("token", ""),
    }.items():
        command = command.replace(f"<{place}>", value)
    assert "<" not in command
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_three_commands(common: Hosting, member: Member, sandbox: Sandbox) -> None:
    token = curl(TOKEN, common, **member.credentials())["access_token"]
    made = curl(
        CREATE, common, YOUR_BEARER_TOKEN=token, CUSTOMER_NAME="acme", token=common.put(sandbox)
    )
    answer = curl(
        EXECUTE,
        common,
        connector_id=made["id"],
        YOUR_BEARER_TOKEN=token,
        YOUR_ORGANIZATION_ID=member.organization,
        entity="teams",
        action="list",
    )
    assert [team["name"] for team in answer["result"]] == ["Larkfield Labs"]
    assert answer["connector_metadata"]["count"] == 1
