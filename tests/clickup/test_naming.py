"""Names in the place of ids, times in words, and writes that are looked at twice."""

import asyncio
import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agent_connectors.clickup import (
    ClickupApiConnector,
    ConnectorError,
    InvalidParams,
    OutcomeUnknown,
)
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.check.validation import validate


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(rate_limit=1000)


@pytest.fixture
def connector(sandbox: Sandbox) -> ClickupApiConnector:
    return ClickupApiConnector.sandbox(
        sandbox, allow_destructive=True, timezone="America/Los_Angeles"
    )


@pytest.fixture
async def a_list(connector: ClickupApiConnector) -> Any:
    """A list with a name of its own."""
    space = (await connector.execute("spaces", "list")).data[0]
    lists = (await connector.execute("lists", "list", {"space_id": space["id"]})).data
    return lists[0]


async def test_the_only_workspace_needs_no_saying(connector: ClickupApiConnector) -> None:
    assert (await connector.execute("spaces", "list")).data


async def test_a_list_by_name(connector: ClickupApiConnector, a_list: Any) -> None:
    by_name = await connector.execute("tasks", "list", {"list_id": a_list["name"]})
    by_id = await connector.execute("tasks", "list", {"list_id": a_list["id"]})
    assert by_name.data == by_id.data


async def test_a_list_that_is_not_there(connector: ClickupApiConnector, a_list: Any) -> None:
    with pytest.raises(InvalidParams, match="Close to it") as caught:
        await connector.execute("tasks", "list", {"list_id": f"the {a_list['name']}s"})
    assert a_list["id"] in str(caught.value)


async def test_assignees_by_name_and_me(connector: ClickupApiConnector, a_list: Any) -> None:
    me = (await connector.execute("user", "get")).data
    other = (await connector.execute("teams", "list")).data[0]["members"][1]["user"]
    created = await connector.execute(
        "tasks",
        "create",
        {"list_id": a_list["id"], "name": "Named", "assignees": ["me", other["username"].upper()]},
    )
    assert {person["id"] for person in created.data["assignees"]} == {me["id"], other["id"]}
    with pytest.raises(InvalidParams, match="nobody is called"):
        await connector.execute(
            "tasks", "create", {"list_id": a_list["id"], "name": "N", "assignees": ["Nobody Atall"]}
        )


async def test_priority_in_words(connector: ClickupApiConnector, a_list: Any) -> None:
    created = await connector.execute(
        "tasks", "create", {"list_id": a_list["id"], "name": "Now", "priority": "Urgent"}
    )
    assert created.data["priority"]["id"] == "1"


async def test_a_status_in_other_letters(connector: ClickupApiConnector, a_list: Any) -> None:
    statuses = (await connector.execute("lists", "get", {"list_id": a_list["id"]})).data["statuses"]
    name = statuses[1]["status"]
    created = await connector.execute(
        "tasks", "create", {"list_id": a_list["id"], "name": "S", "status": name.upper()}
    )
    assert created.data["status"]["status"] == name
    with pytest.raises(InvalidParams, match="The list has no status `nowhere`") as caught:
        await connector.execute(
            "tasks", "update", {"task_id": created.data["id"], "status": "nowhere"}
        )
    assert name in str(caught.value)


async def test_a_filter_by_a_status_that_is_not_there_says_so(
    connector: ClickupApiConnector, a_list: Any
) -> None:
    found = await connector.execute(
        "tasks", "list", {"list_id": a_list["id"], "statuses": ["nowhere"]}
    )
    assert found.data == []
    assert "no status `nowhere`" in found.meta.warnings[0]


async def test_a_day_is_that_day_west_of_utc(connector: ClickupApiConnector, a_list: Any) -> None:
    created = await connector.execute(
        "tasks", "create", {"list_id": a_list["id"], "name": "D", "due_date": "2027-03-01"}
    )
    due = datetime.fromtimestamp(int(created.data["due_date"]) / 1000, ZoneInfo("UTC"))
    local = due.astimezone(ZoneInfo("America/Los_Angeles"))
    assert (local.date().isoformat(), local.hour) == ("2027-03-01", 4)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("2027-03-01", False),
        ("tomorrow", False),
        ("next friday 17:00", True),
        ("2027-03-01T17:00:00Z", True),
        (1_800_000_000_000, True),  # midnight, which is not how ClickUp writes a day
        (1_800_014_400_000, False),  # four in the morning
    ],
)
async def test_the_time_of_day_counts_where_one_was_said(
    connector: ClickupApiConnector, said: Any, counts: bool
) -> None:
    operation = connector.operations.get("tasks", "create")
    given = {"list_id": "1", "name": "T", "due_date": said}
    sent = await connector.hooks.prepare(operation, validate(operation, given), given)
    assert sent.get("due_date_time") is counts
    assert isinstance(sent["due_date"], int)


async def test_a_length_of_time_in_words(connector: ClickupApiConnector, a_list: Any) -> None:
    created = await connector.execute(
        "tasks", "create", {"list_id": a_list["id"], "name": "L", "time_estimate": "1h30m"}
    )
    assert created.data["time_estimate"] == 5_400_000


