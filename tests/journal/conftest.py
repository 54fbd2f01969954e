"""A sandbox, and a connector to it that keeps a journal."""

from pathlib import Path
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=20, rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox, path: Path) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox, journal=path, allow_destructive=True)


@pytest.fixture
def task(clickup: ClickupApiConnector) -> dict[str, Any]:
    """A task that is not urgent."""
    found: dict[str, Any] = clickup.execute_sync("tasks", "search", {"priority": 3}).data[0]
    return found
