"""The workspace a sandbox starts with."""

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

import pytest

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.state.workspace import Workspace
from tests.sandbox.client import TODAY, Api, Clock

INSTALLATIONS = 52
"""So many tasks there are beyond what is asked for, from 100 on."""

HOUR = 3600 * 1000
DAY = 24 * HOUR


async def crawl(sandbox: Sandbox) -> str:
    """A digest of every answer about everything there is."""
    api = Api(sandbox)
    workspace = sandbox.workspace
    team = api.team
    paths = ["/user", "/team", *(f"/team/{team}/{x}" for x in ("space", "goal", "view", "field"))]
    paths += [f"/space/{x}/{kind}" for x in workspace.spaces for kind in ("folder", "list", "tag")]
    paths += [f"/list/{x}/{kind}" for x in workspace.lists for kind in ("field", "comment", "view")]
    paths += [
        f"/list/{x}/task?include_closed=true&subtasks=true&archived={flag}"
        for x in workspace.lists
        for flag in ("true", "false")
    ]
    paths += [f"/task/{x}{rest}" for x in workspace.tasks for rest in ("", "/comment")]
    paths += [f"/comment/{x}/reply" for x in workspace.comments]
    paths += [f"/goal/{x}" for x in workspace.goals]
    people = ",".join(str(number) for number in workspace.users)
    paths += [f"/team/{team}/time_entries?start_date=0&assignee={people}"]
    paths += [f"/api/v3/workspaces/{team}/docs/{x}/pages" for x in workspace.docs]
    digest = blake2b()
    for path in paths:
        response = await api.send("GET", path)
        assert response.status_code == 200, path
        digest.update(response.content)
    return digest.hexdigest()


def small(**options: object) -> Sandbox:
    defaults: dict[str, object] = {
        "tasks": 60,
        "today": TODAY,
        "clock": Clock(),
        "rate_limit": None,
    }
    return Sandbox(**{**defaults, **options})  # type: ignore[arg-type]


async def test_one_seed_and_day_is_one_workspace() -> None:
    first = await crawl(small())
    assert await crawl(small()) == first
    assert await crawl(small(seed=2)) != first
    assert await crawl(small(today=TODAY + timedelta(1))) != first


async def test_the_same_requests_get_the_same_ids() -> None:
    async def made(sandbox: Sandbox) -> list[object]:
        api = Api(sandbox)
        home = next(iter(api.workspace.lists))
        task = await api.post(f"/list/{home}/task", {"name": "One"})
        return [
            task,
            await api.post(f"/task/{task['id']}/comment", {"comment_text": "Two"}),
            await api.post(f"/task/{task['id']}/checklist", {"name": "Three"}),
            await api.post(f"/team/{api.team}/goal", {"name": "Four"}),
            await api.post(f"/team/{api.team}/time_entries/start"),
        ]

    assert await made(small()) == await made(small())


