"""A replica that many tests ask."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.store import ContextStore


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def replica(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ContextStore]:
    """A replica of the sandbox, whole; nobody changes it."""
    path = tmp_path_factory.mktemp("store") / "clickup.db"
    async with ClickupApiConnector.sandbox() as clickup, ContextStore(clickup, path) as store:
        await store.sync()
        store.close()  # so that nothing is left beside the file
        yield store
