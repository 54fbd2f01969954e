"""A weekday: the latest one where something was, the coming one where it is to come."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.times.timestamps import PastTime, Timestamp
from tests.clickup.time_catalogue import TIMES, parts, reading
from tests.noon import noon_zone

WEDNESDAY = datetime(2026, 11, 25, 10, 15, tzinfo=ZoneInfo("Europe/Berlin"))
WHAT_IS_TO_COME = re.compile(
    r"(tasks\.(create|update)|lists\..*|goals\..*)\.(due|start)_date|tasks\..*\.due_date_[gl]t"
)
"""Time parameters that are about what is to come; all others are about what was."""

COMING, LATEST = date(2026, 11, 30), date(2026, 11, 23)
MONDAYS: dict[str, tuple[date | None, date]] = {
    # As it is read where something is to come, and where it was.
    "Monday": (COMING, LATEST),
    "on Monday": (COMING, LATEST),
    "Mon": (COMING, LATEST),
    "Monday 9am": (COMING, LATEST),
    "this Monday": (None, LATEST),
    "last Monday": (LATEST, LATEST),
    "next Monday": (COMING, COMING),
    "this coming Monday": (COMING, COMING),
    "Monday last week": (date(2026, 11, 16), date(2026, 11, 16)),
}
EVERY_TIME = sorted({
    (".".join((o.name, p.name, *path)), read == reading(PastTime))
    for o, p, path, read, _ in parts()
    if read in TIMES
})  # fmt: skip


@pytest.mark.parametrize(("name", "past"), EVERY_TIME)
def test_a_weekday_is_the_latest_where_it_was_and_the_coming_where_it_is_to_come(
    name: str, past: bool
) -> None:
    assert past is not bool(WHAT_IS_TO_COME.fullmatch(name))
    read = reading(PastTime if past else Timestamp)
    for text, days in MONDAYS.items():
        wanted = days[past]
        if wanted is None:
            with pytest.raises(ValueError, match="write the date"):
                read(text).at(WEDNESDAY)
        else:
            at = datetime.fromtimestamp(read(text).at(WEDNESDAY) / 1000, WEDNESDAY.tzinfo)
            assert at.date() == wanted, text
    if past:
        with pytest.raises(ValueError, match="may be today or 2026-11-18; write the date"):
            read("Wednesday").at(WEDNESDAY)


LISTS = [
    ("time_tracking.list", "start_date", {}),
    ("tasks.search", "date_created_gt", {}),
    ("tasks.search", "date_done_lt", {}),
    ("tasks.list", "date_updated_gt", {"list_id": "Website"}),
    ("audit_logs.query", "start_time", {}),
    ("chat_channels.list", "with_message_since", {}),
]


@pytest.mark.parametrize(("name", "parameter", "more"), LISTS)
async def test_how_a_weekday_was_read_is_told(
    name: str, parameter: str, more: dict[str, Any]
) -> None:
    zone = noon_zone()
    clickup = ClickupApiConnector.sandbox(Sandbox(rate_limit=None), timezone=zone)
    day = datetime.now(ZoneInfo(zone)).date() - timedelta(days=1)
    entity, action = name.split(".")
    told = f"`{parameter}`: '{day:%A}' was read as the latest one, {day:%a} {day}."
    for said, warned in ((f"{day:%A}", True), (f"last {day:%A}", False), (str(day), False)):
        given = {**more, parameter: said}
        result = await clickup.execute(entity, action, given)
        assert (told in result.meta.warnings) is warned
        if isinstance(result.data, list):
            walk = clickup.iterate(entity, action, given)
            async for _ in walk:
                break
            assert (told in walk.warnings) is warned or not result.data


@pytest.mark.parametrize("name", ["tasks.search.date_created_gt", "time_tracking.list.start_date"])
async def test_the_weekday_that_it_is_is_refused_with_both_days(name: str) -> None:
    zone = noon_zone()
    entity, action, parameter = name.split(".")
    now = datetime.now(ZoneInfo(zone))
    for said in (f"{now:%A}", f"{now:%a}"):
        with pytest.raises(InvalidParams, match=r"may be today or .* It is "):
            await ClickupApiConnector.sandbox(timezone=zone).execute(
                entity, action, {parameter: said}
            )
