"""What a server has to say of a result, and credentials of both kinds."""

import pytest

from agent_connectors.clickup import (
    ClickupApiAuthConfig,
    ClickupApiConnector,
    InvalidParams,
)
from agent_connectors.clickup.sandbox import Sandbox
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.conftest import api, apis, common
from tests.hosted.hosting import Hosting

__all__ = ["api", "apis", "common"]


def test_warnings_are_in_the_metadata(api: Api, common: Hosting) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    connector = api.create(common.put(sandbox))
    task = next(iter(sandbox.workspace.tasks))
    params = {"task_id": task, "name": "x", "priority": None}
    answer = api.execute(connector, "tasks", "update", params).json()
    direct = ClickupApiConnector.sandbox(sandbox).execute_sync("tasks", "update", params)
    assert direct.meta.warnings
    assert answer["connector_metadata"]["warnings"] == list(direct.meta.warnings)
    quiet = api.execute(connector, "tasks", "get", {"task_id": task}).json()
    assert "warnings" not in quiet["connector_metadata"]


async def test_a_client_is_told_each_warning_once(common: Hosting) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    made = await ClickupApiConnector.create(
        airbyte_config=common.member().auth(),
        auth_config=common.put(sandbox),
        base_url=common.url,
    )
    task = next(iter(sandbox.workspace.tasks))
    params = {"task_id": task, "name": "x", "priority": None}
    async with made as clickup:
        told = await clickup.execute("tasks", "update", params)
    direct = await ClickupApiConnector.sandbox(sandbox).execute("tasks", "update", params)
    assert told.meta.warnings == direct.meta.warnings
    assert "warnings" not in told.meta.extra


@pytest.mark.parametrize("part", ["api_key", "access_token"])
async def test_a_server_keeps_either_kind_of_token(common: Hosting, part: str) -> None:
    sandbox = Sandbox(tasks=5, rate_limit=None)
    token = common.put(sandbox, prefix="pk" if part == "api_key" else "90000")
    made = await ClickupApiConnector.create(
        airbyte_config=common.member().auth(),
        auth_config=ClickupApiAuthConfig(**{part: token}),
        base_url=common.url,
    )
    async with made as clickup:
        assert (await clickup.user.get()).data["id"]
        with pytest.raises(InvalidParams):
            await clickup.execute("tasks", "get", {"task": "1"})


@pytest.mark.parametrize(
    "credentials",
    [{}, {"api_key": "pk_1", "access_token": "1_x"}, {"token": "pk_1"}, {"access_token": "pk_1"}],
)
def test_other_credentials_are_refused(api: Api, credentials: dict[str, str]) -> None:
    body = {"connector_type": "clickup-api", "credentials": credentials}
    answer = api.client.post(CONNECTORS, headers=api.headers, json=body)
    assert answer.status_code == 422
    assert "pk_1" not in answer.text
