"""Days and spans of days at either end of a range: on each weekday, alone and together."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.plans import CustomField
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from tests.clickup.test_time_parameters import RANGES
from tests.clickup.time_catalogue import OPERATIONS
from tests.loopback import Loopback

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = [datetime(2026, 11, 23 + day, 10, 15, tzinfo=BERLIN) for day in range(7)]
"""From a Monday to a Sunday."""
THURSDAY = WEEK[3]

Connect = Callable[..., ClickupApiConnector]


def at(connector: ClickupApiConnector, now: datetime) -> None:
    async def fixed() -> datetime:
        return now

    vars(connector.hooks)["now"] = fixed


def day_of(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, BERLIN).date()


async def sent(
    connector: ClickupApiConnector, operation: Operation, given: dict[str, Any]
) -> dict[str, Any]:
    inferred = dict.fromkeys(operation.inferred, "9")
    required = {n: "1" for n, p in operation.parameters.items() if p.required and n not in given}
    params = inferred | required | {n: "1h" for n in required if n == "time"} | given
    return await connector.hooks.prepare(operation, validate(operation, params), params)


@pytest.mark.parametrize(("operation", "first", "last"), RANGES)
async def test_last_monday_to_last_friday_is_a_range_on_every_day(
    operation: Operation, first: str, last: str, connect: Connect
) -> None:
    connector = connect(timezone="Europe/Berlin")
    for now in WEEK:
        at(connector, now)
        for begins, ends in (("last Monday", "last Friday"), ("last Mon", "past Fri")):
            checked = await sent(connector, operation, {first: begins, last: ends})
            friday = now.date() - timedelta(days=(now.weekday() - 5) % 7 + 1)
            strict = int(first.endswith("_gt"))
            assert day_of(checked[first] + strict) == friday - timedelta(days=4)
            assert day_of(checked[last] - strict) == friday


SINCE = {
    # What has begun and is not over, where something was: since it began.
    "today": date(2026, 11, 26),
    "2026-11-26": date(2026, 11, 26),
    "this week": date(2026, 11, 23),
    "this month": date(2026, 11, 1),
    "November 2026": date(2026, 11, 1),
    "2026-W48": date(2026, 11, 23),
    "Q4 2026": date(2026, 10, 1),
    "last 7 days": date(2026, 11, 19),
    "past month": date(2026, 10, 26),
    "last 24 hours": date(2026, 11, 25),
    "since Monday": date(2026, 11, 23),
    "start of this week": date(2026, 11, 23),
}
AFTER = {"2026-11-23": date(2026, 11, 24), "end of last week": date(2026, 11, 23)}
SEVERAL = ["last week", "last month", "2026-W47", "October 2026", "Q3 2026", "2026-10"]
AHEAD = ["this week", "next week", "November 2026", "Q4 2026", "2026-W48", "next month"]

STRICT = [
    (o, p.name) for o in OPERATIONS for p in o.parameters.values() if p.bound and p.bound.strict
]
ABOUT_WHAT_WAS = ("date_created", "date_updated", "date_done")


@pytest.mark.parametrize(("operation", "name"), STRICT)
async def test_a_span_alone_means_one_thing_or_is_refused_with_what_to_write(
    operation: Operation, name: str, connect: Connect, loopback: Loopback
) -> None:
    connector = connect(timezone="Europe/Berlin")
    at(connector, THURSDAY)

    async def read(text: str) -> int:
        return int((await sent(connector, operation, {name: text}))[name])

    past, begins = name.startswith(ABOUT_WHAT_WAS), name.endswith("_gt")
    refused = [*SEVERAL, *(AHEAD if not past or not begins else ["next week", "next month"])]
    if begins:
        for text, day in SINCE.items() if past else ():
            assert day_of(await read(text) + 1) == day, text
        for text, day in AFTER.items():
            assert day_of(await read(text) + 1) == day, text
        assert day_of(await read("last 7 days") + 1) == SINCE["last 7 days"]
        refused.append("next 7 days")
    else:
        for text in ("today", "2026-11-26"):
            assert day_of(await read(text)) == THURSDAY.date()
            assert day_of(await read(text) - 1) < THURSDAY.date()
        assert day_of(await read("next 7 days") - 1) == date(2026, 12, 3)
        refused += ["last 7 days", "past month"]
    for text in refused:
        with pytest.raises(InvalidParams, match="is several days") as caught:
            await read(text)
        said = str(caught.value)
        one, with_them = re.findall(r"write (\S+) for .*, (\S+) for them and", said)[0]
        other = name.replace("_gt", "_lt") if begins else name.replace("_lt", "_gt")
        # What the refusal tells to write is what it says it is.
        both = await sent(connector, operation, {name: text, other: text})
        low, high = sorted((both[name], both[other]))
        assert await read(one) == (high - 1 if begins else low + 1)
        assert await read(with_them) == (low if begins else high)
    assert not loopback.received


ORDERED = [
    *RANGES,
    *((o, p.not_before, p.name) for o in OPERATIONS for p in o.parameters.values() if p.not_before),
]


@pytest.mark.parametrize(("operation", "first", "last"), ORDERED)
@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        ("in 3 days", "tomorrow", ("in 3 days, read as Sun 2026-11-29", "Fri 2026-11-27")),
        ("tomorrow 9am", "today", ("tomorrow 9am, read as Fri 2026-11-27 09:00", "2026-11-26")),
        (1_796_056_200_000, "today", ("1796056200000, which is 2026-11-30 17:30+01:00", "Thu")),
        ("in 48 hours", "today", ("in 48 hours, read as Sat 2026-11-28 10:15", "2026-11-26")),
        ("2026-11-27", "2026-11-26", ("(2026-11-27)", "(2026-11-26)")),
        ("2026-11-27T09:00", "2026-11-26", ("(2026-11-27T09:00)", "(2026-11-26)")),
    ],
)
async def test_what_ends_before_it_begins_is_refused_with_both_as_they_were_read(
    operation: Operation,
    first: str,
    last: str,
    begins: Any,
    ends: str,
    told: tuple[str, str],
    connect: Connect,
) -> None:
    connector = connect(timezone="Europe/Berlin")
    at(connector, THURSDAY)
    with pytest.raises(InvalidParams) as caught:
        await sent(connector, operation, {first: begins, last: ends})
    said = str(caught.value)
    assert all(f"`{name}` (" in said for name in (first, last))
    assert all(text in said for text in told), said


@pytest.mark.parametrize("now", WEEK)
async def test_so_is_a_condition_on_a_date_field(now: datetime) -> None:
    sandbox = Sandbox(tasks=3, today=now.date(), clock=now.timestamp, rate_limit=None)
    for user in sandbox.workspace.users.values():
        user.timezone = "Europe/Berlin"
    here = next(iter(sandbox.workspace.lists))
    identifier = "0aa0c0de-0000-4000-8000-000000000001"
    field = CustomField(identifier, "Visit", "date", {}, 1, here)
    sandbox.workspace.fields[identifier] = field
    sandbox.workspace._fields_of.clear()
    clickup = ClickupApiConnector.sandbox(sandbox)
    at(clickup, now)
    friday = now.date() - timedelta(days=(now.weekday() - 5) % 7 + 1)
    task = (await clickup.tasks.create(here, "N")).data["id"]

    async def found(low: str, high: str) -> list[str]:
        condition = {"field_id": "Visit", "operator": "RANGE", "value": [low, high]}
        params = {"list_id": here, "custom_fields": [condition]}
        return [one["id"] for one in (await clickup.execute("tasks", "list", params)).data]

    for days, finds in ((-5, False), (-4, True), (0, True), (1, False)):
        day = str(friday + timedelta(days=days))
        params = {"task_id": task, "field_id": "Visit", "value": day}
        await clickup.execute("custom_fields", "set", params)
        assert (task in await found("last Monday", "last Friday")) is finds
    tomorrow = now.date() + timedelta(days=1)
    with pytest.raises(InvalidParams, match=rf"Its end \(\w+ {now.date()}\).*\(\w+ {tomorrow}\)"):
        await found("tomorrow", "today")


def test_the_clock_of_these_tests_is_theirs() -> None:
    assert [now.weekday() for now in WEEK] == list(range(7))
    assert {now.astimezone(UTC).date() for now in WEEK} == {now.date() for now in WEEK}


TOKYO, LOS_ANGELES = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")
EDGES: dict[str, date] = {
    "2026-12-01": date(2026, 12, 1),
    "2026-12-02": date(2026, 12, 2),
    "2026-11-30": date(2026, 11, 30),
    "2026-12-01 08:00": datetime(2026, 12, 1, 8, tzinfo=TOKYO),
    "2026-12-01T15:00": datetime(2026, 12, 1, 15, tzinfo=TOKYO),
    "2026-12-01 23:00": datetime(2026, 12, 1, 23, tzinfo=TOKYO),
    "2026-12-02 20:00": datetime(2026, 12, 2, 20, tzinfo=TOKYO),
}


@pytest.mark.parametrize(("operation", "first", "last"), ORDERED)
async def test_the_order_of_two_ends_is_that_of_what_is_sent(
    operation: Operation, first: str, last: str, connect: Connect
) -> None:
    connector = connect(timezone="Asia/Tokyo")
    at(connector, THURSDAY.astimezone(TOKYO))

    async def days() -> ZoneInfo:
        return LOS_ANGELES

    vars(connector.hooks)["days"] = days
    parameters = operation.parameters
    where = LOS_ANGELES if parameters[last].whole_day else TOKYO

    def edge(text: str, after: int) -> float:
        """When something ends or begins, from the calendar alone."""
        said = EDGES[text]
        if isinstance(said, datetime):
            return said.timestamp() * 1000
        day = datetime.combine(said + timedelta(days=after), datetime.min.time(), where)
        return day.timestamp() * 1000 - after

    refused = 0
    for begins in EDGES:
        for ends in EDGES:
            given = {first: begins, last: ends}
            if edge(begins, 0) <= edge(ends, 1):
                await sent(connector, operation, given)
                continue
            refused += 1
            with pytest.raises(InvalidParams) as caught:
                await sent(connector, operation, given)
            said = str(caught.value)
            assert f"`{last}` ({ends}" in said, said
            assert f"`{first}` ({begins}" in said, said
            # Where words of two zones meet, both are told by the same clock.
            two_zones = where is LOS_ANGELES and min(len(begins), len(ends)) == len("2026-12-01")
            assert said.count("read as 2026-1") == said.count("+09:00)") == 2 * two_zones, said
    assert 0 < refused < len(EDGES) ** 2
