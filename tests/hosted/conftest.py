"""A server, a client of it, and a sandbox behind it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from tests.hosted.api import Api
from tests.hosted.hosting import Hosting, Member, hosting


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    """One server for all tests that do not need it set in a special way."""
    with hosting(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def member(common: Hosting) -> Member:
    return common.member()


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(tasks=250, rate_limit=None)


@pytest.fixture
def apis(common: Hosting) -> Iterator[Callable[..., Api]]:
    """Makes clients of the API, each of fresh organizations unless told otherwise."""
    with ExitStack() as open_ones:

        def make(running: Hosting | None = None, **options: Any) -> Api:
            server = running or common
            client = open_ones.enter_context(httpx.Client(base_url=server.url, timeout=30.0))
            return Api(client, server.member(**options))

        yield make


@pytest.fixture
def api(apis: Callable[..., Api]) -> Api:
    """The API, as a fresh client of a fresh organization uses it."""
    return apis()
