"""Names that have moved on while they were known, in every operation that reads."""

from datetime import date
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.operations.conftest import NOON
from tests.clickup.renaming import Renaming, kinds_in
from tests.clickup.test_named_parameters import given

READS = [
    pytest.param(operation, name, kind, id=f"{operation.name}-{name}-{kind}")
    for operation in ClickupApiConnector.operations
    for name, shape in operation.named.items()
    for kind in sorted(kinds_in(shape))
    if operation.effect == "read"
]


@pytest.fixture(scope="module")
def world() -> Renaming:
    return Renaming(
        Sandbox(tasks=60, today=date(2026, 3, 18), clock=NOON.timestamp, rate_limit=None)
    )


async def around(world: Renaming, operation: Operation, name: str, kind: str) -> dict[str, Any]:
    """What else the operation needs."""
    taking = [each for each in operation.endpoints if name in each.names]
    endpoint = next(iter(taking or operation.endpoints), None)
    return await world.maker.params(operation, endpoint, without=name)


@pytest.mark.parametrize("swapped", [True, False])
@pytest.mark.parametrize(("operation", "name", "kind"), READS)
async def test_a_read_is_of_what_has_the_name_now(
    world: Renaming, operation: Operation, name: str, kind: str, swapped: bool
) -> None:
    world.as_it_was()
    (old, was), (new, other) = await world.two(kind, name)
    params = await around(world, operation, name, kind)
    if "page_id" in params:
        params["page_id"] = (await world.other.doc_pages.list(new)).data[0]["id"]
    await world.learn(kind)
    world.called |= {old: other if swapped else "Payroll", new: was}
    world.other.directory.forget()
    there = await world.other.execute(
        operation.entity, operation.action, params | given(operation, name, new, kind)
    )
    world.between.sent.clear()
    found = await world.mine.execute(
        operation.entity, operation.action, params | given(operation, name, was, kind)
    )
    assert found.data == there.data
    if operation.endpoints:
        sent = [f"{each.path}?{each.query} {each.body}" for each in world.between.sent]
        assert any(new in each for each in sent)


@pytest.mark.parametrize(("operation", "name", "kind"), READS)
async def test_a_read_by_a_name_that_is_gone_is_refused(
    world: Renaming, operation: Operation, name: str, kind: str
) -> None:
    world.as_it_was()
    (old, was), _ = await world.two(kind, name)
    params = await around(world, operation, name, kind)
    await world.learn(kind)
    world.called |= {old: "Payroll"}
    with pytest.raises(InvalidParams, match="called"):
        await world.mine.execute(
            operation.entity, operation.action, params | given(operation, name, was, kind)
        )


HIDDEN = {"space", "folder", "list", "doc"}


@pytest.mark.parametrize(
    ("operation", "name", "kind"), [each for each in READS if each.values[2] in HIDDEN]
)
async def test_a_read_is_of_what_is_not_archived(
    world: Renaming, operation: Operation, name: str, kind: str
) -> None:
    world.as_it_was()
    (old, was), (new, _) = await world.two(kind, name)
    params = await around(world, operation, name, kind)
    if "page_id" in params:
        params["page_id"] = (await world.other.doc_pages.list(new)).data[0]["id"]
    await world.learn(kind)
    world.gone = {old: "archived"}
    world.called = {new: was}
    by_id, by_name = (params | given(operation, name, value, kind) for value in (new, was))
    world.other.directory.forget()
    there = await world.other.execute(operation.entity, operation.action, by_id)
    found = await world.mine.execute(operation.entity, operation.action, by_name)
    assert found.data == there.data
    world.called.clear()
    with pytest.raises(InvalidParams, match="called"):
        await world.mine.execute(operation.entity, operation.action, by_name)


LISTS = [each for each in READS if each.values[0].answer.many]  # type: ignore[union-attr]


