"""What has been read for a copy so far, beside the file that it will be."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from agent_connectors.clickup.copying.feeds import feeds_of
from agent_connectors.clickup.copying.file import WrongCopy
from agent_connectors.clickup.copying.tables import COPY_SCHEMA
from agent_connectors.clickup.store.effects import ClickupEffects
from agent_connectors.engine.store.errors import StoreDamaged, StoreError, WrongStore
from agent_connectors.engine.store.feeds import Reads
from agent_connectors.engine.store.records import get
from agent_connectors.engine.store.store import Store

__all__ = ["CopyReplica"]

_AT_ONCE = 500
"""Records that are held at once."""


class CopyReplica(Store):
    """A replica of all that a copy needs, kept while the copy is under way.

    Args:
        connector: Whose token reads the workspace.
        path: Where it is kept.
        workspace: The id of the workspace.
        without: Feeds to leave out.
        clock: Unix time.

    Raises:
        InvalidParams: There is no such feed.
    """

    def __init__(
        self,
        connector: Reads,
        path: Path,
        workspace: str,
        *,
        without: Iterable[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        feeds = feeds_of(workspace)
        super().__init__(
            connector,
            path,
            schema=COPY_SCHEMA,
            feeds=feeds,
            effects=ClickupEffects(),
            without=without,
            clock=clock,
        )
        self._workspace = workspace

    async def account(self) -> str:
        """The id of the ClickUp user whose token it is."""
        return str((await self._connector.execute("user", "get")).data["id"])

    async def check(self) -> None:
        """Sees to it that what was read before is of the same workspace.

        Raises:
            WrongCopy: It is of another one.
            StoreError: The file cannot be used.
        """
        try:
            found = (await self.sql("SELECT id FROM workspaces")).data
        except (StoreDamaged, WrongStore):
            raise
        except StoreError:
            return  # nothing was read yet
        others = [row["id"] for row in found if row["id"] != self._workspace]
        if others:
            raise WrongCopy(
                f"{self.name} was begun for another workspace ({others[0]}).",
                hint="Give another path, or remove it to begin anew.",
            )

    def records(self, kind: str) -> Iterator[Mapping[str, Any]]:
        """The records of a kind, in the order of their ids.

        Args:
            kind: Which.
        """
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM store_records WHERE entity = ? ORDER BY id", (kind,)
            )
            ids = [row[0] for row in rows]
            for start in range(0, len(ids), _AT_ONCE):
                some = ids[start : start + _AT_ONCE]
                found = get(connection, kind, some)
                yield from (found[key] for key in some)

    def remove(self) -> None:
        """Removes it, once the copy is written."""
        self.close()
        self.rebuild()
        Path(f"{self.path}-sync").unlink(missing_ok=True)
