"""Tracked time and timers."""

from typing import Any

import pytest

from tests.sandbox.client import Api, Clock

HOUR = 3600 * 1000
DAY = 24 * HOUR


@pytest.fixture
def path(api: Api) -> str:
    return f"/team/{api.team}/time_entries"


async def test_the_default_is_ones_own_last_thirty_days(api: Api, path: str, clock: Clock) -> None:
    entries = (await api.get(path))["data"]
    owner = api.workspace.owner
    expected = [
        entry.id
        for entry in api.workspace.time_entries.values()
        if entry.user is owner and clock.ms - 30 * DAY <= entry.start <= clock.ms
    ]
    assert sorted(entry["id"] for entry in entries) == sorted(expected)
    older = [e for e in api.workspace.time_entries.values() if e.user is owner]
    assert 0 < len(entries) < len(older)


async def test_others_are_named_with_commas(api: Api, path: str) -> None:
    people = {entry.user.id for entry in api.workspace.time_entries.values()}
    one, other = sorted(people)[:2]
    both = (await api.get(path, assignee=f"{one},{other}"))["data"]
    assert {entry["user"]["id"] for entry in both} == {one, other}
    alone = (await api.get(path, assignee=str(one)))["data"]
    assert {entry["user"]["id"] for entry in alone} == {one}


async def test_places_and_periods(api: Api, path: str, clock: Clock) -> None:
    everybody = ",".join(str(number) for number in api.workspace.users)
    period: dict[str, Any] = {
        "start_date": clock.ms - 60 * DAY,
        "end_date": clock.ms,
        "assignee": everybody,
    }
    every = (await api.get(path, **period))["data"]
    assert len(every) > 100
    home = next(e.task.home for e in api.workspace.time_entries.values() if e.task)
    places: dict[str, Any] = {
        "list_id": home.id,
        "folder_id": home.folder.id,
        "space_id": home.space.id,
    }
    for name, place in places.items():
        found = (await api.get(path, **period, **{name: place}))["data"]
        assert found == [e for e in every if e["task_location"].get(name) == place]
        assert found
    task = every[0]["task"]["id"]
    found = (await api.get(path, **period, task_id=task))["data"]
    assert found == [entry for entry in every if entry["task"]["id"] == task]
    await api.get(path, status=400, list_id=home.id, space_id=home.space.id)
    billable = (await api.get(path, **period, is_billable=True))["data"]
    assert billable == [entry for entry in every if entry["billable"]]


async def test_tags_and_names_on_request(api: Api, path: str) -> None:
    plain = (await api.get(path))["data"][0]
    rich = (await api.get(path, include_task_tags=True, include_location_names=True))["data"][0]
    assert set(rich) - set(plain) == {"task_tags"}
    assert set(rich["task_location"]) - set(plain["task_location"]) == {
        "list_name",
        "folder_name",
        "space_name",
    }


async def test_an_entry_and_the_types_of_its_numbers(api: Api, path: str, clock: Clock) -> None:
    task = next(iter(api.workspace.tasks.values()))
    spent = task.spent
    start = clock.ms - HOUR
    body = {"start": start, "duration": 600_000, "tid": task.id, "description": "Work"}
    made = (await api.post(path, body))["data"]
    assert (made["start"], made["end"], made["duration"]) == (start, str(start + 600_000), 600_000)
    one = f"{path}/{made['id']}"
    read = (await api.get(one))["data"]
    assert (read["start"], read["duration"]) == (str(start), "600000")
    assert read["description"] == "Work"
    assert (await api.get(f"/task/{task.id}"))["time_spent"] == spent + 600_000
    change = {"start": start, "end": start + HOUR, "billable": True, "description": "More"}
    put = (await api.put(one, {**change, "tags": [{"name": "deep"}]}))["data"]
    assert [(e["id"], e["duration"]) for e in put] == [(made["id"], str(HOUR))]
    read = (await api.get(one))["data"]
    assert (read["duration"], read["billable"], read["description"]) == (str(HOUR), True, "More")
    assert read["tags"] == [{"name": "deep"}]
    await api.put(one, {"tags": [{"name": "late"}], "tag_action": "add"})
    await api.put(one, {"tags": [{"name": "deep"}], "tag_action": "remove"})
    assert (await api.get(one))["data"]["tags"] == [{"name": "late"}]
    assert (await api.get(f"/task/{task.id}"))["time_spent"] == spent + HOUR
    await api.put(one, {"start": start}, status=400)
    gone = (await api.delete(one))["data"]
    assert [(e["id"], e["duration"]) for e in gone] == [(made["id"], str(HOUR))]
    assert (await api.get(f"/task/{task.id}"))["time_spent"] == spent
    await api.get(one, status=404)


@pytest.mark.parametrize(
    "body",
    [{}, {"start": 5}, {"duration": 5}, {"start": 5, "end": 4}, {"start": 5, "duration": -1}],
)
async def test_an_incomplete_entry_is_refused(body: dict[str, Any], api: Api, path: str) -> None:
    before = list(api.workspace.time_entries)
    await api.post(path, body, status=400)
    assert list(api.workspace.time_entries) == before


async def test_for_somebody_else_without_a_task(api: Api, path: str) -> None:
    user = list(api.workspace.users)[2]
    made = (await api.post(path, {"start": 1, "stop": 61_001, "assignee": user}))["data"]
    assert (made["user"]["id"], made["duration"], "task" in made) == (user, 61_000, False)
    read = (await api.get(f"{path}/{made['id']}"))["data"]
    assert read["task_location"] == {"list_id": None, "folder_id": None, "space_id": None}
    assert read["task_url"].endswith("/t/null")


