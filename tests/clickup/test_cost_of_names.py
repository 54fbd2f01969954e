"""How many requests names take in writes, by kind and size of a workspace, and what that misses."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.naming.certain import RECENT
from agent_connectors.clickup.sandbox import Sandbox

SIZES = (1, 6, 20)

_VIEW = {"name": "v", "type": "list"}

LISTED = {"alone", "inside", "folder"}
"""What a folder or a list is called alone: namesakes of it can be in any space."""

WRITES: dict[str, Callable[[dict[str, str]], tuple[str, str, dict[str, Any]]]] = {
    "alone": lambda ids: ("tasks", "create", {"list_id": "Alone", "name": "n"}),
    "inside": lambda ids: ("tasks", "create", {"list_id": "Inside", "name": "n"}),
    "path of a list": lambda ids: (
        "tasks",
        "create",
        {"list_id": f"{ids['space name']} / Alone", "name": "n"},
    ),
    "path inside": lambda ids: ("tasks", "create", {"list_id": "Drawer/Inside", "name": "n"}),
    "folder": lambda ids: ("views", "create", {**_VIEW, "folder_id": "Drawer"}),
    "space": lambda ids: ("views", "create", {**_VIEW, "space_id": ids["space name"]}),
    "person": lambda ids: (
        "tasks",
        "create",
        {"list_id": ids["list"], "name": "n", "assignees": ["Mara Lindqvist"]},
    ),
    "group": lambda ids: (
        "tasks",
        "create",
        {"list_id": ids["list"], "name": "n", "group_assignees": ["On-call engineers"]},
    ),
    "task type": lambda ids: (
        "tasks",
        "create",
        {"list_id": ids["list"], "name": "n", "custom_item_id": "bug"},
    ),
    "goal": lambda ids: (
        "key_results",
        "create",
        {"goal_id": ids["goal name"], "name": "k", "type": "number", "steps_end": 5},
    ),
    "channel": lambda ids: (
        "chat_messages",
        "create",
        {"channel_id": "somewhere", "content": "Hello"},
    ),
}
"""A write by the name of each kind of thing, that changes nothing which is known by name."""


class World:
    """A workspace of some spaces, and a connector whose clock goes on when it is told to.

    Args:
        spaces: How many there are.
    """

    def __init__(self, spaces: int) -> None:
        self.sandbox = Sandbox(tasks=5, rate_limit=None)
        self.mine = self._connector()
        self.other = self._connector().execute_sync
        self.now = 0.0
        self.mine.directory._clock = self._time
        there = [str(space["id"]) for space in self.other("spaces", "list").data]
        for space in there[spaces:]:
            self.other("spaces", "delete", {"space_id": space})
        for n in range(spaces - len(there)):
            self.other("spaces", "create", {"name": f"More {n}"})
        home = there[0]
        self.other("lists", "create", {"space_id": home, "name": "Alone"})
        folder = self.made("folders", space_id=home, name="Drawer")
        self.made("lists", folder_id=folder, name="Inside")
        self.made("chat_channels", name="somewhere")
        self.ids = {
            "space": home,
            "space name": self.other("spaces", "get", {"space_id": home}).data["name"],
            "list": self.made("lists", space_id=home, name="By id"),
            "folder": folder,
            "goal name": self.other("goals", "list").data[0]["name"],
        }
        self.elsewhere = there[1] if spaces > 1 else home
        self.all_of_it = 1 + 2 * spaces

    def _connector(self) -> ClickupApiConnector:
        return ClickupApiConnector.sandbox(self.sandbox, allow_destructive=True)

    def _time(self) -> float:
        self.now += 1e-6
        return self.now

    def made(self, entity: str, **params: Any) -> str:
        return str(self.other(entity, "create", params).data["id"])

    async def cost(self, entity: str, action: str, params: dict[str, Any]) -> int:
        """The requests that a call takes."""
        before = len(self.sandbox.requests)
        await self.mine.execute(entity, action, params)
        return len(self.sandbox.requests) - before


_WORLDS: dict[int, World] = {}


async def of_size(spaces: int) -> World:
    """A workspace that tests share, of which nothing is known yet."""
    if spaces not in _WORLDS:
        _WORLDS[spaces] = await asyncio.to_thread(World, spaces)
    world = _WORLDS[spaces]
    world.mine.directory.forget()
    return world


@pytest.mark.parametrize("spaces", SIZES)
@pytest.mark.parametrize("kind", WRITES)
async def test_a_name_takes_one_request_once_it_is_known(kind: str, spaces: int) -> None:
    world = await of_size(spaces)
    write = WRITES[kind](world.ids)
    places = kind in LISTED or kind.startswith("path")
    workspaces = 1
    first = await world.cost(*write)
    assert first <= 1 + workspaces + (world.all_of_it if places else 1)
    for _ in range(3):
        world.now += RECENT / 4
        assert await world.cost(*write) == 2
    world.now += RECENT / 2
    later = await world.cost(*write)
    if kind in LISTED:
        assert later == 1 + world.all_of_it
    else:
        assert later == (4 if places else 2)
    assert await world.cost(*write) == 2


@pytest.mark.parametrize("spaces", SIZES)
@pytest.mark.parametrize("known", [0.0, RECENT / 2])
async def test_ten_tasks_a_minute_by_the_name_of_their_list(spaces: int, known: float) -> None:
    world = await of_size(spaces)
    await world.mine.workspaces.tree()
    world.now += known
    sent = 0
    for _ in range(10):
        sent += await world.cost(*WRITES["inside"](world.ids))
        world.now += 5
    assert sent <= 10 * 2 + (world.all_of_it if known else 0)


async def test_tasks_made_at_once_share_looks() -> None:
    world = await of_size(6)
    entity, action, params = WRITES["alone"](world.ids)
    for looks in (1 + world.all_of_it + 1, 3):
        before = len(world.sandbox.requests)
        await asyncio.gather(*(world.mine.execute(entity, action, params) for _ in range(10)))
        assert len(world.sandbox.requests) - before <= 10 + looks


@pytest.mark.parametrize("spaces", SIZES)
async def test_what_cannot_be_undone_always_lists_all(spaces: int) -> None:
    world = await asyncio.to_thread(World, spaces)
    await world.mine.workspaces.tree()
    assert await world.cost("lists", "delete", {"list_id": "Alone"}) == 1 + world.all_of_it


@pytest.mark.parametrize("spaces", SIZES)
@pytest.mark.parametrize("kind", ["alone", "inside", "folder"])
async def test_a_read_that_does_not_show_the_name_takes_one_more(kind: str, spaces: int) -> None:
    world = await of_size(spaces)
    await world.mine.workspaces.tree()
    reads = {
        "alone": ("tasks", "list", {"list_id": "Alone"}),
        "inside": ("tasks", "list", {"list_id": "Inside"}),
        "folder": ("views", "list", {"folder_id": "Drawer"}),
    }
    for _ in range(3):
        assert await world.cost(*reads[kind]) == 2
        world.now += RECENT


@pytest.mark.parametrize("kind", ["alone", "inside", "folder"])
async def test_a_namesake_in_another_space_is_seen_a_minute_later(kind: str) -> None:
    world = await asyncio.to_thread(World, 6)
    write = WRITES[kind](world.ids)
    await world.mine.execute(*write)
    entity, name = ("folders", "Drawer") if kind == "folder" else ("lists", kind.title())
    await asyncio.to_thread(world.made, entity, space_id=world.elsewhere, name=name)
    world.now += RECENT - 1
    await world.mine.execute(*write)  # it goes to the one that is known
    world.now += 1
    with pytest.raises(InvalidParams, match="there are 2"):
        await world.mine.execute(*write)


@pytest.mark.parametrize("kind", ["alone", "inside", "folder"])
async def test_a_namesake_beside_it_is_seen_at_once(kind: str) -> None:
    world = await asyncio.to_thread(World, 6)
    write = WRITES[kind](world.ids)
    await world.mine.execute(*write)
    name = "Drawer" if kind == "folder" else kind.title()
    around = {"folder_id" if kind == "inside" else "space_id": world.ids["space"]}
    if kind == "inside":
        around["folder_id"] = world.ids["folder"]
    entity = "folders" if kind == "folder" else "lists"
    await asyncio.to_thread(world.made, entity, **around, name=name)
    with pytest.raises(InvalidParams, match="there are 2"):
        await world.mine.execute(*write)


@pytest.mark.parametrize(
    ("entity", "what"), [("spaces", "space"), ("folders", "folder"), ("lists", "list")]
)
async def test_no_path_is_followed_whose_parts_are_called_otherwise(entity: str, what: str) -> None:
    world = await asyncio.to_thread(World, 6)
    inside = (await world.mine.lists.list(folder_id=world.ids["folder"])).data[0]["id"]
    ids = {**world.ids, "list": inside}
    path = f"{world.ids['space name']} / Drawer / Inside"
    await world.mine.tasks.create(path, "n")
    await asyncio.to_thread(
        world.other, entity, "update", {f"{what}_id": ids[what], "name": "Payroll"}
    )
    with pytest.raises(InvalidParams, match="there is no list called"):
        await world.mine.tasks.create(path, "n")


async def test_a_path_is_looked_for_in_its_space_alone() -> None:
    world = await asyncio.to_thread(World, 6)
    path = "Drawer / Inside"
    made = await world.mine.tasks.create(path, "n")
    far = await asyncio.to_thread(world.made, "folders", space_id=world.elsewhere, name="Drawer")
    await asyncio.to_thread(world.made, "lists", folder_id=far, name="Inside")
    world.now += RECENT * 2
    again = await world.mine.tasks.create(path, "n")
    assert again.data["list"] == made.data["list"]
    world.now += RECENT * 4
    with pytest.raises(InvalidParams, match="there are 2"):
        await world.mine.tasks.create(path, "n")
