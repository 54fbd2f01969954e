"""What declarations say of how ClickUp shows parameters is used wherever a write is looked at."""

from pathlib import Path
from typing import Any, get_args

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.marks import Form, ShownAs
from agent_connectors.clickup.written import dropped
from agent_connectors.clickup.written.foreseen import foreseen
from agent_connectors.clickup.written.forms import way_of
from agent_connectors.engine.marks import Clear

OPERATIONS = [o for o in ClickupApiConnector.operations if o.effect != "read"]
MARKED = [
    pytest.param(operation, name, mark, id=f"{operation.name}-{name}")
    for operation in OPERATIONS
    for name, mark in operation.marked(ShownAs).items()
]


def test_every_form_is_used() -> None:
    used = {mark.form for o in OPERATIONS for mark in o.marked(ShownAs).values()}
    assert used == set(get_args(Form))


@pytest.mark.parametrize(("operation", "name", "mark"), MARKED)
def test_a_mark_names_parameters_of_its_operation(operation: Any, name: str, mark: ShownAs) -> None:
    known = set(operation.parameters)
    assert {mark.back_by, mark.emptied_by, *mark.along} - {""} <= known
    other = operation.marked(ShownAs).get(mark.back_by, ShownAs())
    assert not other.back_by or other.back_by == name, "one of two has the value"
    assert all(way_of(operation, name).at), name


def test_a_preview_shows_where_something_is_apart_from_what_it_is() -> None:
    """A name on the wire with dots is no key of the object itself."""
    for operation in OPERATIONS:
        inner = {n: p for n, p in operation.parameters.items() if p.wire_name.endswith(".id")}
        for name in inner:
            for _, record in foreseen(operation, {name: "901"}, {}):
                assert record.get("id") != "901", operation.name


def test_what_is_emptied_of_a_task_is_looked_for_where_it_is_shown() -> None:
    operation = ClickupApiConnector.operations.get("tasks", "update")
    clear = next(n for n, p in operation.parameters.items() if isinstance(p.place, Clear))
    left = {"description": "still here", "priority": None}
    said = dropped({clear: ["markdown_content", "priority"]}, left, operation)
    assert len(said) == 1
    assert "markdown_content" in said[0]


async def test_a_status_that_was_emptied_comes_back(tmp_path: Path) -> None:
    async with ClickupApiConnector.sandbox(journal=tmp_path / "journal.db") as clickup:
        space = {"space_id": "Engineering"}
        which = {"list_id": (await clickup.execute("lists", "list", space)).data[0]["id"]}
        await clickup.execute("lists", "update", {**which, "status": "red"})
        before = (await clickup.execute("lists", "get", which)).data["status"]
        await clickup.execute("lists", "update", {**which, "unset_status": True})
        assert (await clickup.execute("lists", "get", which)).data.get("status") != before
        await (await clickup.plan_undo(clickup.journal.entries(limit=1)[0].id)).carry_out()
        assert (await clickup.execute("lists", "get", which)).data["status"] == before
