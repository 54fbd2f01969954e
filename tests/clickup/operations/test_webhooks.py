"""Webhooks, and access tokens for applications."""

import traceback
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox


async def test_a_webhook(clickup: ClickupApiConnector, sandbox: Sandbox, list_id: str) -> None:
    made = await clickup.webhooks.create(
        "https://example.com/hook", ["taskCreated", "taskDeleted"], list_id=list_id
    )
    webhook = made.data
    assert webhook["endpoint"] == "https://example.com/hook"
    assert str(webhook["list_id"]) == list_id
    assert webhook["secret"]
    changed = await clickup.webhooks.update(
        webhook["id"], endpoint="https://example.com/other", events="*", status="active"
    )
    assert changed.data["endpoint"] == "https://example.com/other"
    assert webhook["id"] in {each["id"] for each in (await clickup.webhooks.list()).data}
    await clickup.webhooks.delete(webhook["id"])
    assert webhook["id"] not in {each["id"] for each in (await clickup.webhooks.list()).data}


async def test_an_access_token(clickup: ClickupApiConnector) -> None:
    answer = await clickup.authorization.get_token("client", "client-secret", "code")
    assert answer.data["access_token"]


@pytest.mark.parametrize(
    "given",
    [
        {"client_secret": "SHIBBOLETH"},
        {"client_secret": ["SHIBBOLETH"], "client_id": []},
        {"client_secret": {"value": "SHIBBOLETH"}, "client_id": "x", "code": 3, "more": 1},
    ],
)
async def test_the_secret_of_an_application_is_in_no_error(
    clickup: ClickupApiConnector, given: dict[str, Any]
) -> None:
    with pytest.raises(InvalidParams) as caught:
        await clickup.execute("authorization", "get_token", given)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert "SHIBBOLETH" not in shown
    assert isinstance(caught.value, ConnectorError)
