"""The page beside the API: what it answers, to whom, and that the API notices nothing of it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.clickup.sandbox.page import ADDRESS, with_page
from agent_connectors.clickup.sandbox.page.control import Control
from agent_connectors.clickup.sandbox.page.log import Log
from tests.sandbox.client import TODAY, Clock

LOCAL = "http://127.0.0.1:8787"
JSON = {"content-type": "application/json"}


def client(app: Any, base: str = LOCAL) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=base)


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    """A small one: what is asked here is not what is in it."""
    return Sandbox(20, today=TODAY, clock=clock, rate_limit=None)


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with client(with_page(sandbox)) as opened:
        yield opened


async def post(page: httpx.AsyncClient, path: str, body: Any, status: int = 200) -> Any:
    answer = await page.post(f"{ADDRESS}{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "text/html"),
        ("page.css", "text/css"),
        ("main.js", "text/javascript"),
        ("icon.svg", "image/svg"),
    ],
)
async def test_its_files(page: httpx.AsyncClient, name: str, kind: str) -> None:
    answer = await page.get(f"{ADDRESS}{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    head = await page.head(f"{ADDRESS}{name}")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "static/page.css",
        "%2e%2e/guard.py",
        "__init__.py",
        "list/",
        "task/x",
    ],
)
async def test_what_there_is_not(page: httpx.AsyncClient, name: str) -> None:
    answer = await page.get(f"{ADDRESS}{name}")
    assert answer.status_code == 404
    assert answer.json()["error"]


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
@pytest.mark.parametrize("path", ["/", "/_sandbox", "/nothing", "/api/v2/nothing", "/api/v2/user"])
async def test_clients_are_answered_as_without_it(path: str, accept: str) -> None:
    bare, watched = (Sandbox(0, today=TODAY, clock=Clock()) for _ in range(2))
    async with client(bare) as one, client(with_page(watched)) as other:
        answers = [await c.get(path, headers={"accept": accept}) for c in (one, other)]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].content == answers[1].content
    assert answers[0].headers == answers[1].headers
    assert list(bare.requests) == list(watched.requests)


async def test_a_browser_is_led_to_it(page: httpx.AsyncClient) -> None:
    for path in ("/", ADDRESS[:-1]):
        answer = await page.get(path, headers={"accept": "text/html,*/*;q=0.8"})
        assert (answer.status_code, answer.headers["location"]) == (303, ADDRESS)
    strange = await page.get("/", headers={"accept": "text/html", "host": "elsewhere.example"})
    assert strange.status_code == 404


async def test_its_reads_are_no_requests_to_the_sandbox(clock: Clock) -> None:
    sandbox = Sandbox(20, today=TODAY, clock=clock, rate_limit=2, latency=60.0)
    sandbox.fail(500, probability=1.0)
    async with client(with_page(sandbox)) as page:
        for _ in range(5):
            assert (await page.get(f"{ADDRESS}workspace")).status_code == 200
        assert not sandbox.requests
        sandbox.faults.clear()
        sandbox.latency = 0
        key = {"authorization": "pk_1"}
        answers = [await page.get("/api/v2/user", headers=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


async def test_all_lists_and_tasks_can_be_looked_at(clock: Clock) -> None:
    sandbox = Sandbox(100, today=TODAY, clock=clock)
    page = client(with_page(sandbox))
    told = (await page.get(f"{ADDRESS}workspace")).json()
    lists = [one for space in told["spaces"] for one in space["lists"]]
    lists += [one for space in told["spaces"] for f in space["folders"] for one in f["lists"]]
    assert {one["id"] for one in lists} == set(sandbox.workspace.lists)
    for one in lists:
        seen = (await page.get(f"{ADDRESS}list/{one['id']}?most=5000")).json()
        columns = [task["id"] for column in seen["columns"] for task in column["tasks"]]
        assert sorted(columns) == sorted(task["id"] for task in seen["rows"])
        assert len(columns) == seen["count"] == one["tasks"]
    for task in sandbox.workspace.tasks.values():
        answer = await page.get(f"{ADDRESS}task/{task.id}")
        assert answer.json()["name"] == task.name


@pytest.mark.parametrize(
    "sort", ["name", "status", "assignees", "priority", "due", "updated", "odd"]
)
async def test_a_list_is_sorted_and_says_what_it_leaves_out(
    page: httpx.AsyncClient, sandbox: Sandbox, sort: str
) -> None:
    home = max(sandbox.workspace.lists.values(), key=lambda one: len(one.tasks))
    here = f"{ADDRESS}list/{home.id}?sort={sort}"
    forth = (await page.get(f"{here}&most=5000")).json()["rows"]
    back = (await page.get(f"{here}&most=5000&backwards=true")).json()["rows"]
    assert {row["id"] for row in forth} == {row["id"] for row in back} == set(home.tasks)
    assert forth != back
    few = (await page.get(f"{here}&most=2")).json()
    assert len(few["rows"]) == 2
    assert few["count"] == len(home.tasks)
    assert sum(column["count"] for column in few["columns"]) == len(home.tasks)
    assert all(len(column["tasks"]) <= 2 for column in few["columns"])


REFUSED = [
    ({"host": "sandbox.example"}, "does not answer to the name"),
    ({"host": "127.0.0.1.example:8787"}, "does not answer to the name"),
    ({"host": "192.168.1.5:8787"}, "does not answer to the name"),
    ({"origin": "http://elsewhere.example"}, "from itself only"),
    ({"origin": "http://127.0.0.1:9999"}, "from itself only"),
    ({"origin": "https://127.0.0.1:8787"}, "from itself only"),
    ({"origin": "null"}, "from itself only"),
    ({"sec-fetch-site": "cross-site"}, "from itself only"),
    ({"sec-fetch-site": "same-site"}, "from itself only"),
    ({"content-type": "text/plain"}, "JSON only"),
    ({"content-type": "application/x-www-form-urlencoded"}, "JSON only"),
]


ACTIONS = (
    *("faults", "faults/off", "faults/all-off"),
    *("checkpoints", "checkpoints/go-back", "checkpoints/remove"),
)


def test_all_actions_are_tried(sandbox: Sandbox) -> None:
    assert set(Control(sandbox, Log(sandbox.workspace)).actions) == set(ACTIONS)


@pytest.mark.parametrize(("headers", "why"), REFUSED)
async def test_nobody_elsewhere_can_use_it(
    page: httpx.AsyncClient, sandbox: Sandbox, headers: dict[str, str], why: str
) -> None:
    sandbox.fail(500)
    workspace = sandbox.workspace
    for path in ACTIONS:
        body = b'{"kind": 503}' if path == "faults" else b'{"number": 0}'
        answer = await page.post(f"{ADDRESS}{path}", content=body, headers=JSON | headers)
        assert answer.status_code == 403
        assert why in answer.json()["error"]
    assert sandbox.workspace is workspace
    assert len(sandbox.faults) == 1


@pytest.mark.parametrize("path", ["", "main.js", "workspace", "requests", "events"])
async def test_nobody_elsewhere_can_look_at_it(page: httpx.AsyncClient, path: str) -> None:
    for headers in ({"host": "elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        answer = await page.get(f"{ADDRESS}{path}", headers=headers)
        assert answer.status_code == 403
        assert b"Larkfield" not in answer.content
    led = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    if not path:  # a link on another page may lead here
        assert (await page.get(ADDRESS, headers=led)).status_code == 200


@pytest.mark.parametrize(
    ("hosts", "host", "answers"),
    [
        ((), "localhost:1", True),
        ((), "LOCALHOST", True),
        ((), "box.localhost", True),
        ((), "127.4.5.6:1", True),
        ((), "[::1]:8787", True),
        ((), "[::2]:8787", False),
        ((), "", False),
        ((), "localhost.example", False),
        (("box.lan",), "box.lan:80", True),
        (("box.lan",), "192.168.0.2", False),
        (("0.0.0.0",), "192.168.0.2", True),
        (("0.0.0.0",), "box.lan", False),
        (("::",), "[fe80::1]:8787", True),
    ],
)
async def test_the_names_it_answers_to(
    sandbox: Sandbox, hosts: tuple[str, ...], host: str, *, answers: bool
) -> None:
    async with client(with_page(sandbox, hosts)) as page:
        answer = await page.get(f"{ADDRESS}workspace", headers={"host": host})
    assert answer.status_code == (200 if answers else 403)


async def test_faults_are_switched_on_and_off(page: httpx.AsyncClient, sandbox: Sandbox) -> None:
    key = {"authorization": "pk_1"}
    told = await post(page, "faults", {"kind": 503, "path": "/api/v2/user", "times": 2})
    assert [fault["kind"] for fault in told["faults"]] == [503]
    assert (await page.get("/api/v2/user", headers=key)).status_code == 503
    told = (await page.get(f"{ADDRESS}workspace")).json()
    assert told["faults"][0]["times"] == 1
    await post(page, "faults", {"kind": "garbage", "method": "GET", "probability": 0.5})
    told = await post(page, "faults/off", {"number": told["faults"][0]["number"]})
    assert [fault["kind"] for fault in told["faults"]] == ["garbage"]
    await post(page, "faults/off", {"number": 999})
    assert (await post(page, "faults/all-off", {}))["faults"] == []
    assert (await page.get("/api/v2/user", headers=key)).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", {"kind": "explode"}),
        ("faults", {"kind": 200}),
        ("faults", {"kind": 503, "times": 0}),
        ("faults", {"kind": 503, "times": 1.5}),
        ("faults", {"kind": 503, "probability": 2}),
        ("faults", {"kind": 503, "probability": "NaN"}),
        ("faults", {"kind": 503, "method": "BREW"}),
        ("faults", {"kind": 503, "tmies": 2}),
        ("faults", {}),
        ("faults", []),
        ("faults/off", {"number": "1"}),
        ("checkpoints", {"name": 5}),
        ("checkpoints", {"name": "x" * 400}),
        ("checkpoints/go-back", {"number": 7}),
        ("checkpoints/go-back", {}),
        ("checkpoints/remove", {"number": 0}),
    ],
)
async def test_what_cannot_be_done_is_refused(
    page: httpx.AsyncClient, sandbox: Sandbox, path: str, body: Any
) -> None:
    told = await post(page, path, body, status=400)
    assert told["error"]
    assert not sandbox.faults
    broken = await page.post(f"{ADDRESS}{path}", content=b'{"kind"', headers=JSON)
    assert broken.status_code == 400
    long = await page.post(f"{ADDRESS}{path}", content=b" " * 20_000, headers=JSON)
    assert long.status_code == 413


async def test_going_back_to_a_checkpoint(page: httpx.AsyncClient, sandbox: Sandbox) -> None:
    first = next(iter(sandbox.workspace.tasks))
    told = await post(page, "checkpoints", {"name": "  before \n the agent "})
    assert [one["name"] for one in told["checkpoints"]] == ["before the agent"]
    key = {"authorization": "pk_1"}
    await page.put(f"/api/v2/task/{first}", json={"name": "Changed"}, headers=key)
    assert sandbox.workspace.tasks[first].name == "Changed"
    await post(page, "checkpoints/go-back", {"number": told["checkpoints"][0]["number"]})
    assert sandbox.workspace.tasks[first].name != "Changed"
    await page.put(f"/api/v2/task/{first}", json={"name": "Changed again"}, headers=key)
    await post(page, "checkpoints/go-back", {"number": 0})
    assert sandbox.workspace.tasks[first].name not in {"Changed", "Changed again"}
    log = (await page.get(f"{ADDRESS}requests")).json()["requests"]
    assert [one.get("note") for one in log] == [
        "Kept as a checkpoint: before the agent",
        None,
        "Went back to before the agent",
        None,
        "Went back to the start",
    ]
    assert log[3]["changes"][0]["fields"][0]["before"]["text"] != "Changed"


async def test_so_many_checkpoints_are_kept_and_no_more(page: httpx.AsyncClient) -> None:
    for number in range(12):
        told = await post(page, "checkpoints", {})
        assert told["checkpoints"][-1]["name"] == f"Checkpoint {number + 1}"
    refused = await post(page, "checkpoints", {}, status=400)
    assert "remove one first" in refused["error"]
    await post(page, "checkpoints/remove", {"number": told["checkpoints"][3]["number"]})
    await post(page, "checkpoints", {"name": "again"})


async def test_what_cannot_be_shown_is_said(clock: Clock) -> None:
    sandbox = Sandbox(100, today=TODAY, clock=clock)
    fields = sandbox.workspace.fields
    task = next(
        task
        for task in sandbox.workspace.tasks.values()
        if any(fields[key].type == "drop_down" for key in task.values if key in fields)
    )
    for field in fields.values():
        field.config = {}
    async with client(with_page(sandbox)) as page:
        answer = await page.get(f"{ADDRESS}task/{task.id}")
    assert answer.status_code == 500
    assert answer.json()["error"] == "What is there cannot be shown (KeyError)."


async def test_a_sandbox_that_is_served_again_has_one_log(sandbox: Sandbox) -> None:
    for _ in range(3):
        async with client(with_page(sandbox)) as page:
            await page.get("/api/v2/user", headers={"authorization": "pk_1"})
            told = (await page.get(f"{ADDRESS}requests")).json()
    assert len(told["requests"]) == 3
    assert len(sandbox.listeners) == 1


async def test_other_methods(page: httpx.AsyncClient) -> None:
    assert (await page.delete(f"{ADDRESS}workspace")).status_code == 405
    assert (await post(page, "workspace", {}, status=404))["error"]
