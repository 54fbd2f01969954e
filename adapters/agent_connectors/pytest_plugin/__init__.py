"""Fixtures for tests of agents: a sandbox for each test, and a connector to it.

pytest finds them where `agent-connectors` is installed. Nothing is imported until a test asks for
one.
"""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from agent_connectors.clickup import ClickupApiConnector
    from agent_connectors.clickup.sandbox import Sandbox

__all__ = ["clickup", "clickup_sandbox"]

_MARKERS = {
    "clickup_sandbox": "options of the `clickup_sandbox` of a test, such as tasks=20, plan='free'",
    "clickup": "options of the `clickup` connector of a test, such as allow_destructive=True",
}


def pytest_configure(config: pytest.Config) -> None:
    """Tells pytest of our markers."""
    for name, means in _MARKERS.items():
        config.addinivalue_line("markers", f"{name}(**options): {means}")


@pytest.fixture
def clickup_sandbox(request: pytest.FixtureRequest) -> "Sandbox":
    """An offline ClickUp of this test alone.

    `@pytest.mark.clickup_sandbox(tasks=20)` gives the options of `Sandbox`. After a test,
    `clickup_sandbox.changes()` tells what became of it.
    """
    from agent_connectors.clickup.sandbox import Sandbox

    return Sandbox(**_options(request, "clickup_sandbox"))


@pytest.fixture
def clickup(request: pytest.FixtureRequest, clickup_sandbox: "Sandbox") -> "ClickupApiConnector":
    """A connector to `clickup_sandbox`, to give to an agent.

    `@pytest.mark.clickup(allow_destructive=True)` gives its options.
    """
    from agent_connectors.clickup import ClickupApiConnector

    return ClickupApiConnector.sandbox(clickup_sandbox, **_options(request, "clickup"))


def _options(request: pytest.FixtureRequest, name: str) -> dict[str, Any]:
    """What markers of a name say, those of a class or module included; the nearest one counts."""
    options: dict[str, Any] = {}
    for marker in request.node.iter_markers(name):
        if marker.args:
            raise pytest.UsageError(
                f"`@pytest.mark.{name}` takes options by name, such as tasks=20; "
                f"got {len(marker.args)} without."
            )
        options = {**marker.kwargs, **options}
    return options
