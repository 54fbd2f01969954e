"""Time tracking, its tags, and what came before it."""

from datetime import timedelta

import pytest

from agent_connectors.clickup import ClickupApiConnector, InvalidParams
from agent_connectors.clickup.written import dropped, unseen
from tests.clickup.operations.conftest import NOON


async def test_a_time_entry(clickup: ClickupApiConnector, task_id: str) -> None:
    start = NOON - timedelta(hours=3)
    made = await clickup.time_tracking.create(
        start,
        duration="1h30m",
        task_id=task_id,
        description="Calibration",
        billable=True,
        tags=[{"name": "on site"}],
    )
    assert made.meta.warnings == ()
    entry_id = made.data["id"]
    read = (await clickup.time_tracking.get(entry_id)).data
    assert read["duration"] == str(90 * 60_000)
    assert read["task"] is not None
    assert read["task"]["id"] == task_id
    assert (read["description"], read["billable"]) == ("Calibration", True)
    await clickup.time_tracking.update(
        entry_id, start=start, end=start + timedelta(hours=2), billable=False
    )
    read = (await clickup.time_tracking.get(entry_id)).data
    assert (read["duration"], read["billable"]) == (str(120 * 60_000), False)
    assert read["description"] == "Calibration", "what is not given stays"
    changes = (await clickup.time_tracking.list_history(entry_id)).data
    assert changes
    gone = (await clickup.time_tracking.delete(entry_id)).data
    assert gone
    assert entry_id not in {entry["id"] for entry in (await clickup.time_tracking.list()).data}


@pytest.mark.parametrize(
    ("task", "lost", "unknown"),
    [
        ({"id": "86c7", "custom_id": "ENG-88"}, False, False),
        ({"id": "86c7", "custom_id": None}, False, True),
        ({"id": "86c7"}, False, True),
        ({"id": "86c7", "custom_id": "ENG-89"}, True, False),
        (None, True, False),
    ],
)
def test_a_task_by_its_custom_id(task: object, lost: bool, unknown: bool) -> None:
    operation = ClickupApiConnector.operations.get("time_tracking", "create")
    asked = {"task_id": "eng-88", "custom_task_ids": True}
    answer = {"id": "1", "task": task, "start": "1"}
    assert bool(dropped(asked, answer, operation)) is lost
    assert ("task_id" in unseen(asked, answer, operation)) is unknown


async def test_both_ends_change_together(clickup: ClickupApiConnector) -> None:
    with pytest.raises(InvalidParams, match="`start` needs `end`"):
        await clickup.time_tracking.update("1", start=NOON)


async def test_an_entry_by_its_end(clickup: ClickupApiConnector, me: int) -> None:
    start = NOON - timedelta(hours=3)
    made = await clickup.time_tracking.create(
        start, end=start + timedelta(minutes=20), assignee=str(me)
    )
    assert (await clickup.time_tracking.get(made.data["id"])).data["duration"] == str(20 * 60_000)


async def test_a_timer(clickup: ClickupApiConnector, task_id: str) -> None:
    if (await clickup.time_tracking.get_current()).data:
        await clickup.time_tracking.stop()
    assert (await clickup.time_tracking.get_current()).data is None
    started = (await clickup.time_tracking.start(task_id=task_id, description="Now")).data
    running = (await clickup.time_tracking.get_current()).data
    assert running is not None
    assert running["id"] == started["id"]
    assert int(running["duration"]) < 0
    assert (await clickup.time_tracking.stop()).data["id"] == started["id"]
    assert (await clickup.time_tracking.get_current()).data is None


async def test_tags_of_time_entries(clickup: ClickupApiConnector) -> None:
    entries = [str(entry["id"]) for entry in (await clickup.time_tracking.list()).data[:2]]

    async def names() -> set[str]:
        return {tag["name"] for tag in (await clickup.time_entry_tags.list()).data}

    await clickup.time_entry_tags.add(entries, [{"name": "on site"}])
    assert "on site" in await names()
    await clickup.time_entry_tags.update("on site", "at the site", tag_bg="#622AEA")
    assert "at the site" in await names()
    tags = (await clickup.time_tracking.get(entries[0])).data["tags"]
    assert "at the site" in {tag["name"] for tag in tags}
    await clickup.time_entry_tags.remove(entries, [{"name": "at the site"}])
    tags = (await clickup.time_tracking.get(entries[0])).data["tags"]
    assert "at the site" not in {tag["name"] for tag in tags}


async def test_legacy_time_tracking(clickup: ClickupApiConnector, task_id: str) -> None:
    start = NOON - timedelta(hours=2)
    times = {"start": start, "end": start + timedelta(hours=1), "time": "1h"}
    made = await clickup.execute("legacy_time_tracking", "create", {"task_id": task_id, **times})
    interval = str(made.data["id"])
    (mine,) = (await clickup.legacy_time_tracking.list(task_id)).data
    assert int(mine["time"]) == 3_600_000
    await clickup.legacy_time_tracking.update(
        task_id, interval, start, start + timedelta(hours=2), "2h"
    )
    (mine,) = (await clickup.legacy_time_tracking.list(task_id)).data
    assert int(mine["time"]) == 7_200_000
    await clickup.legacy_time_tracking.delete(task_id, interval)
    assert not any(
        each["intervals"] for each in (await clickup.legacy_time_tracking.list(task_id)).data
    )
