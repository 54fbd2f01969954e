"""Times: ranges, numbers and lengths that nobody means, words, and what refusals say."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.tools import Toolbox
from tests.noon import noon_zone

NOW = r"It is \w{3} \d{4}-\d\d-\d\d \d\d:\d\d \+0[12]:00; next Friday is \d{4}-\d\d-\d\d\.$"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=None)


@pytest.fixture
def clickup(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(sandbox, timezone="Europe/Berlin")


@pytest.fixture
def task(clickup: ClickupApiConnector) -> str:
    found = clickup.execute_sync("tasks", "search", {"limit": 1}).data
    return str(found[0]["id"])


def test_public_reports_2_today_to_today_has_what_was_tracked_today() -> None:
    clickup = ClickupApiConnector.sandbox(timezone=noon_zone())
    new = clickup.execute_sync("tasks", "create", {"list_id": "Website", "name": "n"})
    task = new.data["id"]
    params = {"start": "1 minute ago", "duration": "1m", "task_id": task}
    made = clickup.execute_sync("time_tracking", "create", params).data
    for first in ("today", "2 days ago"):
        span = {"task_id": task, "start_date": first, "end_date": "today"}
        found = clickup.execute_sync("time_tracking", "list", span).data
        assert str(made["id"]) in [str(entry["id"]) for entry in found]


def test_public_reports_2_the_audit_log_has_its_last_day(clickup: ClickupApiConnector) -> None:
    whole = clickup.execute_sync("audit_logs", "query", {"page_rows": 1000}).data["data"]
    span = {"start_time": "30 years ago", "end_time": "today", "page_rows": 1000}
    assert clickup.execute_sync("audit_logs", "query", span).data["data"] == whole


@pytest.mark.parametrize("odd", [15, "2026", "-5", -5, 1.5])
def test_agents_view_10_small_numbers_are_no_times(
    clickup: ClickupApiConnector, task: str, odd: Any
) -> None:
    with pytest.raises(InvalidParams, match="milliseconds since 1970") as caught:
        clickup.execute_sync("tasks", "update", {"task_id": task, "due_date": odd})
    assert re.search(NOW, str(caught.value))
    assert "Moment" not in str(caught.value)
    assert "value error" not in str(caught.value).lower()


@pytest.mark.parametrize(("odd", "hint"), [(7200, "such as 2h"), ("2", "such as 2h")])
def test_agents_view_10_seconds_are_no_lengths(
    clickup: ClickupApiConnector, task: str, odd: Any, hint: str
) -> None:
    given = {"start": "now", "duration": odd, "task_id": task}
    with pytest.raises(InvalidParams, match=hint):
        clickup.execute_sync("time_tracking", "create", given)
    with pytest.raises(InvalidParams, match="more than nothing"):
        clickup.execute_sync("tasks", "update", {"task_id": task, "time_estimate": -5})


@pytest.mark.parametrize("text", ["last week", "EOW", "next week", "3/4/2026", "March 2027"])
def test_agents_view_10_a_refusal_says_what_now_is(
    clickup: ClickupApiConnector, task: str, text: str
) -> None:
    with pytest.raises(InvalidParams, match=NOW):
        clickup.execute_sync("tasks", "update", {"task_id": task, "due_date": text})


@pytest.mark.parametrize(
    ("text", "why"), [(15, "milliseconds"), ("Sun 28 Nov 2026", "Saturday"), ("soon", "a time")]
)
def test_agents_view_10_so_does_one_of_a_custom_field(
    clickup: ClickupApiConnector, text: Any, why: str
) -> None:
    found = clickup.execute_sync("workspaces", "find", {"name": "Newsletter"}).data
    fields = [
        (item["id"], field["id"])
        for item in found
        if item["kind"] == "list"
        for field in clickup.execute_sync("custom_fields", "list", {"list_id": item["id"]}).data
        if field["type"] == "date"
    ]
    here, field_id = fields[0]
    task = clickup.execute_sync("tasks", "list", {"list_id": here, "limit": 1}).data[0]["id"]
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("custom_fields", "set", {"task_id": task, "field_id": field_id, "value": text}),
        ("tasks", "create", {"list_id": here, "name": "N", "custom_fields": {field_id: text}}),
    ]
    for entity, action, params in calls:
        with pytest.raises(InvalidParams, match=why) as caught:
            clickup.execute_sync(entity, action, params)
        assert re.search(NOW, str(caught.value)), caught.value


def test_agents_view_10_now_is_told_in_the_users_zone(sandbox: Sandbox) -> None:
    clickup = ClickupApiConnector.sandbox(sandbox)
    zone = ZoneInfo(clickup.execute_sync("user", "get").data["timezone"])
    offset = datetime.now(zone).isoformat()[-6:]
    with pytest.raises(InvalidParams, match=re.escape(offset)):
        clickup.execute_sync("tasks", "search", {"due_date_lt": "someday"})


def test_agents_view_s3_a_month_is_spelt_as_one(clickup: ClickupApiConnector, task: str) -> None:
    with pytest.raises(InvalidParams, match="should be a time"):
        clickup.execute_sync("tasks", "update", {"task_id": task, "due_date": "marathon 5"})


async def test_agents_view_s3_the_first_write_is_told_in_the_users_zone(sandbox: Sandbox) -> None:
    """Whatever is written first, and read first, through a connector that was just made."""
    seed = ClickupApiConnector.sandbox(sandbox)
    zone = ZoneInfo((await seed.user.get()).data["timezone"])
    task = (await seed.tasks.search(limit=1)).data[0]["id"]
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("time_tracking", "create", {"start": "1 hour ago", "duration": "5m", "task_id": task}),
        ("time_tracking", "list", {"start_date": "30 days ago", "end_date": "now"}),
        ("comments", "create", {"task_id": task, "comment_text": "Done"}),
        ("comments", "list", {"task_id": task}),
        ("tasks", "update", {"task_id": task, "name": "Told"}),
        ("docs", "list", {}),
        ("chat_channels", "list", {}),
    ]
    for entity, action, params in calls:
        fresh = ClickupApiConnector.sandbox(sandbox)
        (tool,) = Toolbox(fresh).tools
        text = str(await tool.call({"entity": entity, "action": action, "params": params}))
        assert not text.startswith("Error"), text
        times = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(Z|[+-]\d\d:\d\d)", text)
        assert times or entity in {"chat_channels", "docs", "comments"}
        for told in times:
            assert told in {"-07:00", "-08:00"}, (entity, action, zone, text)


def test_real_answers_r11_milliseconds_keep_their_time_of_day(
    clickup: ClickupApiConnector, task: str
) -> None:
    given = {"task_id": task, "due_date": 1_796_056_200_000, "start_date": 1_796_000_000_000}
    clickup.execute_sync("tasks", "update", given)
    body = clickup.execute_sync("tasks", "get", {"task_id": task}).data
    assert (body["due_date"], body["start_date"]) == ("1796056200000", "1796000000000")
