"""People who work in a workspace while a replica of it is kept."""

import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConnectorError

__all__ = ["Clock", "Others", "event_of"]


class Clock:
    """The clock of ClickUp; that of the machine is somewhere else."""

    def __init__(self, chance: random.Random) -> None:
        self.now = 1_795_000_000.0
        self.skew = chance.choice([0.0, -86_400.0 * 400, 86_400.0 * 400, 3600.0])

    def __call__(self) -> float:
        return self.now

    def here(self) -> float:
        return self.now + self.skew


class Others:
    """People who work in the workspace meanwhile."""

    def __init__(
        self,
        sandbox: Sandbox,
        clock: Clock,
        chance: random.Random,
        clickup: ClickupApiConnector | None = None,
    ) -> None:
        self.sandbox, self.clock, self.chance = sandbox, clock, chance
        self.clickup = clickup or ClickupApiConnector.sandbox(sandbox, allow_destructive=True)
        self.number = 0

    def one(self, kind: Mapping[Any, Any]) -> Any:
        return self.chance.choice(list(kind.values()))

    @property
    def task(self) -> Any:
        return self.one({k: t for k, t in self.sandbox.workspace.tasks.items() if not t.archived})

    @property
    def place(self) -> Any:
        lists = self.sandbox.workspace.lists
        return self.one(
            {
                k: home
                for k, home in lists.items()
                if not (home.archived or home.folder.archived or home.folder.space.archived)
            }
        )

    async def act(self) -> str:
        """Changes something; gives what."""
        self.clock.now += self.chance.choice([0, 0.001, 0.4, 30, 4000])
        self.number += 1
        ways: list[Callable[[], Awaitable[Any]]] = [
            *(self.made, self.subtask, self.renamed, self.status, self.assigned, self.dated) * 2,
            *(self.deleted, self.deleted, self.put_away, self.moved, self.tagged, self.depends),
            *(self.said, self.unsaid, self.answered, self.tracked, self.untracked, self.listed),
            *(self.list_renamed, self.list_deleted, self.space_renamed, self.checked, self.wrote),
            *(self.brought_back, self.place_put_away, self.several, self.untagged, self.undepends),
        ]
        way = self.chance.choice(ways)
        with suppress(ConnectorError, IndexError):  # what is refused has changed nothing
            await way()
        return way.__name__

    async def made(self) -> None:
        home = self.place
        for _ in range(self.chance.choice([1, 1, 1, 120])):
            await self.clickup.tasks.create(home.id, f"New {self.number}", priority="high")

    async def subtask(self) -> None:
        task = self.task
        await self.clickup.tasks.create(task.home.id, f"Part {self.number}", parent=task.id)

    async def renamed(self) -> None:
        await self.clickup.tasks.update(self.task.id, name=f"Renamed {self.number}", points=3)

    async def status(self) -> None:
        task = self.task
        status = self.chance.choice(task.home.folder.space.statuses)
        await self.clickup.tasks.update(task.id, status=status.name)

    async def assigned(self) -> None:
        user = self.one(self.sandbox.workspace.users)
        await self.clickup.tasks.update(self.task.id, assignees={"add": [user.id]})

    async def dated(self) -> None:
        await self.clickup.tasks.update(self.task.id, due_date=1_800_000_000_000 + self.number)

    async def deleted(self) -> None:
        await self.clickup.tasks.delete(self.task.id)

    async def put_away(self) -> None:
        await self.clickup.tasks.update(self.task.id, archived=True)

    async def brought_back(self) -> None:
        away = {k: t for k, t in self.sandbox.workspace.tasks.items() if t.archived}
        await self.clickup.tasks.update(self.one(away).id, archived=False)

    async def place_put_away(self) -> None:
        # ClickUp's API has no operation for it: somebody does it in the app.
        place = self.chance.choice([self.place, self.place.folder])
        place.archived = not place.archived and self.chance.random() < 0.5
        self.sandbox.workspace.changed()

    async def several(self) -> None:
        ids = {self.task.id for _ in range(4)}
        await self.clickup.tasks.update_many(
            [{"task_id": task, "name": f"Several {self.number}"} for task in sorted(ids)]
        )

    async def untagged(self) -> None:
        tagged = {k: t for k, t in self.sandbox.workspace.tasks.items() if t.tags}
        task = self.one(tagged)
        await self.clickup.tags.remove(task.id, next(iter(task.tags)))

    async def undepends(self) -> None:
        tied = {k: t for k, t in self.sandbox.workspace.tasks.items() if t.dependencies}
        one = self.one(tied).dependencies[0]
        await self.clickup.dependencies.remove(one.waiting.id, depends_on=one.blocking.id)

    async def moved(self) -> None:
        await self.clickup.tasks.move(self.task.id, self.place.id)

    async def tagged(self) -> None:
        task = self.task
        tag = self.chance.choice(list(task.home.folder.space.tags))
        await self.clickup.tags.add(task.id, tag)

    async def depends(self) -> None:
        await self.clickup.dependencies.add(self.task.id, depends_on=self.task.id)

    async def said(self) -> None:
        await self.clickup.comments.create(f"Comment {self.number}", task_id=self.task.id)

    async def unsaid(self) -> None:
        await self.clickup.comments.delete(str(self.one(self.sandbox.workspace.comments).id))

    async def answered(self) -> None:
        comment = self.one(self.sandbox.workspace.comments)
        await self.clickup.comments.reply(str(comment.id), f"Reply {self.number}")

    async def tracked(self) -> None:
        start = round(self.clock.now * 1000) - self.chance.choice([3_600_000, 86_400_000 * 300])
        await self.clickup.time_tracking.create(start, duration=60_000, task_id=self.task.id)

    async def untracked(self) -> None:
        await self.clickup.time_tracking.delete(self.one(self.sandbox.workspace.time_entries).id)

    async def listed(self) -> None:
        space = self.place.folder.space
        await self.clickup.lists.create(f"List {self.number}", space_id=space.id)

    async def list_renamed(self) -> None:
        await self.clickup.lists.update(self.place.id, name=f"Place {self.number}")

    async def list_deleted(self) -> None:
        if len(self.sandbox.workspace.lists) > 8:
            await self.clickup.lists.delete(self.place.id)

    async def space_renamed(self) -> None:
        await self.clickup.spaces.update(self.place.folder.space.id, name=f"Space {self.number}")

    async def checked(self) -> None:
        made = await self.clickup.checklists.create(self.task.id, f"List {self.number}")
        await self.clickup.checklist_items.create(made.data["id"], f"Item {self.number}")

    async def wrote(self) -> None:
        doc = self.one(self.sandbox.workspace.docs)
        await self.clickup.doc_pages.create(doc.id, name=f"Page {self.number}", content="text")


def event_of(way: str, sandbox: Sandbox, before: set[str], task: str) -> dict[str, str]:
    """What ClickUp would send to a webhook, of some of the changes."""
    now = set(sandbox.workspace.tasks)
    if way == "deleted" and before - now:
        return {"event": "taskDeleted", "task_id": min(before - now)}
    if way in {"made", "subtask"} and now - before:
        return {"event": "taskCreated", "task_id": min(now - before)}
    return {"event": "taskUpdated", "task_id": task}
