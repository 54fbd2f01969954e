"""A write through a server can be tried: the request that the server would send is shown."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ObjectChanged
from tests.clickup.test_preview import Recording, is_the_same
from tests.hosted.hosting import Hosting, Member, through


async def test_a_write_through_a_server_is_shown_and_not_sent(
    common: Hosting, member: Member, sandbox: Sandbox
) -> None:
    recording: Any = Recording(sandbox)
    async with through(common, member, recording) as clickup:
        direct = ClickupApiConnector.sandbox(sandbox)
        task = (await direct.tasks.search(limit=1)).data[0]["id"]
        change = {"task_id": task, "name": "New", "assignees": {"add": ["me"]}}
        recording.arrived.clear()
        preview = (await clickup.execute("tasks", "update", change, dry_run=True)).data
        assert recording.writes() == []
        assert (await direct.preview("tasks", "update", change)).steps == preview.steps
        await clickup.execute("tasks", "update", change, agreed_to=preview)
        (arrived,) = recording.writes()
        assert is_the_same(preview.requests[0], arrived)
        with pytest.raises(ObjectChanged):
            await clickup.execute("tasks", "update", change, agreed_to=preview)