async def test_the_users_own_zone_where_none_is_given(sandbox: Sandbox) -> None:
    connector = ClickupApiConnector.sandbox(sandbox)
    zone = (await connector.execute("user", "get")).data["timezone"]
    assert str(await connector.hooks.zone()) == zone


async def test_tags_in_an_update_are_sent_to_where_they_work(
    connector: ClickupApiConnector,
) -> None:
    with pytest.raises(InvalidParams, match=r"`tags` cannot be given here.*tags\.add"):
        await connector.execute("tasks", "update", {"task_id": "abc", "tags": ["x"]})
    with pytest.raises(InvalidParams, match="folder"):
        await connector.execute("lists", "update", {"list_id": "1", "folder_id": "2"})


async def test_marked_text_in_comments(connector: ClickupApiConnector) -> None:
    task = (await connector.tasks.search(limit=1)).data[0]["id"]
    me = (await connector.user.get()).data
    await connector.comments.create(task_id=task, markdown="**Done**, @[me]")
    comment = (await connector.comments.list(task_id=task)).data[0]
    assert comment["comment"][0] == {"text": "Done", "attributes": {"bold": True}}
    assert comment["comment"][2]["user"]["id"] == me["id"]
    with pytest.raises(InvalidParams, match="nobody is called 'Nobody Atall'"):
        await connector.comments.create(task_id=task, markdown="@[Nobody Atall]")
    for given in ({}, {"comment_text": "a", "markdown": "b"}):
        with pytest.raises(InvalidParams, match="exactly one of `comment_text`, `markdown`"):
            await connector.execute("comments", "create", {"task_id": task, **given})


async def test_goals_docs_and_channels_by_name(connector: ClickupApiConnector) -> None:
    for entity, name in (("goals", "goal_id"), ("docs", "doc_id"), ("chat_channels", "channel_id")):
        thing = (await connector.execute(entity, "list")).data[0]
        if " " not in thing.get("name", ""):
            continue
        found = await connector.execute(entity, "get", {name: thing["name"].upper()})
        assert found.data["id"] == thing["id"]
        with pytest.raises(InvalidParams, match="called 'No such thing'"):
            await connector.execute(entity, "get", {name: "No such thing"})


async def test_everyones_time(connector: ClickupApiConnector) -> None:
    mine = await connector.time_tracking.list()
    everyones = await connector.time_tracking.list(
        assignee=["everyone"], start_date="4 weeks ago", end_date="now"
    )
    assert len(everyones.data) > len(mine.data)
    seconds = sum(int(entry["duration"]) for entry in everyones.data if int(entry["duration"]) > 0)
    hours = everyones.meta.extra["total_duration"].partition("h")[0]
    assert int(hours) == seconds // 3_600_000


async def test_views_of_the_workspace_need_no_place(connector: ClickupApiConnector) -> None:
    team = (await connector.teams.list()).data[0]["id"]
    assert (await connector.views.list()).data == (await connector.views.list(team)).data
    space = (await connector.spaces.list()).data[0]["id"]
    assert (await connector.views.list(space_id=space)).data


async def test_what_clickup_drops_is_told(connector: ClickupApiConnector, a_list: Any) -> None:
    from agent_connectors.clickup.written import dropped

    create = connector.operations.get("tasks", "create")
    made = (await connector.tasks.create(a_list["id"], "Kept", priority="low")).data
    asked = {"name": "Kept", "priority": 4, "status": made["status"]["status"]}
    assert dropped(asked, made, create) == []
    (told,) = dropped({**asked, "priority": 1}, made, create)
    assert "did not set `priority`: asked for 1, it is 'low'" in told
    assert dropped({"assignees": [1]}, made, create) != []
    assert dropped({"tags": ["x"]}, {**made, "tags": "of another shape"}, create) != []


@pytest.fixture
async def bugs(connector: ClickupApiConnector) -> str:
    """A list with custom fields."""
    return str((await connector.workspaces.find("Bug Triage", ["list"])).data[0]["id"])


def component(task: Any) -> Any:
    return next(f.get("value") for f in task["custom_fields"] if f["name"] == "Component")


@pytest.mark.parametrize(
    "given", [[{"id": "Component", "value": "api"}], {"Component": "API"}, {"component": "API"}]
)
async def test_custom_fields_and_options_by_name(
    connector: ClickupApiConnector, bugs: str, given: Any
) -> None:
    params = {"list_id": bugs, "name": "Named field", "custom_fields": given}
    made = (await connector.execute("tasks", "create", params)).data
    assert component(made) == 1
    await connector.custom_fields.set(made["id"], "Component", "Web app")
    assert component((await connector.tasks.get(made["id"])).data) == 0
    condition = {"field_id": "Component", "operator": "=", "value": "Web app"}
    found = await connector.execute(
        "tasks", "list", {"list_id": bugs, "custom_fields": [condition], "limit": 500}
    )
    assert made["id"] in {task["id"] for task in found.data}
    assert {component(task) for task in found.data} == {0}


