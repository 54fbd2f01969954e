"""Whole days are days of whoever sets them, in the seed and in what is written."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.days import rounded, whole_day
from tests.sandbox.client import TODAY, Api, Clock

ZONES = ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo"]


def local(moment: int, zone: str) -> datetime:
    return datetime.fromtimestamp(moment / 1000, ZoneInfo(zone))


@pytest.mark.parametrize("zone", ZONES)
def test_every_moment_of_a_day_is_rounded_to_its_fixed_hour(zone: str) -> None:
    # Two days on which clocks change in some of these zones, and one on which none does.
    for day in (date(2026, 3, 8), date(2026, 11, 1), date(2026, 7, 14)):
        first = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp()
        for minutes in (0, 1, 239, 241, 720, 1379):
            kept = local(rounded(int(first * 1000) + minutes * 60_000, zone), zone)
            assert (kept.date(), kept.hour, kept.minute) == (day, 4, 0)


def test_moments_beyond_the_calendar_are_left_alone() -> None:
    assert [rounded(n, "UTC") for n in (10**18, -(10**18))] == [10**18, -(10**18)]
    assert whole_day(0, "UTC") == 4 * 3600 * 1000


@pytest.mark.parametrize("today", [date(2026, 3, 18), date(2026, 3, 8), date(2026, 11, 1)])
def test_every_date_without_a_time_in_the_seed_is_a_whole_day(today: date) -> None:
    workspace = Sandbox(400, today=today).workspace
    zone = workspace.owner.timezone
    dates = [
        *(task.due for task in workspace.tasks.values() if not task.due_time),
        *(task.start for task in workspace.tasks.values() if not task.start_time),
        *(
            moment
            for home in workspace.lists.values()
            for moment in (home.due_date, home.start_date)
        ),
        *(goal.due for goal in workspace.goals.values()),
    ]
    fields = {field.id for field in workspace.fields.values() if field.type == "date"}
    for task in workspace.tasks.values():
        dates += [value for name, value in task.values.items() if name in fields]
    found = [local(moment, zone) for moment in dates if moment is not None]
    assert len(found) > 300
    assert {(moment.hour, moment.minute, moment.second) for moment in found} == {(4, 0, 0)}


async def test_what_is_written_without_a_time_loses_it(api: Api) -> None:
    home = next(iter(api.workspace.lists))
    odd = 1767312345678
    made = await api.post(f"/list/{home}/task", {"name": "A", "due_date": odd, "start_date": odd})
    day = str(rounded(odd, api.workspace.owner.timezone))
    assert (made["due_date"], made["start_date"]) == (day, day)
    body = {"due_date": odd, "due_date_time": True}
    assert (await api.put(f"/task/{made['id']}", body))["due_date"] == str(odd)


async def test_every_due_date_is_told_as_one_and_the_same_day() -> None:
    sandbox = Sandbox(today=TODAY, clock=Clock())
    clickup = ClickupApiConnector.sandbox(sandbox)
    for task in [t for t in sandbox.workspace.tasks.values() if t.due and not t.due_time][:30]:
        read = (await clickup.execute("tasks", "get", {"task_id": task.id})).data
        utc = datetime.fromtimestamp(int(read["due_date"]) / 1000, ZoneInfo("UTC"))
        assert task.due is not None
        assert utc.date() == local(task.due, sandbox.workspace.owner.timezone).date()
