"""Every parameter of every operation that is a time: what it takes, and what a range has in it."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, Any, get_args, get_origin
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.check.validation import validate
from agent_connectors.engine.declare.operation import Operation
from agent_connectors.engine.marks import Since, Until
from agent_connectors.engine.times.timestamps import Timestamp
from tests.clickup.time_catalogue import ISO, LENGTHS, NOW, OPERATIONS, TIMES, call, parts, reading
from tests.loopback import Loopback
from tests.noon import noon_zone

SOUNDS_LIKE_A_TIME = re.compile(
    r"(^|_)(dates?|time|start|end|stop|since|until|due|gt|lt|before|after|timestamp|duration)(_|$)"
)
NO_TIMES = {
    "key_results.create.steps_end",  # how much is to be reached
    "key_results.create.steps_start",
    "templates.create_folder.options.time_estimate",  # whether it is taken over
    "templates.create_list.options.time_estimate",
}
"""What is called like a time, and is none."""


def takes_text_or_numbers(hint: Any) -> bool:
    inner = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    members = get_args(inner) or (inner,)
    return any(member in {int, float, str} for member in members)


def test_every_parameter_called_like_a_time_is_read_as_one() -> None:
    unread = set()
    for operation, parameter, path, read, hint in parts():
        name = (path or (parameter.name,))[-1]
        called_so = SOUNDS_LIKE_A_TIME.search(name) and not name.endswith(("_id", "_ids"))
        if called_so and takes_text_or_numbers(hint) and read not in {ISO, *TIMES, *LENGTHS}:
            unread.add(".".join((operation.name, parameter.name, *path)))
    assert unread == NO_TIMES


STARTS = {"_gt": "_lt", "start": "end", "since": "until", "_from": "_to", "after": "before"}


def other_end(name: str, names: Any) -> str | None:
    """The end of the range that a parameter begins, by their names alone."""
    pairs = (name.replace(start, end) for start, end in STARTS.items() if start in name)
    return next((pair for pair in pairs if pair in names and pair != name), None)


def ranges() -> Iterator[tuple[Operation, str, str]]:
    for operation in OPERATIONS:
        times = {p.name for o, p, path, read, _ in parts() if o is operation and read in TIMES}
        for name in times:
            last = other_end(name, times)
            if last is not None:
                yield operation, name, last


RANGES = sorted(ranges(), key=lambda found: (found[0].name, found[1]))


def test_every_range_is_declared_as_one() -> None:
    for operation, first, last in RANGES:
        since, until = (operation.parameters[name].bound for name in (first, last))
        assert isinstance(since, Since), (operation.name, first)
        assert isinstance(until, Until), (operation.name, last)
        assert (since.until, until.since) == (last, first)
        assert since.strict is until.strict is first.endswith("_gt")
    declared = {(o.name, p.name) for o in OPERATIONS for p in o.parameters.values() if p.bound}
    found = {(o.name, name) for o, *names in RANGES for name in names}
    assert declared - found == {
        ("chat_channels.list", "with_message_since"),
        ("time_tracking.create", "stop"),
    }
    assert len(RANGES) >= 13


TIME_PARAMETERS = sorted(
    {(o.name, p.name) for o, p, path, read, _ in parts() if read in TIMES and not path}
)
LENGTH_PARAMETERS = sorted(
    {(o.name, p.name, path) for o, p, path, read, _ in parts() if read in LENGTHS}
)
ODD = [
    15, "15", 2026, "2026", -5, "-5", 0, 1.5, "1.5", True, float("nan"), float("inf"),
    1_795_000_000, "1795000000", 10**400, "9" * 400, -(10**12), [], {}, "soon", "3/4/2026",
    "marathon 5", "Sunday 28 November 2026", "tomorrow 9am CET", "2027-13-01", "",
]  # fmt: skip


INTERNALS = re.compile(r"Moment|is-instance|[Vv]alue error|validator|int\b.*str\b|pydantic")


@pytest.mark.parametrize(("name", "parameter"), TIME_PARAMETERS)
def test_odd_times_are_refused_before_the_wire_with_what_now_is(
    name: str,
    parameter: str,
    connect: Callable[..., ClickupApiConnector],
    loopback: Loopback,
) -> None:
    connector = connect(timezone="Asia/Kathmandu", allow_destructive=True)
    for odd in ODD:
        with pytest.raises(InvalidParams) as caught:
            call(connector, name, {parameter: odd})
        text = str(caught.value)
        assert f"`{parameter}`" in text
        assert NOW.search(text), text
        assert "+05:45" in text
        assert not INTERNALS.search(text), text
    assert not loopback.received


ODD_LENGTHS: tuple[Any, ...] = (
    1, "1", 2, 90, "90", 7200, "7200", -5, 10**15, 10**400, 1.5, True, "-1h", "1:30", "0.2s", "",
    "1.000 h", "1,500h", "1d", "a week", "9:00", "soon", "1e3",
)  # fmt: skip

CLEAR_LENGTHS = {
    "1,5h": 90, "1.5 hours": 90, "90 min": 90, "90m": 90, "1h30": 90, "1h 30m": 90, "1h30m": 90,
    "1:30:00": 90, "PT1H30M": 90, "half an hour": 30, "two hours": 120, "20h": 1200, "9h": 540,
    "0.125h": 7.5, "1 hour and 30 minutes": 90, 5_400_000: 90, "5400000": 90,
    timedelta(minutes=90): 90,
}  # fmt: skip


@pytest.mark.parametrize(("name", "parameter", "path"), LENGTH_PARAMETERS)
def test_clear_lengths_are_read_wherever_one_goes(
    name: str, parameter: str, path: tuple[str, ...]
) -> None:
    (read,) = {
        read
        for operation, each, where, read, _ in parts()
        if (operation.name, each.name, where) == (name, parameter, path) and read in LENGTHS
    }
    for text, minutes in CLEAR_LENGTHS.items():
        assert read(text) == minutes * 60_000


@pytest.mark.parametrize(("name", "parameter", "path"), LENGTH_PARAMETERS)
def test_odd_lengths_are_refused_before_the_wire_with_a_hint(
    name: str,
    parameter: str,
    path: tuple[str, ...],
    connect: Callable[..., ClickupApiConnector],
    loopback: Loopback,
) -> None:
    connector = connect(timezone="UTC")
    for odd in ODD_LENGTHS:
        given = [{path[0]: odd}] if path else odd
        with pytest.raises(InvalidParams, match="such as") as caught:
            call(connector, name, {parameter: given})
        assert re.search(rf"`{parameter}[`.]", str(caught.value))
        assert not INTERNALS.search(str(caught.value))
    assert not loopback.received


def test_times_within_items_are_refused_alike(
    connect: Callable[..., ClickupApiConnector], loopback: Loopback
) -> None:
    connector = connect(timezone="Europe/Berlin")
    calls: list[tuple[str, dict[str, Any]]] = [
        ("tasks.create_many", {"list_id": "901", "tasks": [{"name": "A", "due_date": 15}]}),
        ("tasks.create_many", {"list_id": "901", "tasks": [{"name": "A", "due_date": "May 50"}]}),
        ("templates.create_list", {"options": {"due_date": "soon"}}),
        ("chat_messages.create", {"reactions": [{"reaction": "x", "user_id": "1", "date": 5}]}),
    ]
    for name, params in calls:
        with pytest.raises(InvalidParams) as caught:
            call(connector, name, params)
        assert NOW.search(str(caught.value)), caught.value
    assert not loopback.received


@pytest.mark.parametrize(("operation", "first", "last"), RANGES)
async def test_a_range_that_ends_before_it_begins_is_refused_with_both(
    operation: Operation,
    first: str,
    last: str,
    connect: Callable[..., ClickupApiConnector],
) -> None:
    connector = connect(timezone="Europe/Berlin")
    given = {first: "2026-11-27", last: "2026-11-23"}
    checked = {name: reading(Timestamp)(value) for name, value in given.items()}
    with pytest.raises(InvalidParams, match=rf"`{last}` \(2026-11-23\).*`{first}` \(2026-11-27\)"):
        await connector.hooks.prepare(operation, checked, given)


BOUNDS = [
    ("2026-11-23", "2026-11-27", "2026-11-23", "2026-11-27"),
    ("2026-W48", "2026-W48", "2026-11-23", "2026-11-29"),
    ("November 2026", "2026-11", "2026-11-01", "2026-11-30"),
    ("23 Nov 2026", "end of November 2026", "2026-11-23", "2026-11-30"),
    ("2026-03-29", "2026-10-25", "2026-03-29", "2026-10-25"),
]


@pytest.mark.parametrize(("operation", "first", "last"), RANGES)
@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Auckland"])
async def test_a_range_has_its_first_and_its_last_day_in_it(
    zone: str,
    operation: Operation,
    first: str,
    last: str,
    connect: Callable[..., ClickupApiConnector],
) -> None:
    connector, tz = connect(timezone=zone), ZoneInfo(zone)
    strict = int(first.endswith("_gt"))
    for since, until, day, final in BOUNDS:
        given = {first: since, last: until}
        checked = dict.fromkeys(operation.inferred, "9")
        checked |= {name: reading(Timestamp)(value) for name, value in given.items()}
        sent = await connector.hooks.prepare(operation, checked, given)
        begins = datetime.combine(date.fromisoformat(day), datetime.min.time(), tz)
        after = date.fromisoformat(final) + timedelta(days=1)
        ends = datetime.combine(after, datetime.min.time(), tz)
        assert sent[first] == begins.timestamp() * 1000 - strict
        assert sent[last] == ends.timestamp() * 1000 - 1 + strict


@pytest.mark.parametrize("field", ["due_date", "date_created", "date_updated", "date_done"])
async def test_one_end_alone_means_after_or_before_that_day(
    field: str, connect: Callable[..., ClickupApiConnector]
) -> None:
    connector = connect(timezone="America/Los_Angeles")
    operation = connector.operations.get("tasks", "search")
    midnight = datetime(2026, 11, 23, tzinfo=ZoneInfo("America/Los_Angeles")).timestamp() * 1000

    async def sent(end: str, text: str) -> int:
        given = {f"{field}_{end}": text, "team_id": "9"}
        checked = await connector.hooks.prepare(operation, validate(operation, given), given)
        return int(checked[f"{field}_{end}"])

    assert await sent("lt", "2026-11-23") == midnight
    assert await sent("gt", "2026-11-23") == midnight + 86_400_000 - 1
    assert await sent("gt", "start of November 2026") < midnight
    assert await sent("lt", "end of November 2026") > midnight + 7 * 86_400_000


async def test_today_finds_what_is_of_today() -> None:
    sandbox = Sandbox(rate_limit=None)
    for user in sandbox.workspace.users.values():
        user.timezone = noon_zone()
    clickup = ClickupApiConnector.sandbox(sandbox)
    lists = (await clickup.workspaces.tree()).data[0]["lists"]
    here = str(lists[0]["id"])
    details = (await clickup.lists.get(here)).data
    closed = details["statuses"][-1]["status"]
    made = (await clickup.tasks.create(here, "Of today", due_date="today")).data["id"]
    await clickup.tasks.update(made, status=closed)
    for field in ("due_date", "date_created", "date_updated", "date_done"):
        today: dict[str, Any] = {f"{field}_gt": "today", f"{field}_lt": "today"}
        for action, more in (("search", {}), ("list", {"list_id": here})):
            params = {**today, **more, "include_closed": True, "limit": 1000}
            found = (await clickup.execute("tasks", action, params)).data
            assert made in [task["id"] for task in found], (field, action)
    entry = await clickup.time_tracking.create("1 minute ago", duration="30s", task_id=made)
    span: dict[str, Any] = {"start_date": "today", "end_date": "today"}
    entries = (await clickup.time_tracking.list(task_id=made, **span)).data
    assert str(entry.data["id"]) in [str(one["id"]) for one in entries]


async def test_the_audit_log_of_a_day() -> None:
    clickup = ClickupApiConnector.sandbox(Sandbox(rate_limit=None), timezone="Pacific/Auckland")
    everything: Any = (await clickup.audit_logs.query(page_rows=1000)).data
    event = everything["data"][0]
    when = next(int(v) for v in event.values() if re.fullmatch(r"\d{13}", str(v)))
    day = str(datetime.fromtimestamp(when / 1000, ZoneInfo("Pacific/Auckland")).date())
    found: Any = (await clickup.audit_logs.query(start_time=day, end_time=day)).data
    assert event in found["data"]


FOUR = datetime(2027, 3, 1, 4, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        (o.name, p.name)
        for o in OPERATIONS
        for p in o.parameters.values()
        if p.whole_day and p.whole_day.flag
    ],
)
@pytest.mark.parametrize(
    ("value", "counts"),
    [
        (int(FOUR.timestamp() * 1000), False),
        (str(int(FOUR.timestamp() * 1000)), False),
        (int(FOUR.timestamp() * 1000) + 60_000, True),
        (1_796_056_200_000, True),
        (FOUR, True),
        (FOUR.replace(tzinfo=None), True),
        (FOUR.date(), False),
        ("2027-03-01", False),
        ("2027-03-01T12:00:00Z", True),
        ("1 March 2027 4am", True),
    ],
)
async def test_a_time_of_day_survives(
    name: str,
    parameter: str,
    value: Any,
    counts: bool,
    connect: Callable[..., ClickupApiConnector],
) -> None:
    connector = connect(timezone="America/Los_Angeles")
    operation = connector.operations.get(*name.split("."))
    checked = {parameter: reading(Timestamp)(value)}
    sent = await connector.hooks.prepare(operation, checked, {parameter: value})
    assert sent[f"{parameter}_time"] is counts
    said = {parameter: reading(Timestamp)(value), f"{parameter}_time": not counts}
    sent = await connector.hooks.prepare(operation, said, {parameter: value})
    assert sent[f"{parameter}_time"] is not counts
