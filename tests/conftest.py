"""Fixtures that many tests share."""

import gc
import logging
import os
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from agent_connectors.clickup import ClickupApiAuthConfig, ClickupApiConnector
from agent_connectors.engine import observers
from tests.kept_certificates import keep_certificates
from tests.kept_seeds import keep_seeds
from tests.loopback import Loopback
from tests.missing import (  # noqa: F401  # hooks of pytest
    pytest_make_collect_report,
    pytest_runtest_makereport,
)

# The same examples in every run, and none remembered from another: no test depends on chance.
# A test that fails under other settings prints the line that makes its example again.
settings.register_profile(
    "certain", derandomize=True, database=None, deadline=None, print_blob=True
)
settings.load_profile("certain")

keep_seeds()
keep_certificates()

# A process of tests holds millions of objects, and looking through them took a third of the time.
gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """More processes than cores: tests wait, for servers and programs, half of their time."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


TOKEN = "pk_10000001_THISISNOTAREALTOKEN"


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    server = Loopback()
    yield server
    server.close()


@pytest.fixture
def connect(loopback: Loopback) -> Iterator[Callable[..., ClickupApiConnector]]:
    """Makes connectors that call the loopback server."""
    made: list[ClickupApiConnector] = []

    def make(**options: Any) -> ClickupApiConnector:
        connector = ClickupApiConnector(
            ClickupApiAuthConfig(TOKEN), **{"base_url": loopback.url, "timeout": 10.0, **options}
        )
        if "timezone" in options:

            async def days() -> ZoneInfo:
                return ZoneInfo(options["timezone"])

            # The user of ClickUp lives there too; the server does not know.
            vars(connector.hooks)["days"] = days
        made.append(connector)
        return connector

    yield make
    for connector in made:
        connector.close()


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """No test leaves somebody looking on, or a log that tells more, for those that follow."""
    yield
    left = (logging.getLogger("agent_connectors").level, observers.are_there())
    assert left == (logging.NOTSET, False)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials or addresses from the environment that the tests happen to run in."""
    for name in ("CLICKUP_API_KEY", "CLICKUP_BASE_URL", "AGENT_CONNECTORS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    # Nor a keyring that this machine may have.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
