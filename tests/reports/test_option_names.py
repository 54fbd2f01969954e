"""Options that were renamed while they were known, in every call that takes one by name."""

from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.plans import CustomField
from tests.reports.between import Between

FIELDS = {"drop_down": "Component", "labels": "Platforms"}
"""A field of each type that has options, of the sandbox's first space."""

FORMS = ("list", "list one", "search", "create", "create many", "set")


def test_these_are_all() -> None:
    taking = {
        operation.name
        for operation in ClickupApiConnector.operations
        if operation.parameters.keys() & {"custom_field", "field_id"}
        or "custom_fields" in operation.named
    }
    by_value = {"tasks.list", "tasks.search", "tasks.create", "custom_fields.set"}
    assert taking >= by_value
    assert taking - by_value == {
        "attachments.list",
        "attachments.upload_to_field",
        "custom_fields.remove",
        "tasks.get",  # whether the values are shown
    }


class World:
    """A field with options, known to one connector."""

    def __init__(self, kind: str) -> None:
        self.sandbox = Sandbox(tasks=60, rate_limit=None)
        self.between = Between(self.sandbox)
        self.mine = self.between.connector()
        fields = self.sandbox.workspace.fields.values()
        self.field: CustomField = next(f for f in fields if f.name == FIELDS[kind])
        self.key = "name" if kind == "drop_down" else "label"
        self.first, self.second = self.field.config["options"][:2]
        self.name: str = self.first[self.key]
        homes = self.sandbox.workspace.lists.values()
        self.list_id = next(home.id for home in homes if home.space.id == self.field.place)

    async def call(self, form: str, field: str) -> str:
        """Carries out a call; what it said of the field over the wire."""
        kind = self.field.type
        one = {"field_id": field, "operator": "=" if kind == "drop_down" else "ANY"}
        condition = one | {"value": self.name if kind == "drop_down" else [self.name]}
        value = self.name if kind == "drop_down" else [self.name]
        home = {"list_id": self.list_id}
        made = {"name": "n", "custom_fields": [{"id": field, "value": value}]}
        params: dict[str, tuple[str, str, dict[str, Any]]] = {
            "list": ("tasks", "list", {**home, "custom_fields": [condition]}),
            "list one": ("tasks", "list", {**home, "custom_field": condition}),
            "search": (
                "tasks",
                "search",
                {"list_ids": [self.list_id], "custom_fields": [condition]},
            ),
            "create": ("tasks", "create", {**home, **made}),
            "create many": ("tasks", "create_many", {**home, "tasks": [made, made]}),
            "set": (
                "custom_fields",
                "set",
                {"task_id": self.task, "field_id": field, "value": value},
            ),
        }
        self.between.sent.clear()
        await self.mine.execute(*params[form])
        writes = [str(each.body) for each in self.between.sent if each.method != "GET"]
        return writes[-1] if writes else self.between.sent[-1].query

    async def learn(self) -> None:
        made = await self.mine.tasks.create(self.list_id, "n")
        self.task = str(made.data["id"])
        await self.call("create", self.field.id)
        await self.call("set", self.field.id)


@pytest.mark.parametrize("by", ["id", "name"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", FIELDS)
async def test_an_option_is_the_one_that_has_the_name_now(kind: str, form: str, by: str) -> None:
    world = World(kind)
    await world.learn()
    field = world.field.id if by == "id" else world.field.name
    assert world.first["id"] in await world.call(form, field)
    world.first[world.key] = "Gone"
    world.second[world.key] = world.name
    sent = await world.call(form, field)
    assert world.second["id"] in sent
    assert world.first["id"] not in sent


@pytest.mark.parametrize("twice", [True, False])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", FIELDS)
async def test_an_option_that_is_gone_or_has_a_namesake_is_refused(
    kind: str, form: str, twice: bool
) -> None:
    world = World(kind)
    await world.learn()
    (world.second if twice else world.first)[world.key] = world.name if twice else "Gone"
    with pytest.raises(InvalidParams, match="has several options" if twice else "has no option"):
        await world.call(form, world.field.id)


async def test_many_tasks_take_one_look_and_ids_take_none() -> None:
    world = World("drop_down")
    await world.learn()
    await world.call("create many", world.field.id)
    looks = [each for each in world.between.sent if each.path.endswith("/field")]
    assert len(looks) == 1
    world.name = world.first["id"]
    await world.call("create", world.field.id)
    assert [each.method for each in world.between.sent] == ["POST"]


async def test_what_cannot_be_looked_up_here_is_refused() -> None:
    world = World("drop_down")
    await world.learn()
    condition = {"field_id": world.field.id, "operator": "=", "value": world.name}
    with pytest.raises(InvalidParams, match="cannot be looked up here; use their ids"):
        await world.mine.execute("tasks", "search", {"custom_fields": [condition]})