def test_no_hash_randomisation_shows() -> None:
    script = (
        "import asyncio, datetime, sys; sys.path.insert(0, '.');"
        "from tests.sandbox.test_seed import crawl, small;"
        "print(asyncio.run(crawl(small(tasks=20))))"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert digests != {""}


def open_tasks(workspace: Workspace) -> list[tuple[int, int, str]]:
    """Due date, priority and name of the open tasks."""
    return [
        (task.due or sys.maxsize, task.priority or 9, task.name)
        for task in workspace.tasks.values()
        if task.status.type in {"open", "custom"} and not task.archived
    ]


# Each day of the week, ends of months and of a year, and a leap day.
DAYS = [date(2026, 12, 28) + timedelta(n) for n in range(8)] + [date(2028, 2, 29)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("hour", [0.02, 12, 23.98])
def test_there_is_always_something_to_answer_with(day: date, hour: float) -> None:
    now = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + hour * 3600
    workspace = Sandbox(today=day, clock=Clock(now)).workspace
    ms = int(now * 1000)
    tasks = list(workspace.tasks.values())
    overdue = sorted(t for t in open_tasks(workspace) if t[0] < ms)
    urgent = [task for task in overdue if task[1] == 1]
    assert len(urgent) >= 4
    assert urgent[0][2] == "Rotate the leaked webhook signing key"
    # Clearly the worst: nothing else is overdue for nearly as long.
    assert overdue[0] == urgent[0]
    assert overdue[1][0] - overdue[0][0] > 14 * DAY
    assert sum(ms <= task[0] < ms + 7 * DAY for task in open_tasks(workspace)) >= 5
    assert sum(ms - DAY < task.updated <= ms for task in tasks) >= 5
    assert any(ms - DAY < task.created <= ms for task in tasks)
    assert all(task.created <= task.updated <= ms for task in tasks)
    assert all(task.done is None or task.created <= task.done <= ms for task in tasks)
    monday = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(day.weekday())
    week = monday.timestamp() * 1000
    tracked = [e for e in workspace.time_entries.values() if week <= e.start <= ms and e.end]
    assert len({entry.user.id for entry in tracked}) >= 2
    assert workspace.owner.id in {entry.user.id for entry in tracked}
    assert next(iter(workspace.timers)) == workspace.owner.id


def test_what_the_workspace_holds(sandbox: Sandbox) -> None:
    workspace = sandbox.workspace
    tasks = list(workspace.tasks.values())
    names = [task.name for task in tasks if task.parent is None and task.type != 1]
    assert len(tasks) == 250 + INSTALLATIONS
    assert len(names) == len(set(names))
    assert len(workspace.users) == 11
    assert len([s for s in workspace.spaces.values() if not s.archived]) == 6
    assert len(workspace.lists) >= 20
    assert {len(s.statuses) for s in workspace.spaces.values()} == {3, 4, 5, 6}
    assert any(home.own_statuses for home in workspace.lists.values())
    assert {field.type for field in workspace.fields.values()} >= {
        "drop_down", "labels", "number", "currency", "date", "url", "short_text", "checkbox",
        "users", "email", "emoji", "manual_progress", "automatic_progress", "phone", "location",
    }  # fmt: skip
    assert any(task.parent and task.parent.parent for task in tasks)
    assert {task.status.type for task in tasks} == {"open", "custom", "done", "closed"}
    assert {task.type for task in tasks} == {0, 1, 1001}
    assert sum(bool(task.custom_id) for task in tasks) > 50
    for attribute in ("checklists", "dependencies", "links", "locations", "tags", "due", "points"):
        assert any(getattr(task, attribute) for task in tasks), attribute
    commented = {place[1] for place in workspace.threads if place[0] == "task"}
    assert 0.25 < len(commented) / len(tasks) < 0.45
    comments = workspace.comments.values()
    assert any(comment.replies for comment in comments)
    assert any(comment.assignee and comment.resolved for comment in comments)
    assert any(comment.assignee and not comment.resolved for comment in comments)
    assert sum(len(thread) > 25 for thread in workspace.threads.values()) >= 2
    assert {place[0] for place in workspace.threads} == {"task", "list", "view"}
    assert all(f"@{'example.com'}" in user.email for user in workspace.users.values())
    spent = {e.task.id: 0 for e in workspace.time_entries.values() if e.task}
    for entry in workspace.time_entries.values():
        if entry.task and entry.end:
            spent[entry.task.id] += entry.end - entry.start
    assert all(workspace.tasks[task].spent == total for task, total in spent.items())


async def test_a_task_is_as_large_as_in_real_life(api: Api) -> None:
    response = await api.send("GET", f"/team/{api.team}/task")
    assert 300_000 < len(response.content) < 1_100_000
    assert len(response.json()["tasks"]) == 100


async def test_one_list_holds_exactly_all_tasks() -> None:
    api = Api(Sandbox(3000, today=TODAY, clock=Clock(), rate_limit=None, one_list=True))
    spaces = (await api.get(f"/team/{api.team}/space"))["spaces"]
    assert len(spaces) == 1
    folders = (await api.get(f"/space/{spaces[0]['id']}/folder"))["folders"]
    lists = [home for folder in folders for home in folder["lists"]]
    assert [home["task_count"] for home in lists] == [3000]
    assert (await api.get(f"/space/{spaces[0]['id']}/list"))["lists"] == []
    tasks = await api.pages(f"/list/{lists[0]['id']}/task")
    assert {task["id"] for task in tasks} == set(api.workspace.tasks)
    assert all(task["parent"] is None for task in tasks)


async def test_as_many_lists_as_wanted() -> None:
    sandbox, usual = small(tasks=400, lists=2000), small(tasks=400).workspace
    workspace = sandbox.workspace
    assert (len(workspace.lists), len(workspace.tasks)) == (2000, 400 + INSTALLATIONS)
    # The usual Lists are there as always, with half of the tasks.
    assert list(workspace.lists)[: len(usual.lists)] == list(usual.lists)
    assert sum(len(workspace.lists[home].tasks) for home in usual.lists) >= 200
    names = [home.name for home in workspace.lists.values()]
    assert names.count("Backlog") == 196
    assert len([name for name in names if names.count(name) == 1]) > 1750
    api, found = Api(sandbox), 0
    for space in (await api.get(f"/team/{api.team}/space"))["spaces"]:
        folders = (await api.get(f"/space/{space['id']}/folder"))["folders"]
        found += sum(len(folder["lists"]) for folder in folders)
        found += len((await api.get(f"/space/{space['id']}/list"))["lists"])
    places = usual.lists.values()
    hidden = [h for h in places if h.archived or h.folder.archived or h.space.archived]
    assert found == 2000 - len(hidden)
    again = small(tasks=400, lists=2000).workspace
    homes = [[task.home.id for task in w.tasks.values()] for w in (workspace, again)]
    assert homes[0] == homes[1]


def test_too_few_lists_are_refused() -> None:
    with pytest.raises(ValueError, match="26 Lists are always there"):
        small(lists=25)
    with pytest.raises(ValueError, match="one_list"):
        small(lists=100, one_list=True)
    assert len(small(lists=26).workspace.lists) == 26


def test_what_else_the_workspace_holds() -> None:
    workspace = small().workspace
    assert (len(workspace.groups), len(workspace.roles), len(workspace.templates)) == (2, 3, 5)
    assert len(workspace.channels) == 4
    assert len(workspace.messages) > 10
    assert sum(file.parent_type == "tasks" for file in workspace.files.by_id.values()) == 2
    assert any(field.type == "attachment" for field in workspace.fields.values())
    assert all(message.date < workspace.now() for message in workspace.messages.values())


@pytest.mark.parametrize("tasks", [0, 1, 2, 5, 6, 10, 30, 99])
async def test_small_workspaces_work_too(tasks: int) -> None:
    sandbox = small(tasks=tasks)
    assert len(sandbox.workspace.tasks) == tasks
    assert sandbox.workspace.in_order
    await crawl(sandbox)
    urgent = [task for task in open_tasks(sandbox.workspace) if task[1] == 1]
    assert bool(urgent) is (tasks > 0)


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss counts in kilobytes on Linux only")
@pytest.mark.parametrize("lists", [None, 2000])
def test_a_hundred_thousand_tasks_take_little_time_and_memory(lists: int | None) -> None:
    script = (
        "import resource, time; from agent_connectors.clickup.sandbox import Sandbox;"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "before, begin = peak(), time.process_time();"
        f"Sandbox(tasks=100_000, lists={lists});"
        "print(time.process_time() - begin, (peak() - before) / 1024)"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    # About 1.1 s and 80 MB on an idle machine.
    assert seconds < 6
    assert megabytes < 150


async def test_a_page_of_a_hundred_thousand_tasks() -> None:
    sandbox = small(tasks=100_000)
    assert sandbox.workspace.in_order
    home = max(sandbox.workspace.lists.values(), key=lambda home: len(home.tasks))
    assert len(home.tasks) > 15_000
    api = Api(sandbox)
    path = f"/list/{home.id}/task"
    assert len((await api.get(path))["tasks"]) == 100
    begin = time.perf_counter()
    for page in range(1, 11):
        await api.get(path, page=page)
    # Some 8 ms each on an idle machine, of which this client takes half.
    assert time.perf_counter() - begin < 2


def test_the_memory_for_rendered_tasks_is_bounded() -> None:
    from agent_connectors.clickup.sandbox.state.rendered import RenderedTasks

    workspace = small(tasks=50).workspace
    store = RenderedTasks(most_bytes=1000)
    for task in workspace.tasks.values():
        assert store.get("a", task, lambda _: b"x" * 100) == b"x" * 100
    assert store._size <= 1000
    task = next(reversed(workspace.tasks.values()))
    assert store.get("a", task, lambda _: b"new") == b"x" * 100
    store.drop(task.id)
    assert store.get("a", task, lambda _: b"new") == b"new"
    assert store._size == sum(len(v) for v in store._variants["a"].values())
