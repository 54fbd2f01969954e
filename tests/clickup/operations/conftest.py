"""A sandbox, and ids of what is in it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=60, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)


@pytest.fixture
async def clickup(sandbox: Sandbox) -> AsyncIterator[ClickupApiConnector]:
    async with ClickupApiConnector.sandbox(sandbox, allow_destructive=True) as connector:
        yield connector


@pytest.fixture
async def team_id(clickup: ClickupApiConnector) -> str:
    return str((await clickup.teams.list()).data[0]["id"])


@pytest.fixture
async def space_id(clickup: ClickupApiConnector) -> str:
    return str((await clickup.spaces.list()).data[0]["id"])


@pytest.fixture
async def folder_id(clickup: ClickupApiConnector, space_id: str) -> str:
    return str((await clickup.folders.list(space_id)).data[0]["id"])


@pytest.fixture
async def list_id(clickup: ClickupApiConnector, folder_id: str) -> str:
    return str((await clickup.lists.list(folder_id)).data[0]["id"])


@pytest.fixture
async def task_id(clickup: ClickupApiConnector, list_id: str) -> str:
    """A new task, without anything on it."""
    return (await clickup.tasks.create(list_id, "Calibrate the sensors")).data["id"]


@pytest.fixture
async def other_task_id(clickup: ClickupApiConnector, list_id: str) -> str:
    return (await clickup.tasks.create(list_id, "Order a meter")).data["id"]


@pytest.fixture
async def me(clickup: ClickupApiConnector) -> int:
    return (await clickup.user.get()).data["id"]
