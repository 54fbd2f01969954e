"""Every test that calls a sandbox does so twice: directly, and through a server that we host."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox

_SERVER = find_spec("sqlalchemy") is not None
"""Whether what the server needs is installed."""

_CALLS = {"clickup", "sandbox"}
"""Fixtures of tests that call a sandbox."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Asks for both ways, where it makes a difference."""
    if _CALLS & set(metafunc.fixturenames):
        modes = ["direct", "hosted"] if _SERVER else ["direct"]
        metafunc.parametrize("execution", modes, indirect=True)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    from tests.hosted.hosting import hosting

    with hosting(tmp_path_factory.mktemp("hosted")) as running:
        yield running, running.member()


@pytest.fixture(autouse=True)
def execution(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How operations are carried out: `direct` or `hosted`."""
    mode: str = getattr(request, "param", "direct")
    if mode == "hosted":
        from tests.hosted.hosting import through

        running, member = request.getfixturevalue("server")

        def in_sandbox(
            _cls: type[ClickupApiConnector], /, sandbox: Sandbox | None = None, **options: Any
        ) -> ClickupApiConnector:
            ours = {"read_only", "allow_destructive", "timeout", "timezone", "memory"}
            steering = {name: options.pop(name) for name in ours & set(options)}
            app = sandbox or Sandbox(**{"rate_limit": 1000, **options})
            return through(running, member, app, **steering)

        monkeypatch.setattr(ClickupApiConnector, "sandbox", classmethod(in_sandbox))
    return mode
