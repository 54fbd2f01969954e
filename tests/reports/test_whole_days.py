"""A whole day is the same day wherever it is said: as it is written, shown, and found again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.tools import Toolbox
from tests.clickup.time_catalogue import ISO, OPERATIONS, TIMES, parts
from tests.sandbox.client import Clock

ZONES = ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata", "UTC"]
HOURS = [4, 9, 14, 21]
"""Hours in UTC, between any two of which a day begins in one of the zones."""

FIELD = "0aa0c0de-0000-4000-8000-000000000001"
FIXED = date(2026, 12, 1)


def noon(hour: int) -> float:
    return datetime(2026, 11, 26, hour, 30, tzinfo=UTC).timestamp()


def days(said_in: str, now: float) -> dict[str, date]:
    """What is said, and which day that is where it is said."""
    today = datetime.fromtimestamp(now, ZoneInfo(said_in)).date()
    return {
        "today": today,
        "next Friday": today + timedelta(days=11 - today.weekday()),
        str(FIXED): FIXED,
    }


def kept(day: date, zone: str) -> int:
    """How ClickUp keeps a day of somebody in a zone."""
    return int(datetime.combine(day, time(4), ZoneInfo(zone)).timestamp() * 1000)


class Place:
    """A workspace whose people are in one zone, and a connector that was given another."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, said_in: str, lives_in: str) -> None:
        self.clock, self.zone = Clock(noon(0)), lives_in
        self.sandbox = Sandbox(tasks=5, today=date(2026, 11, 26), clock=self.clock, rate_limit=None)
        for user in self.sandbox.workspace.users.values():
            user.timezone = lives_in
        self.clickup = ClickupApiConnector.sandbox(self.sandbox, timezone=said_in)

        async def now() -> datetime:
            return datetime.fromtimestamp(self.clock.now, ZoneInfo(said_in))

        monkeypatch.setattr(self.clickup.hooks, "now", now)
        self.list = next(iter(self.sandbox.workspace.lists))
        field = CustomField(FIELD, "Visit", "date", {}, 1, self.list)
        self.sandbox.workspace.fields[FIELD] = field
        self.sandbox.workspace._fields_of.clear()
        (self.tool,) = Toolbox(self.clickup).tools

    async def do(self, name: str, /, **params: Any) -> Any:
        entity, action = name.split(".")
        result = await self.clickup.execute(entity, action, params)
        assert result.meta.warnings == (), (name, params)
        return result.data

    async def shown(self, name: str, /, **params: Any) -> str:
        entity, action = name.split(".")
        return str(await self.tool.call({"entity": entity, "action": action, "params": params}))


