"""A sandbox on a fixed day, and a client for it."""

from collections.abc import AsyncIterator

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.sandbox.client import TODAY, Api, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    return Sandbox(today=TODAY, clock=clock, rate_limit=None)


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    client = Api(sandbox)
    async with client.http:
        yield client
