"""What ends before it begins is refused before it is sent, in every operation that takes both."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.engine.times.timestamps import Timestamp
from tests.clickup.time_catalogue import ISO, NOW, TIMES, call, parts, reading
from tests.loopback import Loopback

PAIRS = (("start_date", "due_date"), ("start", "end"), ("start", "stop"))
ITEMS = {"tasks.create_many": "tasks", "tasks.update_many": "updates"}


def pairs() -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Operations that take a start and an end of the same thing, by their names alone."""
    places: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for operation, parameter, path, read, _ in parts():
        if read in {ISO, *TIMES}:
            *above, name = parameter.name, *path
            places.setdefault((operation.name, tuple(above)), set()).add(name)
    for (operation_name, where), names in sorted(places.items()):
        for first, last in PAIRS:
            if {first, last} <= names:
                yield operation_name, where, first, last
                many = f"{operation_name}_many"
                if many in ITEMS:
                    yield many, (ITEMS[many],), first, last


NEEDED: dict[str, dict[str, Any]] = {
    "tasks.create": {"list_id": "901", "name": "N"},
    "tasks.create_many": {"list_id": "901"},
    "tasks.update": {"task_id": "86c7k2001"},
    "time_tracking.create": {"team_id": "9"},
    "time_tracking.update": {"team_id": "9", "time_entry_id": "1"},
    "legacy_time_tracking.create": {"task_id": "86c7k2001", "time": "1h"},
    "legacy_time_tracking.update": {"task_id": "86c7k2001", "time": "1h", "interval_id": "1"},
}
OF_AN_ITEM = {"tasks": {"name": "N"}, "updates": {"task_id": "86c7k2001"}}


@pytest.mark.parametrize(("name", "where", "first", "last"), list(pairs()))
def test_an_end_before_its_start_is_refused_before_the_wire(
    name: str,
    where: tuple[str, ...],
    first: str,
    last: str,
    connect: Callable[..., ClickupApiConnector],
    loopback: Loopback,
) -> None:
    connector = connect(timezone="Europe/Berlin")
    for begins, ends in (
        ("2026-11-27", "2026-11-26"),
        ("2026-11-27T10:00:00Z", "2026-11-27T09:59:59Z"),
        ("2026-11-27", "2026-11-26T23:59:00"),
    ):
        given: Any = {first: begins, last: ends}
        for key in where:
            given = {key: [{**OF_AN_ITEM[key], **given}] if key in OF_AN_ITEM else given}
        said = rf"`{last}` \({ends}\) is before `{first}` \({begins}\)"
        with pytest.raises(InvalidParams, match=said) as caught:
            call(connector, name, {**NEEDED.get(name, {}), **given})
        assert NOW.search(str(caught.value))
    assert not loopback.received


def test_the_pairs_are_those_that_are_known() -> None:
    assert {name for name, *_ in pairs()} == {
        *NEEDED, "tasks.update_many", "time_tracking.create", "templates.create_folder",
        "templates.create_list",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-11-27", "2026-11-27"),
        ("2026-11-27", "2026-11-27 03:00"),
        ("2026-11-27 09:00", "2026-11-27"),
        ("2026-11-27 09:00", "2026-11-27 09:00"),
        ("today", "tomorrow"),
    ],
)
@pytest.mark.parametrize("action", ["create", "update"])
async def test_what_is_due_on_the_day_that_it_starts_is_well(
    action: str, begins: str, ends: str, connect: Callable[..., ClickupApiConnector]
) -> None:
    connector = connect(timezone="Europe/Berlin")
    operation = connector.operations.get("tasks", action)
    given = {"start_date": begins, "due_date": ends}
    checked = {name: reading(Timestamp)(value) for name, value in given.items()}
    sent = await connector.hooks.prepare(operation, checked, given)
    assert isinstance(sent["due_date"], int)