@pytest.fixture(params=ZONES)
def said_in(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=ZONES)
def place(
    request: pytest.FixtureRequest, said_in: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    made = Place(monkeypatch, said_in, request.param)
    yield made
    made.clickup.close()


async def test_a_day_is_written_shown_and_found_as_that_day(place: Place, said_in: str) -> None:
    task = (await place.do("tasks.create", list_id=place.list, name="One"))["id"]
    home = (await place.do("lists.create", space_id=await space(place), name="New"))["id"]
    goal = (await place.do("goals.create", name="Goal"))["id"]
    for hour in HOURS:
        place.clock.now = noon(hour)
        # What depends on the hour, and the rest at one of them.
        every = days(said_in, place.clock.now)
        for said, day in (every if hour == HOURS[0] else {"today": every["today"]}).items():
            wanted = str(kept(day, place.zone))
            dates = {"start_date": said, "due_date": said}
            values = {"Visit": said}
            new = {"name": "New", **dates, "custom_fields": values}
            made = [(await place.do("tasks.create", list_id=place.list, **new))["id"]]
            many = await place.do("tasks.create_many", list_id=place.list, tasks=[new])
            made += [each["id"] for each in many]
            await place.do("tasks.update", task_id=task, **dates)
            await place.do("custom_fields.set", task_id=task, field_id="Visit", value=said)
            for one in (*made, task):
                found = await place.do("tasks.get", task_id=one)
                visit = next(f for f in found["custom_fields"] if f["id"] == FIELD)["value"]
                seen = [str(each) for each in (found["due_date"], found["start_date"], visit)]
                assert seen == [wanted] * 3, (said, hour)
                shown = await place.shown("tasks.get", task_id=one)
                assert shown.count(f'"{day}"') == 3, (said, hour, shown)
            await place.do("tasks.update_many", updates=[{"task_id": task, **dates}])
            assert (await place.do("tasks.get", task_id=task))["due_date"] == wanted
            for name, key, identifier in (("lists", "list_id", home), ("goals", "goal_id", goal)):
                await place.do(f"{name}.update", **{key: identifier, "due_date": said})
                told = (await place.do(f"{name}.get", **{key: identifier}))["due_date"]
                assert str(told) == wanted
                assert f'"{day}"' in await place.shown(f"{name}.get", **{key: identifier})
            await found_again(place, {*made, task}, day, said)
            for one in made:
                await place.clickup.tasks.update(one, clear=["due_date", "start_date"])
                await place.do("custom_fields.remove", task_id=one, field_id="Visit")


async def space(place: Place) -> str:
    return str((await place.do("spaces.list"))[0]["id"])


async def found_again(place: Place, made: set[str], day: date, said: str) -> None:
    """What is of a day is found by it, and by no other."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    by_due: list[tuple[dict[str, Any], bool]] = [
        ({"due_date_gt": said, "due_date_lt": said}, True),
        ({"due_date_gt": str(day), "due_date_lt": str(after)}, True),
        ({"due_date_gt": str(before), "due_date_lt": str(before)}, False),
        ({"due_date_gt": str(after), "due_date_lt": str(after)}, False),
        ({"due_date_lt": said}, False),
        ({"due_date_gt": said}, False),
        ({"due_date_lt": str(after)}, True),
        ({"due_date_gt": str(before)}, True),
    ]
    by_field: list[tuple[str, Any, bool]] = [
        ("=", said, True),
        ("=", str(before), False),
        ("=", str(after), False),
        ("<", said, False),
        (">", said, False),
        ("<=", said, True),
        (">=", said, True),
        ("RANGE", [said, str(after)], True),
        ("ANY", [str(day), str(after)], True),
    ]
    conditions = [
        ({"custom_fields": [{"field_id": "Visit", "operator": how, "value": value}]}, finds)
        for how, value, finds in by_field
    ]
    for params, finds in (*by_due, *conditions):
        found = {task["id"] for task in await place.do("tasks.list", list_id=place.list, **params)}
        assert made <= found if finds else not made & found, (params, day)
    found = {task["id"] for task in await place.do("tasks.search", **by_due[0][0])}
    assert made <= found


async def test_a_day_is_sent_as_the_users_by_every_operation_that_takes_one(
    place: Place, said_in: str
) -> None:
    for operation in OPERATIONS:
        for name, parameter in operation.parameters.items():
            if parameter.whole_day is None or parameter.bound is not None:
                continue
            place_of = [{"space_id": "1"}] if operation.name == "lists.create" else []
            required = (n for n, p in operation.parameters.items() if p.required)
            needed = dict.fromkeys(required, "1") | dict(*place_of)
            for hour in HOURS:
                place.clock.now = noon(hour)
                for said, day in days(said_in, place.clock.now).items():
                    given = {**needed, name: said}
                    checked = await place.clickup.hooks.prepare(
                        operation, validate(operation, given), given
                    )
                    assert checked[name] == kept(day, place.zone), (operation.name, name)


async def test_a_time_of_day_that_does_not_count_leaves_the_day(place: Place) -> None:
    task = (await place.do("tasks.create", list_id=place.list, name="One"))["id"]
    for said in ("2026-12-01T22:30", "1 Dec 2026 1am"):
        await place.do("tasks.update", task_id=task, due_date=said, due_date_time=False)
        options = {"value": said, "value_options": {"time": False}}
        await place.do("custom_fields.set", task_id=task, field_id="Visit", **options)
        found = await place.do("tasks.get", task_id=task)
        visit = next(f for f in found["custom_fields"] if f["id"] == FIELD)["value"]
        assert str(visit) == found["due_date"] == str(kept(FIXED, place.zone))


async def test_what_was_read_is_the_same_day_if_it_is_written_back(place: Place) -> None:
    task = (await place.do("tasks.create", list_id=place.list, name="One"))["id"]
    number = kept(FIXED, place.zone)
    for same in (number, str(number)):
        await place.do("tasks.update", task_id=task, due_date=same)
        assert (await place.do("tasks.get", task_id=task))["due_date"] == str(number)
        assert f'"{FIXED}"' in await place.shown("tasks.get", task_id=task)


async def test_a_time_of_day_is_one_of_the_zone_that_was_given(place: Place, said_in: str) -> None:
    place.sandbox.requests.clear()
    task = await place.do("tasks.create", list_id=place.list, name="N", due_date="1 Dec 2026 5pm")
    at = datetime(2026, 12, 1, 17, tzinfo=ZoneInfo(said_in))
    assert task["due_date"] == str(int(at.timestamp() * 1000))
    # Which days are the user's need not be known for it.
    assert "/api/v2/user" not in [sent.path for sent in place.sandbox.requests]


def test_every_date_that_has_no_hour_of_its_own_is_declared_as_a_day() -> None:
    called = {
        (operation.name, parameter.name)
        for operation, parameter, path, read, _ in parts()
        if read in TIMES - {ISO} and not path and "date" in parameter.name
    }
    declared = {(o.name, p.name) for o in OPERATIONS for p in o.parameters.values() if p.whole_day}
    assert declared <= called
    moments = ("date_created", "date_updated", "date_done")
    others = {(o, name) for o, name in called - declared if not name.startswith(moments)}
    assert others == {("time_tracking.list", "start_date"), ("time_tracking.list", "end_date")}
    assert len(declared) >= 12
