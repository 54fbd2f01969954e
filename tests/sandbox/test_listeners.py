"""Who is told of each request that a sandbox carried out."""

import pytest

from agent_connectors.clickup.sandbox import RequestRecord, Sandbox
from agent_connectors.clickup.sandbox.state.workspace import Workspace
from tests.sandbox.client import Api


class Told:
    """Notes each request, with how many tasks there were when it was told."""

    def __init__(self) -> None:
        self.records: list[tuple[RequestRecord, int]] = []

    def __call__(self, record: RequestRecord, workspace: Workspace) -> None:
        self.records.append((record, len(workspace.tasks)))


async def test_a_request_is_told_once_with_what_became_of_it(api: Api, sandbox: Sandbox) -> None:
    told = Told()
    sandbox.listeners.append(told)
    home, before = next(iter(sandbox.workspace.lists)), len(sandbox.workspace.tasks)
    await api.post(f"/list/{home}/task", {"name": "New"})
    await api.get("/nothing/here", status=404)
    sandbox.fail("garbage")
    await api.send("GET", "/user")
    assert [record for record, _ in told.records] == list(sandbox.requests)
    assert [count for _, count in told.records] == [before + 1] * 3


async def test_a_request_without_an_answer_is_told(api: Api, sandbox: Sandbox) -> None:
    told = Told()
    sandbox.listeners.append(told)
    sandbox.fail("drop", after=True)
    home, before = next(iter(sandbox.workspace.lists)), len(sandbox.workspace.tasks)
    with pytest.raises(Exception, match="without an answer"):
        await api.post(f"/list/{home}/task", {"name": "Lost"})
    (found,) = told.records
    assert (found[0].status, found[1]) == (None, before + 1)


async def test_listeners_stay_over_a_reset_and_may_leave(api: Api, sandbox: Sandbox) -> None:
    told = Told()

    def once(record: RequestRecord, workspace: Workspace) -> None:
        sandbox.listeners.remove(once)

    sandbox.listeners += [once, told]
    await api.get("/user")
    sandbox.reset()
    await api.get("/user")
    assert len(told.records) == 2
    assert sandbox.listeners == [told]
