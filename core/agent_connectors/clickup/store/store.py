"""The context store: a replica of a ClickUp workspace on one's own machine."""

import time
from collections.abc import Callable, Iterable
from os import PathLike

from agent_connectors.clickup.store.effects import ClickupEffects
from agent_connectors.clickup.store.feeds import FEEDS
from agent_connectors.clickup.store.tables import SCHEMA
from agent_connectors.engine.store.feeds import Reads
from agent_connectors.engine.store.storage import Place
from agent_connectors.engine.store.store import Store

__all__ = ["ContextStore"]


class ContextStore(Store):
    """A replica of what a ClickUp token sees, in a SQLite file.

        store = ContextStore(clickup, "clickup.db")
        await store.sync()
        late = await store.search("tasks", {"filter": {"lt": {"due_date": "now"}}})
        load = await store.sql("SELECT * FROM load_by_person ORDER BY open_tasks DESC")

    Args:
        connector: Whose token reads the workspace.
        path: The file, which is made if it is not there; or a `PostgresStore`.
        without: Feeds to leave out: `comments` and `replies` take a request for each task,
            `archived_tasks` one for each list a day.
        also: More feeds: `status_history` takes a request for 100 tasks that have changed,
            `folder_views` and `list_views` one for each place a day.
        clock: Unix time.

    Raises:
        InvalidParams: There is no such feed.
    """

    def __init__(
        self,
        connector: Reads,
        path: "str | PathLike[str] | Place",
        *,
        without: Iterable[str] = (),
        also: Iterable[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(
            connector,
            path,
            schema=SCHEMA,
            feeds=FEEDS,
            effects=ClickupEffects(),
            without=without,
            also=also,
            clock=clock,
        )

    async def account(self) -> str:
        """The id of the ClickUp user whose token it is."""
        return str((await self._connector.execute("user", "get")).data["id"])
