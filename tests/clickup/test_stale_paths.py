"""Paths such as `Space / Folder / List`, of which each part may be renamed meanwhile."""

from datetime import date
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.operations.conftest import NOON
from tests.clickup.renaming import Renaming, kinds_in
from tests.clickup.test_named_parameters import given

PATHS = {
    "folder": {"P / Box": "space"},
    "list": {
        "P / Same": "space",
        "p/box / same": "space",
        "Left / Twin": "folder",
        "P / Left / Twin": "folder",
        "P / Loose": "space",
    },
}
"""Paths by what they lead to, and the part of each that is renamed."""

PLACES = [
    pytest.param(operation, name, kind, path, id=f"{operation.name}-{name}-{path}")
    for operation in ClickupApiConnector.operations
    for name, shape in operation.named.items()
    for kind in sorted(kinds_in(shape) & PATHS.keys())
    for path in PATHS[kind]
]


class Twins(Renaming):
    """Two spaces and two folders in which things have the same names."""

    async def build(self) -> None:
        self.ids: dict[str, str] = {}
        for space in ("P", "Q"):
            await self._make("spaces", space)
            await self._make("lists", f"{space} / Loose", space_id=self.ids[space])
            await self._make("folders", f"{space} / Box", space_id=self.ids[space])
            await self._make("lists", f"{space} / Same", folder_id=self.ids[f"{space} / Box"])
        for folder in ("Left", "Right"):
            await self._make("folders", folder, space_id=self.ids["P"])
            await self._make("lists", f"{folder} / Twin", folder_id=self.ids[folder])

    async def _make(self, entity: str, name: str, **inside: str) -> None:
        params = {"name": name.rpartition(" / ")[2], **inside}
        self.ids[name] = (await self.other.execute(entity, "create", params)).data["id"]

    def swap(self, part: str) -> None:
        one, other = ("P", "Q") if part == "space" else ("Left", "Right")
        self.called |= {self.ids[one]: other, self.ids[other]: one}

    def now(self, path: str) -> str:
        """The id of what a path leads to after its part was swapped."""
        last = path.rpartition("/")[2].strip().capitalize()
        return self.ids[f"Right / {last}" if last == "Twin" else f"Q / {last}"]


@pytest.fixture(scope="module")
def made() -> Twins:
    sandbox = Sandbox(tasks=20, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    return Twins(sandbox)


@pytest.fixture
async def twins(made: Twins) -> Twins:
    if not hasattr(made, "ids"):
        await made.build()
    return made


@pytest.mark.parametrize(("operation", "name", "kind", "path"), PLACES)
async def test_each_part_of_a_path_counts(
    twins: Twins, operation: Operation, name: str, kind: str, path: str
) -> None:
    twins.called.clear()
    params = given(operation, name, path, kind)
    await twins.learn(kind)
    twins.swap(PATHS[kind][path])
    new = twins.now(path)
    if operation.effect != "read":
        with twins.mine.directory.call():
            sent = await twins.mine.hooks.prepare(operation, params, params)
        assert sent[name] == given(operation, name, new, kind)[name]
        return
    taking = [each for each in operation.endpoints if name in each.names]
    endpoint = next(iter(taking or operation.endpoints), None)
    around = await twins.maker.params(operation, endpoint, without=name)
    by_id = around | given(operation, name, new, kind)
    there = await twins.other.execute(operation.entity, operation.action, by_id)
    found = await twins.mine.execute(operation.entity, operation.action, around | params)
    if operation.name != "workspaces.find":
        assert found.data == there.data


@pytest.mark.parametrize("path", PATHS["list"])
async def test_tasks_go_to_where_a_path_leads(twins: Twins, path: str) -> None:
    twins.called.clear()
    await twins.learn("list")
    twins.swap(PATHS["list"][path])
    made = await twins.mine.tasks.create(path, "n")
    assert (made.data["list"]["id"], made.meta.warnings) == (twins.now(path), ())
    await twins.learn("list")
    twins.called.clear()
    many: Any = await twins.mine.tasks.create_many(path, [{"name": "n"}])
    task = (await twins.other.tasks.get(many.data[0]["id"])).data
    assert task["list"]["id"] != twins.now(path)
