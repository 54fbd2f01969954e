"""A keyring that forgets, and a file of profiles, for the shell."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import Loopback, Received, Reply


class Memory:
    """What the keyring keeps, by service and user.

    Attributes:
        failing: What it raises, if anything.
        idle: Whether it does nothing, and says nothing of it.
    """

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.failing: Exception | None = None
        self.idle = False

    def keys(self) -> dict[str, str]:
        """The keys of this product, by account."""
        return {user: key for (service, user), key in self.kept.items() if service == SERVICE}


SERVICE = "agent-connectors"


@pytest.fixture
def memory() -> Iterator[Memory]:
    """A keyring of this process alone."""
    keyring = pytest.importorskip("keyring")
    backend: Any = pytest.importorskip("keyring.backend")
    held = Memory()

    class InMemory(backend.KeyringBackend):  # type: ignore[misc, unused-ignore]
        priority = 1
        name = "Memory"

        def get_password(self, service: str, username: str) -> str | None:
            if held.failing is not None:
                raise held.failing
            return held.kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            if held.failing is not None:
                raise held.failing
            if not held.idle:
                held.kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            if not held.idle:
                del held.kept[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    yield held
    keyring.set_keyring(before)
    # The library finds backends by their classes.
    backend.KeyringBackend._classes.discard(InMemory)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the profiles of a test are."""
    path = tmp_path / "profiles.toml"
    monkeypatch.setenv("AGENT_CONNECTORS_CONFIG", str(path))
    return path


PERSON = {"id": 7, "username": "Ada", "email": "ada@example.com", "timezone": "Europe/Berlin"}
SPACES = {"spaces": [{"id": "5", "name": "Launch"}]}


@pytest.fixture
def account(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    """A ClickUp with one person and two workspaces."""

    def answer(request: Received) -> Reply:
        if request.path.endswith("/user"):
            return Reply({"user": PERSON})
        if request.path.endswith("/team"):
            teams = [{"id": str(n), "name": f"W{n}", "members": []} for n in (9001, 9002)]
            return Reply({"teams": teams})
        return Reply(SPACES)

    loopback.handler = answer
    monkeypatch.setenv("CLICKUP_BASE_URL", loopback.url)
    return loopback
