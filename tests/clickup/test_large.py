"""Workspaces of a size that companies have."""

import asyncio
import time

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.sandbox import Sandbox


async def test_a_name_among_two_thousand_lists() -> None:
    sandbox = Sandbox(tasks=10, lists=2000, rate_limit=None)
    connector = ClickupApiConnector.sandbox(sandbox)
    spaces = len(sandbox.workspace.spaces)
    assert len(sandbox.workspace.lists) >= 2000
    wanted = next(reversed(sandbox.workspace.lists.values()))
    found = (await connector.workspaces.find(wanted.name)).data
    assert wanted.id in {place["id"] for place in found}
    asked = len(sandbox.requests)
    # The workspace and its people, the spaces, and the folders and lists of each space.
    assert asked <= 2 + 2 * spaces
    again = await connector.workspaces.find(wanted.name)
    # What is known already is asked for by its id: is it still called so?
    assert len(sandbox.requests) == asked + 1
    assert again.data == found
    assert "age" in again.meta.extra
    begun = time.process_time()
    close = await connector.workspaces.find(f"{wanted.name[:-1]}x")
    assert close.meta.extra["match"] in {"close", "none"}
    print(f"close names among 2,000 lists: {1000 * (time.process_time() - begun):.0f} ms of CPU")


async def test_what_is_known_grows_old() -> None:
    now = [0.0]
    sandbox = Sandbox(tasks=1, rate_limit=None)
    connector = ClickupApiConnector.sandbox(sandbox)
    directory = Directory(connector, max_age=60, clock=lambda: now[0])
    await asyncio.gather(*(directory.workspaces() for _ in range(5)))
    assert len(sandbox.requests) == 1, "asked once, however many want to know"
    now[0] = 59
    await directory.workspaces()
    assert directory.oldest() == 59
    assert len(sandbox.requests) == 1
    now[0] = 61
    await directory.workspaces()
    assert len(sandbox.requests) == 2
