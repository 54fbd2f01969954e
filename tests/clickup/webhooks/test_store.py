"""A store that follows webhooks is like one that was read anew, without a sync in between."""

from pathlib import Path

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from tests.clickup.webhooks.receiving import receiving
from tests.sandbox.client import Api
from tests.sandbox.test_webhook_events import WAYS, Doing

TABLES = (
    "spaces",
    "folders",
    "lists",
    "tasks",
    "task_people",
    "task_tags",
    "custom_field_values",
    "checklist_items",
    "comments",
    "time_entries",
    "goals",
    "key_results",
)

LAST = (
    "goalDeleted",
    "keyResultDeleted",
    "taskDeleted",
    "listDeleted",
    "folderDeleted",
    "spaceDeleted",
)


async def rows(clickup: ClickupApiConnector, table: str) -> set[str]:
    """All rows of a table, as texts."""
    found = await clickup.store.sql(f"SELECT * FROM {table}", limit=10_000)  # noqa: S608
    assert not found.has_more
    running = [row for row in found.data if row.get("duration_ms", 0) < 0]
    for row in running:
        del row["duration_ms"]  # which goes on
    return {repr(row) for row in found.data}


async def test_it_equals_a_fresh_one(tmp_path: Path) -> None:
    sandbox = Sandbox(tasks=60, rate_limit=None)
    options = {"store": str(tmp_path / "kept.db")}
    async with receiving(tmp_path, sandbox=sandbox, with_store=True, connector=options) as received:
        await received.clickup.store.sync()
        ways = [name for name in WAYS if name not in LAST]
        for name in (*ways, *LAST):
            # Written by somebody else, so that the store is told by nobody but the webhook.
            await WAYS[name](Doing(Api(sandbox)))
            assert await received.told(), name
        assert (await received.receiver.inbox.counts())["failed"] == 0
        async with ClickupApiConnector.sandbox(sandbox, store=tmp_path / "fresh.db") as fresh:
            await fresh.store.sync()
            for table in TABLES:
                kept, anew = await rows(received.clickup, table), await rows(fresh, table)
                assert (kept - anew, anew - kept) == (set(), set()), table