@pytest.mark.parametrize(("operation", "name", "kind"), LISTS)
async def test_a_walk_is_over_what_has_the_name_now(
    world: Renaming, operation: Operation, name: str, kind: str
) -> None:
    world.as_it_was()
    (old, was), (new, _) = await world.two(kind, name)
    params = await around(world, operation, name, kind)
    await world.learn(kind)
    world.called |= {old: "Payroll", new: was}

    async def walk(value: str) -> list[Any]:
        found = world.mine.iterate(
            operation.entity, operation.action, params | given(operation, name, value, kind)
        )
        return [record async for record in found]

    assert await walk(was) == await walk(new)
    await world.learn(kind)
    world.called[new] = "Also gone"
    with pytest.raises(InvalidParams, match="called"):
        await walk(was)


async def test_a_walk_stays_with_what_it_began_with() -> None:
    world = Renaming(Sandbox(tasks=400, rate_limit=None))
    (old, was), (new, other) = await world.two("list", "list_id")
    for n in range(150):
        await world.other.tasks.create(old, f"n{n}")
    found = world.mine.iterate("tasks", "list", {"list_id": was})
    first = await anext(found)
    world.called |= {old: other, new: was}
    rest = [record async for record in found]
    assert {record["list"]["id"] for record in (first, *rest)} == {old}
    assert len(rest) >= 149
    page = await world.mine.tasks.list(other, limit=50)
    assert page.meta.next is not None
    world.as_it_was()
    again = await world.mine.execute("tasks", "list", page.meta.next)
    assert {record["list"]["id"] for record in again.data} == {old}


@pytest.mark.parametrize("swapped", [True, False])
@pytest.mark.parametrize("form", ["custom_fields", "custom_field"])
async def test_a_condition_is_on_the_field_that_has_the_name_now(form: str, swapped: bool) -> None:
    world = Renaming(Sandbox(tasks=60, rate_limit=None))
    home = (await world.two("list", "list_id"))[0][0]
    fields = (await world.other.custom_fields.list(list_id=home)).data
    (old, was), (new, other) = [
        (f["id"], f["name"]) for f in fields if f["type"] in {"attachment", "short_text", "text"}
    ][-2:]

    def condition(field: str) -> dict[str, Any]:
        entry = {"field_id": field, "operator": "IS NULL"}
        return {"list_id": home, form: [entry] if form == "custom_fields" else entry}

    await world.mine.execute("tasks", "list", condition(was))
    world.called |= {old: other if swapped else "Payroll", new: was}
    world.between.sent.clear()
    await world.mine.execute("tasks", "list", condition(was))
    read = [each.query for each in world.between.sent if each.path.endswith("/task")]
    assert new in read[-1]
    assert old not in read[-1]
    world.called |= {new: "Also gone"}
    world.mine.directory.forget_fields(older_than=-1)
    world.as_it_was()
    await world.mine.execute("tasks", "list", condition(was))
    world.called |= {old: "Payroll"}
    with pytest.raises(InvalidParams, match="no custom field"):
        await world.mine.execute("tasks", "list", condition(was))


async def test_what_an_answer_shows_costs_no_further_look() -> None:
    world = Renaming(Sandbox(tasks=60, rate_limit=None))
    lists = [name for _, name in await world.two("list", "list_id")]
    (_, who), _ = await world.two("person", "assignees")
    await world.other.tasks.create(lists[0], "n", assignees=[who])
    await world.learn("list")
    for entity, action, params, requests in (
        ("lists", "get", {"list_id": lists[0]}, 1),
        ("tasks", "search", {"assignees": [who], "team_id": "9015482310"}, 1),
        # What a task is in shows its name, and not whether it is archived.
        ("tasks", "list", {"list_id": lists[0]}, 2),
        ("tasks", "search", {"list_ids": lists[:1], "team_id": "9015482310"}, 2),
    ):
        world.between.sent.clear()
        assert (await world.mine.execute(entity, action, params)).data
        assert len(world.between.sent) == requests