async def test_custom_fields_that_are_not_there(connector: ClickupApiConnector, bugs: str) -> None:
    task = (await connector.tasks.list(bugs, limit=1)).data[0]["id"]
    with pytest.raises(InvalidParams, match=r"no option 'Nope'\. Valid: `Web app`"):
        await connector.custom_fields.set(task, "Component", "Nope")
    with pytest.raises(InvalidParams, match=r"no custom field 'No Such' here\. Valid"):
        await connector.execute(
            "tasks", "create", {"list_id": bugs, "name": "x", "custom_fields": {"No Such": 1}}
        )


async def test_a_custom_task_id_needs_nothing_else(connector: ClickupApiConnector) -> None:
    tasks = (await connector.tasks.search(limit=100)).data
    custom = {task["custom_id"]: task["id"] for task in tasks if task["custom_id"]}
    custom_id, task_id = str(next(iter(custom))), next(iter(custom.values()))
    assert (await connector.tasks.get(custom_id)).data["id"] == task_id
    made = await connector.comments.create("By custom id", task_id=custom_id)
    assert made.data["id"]


async def test_conditions_that_name_nothing_say_so(
    connector: ClickupApiConnector, bugs: str
) -> None:
    def condition(name: str) -> dict[str, Any]:
        one = {"field_id": name, "operator": "=", "value": "Web app"}
        return {"list_id": bugs, "custom_fields": [one]}

    found = await connector.execute("tasks", "list", condition("component"))
    assert found.data
    nothing = await connector.execute("tasks", "list", condition("nope"))
    assert nothing.data == []
    assert "no custom field 'nope'" in nothing.meta.warnings[0]


async def test_statuses_in_any_letters(connector: ClickupApiConnector, bugs: str) -> None:
    status = (await connector.lists.get(bugs)).data["statuses"][0]["status"]
    asked = {"list_id": bugs, "statuses": [status.upper()], "include_closed": True}
    right = await connector.execute("tasks", "list", {**asked, "statuses": [status]})
    assert right.data
    assert (await connector.execute("tasks", "list", asked)).data == right.data
    both = {"list_ids": [bugs], "statuses": ["Nope"]}
    nothing = await connector.execute("tasks", "search", both)
    assert nothing.data == []
    assert "no status `Nope`" in nothing.meta.warnings[0]


async def test_lists_as_json_text(connector: ClickupApiConnector, a_list: Any) -> None:
    made = await connector.execute(
        "tasks", "create", {"list_id": a_list["id"], "name": "J", "tags": '["red", "blue"]'}
    )
    assert {tag["name"] for tag in made.data["tags"]} == {"red", "blue"}


async def test_texts_that_are_none(connector: ClickupApiConnector, a_list: Any) -> None:
    for text in ("\ud83d", "a\udfffb"):
        with pytest.raises(InvalidParams, match="half of a character"):
            await connector.execute("tasks", "create", {"list_id": a_list["id"], "name": text})
        with pytest.raises(InvalidParams, match="half of a character"):
            await connector.execute("tasks", "get", {"task_id": text})
    with pytest.raises(InvalidParams, match="nobody is called '²'"):
        await connector.execute(
            "tasks", "create", {"list_id": a_list["id"], "name": "x", "assignees": ["²"]}
        )
    with pytest.raises(InvalidParams, match="`points`"):
        await connector.execute(
            "tasks", "create", {"list_id": a_list["id"], "name": "x", "points": float("nan")}
        )


async def test_what_is_written_while_it_is_read_is_not_missed(sandbox: Sandbox) -> None:
    slow = ClickupApiConnector.sandbox(Sandbox(tasks=1, latency=0.05), allow_destructive=True)
    reading = asyncio.ensure_future(slow.workspaces.tree())
    await asyncio.sleep(0.12)
    await slow.spaces.create("Raced")
    await reading
    assert "Raced" in {space["name"] for space in (await slow.workspaces.tree()).data}


async def test_a_write_without_an_answer_is_looked_for_anew(
    connector: ClickupApiConnector, sandbox: Sandbox
) -> None:
    space = (await connector.workspaces.tree()).data[0]["id"]
    sandbox.fail("drop", method="POST", path="*/space/*/list", after=True)
    with pytest.raises(OutcomeUnknown):
        await connector.lists.create("Perhaps there", space_id=space)
    assert (await connector.workspaces.find("Perhaps there")).data


async def test_looking_up_names_takes_no_longer_than_the_call_may() -> None:
    slow = ClickupApiConnector.sandbox(Sandbox(tasks=1, latency=0.2), timeout=0.3)
    begun = time.monotonic()
    with pytest.raises(ConnectorError):
        await slow.tasks.create("Some list", "x", assignees=["me"])
    with pytest.raises(ConnectorError):
        await slow.workspaces.tree()
    assert time.monotonic() - begun < 2