async def test_a_timer_runs_until_stopped(api: Api, path: str, clock: Clock) -> None:
    task = next(iter(api.workspace.tasks.values()))
    seeded = (await api.get(f"{path}/current"))["data"]
    assert seeded["duration"] < 0
    started = (await api.post(f"{path}/start", {"tid": task.id, "description": "Now"}))["data"]
    # Only one timer runs at a time: the seeded one was stopped.
    assert int((await api.get(f"{path}/{seeded['id']}"))["data"]["duration"]) > 0
    clock.now += 90
    current = (await api.get(f"{path}/current"))["data"]
    assert (current["id"], current["duration"]) == (started["id"], -90_000)
    before = task.spent
    stopped = (await api.post(f"{path}/stop"))["data"]
    assert (stopped["id"], stopped["duration"]) == (started["id"], 90_000)
    assert (stopped["start"], stopped["end"]) == (str(started["start"]), clock.ms)
    assert task.spent == before + 90_000
    assert await api.get(f"{path}/current") == {"data": None}
    await api.post(f"{path}/stop", status=404)


async def test_somebody_elses_timer(api: Api, path: str) -> None:
    other = list(api.workspace.users)[1]
    assert await api.get(f"{path}/current", assignee=other) == {"data": None}
    mine = await api.get(f"{path}/current", assignee=api.workspace.owner.id)
    assert mine == await api.get(f"{path}/current")


async def test_a_deleted_timer_no_longer_runs(api: Api, path: str) -> None:
    timer = (await api.get(f"{path}/current"))["data"]["id"]
    await api.delete(f"{path}/{timer}")
    assert await api.get(f"{path}/current") == {"data": None}


async def test_labels_of_time_entries(api: Api) -> None:
    path, tags = f"/team/{api.team}/time_entries", f"/team/{api.team}/time_entries/tags"
    body = {"start": 1000, "duration": 60000, "tags": [{"name": "travel"}]}
    entry = (await api.post(path, body))["data"]["id"]
    names = [tag["name"] for tag in (await api.get(tags))["data"]]
    assert names == ["travel"]
    night = {"name": "night", "tag_fg": "#111111", "tag_bg": "#222222"}
    assert await api.post(tags, {"time_entry_ids": [entry], "tags": [night]}) == {}
    shown = (await api.get(f"{path}/{entry}"))["data"]["tags"]
    assert [tag["name"] for tag in shown] == ["travel", "night"]
    assert shown[1] == {**night, "creator": api.workspace.owner.id}
    change = {"name": "travel", "new_name": "train", "tag_bg": "#000000", "tag_fg": "#FFFFFF"}
    assert await api.put(tags, change) == {}
    assert {tag["name"] for tag in (await api.get(tags))["data"]} == {"train", "night"}
    shown = (await api.get(f"{path}/{entry}"))["data"]["tags"]
    assert {tag["name"] for tag in shown} == {"train", "night"}
    gone = {"time_entry_ids": [entry], "tags": [{"name": "night"}]}
    assert await api.delete_with(tags, gone) == {}
    # Gone from the entry, not from the Workspace.
    assert len((await api.get(tags))["data"]) == 2
    history = (await api.get(f"{path}/{entry}/history"))["data"]
    assert [(row["field"], row["after"]) for row in history] == [
        ("tags", ["travel", "night"]),
        ("tags", ["train"]),
    ]
    await api.put(tags, {"name": "nope", "new_name": "x"}, status=404)
    await api.post(tags, {"time_entry_ids": ["1"], "tags": [night]}, status=404)
    await api.post(tags, {"tags": [night]}, status=400)


async def test_the_history_of_a_time_entry(api: Api, clock: Clock) -> None:
    path = f"/team/{api.team}/time_entries"
    entry = (await api.post(path, {"start": 1000, "duration": 60000}))["data"]["id"]
    assert (await api.get(f"{path}/{entry}/history"))["data"] == []
    clock.now += 7
    await api.put(f"{path}/{entry}", {"description": "Now with a note", "billable": True})
    rows = (await api.get(f"{path}/{entry}/history"))["data"]
    assert [(row["field"], row["before"], row["after"]) for row in rows] == [
        ("description", "", "Now with a note"),
        ("billable", False, True),
    ]
    assert {row["date"] for row in rows} == {str(clock.ms)}
    await api.get(f"{path}/1/history", status=404)


async def test_time_tracked_the_old_way(api: Api) -> None:
    home = next(iter(api.workspace.lists))
    task = (await api.post(f"/list/{home}/task", {"name": "Old"}))["id"]
    path = f"/task/{task}/time"
    assert await api.get(path) == {"data": []}
    made = await api.post(path, {"start": 1000, "end": 3000, "time": 2000})
    await api.post(path, {"time": 500})
    rows = (await api.get(path))["data"]
    assert [(row["user"]["id"], row["time"]) for row in rows] == [(api.workspace.owner.id, 2500)]
    assert rows[0]["intervals"][0] == {
        "id": made["id"],
        "start": "1000",
        "end": "3000",
        "time": "2000",
        "source": "api",
        "date_added": rows[0]["intervals"][0]["date_added"],
    }
    # It is the same time as that of the time entries.
    entry = (await api.get(f"/team/{api.team}/time_entries/{made['id']}"))["data"]
    assert (entry["task"]["id"], entry["duration"]) == (task, "2000")
    assert await api.put(f"{path}/{made['id']}", {"start": 0, "end": 100, "time": 100}) == {}
    assert (await api.get(f"/task/{task}"))["time_spent"] == 600
    assert await api.delete(f"{path}/{made['id']}") == {}
    assert (await api.get(f"/task/{task}"))["time_spent"] == 500
    await api.delete(f"{path}/{made['id']}", status=404)
    await api.post(path, {}, status=400)
    await api.post(path, {"start": 5, "end": 1}, status=400)
